"""Earned value (挣值) and earned schedule (挣得进度): where the work stands against the approved plan line (序时进度).

All figures are exact; one that is not defined says why. A value 'as of' a day speaks of the end of that day.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Final, NamedTuple

from taizhang.basis.text import Text

from .baseline import AtFinish, Baseline, FrozenNode, Quantity, WeightedSteps
from .figures import Exact, Figure, Undefined, combined, exact, ratio, stated
from .network import bad, names

NO_PLAN_YET: Final = Text("计划值为零，无从比较", "The planned value is zero: nothing to compare with")
NO_COST_YET: Final = Text("实际成本为零，绩效指数无定义", "The actual cost is zero: the index is not defined")
NOTHING_EARNED: Final = Text("挣值为零，无法推算完工估算", "Nothing is earned yet: no estimate follows from it")
NO_BUDGET: Final = Text("计划总量为零", "The total plan is zero")
BUDGET_SPENT: Final = Text("实际成本等于计划总量，无剩余预算", "The actual cost equals the total plan: no budget is left")
NO_PERIOD_YET: Final = Text("尚无已过的期间", "No period has gone by yet")
EMPTY_LINE: Final = Text("计划线为零", "The plan line is zero throughout")
_NOT_STATED: Final = {
    "bac": Text("未填计划总量", "The total plan is not stated"),
    "pv": Text("未填计划值", "The planned value is not stated"),
    "ev": Text("未报完成量", "What is done is not reported"),
    "ac": Text("未报实际成本", "The actual cost is not reported"),
}


@dataclass(frozen=True, slots=True)
class Measures:
    """The figures of one day. `lag_points` are points of the total plan; `relative_lag` is a share of the planned value.

    Rules of cities use the one or the other lag: a rule has to name which.
    """

    bac: Figure
    pv: Figure
    ev: Figure
    ac: Figure
    sv: Figure
    cv: Figure
    spi: Figure
    cpi: Figure
    eac_at_cpi: Figure
    eac_at_plan: Figure
    tcpi: Figure
    lag_points: Figure
    relative_lag: Figure


def measure(
    *,
    bac: Exact | Undefined | None,
    pv: Exact | Undefined | None,
    ev: Exact | Undefined | None,
    ac: Exact | Undefined | None = None,
) -> Measures:
    """All measures from total plan (BAC), planned value (PV), earned value (EV) and actual cost (AC); None is not zero.

    The two estimates at completion: the rest costs as much as so far (BAC / CPI), or what was planned (AC + BAC - EV).

    >>> found = measure(bac=100, pv=50, ev=40, ac=45)
    >>> found.spi, found.eac_at_cpi, found.lag_points, found.relative_lag
    (Fraction(4, 5), Fraction(225, 2), Fraction(10, 1), Fraction(1, 5))
    >>> measure(bac=100, pv=0, ev=0, ac=0).spi.reason.en
    'The planned value is zero: nothing to compare with'
    """
    total, planned, earned, cost = (
        stated(value, _NOT_STATED[name]) for name, value in (("bac", bac), ("pv", pv), ("ev", ev), ("ac", ac))
    )
    cpi = ratio(earned, cost, NO_COST_YET)
    return Measures(
        bac=total,
        pv=planned,
        ev=earned,
        ac=cost,
        sv=combined(lambda e, p: e - p, earned, planned),
        cv=combined(lambda e, a: e - a, earned, cost),
        spi=ratio(earned, planned, NO_PLAN_YET),
        cpi=cpi,
        eac_at_cpi=ratio(total, cpi, NOTHING_EARNED),
        eac_at_plan=combined(lambda t, e, a: a + t - e, total, earned, cost),
        tcpi=ratio(combined(lambda t, e: t - e, total, earned), combined(lambda t, a: t - a, total, cost), BUDGET_SPENT),
        lag_points=ratio(combined(lambda p, e: 100 * (p - e), planned, earned), total, NO_BUDGET),
        relative_lag=ratio(combined(lambda p, e: p - e, planned, earned), planned, NO_PLAN_YET),
    )


def completion_rate(done: Exact | None, annual_plan: Exact | None) -> Figure:
    """What is done over the annual plan (投资完成率)."""
    return ratio(stated(done, _NOT_STATED["ev"]), stated(annual_plan, _NOT_STATED["bac"]), NO_BUDGET)


# -- the plan line ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlanCurve:
    """A plan line: what is to be done by the end of certain days, in all. Between two of them the earlier one holds.

    `source` says where it comes from, to be shown beside it.

    Raises:
        BadInput: no points, days out of order, or a line that falls.
    """

    points: tuple[tuple[date, Fraction], ...]
    source: Text

    def __post_init__(self) -> None:
        values = (Fraction(0), *(value for _, value in self.points))
        if not self.points or any(a >= b for (a, _), (b, _) in pairwise(self.points)) or any(a > b for a, b in pairwise(values)):
            raise bad("curve", "计划线的日期须递增，数值不得下降", "A plan line goes forward in time and never falls")

    @property
    def total(self) -> Fraction:
        """Where it ends."""
        return self.points[-1][1]

    def at(self, day: date) -> Fraction:
        """The planned value at the end of a day (PV)."""
        return next((value for due, value in reversed(self.points) if due <= day), Fraction(0))

    def periods_gone(self, day: date) -> int:
        """How many of its periods are over at the end of a day (AT)."""
        return sum(due <= day for due, _ in self.points)


def period_ends(year: int, first_month: int = 1, count: int = 12, reporting_day: int = 31) -> tuple[date, ...]:
    """The last days of periods of a month; with a reporting day, that day, or the month's last when it is shorter.

    >>> [d.isoformat() for d in period_ends(2026, 1, 2, reporting_day=25)]
    ['2026-01-25', '2026-02-25']
    """
    months = (year * 12 + first_month - 1 + n for n in range(count))
    return tuple(date(m // 12, m % 12 + 1, min(reporting_day, monthrange(m // 12, m % 12 + 1)[1])) for m in months)


def linear_year(annual_plan: Exact, year: int, reporting_day: int = 31) -> PlanCurve:
    """The line of a year without a baseline: m twelfths of the annual plan at the end of month m.

    >>> linear_year(1200, 2026).at(date(2026, 4, 30))
    Fraction(400, 1)
    """
    ends = period_ends(year, reporting_day=reporting_day)
    points = tuple((end, exact(annual_plan) * m / 12) for m, end in enumerate(ends, 1))
    return PlanCurve(points, Text("未设基线，按月均摊（m/12）", "No baseline: even by month (m/12)"))


def stepped(total: Exact, shares: Iterable[tuple[date, Exact]], source: Text) -> PlanCurve:
    """A line given as targets, such as 45 % by the end of June: between two targets the earlier one holds."""
    return PlanCurve(tuple((day, exact(total) * exact(share)) for day, share in shares), source)


def curve_of(baseline: Baseline, ends: Sequence[date]) -> PlanCurve:
    """The line of a baseline at the ends of periods."""
    points = tuple((end, baseline.planned_value(end)) for end in ends)
    return PlanCurve(points, Text("基线第{v}版", "Baseline, version {v}").with_(v=baseline.version))


class EarnedSchedule(NamedTuple):
    """How many periods of the plan have been earned (ES), how many are gone (AT), and SPI(t) = ES / AT."""

    periods_earned: Figure
    periods_gone: int
    spi_t: Figure


def earned_schedule(values: Sequence[Exact], ev: Exact, periods_gone: int) -> EarnedSchedule:
    """How far along the plan line the earned value lies, in periods; `values` are the planned values of periods 1, 2, ...

    What reaches the end of the line has earned the first period at which the line is at its end. Unlike SPI, SPI(t) of a late
    project stays below 1 when it is done: show both.

    >>> earned_schedule([10, 20, 30, 50], 40, 4)
    EarnedSchedule(periods_earned=Fraction(7, 2), periods_gone=4, spi_t=Fraction(7, 8))
    """
    line, earned = [Fraction(0), *map(exact, values)], exact(ev)
    found = _along(line, earned) if line[-1] > 0 else Undefined(EMPTY_LINE)
    return EarnedSchedule(found, periods_gone, ratio(found, Fraction(periods_gone), NO_PERIOD_YET))


def _along(line: Sequence[Fraction], earned: Fraction) -> Figure:
    if earned < 0:
        raise bad("negative", "挣值小于零", "The earned value is below zero")
    if earned >= line[-1]:
        return Fraction(line.index(line[-1]))
    last = max(n for n, value in enumerate(line) if value <= earned)
    return last + (earned - line[last]) / (line[last + 1] - line[last])


# -- progress of nodes ------------------------------------------------------------------------------------------------

#: What is reported of a node, as its method wants it: finished or not, the keys of the steps done, or the quantity done.
Done = bool | Collection[str] | Exact


class NodeValue(NamedTuple):
    """One node's part: planned and earned share (0 to 1), and both as value. `over` when more was done than designed."""

    key: str
    weight: Fraction
    planned_share: Fraction
    earned_share: Fraction
    pv: Fraction
    ev: Fraction
    over: bool


