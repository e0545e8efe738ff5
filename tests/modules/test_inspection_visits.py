"""A visit to a firm from its cause to its published result: who may come, how often, what is recorded, signed, told and asked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.city_fixture import City

from taizhang.basis.errors import BadInput, Conflict, NotAllowed
from taizhang.frame import clock, fsck
from taizhang.frame.actor import PUBLIC
from taizhang.frame.catalogue import installed
from taizhang.frame.reading import rows
from taizhang.modules.inspection.declared.visits import FIRM_REQUEST, VISIT, worklist_visits
from taizhang.modules.inspection.models import (
    FirmRequest,
    FollowUp,
    InspectionItem,
    Inspector,
    Interest,
    Visit,
    VisitInspector,
    VisitItem,
)
from taizhang.modules.inspection.queries import papers
from taizhang.modules.inspection.rules import visits as rules
from taizhang.registers import evidence, people
from taizhang.registers.models import Enterprise, Person
from taizhang.site.example_city.photo import photo

TODAY = date(2026, 9, 7)
CODES = ("91410100MA0000010U", "91410100MA0000020W")


@pytest.fixture
def day():
    with clock.on(TODAY):
        yield TODAY


class Bureau:
    """The district's market regulator with three inspectors, two items and a firm."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.organ = city.organs["甲区市场监管局"]
        do, planner = city.do, city.planner
        self.people = {}
        for n, name in enumerate(("甲", "乙", "丙"), 1):
            key = city.officer.person if n == 1 else do(city.administrator, "office.enrol", self.organ, name=f"检查员{name}（示例）").key
            made = do(
                planner, "inspection.enter_inspector", city.district, person=key, standing="official", may_lead=n != 2,
                certificate=f"1601000000{n}", certificate_until="2099-12-31",
            )  # fmt: skip
            self.people[name] = Inspector.objects.get(pk=made.key)
        self.items = []
        for n in (1, 2):
            made = do(planner, "inspection.enter_item", city.district, code=f"SL-0{n}", name=f"示例事项{n}", basis="示例法第一条", kind="general")
            do(planner, "inspection.publish_item", made.key)
            self.items.append(InspectionItem.objects.get(pk=made.key))
        self.firm = self._firm("示例食品有限公司", CODES[0])

    def _firm(self, name: str, code: str) -> Enterprise:
        made = self.city.do(self.city.administrator, "office.enter_enterprise", self.city.district, name=name, uscc=code)
        return Enterprise.objects.get(pk=made.key)

    def log(self, **more) -> Visit:
        given = {
            "firm": self.firm.pk, "items": [i.pk for i in self.items], "lead": self.people["甲"].pk, "members": [self.people["乙"].pk],
            "window_from": clock.today().isoformat(), "window_to": (clock.today() + timedelta(days=4)).isoformat(), "note": "示例：投诉食品过期",
        }  # fmt: skip
        return Visit.objects.get(pk=self.city.do(self.city.planner, "inspection.log_cause", self.city.district, **(given | more)).key)

    def proved(self, **more) -> Visit:
        return self.log(ground="complaint", proof=self.picture(self.city.planner), **more)

    def notified(self, **more) -> Visit:
        visit = self.log(**more)
        self.city.do(self.city.approver, "inspection.approve_visit", visit, opinion="示例：同意")
        self.city.do(self.city.planner, "inspection.give_notice", visit)
        return fresh(visit)

    def enter(self, visit: Visit, **more):
        given = {"code": rules.shown_code(visit.code), "certificate_one": "16010000001", "certificate_two": "16010000002"}
        return self.city.do(self.city.officer, "inspection.enter_visit", visit, **(given | more))

    def recorded(self, **outcomes) -> Visit:
        visit = self.notified()
        self.enter(visit)
        for n, row in enumerate(visit.items.order_by("id")):
            self.city.do(self.city.officer, "inspection.record_item", row, outcome="none_found" if n else "corrected", finding="示例：标签不全")
        return fresh(visit)

    def signed(self) -> Visit:
        visit = self.recorded()
        self.city.do(self.city.officer, "inspection.sign_record", visit, signature=self.picture(self.city.officer), signer="示例负责人")
        return fresh(visit)

    def picture(self, actor) -> int:
        return evidence.receive(actor, "proof.jpg", [photo(clock.now().replace(tzinfo=None), 34_750_000, 113_620_000)]).pk


