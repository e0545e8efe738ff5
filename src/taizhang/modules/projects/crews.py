"""Several projects that share crews (队伍): what is still to do of them laid on one axis, and a schedule that the crews can keep.

Nothing of it is stored. Work that has begun goes on and keeps its crew; all else is placed by the kernel. A lag in calendar days
or months counts as the working days that it comes to in the schedule without limits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text
from taizhang.kernels import schedule as kernel
from taizhang.kernels.casework import Calendar
from taizhang.kernels.schedule import exact

from .schedule import Plan

#: More than this is not tried: the answer has to be there while somebody waits for the page.
MOST_PROJECTS, MOST_NODES, MOST_DAYS = 50, 1_200, 60_000
_FINISHED = ("reported", "closed")
#: How a schedule is made, the default first. The exact one stops after so many seconds, whatever it has proved by then.
SERIAL, EXACT = "serial", "exact"
EXACT_SECONDS = 8


@dataclass(frozen=True, slots=True)
class Crew:
    """How many crews of a kind there are, and in which windows (both days included) they may work; none: always."""

    team: str
    count: int
    windows: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """A project's schedule as it stands, under the name by which its nodes are called."""

    project: int
    name: str
    plan: Plan
    titles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Piece:
    """A node that is still to be done and needs crews: when it would be done without limits, and when the crews can do it."""

    project: int
    name: str
    title: str
    row: Any
    team: str
    need: int
    held: bool
    unlimited: tuple[date, date]
    limited: tuple[date, date]
    ready: date | None
    behind: tuple[str, ...]
    opens: bool

    @property
    def waits(self) -> bool:
        """True when it begins later than what comes before it would let it."""
        return self.ready is not None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A project's last day without limits and with the crews there are, and by how many working days that is later."""

    project: int
    name: str
    unlimited: date
    limited: date
    later: int


@dataclass(frozen=True, slots=True)
class Tried:
    """What comes out; `best_possible` when it is proved that no schedule ends earlier as a whole.

    `method` made it: the exact solver may find nothing shorter than what serial generation began with. `wrong` is what the
    independent checker found, which is nothing where links and crews hold; it looked at `checked` nodes.
    """

    outcomes: tuple[Outcome, ...]
    pieces: tuple[Piece, ...]
    first: date
    tried: int
    best_possible: bool
    method: str
    checked: int
    wrong: tuple[Text, ...]


@dataclass(slots=True)
class _Joined:
    """All open nodes of all projects as one network, by label, with where each comes from."""

    nodes: list[kernel.Node]
    source: dict[str, tuple[Work, str]]
    held: dict[str, int]


def needs_of(works: Sequence[Work], teams: Sequence[str]) -> dict[tuple[str, str], str]:
    """The sorts of nodes that need crews of these kinds, with a title of each: (kind of crew, key of a template or '')."""
    found: dict[tuple[str, str], str] = {}
    for work in works:
        for key, row in work.plan.rows.items():
            if row.team in teams and row.state not in _FINISHED and row.duration_working_days:
                sort = sort_of(row)
                found.setdefault(sort, work.titles[key] if sort[1] else "")
    return found


def single_nodes(works: Sequence[Work], teams: Sequence[str]) -> list[tuple[str, Any, Work, str]]:
    """The nodes still to be done that need crews of these kinds, one by one: kind of crew, row, its work, its title."""
    return [
        (row.team, row, work, work.titles[key])
        for work in works
        for key, row in work.plan.rows.items()
        if row.team in teams and row.state not in _FINISHED and row.duration_working_days
    ]


def sort_of(row: Any) -> tuple[str, str]:
    """Under what the need of a node is stated: its crew, and its key where a template gave it, since own keys say nothing elsewhere."""
    return row.team, "" if row.key[:1] == "n" and row.key[1:].isdigit() else row.key


