"""Breakpoint tables (分段表): in which band a number falls, exactly, and how far it is from the next one in each direction.

A published rule rarely covers every number. What it leaves out is a gap with a name, never the band beside it; what it says
twice is refused. Numbers are int, Fraction or Decimal: a binary fraction has no exact place at a threshold.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Final

from taizhang.basis.text import Text, joined, verbatim

Number = int | Fraction | Decimal

_INTERVAL: Final = re.compile(r"\s*([\[(])\s*([^,\s]+)\s*,\s*([^,\s]+)\s*([\])])\s*")
_NO_END: Final = frozenset({"-inf", "inf", "+inf", "-∞", "∞", "+∞"})


def exact(value: Number) -> Fraction:
    """The number as a fraction.

    Raises:
        TypeError: for a float or a bool, which have no exact place among thresholds.
        ValueError: for a Decimal that is no number.
    """
    if isinstance(value, bool) or not isinstance(value, int | Fraction | Decimal):
        raise TypeError(f"{value!r} is no exact number; give an int, a Fraction or a Decimal")
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError(f"{value} is not a number")
    return Fraction(value)


def number_text(value: Fraction, decimals: int = 4) -> str:
    """The number as people write it: all its digits when there are few, otherwise rounded half up and marked with ≈.

    >>> number_text(Fraction(3001, 100)), number_text(Fraction(-5)), number_text(Fraction(2, 3))
    ('30.01', '-5', '≈0.6667')
    """
    scaled = abs(value) * 10**decimals
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    rounded = whole + (2 * rest >= scaled.denominator)
    digits = f"{rounded:0{decimals + 1}d}"
    text = f"{int(digits[:-decimals] or 0):,}.{digits[-decimals:]}".rstrip("0").rstrip(".") if decimals else f"{rounded:,}"
    return ("≈" if rest else "") + ("-" if value < 0 and rounded else "") + text


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers between two ends, each end open or closed; None is no end.

    Raises:
        ValueError: on construction, when no number lies in it, or for a closed end at infinity.
    """

    lower: Fraction | None = None
    upper: Fraction | None = None
    lower_closed: bool = False
    upper_closed: bool = False

    def __post_init__(self) -> None:
        if (self.lower is None and self.lower_closed) or (self.upper is None and self.upper_closed):
            raise ValueError("an interval without an end is open there")
        if self.lower is None or self.upper is None or self.lower < self.upper:
            return
        if self.lower > self.upper or not (self.lower_closed and self.upper_closed):
            raise ValueError(f"no number lies in {self}")

    def __contains__(self, value: Fraction) -> bool:
        above = self.lower is None or value > self.lower or (self.lower_closed and value == self.lower)
        return above and (self.upper is None or value < self.upper or (self.upper_closed and value == self.upper))

    def __str__(self) -> str:
        low = "(-∞" if self.lower is None else ("[" if self.lower_closed else "(") + number_text(self.lower)
        high = "∞)" if self.upper is None else number_text(self.upper) + ("]" if self.upper_closed else ")")
        return f"{low}, {high}"

    @property
    def words(self) -> str:
        """The interval as signs that both languages read: ≤ 0, [10, 30], > 30."""
        if self.lower == self.upper and self.lower is not None:
            return f"= {number_text(self.lower)}"
        if self.lower is None and self.upper is not None:
            return f"{'≤' if self.upper_closed else '<'} {number_text(self.upper)}"
        if self.upper is None and self.lower is not None:
            return f"{'≥' if self.lower_closed else '>'} {number_text(self.lower)}"
        return str(self)


def interval(text: str) -> Interval:
    """The interval that is written: '[10, 30]', '(30, inf)', '(-inf, 0]'. A square bracket takes the end in.

    >>> str(interval("( -inf, 1/3 ]")), Fraction(30) in interval("(30, inf)")
    ('(-∞, ≈0.3333]', False)

    Raises:
        ValueError: for anything else.
    """
    found = _INTERVAL.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no interval; write it like [10, 30) or (30, inf)")
    left, low, high, right = found.groups()
    return Interval(
        None if low in _NO_END else Fraction(low), None if high in _NO_END else Fraction(high), left == "[", right == "]"
    )


@dataclass(frozen=True, slots=True)
class Band:
    """One colour or grade and the numbers that have it."""

    key: str
    label: Text
    over: Interval


