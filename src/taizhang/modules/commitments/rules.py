"""Rules of tasks as functions of values."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Final
from urllib.parse import quote

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text

#: Yuan in one of each unit of money that a text uses.
_YUAN = {"元": Decimal(1), "万元": Decimal(10**4), "亿元": Decimal(10**8)}
#: What a project has reached, the nearer first; each holds for all that come after it.
_MILESTONES = ("started", "completed", "in_use")


#: The one stratum of a sample check, and how many stand ready where a drawn task cannot be looked at.
CLOSED: Final = "已销号"
SUBSTITUTES: Final = 3


def standing(state: str, due: date | None, today: date, soon_until: date) -> str:
    """What is shown for a task on a day; `soon_until` is the last deadline that counts as near.

    A task without a deadline is never late: that nobody set one is shown by itself.
    """
    if state in ("closed", "archived"):
        return "closed"
    if state in ("merged", "dropped"):
        return "ended"
    if state == "reported":
        return "to_check"
    if due is not None and due < today:
        return "overdue"
    if due is not None and due <= soon_until:
        return "due_soon"
    return "not_begun" if state in ("confirmed", "assigned", "declined", "signed") else "on_course"


def fen(value: Decimal, unit: str) -> int | None:
    """An amount of a text in fen; None for what is no yuan, or finer than a fen."""
    if unit not in _YUAN:
        return None
    amount = value * _YUAN[unit] * 100
    return int(amount) if amount == amount.to_integral_value() and abs(amount) < 2**62 else None


def reached(awaits: str, milestone: str) -> bool:
    """Whether a project that has reached a milestone ('' for none) is as far as a task awaits."""
    return milestone in _MILESTONES and _MILESTONES.index(milestone) >= _MILESTONES.index(awaits)


def spans_of(lines: str, length: int) -> list[tuple[int, int]]:
    """The places that lines such as '120-154' name, in the order of the text, each once.

    Raises:
        BadInput: a line that is no place, one outside the text, or two that overlap.
    """
    found: set[tuple[int, int]] = set()
    for n, line in enumerate(filter(None, (each.strip() for each in lines.replace(",", "\n").splitlines())), 1):
        place = _SPAN.fullmatch(line)
        if place is None:
            raise _bad_span(n, line, Text("应写成“起-止”，如 120-154", "write it as start-end, such as 120-154"))
        start, end = int(place[1]), int(place[2])
        if not start < end <= length:
            raise _bad_span(n, line, Text("不在原文（{n}字）之内", "it is not within the {n} characters of the text").with_(n=length))
        found.add((start, end))
    if not found:
        raise BadInput(Text("没有选中任何任务", "No task was chosen"), code="nothing_chosen", field="spans")
    ordered = sorted(found)
    for (_, before), (after, last) in pairwise(ordered):
        if after < before:
            raise _bad_span(0, f"{after}-{last}", Text("与前一处重叠", "it overlaps the one before it"))
    return ordered


def _bad_span(line: int, written: str, why: Text) -> BadInput:
    return BadInput(
        Text("第{n}行“{w}”：{y}", "Line {n}, “{w}”: {y}").with_(n=line, w=written[:40], y=why), code="span", field="spans"
    )


def check_due(due: date | None, today: date) -> None:
    """Nothing, when a deadline is still to come.

    Raises:
        BadInput: it has passed.
    """
    if due is not None and due < today:
        raise BadInput(
            Text("时限 {d} 已经过去", "The deadline {d} has passed").with_(d=due.isoformat()),
            code="past",
            field="due",
            remedy=Text("填今天或以后的日期；未定的留空，显示为“未写明”", "Give today or a later day; leave it empty where none is set, and it says so"),
        )


_SPAN: Final = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")
_BY: Final = re.compile(r"(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月)?(?:(?P<day>\d{1,2})[日号])?(?P<end>底|末)?前?")
_YEAR_END: Final = re.compile(r"(?:(?P<year>\d{4})年|今年|本年度?|年)(?:年)?[底末]前?")


def stated_due(words: str, issued_on: date | None) -> date | None:
    """The day that a document's own words set, None where they set none that can be told.

    The year is the one that is written, else that of the document; without either there is no day. 'By the end' is the last
    day of the month or year, and the words have to be a deadline and nothing else.
    """
    words = words.strip("，。；、 ")
    if found := _YEAR_END.fullmatch(words):
        year = int(found["year"]) if found["year"] else issued_on.year if issued_on else None
        return date(year, 12, 31) if year else None
    found = _BY.fullmatch(words)
    if found is None or not found["month"]:
        return None
    year = int(found["year"]) if found["year"] else issued_on.year if issued_on else None
    if year is None:
        return None
    month = int(found["month"])
    if not 1 <= month <= 12 or not 1949 <= year <= 2200:
        return None
    last = monthrange(year, month)[1]
    if found["day"]:
        return date(year, month, int(found["day"])) if 1 <= int(found["day"]) <= last else None
    # 6月前 may mean until June or through June; only the end of the month is a day that everybody reads alike.
    return date(year, month, last) if found["end"] else None


def roundings(amount_fen: int) -> frozenset[int]:
    """The amounts in fen that a document may state for this one: itself, and it rounded to a digit of 亿元 or 万元.

    A digit that is worth more than a hundredth of the amount says too little to be taken for it.
    """
    found = {amount_fen}
    for unit in ("亿元", "万元"):
        for digits in range(_DIGITS + 1):
            step = _step(unit, digits)
            if step * 100 <= abs(amount_fen):
                found |= {amount_fen // step * step, -(-amount_fen // step) * step}
    return frozenset(found)


def states(value: str, unit: str, amount_fen: int) -> str:
    """'exact' where a figure of a document is this amount, 'rounded' where it is the amount rounded to the digits that are written, else ''.

    >>> states("1124", "亿元", 112_437_000_000_00), states("1124", "亿元", 112_400_000_000_00), states("1124", "亿元", 112_460_000_000_00)
    ('rounded', 'exact', '')
    """
    stated = fen(Decimal(value), unit)
    if stated is None:
        return ""
    if stated == amount_fen:
        return "exact"
    step = _step(unit, len(value.partition(".")[2]))
    return "rounded" if step * 100 <= abs(amount_fen) and abs(stated - amount_fen) * 2 <= step else ""


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence that holds a place of a text begins and ends.

    >>> text = "一是完善机制。全年完成投资210亿元；推进项目。"
    >>> text[slice(*sentence_around(text, 11, 16))]
    '全年完成投资210亿元；推进项目。'
    """
    begin = max((text.rfind(mark, 0, start) for mark in _SENTENCE_ENDS), default=-1) + 1
    stops = [at for mark in _SENTENCE_ENDS if (at := text.find(mark, end)) >= 0]
    stop = min(stops) + 1 if stops else len(text)
    return max(begin, start - _LONGEST), min(stop, end + _LONGEST)


def fragment(words: str) -> str:
    """The end of an address at which a browser scrolls to these words and marks them; one that cannot shows the page from its top.

    >>> fragment("总投资")
    '#:~:text=%E6%80%BB%E6%8A%95%E8%B5%84'
    """
    line = words.strip().splitlines()[0] if words.strip() else ""
    return f"#:~:text={quote(line[:_FRAGMENT], safe='')}" if line else ""


def _step(unit: str, digits: int) -> int:
    """What the last written digit of an amount is worth, in fen; at least one."""
    fen_of_one = int(_YUAN[unit] * 100)
    return max(1, fen_of_one // int(10**digits))


_DIGITS: Final = 4
_FRAGMENT: Final = 60
_SENTENCE_ENDS: Final = ("。", "！", "？", "\n")
#: A text without full stops is cut so far from the figure.
_LONGEST: Final = 400
