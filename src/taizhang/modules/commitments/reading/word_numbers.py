"""What Word draws before the paragraphs of a numbered list, from its numbering and style parts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

_DIGITS: Final = "〇一二三四五六七八九"
_LEVELS: Final = 9
Attributes = dict[str, str]


def numeral(number: int, how: str) -> str:
    """A number as Word draws it.

    >>> numeral(12, "chineseCounting"), numeral(20, "chineseCountingThousand"), numeral(3, "decimal"), numeral(2, "lowerLetter")
    ('十二', '二十', '3', 'b')
    """
    if how in ("bullet", "none"):
        return ""
    if how.startswith(("chineseCounting", "japaneseCounting", "ideographDigital", "taiwaneseCounting")) and 0 < number < 100:
        tens, ones = divmod(number, 10)
        return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[ones] if ones else "")
    if how.startswith("decimalEnclosedCircle") and 0 < number <= 20:
        return chr(ord("①") + number - 1)
    if how in ("lowerLetter", "upperLetter") and 0 < number <= 26:
        letter = chr(ord("a") + number - 1)
        return letter.upper() if how == "upperLetter" else letter
    return str(number)


@dataclass(slots=True)
class _Level:
    how: str = "decimal"
    drawn: str = ""
    first: int = 1


@dataclass(slots=True)
class Numbers:
    """The lists of a document by their numbers, each with its levels, and how far each has counted."""

    _abstract: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _lists: dict[str, str] = field(default_factory=dict)
    _counted: dict[str, dict[int, int]] = field(default_factory=dict)
    _in: str = ""
    _in_list: str = ""
    _level: _Level | None = None

    def begin(self, name: str, given: Attributes) -> None:
        value = given.get("val", "")
        match name:
            case "abstractNum":
                self._in = given.get("abstractNumId", "")
                self._abstract[self._in] = {}
            case "lvl" if self._in and given.get("ilvl", "").isdecimal():
                self._level = self._abstract[self._in].setdefault(int(given["ilvl"]), _Level())
            case "numFmt" if self._level is not None:
                self._level.how = value
            case "lvlText" if self._level is not None:
                self._level.drawn = value[:40]
            case "start" if self._level is not None and value.isdecimal() and len(value) < 6:
                self._level.first = int(value)
            case "num":
                self._in_list = given.get("numId", "")
            case "abstractNumId" if self._in_list:
                self._lists[self._in_list] = value

    def end(self, name: str) -> None:
        match name:
            case "abstractNum":
                self._in = ""
            case "lvl":
                self._level = None
            case "num":
                self._in_list = ""

    def next(self, number: str, level: int) -> str:
        """What is drawn before the next paragraph of a list; '' for bullets and for lists that the document does not define."""
        abstract = self._lists.get(number, "")
        levels = self._abstract.get(abstract, {})
        own = levels.get(level)
        if own is None:
            return ""
        counted = self._counted.setdefault(abstract, {})
        counted[level] = counted.get(level, own.first - 1) + 1
        for deeper in range(level + 1, _LEVELS):
            counted.pop(deeper, None)
        if own.how in ("bullet", "none"):
            return ""

        def drawn(found: re.Match[str]) -> str:
            n = int(found[1]) - 1
            return numeral(counted.get(n, levels[n].first if n in levels else 1), levels[n].how if n in levels else "decimal")

        return re.sub(r"%([1-9])", drawn, own.drawn)


@dataclass(slots=True)
class Styles:
    """Which styles number their paragraphs, and which are those of a table of contents."""

    _numbers: dict[str, tuple[str, int]] = field(default_factory=dict)
    _contents: set[str] = field(default_factory=set)
    _in: str = ""

    def begin(self, name: str, given: Attributes) -> None:
        value = given.get("val", "")
        match name:
            case "style":
                self._in = given.get("styleId", "")
            case "name" if self._in and value.lower().startswith("toc "):
                self._contents.add(self._in)
            case "numId" if self._in:
                self._numbers[self._in] = (value, self._numbers.get(self._in, ("", 0))[1])
            case "ilvl" if self._in and value.isdecimal() and len(value) == 1:
                self._numbers[self._in] = (self._numbers.get(self._in, ("", 0))[0], int(value))

    def end(self, name: str) -> None:
        if name == "style":
            self._in = ""

    def is_contents(self, style: str) -> bool:
        return style in self._contents

    def number_of(self, style: str) -> tuple[str, int] | None:
        """The list and level of a style that numbers its paragraphs."""
        return self._numbers.get(style)
