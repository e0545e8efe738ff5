"""The story of a firm in the sandbox: found, admitted, guided, corrected, verified by another person, out; and the law's clock beside it."""

from __future__ import annotations

import io
import re
import zipfile
from contextlib import contextmanager
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook
from tests.city_fixture import City
from tests.modules.test_inspection_visits import TODAY as VISITED
from tests.modules.test_inspection_visits import Bureau

from taizhang.basis.errors import BadInput, Conflict, NotAllowed, NotFound
from taizhang.basis.predicate import Known
from taizhang.frame import batches, clock, fsck, ticking
from taizhang.frame.actor import MACHINE, PUBLIC
from taizhang.frame.catalogue import installed
from taizhang.frame.models import Claim
from taizhang.frame.perform import perform
from taizhang.frame.reading import one, rows
from taizhang.kernels.ledger import store
from taizhang.kernels.ledger.models import Entry
from taizhang.modules.inspection.models import InspectedObject, InspectionItem, Visit, VisitItem
from taizhang.modules.sandbox import imports, rules, terms
from taizhang.modules.sandbox.declared.records import CONTACT, MEMBER
from taizhang.modules.sandbox.declared.worklist import worklist
from taizhang.modules.sandbox.models import Contact, Member, MemberHistory
from taizhang.modules.sandbox.module import MODULE
from taizhang.modules.sandbox.queries import clocks
from taizhang.registers import calendar as days
from taizhang.registers import evidence
from taizhang.registers.models import Enterprise
from taizhang.site.example_city.photo import photo

CODE = "91410100MA0000007G"
#: A day of a year whose holidays are known; ten working days after 30 June is 14 July.
FOUND = date(2026, 7, 2)
TRIGGER = date(2026, 6, 30)


@pytest.fixture
def city(db) -> City:
    made = City()
    made.do(made.administrator, "office.enter_enterprise", made.district, name="示例甲公司", uscc=CODE)
    return made


def firm() -> Enterprise:
    return Enterprise.objects.get(uscc=CODE)


def on(day: date):
    return clock.on(day)


def found(city: City, day: date = FOUND, **more) -> Member:
    given = {"enterprise": firm().pk, "defect": "late_report", "triggered_on": TRIGGER.isoformat(), "report_year": 2025}
    with on(day):
        return Member.objects.get(pk=city.do(city.planner, "sandbox.find_defect", city.district, **(given | more)).key)


def entered(city: City, day: date = FOUND) -> Member:
    member = found(city, day)
    with on(day):
        city.do(city.planner, "sandbox.admit", member)
    member.refresh_from_db()
    return member


def guided(city: City, day: date = FOUND) -> Member:
    member = entered(city, day)
    with on(day):
        done = city.do(city.planner, "sandbox.guide", member, demand="示例：补报年报", correct_by="2026-07-10", contact="示例联系人")
    member.refresh_from_db()
    # What only whoever issues the letter is told.
    member.told_code = done.given["code"]
    return member


def picture() -> bytes:
    return photo(clock.now().replace(tzinfo=None), 34_750_000, 113_620_000)


def corrected(city: City, day: date = date(2026, 7, 8)) -> Member:
    member = guided(city)
    with on(day):
        file = evidence.receive(city.planner, "done.jpg", [picture()])
        city.do(city.planner, "sandbox.record_correction", member, correction="示例：已补报", file=file.pk)
    member.refresh_from_db()
    return member


# -- rules --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "corrected_on", "listed_on", "today", "standing"),
    [
        ("guided", None, None, date(2026, 7, 3), "running"),
        ("guided", None, None, date(2026, 7, 10), "near"),
        ("guided", None, None, date(2026, 7, 17), "overdue"),
        ("corrected", date(2026, 7, 8), None, date(2026, 7, 17), "overdue"),
        ("out_good", date(2026, 7, 8), None, date(2026, 9, 1), "avoided"),
        ("out_good", date(2026, 7, 17), None, date(2026, 9, 1), "corrected_late"),
        ("out_to_list", None, date(2026, 7, 14), date(2026, 9, 1), "listed"),
        ("out_to_list", None, date(2026, 7, 15), date(2026, 9, 1), "listed_late"),
        ("out_to_list", None, None, date(2026, 9, 1), "overdue"),
        ("out_to_case", None, None, date(2026, 9, 1), "overdue"),
        ("declined", None, None, date(2026, 9, 1), "ordinary"),
    ],
)
def test_only_a_decision_or_a_verified_correction_ends_the_clock_of_the_law(state, corrected_on, listed_on, today, standing):
    due = date(2026, 7, 14)
    near = rules.soon(due, days.national_calendar(), today)
    found = rules.standing(due, state, corrected_on, listed_on, near, today)
    assert found == standing