@dataclass(frozen=True, slots=True)
class Assessment:
    """The state of a plan as of the end of a day, with everything that was left out of it or has to be known beside it.

    `retrospective`: taken later than the day it speaks of. `unreported`: due to have begun, and nobody has said anything; they
    count as nothing done. `cancelled`: neither done nor in the total. `excluded_unbaselined`: not in the plan that was approved; what they
    cost is in the cost all the same, like that of cancelled ones.
    """

    as_of: date
    retrospective: bool
    baseline_version: int
    measures: Measures
    nodes: tuple[NodeValue, ...]
    excluded_unbaselined: tuple[str, ...]
    cancelled: tuple[str, ...]
    unreported: tuple[str, ...]


def assess(
    baseline: Baseline,
    as_of: date,
    done: Mapping[str, Done],
    *,
    costs: Mapping[str, Exact] | None = None,
    cancelled: Collection[str] = (),
    taken_on: date | None = None,
) -> Assessment:
    """Earned value of a plan from what was reported of its nodes up to the end of a day.

    `costs` are actual costs by node in the unit of the weights; None when nobody has reported any. `taken_on` is the day on
    which this is asked.

    Raises:
        BadInput: a report that does not fit the node's method (`report`).
    """
    counted = [node for node in baseline.nodes if node.key not in cancelled]
    values = tuple(_valued(node, as_of, done.get(node.key)) for node in counted)
    measures = measure(
        bac=sum((v.weight for v in values), Fraction(0)),
        pv=sum((v.pv for v in values), Fraction(0)),
        ev=sum((v.ev for v in values), Fraction(0)),
        ac=None if costs is None else sum(map(exact, costs.values()), Fraction(0)),
    )
    return Assessment(
        as_of=as_of,
        retrospective=taken_on is not None and taken_on > as_of,
        baseline_version=baseline.version,
        measures=measures,
        nodes=values,
        excluded_unbaselined=baseline.excluded(dict.fromkeys([*done, *(costs or {})])),
        cancelled=tuple(node.key for node in baseline.nodes if node.key in cancelled),
        unreported=tuple(node.key for node in counted if node.start <= as_of and node.key not in done),
    )


