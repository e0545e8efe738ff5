"""The working-day calendar in force: the years that ship with the product, and the notices that were loaded since."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from taizhang.kernels.casework import Calendar, YearDays, national_calendar

from .models import HolidayNotice


def calendar() -> Calendar:
    """The calendar of today. A year without a notice counts weekends alone, and deadlines in it are provisional."""
    return _with(
        tuple(
            (
                notice.year,
                YearDays(
                    notice=notice.number,
                    published_on=notice.published_on,
                    off=frozenset(date.fromisoformat(d) for d in notice.off),
                    worked=frozenset(date.fromisoformat(d) for d in notice.worked),
                ),
            )
            for notice in HolidayNotice.objects.order_by("year")
        )
    )


@lru_cache(maxsize=8)
def _with(notices: tuple[tuple[int, YearDays], ...]) -> Calendar:
    """Counting the days of two centuries takes as long as a page: it is done once for each set of notices."""
    found = national_calendar()
    for year, days in notices:
        found = found.with_notice(year, days)
    return found
