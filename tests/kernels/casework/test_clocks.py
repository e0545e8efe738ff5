"""Legal clocks: what stops them, what extends them, what silence means, and what is never allowed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.examples import examples

from taizhang.basis.clockunits import CalendarDays, Hours, Months, WorkingDays, WorkingHours
from taizhang.basis.errors import BadInput
from taizhang.basis.law import Law
from taizhang.basis.text import Text
from taizhang.kernels.casework import (
    LICENSING_CLOCKS,
    STOP_GROUNDS,
    ZONE,
    ClockEvent,
    ClockRule,
    Deemed,
    Extension,
    national_calendar,
    state,
)

CALENDAR = national_calendar()
DECISION, NOTICE = LICENSING_CLOCKS["decision"], LICENSING_CLOCKS["notice_missing_once"]
LAW = Law("", Text("试行规定", "Trial rules"), mark="U")
START = ClockEvent("start", date(2026, 9, 18))


def on(month: int, day: int) -> date:
    return date(2026, month, day)


def test_before_its_event_a_clock_shows_nothing() -> None:
    shown = state(DECISION, [START], CALENDAR, on(9, 17))
    assert (shown.due, shown.days_left, shown.days_late) == (None, None, 0)


def test_the_triggering_day_is_not_counted() -> None:
    rule = replace(NOTICE, unit=WorkingDays(10))
    shown = state(rule, [START], CALENDAR, on(9, 18))
    assert (shown.due, shown.days_left) == (on(10, 9), 10)
    assert state(rule, [START, ClockEvent("end", on(10, 15))], CALENDAR, on(11, 1)).days_late == 5
    assert state(rule, [START, ClockEvent("end", on(10, 9))], CALENDAR, on(11, 1)).days_late == 0


def test_a_stop_of_which_the_applicant_was_told_takes_its_days_out() -> None:
    events = [START, ClockEvent("stop", on(9, 23), told=True, ground="hearing"), ClockEvent("resume", on(10, 15))]
    plain = state(DECISION, [START], CALENDAR, on(10, 20))
    shown = state(DECISION, events, CALENDAR, on(10, 20))
    assert shown.due == CALENDAR.add_working_days(plain.due, CALENDAR.working_days_between(on(9, 23), on(10, 15))).date  # type: ignore[arg-type]
    assert shown.stopped_since is None


def test_while_it_is_stopped_no_day_is_lost() -> None:
    events = [START, ClockEvent("stop", on(9, 23), told=True)]
    shown = [state(DECISION, events, CALENDAR, day) for day in (on(9, 23), on(9, 30), on(12, 1))]
    assert {s.days_left for s in shown} == {16}
    assert shown[2].stopped_since == on(9, 23) and shown[2].days_late == 0


def test_a_stop_without_written_notice_is_refused_under_article_45() -> None:
    with pytest.raises(BadInput) as refused:
        state(DECISION, [START, ClockEvent("stop", on(9, 23), ground="hearing")], CALENDAR, on(9, 24))
    assert refused.value.code == "not_told"
    assert refused.value.law is not None and refused.value.law.article == "第四十五条"


def test_a_clock_may_be_extended_once_and_the_applicant_is_told_why() -> None:
    more = ClockEvent("extend", on(10, 10), told=True)
    assert state(DECISION, [START, more], CALENDAR, on(10, 12)).due == CALENDAR.add_working_days(on(9, 18), 30).date
    for events, code in [
        ([START, more, ClockEvent("extend", on(10, 12), told=True)], "extended"),
        ([START, replace(more, told=False)], "not_told"),
        ([START, replace(more, on=on(12, 1))], "run_out"),
    ]:
        with pytest.raises(BadInput) as refused:
            state(DECISION, events, CALENDAR, on(12, 2))
        assert refused.value.code == code


@pytest.mark.parametrize(
    ("events", "code"),
    [
        ([ClockEvent("stop", date(2026, 9, 18), told=True)], "not_started"),
        ([START, START], "started"),
        ([START, ClockEvent("resume", date(2026, 9, 21))], "not_stopped"),
        ([START, ClockEvent("stop", date(2026, 9, 21), told=True, ground="holiday")], "no_ground"),
        ([START, *[ClockEvent("stop", date(2026, 9, 21), told=True)] * 2], "stopped"),
        ([START, ClockEvent("stop", date(2026, 11, 30), told=True)], "run_out"),
        ([START, ClockEvent("end", date(2026, 9, 21)), ClockEvent("stop", date(2026, 9, 22), told=True)], "finished"),
    ],
)
def test_a_history_that_cannot_have_happened_is_refused(events: list[ClockEvent], code: str) -> None:
    with pytest.raises(BadInput) as refused:
        state(DECISION, events, CALENDAR, date(2026, 12, 31))
    assert refused.value.code == code


def test_a_clock_without_extension_or_grounds_takes_neither() -> None:
    for event, code in [(ClockEvent("extend", on(9, 21), told=True), "no_extension"), (ClockEvent("stop", on(9, 21), told=True), "no_ground")]:
        with pytest.raises(BadInput) as refused:
            state(NOTICE, [START, event], CALENDAR, on(9, 22))
        assert refused.value.code == code


def test_silence_means_accepted_from_the_day_of_receipt_however_late_the_tick() -> None:
    due = state(NOTICE, [START], CALENDAR, on(9, 18)).due
    assert due == on(9, 24)
    in_time = state(NOTICE, [START], CALENDAR, on(9, 24))
    assert (in_time.deemed_on, in_time.deemed_if_silent) == (None, on(9, 18))
    for today in (on(9, 25), on(11, 30)):
        assert state(NOTICE, [START], CALENDAR, today).deemed_on == on(9, 18)
    # And the decision clock runs from that day.
    assert state(DECISION, [ClockEvent("start", on(9, 18))], CALENDAR, on(11, 30)).due == CALENDAR.add_working_days(on(9, 18), 20).date


def test_a_late_answer_does_not_undo_what_silence_brought_about() -> None:
    late = state(NOTICE, [START, ClockEvent("end", on(10, 8))], CALENDAR, on(12, 1))
    assert late.deemed_on == on(9, 18) and late.finished == on(10, 8)
    told = state(NOTICE, [START, ClockEvent("end", on(9, 24))], CALENDAR, on(12, 1))
    assert told.deemed_on is None and told.deemed_if_silent is None


def test_the_law_does_not_act_on_a_guess() -> None:
    start = ClockEvent("start", date(2026, 12, 30))
    shown = state(NOTICE, [start], CALENDAR, date(2027, 3, 1))
    assert shown.provisional and shown.deemed_on is None and shown.deemed_if_silent == date(2026, 12, 30)


def test_a_lapse_takes_effect_on_the_day_after_the_last_one() -> None:
    rule = ClockRule("k", Text("期限", "Term"), CalendarDays(10), LAW, "x", deemed=Deemed(Text("视为同意", "Deemed agreed"), LAW))
    assert state(rule, [START], CALENDAR, on(9, 28)).deemed_on is None
    assert state(rule, [START], CALENDAR, on(12, 1)).deemed_on == on(9, 29)


def test_terms_in_calendar_days_and_months_count_every_day() -> None:
    rule = ClockRule("k", Text("期限", "Term"), CalendarDays(15), LAW, "x", stops_on=frozenset({"a"}))
    assert state(rule, [START], CALENDAR, on(9, 19)).due == on(10, 3)
    assert state(replace(rule, to_working_day=True), [START], CALENDAR, on(9, 19)).due == on(10, 8)
    stopped = [START, ClockEvent("stop", on(9, 20), told=True), ClockEvent("resume", on(9, 30))]
    assert state(rule, stopped, CALENDAR, on(10, 1)).due == on(10, 13)
    months = replace(rule, unit=Months(3), extension=Extension(Months(3), Text("局长", "Director"), LAW))
    shown = state(months, [START, ClockEvent("extend", on(12, 18), told=True)], CALENDAR, on(12, 19))
    assert (shown.due, shown.days_left, shown.provisional) == (date(2027, 3, 18), 89, False)


def test_terms_in_hours_need_the_time_of_day() -> None:
    rule = ClockRule("k", Text("派单", "Dispatch"), WorkingHours(4), LAW, "x", stops_on=frozenset({"a"}))
    start = ClockEvent("start", datetime(2026, 9, 18, 16, 30, tzinfo=ZONE))
    shown = state(rule, [start], CALENDAR, datetime(2026, 9, 20, 9, 45, tzinfo=ZONE))
    assert (shown.due, shown.left, shown.late) == (datetime(2026, 9, 20, 11, 30, tzinfo=ZONE), 1, 0)
    assert state(rule, [start], CALENDAR, datetime(2026, 9, 20, 14, 1, tzinfo=ZONE)).late == 1
    stopped = [start, ClockEvent("stop", datetime(2026, 9, 18, 17, 0, tzinfo=ZONE), told=True)]
    assert state(rule, stopped, CALENDAR, datetime(2026, 9, 21, 9, 0, tzinfo=ZONE)).due == datetime(2026, 9, 21, 14, 30, tzinfo=ZONE)
    with pytest.raises(BadInput) as refused:
        state(rule, [START], CALENDAR, on(9, 20))
    assert refused.value.code == "needs_time"
    night = replace(rule, unit=Hours(24))
    assert state(night, [start], CALENDAR, datetime(2026, 9, 19, 16, 30, tzinfo=ZONE)).left == 0


def test_an_extension_in_another_unit_cannot_be_declared() -> None:
    with pytest.raises(ValueError, match="cannot be extended"):
        replace(DECISION, extension=Extension(CalendarDays(10), Text("局长", "Director"), LAW))


def test_the_table_of_the_licensing_law_is_complete() -> None:
    table = {k: (r.unit.n, r.extension.unit.n if r.extension else 0, r.law.article) for k, r in LICENSING_CLOCKS.items()}
    assert table == {
        "notice_missing_once": (5, 0, "第三十二条"),
        "decision": (20, 10, "第四十二条"),
        "joint_decision": (45, 15, "第四十二条"),
        "lower_level_review": (20, 0, "第四十三条"),
        "deliver": (10, 0, "第四十四条"),
    }
    assert all(isinstance(r.unit, WorkingDays) for r in LICENSING_CLOCKS.values())
    assert len(STOP_GROUNDS) == 8 and DECISION.stops_on == set(STOP_GROUNDS)


offsets = st.lists(st.integers(0, 25), min_size=2, max_size=2).map(sorted)


@settings(max_examples=examples(100), deadline=None)
@given(offsets, st.integers(0, 60))
def test_a_stop_moves_the_due_date_by_the_working_days_it_lasted(gap: list[int], after: int) -> None:
    begin, stop = on(3, 2), CALENDAR.add_working_days(on(3, 2), min(gap[0], 19)).date
    resume = CALENDAR.add_working_days(stop, gap[1]).date
    events = [ClockEvent("start", begin), ClockEvent("stop", stop, told=True), ClockEvent("resume", resume)]
    shown = state(DECISION, events, CALENDAR, CALENDAR.add_working_days(resume, after).date)
    assert shown.due == CALENDAR.add_working_days(begin, 20 + gap[1]).date
    assert shown.days_left == 0 or shown.days_late == 0
