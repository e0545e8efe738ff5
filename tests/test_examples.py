"""Whose turn it is: everybody's within so many days, whatever the number of those who wait."""

from __future__ import annotations

import pytest

from tests import examples
from tests.examples import LONG, not_today, whose_turn


@pytest.mark.skipif(LONG, reason="in the long run it is everybody's turn every day")
@pytest.mark.parametrize("many", range(2, 14))
@pytest.mark.parametrize("days", [2, 4, 11])
def test_after_so_many_days_everybody_was_asked_and_a_part_on_each(many, days):
    waiting = list(range(many))
    asked = [whose_turn(waiting, days, "示例", turn) for turn in range(700_000, 700_000 + days)]
    assert {who for each in asked for who in each} == set(waiting)
    assert all(0 < len(set(each)) == len(each) <= many // days + 1 for each in asked)
    assert whose_turn(waiting, days, "示例", 700_000) == asked[0]


@pytest.mark.skipif(LONG, reason="in the long run it is everybody's turn every day")
@pytest.mark.parametrize("days", [2, 5])
def test_what_costs_seconds_has_its_turn_on_one_day_in_so_many(days, monkeypatch):
    asked = []
    for turn in range(700_000, 700_000 + days):
        monkeypatch.setattr(examples, "TURN", turn)
        asked.append(not not_today(days, "示例"))
    assert sorted(asked) == [False] * (days - 1) + [True]
