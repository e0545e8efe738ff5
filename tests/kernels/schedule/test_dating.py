"""Dates: whole days, both ends included, provisional where a year has no notice, each with the calendar it was read from."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.examples import examples

from taizhang.basis.clockunits import CalendarDays, Months
from taizhang.basis.errors import BadInput
from taizhang.kernels.casework import YearDays, national_calendar
from taizhang.kernels.schedule import Actual, Link, Network, Node, Timeline, critical_path, dates

CALENDAR = national_calendar()
LINE = Timeline(CALENDAR, date(2026, 3, 2))


def read(network: Network, line: Timeline = LINE, **more: object) -> dict[str, tuple[str, str]]:
    found = dates(critical_path(network, line, **more))  # type: ignore[arg-type]
    return {key: (str(d.start), str(d.finish)) for key, d in found.items()}


def test_a_node_fills_its_first_to_its_last_day_and_the_next_starts_on_the_working_day_after() -> None:
    network = Network((Node("a", 5), Node("b", 1, (Link("a"),)), Node("end", 0, (Link("b"),))))
    assert read(network) == {
        "a": ("2026-03-02", "2026-03-06"),
        "b": ("2026-03-09", "2026-03-09"),
        "end": ("2026-03-09", "2026-03-09"),
    }


def test_a_plan_may_begin_on_a_day_off_and_every_working_day_has_its_number() -> None:
    line = Timeline(CALENDAR, date(2026, 10, 1))
    assert line.first_day == date(2026, 10, 8) and line.index(date(2026, 10, 1)) == 0
    # Saturday 10 October is worked in the notice of that year.
    assert [str(line.day(n)) for n in (-1, 0, 1, 2, 3)] == ["2026-09-30", "2026-10-08", "2026-10-09", "2026-10-10", "2026-10-12"]


def test_a_statutory_term_runs_on_the_calendar_from_its_own_start() -> None:
    network = Network(
        (
            Node("notice", 0, not_before=date(2026, 3, 2)),
            Node("plan", 10, (Link("notice", lag=CalendarDays(30)),)),
            Node("permit", 0, (Link("plan", lag=Months(3)),)),
            Node("next", 1, (Link("permit"),)),
        )
    )
    assert read(network) == {
        "notice": ("2026-03-02", "2026-03-02"),
        # The day of the notice is not counted: the thirtieth day is 1 April.
        "plan": ("2026-04-02", "2026-04-16"),
        "permit": ("2026-07-16", "2026-07-16"),
        "next": ("2026-07-17", "2026-07-17"),
    }


def test_a_term_that_ends_on_a_day_off_is_over_on_the_next_working_day() -> None:
    # 30 days after Friday 6 March end on Sunday 5 April, which is a holiday; Monday the 6th is off as well.
    start = Node("a", 5)
    for kind, expected in (("FS", ("2026-04-07", "2026-04-07")), ("FF", ("2026-04-07", "2026-04-07"))):
        network = Network((start, Node("b", 1, (Link("a", kind, CalendarDays(30)),))))
        assert read(network)["b"] == expected, kind
    assert read(Network((start, Node("b", 1, (Link("a", "SS", CalendarDays(7)),)))))["b"][0] == "2026-03-09"
    assert read(Network((start, Node("b", 3, (Link("a", "SF", CalendarDays(7)),)))))["b"][1] == "2026-03-06"


@settings(max_examples=examples(150), deadline=None)
@given(st.integers(0, 250), st.integers(1, 60), st.sampled_from(("FS", "SS", "FF", "SF")), st.integers(0, 8), st.integers(0, 8))
def test_latest_times_hold_the_term_and_one_day_later_would_break_it(begin: int, n: int, kind: str, first: int, second: int) -> None:
    network = Network((Node("a", first, not_before=begin), Node("b", second, (Link("a", kind, CalendarDays(n)),))))
    path = critical_path(network, LINE)
    _, _, term = path.plan.edges[0]
    latest = path["a"].latest_finish
    held = path["b"].latest_finish < term.earliest(latest + 1)
    assert term.earliest(latest) <= path["b"].latest_finish and (held or latest == path.finish)
    assert path["a"].total_slack >= 0


@settings(max_examples=examples(150), deadline=None)
@given(st.integers(0, 250), st.integers(1, 40), st.integers(1, 90), st.integers(1, 9))
def test_after_a_term_work_starts_on_the_first_working_day_after_its_last_day(begin: int, days: int, n: int, own: int) -> None:
    network = Network((Node("a", days, not_before=begin), Node("b", own, (Link("a", lag=CalendarDays(n)),))))
    found = dates(critical_path(network, LINE))
    last = found["a"].finish.date + timedelta(days=n)
    assert found["b"].start.date == CALENDAR.working_day_from(last + timedelta(days=1)).date


@settings(max_examples=examples(150), deadline=None)
@given(st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.integers(-300, 600))
def test_numbers_and_days_are_each_others_inverse(first: date, n: int) -> None:
    line = Timeline(CALENDAR, first)
    assert line.index(line.day(n).date) == n
    day = line.day(n).date + timedelta(days=1)
    assert line.index(day) == n + 1 and line.day(n + 1).date >= day


def test_dates_in_a_year_without_a_notice_are_provisional_until_it_is_loaded() -> None:
    network = Network((Node("a", 240), Node("b", 20, (Link("a"),))))
    found = dates(critical_path(network), Timeline(CALENDAR, date(2026, 1, 5)))
    assert not found["a"].start.provisional and not found["a"].finish.provisional
    assert found["b"].finish.provisional and found["b"].finish.calendar_version == CALENDAR.version
    notice = YearDays("国办发明电〔2026〕0号", date(2026, 11, 1), frozenset({date(2027, 1, 1)}), frozenset(), "U")
    later = CALENDAR.with_notice(2027, notice)
    known = dates(critical_path(network), Timeline(later, date(2026, 1, 5)))
    assert not known["b"].finish.provisional and known["b"].finish.calendar_version == later.version


def test_one_plan_is_laid_on_two_calendars() -> None:
    path = critical_path(Network((Node("a", 5),)))
    city = CALENDAR.with_city_days([date(2026, 3, 4)])
    assert str(dates(path, LINE)["a"].finish) == "2026-03-06"
    assert str(dates(path, Timeline(city, date(2026, 3, 2)))["a"].finish) == "2026-03-09"


def test_what_happened_keeps_its_days_even_when_they_were_days_off() -> None:
    network = Network((Node("a", 5), Node("b", 5, (Link("a"),)), Node("m", 0, (Link("a"),))))
    saturday, sunday = date(2026, 3, 7), date(2026, 3, 8)
    happened = {"a": Actual(saturday, sunday), "m": Actual(sunday, sunday)}
    assert read(network, actuals=happened, data_date=date(2026, 3, 9)) == {
        "a": ("2026-03-07", "2026-03-08"),
        "b": ("2026-03-09", "2026-03-13"),
        "m": ("2026-03-08", "2026-03-08"),
    }


def test_a_term_set_off_by_what_happened_runs_from_the_recorded_day() -> None:
    network = Network((Node("notice", 0), Node("b", 1, (Link("notice", lag=CalendarDays(10)),))))
    happened = {"notice": Actual(date(2026, 3, 7), date(2026, 3, 7))}
    assert read(network, actuals=happened, data_date=date(2026, 3, 10))["b"][0] == "2026-03-18"


def test_an_event_before_the_first_day_of_the_plan_is_where_it_was() -> None:
    network = Network((Node("notice", 0), Node("b", 1, (Link("notice", lag=30),))))
    happened = {"notice": Actual(date(2026, 2, 27), date(2026, 2, 27))}
    found = read(network, actuals=happened, data_date=date(2026, 3, 2))
    # Saturday 28 February was worked, so it was one of the thirty.
    assert found == {"notice": ("2026-02-27", "2026-02-27"), "b": (str(LINE.day(29)), str(LINE.day(29)))}


def test_a_deadline_as_a_day_may_still_be_worked() -> None:
    path = critical_path(Network((Node("a", 5),)), LINE, deadline=date(2026, 3, 6))
    found = dates(path)["a"]
    assert path["a"].total_slack == 0 and str(found.latest_finish) == "2026-03-06"


def test_dates_without_their_calendar_are_refused() -> None:
    dated = Network((Node("a", 5, not_before=date(2026, 4, 1)),))
    other = Timeline(CALENDAR.with_city_days([date(2026, 3, 4)]), date(2026, 3, 2))
    wrong = [
        lambda: critical_path(dated),
        lambda: critical_path(Network((Node("a", 5),)), data_date=date(2026, 4, 1)),
        lambda: critical_path(Network((Node("a", 5),)), actuals={"a": Actual(date(2026, 4, 1))}, data_date=5),
        lambda: dates(critical_path(Network((Node("a", 5),)))),
        lambda: dates(critical_path(dated, LINE), other),
    ]
    for make in wrong:
        with pytest.raises(BadInput) as caught:
            make()
        assert caught.value.code == "needs_calendar"
