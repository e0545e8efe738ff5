"""Days as an iCalendar file (RFC 5545). Pure: what comes in are values, what comes out is text.

Every event lasts a day of the city's calendar, so it carries a date and no time: it is that day in whatever zone it is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

#: Octets in a line of the file, without its end (RFC 5545, 3.1).
_LONGEST = 75
_ZONE = "Asia/Shanghai"
#: No event needs it, for all of them are whole days; but a calendar without any component is no calendar (RFC 5545, 3.6).
_TIME_ZONE = (
    "BEGIN:VTIMEZONE",
    f"TZID:{_ZONE}",
    "BEGIN:STANDARD",
    "DTSTART:19920101T000000",
    "TZOFFSETFROM:+0800",
    "TZOFFSETTO:+0800",
    "TZNAME:CST",
    "END:STANDARD",
    "END:VTIMEZONE",
)


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something that is due on a day. `uid` names it for ever: a calendar that has it already moves it."""

    uid: str
    day: date
    title: str
    about: str = ""
    url: str = ""
    changed: datetime | None = None


def calendar_of(name: str, occasions: Iterable[Occasion], now: datetime) -> str:
    """The file: one event for each occasion, lines ended with CR LF and folded, in the order given.

    It states no METHOD: that would make it a message of RFC 5546, which needs an organizer.

    >>> text = calendar_of("示例", [Occasion("node-1@example", date(2026, 3, 2), "开工；放线, 一")], datetime(2026, 1, 1, tzinfo=UTC))
    >>> [line for line in text.split("\\r\\n") if line.startswith(("DTSTART;", "DTEND", "SUMMARY"))]
    ['DTSTART;VALUE=DATE:20260302', 'DTEND;VALUE=DATE:20260303', 'SUMMARY:开工；放线\\\\, 一']
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Taizhang//Projects//ZH",
        "CALSCALE:GREGORIAN",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        f"X-WR-TIMEZONE:{_ZONE}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        *_TIME_ZONE,
    ]
    for occasion in occasions:
        lines += _event(occasion, now)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _event(occasion: Occasion, now: datetime) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{escaped(occasion.uid)}",
        f"DTSTAMP:{_moment(occasion.changed or now)}",
        f"DTSTART;VALUE=DATE:{_day(occasion.day)}",
        f"DTEND;VALUE=DATE:{_day(occasion.day + timedelta(days=1))}",
        f"SUMMARY:{escaped(occasion.title)}",
    ]
    if occasion.about:
        lines.append(f"DESCRIPTION:{escaped(occasion.about)}")
    if occasion.url:
        # A URI is not text: nothing in it is escaped (RFC 5545, 3.3.13).
        lines.append(f"URL:{''.join(c for c in occasion.url if '!' <= c <= '~')}")
    return [*lines, "TRANSP:TRANSPARENT", "END:VEVENT"]


def escaped(text: str) -> str:
    """A TEXT value: backslash, semicolon, comma and line breaks escaped; other control characters are left out.

    >>> escaped("a\\\\b; c,\\r\\nd\\x07")
    'a\\\\\\\\b\\\\; c\\\\,\\\\nd'
    """
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    broken = plain.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(c for c in broken if (c >= " " and c != "\x7f" and not "\ud800" <= c <= "\udfff") or c == "\t")


def folded(line: str) -> str:
    """A line broken into pieces of at most 75 octets, the next ones behind a space; no character is cut in two.

    >>> [len(piece.encode()) for piece in folded("SUMMARY:" + "节" * 40).split("\\r\\n")]
    [74, 55]
    """
    pieces, piece, room = [], "", _LONGEST
    for character in line:
        size = len(character.encode())
        if size > room:
            pieces.append(piece)
            piece, room = " ", _LONGEST - 1
        piece += character
        room -= size
    return "\r\n".join([*pieces, piece])


def _day(day: date) -> str:
    return day.strftime("%Y%m%d")


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
