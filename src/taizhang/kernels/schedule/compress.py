"""Where time can be won (压缩工期): which critical nodes to shorten or to overlap, by how much, and from when on it helps no more.

The end comes forward only when every critical chain becomes shorter. Each step is therefore a smallest set of levers that cuts all of
them (a minimal cut of the critical network, after Phillips and Dessouky 1977), pulled until one is exhausted or another chain
becomes critical.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, NamedTuple

from .critical_path import CriticalPath, critical_path
from .network import Link, Network, Node, When, bad, names
from .passes import Actual, Axis, earliest


class Lever(NamedTuple):
    """One way to win time: a node takes less long, or overlaps with one that it waits for."""

    kind: Literal["shorten", "overlap"]
    node: str
    predecessor: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Pull these levers by so many working days each, and the end comes forward by `gain`.

    `path` is the plan after it, `newly_critical` what was not critical before; `exhausted` are the levers that have nothing left.
    """

    levers: tuple[Lever, ...]
    days: int
    gain: int
    path: CriticalPath
    newly_critical: tuple[str, ...]
    exhausted: tuple[Lever, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """Steps in the order in which they help. `stuck_on` is a critical chain without a lever, when that is why they end."""

    before: CriticalPath
    steps: tuple[Step, ...]
    stuck_on: tuple[str, ...]

    @property
    def path(self) -> CriticalPath:
        """The plan after all steps."""
        return self.steps[-1].path if self.steps else self.before

    @property
    def gain(self) -> int:
        """Working days by which the end comes forward in all."""
        return self.before.finish - self.path.finish


def advise(
    network: Network,
    *,
    least_durations: Mapping[str, int] | None = None,
    overlaps: Mapping[tuple[str, str], int] | None = None,
    axis: Axis | None = None,
    actuals: Mapping[str, Actual] | None = None,
    data_date: When | None = None,
    until: int = 0,
) -> Advice:
    """Which levers to pull, in order, until the end is at `until` or nothing helps.

    `least_durations` say how short a node can be made; `overlaps` by how many working days (predecessor, node) may overlap where the
    node waits for the finish. Nodes that were begun stay as they are.

    >>> from taizhang.kernels.schedule import Link, Network, Node
    >>> network = Network((Node("design", 20), Node("land", 17), Node("build", 60, (Link("design"), Link("land")))))
    >>> found = advise(network, least_durations={"design": 10, "build": 58})
    >>> [([lever.node for lever in step.levers], step.gain) for step in found.steps], found.stuck_on
    ([(['design'], 3), (['build'], 2)], ('land', 'build'))

    Raises:
        BadInput: levers of nodes or links that are not there, or that leave less than nothing (`lever`).
    """
    left = _levers(network, least_durations or {}, overlaps or {}, actuals or {})
    before = path = critical_path(network, axis, actuals=actuals, data_date=data_date)
    steps: list[Step] = []
    stuck: tuple[str, ...] = ()
    while path.finish > until:
        cut = _smallest_cut(path, {lever for lever, days in left.items() if days})
        if isinstance(cut, list):
            stuck = tuple(cut)
            break

        def pulled(days: int, levers: Sequence[Lever] = cut, start: Network = path.network) -> CriticalPath:
            return critical_path(_pulled(start, levers, days), axis, actuals=actuals, data_date=data_date)

        most = min(*(left[lever] for lever in cut), path.finish - until)
        # Where a term runs on the calendar, a weekend may swallow the first days that are won.
        days = _furthest(path.finish, most, pulled) or next((n for n in range(2, most + 1) if pulled(n).finish < path.finish), 0)
        if not days:
            left[cut[0]] = 0
            continue
        after = pulled(days)
        for lever in cut:
            left[lever] -= days
        new = tuple(key for key in after.critical if key not in path.critical)
        exhausted = tuple(lever for lever in cut if not left[lever])
        steps.append(Step(cut, days, path.finish - after.finish, after, new, exhausted))
        path = after
    return Advice(before, tuple(steps), stuck)


def _levers(
    network: Network, least: Mapping[str, int], overlaps: Mapping[tuple[str, str], int], actuals: Mapping[str, Actual]
) -> dict[Lever, int]:
    """By how many working days each lever can be pulled."""
    wrong = [key for key, days in least.items() if key not in network or not 0 <= days <= network[key].duration_working_days]
    wrong += [f"{p} → {n}" for (p, n), days in overlaps.items() if n not in network or days < 0 or not _waits(network[n], p)]
    if wrong:
        raise bad("lever", "这些压缩措施不成立：{k}", "These levers do not exist: {k}", k=names(wrong))
    found = {Lever("shorten", key): network[key].duration_working_days - days for key, days in least.items()}
    found |= {Lever("overlap", node, before): days for (before, node), days in overlaps.items()}
    return {lever: days for lever, days in found.items() if lever.node not in actuals}


def _waits(node: Node, predecessor: str) -> bool:
    return any(_overlaps(link, predecessor) for link in node.links)


def _overlaps(link: Link, predecessor: str | None) -> bool:
    return link.predecessor == predecessor and link.type == "FS" and isinstance(link.lag, int)


def _pulled(network: Network, levers: Sequence[Lever], days: int) -> Network:
    changed: dict[str, Node] = {}
    for lever in levers:
        node = changed.get(lever.node, network[lever.node])
        if lever.kind == "shorten":
            changed[node.key] = replace(node, duration_working_days=node.duration_working_days - days)
        else:
            links = tuple(_closer(link, days) if _overlaps(link, lever.predecessor) else link for link in node.links)
            changed[node.key] = replace(node, links=links)
    return network.with_(*changed.values())


def _closer(link: Link, days: int) -> Link:
    assert isinstance(link.lag, int)
    return replace(link, lag=link.lag - days)


def _furthest(finish: int, most: int, pulled: Callable[[int], CriticalPath]) -> int:
    """The most days of pulling each of which still brings the end forward by one."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if finish - pulled(middle).finish >= middle:
            low = middle
        else:
            high = middle - 1
    return low


_SOURCE, _SINK = -1, -2
_Arc = tuple[int, int]


def _smallest_cut(path: CriticalPath, usable: set[Lever]) -> tuple[Lever, ...] | list[str]:
    """The fewest levers that lie on every critical chain, those nearest the beginning; or a chain that has none of them.

    Every node is two points, its start (2n) and its finish (2n + 1). Flow of one unit along each chain (Ford and Fulkerson 1956).
    """
    arcs = _tight(path, usable)
    endless = 2 * len(usable) + 1
    room: dict[int, dict[int, int]] = defaultdict(dict)
    for (a, b), lever in arcs.items():
        room[a][b] = 1 if lever else endless
        room[b].setdefault(a, 0)
    while True:
        came_from = _search(room)
        if _SINK not in came_from:
            return tuple(lever for (a, b), lever in arcs.items() if lever and a in came_from and b not in came_from)
        chain = [_SINK]
        while chain[-1] != _SOURCE:
            chain.append(came_from[chain[-1]])
        chain.reverse()
        flow = min(room[a][b] for a, b in pairwise(chain))
        if flow > len(usable):
            return list(dict.fromkeys(path.network.nodes[point // 2].key for point in chain[1:-1]))
        for a, b in pairwise(chain):
            room[a][b] -= flow
            room[b][a] += flow


def _search(room: Mapping[int, Mapping[int, int]]) -> dict[int, int]:
    """Every point that can be reached from the source, with the one before it."""
    came_from, queue = {_SOURCE: _SOURCE}, deque([_SOURCE])
    while queue and _SINK not in came_from:
        at = queue.popleft()
        for to, left in room[at].items():
            if left and to not in came_from:
                came_from[to] = at
                queue.append(to)
    return came_from


def _tight(path: CriticalPath, usable: set[Lever]) -> dict[_Arc, Lever | None]:
    """Every condition that holds with nothing to spare, from point to point, with the lever that would loosen it."""
    plan, early, nodes = path.plan, path.early, path.network.nodes
    arcs: dict[_Arc, Lever | None] = {}
    for at, node in enumerate(nodes):
        if at in plan.done:
            continue
        start, finish = 2 * at, 2 * at + 1
        lever = Lever("shorten", node.key)
        arcs[start, finish] = lever if lever in usable else None
        arcs[finish, start] = None
        if plan.floors[at] == early[at]:
            arcs[_SOURCE, start] = None
        if early[at] == path.finish:
            arcs[finish, _SINK] = None
    for (before, after, weight), (_, _, link) in zip(plan.edges, plan.links, strict=True):
        if earliest(weight, early[before]) == early[after]:
            arc = (2 * before + link.from_finish, 2 * after + link.to_finish)
            lever = Lever("overlap", nodes[after].key, link.predecessor)
            arcs[arc] = lever if _overlaps(link, link.predecessor) and lever in usable and arcs.get(arc, lever) else None
    return arcs