def test_the_term_of_the_law_is_ten_working_days_and_the_sandbox_is_shorter():
    calendar = days.national_calendar()
    assert rules.listing_due(date(2026, 2, 10), calendar).date == date(2026, 3, 2)
    assert rules.period_end("disclosure", date(2026, 2, 10), calendar).date < date(2026, 3, 2)
    assert rules.disclosure_due(date(2025, 9, 25), calendar).date == date(2025, 10, 29)


def test_who_left_a_year_ago_comes_back_freely_and_who_left_lately_does_not():
    calendar = days.national_calendar()
    assert rules.came_back([date(2025, 7, 2)], date(2026, 7, 2), calendar)
    assert not rules.came_back([date(2025, 7, 1)], date(2026, 7, 2), calendar)


def test_every_figure_that_is_not_confirmed_says_so():
    unsure = {p.key for p in terms.PARAMETERS for span in p.spans if span.law.needs_confirmation}
    assert {"sandbox.list_within", "sandbox.disclosure_period", "sandbox.innovation_period", "sandbox.return_months"} <= unsure
    assert "sandbox.disclose_within" not in unsure


# -- the first scheme ---------------------------------------------------------------------------------------------------


def test_from_found_to_out_well_with_the_law_s_clock_beside(city):
    member = corrected(city)
    assert (member.state, member.listing_due, member.period_ends) == ("corrected", date(2026, 7, 14), date(2026, 7, 13))
    assert member.letter_number == "甲区市场监管局行政指导〔2026〕1号"
    with on(date(2026, 7, 9)):
        beside = clocks.clocks_of(member, clock.today())
        assert (beside.standing, beside.law.left, beside.own.left) == ("near", 3, 2), "entering stops nothing"
        city.do(city.approver, "sandbox.verify", member, finding="示例：公示系统可查")
        city.do(city.approver, "sandbox.let_out", member, reason="示例")
        member.refresh_from_db()
        assert (member.state, member.out_on, member.code_seal) == ("out_good", date(2026, 7, 9), None)
    with on(date(2026, 9, 1)):
        assert clocks.clocks_of(member, clock.today()).standing == "avoided"
    assert fsck.check(installed(), clock.now()).findings == ()


def test_whoever_guided_the_firm_or_entered_its_correction_does_not_verify_it(city):
    member = corrected(city)
    for action, given in (("verify", {"finding": "示例"}), ("return_correction", {"reason": "示例"})):
        with pytest.raises(Conflict) as refused:
            city.do(city.planner, f"sandbox.{action}", member, **given)
        assert refused.value.code == "apart"


def test_without_proof_nothing_is_verified(city):
    member = guided(city)
    with on(date(2026, 7, 8)):
        city.do(city.planner, "sandbox.record_correction", member, correction="示例")
        with pytest.raises(Conflict) as refused:
            city.do(city.approver, "sandbox.verify", member, finding="示例")
        assert refused.value.code == "gate"
        city.do(city.approver, "sandbox.return_correction", member, reason="示例：缺佐证")
    member.refresh_from_db()
    assert (member.state, member.corrected_on) == ("guided", None)


def test_when_the_period_is_over_the_machine_puts_the_firm_to_listing_and_the_clock_runs_until_the_decision(city):
    member = guided(city)
    with on(date(2026, 7, 13)):
        assert ticking.tick().made == 0
    with on(date(2026, 7, 14)):
        assert ticking.tick().made == 1 and ticking.tick().made == 0
    member.refresh_from_db()
    assert (member.state, member.out_on) == ("out_to_list", date(2026, 7, 14))
    with on(date(2026, 7, 16)):
        assert clocks.standing_of(member, clock.today()) == "overdue"
        assert "法定列入时限已过" in worklist(city.planner, clock.today())[0].why.zh
        city.do(city.planner, "sandbox.record_listing", member, listed_on="2026-07-16", number="示例1号")
        member.refresh_from_db()
        assert clocks.standing_of(member, clock.today()) == "listed_late"
        assert not worklist(city.planner, clock.today())