def _valued(node: FrozenNode, as_of: date, done: Done | None) -> NodeValue:
    share = Fraction(0) if done is None else earned_share(node, done)
    planned, capped = node.planned_share(as_of), min(share, Fraction(1))
    return NodeValue(node.key, node.weight, planned, capped, node.weight * planned, node.weight * capped, share > 1)


def earned_share(node: FrozenNode, done: Done) -> Fraction:
    """How much of a node is done by its own method; above 1 when more was done than designed.

    Raises:
        BadInput: a report of another kind than the method wants, steps that are not there, or a quantity below zero.
    """
    method = node.method
    if isinstance(method, AtFinish) and isinstance(done, bool):
        return Fraction(done)
    if isinstance(method, WeightedSteps) and isinstance(done, Collection) and not isinstance(done, str):
        if strange := set(done) - {key for key, _, _ in method.steps}:
            raise bad("report", "“{k}”没有这些步骤：{s}", "“{k}” has no such steps: {s}", k=node.key, s=names(sorted(strange)))
        return Fraction(sum(weight for key, weight, _ in method.steps if key in done), method.total)
    if isinstance(method, Quantity) and not isinstance(done, bool | Collection) and done >= 0:
        return exact(done) / method.designed
    raise bad("report", "“{k}”所报的内容与其计量方法不符", "What is reported of “{k}” does not fit the way it is measured", k=node.key)
