"""Tables of a PDF page: the ruled lines that are drawn on it say which words stand in which cell. Where nothing is ruled, no table is guessed."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from .blocks import CELL_END, DITTO, PARAGRAPH_END

#: Points within which two ruled lines are one, and the thickness up to which a filled rectangle is a line.
_NEAR: Final = 2.5
_MOST_RULES: Final = 6_000
_MOST_COLUMNS: Final = 40
_MOST_ROWS: Final = 400


@dataclass(frozen=True, slots=True)
class _Rule:
    """A ruled line: where it stands across itself, and from where to where it goes."""

    at: float
    first: float
    last: float

    def covers(self, place: float) -> bool:
        return self.first - _NEAR <= place <= self.last + _NEAR


@dataclass(frozen=True, slots=True)
class _Piece:
    words: str
    x: float
    y: float


@dataclass(slots=True)
class Drawn:
    """What is drawn on a page in its order: pieces of text with their places, and ruled lines across and down."""

    pieces: list[_Piece] = field(default_factory=list)
    across: list[_Rule] = field(default_factory=list)
    down: list[_Rule] = field(default_factory=list)
    _path: list[tuple[float, float, float, float]] = field(default_factory=list)
    _boxes: list[tuple[float, float, float, float]] = field(default_factory=list)
    _at: tuple[float, float] = (0.0, 0.0)

    def text(self, words: str, page: Sequence[float], line: Sequence[float], *_: Any) -> None:
        """A piece of text, as the library tells of it."""
        words = words.replace(CELL_END, " ").replace(PARAGRAPH_END, "\n")
        self.pieces.append(_Piece(words, *_moved(page, line[4], line[5])))

    def stroke(self, operator: bytes, given: Sequence[Any], page: Sequence[float], *_: Any) -> None:
        """One step of drawing, as the library tells of it."""
        if operator in (b"m", b"l") and len(given) == 2:
            to = _moved(page, float(given[0]), float(given[1]))
            if operator == b"l":
                self._path.append((*self._at, *to))
            self._at = to
        elif operator == b"re" and len(given) == 4:
            x, y, w, h = map(float, given)
            self._boxes.append((*_moved(page, x, y), *_moved(page, x + w, y + h)))
        elif operator in (b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"n"):
            self._painted(operator)

    def _painted(self, operator: bytes) -> None:
        if operator != b"n" and len(self.across) + len(self.down) < _MOST_RULES:
            stroked = operator not in (b"f", b"F", b"f*")
            for x0, y0, x1, y1 in self._path if stroked else ():
                self._rule(x0, y0, x1, y1)
            for x0, y0, x1, y1 in self._boxes:
                if min(abs(x1 - x0), abs(y1 - y0)) <= _NEAR:
                    self._rule(x0, y0, x1, y1)
                elif stroked:
                    for edge in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
                        self._rule(*edge)
        self._path.clear()
        self._boxes.clear()

    def _rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        wide, high = abs(x1 - x0), abs(y1 - y0)
        if high <= _NEAR < wide:
            self.across.append(_Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif wide <= _NEAR < high:
            self.down.append(_Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))

    def lines(self) -> list[str]:
        """The lines of the page in its order; of a ruled table a line for each row, its cells apart by a tab, which ends for good."""
        grids = list(_grids(self.across, self.down))
        found: list[str] = []
        said: list[str] = []
        begun: set[int] = set()
        for piece in self.pieces:
            place = next((n for n, grid in enumerate(grids) if grid.holds(piece)), None)
            if place is None:
                said.append(piece.words)
                continue
            grids[place].take(piece)
            if place not in begun:
                begun.add(place)
                found += _cut(said)
                found.append(f"{place}{CELL_END}")
        found += _cut(said)
        return [line for each in found for line in (grids[int(each[:-1])].rows() if each.endswith(CELL_END) else [each])]


class _Grid:
    """A ruled table: its columns from left to right, its rows from top to bottom, and the words of its cells."""

    def __init__(self, xs: list[float], ys: list[float], across: list[_Rule], down: list[_Rule]) -> None:
        self.xs, self.ys = xs, ys
        self.words: dict[tuple[int, int], list[str]] = {}
        middle_x = [(a + b) / 2 for a, b in itertools.pairwise(xs)]
        middle_y = [(a + b) / 2 for a, b in itertools.pairwise(ys)]
        #: By cell, the one that it goes on with, because no line stands between the two.
        self.root: dict[tuple[int, int], tuple[int, int]] = {}
        for row, y in enumerate(middle_y):
            for column, x in enumerate(middle_x):
                cell = (row, column)
                if column and not any(abs(r.at - xs[column]) <= _NEAR and r.covers(y) for r in down):
                    self.root[cell] = self.root[row, column - 1]
                elif row and not any(abs(r.at - ys[row]) <= _NEAR and r.covers(x) for r in across):
                    self.root[cell] = self.root[row - 1, column]
                else:
                    self.root[cell] = cell

    def holds(self, piece: _Piece) -> bool:
        return self.xs[0] <= piece.x <= self.xs[-1] and self.ys[-1] <= piece.y <= self.ys[0]

    def take(self, piece: _Piece) -> None:
        column = max(n for n, x in enumerate(self.xs[:-1]) if x - _NEAR <= piece.x or n == 0)
        row = max(n for n, y in enumerate(self.ys[:-1]) if y + _NEAR >= piece.y or n == 0)
        self.words.setdefault(self.root[row, column], []).append(piece.words)

    def rows(self) -> list[str]:
        found = []
        for row in range(len(self.ys) - 1):
            cells = [self._said(row, column) for column in range(len(self.xs) - 1)]
            if any(cells):
                found.append(CELL_END.join(cells) + PARAGRAPH_END)
        return found

    def _said(self, row: int, column: int) -> str:
        root = self.root[row, column]
        words = "".join("".join(self.words.get(root, ())).split())
        if root == (row, column):
            return words
        return DITTO if words and root[0] < row and root[1] == column else ""


def rejoined(pages: list[list[str]]) -> None:
    """A row that was broken by the end of a page is one again: its rest stands on top of the next page and has no first cell."""
    for page, after in itertools.pairwise(pages):
        rest = after[0].rstrip(PARAGRAPH_END).split(CELL_END) if after else []
        begun = page[-1].rstrip(PARAGRAPH_END).split(CELL_END) if page else []
        if len(rest) == len(begun) > 1 and not rest[0] and DITTO not in rest:
            page[-1] = CELL_END.join(a + b for a, b in zip(begun, rest, strict=True)) + PARAGRAPH_END
            after.pop(0)


def _grids(across: list[_Rule], down: list[_Rule]) -> Iterable[_Grid]:
    """The ruled tables of a page from top to bottom: lines down that stand beside each other, with the lines across between their ends."""
    for bottom, top in _together([(rule.first, rule.last) for rule in down]):
        lines = [rule for rule in down if bottom - _NEAR <= rule.first and rule.last <= top + _NEAR]
        xs = _apart(rule.at for rule in lines)
        crossing = [rule for rule in across if bottom - _NEAR <= rule.at <= top + _NEAR and rule.last > xs[0] and rule.first < xs[-1]]
        # A row that goes on over the page has no line below it: its cells end where the lines down do.
        ys = _apart([rule.at for rule in crossing] + [bottom, top])[::-1]
        if 3 <= len(xs) <= _MOST_COLUMNS and 3 <= len(ys) <= _MOST_ROWS:
            yield _Grid(xs, ys, crossing, lines)


def _together(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The stretches that some spans cover together, the highest first."""
    found: list[tuple[float, float]] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + _NEAR:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found[::-1]


def _apart(places: Iterable[float]) -> list[float]:
    """The places in order, those that are one only once."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _NEAR:
            found.append(place)
    return found


def _moved(page: Sequence[float], x: float, y: float) -> tuple[float, float]:
    """A place of a drawing where it stands on the page."""
    a, b, c, d, e, f = page
    return a * x + c * y + e, b * x + d * y + f


def _cut(said: list[str]) -> list[str]:
    lines = "".join(said).splitlines()
    said.clear()
    return lines
