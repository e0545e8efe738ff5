"""Ways around the rules of visits, their codes and the sandbox's that are closed: each test is one that was open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.city_fixture import City
from tests.modules.test_inspection_attacks_2 import both
from tests.modules.test_inspection_visits import CODES, TODAY, Bureau, fresh
from tests.modules.test_sandbox import guided, on, picture

from taizhang.basis.errors import Conflict
from taizhang.frame import clock
from taizhang.modules.inspection.declared.fieldwork import errands
from taizhang.modules.inspection.declared.visits import worklist_visits
from taizhang.modules.inspection.models import VisitItem
from taizhang.modules.inspection.outputs.papers import paper_of
from taizhang.modules.inspection.queries import papers
from taizhang.modules.inspection.rules.visits import plain_code, shown_code
from taizhang.registers import people
from taizhang.registers.models import Appointment, Person, Upload


@pytest.fixture
def city(db):
    with clock.on(TODAY):
        yield City()


@pytest.fixture
def bureau(city) -> Bureau:
    return Bureau(city)


@pytest.fixture
def public(plain_settings) -> Client:
    return Client(HTTP_ACCEPT_LANGUAGE="zh-hans")


def later(minutes: int):
    return clock.at(clock.now() + timedelta(minutes=minutes))


# -- who complained, and what the firm says ---------------------------------------------------------------------------------


def test_no_paper_that_the_firm_gets_says_who_complained_of_it(bureau):
    visit = bureau.notified(note="示例：张某某来电举报")
    bureau.enter(visit)
    for row in visit.items.all():
        bureau.city.do(bureau.city.officer, "inspection.record_item", row, outcome="none_found")
    bureau.city.do(bureau.city.officer, "inspection.sign_record", visit, signature=bureau.picture(bureau.city.officer), signer="示例负责人")
    said = {form: str(paper_of(papers.issued(entry), "zh")) for entry, form, _ in papers.papers_of([f"inspection.visit:{visit.pk}"])}
    assert {form for form, text in said.items() if "张某某" in text} == {"approval"} and {"notice", "record"} <= said.keys()


def test_whoever_came_with_the_code_does_not_read_what_the_firm_says_of_them(bureau, public):
    visit = bureau.notified()
    public.post("/public/firm/", {"do": "open", "credit_code": CODES[0], "code": visit.code})
    public.post("/public/firm/", {"do": "complain", "visit": visit.pk, "words": "示例：检查员甲索要财物"})
    shown = public.get("/public/firm/").content.decode()
    assert "索要财物" not in shown and "投诉" in shown


@pytest.mark.parametrize(("days", "opens"), [(365, True), (366, False)])
def test_the_code_of_a_notice_opens_the_firm_s_page_for_a_year(bureau, public, days, opens):
    visit = bureau.notified()
    with clock.on(visit.window_to + timedelta(days=days)):
        answer = public.post("/public/firm/", {"do": "open", "credit_code": CODES[0], "code": visit.code})
    assert (answer.status_code == 302) is opens


def test_the_code_on_a_notice_stands_where_no_server_writes_it_down(bureau, browser):
    visit = bureau.notified()
    entry = next(entry for entry, form, _ in papers.papers_of([f"inspection.visit:{visit.pk}"]) if form == "notice")
    shown = browser(bureau.city.planner).get(f"/inspection/papers/{entry}/").content.decode()
    assert f"/public/firm/#code={visit.code}" in shown and f"?code={visit.code}" not in shown
    assert plain_code(f"https://example.org/public/firm/#code={visit.code}") == visit.code


def test_what_stands_on_a_paper_is_read_in_no_entry_of_it(bureau, browser):
    visit, city = bureau.notified(), bureau.city
    entry = next(entry for entry, form, _ in papers.papers_of([f"inspection.visit:{visit.pk}"]) if form == "notice")
    for reader in (city.partner, city.officer, city.planner):
        client = browser(reader)
        for address in (f"/api/entries/{entry}/", f"/entry/{entry}/", f"/r/inspection.visit/{visit.pk}/"):
            said = client.get(address).content.decode()
            assert "1601000000" not in said and shown_code(visit.code) not in said, address
    entered = bureau.enter(visit).entry
    for reader in (city.partner, city.planner):
        assert shown_code(visit.code) not in browser(reader).get(f"/api/entries/{entered}/").content.decode()
    # The way to the paper stays, and its page knows its readers.
    assert f"/inspection/papers/{entry}/" in browser(city.planner).get(f"/entry/{entry}/").content.decode()
    assert browser(city.partner).get(f"/inspection/papers/{entry}/").status_code == 404


# -- sheets that come late or from somebody else ------------------------------------------------------------------------------


def second_officer(bureau: Bureau):
    """The second inspector of the team, who can sign in as well."""
    city, person = bureau.city, bureau.people["乙"].person_id
    city.do(
        city.administrator, "office.appoint", bureau.organ, person=person, role="inspection.officer", place=city.district.pk,
        valid_from="2025-01-01", ground="测试",
    )  # fmt: skip
    return people.actor_of(Person.objects.get(pk=person))


def test_a_late_sheet_of_a_colleague_changes_nothing_that_was_recorded(bureau):
    visit, other = bureau.notified(), second_officer(bureau)
    bureau.enter(visit)
    row = VisitItem.objects.filter(visit=visit).order_by("pk")[0]
    bureau.city.do(bureau.city.officer, "inspection.record_item", row, outcome="corrected", finding="示例：标签不全")
    with pytest.raises(Conflict) as refused:
        bureau.city.do(other, "inspection.record_item", row, outcome="none_found")
    assert refused.value.code == "recorded" and fresh(row).outcome == "corrected"
    # Whoever recorded it corrects it; where they come no more, one of the others does.
    bureau.city.do(bureau.city.officer, "inspection.record_item", row, outcome="none_found")
    visit.team.filter(inspector=bureau.people["甲"]).update(replaced_why="示例")
    bureau.city.do(other, "inspection.record_item", row, outcome="corrected", finding="示例")


def test_a_signature_is_of_the_record_as_it_stands(bureau):
    visit, city = bureau.recorded(), bureau.city
    early = bureau.picture(city.officer)
    with later(10):
        city.do(city.officer, "inspection.record_item", visit.items.order_by("id")[0], outcome="false", finding="示例：事后加写")
    with later(20):
        with pytest.raises(Conflict) as refused:
            city.do(city.officer, "inspection.sign_record", visit, signature=early, signer="示例负责人")
        assert refused.value.code == "signed_before"
        city.do(city.officer, "inspection.sign_record", visit, signature=bureau.picture(city.officer), signer="示例负责人")
    assert fresh(visit).state == "completed"


def test_an_inspector_who_went_to_another_district_is_told_nothing_of_visits_here(bureau):
    visit, city = bureau.notified(), bureau.city
    assert errands(city.officer, TODAY)
    Appointment.objects.filter(person=city.officer.person).update(place=city.other_district)
    moved = people.actor_of(Person.objects.get(pk=city.officer.person))
    assert not errands(moved, TODAY) and not [t for t in worklist_visits(moved, TODAY) if t.key == visit.pk]


def test_whoever_logged_a_visit_does_not_cancel_it_too(bureau):
    visit = bureau.log()
    with pytest.raises(Conflict) as refused:
        bureau.city.do(both(bureau.city), "inspection.cancel_visit", visit, reason="示例")
    assert refused.value.code == "apart"


# -- the sandbox's code -------------------------------------------------------------------------------------------------------


def test_a_code_that_was_answered_takes_no_more_files(city, public):
    city.do(city.administrator, "office.enter_enterprise", city.district, name="示例甲公司", uscc="91410100MA0000007G")
    code = guided(city).told_code
    with on(TODAY.replace(month=7, day=6)):
        for status in (200, 409):
            sent = {"step": "send", "code": code, "correction": "示例", "file": SimpleUploadedFile("a.jpg", picture(), "image/jpeg")}
            assert public.post("/guidance/reply/", sent).status_code == status
    assert Upload.objects.filter(person__isnull=True).count() == 1
