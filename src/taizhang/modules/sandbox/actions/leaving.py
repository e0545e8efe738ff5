"""How a firm leaves: well, to the list, to a case; by itself when its period is over, its class changes or a violation is found."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.db.models import Q

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Follow, Hand, not_future
from taizhang.registers.models import Enterprise

from .. import terms
from ..models import Member
from .inputs import Finding, Reason, leave

_EXPIRED = "沙盒期满 / the sandbox's period is over"
_UNVERIFIED = "法定列入时限已到，自纠尚未核验 / the law's term for listing is over and the correction was not verified"
_CLASS = "信用风险分类变化 / the class of credit risk has changed"
_GROUND = "不再符合入盒条件 / what the firm came in by no longer holds"


def let_out(member: Member, by: Hand, *, reason: Reason) -> None:
    """The firm is out, and all is well with it; what was corrected was verified before."""
    leave(member, by, reason)


def propose_listing(member: Member, by: Hand, *, reason: Reason) -> None:
    """The firm is out and proposed for the abnormal list; the clock of the law runs until the decision is recorded."""
    leave(member, by, reason)


def open_case(member: Member, by: Hand, *, reason: Reason) -> None:
    """The firm is out, and its matter is with those who handle cases; that it was in the sandbox is no ground there."""
    leave(member, by, reason)


def record_listing(
    member: Member,
    by: Hand,
    *,
    listed_on: Annotated[date, Ask(Text("列入决定日期", "Day of the decision"), example="2026-01-15")],
    number: Annotated[str, Ask(Text("决定书文号", "Number of the decision"), longest=80, example="示例列字〔2026〕1号")],
) -> None:
    """The decision to list is on file, and the clock of the law has stopped on its day.

    Raises:
        BadInput: a day to come, or before what set the term off.
    """
    not_future(listed_on, by, "listed_on")
    if member.triggered_on is not None and listed_on < member.triggered_on:
        raise BadInput(Text("早于事由发生日", "It is before the day that set the term off"), code="too_early", field="listed_on")
    member.listed_on, member.listing_number = listed_on, number[:80]
    by.put(member)


def expire(member: Member, by: Hand) -> None:
    """The time is over: a firm that has not corrected its defect goes to listing, one that was verified or only observed is out well.

    Where the correction was not verified by the end of the law's own term, whoever decides on listings has it now.
    """
    leave(member, by, _UNVERIFIED if member.state == "corrected" else _EXPIRED)


def verify_late(member: Member, by: Hand, *, finding: Finding) -> None:
    """Before a decision to list somebody else found that the firm had corrected itself: it is out well, and is not listed."""
    member.finding, member.verified_on = finding, by.today
    by.put(member)


def exit_by_class(member: Member, by: Hand) -> None:
    """The firm's class of risk has changed, so it is out and under ordinary supervision."""
    leave(member, by, _CLASS)


def exit_by_ground(member: Member, by: Hand) -> None:
    """What the firm came in by no longer holds, or it is on the negative list now: so it is out and under ordinary supervision."""
    leave(member, by, _GROUND)


def note_violation(
    member: Member, by: Hand, *, what: Annotated[str, Ask(Text("发现的问题", "What was found"), longest=400, example="示例：发现其他违法问题")]
) -> None:
    """What an inspection found at the firm stands on its file; that it is out follows from it."""
    member.violation = what[:400]
    by.put(member)


def exit_by_violation(member: Member, by: Hand) -> None:
    """An inspection has found a violation at the firm, so it is out and its matter goes to a case."""
    leave(member, by, member.violation)


def follow_violation(
    enterprise: Enterprise,
    by: Hand,
    *,
    what: Annotated[str, Ask(Text("发现的问题", "What was found"), longest=400, example="示例：发现其他违法问题")],
    outcome: Annotated[str, Ask(Text("检查结果", "Outcome of the item"), longest=40)] = "",
) -> None:
    """Every sandbox that the firm is in has let it out; a defect of disclosure found again does not end the sandbox that is for it."""
    rows = Member.objects.filter(Q(state__in=terms.INSIDE), enterprise=enterprise)
    if outcome in terms.DEFECT_OUTCOMES:
        rows = rows.exclude(scheme=terms.DISCLOSURE_SCHEME)
    for key in rows.order_by("id").values_list("pk", flat=True):
        by.follow.append(Follow("sandbox.note_violation", key, {"what": what[:400]}))
