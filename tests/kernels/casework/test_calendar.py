"""Working days: every vector, every notice, and honesty about years without one."""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import shared
from tests.examples import examples

from taizhang.basis.clockunits import CalendarDays, Hours, Months, WorkingDays, WorkingHours
from taizhang.basis.errors import BadInput
from taizhang.kernels.casework import ZONE, Calendar, Due, YearDays, add_months, national_calendar

VECTORS = Path(__file__).parents[2] / "vectors" / "casework" / "workday_deadline_dev.csv"
CALENDAR = national_calendar()
NOTICE_2027 = YearDays("国办发明电〔2026〕0号", date(2026, 11, 1), frozenset({date(2027, 1, 1)}), frozenset({date(2027, 1, 9)}), "U")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def test_all_150_deadlines_and_their_days_late_are_right() -> None:
    rows = list(csv.DictReader(VECTORS.open(encoding="utf-8")))
    assert len(rows) == 150
    for row in rows:
        due = CALENDAR.add_working_days(date.fromisoformat(row["event_date"]), int(row["working_days"]))
        late = max(0, CALENDAR.working_days_between(due.date, date.fromisoformat(row["done_on"])))
        assert (due.date.isoformat(), due.provisional, late) == (row["due_date"], False, int(row["days_late_if_done_on"])), row


@pytest.mark.parametrize(
    ("day", "n", "due"), [(date(2025, 9, 25), 20, date(2025, 10, 29)), (date(2026, 2, 10), 10, date(2026, 3, 2))]
)
def test_a_term_over_a_long_holiday_ends_after_its_make_up_days(day: date, n: int, due: date) -> None:
    assert CALENDAR.add_working_days(day, n) == Due(due, False)


def test_a_term_into_a_year_without_notice_is_provisional_until_the_notice_is_loaded() -> None:
    before = CALENDAR.add_working_days(date(2026, 12, 20), 20)
    after = CALENDAR.with_notice(2027, NOTICE_2027).add_working_days(date(2026, 12, 20), 20)
    assert before.provisional and not after.provisional
    assert before.date == date(2027, 1, 15)
    # 1 January is off and Saturday the 9th is worked: the same day, but now it is known.
    assert after.date == date(2027, 1, 15)


def test_loading_a_notice_gives_another_version_and_leaves_the_old_one_alone() -> None:
    version = CALENDAR.version
    later = CALENDAR.with_notice(2027, NOTICE_2027)
    assert later.version != version == CALENDAR.version
    assert 2027 not in CALENDAR.years
    assert later == Calendar(dict(reversed(later.years.items()))) and hash(later) == hash(CALENDAR.with_notice(2027, NOTICE_2027))
    assert CALENDAR.with_city_days([date(2026, 5, 27)]).version != version


def test_years_have_as_many_working_days_as_published() -> None:
    days = {y: CALENDAR.working_days_between(date(y - 1, 12, 31), date(y, 12, 31)) for y in (2024, 2025, 2026)}
    assert days == {2024: 251, 2025: 248, 2026: 248}
    assert [len(CALENDAR.years[y].worked) for y in (2024, 2025, 2026)] == [8, 5, 6]


def test_every_year_in_the_file_names_its_notice_or_says_that_it_is_unsure() -> None:
    for days in CALENDAR.years.values():
        assert days.mark == "U" or (days.notice and days.published_on)


def test_the_calendar_agrees_with_the_dates_of_another_publisher() -> None:
    other = json.loads(shared("data/calendar/chinese-days.json").read_text(encoding="utf-8"))
    day = date(2023, 1, 1)
    while day < date(2027, 1, 1):
        works = (day.weekday() < 5 and day.isoformat() not in other["holidays"]) or day.isoformat() in other["workdays"]
        assert CALENDAR.is_working_day(day) is works, day
        day += timedelta(days=1)


def test_a_city_has_its_own_days_off_besides() -> None:
    city = CALENDAR.with_city_days([date(2026, 5, 27)])
    assert CALENDAR.is_working_day(date(2026, 5, 27)) and not city.is_working_day(date(2026, 5, 27))
    assert city.add_working_days(date(2026, 5, 26), 1).date == date(2026, 5, 28)


def test_a_notice_that_contradicts_the_week_is_refused() -> None:
    with pytest.raises(ValueError, match="2026-01-03"):
        YearDays("x", None, frozenset({date(2026, 1, 3)}), frozenset())
    with pytest.raises(ValueError, match="2026-01-05"):
        YearDays("x", None, frozenset(), frozenset({date(2026, 1, 5)}))


