"""The one calendar of working days (工作日历): a versioned value built from the State Council's yearly notices.

A year without a notice is provisional (暂定): weekends only. Whatever touches such a year says so, and is computed again when
the notice is loaded. Nothing is guessed, and no year makes the calendar fail.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from itertools import pairwise
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from taizhang.basis.clockunits import CalendarDays, ClockUnit, Hours, Months, WorkingDays, WorkingHours
from taizhang.basis.errors import BadInput
from taizhang.basis.law import Mark
from taizhang.basis.text import Text

#: The days a calendar knows; a term that leaves them is refused.
FIRST_YEAR: Final = 1980
LAST_YEAR: Final = 2100
_BASE: Final = date(FIRST_YEAR, 1, 1).toordinal()
_LENGTH: Final = date(LAST_YEAR + 1, 1, 1).toordinal() - _BASE

ZONE: Final = ZoneInfo("Asia/Shanghai")
OfficeHours = tuple[tuple[time, time], ...]
OFFICE_HOURS: Final[OfficeHours] = ((time(8, 30), time(12)), (time(14), time(17, 30)))


class Due(NamedTuple):
    """The last day of a term; `provisional` when a year that it touches has no notice yet."""

    date: date
    provisional: bool


class DueAt(NamedTuple):
    """The last moment of a term in hours; `provisional` as for `Due`."""

    at: datetime
    provisional: bool


@dataclass(frozen=True, slots=True)
class YearDays:
    """What one notice says: weekdays off, and weekend days worked. A notice may speak of days just outside its year.

    Raises:
        ValueError: when a day is both off and worked, a day off is a weekend, or a day worked is a weekday.
    """

    notice: str | None
    published_on: date | None
    off: frozenset[date]
    worked: frozenset[date]
    mark: Mark = "S"

    def __post_init__(self) -> None:
        wrong = sorted({d for d in self.off if d.weekday() > 4} | {d for d in self.worked if d.weekday() < 5})
        if wrong:
            raise ValueError(f"{self.notice}: these days change nothing, or are of the wrong kind: {[d.isoformat() for d in wrong]}")


class Calendar:
    """Working days and office hours of one place, as known at one time. A value: equal contents are equal calendars.

    `city_off` are a city's or region's own days off. Building one takes some milliseconds; every question after that is a
    look-up. The event day is never counted.
    """

    __slots__ = ("_day_seconds", "_days", "_upto", "city_off", "hours", "version", "years", "zone")

    def __init__(
        self,
        years: Mapping[int, YearDays],
        city_off: Iterable[date] = (),
        hours: OfficeHours = OFFICE_HOURS,
        zone: tzinfo = ZONE,
    ) -> None:
        self.years: Final = dict(sorted(years.items()))
        self.city_off: Final = frozenset(city_off)
        self.hours: Final = hours
        self.zone: Final = zone
        ends = [t for span in hours for t in span]
        if not hours or any(a >= b for a, b in pairwise(ends)):
            raise ValueError("office hours are spans in order that do not touch")
        self._day_seconds: Final = sum(_seconds(b) - _seconds(a) for a, b in hours)
        self._days, self._upto = _counted(self.years.values(), self.city_off)
        self.version: Final = self._hash()

    def _hash(self) -> str:
        content = {
            "years": {
                str(y): [d.notice, d.published_on and d.published_on.isoformat(), *(sorted(x.isoformat() for x in s) for s in (d.off, d.worked))]
                for y, d in self.years.items()
            },
            "city_off": sorted(d.isoformat() for d in self.city_off),
            "hours": [[a.isoformat(), b.isoformat()] for a, b in self.hours],
            "zone": str(self.zone),
        }
        return sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Calendar) and self.version == other.version

    def __hash__(self) -> int:
        return hash(self.version)

    def __repr__(self) -> str:
        return f"Calendar({', '.join(map(str, self.years))}; version {self.version})"

    # -- other versions ---------------------------------------------------------------------------------------------

    def with_notice(self, year: int, days: YearDays) -> Calendar:
        """The calendar after a year's notice came out, or was corrected. This one stays as it is."""
        return Calendar({**self.years, year: days}, self.city_off, self.hours, self.zone)

    def with_city_days(self, off: Iterable[date]) -> Calendar:
        """The calendar of a place that has these days off besides."""
        return Calendar(self.years, self.city_off | frozenset(off), self.hours, self.zone)

    def with_hours(self, hours: OfficeHours) -> Calendar:
        """The calendar with other office hours, those of the summer for instance."""
        return Calendar(self.years, self.city_off, hours, self.zone)

    # -- days -------------------------------------------------------------------------------------------------------

    def is_provisional(self, first: date, last: date) -> bool:
        """True when a year from one day to the other has no notice yet."""
        years = self.years
        return any(y not in years for y in range(min(first.year, last.year), max(first.year, last.year) + 1))

    def is_working_day(self, day: date) -> bool:
        """True when offices are open on a day; see `is_provisional` for how sure that is."""
        at = self._index(day)
        return self._upto[at + 1] > self._upto[at]

    def add_working_days(self, day: date, n: int) -> Due:
        """The n-th working day after a day, the day itself not counted; before it when n is negative; the day itself for 0.

        Raises:
            BadInput: when that is outside the years the calendar knows.
        """
        at = day.toordinal() - _BASE
        if n <= 0 or not 0 <= at < _LENGTH:
            return self._backwards(day, n)
        k = self._upto[at + 1] + n - 1
        if k >= len(self._days):
            raise _outside()
        due = self._days[k]
        if day.year == due.year:
            return Due(due, due.year not in self.years)
        return Due(due, self.is_provisional(day, due))

    def _backwards(self, day: date, n: int) -> Due:
        k = self._upto[self._index(day)] + n
        if k < 0:
            raise _outside()
        due = self._days[k] if n else day
        return Due(due, self.is_provisional(day, due))

    def working_days_between(self, after: date, until: date) -> int:
        """Working days after one day up to and including the other; negative when `until` is the earlier one."""
        return self._upto[self._index(until) + 1] - self._upto[self._index(after) + 1]

    def working_day_from(self, day: date) -> Due:
        """The day itself when offices are open on it, otherwise the next day on which they are."""
        if self.is_working_day(day):
            return Due(day, self.is_provisional(day, day))
        return self.add_working_days(day, 1)

    def _index(self, day: date) -> int:
        at = day.toordinal() - _BASE
        if not 0 <= at < _LENGTH:
            raise _outside()
        return at

    # -- hours ------------------------------------------------------------------------------------------------------

    def local(self, moment: datetime) -> datetime:
        """The moment on the clock of the place.

        Raises:
            ValueError: for a moment without a time zone, which is no moment at all.
        """
        if moment.tzinfo is None:
            raise ValueError(f"{moment} has no time zone")
        return moment.astimezone(self.zone)

    def working_seconds_between(self, after: datetime, until: datetime) -> int:
        """Seconds of office hours from one moment to the other; negative when `until` is the earlier one."""
        return self._position(self.local(until)) - self._position(self.local(after))

    def add_working_hours(self, moment: datetime, hours: int) -> DueAt:
        """The moment at which so many office hours have passed; at the end of a day rather than the start of the next."""
        return self.add_working_seconds(moment, hours * 3600)

    def add_working_seconds(self, moment: datetime, seconds: int) -> DueAt:
        """As `add_working_hours`, for what is left of a term that was stopped. Not before the moment itself.

        Raises:
            BadInput: outside the years the calendar knows.
        """
        start = self.local(moment)
        if seconds <= 0:
            return DueAt(start, self.is_provisional(start, start))
        k, rest = divmod(self._position(start) + seconds, self._day_seconds)
        if rest == 0:
            k, rest = k - 1, self._day_seconds
        if k >= len(self._days):
            raise _outside()
        due = datetime.combine(self._days[k], self._time_of(rest), tzinfo=self.zone)
        return DueAt(due, self.is_provisional(start, due))

    def _position(self, local: datetime) -> int:
        """Office seconds from the first day of the calendar to a moment."""
        at = self._index(local.date())
        full = self._upto[at] * self._day_seconds
        if self._upto[at + 1] == self._upto[at]:
            return full
        now = _seconds(local.time())
        return full + sum(min(max(now - _seconds(a), 0), _seconds(b) - _seconds(a)) for a, b in self.hours)

    def _time_of(self, seconds: int) -> time:
        for begin, end in self.hours:
            length = _seconds(end) - _seconds(begin)
            if seconds <= length:
                return (datetime.combine(date.min, begin) + timedelta(seconds=seconds)).time()
            seconds -= length
        raise AssertionError("a day has no more office seconds than that")

    # -- any unit ---------------------------------------------------------------------------------------------------

    def due_day(self, day: date, unit: ClockUnit) -> Due:
        """The last day of a term in days or months that is set off by an event on a day.

        Raises:
            ValueError: for a term in hours, which needs a moment.
            BadInput: outside the years the calendar knows.
        """
        if isinstance(unit, WorkingDays):
            return self.add_working_days(day, unit.n)
        if isinstance(unit, CalendarDays | Months):
            due = day + timedelta(days=unit.n) if isinstance(unit, CalendarDays) else add_months(day, unit.n)
            self._index(due)
            # No notice moves a calendar day, so nothing here is provisional.
            return Due(due, False)
        raise ValueError(f"a term of {unit.label.en} is set off by a moment, not by a day")

    def due_moment(self, moment: datetime, unit: ClockUnit) -> DueAt:
        """The last moment of a term in hours. Raises ValueError for a term in days or months."""
        if isinstance(unit, WorkingHours):
            return self.add_working_hours(moment, unit.n)
        if isinstance(unit, Hours):
            return DueAt(self.local(moment) + timedelta(hours=unit.n), False)
        raise ValueError(f"a term of {unit.label.en} is set off by a day, not by a moment")


