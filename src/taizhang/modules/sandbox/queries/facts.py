"""What the gates of the sandbox ask: its own clocks, and what inspectors hold of a firm, unknown where nobody has answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.db.models import Q

from taizhang.basis.predicate import Answer, Known, Unknown
from taizhang.basis.text import Text
from taizhang.frame.declare import Question
from taizhang.registers import calendar as days
from taizhang.registers.questions import FIRM_OPEN_VIOLATIONS, FIRM_PARK, FIRM_RISK_CLASS, FIRM_TAGS

from .. import rules, terms
from ..models import Member

Ask = Callable[[Question, Sequence[int], date], Mapping[int, Answer]]
_FILE: Final = Text("沙盒监管台账", "The sandbox's own file")


def of_member(member: Member, day: date, ask: Ask) -> Mapping[str, Answer]:
    """Answers for every gate of a firm in the sandbox."""
    firm = member.enterprise_id
    asked = {q.key: ask(q, [firm], day)[firm] for q in (FIRM_OPEN_VIOLATIONS, FIRM_RISK_CLASS, FIRM_TAGS, FIRM_PARK)}
    own = {
        "before_listing": _before_listing(member, day),
        "first_time": not rules.came_back(earlier_outs(member), day, days.calendar()),
        "proof": member.proof_id is not None,
        "firm_answered": member.corrected_by == "firm" and member.corrected_on is not None,
        "violation_found": bool(member.violation),
        "not_listed": member.listed_on is None,
        "listing_over": member.listing_due is not None and day > member.listing_due,
        "period_over": member.period_ends is not None and day > member.period_ends,
    }
    tags = asked[FIRM_TAGS.key]
    found: dict[str, Answer] = {f"sandbox.{key}": Known(value, _FILE, day) for key, value in own.items()}
    found["sandbox.no_violation"] = _of(asked[FIRM_OPEN_VIOLATIONS.key], lambda n: n == 0)
    found["sandbox.fits"] = _fits(member.ground, asked, day)
    found["sandbox.off_negative"] = _of(tags, lambda words: not _among(terms.NEGATIVE_LIST, words, day))
    by_class = member.ground == "class_a"
    found["sandbox.outside_safety"] = (
        _of(tags, lambda words: not _among(terms.SAFETY_FIELDS, words, day)) if by_class else Known(True, _FILE, day)
    )
    found["sandbox.class_changed"] = _changed(member, asked[FIRM_RISK_CLASS.key])
    return found


def earlier_outs(member: Member) -> list[date]:
    """The days on which the firm left the same sandbox, for the same defect where it was for one."""
    return outs_of(member.enterprise_id, member.scheme, member.defect, member.pk)


def outs_of(firm: int, scheme: str, defect: str, apart: int | None = None) -> list[date]:
    """The same for a firm that is not proposed yet."""
    same = Member.objects.filter(enterprise=firm, scheme=scheme, defect=defect, out_on__isnull=False)
    return [out for out in same.exclude(pk=apart or 0).values_list("out_on", flat=True) if out is not None]


def open_member(firm: int, scheme: str, defect: str) -> Member | None:
    """The firm as it is in the same sandbox now, or waits to be; None when it is not."""
    return Member.objects.filter(Q(state="eligible") | Q(state__in=terms.INSIDE), enterprise=firm, scheme=scheme, defect=defect).first()


def _before_listing(member: Member, day: date) -> bool:
    return member.listed_on is None and member.listing_due is not None and day <= member.listing_due


def _of(answer: Answer, holds: Callable[[Any], bool]) -> Answer:
    if isinstance(answer, Unknown) or answer.value is None:
        return answer if isinstance(answer, Unknown) else Unknown(Text("企业检查台账的主管单位", "The office that keeps the register of inspections"))
    return Known(holds(answer.value), answer.source, answer.as_of)


def _among(words: Any, tags: str, day: date) -> bool:
    span = words.on(day)
    return span is not None and rules.named_in(span.value, tags)


def _fits(ground: str, asked: Mapping[str, Answer], day: date) -> Answer:
    if ground == "park":
        return _of(asked[FIRM_PARK.key], bool)
    if ground == "tag":
        return _of(asked[FIRM_TAGS.key], lambda words: _among(terms.FOUR_NEW, words, day))
    return _of(asked[FIRM_RISK_CLASS.key], lambda letter: letter == "A")


def _changed(member: Member, answer: Answer) -> Answer:
    """Whether the class is another one than on entry; not known where it was not known then."""
    if not member.class_at_entry:
        return Unknown(Text("入盒时分类未知", "The class was not known on entry"))
    return _of(answer, lambda letter: letter != member.class_at_entry)
