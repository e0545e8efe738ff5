"""Last year's months of example projects that were under way then (续建): when each began, what it did in each month, and how that came in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from taizhang.modules.projects.models import Report

from .example_schedules import STUCK

Do = Callable[..., Any]
Step = tuple[date, Callable[[], None]]

_FEN_PER_WAN: Final = 1_000_000
#: Whose first month would be later than this one of last year has too little to compare with.
_LATEST_MONTH: Final = 9
#: Of what the total leaves beside this year's plan, so much was done last year.
_PERCENT_OF_THE_REST: Final = 60
_LEAST_FEN: Final = 10_000 * _FEN_PER_WAN


@dataclass(frozen=True, slots=True)
class LastYear:
    """The day on which a project began, and its investment of each month of last year in fen."""

    began: date
    months: tuple[tuple[str, int], ...]


def last_year(number: int, planned_start: str, total_fen: int | None, plan_fen: int, today: date) -> LastYear | None:
    """What a project of last year brings along; None for one that begins this year, waits at a node, or has hardly anything left to spend.

    >>> last_year(1, "2025-08", 10**11, 4 * 10**10, date(2026, 11, 26)).months[0][0]
    '2025-08'
    """
    began = _began(number, planned_start)
    # Every seventh has no photo of its start, and those that wait at a node do so from their first works on.
    if began is None or number % 7 == 6 or number in STUCK:
        return None
    year = today.year - 1
    first = 1 if began.year < year else began.month
    spent = max((total_fen or 0) - plan_fen, 0) * _PERCENT_OF_THE_REST // 100
    if (began.year, began.month) > (year, _LATEST_MONTH) or spent < _LEAST_FEN:
        return None
    chance = Random(f"last year {number} {today.year}")  # noqa: S311 - invents examples, decides nothing
    monthly = spent // (13 - first)
    amounts = [(f"{year}-{month:02d}", monthly * chance.randint(70, 130) // 100 // _FEN_PER_WAN * _FEN_PER_WAN) for month in range(first, 13)]
    return LastYear(began, tuple(amounts))


def _began(number: int, planned_start: str) -> date | None:
    """A day of the month that the plan names; a year alone names none."""
    if len(planned_start) < 7:
        return None
    return date(int(planned_start[:4]), int(planned_start[5:7]), 6 + number % 20)


def caught_up(do: Do, key: int, reporter: str, months: tuple[tuple[str, int], ...], day: date) -> Iterator[Step]:
    """Last year's months are reported on one day of this year, and looked at and accepted two days later; `do(who, action, target, **inputs)`."""
    yield day, lambda: _reported(do, key, reporter, months)
    yield day + timedelta(days=2), lambda: _accepted(do, key, months[-1][0])


def _reported(do: Do, key: int, reporter: str, months: tuple[tuple[str, int], ...]) -> None:
    for number, (period, amount) in enumerate(months):
        given = {"workload_fen": amount * 103 // 100 // _FEN_PER_WAN * _FEN_PER_WAN, "investment_fen": amount, "paid_fen": amount * 7 // 10}
        done = f"混凝土 立方米 {amount // 10**7 * 3 // 10 + number}"
        do(reporter, "projects.report_month", key, period=period, progress="示例：上年进度补录", quantities=done, **given)


def _accepted(do: Do, key: int, last: str) -> None:
    for report in Report.objects.filter(project=key, period__lte=last, state="submitted").order_by("period"):
        do("erqi-housing", "projects.review_report", report)
        do("erqi-clerk", "projects.accept_report", report)