def add_months(day: date, n: int) -> date:
    """The day of the same number n months later, or the last of that month when it is shorter.

    Civil Code Art. 202 (民法典第二百零二条): a term in months ends on the corresponding day.

    >>> add_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    month = day.year * 12 + day.month - 1 + n
    first = date(month // 12, month % 12 + 1, 1)
    following = date((month + 1) // 12, (month + 1) % 12 + 1, 1)
    return first + timedelta(days=min(day.day, (following - first).days) - 1)


def _counted(years: Iterable[YearDays], city_off: frozenset[date]) -> tuple[list[date], list[int]]:
    """All working days in order; and for each day how many working days lie before it (one more at the end)."""
    off = {d.toordinal() for y in years for d in y.off} | {d.toordinal() for d in city_off}
    worked = {d.toordinal() for y in years for d in y.worked} - {d.toordinal() for d in city_off}
    days: list[date] = []
    upto = [0]
    for ordinal in range(_BASE, _BASE + _LENGTH):
        # Ordinal 1 was a Monday.
        if ordinal in worked or ((ordinal - 1) % 7 < 5 and ordinal not in off):
            days.append(date.fromordinal(ordinal))
        upto.append(len(days))
    return days, upto


def _seconds(at: time) -> int:
    return at.hour * 3600 + at.minute * 60 + at.second


def _outside() -> BadInput:
    return BadInput(
        Text("日期超出日历范围（{a}—{b}年）", "The day is outside the calendar ({a} to {b})").with_(a=FIRST_YEAR, b=LAST_YEAR),
        code="outside_calendar",
        remedy=Text("请核对日期和期限", "Check the date and the term"),
    )


def year_days(plain: Mapping[str, object]) -> YearDays:
    """The days of one year as read from JSON: notice, published_on, mark, off, worked.

    Raises:
        ValueError: when a date cannot be read or a day is of the wrong kind.
    """
    off, worked, published = plain["off"], plain["worked"], plain["published_on"]
    assert isinstance(off, list) and isinstance(worked, list)
    return YearDays(
        notice=str(plain["notice"]) if plain["notice"] else None,
        published_on=date.fromisoformat(str(published)) if published else None,
        off=frozenset(map(date.fromisoformat, off)),
        worked=frozenset(map(date.fromisoformat, worked)),
        mark="U" if plain["mark"] == "U" else "S",
    )


@lru_cache(maxsize=1)
def national_calendar() -> Calendar:
    """The calendar of the whole country with every notice that this version of the product contains."""
    text = (files(__package__) / "holidays_cn.json").read_text(encoding="utf-8")
    return Calendar({int(year): year_days(plain) for year, plain in json.loads(text)["years"].items()})
