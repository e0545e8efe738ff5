"""Lights of 100,000 projects over 24 months under another year's rule: promised in less than 20 s.

Run: python -m benchmarks.light_replay [projects]. The peer is the light of a single project, asked for a sample in the same run;
where numpy is installed, the progress dimension alone is compared with it too (in floats, which are not exact at a threshold).
"""

from __future__ import annotations

import random
import sys
from array import array
from collections.abc import Callable
from datetime import date
from time import perf_counter

from benchmarks.machine import line, load

from taizhang.basis.civil_dates import CivilDate
from taizhang.basis.predicate import Known, Unknown
from taizhang.basis.text import verbatim
from taizhang.kernels.score import ABSENT
from taizhang.modules.projects.lights.inputs import LightInputs, moment_of
from taizhang.modules.projects.lights.light import state_of
from taizhang.modules.projects.lights.replay import NOT_YET, LightColumns, Replay, differences, replay
from taizhang.modules.projects.lights.rule_sets import EXAMPLE_2025, EXAMPLE_2026, YINCHUAN_2025
from taizhang.modules.projects.lights.terms import RuleSet

PERIODS = tuple(f"{y}-{m:02d}" for y in (2025, 2026) for m in range(1, 13))
PROMISE_S = 20
SAMPLE = 150
AMOUNTS = ("investment", "certified", "paid", "payment_plan", "payment_required")


def portfolio(count: int) -> LightColumns:
    """Projects that started or did not, reported or did not, with plans from one to a hundred million yuan."""
    chance = random.Random(20250318)
    first = date(2025, 1, 1).toordinal()
    plans = {y: array("q", [chance.randrange(10**8, 10**10) for _ in range(count)]) for y in (2025, 2026)}

    def amounts(spread: int) -> dict[str, array[int]]:
        return {
            p: array(
                "q",
                [
                    ABSENT if chance.random() < 0.05 else plan * int(p[5:]) * chance.randrange(100 - spread, 101 + spread // 4) // 1200
                    for plan in plans[int(p[:4])]
                ],
            )
            for p in PERIODS
        }

    def days(share: float) -> array[int]:
        return array("q", [first + chance.randrange(730) if chance.random() < share else NOT_YET for _ in range(count)])

    planned = array("q", [2025 * 12 + chance.randrange(24) for _ in range(count)])
    return LightColumns(PERIODS, planned, days(0.8), days(0.6), plans, {}, *map(amounts, (50, 60)), {}, *map(amounts, (60, 20, 40)))


def single(columns: LightColumns, n: int) -> LightInputs:
    """One project of the columns as the value from which a single light is computed."""

    def known(value: int) -> Known | Unknown:
        return Unknown(verbatim("-")) if value == ABSENT else Known(None if value == NOT_YET else value)

    def day(value: int) -> Known:
        return Known(None if value == NOT_YET else date.fromordinal(value))

    month = columns.planned_start[n]
    return LightInputs(
        f"projects.project:{n}",
        verbatim(n),
        planned_start=Known(CivilDate(month // 12, month % 12 + 1)),
        started_on=day(columns.started_on[n]),
        entered_on=day(columns.entered_on[n]),
        plans={y: known(column[n]) for y, column in columns.plans.items()},
        **{name: {p: known(column[n]) for p, column in getattr(columns, name).items()} for name in AMOUNTS},  # type: ignore[arg-type]
    )


def timed(work: Callable[[], Replay]) -> tuple[Replay, float]:
    """What it gives and how long it took, the better of two runs."""
    took = []
    for _ in range(2):
        begin = perf_counter()
        found = work()
        took.append(perf_counter() - begin)
    return found, min(took)


def one_by_one(rule_set: RuleSet, columns: LightColumns, against: Replay) -> float:
    """Seconds per light of a single project, after each was seen to be what the columns gave."""
    chosen = random.Random(1).sample(range(columns.count), min(SAMPLE, columns.count))
    projects = [(n, single(columns, n)) for n in chosen]
    dimensions = [d for d in rule_set.dimensions if d.key in against.states]
    begin = perf_counter()
    said = [[state_of(rule_set, d, inputs, moment_of(p)) for d in dimensions for p in PERIODS] for _, inputs in projects]
    took = perf_counter() - begin
    for (n, _), states in zip(projects, said, strict=True):
        assert states == [against.state(d.key, p, n) for d in dimensions for p in PERIODS]
    return took / sum(map(len, said))


def beside_numpy(columns: LightColumns) -> float | None:
    """Seconds for the progress dimension in numpy, or None where it is not installed."""
    try:
        import numpy
    except ImportError:
        return None
    begin = perf_counter()
    for period in PERIODS:
        plan = numpy.frombuffer(columns.plans[int(period[:4])], dtype=numpy.int64)
        done = numpy.frombuffer(columns.investment[period], dtype=numpy.int64)
        lag = 100.0 * (plan * (int(period[5:]) / 12) - done) / plan
        code = numpy.select([done == ABSENT, lag <= 0, lag < 10, lag <= 30], [5, 2, 3, 4], 6).astype(numpy.uint8)
        code.tobytes()
    return perf_counter() - begin


def main(count: int) -> None:
    """Prints one line a figure."""
    columns = portfolio(count)
    lights = count * len(PERIODS)
    print(f"{count:,} projects x {len(PERIODS)} months; {load()}")
    found: dict[str, Replay] = {}
    for rule_set in (YINCHUAN_2025, EXAMPLE_2025, EXAMPLE_2026):
        result, took = timed(lambda r=rule_set: replay(r, columns))  # type: ignore[misc]
        found[rule_set.key] = result
        each = lights * len(result.states)
        alone = one_by_one(rule_set, columns, result)
        words = f"{alone * each / took:,.0f} times as fast as light by light ({alone * 1e6:.0f} us each)"
        line(f"{rule_set.key}: {len(result.states)} dimensions, {each:,} lights", f"{took:.2f} s", words)
        assert count > 100_000 or took < PROMISE_S, f"promised: {PROMISE_S} s"
    begin = perf_counter()
    other = differences(found["example-2025"], found["example-2026"])
    line("lights that the rule of 2026 gives otherwise than that of 2025", f"{sum(other.values()):,}", f"{perf_counter() - begin:.2f} s")
    numpy_took = beside_numpy(columns)
    _, ours = timed(lambda: replay(_only_progress(), columns))
    against = "numpy is not installed" if numpy_took is None else f"numpy in floats {numpy_took:.2f} s, ratio {ours / numpy_took:.1f}"
    line("yinchuan-2025: progress alone", f"{ours:.2f} s", against)


def _only_progress() -> RuleSet:
    from dataclasses import replace

    return replace(YINCHUAN_2025, dimensions=(YINCHUAN_2025.dimension("progress"),))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
