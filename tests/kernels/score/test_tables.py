"""Every number falls in exactly one band or gap, at every end, open or closed; and columns say the same."""

from __future__ import annotations

from array import array
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.examples import examples

from taizhang.basis.law import Dated, Law, Span
from taizhang.basis.text import Text, verbatim
from taizhang.kernels.score import (
    ABSENT,
    NO_PIECE,
    Band,
    Interval,
    Table,
    Worked,
    band,
    cuts_of,
    exact,
    figure,
    interval,
    keys_of,
    number_text,
    placed,
    placed_between,
    placed_ratios,
)

GREEN, YELLOW, RED = Text("绿", "green"), Text("黄", "yellow"), Text("红", "red")
LAG = Table(
    "lag",
    Text("滞后百分点", "Points behind"),
    (band("green", GREEN, "(-inf, 0]"), band("yellow", YELLOW, "[10, 30]"), band("red", RED, "(30, inf)")),
)
quick = settings(max_examples=examples(200), deadline=None)


@pytest.mark.parametrize(
    ("value", "key"),
    [
        (-1, "green"),
        (0, "green"),
        (Fraction(1, 10**9), None),
        (5, None),
        (Decimal("9.99"), None),
        (10, "yellow"),
        (Decimal("30"), "yellow"),
        (Decimal("30.01"), "red"),
        (31, "red"),
    ],
)
def test_each_boundary_falls_where_the_rule_puts_it(value, key):
    assert LAG.read(value).key == key


def test_a_gap_is_named_and_lists_its_ends():
    assert [str(g.over) for g in LAG.gaps] == ["(0, 10)"]
    assert LAG.name_of(LAG.read(5).piece) == Text("规则未规定", "not defined in the rule")
    assert LAG.label.en == "green ≤ 0; not defined in the rule (0, 10); yellow [10, 30]; red > 30"


def test_a_reading_says_the_next_threshold_in_each_direction_and_by_how_much():
    reading = LAG.read(Decimal("12.5"))
    assert reading.above and reading.below
    assert (reading.above.at, reading.above.by, reading.above.takes_in, reading.above.beyond.key) == (30, Fraction(35, 2), False, "red")
    assert (reading.below.at, reading.below.by, reading.below.takes_in, reading.below.beyond.key) == (10, Fraction(5, 2), False, None)
    assert LAG.read(40).above is None and LAG.read(-2).below is None


def test_an_end_that_the_next_band_takes_in_is_reached_at_the_number_itself():
    above = LAG.read(4).above
    assert above and above.takes_in and above.at == 10 and above.beyond.key == "yellow"


@pytest.mark.parametrize(
    ("one", "other"),
    [("[0, 10]", "[10, 20]"), ("[0, 10]", "(9, 20]"), ("(-inf, 5)", "(4, inf)"), ("(-inf, inf)", "[3, 3]"), ("[3, 3]", "[3, 4]")],
)
def test_bands_with_a_number_in_common_are_refused(one, other):
    for bands in ((one, other), (other, one)):
        with pytest.raises(ValueError, match="overlap"):
            Table("t", GREEN, tuple(band(str(n), GREEN, over) for n, over in enumerate(bands)))


def test_two_open_ends_leave_one_number_undefined():
    table = Table("t", GREEN, (band("low", GREEN, "(-inf, 5)"), band("high", RED, "(5, inf)")))
    assert [p.over.words for p in table.pieces] == ["< 5", "= 5", "> 5"]
    assert table.read(5).key is None


@pytest.mark.parametrize("text", ["[10, 5]", "(5, 5)", "[5, 5)", "[-inf, 5]", "(5, inf]", "10-20", "[a, 5]", ""])
def test_what_is_no_interval_is_refused(text):
    with pytest.raises(ValueError):
        interval(text)


@pytest.mark.parametrize("value", [0.1, True, "5", None])
def test_only_exact_numbers_are_read(value):
    with pytest.raises(TypeError, match="no exact number"):
        exact(value)
    with pytest.raises(ValueError):
        exact(Decimal("NaN"))


def test_a_table_without_bands_is_refused():
    with pytest.raises(ValueError, match="needs a band"):
        Table("t", GREEN, ())


def test_a_table_is_a_value_that_changes_by_date():
    law = Law("", verbatim("x"))
    later = Table("lag", LAG.name, (band("green", GREEN, "(-inf, 5)"),))
    dated = Dated("lag", LAG.name, (Span(LAG, date(2025, 3, 1), date(2026, 1, 1), law), Span(later, date(2026, 1, 1), None, law)))
    assert dated.on(date(2025, 2, 28)) is None
    assert [s.value.read(4).key for day in (date(2025, 12, 31), date(2026, 1, 1)) if (s := dated.on(day))] == [None, "green"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(3001, 100), "30.01"),
        (Fraction(-5), "-5"),
        (Fraction(2, 3), "≈0.6667"),
        (Fraction(-1, 100_000), "≈0"),
        (Fraction(1_234_567), "1,234,567"),
        (Fraction(99_999_999, 100_000_000), "≈1"),
    ],
)
def test_numbers_are_written_out_or_marked_as_rounded(value, text):
    assert number_text(value) == text


