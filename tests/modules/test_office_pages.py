"""The office's own pages: parameters, lifecycles, what needs attention, the journal, jobs, organs, people."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from tests.ledger.conftest import WITNESSES

from taizhang.basis.errors import NotAllowed
from taizhang.frame import batches, clock, signing
from taizhang.frame.catalogue import installed
from taizhang.frame.models import Batch, Job, Refusal
from taizhang.frame.perform import perform
from taizhang.kernels.casework import mermaid
from taizhang.kernels.ledger import cosign, store
from taizhang.modules.office import attention, declarations, queries
from taizhang.registers.laws import all_laws
from taizhang.registers.models import Appointment

pytestmark = pytest.mark.django_db
LANGUAGES = ("zh-hans", "en")
OPEN = ("/office/parameters/", "/office/lifecycles/", "/office/organs/")
GUARDED = {
    "/office/warnings/": ("admin.system", "admin.security", "admin.audit"),
    "/office/accounts/": ("admin.security",),
    "/office/journal/": ("admin.audit", "supervisor"),
    "/office/jobs/": ("admin.system", "drc.clerk"),
}


@pytest.mark.parametrize("path", OPEN)
@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_for_all_staff_open_in_both_languages(city, browser, path, language):
    page = browser(city.reporter, language).get(path)
    assert page.status_code == 200
    assert f'lang="{"en" if language == "en" else "zh-Hans"}"' in page.content.decode()


@pytest.mark.parametrize("path", GUARDED)
def test_guarded_pages_open_for_their_roles_and_refuse_the_others(city, browser, administrators, path):
    for role in ("admin.system", "admin.security", "admin.audit", "supervisor", "drc.clerk"):
        actor = administrators(role)
        assert browser(actor, "en").get(path).status_code == (200 if role in GUARDED[path] else 403), role


def test_nobody_sees_anything_without_signing_in(city):
    for path in (*OPEN, *GUARDED, f"/office/people/{city.clerk.person}/"):
        assert Client().get(path).status_code == 302


def test_the_menu_offers_pages_by_right(city, browser, administrators):
    clerk = browser(city.clerk).get("/office/organs/").content.decode()
    assert 'href="/office/jobs/"' in clerk and 'href="/office/parameters/"' not in clerk
    security = browser(administrators("admin.security")).get("/office/organs/").content.decode()
    assert 'href="/office/accounts/"' in security and 'href="/office/journal/"' not in security


# -- parameters and laws --------------------------------------------------------------------------------------------------


def test_every_span_and_every_law_is_there_and_what_is_unconfirmed_comes_first():
    found = declarations.parameters(installed(), date(2026, 6, 1))
    declared = [s for m in installed().modules for p in m.parameters for s in p.spans]
    assert len(found) == len(declared) > 0
    marks = [p.law.needs_confirmation for p in found]
    assert marks == sorted(marks, reverse=True) and marks[0]
    laws = {(s.law.number, s.law.name.zh, s.law.article) for s in declarations.sources(installed())}
    cited = [*all_laws(), *(law for m in installed().modules for law in m.laws)]
    assert laws == {(law.number, law.name.zh, law.article) for law in cited}


def test_an_amount_is_shown_in_units_that_people_read_and_points_are_not_taken_for_money():
    shown = {p.key: (p.value, p.unit) for p in declarations.parameters(installed(), date(2026, 6, 1))}
    amount, unit = shown["projects.entry_from_fen"]
    assert (amount.zh, amount.en, unit) == ("500万元", "5,000,000 yuan", None)
    points, unit = shown["projects.maturity_ready_from"]
    assert unit is not None and (points.en, unit.en) == ("70", "points")
    assert "described 15、responsible 10" in shown["projects.maturity_weights"][0].zh


@pytest.mark.parametrize(("language", "chip"), [("zh-hans", "待确认"), ("en", "to be confirmed")])
def test_the_page_of_parameters_marks_what_is_not_confirmed(city, browser, language, chip):
    text = browser(city.clerk, language).get("/office/parameters/").content.decode()
    assert chip in text and "projects.estimate_excess_percent" in text


# -- lifecycles -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.by_turns(3)
def test_every_lifecycle_has_a_page_with_pictures_moves_mermaid_and_fingerprint(city, browser, language):
    client = browser(city.clerk, language)
    listed = client.get("/office/lifecycles/").content.decode()
    for record, key, lifecycle in declarations.lifecycles(installed()):
        path = f"/office/lifecycles/{record.kind}/{key}/"
        assert path in listed
        page = client.get(path)
        text = page.content.decode()
        assert page.status_code == 200 and lifecycle.fingerprint() in text
        assert text.count('class="tz-picture"') == len(lifecycle.tracks)
        labels = {b.key: b.label for b in installed().actions.values()}
        for shown, track in zip(page.context["tracks"], lifecycle.tracks, strict=True):
            assert shown.mermaid == mermaid(lifecycle, track.key, "en" if language == "en" else "zh-hans", labels)
            assert len(shown.moves) == sum(m.track == track.key for m in lifecycle.moves)


def test_an_unknown_lifecycle_is_not_found(city, browser):
    assert browser(city.clerk).get("/office/lifecycles/projects.project/nothing/9/").status_code == 404


def test_gates_and_roles_stand_in_words(city):
    _, lifecycle = declarations.lifecycle_of(installed(), "projects.project", "gov/1")
    lines = [m for t in lifecycle.tracks for m in declarations.moves(installed(), lifecycle, t.key)]
    assert any(m.gate and "any of" not in m.gate.zh for m in lines)
    derived = next(m for m in lines if m.derived)
    assert derived.who.en == "the system"
    assert all(m.gate is None or (m.gate.zh.strip() and m.gate.en.strip()) for m in lines)


def test_a_role_that_nobody_holds_is_a_finding(city):
    lifecycle = declarations.lifecycle_of(installed(), "projects.project", "gov/1")[1]
    held = queries.held_roles(clock.today())
    some = {f.where for f in declarations.findings(installed(), lifecycle, held) if f.rule == "nobody_holds"}
    none = {f.where for f in declarations.findings(installed(), lifecycle, frozenset()) if f.rule == "nobody_holds"}
    assert some < none


# -- what needs attention -------------------------------------------------------------------------------------------------


def test_roles_actions_and_years_that_lack_something_are_named(city):
    with clock.on(date(2026, 11, 1)):
        found = {n.key: n for n in attention.notices(installed(), clock.today())}
    assert "审计管理员" in found["empty_roles"].what.zh and "统计人员" not in found["empty_roles"].what.zh
    assert "开通账号" in found["nobody_may"].what.zh
    assert "2027" in found["no_notice"].what.en and "unconfirmed" in found
    assert found["witnessed"].level == "bad" and "no_scanner" in found
    assert all(n.what.en.strip() and n.remedy.en.strip() for n in found.values())


def test_ten_minutes_without_enough_witnesses_are_an_alarm(city, settings, tmp_path):
    settings.VAR = tmp_path
    signing.set_policy(tuple(w.key for w in WITNESSES), 2)
    store.sequence_pending()
    head = signing.checkpoint()
    now = clock.now()
    signed = "".join(f"{cosign(head.text, witness, int(now.timestamp()))}\n" for witness in WITNESSES)
    signing.accept_cosignatures(head.size, signed)
    city.project()
    store.sequence_pending()
    for minutes, level in ((5, "fact"), (11, "warn")):
        with clock.at(now + timedelta(minutes=minutes)):
            found = {n.key: n for n in attention.notices(installed(), clock.today())}["witnessed"]
        assert found.level == level and f"{head.size:,} entries" in found.what.en


def test_a_notice_that_was_loaded_is_no_longer_missed(city):
    with clock.on(date(2026, 11, 1)):
        city.do(city.administrator, "office.load_notice", None, year=2027, number="示例", published_on="2026-11-01")
        assert "no_notice" not in {n.key for n in attention.notices(installed(), clock.today())}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_what_to_do(city, browser, language):
    text = browser(city.administrator, language).get("/office/warnings/").content.decode()
    assert ("去处理" if language != "en" else "Go there") in text and 'data-key="nobody_may"' in text


# -- the journal ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def refused(city):
    """The clerks of two districts were refused something, on two days."""
    for day, actor in ((date(2026, 3, 2), city.clerk), (date(2026, 3, 3), city.other_clerk)):
        with clock.on(day), pytest.raises(NotAllowed):
            perform("office.add_place", city.district.pk, actor, {"name": "x", "kind": "street"})
    return list(Refusal.objects.order_by("id"))


def test_the_journal_filters_by_day_person_and_code(city, browser, administrators, refused):
    client = browser(administrators("admin.audit"))
    assert len(client.get("/office/journal/").context["lines"]) == 2
    assert [x.actor for x in client.get("/office/journal/?day=2026-03-02").context["lines"]] == [refused[0].actor]
    assert [x.actor for x in client.get("/office/journal/?who=other_clerk").context["lines"]] == [refused[1].actor]
    key = f"p{city.clerk.person}"
    assert [x.actor for x in client.get("/office/journal/", {"who": key}).context["lines"]] == [refused[0].actor]
    assert client.get("/office/journal/?code=no_right").context["lines"]
    assert client.get("/office/journal/?code=other").context["lines"] == []
    assert client.get("/office/journal/?day=yesterday").status_code == 422


def test_a_supervisor_of_one_district_reads_nothing_of_another(city, browser, refused):
    lines = browser(city.supervisor, "en").get("/office/journal/").context["lines"]
    assert [x.actor for x in lines] == [refused[0].actor]


def test_the_journal_is_read_page_by_page(city, administrators):
    auditor = administrators("admin.audit")
    Refusal.objects.bulk_create(
        Refusal(at=clock.now(), actor="public", action="x.y", code="no_right", status=403)
        for _ in range(queries.PAGE + 5)
    )
    first, after = queries.refusals(auditor, queries.Asked())
    second, end = queries.refusals(auditor, queries.Asked(before=after))
    assert (len(first), len(second), end) == (queries.PAGE, 5, None)
    assert not {r.pk for r in first} & {r.pk for r in second}


# -- jobs -----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def job(city):
    """A batch that the administrator accepted and that waits for a worker."""
    intake = batches.take_in("office.organs", city.administrator, "示例.csv", "0" * 64, [{"name": "示例"}])
    made = city.do(city.administrator, "office.accept_register", city.district, intake=intake.pk)
    return Job.objects.get(subject=made.key)


def test_jobs_are_for_their_owner_and_the_system_administrator(city, browser, administrators, job):
    assert "示例.csv" in browser(city.administrator).get("/office/jobs/").content.decode()
    assert "示例.csv" not in browser(city.clerk).get("/office/jobs/").content.decode()
    district = administrators("admin.system", city.district)
    assert "示例.csv" in browser(district, "en").get("/office/jobs/").content.decode()
    other = administrators("admin.system", city.other_district)
    assert "示例.csv" not in browser(other).get("/office/jobs/").content.decode()


def test_the_owner_stops_a_batch_and_an_administrator_of_its_place_may_too(city, browser, administrators, job):
    assert "office.stop_batch" in browser(city.administrator).get("/office/jobs/").content.decode()
    form = {"place": city.district.pk, "batch": job.subject, "reason": "示例"}
    assert browser(city.clerk).post("/office/jobs/halt/", form).status_code == 403
    other = administrators("admin.system", city.other_district)
    assert browser(other).post("/office/jobs/halt/", form).status_code == 403
    assert browser(administrators("admin.system", city.district)).post("/office/jobs/halt/", form).status_code == 302
    assert Batch.objects.get(pk=job.subject).state == "cancelled"
    assert browser(city.administrator).post("/office/jobs/halt/", form).status_code == 409
    assert browser(city.administrator).post("/office/jobs/halt/", form | {"batch": "7777"}).status_code == 404


# -- organs and people ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "甲区住建局"), ("en", "Example City")])
def test_the_tree_of_organs_counts_people_and_is_searched(city, browser, language, words):
    client = browser(city.reporter, language)
    assert words in client.get("/office/organs/").content.decode()
    branches = {b.place.name: b for b in client.get("/office/organs/").context["branches"]}
    assert branches["甲区"].depth == 1 and branches["一街道"].depth == 2
    assert branches["示例市"].organs == len(city.organs) + 1
    found = client.get("/office/organs/?q=住建").context["branches"]
    assert [b.place.name for b in found if b.own] == ["乙区", "甲区"]
    assert client.get("/office/organs/?q=没有这样的").context["branches"] == []


def test_the_page_of_a_person_leads_to_their_posts_and_back(city, browser):
    derived, own = f"/r/registers.person/{city.clerk.person}/", f"/office/people/{city.clerk.person}/"
    client = browser(city.reporter, "en")
    assert f'href="{own}"' in client.get(derived).content.decode()
    assert f'href="{derived}"' in client.get(own).content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_person_has_posts_with_dates_and_those_they_act_for(city, browser, language):
    post = Appointment.objects.get(person=city.chief.person)
    city.do(
        city.administrator, "office.cover", post,
        person=city.clerk.person, valid_from="2026-01-05", valid_to="2026-01-20",
    )  # fmt: skip
    client = browser(city.reviewer, language)
    clerk = client.get(f"/office/people/{city.clerk.person}/")
    assert [len(rows) for _, rows, _ in clerk.context["groups"]] == [1, 1, 0]
    assert "2026-01-20" in clerk.content.decode()
    chief = client.get(f"/office/people/{city.chief.person}/")
    assert [len(rows) for _, rows, _ in chief.context["groups"]] == [1, 0, 1]
    assert client.get("/office/people/99999999/").status_code == 404
