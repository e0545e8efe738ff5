"""How fast inspection teams are drawn, and that the stand-alone checker accepts them without a solver.

Promise: 2,000 visits by two of 200 inspectors each in under 3 s of CPU time, verified by verify/teams_verify.py. Exits 1 when broken.
Run: python -m benchmarks.draw_teams [visits inspectors].
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time

from benchmarks.machine import line, load

from taizhang.kernels.draw.teams import Demand, Inspector, assign

VERIFIER = Path(__file__).resolve().parents[1] / "verify/teams_verify.py"
SEED = "3WLtUpIHaL_782wivSMoD7Ydil3rx2d3"
PROMISED_SECONDS = 3.0


def measured(visits: int, inspectors: int) -> bool:
    chance = random.Random(20260926)
    conflicts = {(f"V{chance.randrange(visits)}", f"I{chance.randrange(inspectors)}") for _ in range(visits)}
    demand = Demand([f"V{n}" for n in range(visits)], [Inspector(f"I{n}", n * 10 < inspectors * 6) for n in range(inspectors)], conflicts)
    wall, begin = perf_counter(), process_time()
    teams = assign(demand, SEED)
    took, wall = process_time() - begin, perf_counter() - wall
    line(f"{visits:,} visits, {inspectors} inspectors, {len(conflicts):,} conflicts", f"{took:.2f} s", f"{wall:.2f} s by the clock; {load()}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "teams.json"
        path.write_text(json.dumps(teams.certificate(demand, SEED)), "utf-8")
        begin = perf_counter()
        ran = subprocess.run([sys.executable, "-S", "-I", str(VERIFIER), str(path)], capture_output=True, text=True, check=False)
    line("  checked without a solver", f"{perf_counter() - begin:.2f} s", (ran.stdout or ran.stderr).strip())
    return ran.returncode == 0 and took < PROMISED_SECONDS


def main(arguments: list[int]) -> int:
    kept = [measured(500, 80), measured(*(arguments or (2_000, 200)))]
    print(f"promised: {PROMISED_SECONDS} s; {'kept' if all(kept) else 'BROKEN'}")
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main(list(map(int, sys.argv[1:]))))