def test_what_was_verified_is_out_well_when_the_period_is_over(city):
    member = corrected(city)
    with on(date(2026, 7, 13)):
        city.do(city.approver, "sandbox.verify", member, finding="示例")
        assert ticking.tick().made == 0
    with on(date(2026, 7, 14)):
        assert ticking.tick().made == 1 and ticking.tick().made == 0
    member.refresh_from_db()
    assert (member.state, member.out_on) == ("out_good", date(2026, 7, 14))
    assert clocks.standing_of(member, date(2026, 9, 1)) == "avoided"


def test_what_waits_to_be_verified_outlasts_the_period_and_not_the_term_of_the_law(city):
    member = corrected(city)
    with on(date(2026, 7, 14)):
        assert ticking.tick().made == 0, "the firm did its part in its time"
        with pytest.raises(Conflict):
            city.do(city.approver, "sandbox.verify_late", member, finding="示例")
    with on(date(2026, 7, 15)):
        assert ticking.tick().made == 1
        member.refresh_from_db()
        assert (member.state, clocks.standing_of(member, clock.today())) == ("out_to_list", "overdue") and "尚未核验" in member.reason
        assert "sandbox.verify_late" in [t.action for t in worklist(city.approver, clock.today())]
        with pytest.raises(NotAllowed):
            city.do(city.planner, "sandbox.verify_late", member, finding="示例")
        city.do(city.approver, "sandbox.verify_late", member, finding="示例：系统显示7月8日已公示")
    member.refresh_from_db()
    assert (member.state, clocks.standing_of(member, date(2026, 9, 1))) == ("out_good", "avoided")
    assert fsck.check(installed(), clock.now()).findings == ()


def test_who_did_not_correct_itself_or_is_listed_is_not_let_off_afterwards(city):
    member = guided(city)
    with on(date(2026, 7, 14)):
        ticking.tick()
        with pytest.raises(Conflict) as refused:
            city.do(city.approver, "sandbox.verify_late", member, finding="示例")
        assert [d.field for d in refused.value.details] == ["sandbox.proof"]
        city.do(city.planner, "sandbox.record_listing", member, listed_on="2026-07-14", number="示例1号")
        with pytest.raises(Conflict) as refused:
            city.do(city.approver, "sandbox.verify_late", member, finding="示例")
        assert "sandbox.not_listed" in [d.field for d in refused.value.details]


def test_a_correction_that_is_returned_after_the_period_goes_to_listing(city):
    member = corrected(city)
    with on(date(2026, 7, 14)):
        city.do(city.approver, "sandbox.return_correction", member, reason="示例：未公示")
        ticking.tick()
    member.refresh_from_db()
    assert member.state == "out_to_list"


def test_after_the_term_of_the_law_nobody_is_admitted_to_put_it_off(city):
    member = found(city, date(2026, 7, 16))
    with on(date(2026, 7, 16)), pytest.raises(Conflict) as refused:
        city.do(city.planner, "sandbox.admit", member)
    assert refused.value.details[0].field == "sandbox.before_listing"


def test_who_comes_back_for_the_same_defect_needs_the_approver(city):
    first = guided(city)
    with on(date(2026, 7, 9)):
        city.do(city.approver, "sandbox.open_case", first, reason="示例")
        again = found(city, date(2026, 7, 9))
        assert again.returning
        with pytest.raises(Conflict) as refused:
            city.do(city.planner, "sandbox.admit", again)
        assert refused.value.details[0].field == "sandbox.first_time"
        with pytest.raises(NotAllowed):
            city.do(city.planner, "sandbox.admit_again", again, reason="示例")
        city.do(city.approver, "sandbox.admit_again", again, reason="示例")
        other = found(city, date(2026, 7, 9), defect="unreachable", triggered_on="2026-07-08")
        assert not other.returning, "another defect is another matter"


def test_what_cannot_be_is_refused(city):
    for given, code in (
        ({"triggered_on": "2026-06-29"}, "not_the_deadline"),
        ({"triggered_on": "2026-07-01"}, "not_the_deadline"),
        ({"report_year": None}, "missing"),
        ({"triggered_on": "2026-07-03"}, "future"),
        ({"defect": "undisclosed", "report_year": None, "arose_on": "2026-06-15"}, "too_early"),
        ({"defect": "undisclosed", "report_year": None}, "missing"),
    ):
        with pytest.raises(BadInput) as refused:
            found(city, **given)
        assert refused.value.code == code
    assert refused.value.field == "arose_on" and refused.value.law == terms.DISCLOSURE
    found(city)
    with pytest.raises(Conflict):
        found(city)
    member = Member.objects.get()
    with on(FOUND):
        city.do(city.planner, "sandbox.admit", member)
        with pytest.raises(BadInput):
            city.do(city.planner, "sandbox.guide", member, demand="示例", correct_by="2026-07-20", contact="示例")


