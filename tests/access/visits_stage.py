"""Visits on the stage: one that is signed and followed up, and one of which the firm was told and asks for avoidance."""

from __future__ import annotations

from typing import Any

from taizhang.frame import clock
from taizhang.frame.actor import PUBLIC, Actor
from taizhang.modules.inspection.models import FirmRequest, FollowUp, Inspector, Visit, VisitInspector, VisitItem
from taizhang.registers import evidence
from taizhang.registers.models import Enterprise
from tests.city_fixture import City

#: Where the lead of every team on the stage has their certificate.
LEADING = "16010000100"
#: The certificates of the stage's officer, and of somebody who is never in a team to begin with.
OFFICERS, RESERVES = "16010000009", "16010000101"


def window() -> dict[str, str]:
    """Today and no other day: a visit can be entered at once."""
    return {"window_from": clock.today().isoformat(), "window_to": clock.today().isoformat()}


def team() -> dict[str, Any]:
    """The one who may lead, and the officer of the stage."""
    lead = Inspector.objects.get(certificate=LEADING)
    return {"lead": lead.pk, "members": [Inspector.objects.get(certificate=OFFICERS).pk]}


def certificates(certificate: str = OFFICERS) -> dict[str, str]:
    return {"certificate_one": LEADING, "certificate_two": certificate}


def cause(item: int, firm: Enterprise, proof: int) -> dict[str, Any]:
    """What a visit on a ground outside the caps is logged with."""
    return {"firm": firm.pk, "items": [item], "note": "示例：投诉", "ground": "complaint", "proof": proof, **team(), **window()}


def visits(city: City, planner: Actor, chief: Actor, officer: Actor, item: int, picture: bytes) -> dict[str, Any]:
    """One row of each kind that visits have."""
    do, firm = city.do, Enterprise.objects.get(name="示例905")

    def sent(who: Actor) -> int:
        name = "proof.jpg" if picture.startswith(b"\xff\xd8") else "proof.png"
        return evidence.receive(who, name, [picture]).pk

    def told() -> Visit:
        key = do(planner, "inspection.log_cause", city.district, **cause(item, firm, sent(planner))).key
        do(chief, "inspection.approve_visit", key, opinion="示例")
        do(planner, "inspection.give_notice", key)
        return Visit.objects.get(pk=key)

    signed, ahead = told(), told()
    do(officer, "inspection.enter_visit", signed, code=signed.code, **certificates())
    row = VisitItem.objects.get(visit=signed)
    do(officer, "inspection.record_item", row, outcome="pending", finding="示例")
    do(officer, "inspection.sign_record", signed, signature=sent(officer), signer="示例")
    follow = do(planner, "inspection.follow_up", row, kind="case", note="示例").key
    asked = do(PUBLIC, "inspection.ask_avoidance", None, credit_code=firm.uscc, code=ahead.code, member=2, words="示例").key
    return {
        "inspection.visit": ahead,
        "inspection.visit_inspector": VisitInspector.objects.filter(visit=ahead).first(),
        "inspection.visit_item": row,
        "inspection.follow_up": FollowUp.objects.get(pk=follow),
        "inspection.firm_request": FirmRequest.objects.get(pk=asked),
    }


PLANNER, APPROVER, OFFICER = "inspection.planner", "inspection.chief", "inspection.officer"


def chapter(story: Any) -> None:
    """A visit for a cause from its log to its published result; one withheld, one put off and cancelled; a firm asks and complains."""
    rows, picture = story.stage.rows, story.stage.picture
    visit, request, place = "inspection.visit", "inspection.firm_request", "registers.place"
    item, reserve = rows["inspection.item"].pk, Inspector.objects.get(certificate=RESERVES).pk

    def told(firm: Enterprise) -> Visit:
        key = story.do(PLANNER, "inspection.log_cause", rows[place].pk, place, **cause(item, firm, story.sent(PLANNER, picture)))
        story.do(APPROVER, "inspection.approve_visit", key, visit, opinion="示例")
        story.do(PLANNER, "inspection.give_notice", key, visit)
        return Visit.objects.get(pk=key)

    def over(one: Visit, verb: str, **more: Any) -> int:
        story.do(OFFICER, "inspection.enter_visit", one.pk, visit, code=one.code, **certificates())
        row = VisitItem.objects.get(visit=one).pk
        story.do(OFFICER, "inspection.record_item", row, "inspection.visit_item", outcome="corrected", finding="示例")
        if verb == "sign_record":
            # Signed once everything is recorded.
            more["signature"] = story.sent(OFFICER, picture)
        story.do(OFFICER, f"inspection.{verb}", one.pk, visit, **more)
        return row

    firm = Enterprise.objects.get(name="示例904")
    first = told(firm)
    row = over(first, "sign_record", signer="示例")
    story.do(PLANNER, "inspection.tell_result", first.pk, visit)
    delivered = {"paper": "result", "way": "direct", "delivered_on": clock.today().isoformat(), "received_by": "示例"}
    story.do(PLANNER, "inspection.record_delivery", first.pk, visit, **delivered)
    follow = story.do(PLANNER, "inspection.follow_up", row, "inspection.visit_item", kind="correction", note="示例", due="2099-12-31")
    story.do(PLANNER, "inspection.close_follow_up", follow, "inspection.follow_up", result="示例", proof=story.sent(PLANNER, picture))
    story.do(PLANNER, "inspection.publish_visit", first.pk, visit)
    second = told(firm)
    over(second, "refuse_signature", refused_why="示例", witness="示例")
    story.do(APPROVER, "inspection.withhold_visit", second.pk, visit, reason="示例")
    third = told(firm)
    codes = {"credit_code": firm.uscc, "code": third.code, "words": "示例"}
    asked = [story.do(PLANNER, "inspection.ask_avoidance", None, **codes, member=n) for n in (1, 2)]
    story.do(APPROVER, "inspection.refuse_avoidance", asked[0], request, answer="示例")
    story.do(APPROVER, "inspection.grant_avoidance", asked[1], request, coming=reserve, answer="示例")
    complaint = story.do(PLANNER, "inspection.complain", None, **codes)
    story.do(PLANNER, "inspection.answer_complaint", complaint, request, answer="示例")
    story.do(PLANNER, "inspection.reschedule", third.pk, visit, **window(), reason="示例")
    story.do(APPROVER, "inspection.cancel_visit", third.pk, visit, reason="示例")
    fourth, officer = told(Enterprise.objects.get(name="示例903")), Inspector.objects.get(certificate=OFFICERS).pk
    story.do(PLANNER, "inspection.substitute", fourth.pk, visit, leaving=officer, coming=reserve, reason="示例")
