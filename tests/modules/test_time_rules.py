"""The portfolio in time as functions of values: what became of projects between two days, where a year will end."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from taizhang.modules.projects.pages.time_figures import growth
from taizhang.modules.projects.time_rules import Compared, Outlook, Stand, months_later, outlook, turn_of

STAND = Stand("2026-08", 100, 40)


def became(before, after):
    turn = turn_of(1, before, after)
    return set(turn.became) if turn else set()


def test_a_project_is_new_or_gone_by_whether_it_was_known_and_went_on():
    assert became(None, STAND) == {"new"}
    assert became(STAND, None) == {"gone"}
    assert became(STAND, replace(STAND, terminated=True)) == {"gone"}
    assert became(replace(STAND, terminated=True), STAND) == {"new"}
    assert became(None, replace(STAND, terminated=True)) == became(STAND, STAND) == set()


def test_a_project_may_slip_and_cost_more_at_once():
    turn = turn_of(1, STAND, Stand("2026-11", 130, 40))
    assert (set(turn.became), turn.months) == ({"slipped", "amount"}, 3)
    assert became(STAND, replace(STAND, plan=50)) == {"amount"}
    assert became(STAND, replace(STAND, planned="2026-06")) == {"earlier"}


def test_a_date_given_more_exactly_has_not_moved():
    assert became(replace(STAND, planned="2026"), STAND) == set()
    assert months_later("2026-08-15", "2027") == 12
    assert became(replace(STAND, planned="2026-08-15"), replace(STAND, planned="2026-08-20")) == {"slipped"}


def test_share_median_and_largest_are_those_of_the_slipped():
    turns = {n: turn_of(n, STAND, replace(STAND, planned=p)) for n, p in enumerate(("2026-09", "2026-10", "2027-08", "2026-07"))}
    compared = Compared(turns, dated=8)
    assert (compared.slips, compared.slipped_tenths, compared.median_months) == ([1, 2, 12], 375, Fraction(2))
    assert [t.project for t in compared.of("slipped")] == [2, 1, 0]
    assert Compared({}, 0).slipped_tenths is Compared({}, 0).median_months is None


def test_a_year_ends_where_earlier_years_with_its_shape_ended():
    half_by_june, third_by_june = [1] * 12, [1] * 6 + [2] * 6
    found = outlook(2026, [10] * 6, {2024: half_by_june, 2025: third_by_june}, 3)
    assert found == Outlook("shape", 120, 150, 180, (2024, 2025), 6)


def test_without_earlier_years_the_pace_is_carried_on_between_its_lowest_and_highest_month():
    assert outlook(2026, [10, 20, 30], {2025: [1] * 11 + [None]}, 3) == Outlook("pace", 60 + 9 * 10, 60 + 9 * 20, 60 + 9 * 30, (), 3)


def test_nothing_is_said_of_a_year_with_too_few_months_or_a_gap():
    assert outlook(2026, [10, 20], {}, 3).how == "too_few"
    assert outlook(2026, [10, None, 30, 40], {}, 3) == Outlook("too_few", months=3)


def test_a_whole_year_ends_where_it_is():
    assert outlook(2026, [5] * 12, {}, 3) == Outlook("pace", 60, 60, 60, (), 12)


def test_growth_is_rounded_as_the_bulletin_prints_it():
    assert [growth(*pair) for pair in ((953_351, 446_211), (446_211, 953_351), (1, 3), (2, 3), (10_005, 10_000))] == [1137, -532, -667, -333, 1]
    assert [growth(*pair) for pair in ((None, 3), (3, None), (3, 0))] == [None] * 3