def violation(city: City, outcome: str = "") -> None:
    # What an inspection's own action does with `by.happened`, as the reaction that is installed for the event.
    perform("sandbox.follow_violation", firm().pk, MACHINE, {"what": "示例：发现其他问题", "outcome": outcome})


def test_a_violation_ends_it_at_once_but_the_same_kind_of_defect_found_again_does_not(city):
    member = guided(city)
    with on(date(2026, 7, 6)):
        violation(city, "no_report")
        member.refresh_from_db()
        assert member.state == "guided"
        violation(city, "pending")
    member.refresh_from_db()
    assert (member.state, member.reason) == ("out_to_case", "示例：发现其他问题")
    last = Entry.objects.filter(action="sandbox.exit_by_violation").get()
    assert last.cause, "its entry names what caused it"
    assert installed().reactions("violation_found")[0].action == "sandbox.follow_violation"


# -- the second scheme --------------------------------------------------------------------------------------------------


def in_roster(city: City, **more) -> None:
    InspectedObject.objects.create(entry="0" * 32, enterprise=firm(), place=city.district, listed_from=date(2026, 1, 1), **more)


def proposed(city: City, ground: str) -> Member:
    with on(FOUND):
        return Member.objects.get(pk=city.do(city.planner, "sandbox.propose_firm", city.district, enterprise=firm().pk, ground=ground).key)


def test_a_ground_that_nobody_has_confirmed_is_unknown_and_names_who_holds_it(city):
    member = proposed(city, "class_a")
    with on(FOUND), pytest.raises(Conflict) as refused:
        city.do(city.planner, "sandbox.admit", member)
    by_field = {d.field: d for d in refused.value.details}
    assert by_field["sandbox.fits"].code == "unknown_fact" and "名录库" in by_field["sandbox.fits"].remedy.zh


@pytest.mark.parametrize(
    ("ground", "said", "admitted"),
    [
        ("class_a", {"risk_class": "A", "tags": "软件"}, True),
        ("class_a", {"risk_class": "B", "tags": "软件"}, False),
        ("class_a", {"risk_class": "A", "tags": "食品经营"}, False),
        ("tag", {"risk_class": "B", "tags": "新业态 食品经营"}, True),
        ("tag", {"risk_class": "B", "tags": "新业态 烟花爆竹"}, False),
        ("park", {"park": "示例园", "tags": "软件"}, True),
        ("park", {"tags": "软件"}, False),
    ],
)
def test_by_park_tag_or_class_a_outside_safety_and_none_of_the_negative_list(city, ground, said, admitted):
    in_roster(city, **said)
    member = proposed(city, ground)
    with on(FOUND):
        if admitted:
            city.do(city.planner, "sandbox.admit", member)
        else:
            with pytest.raises(Conflict):
                city.do(city.planner, "sandbox.admit", member)
    member.refresh_from_db()
    assert (member.state == "entered") is admitted
    assert clocks.clocks_of(member, FOUND).standing == "none"


def test_another_class_ends_it_at_the_next_tick_and_an_unknown_one_does_not(city):
    in_roster(city, risk_class="A", tags="软件")
    member = proposed(city, "class_a")
    with on(FOUND):
        city.do(city.planner, "sandbox.admit", member)
    with on(date(2026, 8, 3)):
        InspectedObject.objects.update(risk_class="")
        assert ticking.tick().made == 0
        InspectedObject.objects.update(risk_class="C")
        assert ticking.tick().made == 1
    member.refresh_from_db()
    assert (member.state, member.class_at_entry) == ("out_class", "A")


@pytest.mark.parametrize(
    ("ground", "said", "then", "ends"),
    [
        ("tag", {"risk_class": "B", "tags": "新业态 软件"}, {"tags": "新业态 烟花爆竹"}, True),
        ("tag", {"risk_class": "B", "tags": "新业态 软件"}, {"tags": "软件"}, True),
        ("park", {"risk_class": "B", "park": "示例园"}, {"park": ""}, True),
        ("park", {"risk_class": "B", "park": "示例园"}, {"tags": "食品经营"}, False),
        ("class_a", {"risk_class": "A", "tags": "软件"}, {"tags": "食品经营"}, True),
    ],
)
def test_what_a_firm_came_in_by_holds_as_long_as_it_is_in_and_the_negative_list_ends_it(city, ground, said, then, ends):
    in_roster(city, **said)
    member = proposed(city, ground)
    with on(FOUND):
        city.do(city.planner, "sandbox.admit", member)
        assert ticking.tick().made == 0
        InspectedObject.objects.update(**then)
        assert ticking.tick().made == ends
    member.refresh_from_db()
    assert member.state == ("out_ground" if ends else "entered") and (member.out_on is not None) is ends


