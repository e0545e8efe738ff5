"""The picture of projects that share crews: a line for each, its two last days and the nodes that need a crew. Numbers alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ..crews import Outcome, Piece, Tried
from .gantt import month_marks

LEFT, WIDTH, ROW, HEAD = 200, 750, 34, 34


@dataclass(frozen=True, slots=True)
class Part:
    """A node that needs a crew, as a box on its project's line."""

    x: float
    width: float
    team: str
    waits: bool
    spoken: str


@dataclass(frozen=True, slots=True)
class Line:
    """One project: a thin bar without limits, a thick one with the crews there are, and the nodes on it."""

    name: str
    y: int
    free_width: float
    width: float
    parts: tuple[Part, ...]
    label: str

    @property
    def free_y(self) -> int:
        return self.y + 24

    @property
    def end(self) -> float:
        return round(LEFT + max(self.width, self.free_width) + 6, 1)


@dataclass(frozen=True, slots=True)
class Picture:
    """All lines to one scale by the days of the calendar."""

    lines: Sequence[Line]
    months: Sequence[tuple[float, str]]
    left: int
    width: int
    height: int


def picture(found: Tried, words: Mapping[str, str], to: str) -> Picture | None:
    """The lines of all projects, the one that is put off longest first; None when there is none."""
    if not found.outcomes:
        return None
    last = max(max(o.limited, o.unlimited) for o in found.outcomes) + timedelta(days=2)
    per_day = (WIDTH - 60) / max((last - found.first).days, 1)

    def at(day: date) -> float:
        return round(LEFT + (day - found.first).days * per_day, 1)

    pieces: dict[int, list[Piece]] = {}
    for piece in found.pieces:
        pieces.setdefault(piece.project, []).append(piece)
    ordered = sorted(found.outcomes, key=lambda o: (-o.later, o.project))
    lines = tuple(_line(o, pieces.get(o.project, ()), HEAD + n * ROW, at, words, to) for n, o in enumerate(ordered))
    return Picture(lines, month_marks(found.first, last, at, per_day), LEFT, LEFT + WIDTH + 10, HEAD + len(lines) * ROW + 6)


def _line(outcome: Outcome, pieces: Sequence[Piece], y: int, at: object, words: Mapping[str, str], to: str) -> Line:
    assert callable(at)
    after = timedelta(days=1)
    parts = tuple(
        Part(
            at(p.limited[0]),
            round(max(at(p.limited[1] + after) - at(p.limited[0]), 2), 1),
            p.team,
            p.waits,
            f"{p.title}: {words[p.team]}, {p.limited[0].isoformat()} {to} {p.limited[1].isoformat()}",
        )
        for p in pieces
    )
    ends = (round(max(at(d + after) - LEFT, 1), 1) for d in (outcome.unlimited, outcome.limited))
    free, limited = ends
    short = outcome.name if len(outcome.name) <= 15 else outcome.name[:14] + "…"
    if outcome.name.isascii():
        short = outcome.name if len(outcome.name) <= 28 else outcome.name[:27] + "…"
    return Line(short, y, free, limited, parts, f"+{outcome.later}" if outcome.later > 0 else f"{outcome.later}")