def fresh(row):
    return type(row).objects.get(pk=row.pk)


@pytest.fixture
def bureau(db, day) -> Bureau:
    return Bureau(City())


# -- rules ------------------------------------------------------------------------------------------------------------------


def of(slot: str = "member 1", **more) -> rules.Member:
    given = {"inspector": 2, "name": "甲", "slot": slot, "organ": 1, "standing": "official", "certificate": "1", "until": TODAY, "may_lead": True}
    return rules.Member(**(given | more))


def test_two_certified_officers_with_one_lead_may_go():
    rules.check_team([of("lead", inspector=1), of()], [1], TODAY, 2)


@pytest.mark.parametrize(
    ("team", "code"),
    [
        ([of("lead")], "too_few"),
        ([of("lead"), of()], "too_few"),
        ([of("lead", inspector=1), of(standing="grid_worker")], "grid_worker"),
        ([of("lead", inspector=1), of(standing="auxiliary")], "not_an_officer"),
        ([of("lead", inspector=1), of(standing="temporary")], "not_an_officer"),
        ([of("lead", inspector=1), of(until=TODAY - timedelta(days=1))], "expired"),
        ([of("lead", inspector=1), of(certificate="")], "no_certificate"),
        ([of("lead", inspector=1), of(listed=False)], "not_listed"),
        ([of(inspector=1), of()], "lead"),
        ([of("lead", inspector=1), of("lead")], "lead"),
        ([of("lead", inspector=1, may_lead=False), of()], "may_not_lead"),
        ([of("lead", inspector=1, organ=2), of(organ=2)], "nobody_of_a_department"),
    ],
)
def test_a_team_that_may_not_go_is_told_why_by_rule(team, code):
    with pytest.raises(BadInput) as refused:
        rules.check_team(team, [1], TODAY, 2)
    assert refused.value.code == code and refused.value.law is not None and refused.value.remedy is not None


def counted(*levels: str, exempt: bool = False) -> list[rules.Counted]:
    return [rules.Counted(level, 1, TODAY, exempt) for level in levels]


@pytest.mark.parametrize(
    ("level", "before", "over"),
    [
        ("county", counted("county"), False),
        ("county", counted("county", "county"), True),
        ("county", counted("county", "county", exempt=True), False),
        ("county", counted("city", "city", "county"), False),
        ("city", counted("county", "county", "county", "city"), True),
        ("province", counted("city", "city", "county", "county"), False),
    ],
)
def test_a_firm_is_visited_twice_by_a_level_and_four_times_by_city_and_county_a_year(level, before, over):
    rules.check_cap(level, 1, before, 2, 4, exempt=True)
    if not over:
        rules.check_cap(level, 1, before, 2, 4)
        return
    with pytest.raises(Conflict) as refused:
        rules.check_cap(level, 1, before, 2, 4)
    assert refused.value.code == "over_cap" and refused.value.law.mark == "S"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (("random", False, "", False, "示例"), "not_drawn"),
        (("cause", True, "", False, "示例"), "drawn"),
        (("cause", False, "", False, " "), "no_cause"),
        (("cause", False, "complaint", False, "示例"), "no_proof"),
        (("cause", False, "", False, "网格员巡查发现消防通道堵塞"), "patrol"),
    ],
)
def test_a_visit_is_called_what_it_is(given, code):
    rules.check_origin("random", True, "", False, "")
    rules.check_origin("cause", False, "complaint", True, "示例：投诉")
    with pytest.raises(BadInput) as refused:
        rules.check_origin(*given)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"published_on": None}, "unpublished"),
        ({"published_on": TODAY + timedelta(days=1)}, "unpublished"),
        ({"valid_to": TODAY}, "not_in_force"),
        ({"yearly_limit": 1, "times": 1}, "item_limit"),
    ],
)
def test_only_published_items_in_force_and_within_their_limit_are_inspected(more, code):
    given = {"name": "示例", "organ": 1, "published_on": TODAY, "valid_from": TODAY, "valid_to": None} | more
    with pytest.raises(BadInput) as refused:
        rules.check_items([rules.Item(**given)], TODAY)
    assert refused.value.code == code
    if code == "item_limit":
        rules.check_items([rules.Item(**given)], TODAY, exempt=True)