def test_open_violations_and_visits_are_answered_from_the_visits(city):
    organ = city.organs["甲区市场监管局"]
    item = InspectionItem.objects.create(
        entry="0" * 32, place=city.district, organ=organ, code="1", name="示例", kind="general", basis="示例", method="papers", valid_from=date(2026, 1, 1)
    )
    visit = Visit.objects.create(
        entry="0" * 32, number="示例", place=city.district, enterprise=firm(), organ=organ, kind="random", window_from=FOUND, window_to=FOUND,
        code="示例", entered_at=clock.end_of(date(2026, 5, 5)),
    )  # fmt: skip
    VisitItem.objects.create(entry="0" * 32, visit=visit, item=item, organ=organ, outcome="pending")
    with on(FOUND):
        asked = {q.key: installed().ask(q, [firm().pk], FOUND)[firm().pk] for q in MODULE.questions}
    assert asked["firm_open_violations"].value == 1 and asked["firm_visits_in_year"] == Known(1, asked["firm_visits_in_year"].source, FOUND)
    member = found(city)
    with on(FOUND), pytest.raises(Conflict) as refused:
        city.do(city.planner, "sandbox.admit", member)
    assert refused.value.details[0].field == "sandbox.no_violation"


def test_a_violation_in_the_signed_record_of_a_visit_ends_it_and_bars_it_until_it_is_dealt_with(db):
    with on(VISITED):
        bureau = Bureau(City())
        do, planner = bureau.city.do, bureau.city.planner
        given = {"enterprise": bureau.firm.pk, "defect": "unreachable", "triggered_on": VISITED.isoformat()}
        member = do(planner, "sandbox.find_defect", bureau.city.district, **given).key
        do(planner, "sandbox.admit", member)
        visit = bureau.signed()
        assert Member.objects.get(pk=member).state == "out_to_case"
        question = next(q for q in MODULE.questions if q.key == "firm_open_violations")

        def unsolved() -> int:
            return installed().ask(question, [bureau.firm.pk], VISITED)[bureau.firm.pk].value

        assert unsolved() == 1
        wrong = visit.items.order_by("id").first()
        follow = do(planner, "inspection.follow_up", wrong, kind="correction", note="示例", due="2026-10-30").key
        assert unsolved() == 1
        do(planner, "inspection.close_follow_up", follow, result="示例", proof=bureau.picture(planner))
        assert unsolved() == 0
        assert fsck.check(installed(), clock.now()).findings == ()


# -- the letter, and the firm itself ------------------------------------------------------------------------------------


def test_the_letter_is_made_again_of_its_entry_and_says_that_the_law_s_clock_runs(city, browser):
    member = guided(city)
    page = browser(city.planner)
    entry = clocks.letter_entry(member.pk)
    original = page.post(f"/sandbox/letters/{entry}/", {"code": member.told_code, "take": "docx"}).content
    assert member.told_code in word(original)
    shown = page.get(f"/sandbox/letters/{entry}/").content.decode()
    city.do(city.approver, "sandbox.open_case", member, reason="示例")
    words = word(page.get(f"/sandbox/letters/{entry}/?take=docx").content)
    for text in (shown, words):
        assert "行政指导〔2026〕1号" in text and "2026年7月14日" in text and "只印在交给企业的原件上" in text
        assert "沙盒" not in text.split("行政指导书")[-1] and "A类" not in text
    assert browser(city.clerk).get(f"/sandbox/letters/{entry}/").status_code == 404
    second = Enterprise.objects.get(
        pk=city.do(city.administrator, "office.enter_enterprise", city.district, name="示例乙公司", uscc="91410100MA0000015B").key
    )
    other = found(city, enterprise=second.pk)
    with on(FOUND):
        city.do(city.planner, "sandbox.admit", other)
        city.do(city.planner, "sandbox.guide", other, demand="示例", correct_by="2026-07-10", contact="示例")
    other.refresh_from_db()
    assert other.letter_number.endswith("〔2026〕2号")