def band(key: str, label: Text, over: str) -> Band:
    """A band with its interval as it is written."""
    return Band(key, label, interval(over))


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the number line that is treated alike: a band, or a gap of which the rule says nothing."""

    over: Interval
    band: Band | None = None

    @property
    def key(self) -> str | None:
        """The key of the band; None in a gap."""
        return self.band.key if self.band else None


@dataclass(frozen=True, slots=True)
class Threshold:
    """Where a number leaves its piece: at which number, how far away, and what lies beyond.

    `takes_in` when the number `at` itself lies beyond already; otherwise only what is past it does.
    """

    at: Fraction
    by: Fraction
    takes_in: bool
    beyond: Piece


@dataclass(frozen=True, slots=True)
class Reading:
    """A number as a table reads it: its piece, and the next threshold below and above (None where there is none)."""

    value: Fraction
    piece: Piece
    below: Threshold | None
    above: Threshold | None

    @property
    def key(self) -> str | None:
        """The key of the band; None when the rule does not say."""
        return self.piece.key


#: What a gap is called unless the table has its own words for it.
NOT_DEFINED: Final = Text("规则未规定", "not defined in the rule")


@dataclass(frozen=True, slots=True)
class Table:
    """Bands over one measure. Together with their gaps, `pieces` cover every number exactly once, from low to high.

    Raises:
        ValueError: on construction, without bands or when two of them have a number in common.
    """

    key: str
    name: Text
    bands: tuple[Band, ...]
    unit: Text | None = None
    gap: Text = NOT_DEFINED
    pieces: tuple[Piece, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.bands:
            raise ValueError(f"{self.key}: a table needs a band")
        object.__setattr__(self, "pieces", tuple(self._cut()))

    def _cut(self) -> Iterator[Piece]:
        ordered = sorted(self.bands, key=lambda b: _lowest(b.over))
        if ordered[0].over.lower is not None:
            yield Piece(Interval(None, ordered[0].over.lower, False, not ordered[0].over.lower_closed))
        for one, following in zip(ordered, [*ordered[1:], None], strict=True):
            yield Piece(one.over, one)
            if following is not None:
                yield from self._between(one, following)
            elif one.over.upper is not None:
                yield Piece(Interval(one.over.upper, None, not one.over.upper_closed, False))

    def _between(self, one: Band, following: Band) -> Iterator[Piece]:
        """The gap between two bands in order, if there is one."""
        end, start = one.over.upper, following.over.lower
        if end is None or start is None or end > start or (end == start and one.over.upper_closed and following.over.lower_closed):
            raise ValueError(f"{self.key}: {one.key} {one.over} and {following.key} {following.over} overlap")
        if end < start or not (one.over.upper_closed or following.over.lower_closed):
            yield Piece(Interval(end, start, not one.over.upper_closed, not following.over.lower_closed))

    @property
    def label(self) -> Text:
        """The whole table on one line: how a page of parameters shows it."""
        return joined([Text("{p} {o}", "{p} {o}").with_(p=self.name_of(p), o=p.over.words) for p in self.pieces], "；", "; ")

    @property
    def gaps(self) -> tuple[Piece, ...]:
        """The stretches of which the rule says nothing."""
        return tuple(p for p in self.pieces if p.band is None)

    def name_of(self, piece: Piece) -> Text:
        """What a piece is called: the label of its band, or the words for a gap."""
        return piece.band.label if piece.band else self.gap

    def read(self, value: Number) -> Reading:
        """The piece a number falls in and its distance to the next one in each direction.

        Raises:
            TypeError, ValueError: as `exact`.
        """
        number = exact(value)
        at = next(n for n, piece in enumerate(self.pieces) if number in piece.over)
        return Reading(number, self.pieces[at], self._below(at, number), self._above(at, number))

    def _below(self, at: int, number: Fraction) -> Threshold | None:
        edge = self.pieces[at].over.lower
        if edge is None:
            return None
        return Threshold(edge, number - edge, not self.pieces[at].over.lower_closed, self.pieces[at - 1])

    def _above(self, at: int, number: Fraction) -> Threshold | None:
        edge = self.pieces[at].over.upper
        if edge is None:
            return None
        return Threshold(edge, edge - number, not self.pieces[at].over.upper_closed, self.pieces[at + 1])


def _lowest(over: Interval) -> tuple[bool, Fraction, bool]:
    """Intervals in the order of their lower ends; at the same end the closed one comes first."""
    return (over.lower is not None, over.lower or Fraction(0), not over.lower_closed)


# -- the arithmetic shown ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that goes into a calculation, as it is shown, with where it comes from."""

    name: Text
    value: Fraction
    shown: Text
    source: Text

    def __str__(self) -> str:
        return f"{self.name.zh} {self.shown.zh}"


def figure(name: Text, value: Number, source: Text | str, shown: Text | None = None) -> Figure:
    """A figure whose value is shown as a plain number unless it has words of its own."""
    number = exact(value)
    return Figure(name, number, shown or verbatim(number_text(number)), source if isinstance(source, Text) else verbatim(source))


@dataclass(frozen=True, slots=True)
class Worked:
    """A calculation with its figures: the formula has a place '{1}', '{2}' ... for each, in their order."""

    formula: Text
    figures: tuple[Figure, ...]
    value: Fraction

    @property
    def shown(self) -> Text:
        """The formula with each figure in its place, and what comes out."""
        parts = [Text("{n} {v}", "{n} {v}").with_(n=f.name, v=f.shown) for f in self.figures]
        zh = self.formula.zh.format("", *(p.zh for p in parts))
        en = self.formula.en.format("", *(p.en for p in parts))
        end = number_text(self.value)
        equals = end.replace("≈", "≈ ") if end.startswith("≈") else f"= {end}"
        return Text(f"{zh} {equals}", f"{en} {equals}")


# -- thresholds as whole numbers, for columns -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cuts:
    """A table as whole numbers: `bisect_right(cuts, place)` is the index of the piece.

    The place of a number x is 2·x·scale when x·scale is whole, otherwise the odd number between the two nearest such places.
    """

    scale: int
    cuts: tuple[int, ...]

    def piece(self, numerator: int, denominator: int) -> int:
        """The index of the piece of numerator/denominator; the denominator is above zero."""
        whole, rest = divmod(numerator * self.scale, denominator)
        return bisect_right(self.cuts, 2 * whole + (rest > 0))


def cuts_of(table: Table) -> Cuts:
    """The thresholds of a table between its pieces, from low to high."""
    edges = [(p.over.upper, p.over.upper_closed) for p in table.pieces if p.over.upper is not None]
    scale = 1
    for at, _ in edges:
        scale *= (at * scale).denominator
    # A number equal to the edge lies at an even place: it stays below when the lower piece takes its end in.
    return Cuts(scale, tuple(2 * int(at * scale) + closed for at, closed in edges))
