"""The working-day calendar in force: the years that ship with the product, and the notices that were loaded since."""

from __future__ import annotations

from datetime import date

from taizhang.kernels.casework import Calendar, YearDays, national_calendar

from .models import HolidayNotice


def calendar() -> Calendar:
    """The calendar of today. A year without a notice counts weekends alone, and deadlines in it are provisional."""
    found = national_calendar()
    for notice in HolidayNotice.objects.order_by("year"):
        days = YearDays(
            notice=notice.number,
            published_on=notice.published_on,
            off=frozenset(date.fromisoformat(d) for d in notice.off),
            worked=frozenset(date.fromisoformat(d) for d in notice.worked),
        )
        found = found.with_notice(notice.year, days)
    return found
