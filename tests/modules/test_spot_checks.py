"""Sample checks: committed before the event, drawn from it, and drawn again by anybody with the two files."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from tests.city_fixture import City

from taizhang.basis.errors import BadInput, Conflict
from taizhang.frame import clock
from taizhang.kernels.ledger import store
from taizhang.modules.commitments.declared.worklist import worklist
from taizhang.modules.commitments.models import SpotCheck, SpotTask, Task

VERIFIER = Path(__file__).resolve().parents[2] / "verify/draw_verify.py"
SECRETS = {"区督查室": "11" * 32, "区纪委监委": "22" * 32, "区审计局": "33" * 32}
PARTIES = "\n".join(f"{name} {sha256(bytes.fromhex(secret)).hexdigest()}" for name, secret in SECRETS.items())
REVEALED = "\n".join(f"{name} {secret}" for name, secret in SECRETS.items())


@pytest.fixture
def city(db) -> City:
    city = City()
    city._post("office", "supervision.clerk", "甲区督查室", city.district)
    lead = city.organs["甲区住建局"].pk
    for n in range(20):
        key = city.do(city.office, "commitments.add_task", city.district, title=f"示例任务{n}", ground="示例").key
        Task.objects.filter(pk=key).update(state="closed", closed_on=clock.today(), lead=lead)
    return city


def committed(city: City, **changed: object) -> SpotCheck:
    day = clock.today()
    given = {
        "title": "示例抽核", "since": day.isoformat(), "until": day.isoformat(), "parties": PARTIES, "event": "示例彩票第2026138期",
        "event_on": (day + timedelta(days=2)).isoformat(), "percent": 15,
    }  # fmt: skip
    return SpotCheck.objects.get(pk=city.do(city.office, "commitments.commit_spot_check", city.district, **(given | changed)).key)


def test_it_is_drawn_after_its_event_and_an_outsider_gets_the_same(city, tmp_path):
    check = committed(city)
    assert (check.size, check.take, check.state) == (20, 3, "committed")
    city._post("drawer", "supervisor", "甲区纪委监委", city.district)
    with pytest.raises(Conflict, match="还没有发生"):
        city.do(city.drawer, "commitments.draw_spot_check", check, result="03 07 12", secrets=REVEALED)
    with clock.on(check.event_on, 20):
        with pytest.raises(Conflict, match="不能由同一人"):
            city.do(city.office, "commitments.draw_spot_check", check, result="03 07 12", secrets=REVEALED)
        with pytest.raises(BadInput, match="还没有公布密值"):
            city.do(city.drawer, "commitments.draw_spot_check", check, result="03 07 12", secrets=REVEALED.splitlines()[0])
        with pytest.raises(BadInput, match="不符"):
            city.do(city.drawer, "commitments.draw_spot_check", check, result="03 07 12", secrets=REVEALED.replace("11", "44"))
        city.do(city.drawer, "commitments.draw_spot_check", check, result="03 07 12", secrets=REVEALED)
    check.refresh_from_db()
    drawn = list(SpotTask.objects.filter(check_row=check).order_by("number"))
    assert [d.substitute for d in drawn] == [False] * 3 + [True] * 3
    (tmp_path / "frame.csv").write_text(check.frame, "utf-8")
    document = {"manifest": json.loads(check.manifest), "manifest_sha256": check.commitment, "revealed": json.loads(check.revealed)}
    (tmp_path / "manifest.json").write_text(json.dumps(document), "utf-8")
    ran = subprocess.run(
        [sys.executable, "-S", "-I", str(VERIFIER), str(tmp_path / "frame.csv"), str(tmp_path / "manifest.json")], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    names = [f"T{d.task_id}" for d in drawn]
    assert f"seed {check.seed}" in ran.stdout and f"已销号 3/20: {' '.join(names[:3])} | {' '.join(names[3:])}" in ran.stdout
    city._post("worker", "supervisor", "甲区住建局", city.district)
    with pytest.raises(Conflict, match="承办单位"):
        city.do(city.worker, "commitments.report_spot_check", drawn[0], holds="holds", finding="自己抽核自己")
    city.do(city.office, "commitments.report_spot_check", drawn[0], holds="not", finding="示例：佐证与现场不符")
    with pytest.raises(Conflict, match="登记过"):
        city.do(city.office, "commitments.report_spot_check", drawn[0], holds="holds", finding="改口")
    with pytest.raises(Conflict, match="另一次抽核"):
        committed(city)


def test_a_pool_of_which_everybody_is_drawn_is_said_in_the_entry(city):
    check = committed(city, percent=100)
    said = store.disclosure(check.entry, "p")
    assert said is not None and json.loads(said.payload)["pool_alarms"] == ["everybody"]


def test_the_files_are_served_to_those_who_see_the_check(city, browser):
    check = committed(city)
    client = browser(city.office)
    answer = client.get(f"/commitments/spot/{check.pk}/frame.csv")
    assert answer.status_code == 200 and sha256(answer.content).hexdigest() == json.loads(check.manifest)["frame_sha256"]
    assert client.get(f"/commitments/spot/{check.pk}/manifest.json").json()["manifest_sha256"] == check.commitment
    assert browser(city.other_clerk).get(f"/commitments/spot/{check.pk}/frame.csv").status_code == 404


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"event_on": "2020-01-01"}, "今天之后"),
        ({"percent": 0}, "1%至100%"),
        ({"parties": "\n".join(PARTIES.splitlines()[:2])}, "不能用"),
        ({"parties": PARTIES + "\n没有值"}, "第4行"),
        ({"since": "2019-01-01", "until": "2019-12-31"}, "没有销号"),
    ],
)
def test_what_cannot_be_committed_is_refused_with_the_reason(city, changed, words):
    with pytest.raises((BadInput, Conflict), match=words):
        committed(city, **changed)


def test_a_newcomer_is_told_what_comes_next_on_the_page_of_a_check_and_among_their_work(city, browser):
    check = committed(city)
    city._post("drawer", "supervisor", "甲区纪委监委", city.district)
    page = f"/r/commitments.spot_check/{check.pk}/"
    assert "等" in (early := browser(city.office).get(page).content.decode()) and "由承诺人以外的另一人" in early
    assert worklist(city.drawer, clock.today()) == []
    with clock.on(check.event_on, 20):
        assert [(w.action, w.key) for w in worklist(city.drawer, clock.today())] == [("commitments.draw_spot_check", check.pk)]
        city.do(city.drawer, "commitments.draw_spot_check", check, result="03 07 12", secrets=REVEALED)
        waiting = [w for w in worklist(city.drawer, clock.today()) if w.action == "commitments.report_spot_check"]
        assert len(waiting) == check.take == SpotTask.objects.filter(substitute=False).count()
        first = SpotTask.objects.get(number=1)
        record = browser(city.office).get(page).content.decode()
        assert re.search(r'<a class="tz-item" href="[^"]+void_spot_check/"', record) and not re.search(r'btn-primary" href="[^"]+void_spot_check', record)
        assert f"/r/commitments.spot_task/{first.pk}/do/commitments.report_spot_check/" in browser(city.drawer).get(page).content.decode()
        city.do(city.drawer, "commitments.report_spot_check", first, holds="holds", finding="示例：属实")
        drawn = browser(city.drawer, "en").get(page).content.decode()
        assert "3 drawn, 1 of them looked at" in drawn and "It holds" in drawn and len(worklist(city.drawer, clock.today())) == check.take - 1
    assert 'id="sc-form"' in browser(city.reviewer).get("/commitments/spot/secret/").content.decode()
