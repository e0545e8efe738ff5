"""What is known of a project or district when its lights are computed: amounts in fen by month, dates, and who says so.

A fact dated after the day that is looked at has not happened yet, so one set of inputs serves every day of the past.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Final, Literal

from taizhang.basis.predicate import Answer, Known, Unknown
from taizhang.basis.text import Text, joined

from .. import rules, terms
from .terms import Quantity

NOBODY_SAYS: Final[Mapping[str, Unknown]] = {
    "planned_start": Unknown(terms.OWNER),
    "started_on": Unknown(terms.OWNER),
    "entered_on": Unknown(terms.STAT_OFFICE),
    "plan": Unknown(terms.DRC),
    "investment": Unknown(terms.OWNER),
    "workload": Unknown(terms.OWNER),
    "certified": Unknown(terms.STAT_OFFICE),
    "paid": Unknown(terms.OWNER),
    "payment_plan": Unknown(terms.OWNER),
    "payment_required": Unknown(terms.FINANCE),
    "growth_plan": Unknown(terms.DRC),
    "city_growth": Unknown(terms.STAT_OFFICE),
    "bonds": Unknown(terms.FINANCE),
}
_NO_DATE: Final = Known(None)


@dataclass(frozen=True, slots=True)
class Curve:
    """A year's time schedule that is not even: at the end of each month the share of the plan due by then, in 1/10,000.

    Raises:
        ValueError: on construction, unless there are twelve shares from 0 to 10,000 that never fall.
    """

    shares: tuple[int, ...]
    source: Text

    def __post_init__(self) -> None:
        if len(self.shares) != 12 or list(self.shares) != sorted(self.shares) or not 0 <= self.shares[0] <= self.shares[-1] <= 10_000:
            raise ValueError("a time schedule has twelve shares between 0 and 10,000 that never fall")

    @classmethod
    def steps(cls, percent_by_month: Mapping[int, int], source: Text) -> Curve:
        """A schedule that states some months only: between them the last stated share is due.

        >>> Curve.steps({6: 45, 9: 70, 12: 80}, Text("通知", "notice")).shares
        (0, 0, 0, 0, 0, 4500, 4500, 4500, 7000, 7000, 7000, 8000)
        """
        stated = [max((100 * p for m, p in percent_by_month.items() if m <= month), default=0) for month in range(1, 13)]
        return cls(tuple(stated), source)


@dataclass(frozen=True, slots=True)
class BondIssue:
    """A bond, and how much of it had been used by the end of each month."""

    name: Text
    issued_on: date
    amount_fen: int
    used: Mapping[str, Answer]
    source: Text


@dataclass(frozen=True, slots=True)
class LightInputs:
    """What is known of one project, or of a district as a total. Amounts are in fen; months are 'YYYY-MM'.

    `investment`, `certified`, `workload`, `paid`, `payment_plan` and `payment_required` are totals of the year up to the end
    of each month. A month that is missing has no data. `planned_start` holds a CivilDate, `started_on` and `entered_on` a date
    or None for 'known not to have happened'. `growth_plan` and `city_growth` are in per cent.
    `bonds` is None when nobody says whether there are any.
    """

    subject: str
    name: Text
    of: Literal["project", "district"] = "project"
    groups: frozenset[str] | None = None
    planned_start: Answer = NOBODY_SAYS["planned_start"]
    started_on: Answer = NOBODY_SAYS["started_on"]
    entered_on: Answer = NOBODY_SAYS["entered_on"]
    plans: Mapping[int, Answer] = field(default_factory=dict)
    curves: Mapping[int, Curve] = field(default_factory=dict)
    investment: Mapping[str, Answer] = field(default_factory=dict)
    certified: Mapping[str, Answer] = field(default_factory=dict)
    workload: Mapping[str, Answer] = field(default_factory=dict)
    paid: Mapping[str, Answer] = field(default_factory=dict)
    payment_plan: Mapping[str, Answer] = field(default_factory=dict)
    payment_required: Mapping[str, Answer] = field(default_factory=dict)
    growth_plan: Mapping[str, Answer] = field(default_factory=dict)
    city_growth: Mapping[str, Answer] = field(default_factory=dict)
    bonds: tuple[BondIssue, ...] | None = ()


@dataclass(frozen=True, slots=True)
class Moment:
    """The day on which a light is looked at, and the month it speaks of: the one before."""

    day: date
    period: str

    @property
    def year(self) -> int:
        return int(self.period[:4])

    @property
    def month(self) -> int:
        return int(self.period[5:7])


def moment(day: date) -> Moment:
    """What is in question on a day: the month whose figures are collected then."""
    return Moment(day, rules.due_period(day))


def moment_of(period: str) -> Moment:
    """The light of a past month: as it stood on the first day after it."""
    following = rules.next_period(period)
    return Moment(date(int(following[:4]), int(following[5:7]), 1), period)


def months_before(day: date, count: int) -> tuple[str, ...]:
    """The months up to the one that is in question on a day, that one the last of so many."""
    found = [rules.due_period(day)]
    while len(found) < count:
        found.append(rules.period_before(found[-1]))
    return tuple(reversed(found))


def month_number(period: str) -> int:
    """Months counted through the years, so that a difference is a number of months."""
    return int(period[:4]) * 12 + int(period[5:7]) - 1


def of_month(inputs: LightInputs, quantity: Quantity, period: str) -> Answer:
    """The year's total of a quantity up to the end of a month; unknown when nobody gave it."""
    series: Mapping[str, Answer] = getattr(inputs, quantity)
    return series.get(period, NOBODY_SAYS[quantity])


