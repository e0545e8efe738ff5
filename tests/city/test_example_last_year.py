"""Last year's months of the example: whose they are and what they amount to is known without loading the city."""

from __future__ import annotations

from datetime import date

import pytest

from taizhang.site.example_city.example_last_year import LastYear, caught_up, last_year

TODAY = date(2026, 11, 26)
_YI = 10**10


def of(planned_start: str, number: int = 1, total: int = 10 * _YI, plan: int = 4 * _YI) -> LastYear | None:
    return last_year(number, planned_start, total, plan, TODAY)


@pytest.mark.parametrize(("planned_start", "first"), [("2023-05", "2025-01"), ("2025-01", "2025-01"), ("2025-08", "2025-08")])
def test_a_project_under_way_has_every_month_of_last_year_from_its_start(planned_start, first):
    found = of(planned_start)
    assert found is not None and found.began.isoformat().startswith(planned_start)
    assert [p for p, _ in found.months] == [f"2025-{m:02d}" for m in range(int(first[5:]), 13)]


@pytest.mark.parametrize("planned_start", ["2026-01", "2026-10", "2025-11", "2025", ""])
def test_one_that_begins_this_year_or_hardly_before_has_none(planned_start):
    assert of(planned_start) is None


def test_one_that_waits_at_a_node_or_has_no_photo_of_its_start_has_none():
    assert [of("2024-03", number) for number in (2, 6, 11, 13)] == [None] * 4


def test_last_year_and_the_plan_of_this_year_stay_below_the_total():
    for number in (1, 3, 4, 5, 7, 8):
        found = of("2024-03", number)
        assert found is not None
        assert 0 < sum(amount for _, amount in found.months) < 6 * _YI
        assert all(amount % 1_000_000 == 0 for _, amount in found.months), "whole 万元, as offices write them"
    assert of("2024-03", total=4 * _YI) is None, "nothing is left beside this year's plan"


def test_the_same_day_gives_the_same_months():
    assert of("2024-03") == of("2024-03")


def test_what_is_caught_up_is_marked_as_an_example():
    said = []
    found = of("2025-08")
    assert found is not None
    steps = list(caught_up(lambda *args, **raw: said.append((args, raw)), 7, "erqi-owner", found.months, TODAY))
    steps[0][1]()
    assert len(said) == len(found.months) == 5
    assert all(raw["progress"].startswith("示例") and raw["paid_fen"] < raw["workload_fen"] for _, raw in said)