def try_out(
    works: Sequence[Work],
    crews: Sequence[Crew],
    needs: Mapping[tuple[str, str], int],
    calendar: Calendar,
    today: date,
    *,
    single: Mapping[int, int] | None = None,
    method: str = SERIAL,
) -> Tried:
    """The schedule that the crews can keep beside the one without limits; a need that is not stated is one crew.

    `single` states the need of one node by its key, before what its sort needs. Same input, same result, as long as the exact
    solver is not stopped by the time.

    Raises:
        BadInput: too many projects, nodes or days (`too_large`); a node that needs more crews than there are (`too_few`), or
            for which no window is long enough (`no_room`); a window that ends before it begins (`window`); the exact solver is
            not installed (`needs_ortools`).
    """
    not_more_than_can_be_tried(len(works))
    axis = kernel.Timeline(calendar, today)
    joined = _joined(works, axis)
    network = kernel.Network(tuple(joined.nodes))
    _bounded(network)
    free = kernel.critical_path(network)
    limited = {crew.team: crew for crew in crews}
    own = single or {}
    asking = [(label, row) for label, row in _rows(joined) if row.team in limited and row.duration_working_days]
    demands = {label: {row.team: own.get(row.id, needs.get(sort_of(row), 1))} for label, row in asking}
    working = {label: need for label, need in demands.items() if label not in joined.held}
    capacities = {team: _steps(crew, axis, joined.held, demands) for team, crew in limited.items()}
    _enough(working, limited, capacities)
    problem = kernel.ResourceProblem(network, capacities, working)
    found = _made(problem, method)
    return _told(works, joined, problem, found, free, demands, axis)


def _made(problem: kernel.ResourceProblem, method: str) -> kernel.Schedule:
    if method == EXACT:
        return exact.shortest(problem, seconds=EXACT_SECONDS)
    return kernel.levelled(problem, samples=_samples(len(problem.network)))


def not_more_than_can_be_tried(projects: int) -> None:
    """Raises BadInput when so many projects are too many."""
    if projects > MOST_PROJECTS:
        raise _too_large(Text("项目", "projects"), projects, MOST_PROJECTS)


def _rows(joined: _Joined) -> list[tuple[str, Any]]:
    return [(label, work.plan.rows[key]) for label, (work, key) in joined.source.items()]


def _samples(nodes: int) -> int:
    """How many schedules are drawn: the fewer the larger the problem, so that the time stays within bounds."""
    return 20 if nodes <= 600 else 8


def _bounded(network: kernel.Network) -> None:
    if len(network) > MOST_NODES:
        raise _too_large(Text("节点", "nodes"), len(network), MOST_NODES)
    days = sum(network.durations) + max(network.floors, default=0)
    if days > MOST_DAYS:
        raise _too_large(Text("工作日", "working days"), days, MOST_DAYS)


def _too_large(what: Text, there: int, most: int) -> BadInput:
    return BadInput(
        Text("共 {n} 个{w}，一次最多试排 {m} 个", "{n} {w} are too many: at most {m} are tried at a time").with_(n=there, w=what, m=most),
        code="too_large",
        remedy=Text("少选几个项目", "Choose fewer projects"),
    )


def _enough(demands: Mapping[str, Mapping[str, int]], limited: Mapping[str, Crew], capacities: Mapping[str, Sequence[tuple[int, int]]]) -> None:
    for label, needs in demands.items():
        for team, amount in needs.items():
            if amount > limited[team].count:
                raise BadInput(
                    Text("“{k}”需要 {n} 支队伍，只有 {m} 支", "“{k}” needs {n} crews, and there are {m}").with_(
                        k=label, n=amount, m=limited[team].count
                    ),
                    code="too_few",
                    remedy=Text("增加队伍，或减少每个节点所需", "Give more crews, or let each node need fewer"),
                )
            if amount > max(n for _, n in capacities[team]):
                raise BadInput(
                    Text("“{k}”排不进窗口期：窗口期已过，或队伍都占用着", "No window is left for “{k}”: over, or all crews are at work").with_(k=label),
                    code="no_room",
                    remedy=Text("填今后的窗口期，或增加队伍", "Give a window to come, or more crews"),
                )


# -- one network out of many ----------------------------------------------------------------------------------------------


def _joined(works: Sequence[Work], axis: kernel.Timeline) -> _Joined:
    joined = _Joined([], {}, {})
    for work in works:
        labels = {}
        for key, row in work.plan.rows.items():
            if row.state not in _FINISHED:
                label = base = f"{work.name}·{work.titles[key]}"
                count = 1
                while label in joined.source:
                    count += 1
                    label = f"{base}（{count}）"
                joined.source[label] = (work, key)
                labels[key] = label
        _add(joined, work, labels, axis)
    return joined