_EVEN = Text("按月均摊（无基线）", "even by month (no baseline)")


def time_share(inputs: LightInputs, at: Moment) -> tuple[Fraction, Text]:
    """The share of the year's plan that is due by the end of the month, and whose schedule says so."""
    curve = inputs.curves.get(at.year)
    if curve is None:
        return Fraction(at.month, 12), _EVEN
    return Fraction(curve.shares[at.month - 1], 10_000), curve.source


# -- making inputs ----------------------------------------------------------------------------------------------------------


def year_to_date(months: Mapping[str, Answer], first: str, last: str) -> dict[str, Answer]:
    """Totals of the year up to each month from figures of single months: from `first` (the first month that has to be
    reported) to `last`. A month that nobody reported makes the rest of its year unknown: a sum with a hole is no sum.
    """
    found: dict[str, Answer] = {}
    total: Answer = Known(0)
    period = first
    while period <= last:
        if period.endswith("-01"):
            total = Known(0)
        total = _added(total, months.get(period, NOBODY_SAYS["investment"]))
        found[period] = total
        period = rules.next_period(period)
    return found


def _added(one: Answer, other: Answer) -> Answer:
    if isinstance(one, Unknown):
        return one
    if isinstance(other, Unknown) or other.value is None:
        return other if isinstance(other, Unknown) else NOBODY_SAYS["investment"]
    return Known(one.value + other.value, other.source or one.source, other.as_of or one.as_of)


def total_of(subject: str, name: Text, parts: Iterable[LightInputs]) -> LightInputs:
    """A district as the sum of its projects, each once. A figure that one of them lacks is unknown for the whole: the page
    says whose is missing instead of calling the rest the total.
    """
    projects = tuple(parts)
    years = sorted({y for p in projects for y in p.plans})
    plans = {y: _total([(p.name, p.plans.get(y, NOBODY_SAYS["plan"])) for p in projects]) for y in years}
    bonds = tuple(b for p in projects for b in p.bonds or ()) if all(p.bonds is not None for p in projects) else None
    return LightInputs(
        subject,
        name,
        "district",
        plans=plans,
        investment=_summed(projects, "investment"),
        certified=_summed(projects, "certified"),
        workload=_summed(projects, "workload"),
        paid=_summed(projects, "paid"),
        payment_plan=_summed(projects, "payment_plan"),
        payment_required=_summed(projects, "payment_required"),
        bonds=bonds,
    )


def _summed(projects: tuple[LightInputs, ...], name: str) -> dict[str, Answer]:
    series: list[tuple[Text, Mapping[str, Answer]]] = [(p.name, getattr(p, name)) for p in projects]
    periods = sorted({period for _, one in series for period in one})
    return {period: _total([(n, one.get(period, NOBODY_SAYS[name])) for n, one in series]) for period in periods}


def _total(answers: list[tuple[Text, Answer]]) -> Answer:
    missing = [(name, a) for name, a in answers if isinstance(a, Unknown) or a.value is None]
    if missing:
        names = joined([name for name, _ in missing[:3]], "、", ", ")
        more = Text("{n}等{c}个项目的单位", "the units of {c} project(s): {n}").with_(n=names, c=len(missing))
        return Unknown(more)
    days = [a.as_of for _, a in answers if isinstance(a, Known) and a.as_of is not None]
    source = Text("{n}个项目之和", "sum of {n} projects").with_(n=len(answers))
    return Known(sum(a.value for _, a in answers if isinstance(a, Known)), source, min(days, key=str) if days else None)
