"""The units in which terms run. They are different things: none converts into another, and none adds to another.

Twenty working days, twenty calendar days and a month end on different days, and a law means exactly one of them. The types
have no arithmetic at all, so a sum of unlike terms is a TypeError and never a date.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .text import Text


@dataclass(frozen=True, slots=True)
class _Term:
    """A whole, positive number of one unit.

    Raises:
        ValueError: for anything but a whole number above zero.
    """

    n: int

    _zh: ClassVar[str]
    _one: ClassVar[str]
    _many: ClassVar[str]

    def __post_init__(self) -> None:
        if type(self.n) is not int or self.n <= 0:
            raise ValueError(f"{type(self).__name__} counts whole units above zero, not {self.n!r}")

    @property
    def label(self) -> Text:
        """The term as an official writes it."""
        return Text(f"{self.n}{self._zh}", f"{self.n} {self._one if self.n == 1 else self._many}")


@dataclass(frozen=True, slots=True)
class WorkingDays(_Term):
    """Days on which offices work: statutory holidays out, worked weekends in.

    >>> WorkingDays(20).label.zh
    '20个工作日'
    """

    _zh, _one, _many = "个工作日", "working day", "working days"


@dataclass(frozen=True, slots=True)
class CalendarDays(_Term):
    """Days of the calendar, whatever they are.

    >>> CalendarDays(1).label.en
    '1 calendar day'
    """

    _zh, _one, _many = "日（自然日）", "calendar day", "calendar days"


@dataclass(frozen=True, slots=True)
class Months(_Term):
    """Months, ending on the day of the same number, or on the last day of a month that is too short."""

    _zh, _one, _many = "个月", "month", "months"


@dataclass(frozen=True, slots=True)
class WorkingHours(_Term):
    """Hours within the daily office hours of working days."""

    _zh, _one, _many = "个工作小时", "working hour", "working hours"


@dataclass(frozen=True, slots=True)
class Hours(_Term):
    """Hours of the clock, day and night."""

    _zh, _one, _many = "小时", "hour", "hours"


ClockUnit = WorkingDays | CalendarDays | Months | WorkingHours | Hours