def test_a_calculation_shows_every_figure():
    parts = (figure(verbatim("PV"), 50, "a"), figure(verbatim("EV"), 40, "b"), figure(verbatim("BAC"), 100, "c"))
    worked = Worked(Text("100 ×（{1} − {2}）÷ {3}", "100 × ({1} − {2}) ÷ {3}"), parts, Fraction(10))
    assert worked.shown.en == "100 × (PV 50 − EV 40) ÷ BAC 100 = 10"


# -- properties -------------------------------------------------------------------------------------------------------------

ends = st.lists(st.fractions(-50, 50, max_denominator=8), min_size=1, max_size=7, unique=True).map(sorted)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Tables with any mix of open and closed ends, with and without gaps."""
    edges: list[Fraction | None] = [None, *draw(ends), None]
    bands, taken = [], False
    for n, (low, high) in enumerate(pairwise(edges)):
        low_closed = low is not None and not taken and draw(st.booleans())
        high_closed = high is not None and draw(st.booleans())
        used = draw(st.booleans())
        taken = used and high_closed
        if used:
            bands.append(Band(str(n), verbatim(n), Interval(low, high, low_closed, high_closed)))
    return Table("t", GREEN, tuple(bands) or (band("all", GREEN, "(-inf, inf)"),))


def near(table: Table) -> list[Fraction]:
    """Every threshold and a number on either side of it."""
    at = [p.over.upper for p in table.pieces if p.over.upper is not None]
    return [e + d for e in at for d in (Fraction(-1, 997), Fraction(0), Fraction(1, 997))]


@quick
@given(tables(), st.lists(st.fractions(-60, 60, max_denominator=12), min_size=1))
@pytest.mark.by_turns(3)
def test_every_number_falls_in_exactly_one_piece(table, values):
    for value in [*values, *near(table)]:
        assert sum(value in piece.over for piece in table.pieces) == 1
        holding = [b for b in table.bands if value in b.over]
        assert [table.read(value).piece.band] == (holding or [None])


@quick
@given(tables(), st.fractions(-60, 60, max_denominator=12))
def test_crossing_a_threshold_leads_into_the_piece_it_names(table, value):
    reading = table.read(value)
    tiny = Fraction(1, 10**9)
    for threshold, sign in ((reading.below, -1), (reading.above, 1)):
        if threshold is None:
            continue
        assert value + sign * threshold.by == threshold.at and threshold.by >= 0
        there = threshold.at if threshold.takes_in else threshold.at + sign * tiny
        assert table.read(there).piece == threshold.beyond
        if threshold.by > tiny:
            assert table.read(value + sign * (threshold.by - tiny)).piece == reading.piece


@quick
@given(tables(), st.lists(st.tuples(st.integers(-10**17, 10**17), st.integers(-3, 10**16))))
def test_columns_say_what_the_table_says(table, rows):
    edges = near(table)
    rows = [*rows, *((e.numerator, e.denominator) for e in edges), (ABSENT, 1)]
    numerators = array("q", [n for n, _ in rows])
    found = placed_ratios(table, numerators, [d for _, d in rows])
    assert len(found) == len(rows)
    for (n, d), piece in zip(rows, found, strict=True):
        if n == ABSENT or d < 1:
            assert piece == NO_PIECE
        else:
            assert table.pieces[piece] == table.read(Fraction(n, d)).piece
            assert cuts_of(table).piece(n, d) == piece
    whole = [table.read(n).key for n in range(-55, 56)]
    assert [keys_of(table)[p] for p in placed(table, range(-55, 56))] == whole


@quick
@given(st.integers(-200, 200))
def test_places_between_whole_numbers_say_the_same(doubled):
    assert keys_of(LAG)[placed_between(LAG, [doubled])[0]] == LAG.read(Fraction(doubled, 2)).key
    assert placed_between(LAG, [ABSENT]) == bytes([NO_PIECE])


def test_columns_of_unlike_length_and_places_between_broken_thresholds_are_refused():
    with pytest.raises(ValueError):
        placed_ratios(LAG, [1, 2], [1])
    with pytest.raises(ValueError, match="not a whole number"):
        placed_between(Table("t", GREEN, (band("g", GREEN, "(-inf, 1/2]"),)), [1])
