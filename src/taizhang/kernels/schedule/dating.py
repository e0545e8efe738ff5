"""Dates are put on last: the count of working days laid on a calendar, and what was computed read off as days.

The calendar is the one of the casework kernel, known here only by what it can do: one network can be laid on two calendars.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple, Protocol

from taizhang.basis.clockunits import ClockUnit

from .critical_path import CriticalPath, NodeTimes
from .network import When, bad

_DAY = timedelta(days=1)


class DueDay(Protocol):
    """A day a calendar found, and whether a year it touched has no holiday notice yet."""

    @property
    def date(self) -> date: ...
    @property
    def provisional(self) -> bool: ...


class WorkingCalendar(Protocol):
    """What is needed of a calendar; `casework.Calendar` is one."""

    @property
    def version(self) -> str: ...
    def add_working_days(self, day: date, n: int) -> DueDay: ...
    def working_days_between(self, after: date, until: date) -> int: ...
    def working_day_from(self, day: date) -> DueDay: ...
    def is_provisional(self, first: date, last: date) -> bool: ...
    def due_day(self, day: date, unit: ClockUnit) -> DueDay: ...


class PlanDate(NamedTuple):
    """A computed day; provisional when a year between the plan's first day and it has no notice; the calendar it was read from."""

    date: date
    provisional: bool
    calendar_version: str

    def __str__(self) -> str:
        return self.date.isoformat()


class NodeDates(NamedTuple):
    """Days of a node, all of them included: `finish` is the last day worked. Latest days are None once it is finished.

    A milestone starts and finishes on one day, and what follows it starts on the next working day.
    """

    start: PlanDate
    finish: PlanDate
    latest_start: PlanDate | None
    latest_finish: PlanDate | None
    total_slack: int | None
    free_slack: int | None
    critical: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """Working days counted from the first one on or after `first_day`, which is number 0; earlier days are below zero.

    >>> from taizhang.kernels.casework import national_calendar
    >>> timeline = Timeline(national_calendar(), date(2026, 9, 30))
    >>> timeline.day(1).date, timeline.index(date(2026, 10, 4))
    (datetime.date(2026, 10, 8), 1)
    """

    calendar: WorkingCalendar
    first_day: date

    def __post_init__(self) -> None:
        object.__setattr__(self, "first_day", self.calendar.working_day_from(self.first_day).date)

    def day(self, number: int) -> PlanDate:
        """The working day of a number."""
        due = self.calendar.add_working_days(self.first_day, number)
        return PlanDate(due.date, due.provisional, self.calendar.version)

    def index(self, day: date) -> int:
        """The number of a working day, or of the first one after a day off."""
        return self.calendar.working_days_between(self.first_day, day - _DAY) + 1

    def dated(self, day: date) -> PlanDate:
        """A day that somebody wrote, a day off or not: it is what it is, and never provisional."""
        return PlanDate(day, False, self.calendar.version)

    def span(self, start: int, finish: int) -> tuple[PlanDate, PlanDate]:
        """First and last day of what fills the times from start to finish; both the same for a milestone."""
        if finish > start:
            return self.day(start), self.day(finish - 1)
        on = self.day(finish - 1 if finish else 0)
        return on, on

    def event_day(self, time: int, *, is_finish: bool) -> date:
        """The day on which something starts or finishes that has this time.

        What finishes at a time does so on the working day before it; only at the very beginning there is none before it.
        """
        return self.day(time - 1 if is_finish and time else time).date

    def over(self, begin: date, term: ClockUnit, *, from_finish: bool, to_finish: bool) -> int:
        """The time from which a term is over that a start or finish on a day sets off; that day is not counted.

        What follows a finish starts on the first working day after the last day of the term, or finishes on that last day or
        the first working day after it. What follows a start may start on the last day of the term, as it would with working days.
        """
        last = self.calendar.due_day(begin, term).date
        if not from_finish:
            return self.index(last)
        return self.index(last) + 1 if to_finish else self.index(last + _DAY)


def dates(path: CriticalPath, timeline: Timeline | None = None) -> dict[str, NodeDates]:
    """Every node's days by key, in the order of the network. What has happened keeps the days that were recorded.

    `timeline` may be left out when the path was computed on one.

    Raises:
        BadInput: no timeline, or another one than that on which dates and lags of the network were placed (`needs_calendar`).
    """
    line = timeline if timeline is not None else path.axis
    if not isinstance(line, Timeline) or (path.axis is not None and line != path.axis):
        raise bad("needs_calendar", "请给出计算时所用的日历", "Dates are read from the calendar that the times were computed on")
    return {key: _dated(path, line, key, times) for key, times in path.times.items()}


def _dated(path: CriticalPath, line: Timeline, key: str, times: NodeTimes) -> NodeDates:
    start, finish = line.span(times.start, times.finish)
    actual = path.actuals.get(key)
    if actual is not None:
        start = _recorded(line, actual.started, start)
        if actual.finished is not None:
            finish = _recorded(line, actual.finished, finish)
            start = finish if path.network[key].is_milestone else start
    late_start = late_finish = None
    if actual is None and not times.total_slack:
        late_start, late_finish = start, finish
    elif times.latest_start is not None and times.latest_finish is not None:
        late_start, late_finish = line.span(times.latest_start, times.latest_finish)
        late_start = start if actual is not None else late_start
    return NodeDates(start, finish, late_start, late_finish, times.total_slack, times.free_slack, times.critical)


def _recorded(line: Timeline, when: When, computed: PlanDate) -> PlanDate:
    return line.dated(when) if isinstance(when, date) else computed