def word(document: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(document)).read("word/document.xml").decode()


def test_the_code_on_a_letter_is_told_once_and_can_be_read_nowhere(city, browser):
    member = entered(city)
    page, form = browser(city.planner), f"/r/sandbox.member/{member.pk}/do/sandbox.guide/"
    typed = {"demand": "示例：补报年报", "correct_by": "2026-07-10", "contact": "示例联系人", "nonce": "n1"}
    with on(FOUND):
        told = page.post(form, typed).content.decode()
        code = re.search(r'data-given="code">([^<]+)<', told)[1]
        entry = clocks.letter_entry(member.pk)
        assert f'action="/sandbox/letters/{entry}/"' in told and "只显示这一次" in told
        printed = page.post(f"/sandbox/letters/{entry}/", {"code": code}).content.decode()
        assert code in printed and "请现在打印" in printed
        assert page.post(f"/sandbox/letters/{entry}/", {"code": "A" * 16}).status_code == 422
        again = page.post(form, typed | {"version": ""})
        assert again.status_code in (302, 409) and code not in again.content.decode(), "the same request again is not told it again"
    plain = rules.read_code(code)
    for address in (f"/r/sandbox.member/{member.pk}/", f"/entry/{entry}/", f"/sandbox/letters/{entry}/", f"/api/records/sandbox.member/{member.pk}/"):
        text = page.get(address).content.decode()
        assert code not in text and plain not in text, address
    kept = [store.disclosure(entry, part).payload for part in ("p", "r")], Member.objects.values(), MemberHistory.objects.values(), Claim.objects.values()
    for rows_kept in kept:
        text = str(list(rows_kept))
        assert text != "[]" and code not in text and plain not in text


def test_another_code_makes_the_one_before_void_and_is_on_record(city, browser, plain_settings):
    member = guided(city)
    with answering() as firm_client:
        new = city.do(city.planner, "sandbox.renew_code", member, reason="示例：原件遗失").given["code"]
        assert firm_client.post("/guidance/reply/", {"code": member.told_code}).status_code == 422
        assert "示例甲公司" in firm_client.post("/guidance/reply/", {"code": new}).content.decode()
        entry = clocks.letter_entry(member.pk)
        page = browser(city.planner)
        assert "示例：原件遗失" in page.get(f"/entry/{entry}/").content.decode()
        assert "行政指导〔2026〕1号" in word(page.post(f"/sandbox/letters/{entry}/", {"code": new, "take": "docx"}).content), "the same letter"
        perform("sandbox.take_in_correction", member.pk, MACHINE, {"correction": "示例"})
        with pytest.raises(Conflict) as refused:
            city.do(city.planner, "sandbox.return_correction", member, reason="示例")
        assert refused.value.code == "apart", "whoever had the code in hand could have answered with it"


@contextmanager
def answering(day: date = date(2026, 7, 7)):
    with on(day):
        yield Client(headers={"accept-language": "zh-hans"})


def test_the_firm_answers_with_its_code_without_signing_in_and_another_verifies(city, plain_settings):
    member = guided(city)
    with answering() as firm_client:
        asked = firm_client.post("/guidance/reply/", {"code": member.told_code.lower()}).content.decode()
        assert "示例甲公司" in asked and "2026-07-14" in asked and "沙盒" not in asked
        file = SimpleUploadedFile("done.jpg", picture(), "image/jpeg")
        sent = {"code": member.told_code, "step": "send", "correction": "示例：已补报", "file": file}
        assert "已收到" in firm_client.post("/guidance/reply/", sent).content.decode()
        member.refresh_from_db()
        assert (member.state, member.corrected_by, member.corrected_on) == ("corrected", "firm", date(2026, 7, 7))
        assert member.proof_id and Contact.objects.get(member=member).sender == "firm"
        assert firm_client.post("/guidance/reply/", sent | {"file": ""}).status_code == 409, "once is enough"
        city.do(city.approver, "sandbox.verify", member, finding="示例")
        assert firm_client.post("/guidance/reply/", {"code": member.told_code}).status_code == 422, "the code opens nothing any more"
    assert fsck.check(installed(), clock.now()).findings == ()


def test_codes_cannot_be_tried_out(city, plain_settings, settings):
    member = guided(city)
    with answering() as caller:
        wrong = "A" * rules.CODE_LENGTH
        for _ in range(settings.TAIZHANG_LOCK_AFTER):
            assert caller.post("/guidance/reply/", {"code": wrong}).status_code == 422
        assert caller.post("/guidance/reply/", {"code": member.told_code}).status_code == 429, "locked even for the right one"


