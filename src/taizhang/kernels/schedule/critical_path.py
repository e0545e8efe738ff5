"""The critical path (关键路径): earliest and latest times, slack, and what holds each node where it is.

What has happened pins the times: a finished node is where it was, a started one began when it did, and whatever is not done
yet starts on the data date (数据日期) at the earliest. The loops are in `passes`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import compress
from operator import ge, sub
from typing import Literal, NamedTuple

from .network import Link, Network, When, bad
from .passes import Actual, Axis, Plan, backward, earliest, forward, last_time, latest, plan_of, time_of


class Cause(NamedTuple):
    """What holds a node at its time: a link, its own earliest start, the data date, the first day, or what happened."""

    kind: Literal["link", "not_before", "data_date", "first_day", "actual"]
    link: Link | None = None


class NodeTimes(NamedTuple):
    """Times of one node; at `finish` it no longer works. Once it is finished, slack and latest times are None.

    Total slack is by how much it may move without moving the end (or the deadline), free slack without moving any other node.
    """

    start: int
    finish: int
    latest_start: int | None
    latest_finish: int | None
    total_slack: int | None
    free_slack: int | None
    critical: bool


@dataclass(eq=False)
class CriticalPath:
    """The computed times of a network; `finish` is the end of the last node, `deadline` what the latest times count back from.

    The two lists of finishes stand in the order of `network.nodes`. Not frozen, because a city makes thousands of them at a
    time; nothing changes one after it was made.
    """

    network: Network
    axis: Axis | None
    data_date: int | None
    finish: int
    deadline: int
    early: list[int] = field(repr=False)
    late: list[int] = field(repr=False)
    plan: Plan = field(repr=False)

    def __getitem__(self, key: str) -> NodeTimes:
        """All times of the node of a key. Raises KeyError."""
        return self.times[key]

    @property
    def actuals(self) -> Mapping[str, Actual]:
        """What had happened by the data date."""
        return self.plan.actuals

    @property
    def critical(self) -> tuple[str, ...]:
        """Keys of the unfinished nodes without slack, predecessors first."""
        network, done = self.network, self.plan.done
        if network.in_order and not done:
            return tuple(compress(network.positions, map(ge, self.early, self.late)))
        early, late = self.early, self.late
        return tuple([network.nodes[at].key for at in network.order if early[at] >= late[at] and at not in done])

    @cached_property
    def times(self) -> dict[str, NodeTimes]:
        """All times of every node by key, in the order of the network."""
        early, late, plan = self.early, self.late, self.plan
        starts, slack = list(map(sub, early, plan.durations)), list(map(sub, late, early))
        late_starts = map(sub, late, plan.durations)
        rows = list(map(NodeTimes, starts, early, late_starts, late, slack, self._free_slack, map((0).__ge__, slack)))
        for at, start in plan.began.items():
            if at in plan.done:
                rows[at] = NodeTimes(start, early[at], None, None, None, None, False)
            else:
                rows[at] = rows[at]._replace(start=start, latest_start=start)
        return dict(zip(self.network.positions, rows, strict=True))

    def cause(self, key: str) -> Cause:
        """What holds the node at its earliest time; a link before anything else, the first one declared."""
        at, early, plan = self.network.positions[key], self.early, self.plan
        if at in plan.done:
            return Cause("actual")
        for (before, after, weight), (_, _, link) in zip(plan.edges, plan.links, strict=True):
            if after == at and early[at] == earliest(weight, early[before]):
                return Cause("link", link)
        if at in plan.held and plan.held[at][0] == early[at]:
            return Cause("link", plan.held[at][1])
        start = early[at] - plan.durations[at]
        if at not in plan.began and plan.not_before(at) == start > 0:
            return Cause("not_before")
        return Cause("data_date" if start == self.data_date else "first_day")

    @cached_property
    def _free_slack(self) -> list[int]:
        early, plan = self.early, self.plan
        free = [self.deadline - finish for finish in early]
        for before, after, weight in plan.edges:
            room = latest(weight, early[after]) - early[before]
            if room < free[before]:
                free[before] = room
        return free


def critical_path(
    network: Network,
    axis: Axis | None = None,
    *,
    actuals: Mapping[str, Actual] | None = None,
    data_date: When | None = None,
    deadline: When | None = None,
) -> CriticalPath:
    """The earliest and latest times of every node.

    `actuals` need a data date: what they say has happened by the end of it, and what is left starts on it or later. A finished
    node holds its successors from where it finished, even out of order; a started one still waits, with what remains of it, for
    its predecessors. A deadline (倒排工期) counts the latest times back from itself instead of from the computed finish, and a slack
    below zero says by how many working days it is missed; as a day it is the last one that may be worked.
    Takes time in proportion to nodes and links.

    >>> from taizhang.kernels.schedule import Link, Network, Node
    >>> network = Network((Node("design", 20), Node("permit", 10), Node("build", 60, (Link("design"), Link("permit")))))
    >>> path = critical_path(network)
    >>> path.finish, path.critical, path["permit"].total_slack
    (80, ('design', 'build'), 10)

    Raises:
        BadInput: dates or lags in calendar days without an axis (`needs_calendar`); actuals without a data date, later than it,
            or of nodes that are not there (`actual`).
    """
    if axis is None and (network.needs_calendar or isinstance(data_date, date) or isinstance(deadline, date)):
        raise bad("needs_calendar", "含有日期或自然日间隔，须给出日历", "Dates or lags in calendar days need a calendar")
    today = None if data_date is None else time_of(data_date, axis)
    plan = plan_of(network, axis, actuals or {}, today)
    early = forward(plan)
    finish = max(early, default=0)
    last = finish if deadline is None else last_time(deadline, axis)
    return CriticalPath(network, axis, today, finish, last, early, backward(plan, last), plan)