def test_outside_its_years_the_calendar_refuses_in_words() -> None:
    for day, n in [(date(1949, 10, 1), 5), (date(2100, 12, 31), 5), (date(1980, 1, 3), -9), (date.max, 1), (date.min, -1)]:
        with pytest.raises(BadInput, match="日历"):
            CALENDAR.add_working_days(day, n)


days = st.dates(date(2019, 1, 1), date(2031, 12, 31))
spans = st.integers(1, 300)


@settings(max_examples=examples(150), deadline=None)
@given(days, spans, spans)
def test_adding_is_counting_backwards(day: date, n: int, m: int) -> None:
    due = CALENDAR.add_working_days(day, n)
    assert CALENDAR.is_working_day(due.date)
    assert CALENDAR.working_days_between(day, due.date) == n == -CALENDAR.working_days_between(due.date, day)
    assert CALENDAR.add_working_days(due.date, m).date == CALENDAR.add_working_days(day, n + m).date
    assert CALENDAR.add_working_days(CALENDAR.add_working_days(day, n + 1).date, -n).date == CALENDAR.add_working_days(day, 1).date
    assert due.provisional is any(y not in CALENDAR.years for y in range(day.year, due.date.year + 1))


@settings(max_examples=examples(100), deadline=None)
@given(days, spans)
def test_one_more_day_off_never_brings_a_deadline_forward(day: date, n: int) -> None:
    due = CALENDAR.add_working_days(day, n).date
    assert CITY.add_working_days(day, n).date >= due


CITY = CALENDAR.with_city_days(date(2026, 1, 5) + timedelta(days=37 * i) for i in range(40))


@pytest.mark.parametrize(
    ("moment", "hours", "due"),
    [
        ("2026-09-18T09:00", 2, "2026-09-18T11:00"),
        ("2026-09-18T11:00", 2, "2026-09-18T15:00"),
        # Friday evening: Sunday the 20th is a make-up day.
        ("2026-09-18T20:00", 1, "2026-09-20T09:30"),
        # A whole day ends at its evening, not on the next morning.
        ("2026-09-18T08:30", 7, "2026-09-18T17:30"),
        ("2026-09-18T08:30", 8, "2026-09-20T09:30"),
        ("2026-09-30T17:00", 1, "2026-10-08T09:00"),
        ("2026-10-03T12:00", 1, "2026-10-08T09:30"),
    ],
)
def test_working_hours_run_only_while_the_office_is_open(moment: str, hours: int, due: str) -> None:
    assert CALENDAR.add_working_hours(at(moment), hours) == (at(due), False)


@settings(max_examples=examples(100), deadline=None)
@given(st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1)), st.integers(1, 200))
def test_office_seconds_between_give_back_what_was_added(naive: datetime, hours: int) -> None:
    moment = naive.replace(microsecond=0, tzinfo=ZONE)
    due = CALENDAR.add_working_hours(moment, hours)
    assert CALENDAR.working_seconds_between(moment, due.at) == hours * 3600


def test_a_moment_from_another_zone_counts_on_the_clock_of_the_place() -> None:
    assert CALENDAR.add_working_hours(datetime(2026, 9, 18, 1, 0, tzinfo=UTC), 1).at == at("2026-09-18T10:00")
    with pytest.raises(ValueError, match="no time zone"):
        CALENDAR.add_working_hours(datetime(2026, 9, 18, 9), 1)


def test_each_unit_ends_on_its_own_day() -> None:
    day = date(2026, 1, 31)
    assert CALENDAR.due_day(day, Months(1)) == (date(2026, 2, 28), False)
    assert CALENDAR.due_day(day, CalendarDays(30)) == (date(2026, 3, 2), False)
    assert CALENDAR.due_day(day, WorkingDays(1)) == (date(2026, 2, 2), False)
    assert CALENDAR.due_moment(at("2026-10-03T12:00"), Hours(24)).at == at("2026-10-04T12:00")
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    with pytest.raises(ValueError, match="by a moment"):
        CALENDAR.due_day(day, WorkingHours(1))
    with pytest.raises(ValueError, match="by a day"):
        CALENDAR.due_moment(at("2026-10-03T12:00"), Months(1))


def test_office_hours_have_to_be_in_order() -> None:
    with pytest.raises(ValueError, match="in order"):
        CALENDAR.with_hours(tuple(reversed(CALENDAR.hours)))