# -- who sees it --------------------------------------------------------------------------------------------------------


def test_that_a_firm_is_in_it_is_seen_by_nobody_else_at_any_entrance(city, browser, client):
    member = guided(city)
    with on(FOUND):
        contact = city.do(
            city.planner, "sandbox.record_contact", member, kind="video", made_on=FOUND.isoformat(), content="示例", replaces_visit=True
        ).key
    others = (city.clerk, city.chief, city.leader, city.reporter, city.reviewer, city.street, city.statistician, city.supervisor, city.officer)
    for actor in (PUBLIC, *others, city.partner, city.other_clerk, city.administrator):
        with pytest.raises(NotFound):
            one(actor, MEMBER, member.pk)
        assert not rows(actor, CONTACT).exists()
    page = browser(city.reviewer)
    for address in (
        f"/r/sandbox.member/{member.pk}/", f"/r/sandbox.contact/{contact}/", f"/entry/{member.entry}/", f"/evidence/{member.proof_id or 1}/",
    ):  # fmt: skip
        assert page.get(address).status_code == 404, address
    for address in ("/sandbox/", "/sandbox-import/"):
        assert page.get(address).status_code == 403, address
    for address in (f"/r/registers.enterprise/{firm().pk}/", "/list/sandbox.members/", f"/search/?q={firm().name}", "/work/"):
        text = page.get(address).content.decode()
        assert member.number not in text and member.letter_number not in text, address
    for address in ("/sandbox/", f"/r/sandbox.member/{member.pk}/", f"/api/records/sandbox.member/{member.pk}/", "/public/", f"/sandbox/letters/{member.entry}/"):
        answer = client.get(address)
        assert answer.status_code in (302, 401, 404) or member.number not in answer.content.decode(), address


def test_nothing_of_the_module_is_public_and_its_public_parts_of_entries_name_no_firm(city):
    assert not any(record.public or any(f.visibility == "public" for f in record.fields) for record in MODULE.records)
    assert not any(action.public for action in MODULE.actions) and not any(listing.public for listing in MODULE.listings)


# -- pages, figures, work -----------------------------------------------------------------------------------------------


def test_both_clocks_stand_on_every_page_of_the_firm_in_both_languages(city, browser):
    member = guided(city)
    with on(date(2026, 7, 3)):
        for address in ("/sandbox/", f"/r/sandbox.member/{member.pk}/"):
            zh = browser(city.planner).get(address).content.decode()
            en = browser(city.planner, "en").get(address).content.decode()
            assert "法定时限" in zh and "2026-07-14" in zh and "2026-07-13" in zh, address
            assert "The law" in en and "2026-07-14" in en, address
        record = browser(city.planner).get(f"/r/sandbox.member/{member.pk}/").content.decode()
        assert "入盒不停止法定时限" in record and "本年度入企检查" in record
        listed = browser(city.planner).get("/list/sandbox.members/?standing=running").content.decode()
        assert member.number in listed and "2026-07-14" in listed


def test_every_figure_opens_to_its_rows(city, browser):
    member = corrected(city)
    with on(date(2026, 7, 9)):
        given = {"kind": "video", "made_on": "2026-07-09", "content": "示例", "replaces_visit": True}
        city.do(city.planner, "sandbox.record_contact", member, **given)
        city.do(city.approver, "sandbox.verify", member, finding="示例")
        city.do(city.approver, "sandbox.let_out", member, reason="示例")
        page = browser(city.approver)
        text = page.get("/sandbox/?scheme=disclosure").content.decode()
        for result in ("entered", "in_time", "avoided"):
            address = f"/list/sandbox.members/?scheme=disclosure&amp;result={result}&amp;month=2026-07"
            assert f'href="{address}">1</a>' in text, result
            assert member.number in page.get(address.replace("&amp;", "&")).content.decode()
        contacts = "/list/sandbox.contacts/?scheme=disclosure&amp;instead=yes&amp;month=2026-07"
        assert f'href="{contacts}">1</a>' in text
        assert member.number in page.get(contacts.replace("&amp;", "&")).content.decode()
        for nothing in ("cases", "inside"):
            assert member.number not in page.get(f"/list/sandbox.members/?result={nothing}").content.decode()


