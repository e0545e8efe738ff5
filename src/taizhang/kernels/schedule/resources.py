"""Schedules under limited crews, machines and windows (资源约束): one pass after the other, the best one kept.

The serial schedule generation scheme (SGS) puts one node after the other at the earliest time at which its links hold and
every resource suffices. Each schedule is then justified: pushed to the right, and to the left again. Further ones are sampled
with a fixed seed, so that everybody gets the same result.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import heapify, heappop, heappush
from operator import add, sub

from taizhang.basis.errors import BadInput

from .critical_path import critical_path
from .network import Network, bad, names

#: A number that holds always, or (time, number) pairs: from that time on so many. Before the first pair there are none.
#: The method of a schedule that `levelled` made.
SERIAL_METHOD = "serial SGS"
Capacity = int | tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class ResourceProblem:
    """A network, how much there is of each resource, and how much of it each node needs while it lasts.

    A window (窗口期) is a capacity in steps: `((0, 0), (40, 1), (60, 0))` is open from time 40 up to 60.

    Raises:
        BadInput: dates or calendar lags in the network (`needs_calendar`); unknown nodes or resources, amounts below zero, steps out
            of order, or a need above anything there ever is (`resource`).
    """

    network: Network
    capacities: Mapping[str, Capacity]
    demands: Mapping[str, Mapping[str, int]]

    def __post_init__(self) -> None:
        if self.network.needs_calendar:
            raise bad("needs_calendar", "资源排程只用工作日计数", "A schedule under resources counts working days only")
        wrong = [key for key in self.demands if key not in self.network]
        for key, needs in self.demands.items():
            wrong += [f"{key}: {r}" for r, n in needs.items() if r not in self.capacities or not 0 <= n <= self.most(r)]
        for resource, capacity in self.capacities.items():
            steps = self.steps(resource)
            if any(n < 0 for _, n in steps) or [t for t, _ in steps] != sorted({t for t, _ in steps}) or capacity == ():
                wrong.append(resource)
        if wrong:
            raise bad("resource", "资源或需求有误：{k}", "Something is wrong with these resources or needs: {k}", k=names(wrong))

    def steps(self, resource: str) -> tuple[tuple[int, int], ...]:
        """The capacity as (time, number) pairs."""
        capacity = self.capacities[resource]
        return ((0, capacity),) if isinstance(capacity, int) else capacity

    def most(self, resource: str) -> int:
        """The most there ever is of a resource."""
        return max((n for _, n in self.steps(resource)), default=0)


@dataclass(frozen=True, slots=True)
class Schedule:
    """Start times that hold every link and every capacity; `finish` is the end, which no schedule can bring before `lower_bound`."""

    starts: Mapping[str, int]
    finish: int
    lower_bound: int
    method: str
    tried: int

    @property
    def is_optimal(self) -> bool:
        """True when it is proved that none is shorter."""
        return self.finish == self.lower_bound


def levelled(problem: ResourceProblem, samples: int = 20, seed: int = 1) -> Schedule:
    """The best schedule of so many samples, each justified; the first follows the latest finishes of the critical path.

    Stops as soon as the length of the critical path is reached. Same seed, same result.

    >>> from taizhang.kernels.schedule import Network, Node
    >>> crews = ResourceProblem(Network((Node("a", 3), Node("b", 4))), {"crew": 1}, {"a": {"crew": 1}, "b": {"crew": 1}})
    >>> levelled(crews).finish
    7

    Raises:
        BadInput: a node for which there is no room, because its windows are too short or taken (`no_room`).
    """
    network = problem.network
    path = critical_path(network)
    engine = _Engine(problem)
    late = path.late
    chance = random.Random(seed)  # noqa: S311
    best: list[int] = []
    shortest, tried = 0, 0
    while tried < max(samples, 1) and (not best or shortest > path.finish):
        order = engine.forward.order(late) if not tried else engine.forward.sampled(late, chance)
        for starts in engine.justified(order):
            finish = engine.finish(starts)
            if not best or finish < shortest:
                best, shortest = starts, finish
        tried += 1
    starts_by_key = {node.key: start for node, start in zip(network.nodes, best, strict=True)}
    return Schedule(starts_by_key, shortest, path.finish, SERIAL_METHOD, tried)


def brought_forward(problem: ResourceProblem, schedule: Schedule) -> Schedule:
    """The schedule with nothing put off for no reason: its nodes in the order of their starts, each as early as it can be.

    A solver that looks at the end alone leaves nodes late that nobody waits for. Never longer than what came in: that comes
    back where links to a start or finish make the order lead nowhere.
    """
    engine = _Engine(problem)
    order = engine.forward.order([schedule.starts[node.key] for node in problem.network.nodes])
    try:
        starts = engine.serial(order)
    except BadInput:
        return schedule
    finish = engine.finish(starts)
    if finish > schedule.finish:
        return schedule
    return replace(schedule, starts={node.key: start for node, start in zip(problem.network.nodes, starts, strict=True)}, finish=finish)


@dataclass(frozen=True, slots=True)
class _Way:
    """The network in one direction: what each node waits for as (position, weight), and what waits for it."""

    incoming: Sequence[Sequence[tuple[int, int]]]
    followers: Sequence[Sequence[int]]
    place: Sequence[int]

    def order(self, keys: Sequence[int]) -> list[int]:
        """All positions by rising key, but never before what they wait for; ties by place in the network's order."""
        count, place, followers = len(keys), self.place, self.followers
        waiting = list(map(len, self.incoming))
        ready = [(keys[at] * count + place[at], at) for at in range(count) if not waiting[at]]
        heapify(ready)
        order = []
        while ready:
            at = heappop(ready)[1]
            order.append(at)
            for after in followers[at]:
                waiting[after] -= 1
                if not waiting[after]:
                    heappush(ready, (keys[after] * count + place[after], after))
        return order

    def sampled(self, late: Sequence[int], chance: random.Random) -> list[int]:
        """A random order in which a node is the likelier to come next the earlier its latest finish (squared regret)."""
        followers, draw = self.followers, chance.random
        waiting = list(map(len, self.incoming))
        ready = [at for at in range(len(late)) if not waiting[at]]
        order = []
        while ready:
            picked = 0
            if len(ready) > 1:
                top = max([late[at] for at in ready]) + 1
                weights = [(top - late[at]) ** 2 for at in ready]
                rest = draw() * sum(weights)
                while picked < len(ready) - 1 and rest >= weights[picked]:
                    rest -= weights[picked]
                    picked += 1
            at = ready.pop(picked)
            order.append(at)
            for after in followers[at]:
                waiting[after] -= 1
                if not waiting[after]:
                    ready.append(after)
        return order


