"""A firm in the sandbox on the stage, and what is done to others in the chapter of every action."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from taizhang.frame import batches, clock
from taizhang.frame.actor import Actor
from taizhang.modules.sandbox.actions.entering import DEFECTS_KIND
from taizhang.modules.sandbox.models import Contact, Member

MEMBER = "sandbox.member"


def defect(firm: int, kind: str = "concealed") -> dict[str, Any]:
    """Inputs of a defect of which the term of the law has just begun."""
    return {"enterprise": firm, "defect": kind, "triggered_on": (clock.today() - timedelta(days=1)).isoformat()}


def letter() -> dict[str, str]:
    """Inputs of a guidance letter."""
    return {"demand": "示例", "correct_by": clock.today().isoformat(), "contact": "示例"}


def contact() -> dict[str, Any]:
    """Inputs of a contact today."""
    return {"kind": "video", "made_on": clock.today().isoformat(), "content": "示例"}


def in_sandbox(city: Any, planner: Actor, firm: int) -> dict[str, Any]:
    """One firm that was guided, with a contact."""
    key = city.do(planner, "sandbox.find_defect", city.district, **defect(firm)).key
    city.do(planner, "sandbox.admit", key)
    city.do(planner, "sandbox.guide", key, **letter())
    made = city.do(planner, "sandbox.record_contact", key, **contact()).key
    return {MEMBER: Member.objects.get(pk=key), "sandbox.contact": Contact.objects.get(pk=made)}


def sheet(planner: Actor) -> int:
    """An intake that waits to be accepted."""
    return batches.take_in(DEFECTS_KIND, planner, "示例.xlsx", "0" * 64, [{"row": 2}]).pk


def chapter(story: Any) -> None:
    """One firm corrects itself and is let out well, one is listed, one goes to a case when it comes back, one is
    found corrected before it is listed, one is not admitted."""
    planner, chief, place, firm = "inspection.planner", "inspection.chief", "registers.place", story.stage.second_firm.pk
    district = story.stage.rows[place].pk
    good = story.do(planner, "sandbox.find_defect", district, place, **defect(firm))
    story.do(planner, "sandbox.admit", good, MEMBER)
    story.do(planner, "sandbox.guide", good, MEMBER, **letter())
    story.do(planner, "sandbox.renew_code", good, MEMBER, reason="示例")
    story.do(planner, "sandbox.record_contact", good, MEMBER, **contact())
    story.do(planner, "sandbox.record_correction", good, MEMBER, correction="示例")
    story.do(chief, "sandbox.return_correction", good, MEMBER, reason="示例")
    story.do(planner, "sandbox.record_correction", good, MEMBER, correction="示例", file=story.photo(planner, good))
    story.do(chief, "sandbox.verify", good, MEMBER, finding="示例")
    story.do(chief, "sandbox.let_out", good, MEMBER, reason="示例")
    again = story.do(planner, "sandbox.find_defect", district, place, **defect(firm))
    story.do(chief, "sandbox.admit_again", again, MEMBER, reason="示例")
    story.do(chief, "sandbox.open_case", again, MEMBER, reason="示例")
    slow = story.do(planner, "sandbox.find_defect", district, place, **defect(firm))
    story.do(chief, "sandbox.admit_again", slow, MEMBER, reason="示例")
    story.do(planner, "sandbox.guide", slow, MEMBER, **letter())
    story.do(planner, "sandbox.record_correction", slow, MEMBER, correction="示例", file=story.photo(planner, slow))
    story.do(chief, "sandbox.propose_listing", slow, MEMBER, reason="示例")
    story.do(chief, "sandbox.verify_late", slow, MEMBER, finding="示例")
    void = story.do(planner, "sandbox.find_defect", district, place, **defect(firm, "unreachable"))
    story.do(planner, "sandbox.decline", void, MEMBER, reason="示例")
    late = story.do(planner, "sandbox.find_defect", district, place, **defect(firm, "unreachable"))
    story.do(planner, "sandbox.admit", late, MEMBER)
    story.do(chief, "sandbox.propose_listing", late, MEMBER, reason="示例")
    story.do(planner, "sandbox.record_listing", late, MEMBER, listed_on=clock.today().isoformat(), number="示例1号")
    story.do(planner, "sandbox.propose_firm", district, place, enterprise=firm, ground="tag")
    story.do(planner, "sandbox.accept_defects", district, place, intake=sheet(story.stage.own[planner]))