# -- before the visit -------------------------------------------------------------------------------------------------------


def test_a_visit_over_the_cap_is_refused_and_one_with_ground_and_proof_is_not(bureau):
    bureau.log(), bureau.log()
    with pytest.raises(Conflict) as refused:
        bureau.log()
    assert refused.value.code == "over_cap"
    with pytest.raises(BadInput) as refused:
        bureau.log(ground="complaint")
    assert refused.value.code == "no_proof"
    assert bureau.proved().ground_proof is not None


def test_a_cancelled_visit_counts_nowhere(bureau):
    first, _ = bureau.log(), bureau.log()
    bureau.city.do(bureau.city.approver, "inspection.cancel_visit", first, reason="示例：企业已注销")
    assert bureau.log().state == "assigned"


def test_an_inspector_with_an_interest_is_not_sent(bureau):
    bureau.city.do(bureau.city.planner, "inspection.declare_interest", bureau.people["乙"], firm=bureau.firm.pk, kind="relative")
    with pytest.raises(BadInput) as refused:
        bureau.log()
    assert refused.value.code == "interest" and "亲属" not in refused.value.reason.zh
    bureau.log(members=[bureau.people["丙"].pk])
    # The interest is the person's: it was declared of an earlier place of theirs in the roster.
    elsewhere = Inspector.objects.create(
        person=bureau.people["丙"].person, organ=bureau.city.organs["甲区应急局"], place=bureau.city.district, standing="official", listed_from=TODAY
    )
    Interest.objects.create(inspector=elsewhere, enterprise=bureau.firm, kind="employment", since=TODAY)
    with pytest.raises(BadInput, match="回避事由"):
        bureau.log(members=[bureau.people["丙"].pk])


def test_whoever_goes_along_does_not_approve_and_nothing_is_notified_before_it_is_approved(bureau):
    visit = bureau.log()
    with pytest.raises(Conflict):
        bureau.city.do(bureau.city.planner, "inspection.give_notice", visit)
    with pytest.raises(NotAllowed):
        bureau.city.do(bureau.city.planner, "inspection.approve_visit", visit, opinion="同意")
    with pytest.raises(Conflict) as refused:
        bureau.city.do(bureau.city.partner, "inspection.reschedule", visit, window_from=TODAY.isoformat(), window_to=TODAY.isoformat(), reason="示例")
    assert refused.value.code == "not_yours"


def test_a_notified_visit_that_is_put_off_is_notified_anew(bureau):
    visit = bureau.notified()
    later = (TODAY + timedelta(days=30)).isoformat()
    bureau.city.do(bureau.city.planner, "inspection.reschedule", visit, window_from=later, window_to=later, reason="示例：企业停业")
    assert fresh(visit).state == "approved"


# -- the visit --------------------------------------------------------------------------------------------------------------


def test_a_visit_begins_with_its_code_and_two_certificates_of_its_team(bureau):
    visit = bureau.notified()
    for wrong, code in (
        ({"code": "AAAA-AAAA-AAAA"}, "wrong_code"),
        ({"certificate_two": "16010000003"}, "wrong_certificate"),
        ({"certificate_two": "16010000001"}, "same_certificate"),
    ):
        with pytest.raises(BadInput) as refused:
            bureau.enter(visit, **wrong)
        assert refused.value.code == code
    with clock.on(TODAY + timedelta(days=9)), pytest.raises(Conflict) as late:
        bureau.enter(visit)
    assert late.value.code == "outside_window"
    bureau.enter(visit, code=f"https://example.org/inspection/firm/?code={visit.code.lower()}")
    assert fresh(visit).state == "entered" and fresh(visit).entered_at is not None


