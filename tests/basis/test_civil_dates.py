from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.basis.civil_dates import CivilDate, CivilSpan, parse_date, parse_span, read_date, read_span
from taizhang.basis.errors import BadInput


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026/8", (2026, 8)),
        ("2027.08", (2027, 8)),
        ("2026年5月", (2026, 5)),
        ("2029-06", (2029, 6)),
        ("2026.5.3", (2026, 5, 3)),
        ("2026年5月3日", (2026, 5, 3)),
        ("2025年底", (2025, 12)),
        ("2025年初", (2025, 1)),
        ("２０２６年１２月", (2026, 12)),
        (" 2026 年 5 月 ", (2026, 5)),
        ("26年5月", (2026, 5)),
        ("预计2026年12月底竣工", (2026, 12)),
        ("2026-08-01 00:00:00", (2026, 8, 1)),
        ("2025年", (2025,)),
        (2025.0, (2025,)),
        (2027.08, (2027, 8)),
        (2026.12, (2026, 12)),
        (202605.0, (2026, 5)),
        (20260503, (2026, 5, 3)),
        (45000.0, (2023, 3, 15)),
        (date(2025, 3, 1), (2025, 3, 1)),
        (datetime(2025, 3, 1, 4, 5), (2025, 3, 1)),
    ],
)
def test_a_date_keeps_the_precision_it_was_written_in(written, read):
    assert parse_date(written) == CivilDate(*read)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2025.13", "impossible_date"),
        ("2025-02-30", "impossible_date"),
        ("20250230", "impossible_date"),
        (2026.1, "january_or_october"),
        (2026.25, "impossible_date"),
        ("2025年三季度", "a_period"),
        ("2025.3-2027.12", "two_dates"),
        ("待定", "unreadable_date"),
        ("", "no_date"),
        (True, "unreadable_date"),
        (float("nan"), "unreadable_date"),
        (-5.0, "unreadable_date"),
    ],
)
def test_what_is_no_date_is_refused_with_the_reason(written, code):
    with pytest.raises(BadInput) as refused:
        parse_date(written)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "written",
    [
        "2025.3-2027.12",
        "2025年3月至2027年12月",
        "2025-03-2027-12",
        "2025-03 至 2027-12",
        "2025/3—2027/12",
        "2025.03～2027.12",
        "２０２５年３月－２０２７年１２月",
        "2025年3月开工至2027年12月竣工",
    ],
)
def test_two_dates_in_one_cell_are_a_span(written):
    assert parse_span(written) == CivilSpan(CivilDate(2025, 3), CivilDate(2027, 12))


def test_years_and_months_of_one_year_are_spans_too():
    assert parse_span("2025-2027") == CivilSpan(CivilDate(2025), CivilDate(2027))
    assert parse_span("2025") == CivilSpan(CivilDate(2025), CivilDate(2025))
    assert parse_span("2025年3月-12月") == CivilSpan(CivilDate(2025, 3), CivilDate(2025, 12))


@pytest.mark.parametrize(
    ("written", "code"),
    [("2027.1-2025.1", "finish_before_start"), ("2025.3", "one_date"), ("2025.13-2026.1", "impossible_date")],
)
def test_a_span_that_cannot_be_is_refused(written, code):
    with pytest.raises(BadInput) as refused:
        parse_span(written)
    assert refused.value.code == code


@given(st.dates(date(1949, 1, 1), date(2199, 12, 31)))
def test_a_day_written_in_any_form_is_the_same_day(day):
    forms = (
        day.isoformat(),
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
    )
    assert {parse_date(form) for form in forms} == {CivilDate(day.year, day.month, day.day)}
    assert parse_date(day.isoformat()).first_day == parse_date(day.isoformat()).last_day == day


@given(st.dates(date(1949, 1, 1), date(2199, 12, 31)), st.dates(date(1949, 1, 1), date(2199, 12, 31)))
def test_surely_before_agrees_with_the_calendar(one, other):
    for left in (CivilDate(one.year), CivilDate(one.year, one.month), CivilDate(one.year, one.month, one.day)):
        for right in (CivilDate(other.year), CivilDate(other.year, other.month)):
            assert left.surely_before(right) == (left.last_day < right.first_day)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_and_never_breaks(text):
    assert isinstance(read_date(text), CivilDate | BadInput)
    assert isinstance(read_span(text), CivilSpan | BadInput)


@given(st.floats())
def test_any_number_is_read_or_refused_and_never_breaks(number):
    assert isinstance(read_date(number), CivilDate | BadInput)
