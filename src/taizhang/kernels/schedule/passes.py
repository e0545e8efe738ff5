"""A network as the numbers that the two passes run over, with what has happened taken into it; and the passes.

Durations are fixed, so every link says the same thing: from the finish of one node to the finish of another at least so many
working days. That leaves one list of times, and one addition and one comparison for a link.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from taizhang.basis.clockunits import ClockUnit

from .network import Link, Network, When, bad, names


class Axis(Protocol):
    """Where days lie on the count of working days; `dating.Timeline` is one."""

    def index(self, day: date) -> int:
        """The number of a working day, or of the first one after a day off."""

    def event_day(self, time: int, *, is_finish: bool) -> date:
        """The day on which a start or a finish at a time happens."""

    def over(self, begin: date, term: ClockUnit, *, from_finish: bool, to_finish: bool) -> int:
        """The time from which a term is over that a start or finish on a day sets off, for a start or finish to follow."""


@dataclass(frozen=True, slots=True)
class Actual:
    """What has happened to a node, as days worked (both included) or as times of the network.

    `remaining_working_days` is what the rest takes as somebody judges it. When nobody does it is the duration less the working
    days gone by, and at least one, for the node is not finished. A milestone is reached on the day it is `finished`.

    Raises:
        BadInput: a finish before the start; days remaining of what is finished, or none of what is not.
    """

    started: When
    finished: When | None = None
    remaining_working_days: int | None = None

    def __post_init__(self) -> None:
        left, finished = self.remaining_working_days, self.finished
        if left is not None and (left < 1 or finished is not None):
            raise bad("remaining", "未完成的至少还需1个工作日，已完成的没有剩余", "What is unfinished takes at least another day, what is finished none")
        if finished is not None and isinstance(self.started, date) != isinstance(finished, date):
            raise bad("actual", "开始与完成须同为日期或同为天数", "Start and finish are both days or both numbers")
        if finished is not None and finished < self.started:  # type: ignore[operator]
            raise bad("actual", "完成早于开始", "The finish is before the start")


@dataclass(frozen=True, slots=True)
class Term:
    """A lag in calendar days or months between two nodes: how long it is depends on when it begins.

    `before` and `after` are what lies between the ends that it links and the finishes of the nodes.
    """

    axis: Axis
    lag: ClockUnit
    from_finish: bool
    to_finish: bool
    before: int
    after: int

    def earliest(self, finish: int) -> int:
        """The earliest finish of the later node when the one before finishes at a time."""
        return self.from_day(self.axis.event_day(finish - self.before, is_finish=self.from_finish))

    def from_day(self, begin: date) -> int:
        """The same, when it is known on which day the term was set off."""
        return self.axis.over(begin, self.lag, from_finish=self.from_finish, to_finish=self.to_finish) + self.after

    def latest(self, finish: int) -> int:
        """The latest finish of the earlier node that lets the later one finish at a time: `earliest` the other way round."""
        guess = 2 * finish - self.earliest(finish)
        while self.earliest(guess) > finish:
            guess -= 1
        while self.earliest(guess + 1) <= finish:
            guess += 1
        return guess


Edge = tuple[int, int, int | Term]


def earliest(weight: int | Term, finish: int) -> int:
    """The earliest finish at the far end of an edge."""
    return finish + weight if isinstance(weight, int) else weight.earliest(finish)


def latest(weight: int | Term, finish: int) -> int:
    """The latest finish at the near end of an edge."""
    return finish - weight if isinstance(weight, int) else weight.latest(finish)


@dataclass(slots=True)
class Plan:
    """Durations, and the earliest finishes without links (`floors`), by position; edges (before, after, weight) by later node,
    which are `plain` when all their weights are numbers.

    Of a started node only what remains is in here: `began` has when it began. A finished one is in no edge, only `done`. What
    either still demands of others is `held`: an earliest finish with the link it comes from.
    """

    network: Network
    axis: Axis | None
    actuals: Mapping[str, Actual]
    durations: list[int]
    floors: list[int]
    edges: Sequence[Edge]
    plain: Sequence[tuple[int, int, int]] | None
    links: Sequence[tuple[int, int, Link]]
    began: dict[int, int]
    done: set[int]
    held: dict[int, tuple[int, Link]]

    def not_before(self, at: int) -> int:
        """The earliest start that the node itself asks for."""
        node = self.network.nodes[at]
        if node.not_before is None:
            return 0
        # A milestone happens in the course of its day, so its time is the end of that day.
        return max(0, last_time(node.not_before, self.axis) if node.is_milestone else time_of(node.not_before, self.axis))


def time_of(when: When, axis: Axis | None) -> int:
    """The time at which a day begins."""
    if not isinstance(when, date):
        return when
    if axis is None:
        raise bad("needs_calendar", "含有日期，须给出日历", "A date needs a calendar")
    return axis.index(when)


def last_time(when: When, axis: Axis | None) -> int:
    """The time at which a day is over; a number is a time already."""
    return time_of(when + timedelta(days=1) if isinstance(when, date) else when, axis)


#: What a plan without actuals has begun, done and held. Shared, because plans are made by the thousand; never written to.
_NOTHING_HAPPENED: tuple[dict[int, int], set[int], dict[int, tuple[int, Link]]] = ({}, set(), {})


def plan_of(network: Network, axis: Axis | None, actuals: Mapping[str, Actual], today: int | None) -> Plan:
    """The numbers for a network as it stands.

    Raises:
        BadInput: see `critical_path`.
    """
    if not actuals and not network.needs_calendar:
        floors = network.floors
        if today is not None:
            floors = [max(floor, today + days) for floor, days in zip(floors, network.durations, strict=True)]
        return Plan(network, axis, actuals, network.durations, floors, network.edges, network.edges, network.links, *_NOTHING_HAPPENED)
    return _with_actuals(network, axis, actuals, today)


def forward(plan: Plan) -> list[int]:
    """The earliest finish of every node, by position."""
    times = plan.floors.copy()
    if plan.plain is not None:
        for before, after, days in plan.plain:
            time = times[before] + days
            if time > times[after]:
                times[after] = time
        return times
    for before, after, weight in plan.edges:
        times[after] = max(times[after], earliest(weight, times[before]))
    return times


def backward(plan: Plan, last: int) -> list[int]:
    """The latest finish of every node when none may be later than `last`, by position."""
    times = [last] * len(plan.floors)
    if plan.plain is not None:
        for before, after, days in reversed(plan.plain):
            time = times[after] - days
            if time < times[before]:
                times[before] = time
        return times
    for before, after, weight in reversed(plan.edges):
        times[before] = min(times[before], latest(weight, times[after]))
    return times


def _with_actuals(network: Network, axis: Axis | None, actuals: Mapping[str, Actual], today: int | None) -> Plan:
    edges: list[Edge] = []
    links: list[tuple[int, int, Link]] = []
    plan = Plan(network, axis, actuals, network.durations.copy(), [], edges, None, links, {}, set(), {})
    _record(plan, today)
    for at in range(len(network.nodes)):
        start = max(today or 0, 0 if at in plan.began else plan.not_before(at))
        plan.floors.append((plan.began[at] if at in plan.done else start) + plan.durations[at])
    for entry in network.links:
        edge = _taken(plan, *entry)
        if edge is not None:
            edges.append(edge)
            links.append(entry)
    for at, (floor, _) in plan.held.items():
        plan.floors[at] = max(plan.floors[at], floor)
    return plan


def _record(plan: Plan, today: int | None) -> None:
    """Started and finished nodes are in the plan with what remains of them."""
    actuals = plan.actuals
    if missing := [key for key in actuals if key not in plan.network]:
        raise bad("actual", "没有这些节点：{k}", "There are no such nodes: {k}", k=names(missing))
    for key, actual in actuals.items():
        at = plan.network.positions[key]
        node = plan.network.nodes[at]
        if today is None:
            raise bad("actual", "填了实际进展，须给出数据日期", "What has happened needs a data date")
        began = time_of(actual.started, plan.axis)
        if actual.finished is not None:
            ended = last_time(actual.finished, plan.axis)
            began = ended if node.is_milestone else min(began, ended)
            plan.durations[at] = ended - began
            plan.done.add(at)
        elif node.is_milestone:
            raise bad("actual", "“{k}”是里程碑，只有完成日期", "“{k}” is a milestone: it is finished or it is not", k=key)
        else:
            ended = began
            left = actual.remaining_working_days
            plan.durations[at] = max(1, node.duration_working_days - (today - began)) if left is None else left
        if began > today or ended > today + 1:
            raise bad("actual", "“{k}”的实际日期晚于数据日期", "What has happened to “{k}” is after the data date", k=key)
        plan.began[at] = began


def _taken(plan: Plan, before: int, after: int, link: Link) -> Edge | None:
    """The link between what is to be done of two nodes. None for one that is past, or that a past time holds (`held`)."""
    if after in plan.done or (after in plan.began and link.type == "SS"):
        return None
    nodes, lengths = plan.network.nodes, plan.durations
    # A milestone happens in the course of its day, whichever of its ends is meant.
    from_finish = link.from_finish or nodes[before].is_milestone
    to_finish = link.to_finish or nodes[after].is_milestone
    ahead, behind = (0 if link.from_finish else lengths[before]), (0 if link.to_finish else lengths[after])
    step: int | Term
    if isinstance(link.lag, int):
        step = link.lag - ahead + behind
    else:
        assert plan.axis is not None
        step = Term(plan.axis, link.lag, from_finish, to_finish, ahead, behind)
    if before in plan.done or (before in plan.began and not link.from_finish):
        floor = _demanded(plan, before, step)
        if after not in plan.held or floor > plan.held[after][0]:
            plan.held[after] = (floor, link)
        return None
    return before, after, step


def _demanded(plan: Plan, before: int, step: int | Term) -> int:
    """The earliest finish that a past time of the node before still demands; a term runs from the day that was recorded."""
    past = plan.began[before] + plan.durations[before]
    if isinstance(step, int):
        return past + step
    actual = plan.actuals[plan.network.nodes[before].key]
    day = actual.finished if step.from_finish else actual.started
    return step.from_day(day) if isinstance(day, date) else step.earliest(past)
