"""How fast the calendar adds working days, against a plain loop over the days in the same run.

Run: python benchmarks/workdays.py [times]. Ratios are the point; absolute figures depend on the machine and its load.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from datetime import date, timedelta
from time import perf_counter

from taizhang.kernels.casework import national_calendar

CALENDAR = national_calendar()
OFF = frozenset(d for y in CALENDAR.years.values() for d in y.off)
WORKED = frozenset(d for y in CALENDAR.years.values() for d in y.worked)


def plain_loop(day: date, n: int) -> date:
    """The n-th working day after a day, by looking at every day."""
    while n:
        day += timedelta(days=1)
        if day in WORKED or (day.weekday() < 5 and day not in OFF):
            n -= 1
    return day


def microseconds(work: Callable[[date, int], object], cases: list[tuple[date, int]]) -> float:
    """Mean time of one call, best of three runs."""
    best = float("inf")
    for _ in range(3):
        begin = perf_counter()
        for day, n in cases:
            work(day, n)
        best = min(best, perf_counter() - begin)
    return best / len(cases) * 1e6


def main(times: int) -> None:
    """Prints one line for each length of term."""
    chance = random.Random(20260918)
    days = [date(2024, 1, 1) + timedelta(days=chance.randrange(900)) for _ in range(times)]
    print("term (wd)   calendar us   plain loop us   ratio")
    for n in (5, 20, 45, 250):
        cases = [(day, n) for day in days]
        assert all(CALENDAR.add_working_days(d, n).date == plain_loop(d, n) for d, n in cases[:500])
        ours, plain = microseconds(CALENDAR.add_working_days, cases), microseconds(plain_loop, cases)
        print(f"{n:9}   {ours:11.2f}   {plain:13.2f}   {plain / ours:5.0f}x")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
