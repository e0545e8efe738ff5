"""The one clock. An entrance may set it (a test, the example city's past months); no caller of an action can."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

#: Days begin and end here; the whole country keeps one time.
ZONE = ZoneInfo("Asia/Shanghai")

_set: ContextVar[datetime | None] = ContextVar("taizhang_clock", default=None)
_ahead = [timedelta(0)]


def now() -> datetime:
    """The present moment in UTC."""
    return _set.get() or datetime.now(UTC) + _ahead[0]


def go_ahead(by: timedelta) -> None:
    """Every later `now` of this process, and of its threads, is so much later: a test lets days pass for a server that it starts."""
    _ahead[0] += by


def today() -> date:
    """The present day in the zone of the city."""
    return now().astimezone(ZONE).date()


def end_of(day: date) -> datetime:
    """The first moment that no longer belongs to a day, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=ZONE).astimezone(UTC) + timedelta(days=1)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """The clock stands at a moment inside the block."""
    token = _set.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set.reset(token)


@contextmanager
def on(day: date, hour: int = 9, minute: int = 0) -> Iterator[None]:
    """The clock stands at a time of a day of the city inside the block."""
    with at(datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)):
        yield
