"""The one independent judge of schedules: whatever made them, it reads the nodes and the limits and nothing else."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from taizhang.basis.text import Text

from .network import Link
from .resources import ResourceProblem, Schedule


class Violation(NamedTuple):
    """One thing that does not hold: `nodes`, `start`, `link`, `capacity` or `finish`, in words."""

    kind: str
    reason: Text


def violations(problem: ResourceProblem, schedule: Schedule) -> tuple[Violation, ...]:
    """Everything that is wrong with a schedule; nothing when it is feasible.

    Checked are each start, each link, each resource at each time unit, and that the end is that of the last node.
    """
    network, starts = problem.network, schedule.starts
    if set(starts) != {node.key for node in network.nodes}:
        return (Violation("nodes", Text("节点与网络不一致", "The nodes are not those of the network")),)
    found: list[Violation] = []
    for node in network.nodes:
        start = starts[node.key]
        if start < 0 or (isinstance(node.not_before, int) and start < node.not_before):
            found.append(_violation("start", "“{k}”开始过早", "“{k}” starts too early", k=node.key))
        for link in node.links:
            length = network[link.predecessor].duration_working_days
            if not _holds(link, starts[link.predecessor], length, start, node.duration_working_days):
                found.append(_violation("link", "“{k}”与前置“{p}”的关系未满足", "“{k}” does not wait for “{p}”", k=node.key, p=link.predecessor))
    found += _overloads(problem, schedule)
    ends = [starts[node.key] + node.duration_working_days for node in network.nodes]
    if schedule.finish != max(ends, default=0):
        found.append(_violation("finish", "总工期应为 {n}", "The finish should be {n}", n=max(ends, default=0)))
    return tuple(found)


def _holds(link: Link, start_before: int, length_before: int, start: int, length: int) -> bool:
    """The table of conditions, word for word."""
    finish_before, finish = start_before + length_before, start + length
    assert isinstance(link.lag, int)
    if link.type == "FS":
        return start >= finish_before + link.lag
    if link.type == "SS":
        return start >= start_before + link.lag
    if link.type == "FF":
        return finish >= finish_before + link.lag
    return finish >= start_before + link.lag


def _overloads(problem: ResourceProblem, schedule: Schedule) -> list[Violation]:
    used: dict[tuple[str, int], int] = defaultdict(int)
    for key, needs in problem.demands.items():
        start = schedule.starts[key]
        for time in range(start, start + problem.network[key].duration_working_days):
            for resource, amount in needs.items():
                used[resource, time] += amount
    return [
        _violation("capacity", "第 {t} 天“{r}”需 {n}，超过可用", "“{r}” on day {t}: {n} is more than there is", r=resource, t=time, n=amount)
        for (resource, time), amount in sorted(used.items())
        if amount > _available(problem, resource, time)
    ]


def _available(problem: ResourceProblem, resource: str, time: int) -> int:
    capacity = problem.capacities[resource]
    if isinstance(capacity, int):
        return capacity
    known = [amount for begin, amount in capacity if begin <= time]
    return known[-1] if known else 0


def _violation(kind: str, zh: str, en: str, **values: object) -> Violation:
    return Violation(kind, Text(zh, en).with_(**values))
