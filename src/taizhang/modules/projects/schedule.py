"""A project's schedule as values: its rows laid into the kernel's network, and what follows from it. No database here.

What was reported done counts as finished on its day in the dates, marked as not yet closed; in the earned value it counts only
once somebody else has closed it and while its proof stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from taizhang.basis.clockunits import CalendarDays, Months
from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text
from taizhang.kernels import schedule as kernel
from taizhang.kernels.casework import Calendar
from taizhang.kernels.schedule import Undefined

_FINISHED = ("reported", "closed")
POINTS = Text("权重为分值而非金额，成本类指标无从计算", "The weights are points, not amounts: no index of cost follows")
NO_REPORT = Text("没有已报的月投资量", "No month has been reported with an investment")


@dataclass(frozen=True, slots=True)
class Plan:
    """The network of a project as of a day with all its dates. `rows` are the nodes that were not dropped, by key, in their order."""

    rows: Mapping[str, Any]
    network: kernel.Network
    timeline: kernel.Timeline
    path: kernel.CriticalPath
    dates: Mapping[str, kernel.NodeDates]
    actuals: Mapping[str, kernel.Actual]
    today: date

    @property
    def finish(self) -> kernel.PlanDate | None:
        """The last day of the whole; None when there is no node."""
        return max((d.finish for d in self.dates.values()), key=lambda f: f.date, default=None)

    @property
    def weights(self) -> dict[str, int]:
        """What each node counts for: amounts in fen when every node with weight has one, else points."""
        amounts = in_amounts(self.rows.values())
        return {key: (row.amount_fen or 0) if amounts else row.weight_points for key, row in self.rows.items()}


def in_amounts(rows: Iterable[Any]) -> bool:
    """True when the plan is weighed by money: some node has an amount, and none that counts for points is without one."""
    found = list(rows)
    return any(r.amount_fen for r in found) and not any(r.weight_points and r.amount_fen is None for r in found)


def lag_of(lag: int, unit: str) -> int | CalendarDays | Months:
    """A lag with its unit; nought is nought in every unit."""
    if unit == "calendar" and lag > 0:
        return CalendarDays(lag)
    return Months(lag) if unit == "months" and lag > 0 else lag


def network_of(nodes: Sequence[Any], links: Iterable[Any]) -> kernel.Network:
    """The nodes that were not dropped with what they wait for, in their order.

    Raises:
        BadInput: nodes that wait for each other; named.
    """
    standing = {n.id: n for n in nodes if n.state != "dropped"}
    waits: dict[int, list[kernel.Link]] = {key: [] for key in standing}
    for link in links:
        if link.node_id in standing and link.before_id in standing:
            before = standing[link.before_id].key
            waits[link.node_id].append(kernel.Link(before, link.type, lag_of(link.lag, link.lag_unit)))
    made = tuple(
        kernel.Node(n.key, n.duration_working_days, tuple(waits[n.id]), n.not_before, str(n.organ_id or "")) for n in standing.values()
    )
    try:
        return kernel.Network(made)
    except BadInput as refused:
        if refused.code != "cycle":
            raise
        # The refusal names nodes by their keys; people know them by their names.
        called = {n.key: f"{n.title}（{n.key}）" for n in standing.values()}
        return kernel.Network(tuple(replace(n, key=called[n.key], links=_renamed(n.links, called)) for n in made))


def _renamed(links: Iterable[kernel.Link], called: Mapping[str, str]) -> tuple[kernel.Link, ...]:
    return tuple(replace(link, predecessor=called[link.predecessor]) for link in links)


def actuals_of(nodes: Iterable[Any], today: date) -> dict[str, kernel.Actual]:
    """What has happened to each node by the end of a day: finished when it was reported done, begun when that was reported."""
    found = {}
    for node in nodes:
        if node.state in _FINISHED and node.finished_on is not None and node.finished_on <= today:
            begun = node.started_on if node.started_on and node.duration_working_days else node.finished_on
            found[node.key] = kernel.Actual(min(begun, node.finished_on), node.finished_on)
        elif is_begun(node) and node.started_on <= today:
            found[node.key] = kernel.Actual(node.started_on, None, node.remaining_working_days)
    return found


def is_begun(node: Any) -> bool:
    """Work on it has begun and is not reported done; a milestone never is."""
    return node.state in ("under_way", "returned") and node.started_on is not None and node.duration_working_days > 0


def first_day(nodes: Iterable[Any], otherwise: date) -> date:
    """The day from which the working days of a schedule are counted: the earliest one that somebody wrote."""
    days = [d for n in nodes if n.state != "dropped" for d in (n.not_before, n.started_on, n.finished_on) if d is not None]
    return min(days, default=otherwise)


def plan(nodes: Sequence[Any], links: Iterable[Any], calendar: Calendar, today: date, otherwise: date) -> Plan:
    """The schedule as it stands on a day, which is the first one still open. `otherwise` is its first day where no node states one.

    Raises:
        BadInput: the nodes contradict each other.
    """
    network = network_of(nodes, links)
    rows = {n.key: n for n in nodes if n.state != "dropped"}
    line = kernel.Timeline(calendar, first_day(nodes, otherwise))
    actuals = actuals_of(rows.values(), today)
    # Before the first day there is nothing to pin: the plan is as it was written.
    data_date = today if today >= line.first_day else None
    path = kernel.critical_path(network, line, actuals=actuals if data_date else None, data_date=data_date)
    return Plan(rows, network, line, path, kernel.dates(path), actuals if data_date else {}, today)


def as_planned(found: Plan) -> Mapping[str, kernel.NodeDates]:
    """The dates that the nodes would have if nothing had been reported and no day had gone by: what a baseline freezes first."""
    return kernel.dates(kernel.critical_path(found.network, found.timeline))


# -- baselines ------------------------------------------------------------------------------------------------------------


def method_of(row: Any) -> kernel.Method:
    """How the progress of a node is measured: by quantity where one was designed, otherwise nothing until it is finished."""
    if row.designed_quantity:
        return kernel.Quantity(Fraction(row.designed_quantity), row.quantity_unit)
    return kernel.AtFinish()


def baseline_of(row: Any, frozen: Iterable[Any], approved_by: str, approved_at: datetime) -> kernel.Baseline:
    """A stored baseline as the kernel's, with its digest. Its nodes are known by the keys of the node rows, as text."""
    nodes = list(frozen)
    amounts = in_amounts(nodes)
    return kernel.Baseline(
        row.version,
        tuple(
            kernel.FrozenNode(
                str(n.node_id),
                n.start,
                n.finish,
                Fraction((n.amount_fen or 0) if amounts else n.weight_points),
                method_of(n),
                n.amount_fen,
                n.provisional,
            )
            for n in sorted(nodes, key=lambda n: n.id)
        ),
        approved_by,
        approved_at,
        row.reason,
        row.calendar_version,
    )


