"""A document as it is printed, cut where something begins or ends: every character once, in its order, with what it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Generic, TypeVar

from django.utils.html import escape
from django.utils.safestring import SafeString

from taizhang.basis.text import Text

from .. import terms
from ..queries.sitting import Line
from ..reading.found import Document, Segment
from ..reading.quantities import Quantity

SEGMENT_WORDS: Final[Mapping[str, Text]] = {
    "title": Text("标题", "Title"),
    "byline": Text("署名", "Byline"),
    "heading": Text("小标题", "Heading"),
    "praise": Text("评价", "Praise"),
    "attitude": Text("表态", "Attitude"),
    "background": Text("背景", "Background"),
    "context": Text("前提", "Context"),
    "outcome": Text("预期结果", "Outcome"),
    "task": Text("任务", "Task"),
    "assignment": Text("分工", "Who is to do it"),
    "cell": Text("表格", "Cell of a table"),
    "rest": Text("其他", "Other words"),
}
#: Said, and no task: shown paler, never hidden.
DIMMED: Final = frozenset({"byline", "praise", "attitude", "background", "outcome"})
#: A line end in the middle of a sentence, with the blanks around it.
_GAP: Final = re.compile(r"\s*\n\s*")
T = TypeVar("T", Segment, Quantity, Line)
_ROLES: Final = dict(terms.FIGURE_ROLES)


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that are all alike: where they begin, what they are by which rule, and of a figure its value, unit and role."""

    start: int
    text: SafeString
    kind: str
    tip: str
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Pieces of one task (the first of those that go over them) with its number and look, or of none."""

    number: int
    css: str
    first: bool
    pieces: tuple[Piece, ...]


def runs(text: str, document: Document, lines: Sequence[Line], css: Mapping[int, str], lang: str) -> list[Run]:
    """The whole text as runs; joined again they are the text. `css` is the look of each line by its number."""
    ends = _ends(text, document, lines)
    segments, figures, covers = _Over(document.segments), _Over(document.figures), _Over(lines)
    found: list[Run] = []
    seen: set[int] = set()
    held: list[Piece] = []
    held_line: Line | None = None
    for start, end in pairwise(ends):
        segment, figure, line = segments(start), figures(start), covers(start)
        if held and line is not held_line:
            found.append(_run(held_line, css, seen, held))
            held = []
        held_line = line
        held.append(_piece(text[start:end], start, segment, figure, lang))
    if held:
        found.append(_run(held_line, css, seen, held))
    return found


def _ends(text: str, document: Document, lines: Sequence[Line]) -> list[int]:
    """Where the text has to be cut, its own ends included."""
    cuts = {0, len(text)}
    for pieces in (document.segments, document.figures, lines):
        for each in pieces:
            cuts |= {each.start, each.end}
    for segment in document.segments:
        # What a column broke stands apart, so that it can be shown joined.
        for gap in _GAP.finditer(text, segment.start + 1, segment.end - 1):
            cuts |= {gap.start(), gap.end()}
    return sorted(cut for cut in cuts if 0 <= cut <= len(text))


class _Over(Generic[T]):
    """Asked for places from left to right, gives the first of the things that go over each, None where nothing does."""

    def __init__(self, things: Iterable[T]) -> None:
        self._coming: Iterator[T] = iter(sorted(things, key=lambda t: (t.start, -t.end)))
        self._next: T | None = next(self._coming, None)
        self._open: list[T] = []

    def __call__(self, place: int) -> T | None:
        while self._next is not None and self._next.start <= place:
            self._open.append(self._next)
            self._next = next(self._coming, None)
        self._open = [thing for thing in self._open if thing.end > place]
        return self._open[0] if self._open else None


def _run(line: Line | None, css: Mapping[int, str], seen: set[int], pieces: list[Piece]) -> Run:
    if line is None:
        return Run(0, "", False, tuple(pieces))
    first = line.number not in seen
    seen.add(line.number)
    return Run(line.number, css[line.number], first, tuple(pieces))


def _piece(words: str, start: int, segment: Segment | None, figure: Quantity | None, lang: str) -> Piece:
    kind = segment.kind if segment else ""
    tip = f"{SEGMENT_WORDS[kind].in_(lang) if kind in SEGMENT_WORDS else kind} · {segment.rule}" if segment else ""
    if segment is not None and _GAP.fullmatch(words):
        return Piece(start, as_printed(words), "gap", "")
    return Piece(start, as_printed(words), "dim" if kind in DIMMED else kind, tip, of_figure(figure, lang) if figure else "")


def role_of(figure: Quantity, lang: str) -> str:
    """What a figure is said to be, in a language."""
    role = _ROLES.get(figure.role)
    return role.in_(lang) if role else figure.role


def of_figure(figure: Quantity, lang: str) -> str:
    """A figure in words: its value and unit, what it is, by which rule."""
    return f"{figure.value}{figure.unit} · {role_of(figure, lang)} · {figure.rule}"


def as_printed(words: str) -> SafeString:
    """The characters for a page; a carriage return stays one, where a browser would count it as nothing."""
    return SafeString(escape(words).replace("\r", "&#13;"))