def test_what_waits_for_whom(city):
    member = corrected(city)
    with on(date(2026, 7, 10)):
        ours = [(t.action, t.due) for t in worklist(city.approver, clock.today())]
        assert ("sandbox.propose_listing", date(2026, 7, 14)) in ours and ("sandbox.verify", date(2026, 7, 14)) in ours
        city.do(city.approver, "sandbox.verify", member, finding="示例")
        assert "sandbox.let_out" in [t.action for t in worklist(city.approver, clock.today())]
    assert worklist(city.clerk, FOUND) == [] and worklist(city.partner, FOUND) == []


# -- a workbook of firms ------------------------------------------------------------------------------------------------


HEADS = ("企业名称", "统一社会信用代码", "公示缺陷", "年报年度", "事由发生日")


def sheet(*lines: tuple, heads: tuple[str, ...] = HEADS) -> bytes:
    book = Workbook()
    page = book.active
    for line in (heads, *lines):
        page.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_list_of_firms_goes_in_and_every_cell_that_is_wrong_is_named(city, browser):
    content = sheet(
        ("示例甲公司", CODE, "未按期公示年报", 2025, "2026-06-30"),
        ("示例甲公司", CODE, "未按期公示年报", 2025, "2026-06-30"),
        ("示例乙公司", "91410100MA0000015B", "失联", None, "2026-07-01"),
        ("示例丙公司", "91410100MA0000007X", "年报", 2025, "2026-06-30"),
        ("示例甲公司", CODE, "认不出", 2025, "2026-06-30"),
        ("示例甲公司", CODE, "隐瞒真实情况", None, "2026-12-31"),
    )
    with on(FOUND):
        page = browser(city.planner)
        sent = page.post("/sandbox-import/", {"place": city.district.pk, "file": SimpleUploadedFile("名单.xlsx", content)})
        shown = page.get(sent.url).content.decode()
        cells = {f"{p.column}{p.row}": p.code for p in imports.read(content, city.district, FOUND).problems}
        assert cells == {"B3": "twice", "B4": "not_registered", "B5": "bad_code", "C6": "no_defect", "E7": "future"}
        assert all(f"<code>{cell}</code>" in shown for cell in cells)
        page.post(sent.url + "accept/")
        batches.run_waiting()
        member = Member.objects.get()
        assert (member.state, member.defect, member.listing_due) == ("eligible", "late_report", date(2026, 7, 14))
        assert "已登记" in page.get(sent.url).content.decode()
        marked = page.post(
            "/sandbox-import/", {"place": city.district.pk, "annotated": "1", "file": SimpleUploadedFile("名单.xlsx", content)}
        )
        assert marked.content[:2] == b"PK"
        again = imports.read(content, city.district, FOUND)
        assert "known" in {p.code for p in again.problems} and not again.accepted


def test_in_a_list_undisclosed_information_has_the_day_on_which_it_arose(city):
    late = ("示例甲公司", CODE, "即时信息未按期公示", None, "2026-06-30")
    heads = (*HEADS, "即时信息产生日")

    def wrong(content: bytes) -> dict[str, str]:
        return {f"{p.column}{p.row}": p.code for p in imports.read(content, city.district, FOUND).problems}

    with on(FOUND):
        assert wrong(sheet(late)) == {"C2": "missing"}, "a sheet without the column: beside the defect that needs it"
        assert wrong(sheet((*late, None), heads=heads)) == {"F2": "missing"}
        assert wrong(sheet((*late, "不详"), heads=heads)) == {"F2": "bad_date"}
        assert wrong(sheet((*late, "2026-06-15"), heads=heads)) == {"E2": "too_early"}
        whole = sheet((*late, "2026-05-20"), heads=heads)
        intake = imports.lay_ready(city.planner, "名单.xlsx", whole, city.district, FOUND)
        city.do(city.planner, "sandbox.accept_defects", city.district, intake=intake.pk)
        batches.run_waiting()
    assert Member.objects.get().arose_on == date(2026, 5, 20)


def test_a_list_that_lay_ready_under_another_rule_is_looked_at_again_when_it_goes_in(city):
    old = {"row": 2, "uscc": CODE, "defect": "undisclosed", "triggered_on": "2026-06-30", "report_year": None, "words": ""}
    with on(FOUND):
        intake = batches.take_in("sandbox.defects", city.planner, "名单.xlsx", "0" * 64, [old])
        city.do(city.planner, "sandbox.accept_defects", city.district, intake=intake.pk)
        batches.run_waiting()
    assert imports.rows_of(intake.pk, 1)[0].outcome["refused"]["code"] == "missing"
    assert not Member.objects.exists()
