"""Rules of the sandbox as functions of values: the two clocks beside each other, who comes back, whom a scheme is for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from taizhang.basis.clockunits import ClockUnit, Months
from taizhang.kernels.casework import Calendar, Due

from . import terms

#: Letters and digits that are not taken for each other on paper; sixteen of them cannot be guessed.
ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH: Final = 16


def listing_due(triggered_on: date, calendar: Calendar) -> Due | None:
    """Until when the decision to list has to be taken; None where no rule held on the day."""
    span = terms.LIST_WITHIN.on(triggered_on)
    return calendar.due_day(triggered_on, span.value) if span else None


def period_end(scheme: str, entered_on: date, calendar: Calendar) -> Due | None:
    """The last day of the sandbox's own period; None where no rule held on the day."""
    span = terms.SCHEMES[scheme].period.on(entered_on)
    return calendar.due_day(entered_on, span.value) if span else None


def disclosure_due(arose_on: date, calendar: Calendar) -> Due | None:
    """Until when immediate information had to be disclosed."""
    span = terms.DISCLOSE_WITHIN.on(arose_on)
    return calendar.due_day(arose_on, span.value) if span else None


def soon(end: date, calendar: Calendar, today: date) -> bool:
    """Whether an end is so near that it is pointed out, or over."""
    span = terms.WARN_BEFORE.on(today)
    return span is not None and calendar.working_days_between(today, end) <= span.value.n


def came_back(earlier_outs: Iterable[date], day: date, calendar: Calendar) -> bool:
    """Whether one of the earlier exits is so recent that coming back is for the approver to decide."""
    span = terms.RETURN_MONTHS.on(day)
    return span is not None and any(day <= calendar.due_day(out, _months(span.value)).date for out in earlier_outs)


def _months(unit: ClockUnit) -> Months:
    if not isinstance(unit, Months):
        raise TypeError(f"a term to come back is counted in months, not as {unit.label.en}")
    return unit


def standing(
    due: date | None, state: str, corrected_on: date | None, listed_on: date | None, near: bool, today: date
) -> str:
    """How the clock of the law stands; only a decision to list, or a correction that was verified, ends it.

    >>> standing(date(2026, 3, 10), "guided", None, None, False, date(2026, 3, 11))
    'overdue'
    >>> standing(date(2026, 3, 10), "out_good", date(2026, 3, 9), None, False, date(2026, 5, 1))
    'avoided'
    """
    if due is None:
        return "none"
    if listed_on is not None:
        return "listed" if listed_on <= due else "listed_late"
    if state == "out_good" and corrected_on is not None:
        return "avoided" if corrected_on <= due else "corrected_late"
    if state == "declined":
        return "ordinary"
    if today > due:
        return "overdue"
    return "near" if near else "running"


@dataclass(frozen=True, slots=True)
class Bar:
    """A clock as a bar: from a day until a day, how much of it is gone in percent, working days left (below zero: over by)."""

    begins: date
    ends: date
    percent: int
    left: int
    stopped: bool = False
    provisional: bool = False

    @property
    def over(self) -> int:
        """By how many working days it is over."""
        return max(-self.left, 0)


def bar(begins: date, ends: date, until: date, calendar: Calendar, *, stopped: bool = False, provisional: bool = False) -> Bar:
    """The bar of a clock as it stands on a day, `until`; a stopped one stands where it stopped."""
    whole = max(calendar.working_days_between(begins, ends), 1)
    gone = calendar.working_days_between(begins, until)
    return Bar(begins, ends, min(max(gone * 100 // whole, 0), 100), calendar.working_days_between(until, ends), stopped, provisional)


def named_in(words: Sequence[str], tags: str) -> bool:
    """Whether one of the words stands in one of the tags.

    >>> named_in(("食品", "药品"), "食品经营 电商"), named_in(("食品",), "软件")
    (True, False)
    """
    return any(word in tag for tag in tags.split() for word in words)


def written(code: str) -> str:
    """A code as a letter shows it: in groups of four."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def read_code(typed: str) -> str:
    """What somebody typed, as a code is kept: capitals, without blanks and dashes; '' when it can be none.

    >>> read_code(" abcd-efgh 2345 6789 ")
    'ABCDEFGH23456789'
    """
    found = re.sub(r"[\s\-—–]", "", typed.upper())
    return found if len(found) == CODE_LENGTH and set(found) <= set(ALPHABET) else ""


def number_words(organ: str, year: int, number: int) -> str:
    """The number of a guidance letter: organ, year in hexagonal brackets, running number.

    >>> number_words("甲区市场监管局", 2026, 3)
    '甲区市场监管局行政指导〔2026〕3号'
    """
    return f"{organ}行政指导〔{year}〕{number}号"


def month_words(day: date) -> str:
    """The month of a day: '2026-03'."""
    return f"{day.year}-{day.month:02d}"


def months_back(day: date, n: int) -> list[str]:
    """The month of a day and those before it, n in all, the oldest first.

    >>> months_back(date(2026, 2, 5), 3)
    ['2025-12', '2026-01', '2026-02']
    """
    first = day.year * 12 + day.month - 1
    return [f"{m // 12}-{m % 12 + 1:02d}" for m in range(first - n + 1, first + 1)]
