"""What other modules may ask of a firm: its class, its kinds of business, its park, open violations, visits of the year.

For regulators alone; whoever asks answers for it that nobody else is shown what comes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from django.db.models import Count, Exists, OuterRef

from taizhang.basis.predicate import Answer as Fact
from taizhang.basis.predicate import Known, Unknown
from taizhang.basis.text import Text
from taizhang.frame.declare import Answer
from taizhang.registers.questions import (
    FIRM_OPEN_VIOLATIONS,
    FIRM_PARK,
    FIRM_RISK_CLASS,
    FIRM_TAGS,
    FIRM_VISITS_IN_YEAR,
)

from ..models import FollowUp, InspectedObject, Visit, VisitItem

_ROSTER: Final = Text("检查对象名录库", "Roster of objects")
_VISITS: Final = Text("入企检查记录", "Records of visits")
#: Whoever keeps the roster has not entered it; a firm that is not in the roster is in no class.
_NOT_IN_ROSTER: Final = Text("市场监管部门（检查对象名录库）", "The market regulator, who keeps the roster of objects")
#: Outcomes that are a violation other than a defect of disclosure.
VIOLATIONS: Final = ("corrected", "uncooperative", "pending")


def _of_roster(column: str, keys: Sequence[int], *, empty_is_unknown: bool) -> Mapping[int, Fact]:
    found = InspectedObject.objects.filter(enterprise__in=keys, listed_to__isnull=True)
    known = {firm: (value, on) for firm, value, on in found.values_list("enterprise", column, "classed_on")}
    answers: dict[int, Fact] = {}
    for key in keys:
        value, on = known.get(key, (None, None))
        absent = value is None or (empty_is_unknown and value == "")
        answers[key] = Unknown(_NOT_IN_ROSTER) if absent else Known(value, _ROSTER, on if empty_is_unknown else None)
    return answers


def risk_class(keys: Sequence[int], day: date) -> Mapping[int, Fact]:
    """The class of each firm; unknown for one that is not in the roster or has none yet."""
    return _of_roster("risk_class", keys, empty_is_unknown=True)


def tags(keys: Sequence[int], day: date) -> Mapping[int, Fact]:
    """The kinds of business of each firm, '' for none; unknown for one that is not in the roster."""
    return _of_roster("tags", keys, empty_is_unknown=False)


def park(keys: Sequence[int], day: date) -> Mapping[int, Fact]:
    """The park of each firm, '' for none; unknown for one that is not in the roster."""
    return _of_roster("park", keys, empty_is_unknown=False)


def open_violations(keys: Sequence[int], day: date) -> Mapping[int, Fact]:
    """How many violations were found at each firm and are not dealt with: without anything that followed, or with something that is open."""
    follow = FollowUp.objects.filter(visit_item=OuterRef("pk"))
    found = VisitItem.objects.filter(visit__enterprise__in=keys, outcome__in=VIOLATIONS).exclude(visit__state="cancelled")
    left = found.filter(~Exists(follow) | Exists(follow.filter(state="open")))
    counted = dict(left.values_list("visit__enterprise").annotate(n=Count("id")).values_list("visit__enterprise", "n"))
    return {key: Known(counted.get(key, 0), _VISITS, day) for key in keys}


def visits_in_year(keys: Sequence[int], day: date) -> Mapping[int, Fact]:
    """How many visits each firm had in the calendar year of the day, up to it."""
    found = Visit.objects.filter(enterprise__in=keys, entered_at__year=day.year, entered_at__date__lte=day).exclude(state="cancelled")
    counted = dict(found.values_list("enterprise").annotate(n=Count("id")).values_list("enterprise", "n"))
    return {key: Known(counted.get(key, 0), _VISITS, day) for key in keys}


ANSWERS: Final = (
    Answer(FIRM_RISK_CLASS, risk_class),
    Answer(FIRM_TAGS, tags),
    Answer(FIRM_PARK, park),
    Answer(FIRM_OPEN_VIOLATIONS, open_violations),
    Answer(FIRM_VISITS_IN_YEAR, visits_in_year),
)
