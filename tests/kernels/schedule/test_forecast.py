"""Forecasts: who expected what and when, and that an overtaken one does not stand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from taizhang.basis.errors import BadInput
from taizhang.kernels.schedule import Undefined, rounded
from taizhang.kernels.schedule.forecast import Forecast, cost_variance, schedule_variance, shifts, standing

TODAY = date(2025, 7, 1)
START, COMPLETION = date(2025, 1, 1), date(2025, 6, 30)


def said(day: int, finish: date, who: str = "staff:01") -> Forecast:
    return Forecast("build", datetime(2025, 6, day, 8, tzinfo=UTC), who, finish)


HISTORY = [said(20, date(2025, 8, 29)), said(1, date(2025, 6, 30)), said(10, date(2025, 6, 30)), said(15, date(2025, 6, 25), "staff:02")]


@pytest.mark.parametrize(
    ("actual", "projected", "completion", "days", "share"),
    [
        (None, date(2025, 8, 29), date(2025, 8, 29), -60, "-0.333"),
        (None, date(2025, 5, 31), TODAY, -1, "-0.006"),
        (None, TODAY, TODAY, -1, "-0.006"),
        (date(2025, 6, 15), date(2025, 8, 29), date(2025, 6, 15), 15, "0.083"),
        (date(2025, 6, 15), None, date(2025, 6, 15), 15, "0.083"),
        (None, None, TODAY, -1, "-0.006"),
    ],
)
def test_the_worked_table_of_the_schedule_variance(actual, projected, completion, days, share) -> None:
    found = schedule_variance(START, COMPLETION, today=TODAY, actual_completion=actual, projected_completion=projected)
    assert (found.completion, found.days, rounded(found.share, 3)) == (completion, days, Decimal(share))
    assert found.share == Fraction(days, 180)


def test_before_it_is_due_and_without_a_forecast_nothing_is_said() -> None:
    found = schedule_variance(START, COMPLETION, today=date(2025, 3, 1))
    assert isinstance(found.share, Undefined) and isinstance(found.days, Undefined) and found.completion is None
    assert found.share.reason.en == "It is not due yet, and nobody has forecast a finish"


def test_a_plan_of_a_single_day_has_a_variance_in_days_and_none_as_a_share() -> None:
    found = schedule_variance(START, START, today=TODAY, actual_completion=date(2025, 1, 3))
    assert found.days == -2 and found.share.reason.en == "The plan starts and finishes on the same day"
    with pytest.raises(BadInput):
        schedule_variance(COMPLETION, START, today=TODAY)


def test_the_actual_cost_counts_only_once_the_work_is_complete() -> None:
    given = {"actual_total": 150, "projected_total": 230}
    assert cost_variance(200, **given).amount == -30
    done = cost_variance(200, **given, actual_completion=TODAY)
    assert (done.share, done.amount, done.total) == (Fraction(1, 4), 50, 150)
    assert cost_variance(200, projected_total=230, actual_completion=TODAY).total == 230


def test_a_cost_variance_without_its_figures_says_which_one_is_missing() -> None:
    assert cost_variance(0, projected_total=5).share.reason.en == "The planned total cost is zero"
    assert cost_variance(0, projected_total=5).amount == -5
    assert cost_variance(200, actual_total=150).amount.reason.en == "The projected total cost is not stated"
    assert cost_variance(None, projected_total=5).share.reason.en == "The planned total cost is not stated"


def test_the_newest_forecast_stands_until_its_day_is_over() -> None:
    now = standing(HISTORY, TODAY)
    assert (now.finish, now.forecast.made_by, now.overtaken) == (date(2025, 8, 29), "staff:01", False)
    late = standing(HISTORY, date(2025, 9, 3))
    assert (late.finish, late.overtaken, late.forecast.expected_finish) == (date(2025, 9, 3), True, date(2025, 8, 29))
    assert not standing(HISTORY, date(2025, 8, 29)).overtaken


def test_as_known_at_a_time_later_words_are_not_known() -> None:
    then = standing(HISTORY, TODAY, known_at=datetime(2025, 6, 16, tzinfo=UTC))
    assert then.forecast.made_by == "staff:02" and then.finish == TODAY and then.overtaken
    assert standing(HISTORY, TODAY, known_at=datetime(2025, 5, 1, tzinfo=UTC)) is None


def test_every_change_of_mind_is_kept_with_who_and_when() -> None:
    found = shifts(HISTORY)
    assert [(s.after.made_at.day, s.after.made_by, s.days) for s in found] == [(15, "staff:02", -5), (20, "staff:01", 65)]


def test_a_forecast_at_no_time_is_refused() -> None:
    with pytest.raises(BadInput):
        Forecast("build", datetime(2025, 6, 1), "staff:01", TODAY)