class _Engine:
    """Serial SGS over one problem. All resources of one time unit are packed into one number.

    A field per resource holds what is free, under a guard bit that is always set. Taking a need away keeps every guard bit exactly
    when every resource suffices, so one subtraction asks about all of them.
    """

    def __init__(self, problem: ResourceProblem) -> None:
        network = problem.network
        self.problem, self.durations = problem, network.durations
        self.floors = list(map(sub, network.floors, network.durations))
        count, lengths = len(network), network.durations
        place = [0] * count
        for rank, at in enumerate(network.order):
            place[at] = rank
        there: list[list[tuple[int, int]]] = [[] for _ in range(count)]
        back: list[list[tuple[int, int]]] = [[] for _ in range(count)]
        for before, after, weight in network.edges:
            # From finish to finish is, on the way back, from start to start; on the way there it has to be made so.
            there[after].append((before, weight + lengths[before] - lengths[after]))
            back[before].append((after, weight))
        after_of = [[at for at, _ in links] for links in back]
        before_of = [[at for at, _ in links] for links in there]
        self.forward = _Way(there, after_of, place)
        self.backward = _Way(back, before_of, [-rank for rank in place])
        self._pack()

    def _pack(self) -> None:
        problem, lengths = self.problem, self.durations
        used = {r: at for at, r in enumerate(problem.capacities)}
        width = max((problem.most(r).bit_length() for r in used), default=0) + 1
        self.guard = sum(1 << (at * width + width - 1) for at in used.values())
        self.needs = [0] * len(lengths)
        for key, needs in problem.demands.items():
            self.needs[problem.network.positions[key]] = sum(n << (used[r] * width) for r, n in needs.items())
        changes = sorted({0, *(time for r in used for time, _ in problem.steps(r) if time > 0)})
        lags = sum(abs(weight) for _, _, weight in problem.network.edges)
        length = changes[-1] + max(self.floors, default=0) + sum(lengths) + lags + 1
        self.free: list[int] = []
        for begin, end in zip(changes, [*changes[1:], length], strict=True):
            amounts = ((used[r], _at(problem.steps(r), begin)) for r in used)
            packed = self.guard + sum(amount << (at * width) for at, amount in amounts)
            self.free += [packed] * (end - begin)

    def finish(self, starts: Sequence[int]) -> int:
        """The end of the last node."""
        return max(map(add, starts, self.durations), default=0)

    def serial(self, order: Sequence[int]) -> list[int]:
        """The schedule of an order.

        Raises:
            BadInput: no room is left for a node (`no_room`).
        """
        return self._serial(self.forward, order, self.floors, self.free)

    def justified(self, order: Sequence[int]) -> list[list[int]]:
        """The schedule of an order, and the one that is left when it was pushed to the right and to the left again."""
        first = self.serial(order)
        end, lengths = self.finish(first), self.durations
        mirror = self.free[:end][::-1] + self.free
        by_finish = self.backward.order([end - start - length for start, length in zip(first, lengths, strict=True)])
        right = self._serial(self.backward, by_finish, [0] * len(lengths), mirror)
        by_start = self.forward.order([end - start - length for start, length in zip(right, lengths, strict=True)])
        return [first, self.serial(by_start)]

    def _serial(self, way: _Way, order: Sequence[int], floors: Sequence[int], capacity: Sequence[int]) -> list[int]:
        """Every node at the earliest time at which links and capacities allow it, in this order."""
        free, guard, needs, durations, incoming = list(capacity), self.guard, self.needs, self.durations, way.incoming
        starts = [0] * len(order)
        for at in order:
            start = floors[at]
            for before, weight in incoming[at]:
                time = starts[before] + weight
                if time > start:
                    start = time
            length, need = durations[at], needs[at]
            if need and length:
                if start < 0:
                    start = 0
                time, end = start, start + length
                try:
                    while time < end:
                        if (free[time] - need) & guard != guard:
                            start = time + 1
                            end = start + length
                        time += 1
                except IndexError:
                    raise self._no_room(at) from None
                for time in range(start, end):
                    free[time] -= need
            elif start < 0:
                start = 0
            starts[at] = start
        return starts

    def _no_room(self, at: int) -> Exception:
        key = self.problem.network.nodes[at].key
        return bad("no_room", "“{k}”排不进可用的资源或窗口期", "There is no room for “{k}” in what is available", k=key)


def _at(steps: Sequence[tuple[int, int]], time: int) -> int:
    return next((amount for begin, amount in reversed(steps) if begin <= time), 0)