def test_when_every_item_is_recorded_the_record_can_be_signed_and_the_result_is_due_in_twenty_working_days(bureau):
    visit = bureau.notified()
    bureau.enter(visit)
    first, second = visit.items.order_by("id")
    with pytest.raises(BadInput) as refused:
        bureau.city.do(bureau.city.officer, "inspection.record_item", first, outcome="corrected")
    assert refused.value.code == "no_finding"
    bureau.city.do(bureau.city.officer, "inspection.record_item", first, outcome="corrected", finding="示例：标签不全")
    with pytest.raises(Conflict):
        bureau.city.do(bureau.city.officer, "inspection.refuse_signature", visit, refused_why="示例", witness="示例")
    bureau.city.do(bureau.city.officer, "inspection.record_item", second, outcome="none_found", photo=bureau.picture(bureau.city.officer))
    assert fresh(visit).state == "recorded" and fresh(second).proof is not None
    bureau.city.do(bureau.city.officer, "inspection.refuse_signature", visit, refused_why="对结论有异议", witness="示例见证人")
    done = fresh(visit)
    # A Sunday in September and a Saturday in October are worked, the holidays of both are not.
    assert (done.state, done.refused_why, done.publish_by) == ("completed", "对结论有异议", date(2026, 10, 10))
    assert fsck.check(installed(), clock.now()).findings == ()


def test_an_inspector_records_the_items_of_their_own_department_alone(bureau):
    city = bureau.city
    visit = bureau.notified()
    bureau.enter(visit)
    other = city.organs["甲区应急局"]
    row = visit.items.order_by("id").first()
    VisitItem.objects.filter(pk=row.pk).update(organ=other)
    with pytest.raises(Conflict) as refused:
        city.do(city.officer, "inspection.record_item", row, outcome="none_found")
    assert refused.value.code == "not_own_item"


def test_a_result_is_published_or_withheld_and_late_ones_are_named(bureau):
    visit = bureau.signed()
    city = bureau.city
    with clock.on(visit.publish_by + timedelta(days=1)):
        named = [t for t in worklist_visits(city.planner, clock.today()) if (t.kind, t.key) == ("inspection.visit", visit.pk)]
        assert [t.why.zh for t in named] == ["检查结果公示逾期"]
    city.do(city.planner, "inspection.publish_visit", visit)
    assert fresh(visit).state == "published"
    with pytest.raises(Conflict):
        city.do(city.approver, "inspection.withhold_visit", visit, reason="示例")


def test_what_follows_fits_the_outcome_and_is_closed_with_proof(bureau):
    visit, city = bureau.signed(), bureau.city
    wrong, right = visit.items.order_by("id")
    with pytest.raises(BadInput) as refused:
        city.do(city.planner, "inspection.follow_up", right, kind="case", note="示例")
    assert refused.value.code == "does_not_follow"
    with pytest.raises(BadInput) as refused:
        city.do(city.planner, "inspection.follow_up", wrong, kind="correction", note="示例：限期改正")
    assert refused.value.code == "no_deadline"
    waiting = lambda: [t.key for t in worklist_visits(city.planner, TODAY) if t.action == "inspection.follow_up"]  # noqa: E731
    assert waiting() == [wrong.pk], "what was found right leads to nothing, what was found wrong waits"
    made = city.do(city.planner, "inspection.follow_up", wrong, kind="correction", note="示例：限期改正", due="2026-10-30")
    assert waiting() == []
    city.do(city.planner, "inspection.close_follow_up", made.key, result="示例：已改正", proof=bureau.picture(city.planner))
    assert FollowUp.objects.get(pk=made.key).state == "closed"


def test_each_form_has_its_own_numbers_without_gaps_and_is_read_back_from_its_entry(bureau):
    visit, city = bureau.signed(), bureau.city
    city.do(city.planner, "inspection.record_delivery", visit, paper="notice", way="direct", delivered_on="2026-09-07", received_by="示例收件人")
    city.do(city.planner, "inspection.tell_result", visit)
    issued = papers.papers_of([f"inspection.visit:{visit.pk}"])
    assert [form for _, form, _ in issued] == ["approval", "notice", "record", "delivery", "result"]
    second = bureau.notified()
    numbers = [number for _, form, number in papers.papers_of([f"inspection.visit:{second.pk}"])]
    assert numbers == ["甲区市场监管局检查审批〔2026〕2号", "甲区市场监管局检查通知〔2026〕2号"]
    notice = papers.issued(next(key for key, form, _ in issued if form == "notice"))
    assert notice["count"] == 1 and notice["code"] == rules.shown_code(visit.code)
    assert [who[1] for who in notice["team"]] == ["16010000001", "16010000002"]


