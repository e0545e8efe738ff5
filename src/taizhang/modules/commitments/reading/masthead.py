"""What a document says of itself at its head and foot: title, number, who issued it, when. What it does not say stays empty."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from .blocks import CELL_END, PARAGRAPH_END

#: Lines at the head, and at the foot, in which a document says what it is.
_HEAD, _FOOT = 14, 5
_LONGEST_TITLE: Final = 120
_CN: Final = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
_NUMBER: Final = re.compile(r"[\u4e00-\u9fffA-Za-z]{1,20}[〔\[［（(]\d{4}[〕\]］）)]\s*第?\s*\d{1,5}\s*号")
_LETTERHEAD: Final = re.compile(r"(?P<who>[\u4e00-\u9fff（）()]{2,40}?)文件")
_FROM: Final = re.compile(r"来源[:：]\s*(?P<who>.{2,40})")
_DAY: Final = re.compile(
    r"(?P<y>\d{4}|[〇○零一二三四五六七八九]{4})\s*[年.．/\-]\s*(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})\s*[月.．/\-]\s*(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})\s*日?"
)
_ORGAN: Final = re.compile(
    r"[\u4e00-\u9fff（）()]{2,40}(?:委员会|委|局|厅|部|办公室|办|室|政府|公司|中心|院|指挥部|领导小组|专班)(?:\s+[\u4e00-\u9fff]{2,40})*"
)
_TITLE_ENDS: Final = re.compile(r"(?:通知|意见|方案|报告|纪要|通报|简报|计划|要点|决定|办法|清单|批示|分工|任务表|分解表)(?:[（(][^（()）]{1,20}[）)])?$")
_STOPS: Final = "。！？；"


@dataclass(frozen=True, slots=True)
class Masthead:
    """What was found; '' and None where the document says nothing."""

    title: str = ""
    number: str = ""
    issuer: str = ""
    issued_on: date | None = None


def masthead(text: str) -> Masthead:
    """Title, number, issuer and day of a document, each only where a line of its own says it.

    >>> found = masthead("示例市人民政府办公室文件\\n示政办〔2026〕3号\\n关于印发示例方案的通知\\n各区：……\\n2026年1月20日")
    >>> found.title, found.number, found.issuer, found.issued_on.isoformat()
    ('关于印发示例方案的通知', '示政办〔2026〕3号', '示例市人民政府办公室', '2026-01-20')
    """
    lines = [line for raw in text.replace(PARAGRAPH_END, "\n").splitlines() if (line := raw.strip())]
    head = [line for line in lines[:_HEAD] if CELL_END not in line]
    foot = lines[-_FOOT:] if len(lines) > _FOOT else lines[1:]
    return Masthead(_title(head), _number(head), _issuer(head, foot), _issued_on(head, foot))


def _title(head: list[str]) -> str:
    """The first line that ends as the title of a paper does, else the first line, unless it is a sentence."""
    plain = [line for line in head if not (_NUMBER.fullmatch(line) or _LETTERHEAD.fullmatch(line) or _day(line.strip("（）()")))]
    for n, line in enumerate(plain):
        if len(line) <= _LONGEST_TITLE and _TITLE_ENDS.search(line) and line[-1:] not in _STOPS:
            before = plain[n - 1] if n else ""
            # A title that is set on two lines begins with the organ or with 关于.
            broken = before.startswith("关于") or (line.startswith("关于") and _ORGAN.fullmatch(before))
            return f"{before}{line}" if broken and len(before) + len(line) <= _LONGEST_TITLE else line
    first = plain[0] if plain else ""
    return first if len(first) <= _LONGEST_TITLE and first[-1:] not in _STOPS else ""


def _number(head: list[str]) -> str:
    for line in head:
        for part in re.split(r"\s{2,}|签发人", line):
            if _NUMBER.fullmatch(part.strip()):
                return "".join(part.split())
    return ""


def _issuer(head: list[str], foot: list[str]) -> str:
    for line in head:
        if found := _LETTERHEAD.fullmatch(line) or _FROM.fullmatch(line):
            return found["who"].strip()
    for before, line in pairwise(foot):
        if _day(line) and _ORGAN.fullmatch(before):
            return before
    return ""


def _issued_on(head: list[str], foot: list[str]) -> date | None:
    """The day that stands alone on a line: at the foot, or in brackets below the title."""
    for line in (*reversed(foot), *head):
        if found := _day(line.strip("（）() —-")):
            return found
    return None


def _day(words: str) -> date | None:
    found = _DAY.fullmatch(words.strip())
    if found is None:
        return None
    try:
        return date(_digits(found["y"]), _counted(found["m"]), _counted(found["d"]))
    except ValueError:
        return None


def _digits(words: str) -> int:
    return int("".join(str(_CN.get(c, c)) for c in words))


def _counted(words: str) -> int:
    """二十一 is 21; digits are what they are."""
    if words.isdigit():
        return int(words)
    tens, mark, ones = words.rpartition("十")
    return (_CN.get(tens, 1) * 10 if mark else 0) + (_CN[ones] if ones else 0)
