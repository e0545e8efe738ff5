"""Bulletins as text: lines made one again, amounts and counts with their places, and what each figure is said to be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from . import words
from .arithmetic import Printed, decimals_of

# -- levelling --------------------------------------------------------------------------------------------------------------

_FULL = {c: c - 0xFEE0 for c in (*range(0xFF10, 0xFF1A), 0xFF05, 0xFF0E, 0xFF0F, 0xFF08, 0xFF09, 0xFF0D)}
STOPS: Final = "。；;！!？?"
#: A sentence that goes on longer is cut, at a comma if there is one: no bulletin has one, and reading stays quick for any text.
LONGEST_SENTENCE: Final = 600
_LIST_ITEM: Final = re.compile(r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d+[.、．]\D|[-•●◆■★]")


@dataclass(frozen=True, slots=True)
class Flat:
    """A paragraph without line breaks and blanks, digits and signs in one width; `at` leads back to the text."""

    text: str
    at: tuple[int, ...]


def paragraphs(text: str) -> Iterator[Flat]:
    """Lines that were broken in the middle of a sentence are one again; a blank line ends a paragraph."""
    flat: list[str] = []
    at: list[int] = []
    place = 0
    for row in text.splitlines(keepends=True):
        body = row.strip()
        if not body or (flat and _LIST_ITEM.match(body)):
            if flat:
                yield Flat("".join(flat), tuple(at))
            flat, at = [], []
        for n, char in enumerate(row):
            if not char.isspace() and char not in "\ufeff\u200b":
                flat.append(char.translate(_FULL))
                at.append(place + n)
        place += len(row)
    if flat:
        yield Flat("".join(flat), tuple(at))


# -- figures ----------------------------------------------------------------------------------------------------------------

NUMBER = r"(?<![\d.,A-Za-z+-])(?P<number>\d{1,3}(?:,\d{3}){1,6}(?:\.\d{1,9})?|\d{1,18}(?:\.\d{1,9})?)"
_UNITS = sorted([*words.MONEY, *(u for line in words.COUNTED for u in line)], key=len, reverse=True)
QUANTITY = re.compile(
    rf"{NUMBER}(?:亿(?P<wan>\d{{1,9}}(?:\.\d{{1,9}})?)万元?|(?P<unit>{'|'.join(_UNITS)})(?!{'|'.join(words.NOT_COUNTED)}))"
)
PERCENT = re.compile(rf"{NUMBER}(?:%|个百分点)")
FAMILY = {unit: f"count{n}" for n, line in enumerate(words.COUNTED) for unit in line} | dict.fromkeys(words.MONEY, "money")
_SCALE: Final[dict[str, int]] = {"万人": 10_000, "万平方米": 10_000, "万亩": 10_000, "万吨": 10_000}


@dataclass(frozen=True, slots=True)
class TextFigure:
    """A quantity in a sentence: its place in the flat text, its value in the smallest unit, and what it is."""

    start: int
    end: int
    unit: str
    family: str
    printed: Printed
    role: str
    aside: bool

    @property
    def is_count(self) -> bool:
        return self.printed.half == 0

    def in_unit_of(self, other: TextFigure) -> Printed:
        """The figure in the unit in which another one is printed."""
        scale = _scale(other.unit)
        return Printed(self.printed.value / scale, self.printed.half / scale)


def _scale(unit: str) -> int:
    return words.MONEY.get(unit) or _SCALE.get(unit, 1)


def number_of(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def printed_of(number: Decimal, unit: str) -> Printed:
    scale = _scale(unit)
    rounded = unit in words.MONEY or unit in words.MEASURED
    half = Fraction(scale, 2 * 10 ** decimals_of(number)) if rounded else Fraction(0)
    return Printed(Fraction(number) * scale, half)


def any_of(text: str, among: Iterable[str]) -> bool:
    return any(word in text for word in among)


def last_of(figures: Iterable[TextFigure]) -> TextFigure | None:
    found = list(figures)
    return found[-1] if found else None


def clause_of(text: str) -> str:
    """What stands after the last comma: the words that belong to a figure."""
    return re.split(r"[，,：:、()]", text)[-1]


def role_of(left: str, right: str) -> str:
    """What a figure is by the words on its left, then by those on its right."""
    if any_of(left, words.SHARE_OF_PLAN):
        return "plan"
    if _surely_done(left):
        return "done"
    for side in (left, right):
        for role, named in words.ROLES:
            if any_of(side, named):
                return role
        if side is right and side.endswith(words.WHOLE_AFTER):
            return "whole"
    return ""


def _surely_done(left: str) -> bool:
    """实际开工 after 计划 is done; 计划实现 is still a plan."""
    planned = max((left.rfind(w) + len(w) for w in words.PLANS if w in left), default=0)
    done = max((left.rfind(w) for w in words.SURELY_DONE), default=-1)
    return planned > 0 and done > planned
