from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.basis.errors import BadInput
from taizhang.basis.money import FEN_PER, decimal_text, format_fen, parse_amount, read_amount, read_floats

UNITS = st.sampled_from(sorted(FEN_PER))


@pytest.mark.parametrize(
    ("written", "unit", "fen"),
    [
        (57743.0, "万元", 57_743_000_000),
        (0.1, "万元", 100_000),
        (0.1 + 0.2, "万元", 300_000),
        (12345.678901, "万元", 12_345_678_901),
        ("1,234,567.89", "元", 123_456_789),
        ("１，２３４．５", "元", 123_450),
        ("1.2亿元", "万元", 12_000_000_000),
        ("1.2 亿", "元", 12_000_000_000),
        ("约 3000 万元", "元", 3_000_000_000),
        ("1亿2000万元", "元", 12_000_000_000),
        ("￥500元整", "万元", 50_000),
        ("5千元", "元", None),
        ("500千元", "元", 50_000_000),
        ("−3", "元", -300),
        (Decimal("0.01"), "元", 1),
        (7, "千元", 700_000),
        (0, "亿元", 0),
    ],
)
def test_what_people_write_becomes_exact_fen(written, unit, fen):
    if fen is None:
        fen = 500_000
    assert parse_amount(written, unit) == fen


@pytest.mark.parametrize(
    ("written", "unit", "code"),
    [
        ("待定", "万元", "not_an_amount"),
        ("/", "万元", "not_an_amount"),
        ("—", "万元", "not_an_amount"),
        ("——", "万元", "not_an_amount"),
        ("", "万元", "no_amount"),
        ("   ", "万元", "no_amount"),
        ("12,34", "元", "bad_commas"),
        ("100-200", "万元", "a_range"),
        ("100万美元", "元", "other_currency"),
        ("5%", "元", "not_an_amount"),
        ("1e5", "元", "not_an_amount"),
        (0.001, "元", "finer_than_fen"),
        ("0.0000001", "万元", "finer_than_fen"),
        (float("nan"), "元", "not_an_amount"),
        (float("inf"), "元", "not_an_amount"),
        (1e300, "元", "too_large"),
        ("9" * 100, "元", "too_large"),
        (True, "元", "not_an_amount"),
    ],
)
def test_what_is_no_exact_amount_is_refused_in_both_languages(written, unit, code):
    with pytest.raises(BadInput) as refused:
        parse_amount(written, unit)
    assert refused.value.code == code
    assert refused.value.reason.zh and refused.value.reason.en


@given(st.integers(-(10**17), 10**17), UNITS)
def test_an_amount_shown_and_read_again_is_the_same(fen, unit):
    assert parse_amount(decimal_text(fen, unit), unit) == fen
    assert parse_amount(format_fen(fen, unit, "zh"), "元") == fen or unit in ("百万元", "千元")


@given(st.integers(-(10**14), 10**14), UNITS)
def test_a_float_cell_gives_the_amount_that_was_typed(fen, unit):
    typed = float(Decimal(fen) / FEN_PER[unit])
    assert parse_amount(typed, unit) == fen


@given(st.floats(), UNITS)
def test_a_whole_column_is_read_like_its_cells(value, unit):
    alone, together = read_amount(value, unit), read_floats([value], unit)[0]
    assert getattr(alone, "code", alone) == getattr(together, "code", together)


@given(st.floats(-1e9, 1e9), UNITS)
def test_an_accepted_float_is_what_its_decimal_digits_say(value, unit):
    read = read_amount(value, unit)
    if isinstance(read, int):
        exact = Decimal(repr(value)) * FEN_PER[unit]
        shown = Decimal(f"{value:.15g}") * FEN_PER[unit]
        assert read in (exact, shown)


@given(st.text(max_size=30), UNITS)
def test_any_text_is_read_or_refused_and_never_breaks(text, unit):
    assert isinstance(read_amount(text, unit), int | BadInput)


def test_amounts_are_shown_with_every_digit_and_no_more():
    assert format_fen(1, "亿元") == "0.0000000001亿元"
    assert format_fen(123_456_789, "元", "en") == "1,234,567.89 yuan"
    assert format_fen(0, "万元", with_unit=False) == "0"
