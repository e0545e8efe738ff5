"""How fast the critical path of a city's projects is, against networkx in the same run; and how good schedules under limits are.

Promises: critical path of 1,000 projects of 20 nodes at least 10 times as fast as networkx's longest path alone; on the 48 first
instances of PSPLIB's j30 a mean gap of at most 1.5 % to the proven optimum with 20 samples. Exits 1 when either is broken.
Times are CPU times, the least of several runs.
Run: python -m benchmarks.schedule [projects]. Ratios are the point; absolute figures depend on the machine and its load.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import process_time

import networkx
from benchmarks.machine import line
from tests.kernels.schedule.psplib import optima, read_instance

from taizhang.kernels.casework import national_calendar
from taizhang.kernels.schedule import Link, Network, Node, Timeline, critical_path, dates, levelled, violations

#: Where the instances lie; they carry no licence and are not part of the project.
INSTANCES = Path(__file__).resolve().parents[2] / "shared" / "data" / "schedule" / "psplib"
ROUNDS = 7
PROMISED_RATIO = 10
PROMISED_GAP = 0.015

Row = tuple[int, int, list[int]]


def project(chance: random.Random, size: int) -> list[Row]:
    """A project as rows: number, working days, numbers of its one or two predecessors among the five before it."""
    rows: list[Row] = [(0, chance.randint(5, 40), [])]
    for at in range(1, size):
        near = range(max(0, at - 5), at)
        rows.append((at, chance.randint(5, 40), chance.sample(near, min(len(near), chance.choice((1, 2, 2))))))
    return rows


def ours(rows: list[Row]) -> Network:
    return Network(tuple(Node(str(at), days, tuple(Link(str(b)) for b in before)) for at, days, before in rows))


def theirs(rows: list[Row]) -> networkx.DiGraph:
    """The same as a graph whose edges are as long as the node they leave."""
    graph = networkx.DiGraph()
    length = {at: days for at, days, _ in rows}
    graph.add_weighted_edges_from((b, at, length[b]) for at, _, before in rows for b in before)
    graph.add_weighted_edges_from((at, "end", days) for at, days, _ in rows)
    return graph


def longest(graph: networkx.DiGraph) -> int:
    return int(networkx.dag_longest_path_length(graph))


def quickest(rounds: int, *works: Callable[[], object]) -> list[float]:
    """The least CPU seconds of each call. Calls take turns; what other processes do to the clock on the wall is left out."""
    best = [float("inf")] * len(works)
    for _ in range(rounds):
        for at, work in enumerate(works):
            begin = process_time()
            work()
            best[at] = min(best[at], process_time() - begin)
    return best


def city(count: int, size: int) -> float:
    """Prints one line for so many projects of so many nodes; returns how many times as fast we are."""
    chance = random.Random(20260918)
    rows = [project(chance, size) for _ in range(count)]
    networks, graphs = [ours(r) for r in rows], [theirs(r) for r in rows]
    assert [critical_path(n).finish for n in networks] == [longest(g) for g in graphs]
    edges = sum(len(n.edges) for n in networks)
    own, other = quickest(ROUNDS, lambda: [critical_path(n).finish for n in networks], lambda: [longest(g) for g in graphs])
    line(f"{count:,} x {size} nodes, {edges:,} links: both passes, earliest and latest", f"{own * 1e3:.1f} ms")
    line("  networkx, length of the longest path only", f"{other * 1e3:.1f} ms", f"{other / own:.1f}x as long")
    named, path = quickest(
        ROUNDS, lambda: [critical_path(n).critical for n in networks], lambda: [networkx.dag_longest_path(g) for g in graphs]
    )
    line("  with the critical nodes by name", f"{named * 1e3:.1f} ms")
    line("  networkx, the nodes of one longest path", f"{path * 1e3:.1f} ms", f"{path / named:.1f}x as long")
    made, graphed = quickest(3, lambda: [critical_path(ours(r)).finish for r in rows], lambda: [longest(theirs(r)) for r in rows])
    line("  both passes, network built and checked from rows", f"{made * 1e3:.1f} ms")
    line("  networkx, graph built from rows", f"{graphed * 1e3:.1f} ms", f"{graphed / made:.1f}x as long")
    timeline = Timeline(national_calendar(), date(2026, 1, 5))
    (dated,) = quickest(3, lambda: [dates(critical_path(n), timeline) for n in networks])
    line("  with slack and four dates for every node", f"{dated * 1e3:.1f} ms", f"{dated / own:.1f}x both passes")
    return other / own


def instances() -> float:
    """Prints the gap for some numbers of samples; returns that for 20."""
    proven = optima(INSTANCES / "j30opt.sm")
    problems = {f"j30{n}_1.sm": read_instance(INSTANCES / "j30" / f"j30{n}_1.sm") for n in range(1, 49)}
    gap_of_20 = 0.0
    print(f"\nPSPLIB j30, {len(problems)} first instances    mean gap    largest    optimal    CPU ms each")
    for samples in (1, 20, 200):
        begin = process_time()
        found = {name: levelled(problem, samples) for name, problem in problems.items()}
        took = (process_time() - begin) / len(problems)
        assert not [name for name, schedule in found.items() if violations(problems[name], schedule)]
        gaps = [found[name].finish / proven[name] - 1 for name in problems]
        assert min(gaps) >= 0, "a schedule below the proven optimum: the reader or the checker is wrong"
        mean = sum(gaps) / len(gaps)
        print(f"{samples:>4} samples, each justified     {mean:>9.2%}  {max(gaps):>9.2%}  {gaps.count(0):>9}  {took * 1e3:>13.1f}")
        gap_of_20 = mean if samples == 20 else gap_of_20
    return gap_of_20


def main(projects: int) -> int:
    ratio = city(projects, 20)
    city(max(projects // 50, 1), 1_000)
    gap = 0.0
    if INSTANCES.exists():
        gap = instances()
    else:
        print(f"no instances of PSPLIB in {INSTANCES.name}: gap not measured")
    print(f"\npromised: {PROMISED_RATIO}x, {PROMISED_GAP:.1%}; measured: {ratio:.1f}x, {gap:.2%}")
    return 0 if ratio >= PROMISED_RATIO and gap <= PROMISED_GAP else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000))
