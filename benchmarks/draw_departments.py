"""How many fewer firms six departments disturb when they draw on the same tickets, and that each sample stays a random one.

Promises for 50,000 firms in four risk classes (1, 5, 15 and 40 % are drawn): firms disturbed at most 55 % of independent draws; over 400
seeds the firms of every class, department and number of departments that may visit them are drawn as often as the ratio says, within
four standard errors. Exits 1 when one is broken. Seeds are fixed, so that the figures are the same on every machine.
Run: python -m benchmarks.draw_departments [seeds] [firms].
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from math import sqrt
from time import process_time

from benchmarks.machine import line, load

from taizhang.kernels.draw import share
from taizhang.kernels.draw.coordinated import Share, apart, together

#: Class, share of the firms in per cent, per cent of them that are drawn.
CLASSES = (("A", 45, 1), ("B", 35, 5), ("C", 15, 15), ("D", 5, 40))
#: How many per cent of the firms each department may visit.
DEPARTMENTS = {"market": 95, "fire": 70, "tax": 60, "housing": 35, "water": 30, "health": 25}
PROMISED_PERCENT, PROMISED_ERRORS = 55, 4.0
#: Seeds of which the independent draws are made too.
COMPARED = 5


def shares(firms: int) -> list[Share]:
    """Who may visit whom, and how many are drawn; ratios are never rounded down."""
    chance = random.Random(20260926)
    found = []
    for name, part, percent in CLASSES:
        own = [f"{name}{n:06d}" for n in range(firms * part // 100)]
        for department, reach in DEPARTMENTS.items():
            eligible = [firm for firm in own if chance.randrange(100) < reach]
            found.append(Share(department, name, eligible, share(percent, 100, len(eligible))))
    return found


def main(seeds: int, firms: int) -> int:
    begin, demanded = process_time(), shares(firms)
    reach = Counter(firm for s in demanded for firm in s.eligible)
    drawn: Counter[tuple[str, str, int]] = Counter()
    united = separate = most = 0
    for n in range(seeds):
        found = together(demanded, f"seed{n}")
        for key, names in found.drawn.items():
            drawn.update((*key, reach[firm]) for firm in names)
        if n < COMPARED:
            united, separate = united + found.firms, separate + apart(demanded, f"seed{n}").firms
            most = max(most, *(len(visit.departments) for visit in found.visits))
    worst = 0.0
    for s in demanded:
        size, p = len(s.eligible), s.take / len(s.eligible)
        for many, count in Counter(reach[firm] for firm in s.eligible).items():
            # How many of `count` are among a sample without replacement (hypergeometric), seeds times.
            spread = sqrt(seeds * count * p * (1 - p) * (size - count) / max(1, size - 1))
            if spread:
                worst = max(worst, abs(drawn[s.department, s.stratum, many] - seeds * count * p) / spread)
    compared = min(COMPARED, seeds)
    line(f"{firms:,} firms, {len(DEPARTMENTS)} departments, {sum(s.take for s in demanded):,} drawn", f"{united / compared:,.0f} firms", load())
    line("  independent draws", f"{separate / compared:,.0f} firms", f"together {united / separate:.1%} of them")
    line("  most departments in one visit without a cap", str(most))
    line(f"  rates over {seeds} seeds, the farthest from its ratio", f"{worst:.2f} errors", f"{process_time() - begin:.1f} s")
    kept = united * 100 <= PROMISED_PERCENT * separate and worst <= PROMISED_ERRORS
    print(f"promised: {PROMISED_PERCENT} %, {PROMISED_ERRORS:.0f} standard errors; {'kept' if kept else 'BROKEN'}")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, [*sys.argv[1:], *("400", "50000")[len(sys.argv) - 1 :]])))