def _add(joined: _Joined, work: Work, labels: Mapping[str, str], axis: kernel.Timeline) -> None:
    """The open nodes of one project: each with its links to other open ones, and at the earliest where all else lets it begin."""
    plan = work.plan
    offset = plan.timeline.index(axis.first_day)
    alone = kernel.Network(tuple(replace(n, links=tuple(k for k in n.links if k.predecessor not in labels)) for n in plan.network.nodes))
    data_date = plan.today if plan.today >= plan.timeline.first_day else None
    floors = kernel.critical_path(alone, plan.timeline, actuals=plan.actuals or None, data_date=data_date)
    for key, label in labels.items():
        node = plan.network[key]
        left = plan.path.plan.durations[plan.network.positions[key]]
        links = tuple(replace(k, predecessor=labels[k.predecessor], lag=_working(k, plan)) for k in node.links if k.predecessor in labels)
        begun = key in plan.actuals
        if begun and not links:
            joined.held[label] = max(floors.times[key].finish - offset, 0)
        begin = floors.times[key].finish - left - offset
        joined.nodes.append(kernel.Node(label, left, links, max(begin, 0)))


def _working(link: kernel.Link, plan: Plan) -> int:
    """The lag in working days; one on the calendar as it comes out where the work lies without limits."""
    if isinstance(link.lag, int):
        return link.lag
    times = plan.path.times[link.predecessor]
    time = times.finish if link.from_finish else times.start
    day = plan.timeline.event_day(time, is_finish=link.from_finish)
    over = plan.timeline.over(day, link.lag, from_finish=link.from_finish, to_finish=link.to_finish)
    return max(over - time, 0)


def _steps(crew: Crew, axis: kernel.Timeline, held: Mapping[str, int], demands: Mapping[str, Mapping[str, int]]) -> tuple[tuple[int, int], ...]:
    """How many crews are free from which time on: in the windows, less those that are at work already."""
    at_work = {label: end for label, end in held.items() if crew.team in demands.get(label, {})}
    opened = []
    for first, last in crew.windows:
        if last < first:
            raise BadInput(
                Text("窗口期的结束（{t}）早于开始（{f}）", "The window ends ({t}) before it begins ({f})").with_(t=last.isoformat(), f=first.isoformat()),
                code="window",
            )
        begin, end = max(axis.index(first), 0), axis.index(last + timedelta(days=1))
        if end > begin:
            opened.append((begin, end))
    windows = opened if crew.windows else None

    def there(time: int) -> int:
        within = windows is None or any(begin <= time < end for begin, end in windows)
        taken = sum(demands[label][crew.team] for label, end in at_work.items() if time < end)
        return max(crew.count - taken, 0) if within else 0

    changes = sorted({0, *at_work.values(), *(t for pair in windows or () for t in pair)})
    steps: list[tuple[int, int]] = []
    for time in changes:
        if not steps or there(time) != steps[-1][1]:
            steps.append((time, there(time)))
    return tuple(steps)


# -- what comes out -------------------------------------------------------------------------------------------------------


def _told(
    works: Sequence[Work],
    joined: _Joined,
    problem: kernel.ResourceProblem,
    found: kernel.Schedule,
    free: kernel.CriticalPath,
    demands: Mapping[str, Mapping[str, int]],
    axis: kernel.Timeline,
) -> Tried:
    network, waiting = problem.network, kernel.waits(problem, found)
    lengths = {node.key: node.duration_working_days for node in network.nodes}
    ends: dict[int, list[tuple[int, int]]] = {}
    for label, (work, _) in joined.source.items():
        ends.setdefault(work.project, []).append((free.times[label].finish, found.starts[label] + lengths[label]))
    outcomes = []
    for work in works:
        if there := ends.get(work.project):
            without, with_ = max(e for e, _ in there), max(e for _, e in there)
            outcomes.append(Outcome(work.project, work.name, axis.span(without, without)[1].date, axis.span(with_, with_)[1].date, with_ - without))
    pieces = []
    for label, needs in demands.items():
        work, key = joined.source[label]
        (team, need), wait = next(iter(needs.items())), waiting.get(label)
        start, length = found.starts[label], lengths[label]
        released = [k for k, end in joined.held.items() if wait and end == wait.start and team in demands.get(k, {})]
        at = free.times[label]
        pieces.append(
            Piece(
                work.project,
                work.name,
                work.titles[key],
                work.plan.rows[key],
                team,
                need,
                label in joined.held,
                _days(axis, at.start, at.finish),
                _days(axis, start, start + length),
                axis.day(wait.ready).date if wait else None,
                (*wait.behind, *released) if wait else (),
                bool(wait and wait.opens and not released),
            )
        )
    made = SERIAL if found.method == kernel.SERIAL_METHOD else EXACT
    wrong = tuple(v.reason for v in kernel.violations(problem, found))
    return Tried(tuple(outcomes), tuple(pieces), axis.first_day, found.tried, found.is_optimal, made, len(network), wrong)


def _days(axis: kernel.Timeline, start: int, finish: int) -> tuple[date, date]:
    first, last = axis.span(start, finish)
    return first.date, last.date
