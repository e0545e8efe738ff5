"""Drift between two versions: every class of change, exact months, and keys that are none."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.examples import examples

from taizhang.kernels.schedule import Baseline, FrozenNode, Undefined
from taizhang.kernels.schedule.drift import PlanRow, Repeated, Repriced, drift, months_between, rows_of


def row(key: str, finish: str | None, amount: int | None = None, part: str = "1") -> PlanRow:
    return PlanRow((key, part), finish and date.fromisoformat(finish), amount)


BEFORE = [
    row("a", "2025-06-30", 100),
    row("b", "2025-06-30", 100),
    row("c", "2025-06-30", 100),
    row("d", "2025-06-30", 100),
    row("e", "2025-06-30", 100),
    row("f", "2025-06-30", 100),
    row("g", None, 100),
    row("twice", "2025-01-01"),
    row("twice", "2025-02-01"),
    row("same", "2025-06-30", part="1"),
    row("same", "2025-06-30", part="2"),
]
AFTER = [
    row("new", "2026-01-01"),
    row("f", "2025-06-30", None),
    row("a", "2025-08-30", 100),
    row("b", "2026-06-30", 130),
    row("c", "2025-05-31", 100),
    row("d", "2025-07-30", 100),
    row("e", "2025-06-30", 100),
    row("g", "2025-12-31", 100),
    row("twice", "2025-01-01"),
    row("same", "2025-06-30", part="1"),
    row("same", "2025-06-30", part="2"),
    row("late", "2026-01-01"),
    row("late", "2026-02-01"),
]


def test_each_class_of_change_is_found_and_a_row_may_be_in_two() -> None:
    found = drift(BEFORE, AFTER)
    assert [(s.key[0], s.months) for s in found.later] == [("a", 2), ("b", 12), ("d", 1)]
    assert [(s.key[0], s.months) for s in found.earlier] == [("c", -1)]
    assert found.amount_changed == (Repriced(("b", "1"), 100, 130), Repriced(("f", "1"), 100, None))
    assert found.new == (("new", "1"),) and found.vanished == ()
    assert found.undated == (("g", "1"),) and found.compared == 9
    assert drift(AFTER, BEFORE).vanished == (("new", "1"),)


def test_keys_that_occur_more_than_once_are_listed_and_not_compared() -> None:
    assert drift(BEFORE, AFTER).repeated == (Repeated(("twice", "1"), 2, 1), Repeated(("late", "1"), 0, 2))


def test_slips_are_counted_with_their_share_median_and_largest() -> None:
    found = drift(BEFORE, AFTER)
    assert (len(found.later), found.share_later, found.median_months) == (3, Fraction(3, 8), 2)
    assert found.largest.key == ("b", "1")
    even = drift(BEFORE[:2], AFTER)
    assert even.median_months == 7


def test_where_nothing_slipped_there_is_a_reason_and_no_zero() -> None:
    same = drift(BEFORE[:3], BEFORE[:3])
    assert same.share_later == 0 and isinstance(same.median_months, Undefined) and same.largest is None
    assert isinstance(drift([], AFTER).share_later, Undefined)


def test_two_versions_of_a_baseline_are_compared_by_node() -> None:
    at = datetime(2025, 1, 1, tzinfo=UTC)
    first = Baseline(1, (FrozenNode("a", date(2025, 1, 1), date(2025, 3, 1), Fraction(1), amount_fen=5),), "x", at, "x")
    second = Baseline(2, (FrozenNode("a", date(2025, 1, 1), date(2025, 4, 1), Fraction(1), amount_fen=6),), "x", at, "y")
    found = drift(rows_of(first), rows_of(second))
    assert found.later[0].months == 1 and found.amount_changed[0].after == 6


@settings(max_examples=examples(200), deadline=None)
@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(0, 2000), st.integers(0, 2000))
def test_months_grow_with_the_days_and_change_sign_with_the_direction(day: date, less: int, more: int) -> None:
    near, far = day + timedelta(days=min(less, more)), day + timedelta(days=max(less, more))
    assert 0 <= months_between(day, near) <= months_between(day, far)
    assert months_between(far, day) == -months_between(day, far)
    assert abs(months_between(day, far) - Fraction((far - day).days * 12 * 400, 146_097)) < Fraction(1, 5)


keys = st.lists(st.sampled_from("abcdef"), max_size=9)


@settings(max_examples=examples(100), deadline=None)
@given(keys, keys)
def test_every_key_is_in_exactly_one_place(old: list[str], new: list[str]) -> None:
    found = drift([row(k, "2025-01-01") for k in old], [row(k, "2025-01-01") for k in new])
    placed = [*found.vanished, *found.new, *(r.key for r in found.repeated)]
    assert len(placed) + found.compared == len({*old, *new}) and len(set(placed)) == len(placed)
