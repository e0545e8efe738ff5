"""The public pages of a draw, and its desk: before the chance exists, after it, and aborted; files that anybody can take."""

from __future__ import annotations

import json
from datetime import timedelta
from hashlib import sha256

import pytest
from django.test import Client
from tests import draw_fixture as pool
from tests.city_fixture import City

from taizhang.frame import batches, clock
from taizhang.kernels.draw.envelopes import envelope, opened, value_of
from taizhang.modules.inspection.models import BatchPart, DrawnObject
from taizhang.modules.inspection.queries.entries import proved
from taizhang.registers.models import Enterprise


@pytest.fixture
def city(db) -> City:
    city = City()
    pool.pool(city)
    return city


def test_the_public_page_shows_what_is_fixed_then_how_it_came_out_and_never_a_class(city, browser):
    plan = pool.plan(city)
    batch = pool.prepared(city, plan)
    public = Client()
    assert public.get(f"/public/draws/{batch.pk}/").status_code == 404
    batch = pool.committed(city, batch)
    before = public.get(f"/public/draws/{batch.pk}/").content.decode()
    assert (
        batch.commitment in before and "示例彩票第2026138期" in before and "<svg" in before and 'role="timer"' in before
    )
    assert public.get(f"/public/draws/{batch.pk}/RESULT.csv").status_code == 404
    assert f"/public/draws/{batch.pk}/" in public.get("/public/draws/").content.decode()
    with clock.at(batch.draw_at + timedelta(minutes=1)):
        city.do(city.planner, "inspection.draw_batch", batch, result="03 07 12", secrets=pool.REVEALED)
        batches.run_waiting()
        after = public.get(f"/public/draws/{batch.pk}/?lang=en").content.decode()
        state = public.get(f"/public/draws/{batch.pk}/state.json").json()
    batch.refresh_from_db()
    assert state["state"] == "drawn" and state["stored"] is True
    assert batch.seed in after and 'class="ticket"' in after and "Result, by the tickets" in after
    files = {
        name: public.get(f"/public/draws/{batch.pk}/{name}").content.decode()
        for name in ("MANIFEST.json", "FRAME-1.csv", "FRAME-2.csv", "RESULT.csv", "OPENINGS.csv")
    }
    hashes = {part["frame_sha256"] for part in json.loads(files["MANIFEST.json"])["manifest"]["parts"].values()}
    assert {sha256(files[f"FRAME-{n}.csv"].encode()).hexdigest() for n in (1, 2)} == hashes
    takes = sum(BatchPart.objects.filter(batch=batch).values_list("take", flat=True))
    # Whoever was not drawn is named nowhere, substitutes that were not called up included.
    assert files["RESULT.csv"].count("\n") == takes + 1 and ",1,1," not in files["RESULT.csv"]
    named = set(DrawnObject.objects.filter(part__batch=batch, substitute=False).values_list("enterprise__uscc", flat=True))
    assert set(opened(files["OPENINGS.csv"]).values()) == named
    others = Enterprise.objects.exclude(uscc__in=named).values_list("uscc", flat=True)
    assert others and not any(code in text for code in others for text in (after, *files.values()))
    assert public.get(f"/public/draws/{batch.pk}/FRAME-3.csv").status_code == 404
    for text in (before, after, *files.values()):
        assert "risk_class" not in text and "A 类" not in text and "zero" not in text
    assert "draw_verify" in public.get("/verify/draw_verify.py")["Content-Disposition"]
    order = [e.action.removeprefix("inspection.") for e in proved(batch)]
    assert order == ["freeze_batch", "commit_batch", "draw_batch"] and "承诺" in before
    for entry in proved(batch):
        answer = public.get(f"/entry/{entry.key}/bundle.json")
        assert answer.status_code in (200, 409), "waits for its signature at most"
        assert batch.seal_key not in answer.content.decode()
    desk = browser(city.planner).get(f"/inspection/batches/{batch.pk}/").content.decode()
    assert pool.PARTNER in desk and "A 类" in desk
    asked = browser(city.planner).get(f"/inspection/batches/{batch.pk}/", {"code": others[0].lower()}).content.decode()
    assert value_of(bytes.fromhex(batch.seal_key), others[0]) in asked and envelope(others[0], value_of(bytes.fromhex(batch.seal_key), others[0])) in asked
    assert "不在这一批的抽样框里" in browser(city.planner).get(f"/inspection/batches/{batch.pk}/?code=91410103MA0000000X").content.decode()
    assert batch.seal_key not in asked + after + desk
    assert browser(city.other_clerk).get(f"/inspection/batches/{batch.pk}/").status_code == 404


def test_an_aborted_draw_stays_in_the_list_with_its_reason(city, plain_settings):
    plan = pool.plan(city)
    batch = pool.committed(city, pool.prepared(city, plan, joint=False))
    city.do(city.approver, "inspection.abort_batch", batch, reason="示例：彩票停售")
    listed = Client().get("/public/draws/").content.decode()
    assert "示例：彩票停售" in listed
    shown = Client().get(f"/public/plans/{plan.pk}/").content.decode()
    assert (
        "示例市市场监督管理局" in shown
        and f"/public/draws/{batch.pk}/" in shown
        and f"/public/plans/{plan.pk}/" in Client().get("/public/plans/").content.decode()
    )
