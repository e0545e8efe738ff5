"""What somebody expects (预测), kept with who and when, and the variances that follow from it.

A forecast that has been overtaken does not stand: an expected finish that is not after today counts as today. This ends the habit
of leaving an old date where it is. The rule is that of the United States' federal IT portfolio.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from itertools import pairwise
from typing import Final, NamedTuple

from taizhang.basis.text import Text

from .figures import Exact, Figure, Undefined, combined, exact, ratio, stated
from .network import bad

NO_TOTAL: Final = Text("计划总成本为零", "The planned total cost is zero")
NO_LENGTH: Final = Text("计划开始与计划完成为同一天", "The plan starts and finishes on the same day")
NO_COST_FORECAST: Final = Text("未填预计总成本", "The projected total cost is not stated")
NO_FORECAST: Final = Text("尚未到期，且无完成预测", "It is not due yet, and nobody has forecast a finish")
NO_PLANNED_COST: Final = Text("未填计划总成本", "The planned total cost is not stated")


@dataclass(frozen=True, slots=True)
class Forecast:
    """An expected finish of a node, as somebody stated it at a time.

    Raises:
        BadInput: a time without a zone.
    """

    node: str
    made_at: datetime
    made_by: str
    expected_finish: date

    def __post_init__(self) -> None:
        if self.made_at.tzinfo is None:
            raise bad("made_at", "预测时间须带时区", "A forecast is made at a time with its zone")


class Standing(NamedTuple):
    """What counts as the expected finish on a day, and the forecast behind it; `overtaken` when that day has passed."""

    finish: date
    forecast: Forecast
    overtaken: bool


class Shift(NamedTuple):
    """One change of mind: the forecast before, the one after, and by how many days of the calendar it is later."""

    before: Forecast
    after: Forecast
    days: int


def standing(history: Iterable[Forecast], today: date, known_at: datetime | None = None) -> Standing | None:
    """The newest forecast as it counts on a day; None when there is none. `known_at` leaves out what was said later."""
    made = [f for f in history if known_at is None or f.made_at <= known_at]
    if not made:
        return None
    newest = max(made, key=lambda f: f.made_at)
    return Standing(max(newest.expected_finish, today), newest, newest.expected_finish < today)


def shifts(history: Iterable[Forecast]) -> tuple[Shift, ...]:
    """Every change of the expected finish, oldest first; saying the same again is none."""
    made = sorted(history, key=lambda f: f.made_at)
    found = (Shift(a, b, (b.expected_finish - a.expected_finish).days) for a, b in pairwise(made))
    return tuple(shift for shift in found if shift.days)


class CostVariance(NamedTuple):
    """CV as a share of the planned total and as an amount, and the total cost it was taken from."""

    share: Figure
    amount: Figure
    total: Figure


class ScheduleVariance(NamedTuple):
    """SV as a share of the planned length and in days of the calendar, and the completion it was taken from."""

    share: Figure
    days: Figure
    completion: date | None


def cost_variance(
    planned_total: Exact | None,
    *,
    actual_total: Exact | None = None,
    actual_completion: date | None = None,
    projected_total: Exact | None = None,
) -> CostVariance:
    """CV = (PlTC - x) / PlTC. The actual total counts only with an actual completion; before that, the projected total does.

    >>> cost_variance(200, actual_total=150, projected_total=230).share
    Fraction(-3, 20)
    """
    finished = actual_total is not None and actual_completion is not None
    total = stated(actual_total if finished else projected_total, NO_COST_FORECAST)
    planned = stated(planned_total, NO_PLANNED_COST)
    amount = combined(Fraction.__sub__, planned, total)
    return CostVariance(ratio(amount, planned, NO_TOTAL), amount, total)


def schedule_variance(
    planned_start: date,
    planned_completion: date,
    *,
    today: date,
    actual_completion: date | None = None,
    projected_completion: date | None = None,
) -> ScheduleVariance:
    """SV = (PlCD - y) / (PlCD - PlSD); y is the actual completion, else the projected one when it is after today, else today.

    Before the planned completion, without any forecast, nothing is known and nothing is said.

    >>> from datetime import date
    >>> late = schedule_variance(date(2025, 1, 1), date(2025, 6, 30), today=date(2025, 7, 1), projected_completion=date(2025, 5, 31))
    >>> late.completion, late.days
    (datetime.date(2025, 7, 1), Fraction(-1, 1))

    Raises:
        BadInput: a planned completion before the planned start.
    """
    if planned_completion < planned_start:
        raise bad("dates", "计划完成早于计划开始", "The planned completion is before the planned start")
    if actual_completion is None and projected_completion is None and today <= planned_completion:
        unknown = Undefined(NO_FORECAST)
        return ScheduleVariance(unknown, unknown, None)
    completion = actual_completion or max(projected_completion or today, today)
    days = exact((planned_completion - completion).days)
    return ScheduleVariance(ratio(days, exact((planned_completion - planned_start).days), NO_LENGTH), days, completion)