# -- earned value ---------------------------------------------------------------------------------------------------------


def is_proved(row: Any) -> bool:
    """Closed by somebody else, on a proof that was not withdrawn."""
    return row.state == "closed" and row.proof is not None and row.proof.withdrawn_on is None


def done_of(nodes: Iterable[Any], frozen: Mapping[str, Any]) -> dict[str, kernel.Done]:
    """What counts as done of each node, in the way its baseline measures it; nodes of which nothing was reported are left out."""
    found: dict[str, kernel.Done] = {}
    for row in nodes:
        key = str(row.id)
        then = frozen.get(key)
        if row.state == "dropped" or row.state == "planned":
            continue
        if then is not None and then.designed_quantity:
            found[key] = then.designed_quantity if is_proved(row) else row.done_quantity or 0
        else:
            found[key] = is_proved(row)
    return found


@dataclass(frozen=True, slots=True)
class Earned:
    """The earned value of a project against its baseline in force, with what was left out of it."""

    assessment: kernel.Assessment
    schedule: kernel.EarnedSchedule
    baseline: kernel.Baseline
    in_amounts: bool


def earned(
    baseline: kernel.Baseline, frozen: Mapping[str, Any], nodes: Sequence[Any], today: date, invested_fen: int | None
) -> Earned:
    """Where the work stands as of the end of a day. `invested_fen` is what the months reported so far; None: none was reported."""
    done = done_of(nodes, frozen)
    cancelled = {str(n.id) for n in nodes if n.state == "dropped"}
    money = in_amounts(frozen.values())
    found = kernel.assess(baseline, today, done, cancelled=cancelled)
    cost: int | Undefined = Undefined(POINTS) if not money else Undefined(NO_REPORT) if invested_fen is None else invested_fen
    m = found.measures
    measures = kernel.measure(bac=m.bac, pv=m.pv, ev=m.ev, ac=cost)
    unplanned = [str(n.id) for n in nodes if n.state != "dropped"]
    found = replace(found, measures=measures, excluded_unbaselined=baseline.excluded(unplanned))
    first, last = min(n.start for n in baseline.nodes), max(n.finish for n in baseline.nodes)
    months = (max(last, today).year - first.year) * 12 + max(last, today).month - first.month + 1
    curve = kernel.curve_of(baseline, kernel.period_ends(first.year, first.month, months))
    ev = m.ev if isinstance(m.ev, Fraction) else Fraction(0)
    along = kernel.earned_schedule([v for _, v in curve.points], ev, curve.periods_gone(today))
    return Earned(found, along, baseline, money)


# -- compression ----------------------------------------------------------------------------------------------------------


def levers(found: Plan, links: Iterable[Any]) -> tuple[dict[str, int], dict[tuple[str, str], int]]:
    """How short each node can be made, and by how many working days two may overlap, as far as somebody has said."""
    keys = {row.id: key for key, row in found.rows.items()}
    least = {
        key: min(row.least_working_days, row.duration_working_days)
        for key, row in found.rows.items()
        if row.least_working_days is not None and row.duration_working_days
    }
    overlaps = {
        (keys[link.before_id], keys[link.node_id]): link.most_overlap_days
        for link in links
        if link.most_overlap_days and link.type == "FS" and link.lag_unit == "working" and {link.before_id, link.node_id} <= keys.keys()
    }
    return least, overlaps


def years_end(today: date) -> date:
    """The last day of the year, of which the year's figure speaks."""
    return date(today.year, 12, 31)
