"""Dates as officials write them: a day, a month or only a year, kept as exact as they were written.

'2027.08' is a month and stays one: whoever needs a day asks for the first or the last day it may mean.
"""

from __future__ import annotations

import calendar
import math
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import total_ordering
from typing import Final, Literal

from .errors import BadInput
from .text import Text

Precision = Literal["year", "month", "day"]

FIRST_YEAR: Final = 1949
LAST_YEAR: Final = 2199
#: Day 0 of the office programs; every serial after 1900-02-28 counts from here.
_SERIAL_ZERO: Final = date(1899, 12, 30)
_SERIALS: Final = range(18_000, 110_000)


@total_ordering
@dataclass(frozen=True, slots=True)
class CivilDate:
    """A year, a month or a day that exists; ordered by first day, then the more exact one first.

    >>> CivilDate(2025, 2).last_day, CivilDate(2025).precision, str(CivilDate(2025, 2))
    (datetime.date(2025, 2, 28), 'year', '2025-02')

    Raises:
        ValueError: on construction, for a date that is not in the calendar or a day without a month.
    """

    year: int
    month: int | None = None
    day: int | None = None
    #: yyyymmdd of the first and of the last day it may mean; the last day of a month counts as 31, which keeps order.
    low: int = field(init=False, repr=False, compare=False)
    high: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.month is None and self.day is not None:
            raise ValueError("a day needs a month")
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise ValueError(f"{self.year} is not a year of this product")
        date(self.year, self.month or 1, self.day or 1)
        object.__setattr__(self, "low", self.year * 10_000 + (self.month or 1) * 100 + (self.day or 1))
        object.__setattr__(self, "high", self.year * 10_000 + (self.month or 12) * 100 + (self.day or 31))

    @property
    def precision(self) -> Precision:
        """How exactly it was written."""
        return "day" if self.day else "month" if self.month else "year"

    @property
    def first_day(self) -> date:
        """The earliest day it may mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The latest day it may mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def surely_before(self, other: CivilDate) -> bool:
        """True when every day it may mean is before every day the other may mean."""
        return self.high < other.low

    def in_(self, language: str) -> str:
        """As an official would write it: 2027年8月, or 2027-08 in English."""
        if language.lower().startswith("en"):
            return str(self)
        return f"{self.year}年" + (f"{self.month}月" if self.month else "") + (f"{self.day}日" if self.day else "")

    def __str__(self) -> str:
        return "-".join([f"{self.year}", *(f"{part:02d}" for part in (self.month, self.day) if part is not None)])

    def __lt__(self, other: CivilDate) -> bool:
        return (self.low, self.high) < (other.low, other.high)


@dataclass(frozen=True, slots=True)
class CivilSpan:
    """From one written date to another, both included.

    Raises:
        ValueError: on construction, when it surely ends before it begins.
    """

    start: CivilDate
    finish: CivilDate

    def __post_init__(self) -> None:
        if self.finish.surely_before(self.start):
            raise ValueError("a span cannot end before it begins")


_LATE = r"(?:底|末|初|上旬|中旬|下旬|前)?"
_DAY_FORMS: Final = (
    re.compile(rf"(?P<y>\d{{2}}|\d{{4}})年(?:(?P<m>\d{{1,2}})月份?(?:(?P<d>\d{{1,2}})[日号]?)?{_LATE})?", re.ASCII),
    re.compile(r"(?P<y>\d{4})(?:(?P<s>[./-])(?P<m>\d{1,2})(?:(?P=s)(?P<d>\d{1,2}))?)?", re.ASCII),
    re.compile(r"(?P<y>\d{4})年?[./-]?(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})[日号]?)?", re.ASCII),
    re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})?", re.ASCII),
)
_YEAR_PART: Final = re.compile(r"(?P<y>\d{4})年?(?P<part>底|末|初)", re.ASCII)
_PERIOD: Final = re.compile(r"\d{2,4}年?(?:第?[一二三四1-4]季度|[上下]半年)")
_PREFIX: Final = re.compile(r"^(?:预计|计划|拟于?|约|力争|于|争取)+")
_SUFFIX: Final = re.compile(r"(?:开工|竣工|完工|建成|投产|投用|左右|T?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)+$")
_DASHES: Final = str.maketrans(dict.fromkeys("－—–‐―−─~〜∼", "-"))
_SEPARATOR: Final = re.compile(r"-+|至|到")
_MONTH_ONLY: Final = re.compile(r"(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})[日号]?)?", re.ASCII)

_EMPTY = Text("这里没有填日期", "No date is given here")
_UNREADABLE = Text(
    "“{shown}”读不出日期，请写成 2026-05-31 或 2026-05 这样", "“{shown}” cannot be read as a date; write it like 2026-05-31 or 2026-05"
)
_IMPOSSIBLE = Text("“{shown}”不是日历上有的日期", "“{shown}” is not a date of the calendar")
_JANUARY_OR_OCTOBER = Text(
    "“{shown}”存成了数字，分不清1月还是10月，请写成 2026-01 或 2026-10 这样",
    "“{shown}” is stored as a number, which may mean January or October; write it like 2026-01 or 2026-10",
)
_A_PERIOD = Text("“{shown}”只写到季度或半年，请写到月", "“{shown}” names a quarter or a half-year; name the month")
_TWO_DATES = Text("“{shown}”里有两个日期，这里只能有一个", "“{shown}” holds two dates where one is expected")
_ONE_DATE = Text(
    "“{shown}”里只有一个日期，分不清是起还是止", "“{shown}” holds one date; it may be the start or the end"
)
_BACKWARDS = Text("“{shown}”的结束早于开始", "“{shown}” ends before it begins")


def parse_date(value: str | int | float | date) -> CivilDate:
    """The date with the precision it was written in.

    Numbers are read as an office program keeps them: 2027.08 (a month typed as a number), 202605, 20260503, a year, or
    the serial number of a day. 2026.1 is refused, because a typed 2026.10 is stored as the same number.

    >>> [str(parse_date(t)) for t in ("2026/8", "2027.08", "2026年5月", "2026.5.3", "2025年底")]
    ['2026-08', '2027-08', '2026-05', '2026-05-03', '2025-12']

    Raises:
        BadInput: empty, unreadable, not in the calendar, a quarter or half-year, or two dates.
    """
    read = read_date(value)
    if isinstance(read, BadInput):
        raise read
    return read


def read_date(value: str | int | float | date) -> CivilDate | BadInput:
    """As `parse_date`, with the refusal returned."""
    if isinstance(value, date):
        return _built(value.year, value.month, value.day, value.date() if isinstance(value, datetime) else value)
    if isinstance(value, bool):
        return _refusal("unreadable_date", _UNREADABLE, value)
    if isinstance(value, int | float):
        return _from_number(value)
    text = _tidy(value)
    if not text:
        return _refusal("no_date", _EMPTY, value)
    found = _from_text(text, value)
    if found is not None:
        return found
    if _PERIOD.fullmatch(text):
        return _refusal("a_period", _A_PERIOD, value)
    if _two_dates(text, value) is not None:
        return _refusal("two_dates", _TWO_DATES, value)
    return _refusal("unreadable_date", _UNREADABLE, value)


def parse_span(value: str | int | float | date) -> CivilSpan:
    """Start and finish from one cell; a year alone is a span of that year.

    >>> span = parse_span("2025年3月至2027年12月")
    >>> str(span.start), str(span.finish)
    ('2025-03', '2027-12')

    Raises:
        BadInput: as `parse_date`, or only one date, or a finish before the start.
    """
    read = read_span(value)
    if isinstance(read, BadInput):
        raise read
    return read


def read_span(value: str | int | float | date) -> CivilSpan | BadInput:
    """As `parse_span`, with the refusal returned."""
    if isinstance(value, str):
        text = _tidy(value)
        pair = _two_dates(text, value) if text else _refusal("no_date", _EMPTY, value)
        if isinstance(pair, BadInput):
            return pair
        if pair is not None:
            start, finish = pair
            if finish.surely_before(start):
                return _refusal("finish_before_start", _BACKWARDS, value)
            return CivilSpan(start, finish)
    single = read_date(value)
    if isinstance(single, BadInput):
        return single
    if single.precision == "year":
        return CivilSpan(single, single)
    return _refusal("one_date", _ONE_DATE, value)


def _tidy(value: str) -> str:
    text = "".join(unicodedata.normalize("NFKC", value).split()).translate(_DASHES)
    return _SUFFIX.sub("", _PREFIX.sub("", text))


def _from_text(text: str, shown: object) -> CivilDate | BadInput | None:
    """The one date that is the whole text; None when the text has another form."""
    if part := _YEAR_PART.fullmatch(text):
        return _built(int(part["y"]), 1 if part["part"] == "初" else 12, None, shown)
    for form in _DAY_FORMS:
        if match := form.fullmatch(text):
            year = int(match["y"]) + (2000 if len(match["y"]) == 2 else 0)
            return _built(year, int(match["m"]) if match["m"] else None, int(match["d"]) if match["d"] else None, shown)
    return None


def _two_dates(text: str, shown: object) -> tuple[CivilDate, CivilDate] | BadInput | None:
    """Both dates, the refusal of one of them, or None when no cut leaves a date on either side."""
    refusal: BadInput | None = None
    for cut in _SEPARATOR.finditer(text):
        left, right = _SUFFIX.sub("", text[: cut.start()]), text[cut.end() :]
        start = _from_text(left, shown)
        if start is None:
            continue
        finish = _from_text(right, shown)
        if finish is None and isinstance(start, CivilDate) and (month := _MONTH_ONLY.fullmatch(right)):
            finish = _built(start.year, int(month["m"]), int(month["d"]) if month["d"] else None, shown)
        if isinstance(start, CivilDate) and isinstance(finish, CivilDate):
            return start, finish
        if finish is not None:
            refusal = start if isinstance(start, BadInput) else finish if isinstance(finish, BadInput) else None
    return refusal


def _from_number(value: int | float) -> CivilDate | BadInput:
    if not (math.isfinite(value) and 0 <= value < 1e9):
        return _refusal("unreadable_date", _UNREADABLE, value)
    whole, fraction = divmod(Decimal(repr(value)), 1)
    number = int(whole)
    if FIRST_YEAR <= number <= LAST_YEAR:
        return _month_in_number(number, str(fraction), value)
    if number in _SERIALS:
        day = _SERIAL_ZERO + timedelta(days=number)
        return _built(day.year, day.month, day.day, value)
    if fraction == 0 and len(str(number)) in (6, 8):
        found = _from_text(str(number), value)
        return found if found is not None else _refusal("unreadable_date", _UNREADABLE, value)
    return _refusal("unreadable_date", _UNREADABLE, value)


def _month_in_number(year: int, fraction: str, shown: object) -> CivilDate | BadInput:
    digits = fraction.partition(".")[2].rstrip("0")
    if not digits:
        return _built(year, None, None, shown)
    if digits == "1":
        return _refusal("january_or_october", _JANUARY_OR_OCTOBER, shown)
    if len(digits) > 2:
        return _refusal("unreadable_date", _UNREADABLE, shown)
    return _built(year, int(digits), None, shown)


def _built(year: int, month: int | None, day: int | None, shown: object) -> CivilDate | BadInput:
    try:
        return CivilDate(year, month, day)
    except ValueError:
        return _refusal("impossible_date", _IMPOSSIBLE, shown)


def _refusal(code: str, reason: Text, shown: object) -> BadInput:
    text = f"{shown:.15g}" if isinstance(shown, float) else str(shown).strip()
    return BadInput(reason.with_(shown=text if len(text) <= 40 else text[:40] + "…"), code=code)