# -- what the firm asks -------------------------------------------------------------------------------------------------------


def ask(bureau, visit, **more):
    given = {"credit_code": CODES[0], "code": visit.code, "member": 2, "words": "示例：曾有纠纷"} | more
    return bureau.city.do(PUBLIC, "inspection.ask_avoidance", None, **given)


def test_a_firm_asks_that_somebody_stay_away_and_nobody_comes_before_it_is_decided(bureau):
    visit, city = bureau.notified(), bureau.city
    for wrong in ({"code": "AAAA-AAAA-AAAA"}, {"credit_code": CODES[1]}):
        with pytest.raises(BadInput) as refused:
            ask(bureau, visit, **wrong)
        assert refused.value.code == "no_notice"
    asked = ask(bureau, visit).key
    with pytest.raises(Conflict) as waits:
        bureau.enter(visit)
    assert waits.value.code == "avoidance_open"
    city.do(city.approver, "inspection.grant_avoidance", asked, coming=bureau.people["丙"].pk, answer="示例：同意")
    assert Interest.objects.get(enterprise=bureau.firm).kind == "asked"
    gone = VisitInspector.objects.get(visit=visit, inspector=bureau.people["乙"])
    assert gone.replaced_why == "企业申请回避"
    with pytest.raises(BadInput):
        bureau.enter(visit)
    bureau.enter(visit, certificate_two="16010000003")
    assert [form for _, form, _ in papers.papers_of([f"inspection.firm_request:{asked}"])] == ["decision"]


def test_a_complaint_is_answered_and_is_no_request_for_avoidance(bureau):
    visit, city = bureau.notified(), bureau.city
    made = city.do(PUBLIC, "inspection.complain", None, credit_code=CODES[0], code=visit.code, words="示例：检查方式不当")
    with pytest.raises(Conflict):
        city.do(city.approver, "inspection.refuse_avoidance", made.key, answer="示例")
    city.do(city.planner, "inspection.answer_complaint", made.key, answer="示例：已核实")
    assert FirmRequest.objects.get().state == "answered"
    assert rows(city.planner, FIRM_REQUEST).count() == 1 and rows(city.officer, FIRM_REQUEST).count() == 0


def test_the_public_sees_no_visit_among_the_records(bureau):
    bureau.signed()
    assert rows(PUBLIC, VISIT).count() == 0 and rows(bureau.city.other_clerk, VISIT).count() == 0


def test_the_approver_is_told_of_firms_on_which_visits_pile_up_and_of_what_waits(bureau):
    named = lambda: [t for t in worklist_visits(bureau.city.approver, TODAY) if t.kind == "registers.enterprise"]  # noqa: E731
    bureau.log(), bureau.proved()
    assert named() == []
    third = bureau.proved()
    assert [(t.key, t.why.with_(n=3).zh) for t in named()] == [(bureau.firm.pk, "本年检查已3次，注意频次")]
    waits = [t for t in worklist_visits(bureau.city.approver, TODAY) if t.action == "inspection.approve_visit"]
    assert third.pk in [t.key for t in waits] and len(waits) == 3
    # Of the visits that pile up on a firm, most may be other departments'.
    Visit.objects.exclude(pk=third.pk).update(organ=bureau.city.organs["甲区应急局"])
    assert [t.key for t in named()] == [bureau.firm.pk]


def test_people_of_the_team_find_the_visit_in_their_work(bureau):
    visit = bureau.notified()
    officer = people.actor_of(Person.objects.get(pk=bureau.city.officer.person))
    assert [(t.key, t.action) for t in worklist_visits(officer, TODAY)] == [(visit.pk, "inspection.enter_visit")]
