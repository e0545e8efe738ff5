"""Who waits for whom under limited crews: what a schedule of `resources` adds to what the links ask for, node by node."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .resources import ResourceProblem, Schedule


@dataclass(frozen=True, slots=True)
class Wait:
    """A node that could begin at `ready` by its links and begins at `start`: the nodes that then set free what it needs.

    `opens` are the resources of which there is more from that time on, whoever works: a window that opens, a crew that comes.
    """

    ready: int
    start: int
    behind: tuple[str, ...]
    opens: tuple[str, ...]


def waits(problem: ResourceProblem, schedule: Schedule) -> Mapping[str, Wait]:
    """Every node with a need that begins later than its links alone would let it, in the order of the network.

    >>> from taizhang.kernels.schedule import Network, Node, levelled
    >>> crews = ResourceProblem(Network((Node("a", 3), Node("b", 4))), {"crew": 1}, {"a": {"crew": 1}, "b": {"crew": 1}})
    >>> waits(crews, levelled(crews))
    {'b': Wait(ready=0, start=3, behind=('a',), opens=())}
    """
    network, starts, lengths = problem.network, schedule.starts, problem.network.durations
    keys = [node.key for node in network.nodes]
    ready = [floor - length for floor, length in zip(network.floors, lengths, strict=True)]
    for before, after, weight in network.edges:
        ready[after] = max(ready[after], starts[keys[before]] + lengths[before] + weight - lengths[after])
    ending: dict[tuple[str, int], list[str]] = {}
    for key, needs in problem.demands.items():
        for resource, amount in needs.items():
            if amount and lengths[network.positions[key]]:
                ending.setdefault((resource, starts[key] + lengths[network.positions[key]]), []).append(key)
    more = {(r, time) for r in problem.capacities for time in _rises(problem, r)}
    found = {}
    for key, earliest in zip(keys, ready, strict=True):
        needs, start = problem.demands.get(key, {}), starts[key]
        if start > max(earliest, 0) and needs:
            behind = [k for r in needs for k in ending.get((r, start), ()) if k != key]
            opens = tuple(r for r in needs if (r, start) in more)
            found[key] = Wait(max(earliest, 0), start, tuple(dict.fromkeys(behind)), opens)
    return found


def _rises(problem: ResourceProblem, resource: str) -> list[int]:
    """The times from which there is more of a resource than before."""
    steps, had = problem.steps(resource), 0
    found = []
    for time, amount in steps:
        if amount > had:
            found.append(time)
        had = amount
    return found
