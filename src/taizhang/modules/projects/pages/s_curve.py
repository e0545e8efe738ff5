"""The S-curve of one project as lines of a drawing: planned dashed, reported solid, certified dotted, from zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .. import rules
from ..queries.figures import Figures
from .drawing import wan

WIDTH, HEIGHT = 300, 110
_LEFT, _TOP, _FOOT = 4, 8, 16


@dataclass(frozen=True, slots=True)
class Curve:
    """Three lines of points, the highest amount, and the same numbers as a table: month, planned, reported, certified so far."""

    planned: str
    reported: str
    certified: str
    most: str
    months: Sequence[tuple[float, str]]
    rows: Sequence[tuple[str, str, str, str]]
    width: int = WIDTH
    height: int = HEIGHT
    base: int = HEIGHT - _FOOT
    top: int = _TOP


def curve_of(months: Mapping[str, Figures], last: str, plan: int | None) -> Curve | None:
    """The year of `last` from January to December, actual figures up to `last`; None while there is nothing to draw."""
    periods = [f"{last[:4]}-{m:02d}" for m in range(1, 13)]
    even = [rules.even_part(plan, p) for p in periods] if plan else []
    reported, certified = (_sums(months, periods, last, name) for name in ("investment", "certified"))
    most = max([*even, *(x for x in (*reported, *certified) if x is not None)], default=0)
    if not most:
        return None
    steps = [_LEFT + n * (WIDTH - 2 * _LEFT) / 11 for n in range(12)]

    def line(amounts: Sequence[int | None]) -> str:
        return " ".join(
            f"{x:.1f},{HEIGHT - _FOOT - (HEIGHT - _FOOT - _TOP) * a / most:.1f}" for x, a in zip(steps, amounts, strict=False) if a is not None
        )

    rows = [
        (p, wan(even[n]) if even else "—", wan(reported[n]), wan(certified[n])) for n, p in enumerate(periods) if p <= last
    ]
    return Curve(line(even), line(reported), line(certified), wan(most), [(steps[n], periods[n][5:]) for n in (0, 5, 11)], rows)


def _sums(months: Mapping[str, Figures], periods: Sequence[str], last: str, name: str) -> list[int | None]:
    """What is known of a quantity so far, month by month; None before the first known month and after the last one."""
    found: list[int | None] = []
    total: int | None = None
    for period in periods:
        amount = months[period].of(name) if period in months else None
        if amount is not None:
            total = (total or 0) + amount
        found.append(total if period <= last else None)
    return found
