"""How fast inspection teams are drawn, and that the stand-alone checker accepts them without a solver.

Promise: 2,000 visits by two of 200 inspectors each in under 3 s of CPU time, verified by verify/teams_verify.py. Exits 1 when broken.
Beside it the solver of OR-tools (Apache-2.0) in the same run, on the same network of the same candidates: it has to find the same teams.
It gives no prices, so that nobody could check its answer without it. Run: python -m benchmarks.draw_teams [visits inspectors].
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter, process_time

from benchmarks.machine import line, load

from taizhang.kernels.draw.teams import Demand, Inspector, assign, cost

VERIFIER = Path(__file__).resolve().parents[1] / "verify/teams_verify.py"
SEED = "3WLtUpIHaL_782wivSMoD7Ydil3rx2d3"
PROMISED_SECONDS = 3.0


def peer(demand: Demand, candidates: int) -> Callable[[], Mapping[tuple[str, str], str]] | None:
    """The same by OR-tools, its network made already: floors of the loads are moved into the supplies, as its simple interface has none."""
    if find_spec("ortools") is None:
        return None
    network = import_module("ortools.graph.python.min_cost_flow").SimpleMinCostFlow()
    slots = [(v, s) for v in demand.visits for s in demand.places]
    node = {("who", i.key): len(slots) + n for n, i in enumerate(demand.inspectors)}
    sink, barred, supply = len(slots) + len(node), set(demand.conflicts), [1] * len(slots)
    least, more = divmod(len(slots), len(node))
    arcs = {}
    for n, (v, s) in enumerate(slots):
        free = [i.key for i in demand.inspectors if (v, i.key) not in barred and (i.may_lead or s != demand.places[0])]
        for price, i in sorted((cost(SEED, v, s, i), i) for i in free)[:candidates]:
            pair = node.setdefault(("pair", v, i), sink + 1 + len(node) - len(demand.inspectors))
            arcs[network.add_arc_with_capacity_and_unit_cost(n, pair, 1, price)] = (v, s, i)
    for key, n in node.items():
        if key[0] == "pair":
            network.add_arc_with_capacity_and_unit_cost(n, node["who", key[2]], 1, 0)
        elif more:
            network.add_arc_with_capacity_and_unit_cost(n, sink, 1, 0)
    for n in range(len(slots)):
        network.set_node_supply(n, supply[n])
    for inspector in demand.inspectors:
        network.set_node_supply(node["who", inspector.key], -least)
    network.set_node_supply(sink, -more)

    def solved() -> Mapping[tuple[str, str], str]:
        network.solve()
        return {(v, s): i for arc, (v, s, i) in arcs.items() if network.flow(arc)}

    return solved


def measured(visits: int, inspectors: int) -> bool:
    chance = random.Random(20260926)
    conflicts = {(f"V{chance.randrange(visits)}", f"I{chance.randrange(inspectors)}") for _ in range(visits)}
    demand = Demand([f"V{n}" for n in range(visits)], [Inspector(f"I{n}", n * 10 < inspectors * 6) for n in range(inspectors)], conflicts)
    wall, begin = perf_counter(), process_time()
    teams = assign(demand, SEED)
    took, wall = process_time() - begin, perf_counter() - wall
    line(f"{visits:,} visits, {inspectors} inspectors, {len(conflicts):,} conflicts", f"{took:.2f} s", f"{wall:.2f} s by the clock; {load()}")
    kept = True
    if solver := peer(demand, teams.candidates):
        begin = process_time()
        kept = solver() == dict(teams.members)
        spent = process_time() - begin
        line("  OR-tools, its network made before, no prices", f"{spent:.2f} s", f"{spent / took:.2f}x as long; {'the same teams' if kept else 'OTHER TEAMS'}")
    else:
        print("  ortools is not installed in this environment: not compared")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "teams.json"
        path.write_text(json.dumps(teams.certificate(demand, SEED)), "utf-8")
        begin = perf_counter()
        ran = subprocess.run([sys.executable, "-S", "-I", str(VERIFIER), str(path)], capture_output=True, text=True, check=False)
    line("  checked without a solver", f"{perf_counter() - begin:.2f} s", (ran.stdout or ran.stderr).strip())
    return kept and ran.returncode == 0 and took < PROMISED_SECONDS


def main(arguments: list[int]) -> int:
    kept = [measured(500, 80), measured(*(arguments or (2_000, 200)))]
    print(f"promised: {PROMISED_SECONDS} s; {'kept' if all(kept) else 'BROKEN'}")
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main(list(map(int, sys.argv[1:]))))
