"""Headings: cells above the figures as one path per column, their unit, and how well they fit a role's words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from taizhang.basis.money import Unit

from .model import EMPTY, Cell, Sheet, shown
from .roles import Role

_UNITS: Final[dict[str, Unit]] = {
    "亿元": "亿元",
    "亿": "亿元",
    "百万元": "百万元",
    "万元": "万元",
    "万": "万元",
    "千元": "千元",
    "元": "元",
}
_UNIT_WORD: Final = "亿元|百万元|万元|千元|元|亿|万"
_UNIT_IN_BRACKETS: Final = re.compile(rf"[(\[【〔](?:单位:?|人民币)*({_UNIT_WORD})[)\]】〕]")
_UNIT_AT_END: Final = re.compile(rf"[/_,:-]({_UNIT_WORD})$|(?<=[^\d])(亿元|百万元|万元|千元)$")
_UNIT_ALONE: Final = re.compile(rf"(?:单位:?)?({_UNIT_WORD})")
_UNIT_NOTE: Final = re.compile(rf"(?<![报责任设管施])单位:?(?:均?为)?(?:人民币)?({_UNIT_WORD})(?![\w/])")
_YEARS: Final = re.compile(r"20\d\d年度?|20\d\d(?!\d)|当年度?|本年度?|今年|年度")
_NOISE: Final = re.compile(r"[*★●:;,。.、]+")
#: Headings that say nothing without the one above them.
_GENERIC: Final = frozenset({"", "合计", "总计", "小计", "总额", "金额", "数额", "小写"})
_OF_WHICH: Final = re.compile(r"^其中|^#|^用于")

Path = tuple[str, ...]


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Half-width, lower case, without any space.

    >>> plain("项 目\\n名称（Ａ）")
    '项目名称(a)'
    """
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """The heading without unit, punctuation and the number of the year, which changes every year.

    >>> bare("2025年计划投资（万元）")
    '年度计划投资'
    """
    text = _UNIT_IN_BRACKETS.sub("", plain(text))
    if _UNIT_ALONE.fullmatch(text):
        return ""
    return _NOISE.sub("", _YEARS.sub("年度", _UNIT_AT_END.sub("", text)))


def unit_of(path: Path) -> Unit | None:
    """The unit a heading names, the lowest heading first."""
    for text in reversed(path):
        written = plain(text)
        found = _UNIT_IN_BRACKETS.search(written) or _UNIT_ALONE.fullmatch(written) or _UNIT_AT_END.search(written)
        if found:
            return _UNITS[next(group for group in found.groups() if group)]
    return None


def unit_note(cells: Sequence[Cell]) -> tuple[int, Unit] | None:
    """Column and unit of a note such as '单位：万元' in a row, also when the unit stands in the cell after it."""
    filled = [(column, plain(cell)) for column, cell in enumerate(cells) if isinstance(cell, str) and cell.strip()]
    for place, (column, text) in enumerate(filled):
        if found := _UNIT_NOTE.search(text):
            return column, _UNITS[found[1]]
        following = filled[place + 1][1] if place + 1 < len(filled) else ""
        if text.rstrip(":") in ("单位", "金额单位", "计量单位") and following in _UNITS:
            return column, _UNITS[following]
    return None


def paths(sheet: Sheet, first: int, last: int) -> list[Path]:
    """Per column the headings from rows `first` to `last`, top down; merged cells count in every column they cover."""
    grid = [[_text(cell) for cell in sheet.rows[row - 1]] for row in range(first, last + 1)]
    covered: set[tuple[int, int]] = set()
    for area in sheet.merged:
        if area.last_row < first or area.first_row > last:
            continue
        text = _text(sheet.rows[area.first_row - 1][area.first_column]) if area.first_column < sheet.width else ""
        wide = area.last_column - area.first_column + 1
        title = area.first_row < first or (wide > 3 and wide >= 0.8 * sheet.width)
        for row in range(max(area.first_row, first), min(area.last_row, last) + 1):
            for column in range(area.first_column, min(area.last_column + 1, sheet.width)):
                grid[row - first][column] = "" if title else text
                covered.add((row - first, column))
    _spread_parents(grid, covered)
    return [_without_repeats([line[column] for line in grid]) for column in range(sheet.width)]


def fit(path: Path, role: Role) -> float:
    """How well a heading fits a role: 1 the very words, 0 not at all."""
    return _fit(tuple(bare(text) for text in path), role.words)


@lru_cache(maxsize=16384)
def _fit(path: Path, words: tuple[str, ...]) -> float:
    named = tuple(text for text in path if text)
    if not named:
        return 0.0
    leaf, parents = named[-1], named[:-1]
    if leaf in _GENERIC and parents:
        return max(0.0, _fit(parents, words) - 0.05)
    return max((_fit_word(leaf, parents, word) for word in words), default=0.0)


def _fit_word(leaf: str, parents: Path, word: str) -> float:
    above, slash, word = word.rpartition("/")
    word = bare(word)
    if slash:
        above_fits = any(bare(above) in parent for parent in parents)
        return 0.97 if above_fits and leaf == word else 0.0
    if leaf == word:
        return 1.0
    if "".join(parents) + leaf == word:
        return 0.98
    if len(word) >= 2 and word in leaf and not _OF_WHICH.search(leaf):
        return 0.6 + 0.3 * len(word) / len(leaf)
    return 0.0


def _text(cell: Cell) -> str:
    return "" if cell == EMPTY else " ".join(shown(cell).split())


def _spread_parents(grid: list[list[str]], covered: set[tuple[int, int]]) -> None:
    """A heading above several columns that nobody merged: it holds until the next one, where there is one below it."""
    for row, line in enumerate(grid[:-1]):
        below = grid[row + 1]
        for column in range(1, len(line)):
            left_is_parent = line[column - 1] and below[column - 1] and below[column - 1] != line[column - 1]
            if not line[column] and (row, column) not in covered and below[column] and left_is_parent:
                line[column] = line[column - 1]


def _without_repeats(texts: list[str]) -> Path:
    kept: list[str] = []
    for text in texts:
        if text and (not kept or kept[-1] != text):
            kept.append(text)
    return tuple(kept)
