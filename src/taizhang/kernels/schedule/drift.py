"""What changed between two versions of a plan, or two snapshots of somebody's table (漂移): later, earlier, dearer, gone, new.

Rows are matched by a key of one or more parts that whoever asks declares. Only keys that occur once on both sides are compared; the others
are listed, never guessed at.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final, NamedTuple

from taizhang.basis.text import Text

from .baseline import Baseline
from .figures import Figure, Undefined

NOTHING_COMPARED: Final = Text("没有可比的行", "There are no rows to compare")
NO_SLIPS: Final = Text("没有推迟的行", "No row is later")

Key = tuple[str, ...]


class PlanRow(NamedTuple):
    """A row of a plan: its key, when it is to be finished, for how much; None where that is not stated."""

    key: Key
    finish: date | None
    amount_fen: int | None = None


class Slip(NamedTuple):
    """A finish that moved, by months (below zero: earlier)."""

    key: Key
    before: date
    after: date
    months: Fraction


class Repriced(NamedTuple):
    """An amount that changed; None on a side that does not state it."""

    key: Key
    before: int | None
    after: int | None


class Repeated(NamedTuple):
    """A key that is no key: how often it occurs on either side."""

    key: Key
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Drift:
    """The classes of change; a row whose date and amount changed is in two of them. `undated` lack a date on a side."""

    compared: int
    later: tuple[Slip, ...]
    earlier: tuple[Slip, ...]
    amount_changed: tuple[Repriced, ...]
    vanished: tuple[Key, ...]
    new: tuple[Key, ...]
    undated: tuple[Key, ...]
    repeated: tuple[Repeated, ...]

    @property
    def share_later(self) -> Figure:
        """Slips over the rows whose dates could be compared."""
        dated = self.compared - len(self.undated)
        return Fraction(len(self.later), dated) if dated else Undefined(NOTHING_COMPARED)

    @property
    def median_months(self) -> Figure:
        """The median of the slips; between the two middle ones when their number is even."""
        months = sorted(slip.months for slip in self.later)
        half = len(months) // 2
        if not months:
            return Undefined(NO_SLIPS)
        return months[half] if len(months) % 2 else (months[half - 1] + months[half]) / 2

    @property
    def largest(self) -> Slip | None:
        """The longest slip, the first of several."""
        return max(self.later, key=lambda slip: slip.months, default=None)


def drift(before: Iterable[PlanRow], after: Iterable[PlanRow]) -> Drift:
    """Every change between two sets of rows, each class in the order of the rows before (new ones: after)."""
    old_rows, new_rows = list(before), list(after)
    old_count, new_count = Counter(row.key for row in old_rows), Counter(row.key for row in new_rows)
    repeated = {key for count in (old_count, new_count) for key, n in count.items() if n > 1}
    new_by_key = {row.key: row for row in new_rows}
    pairs = [(row, new_by_key[row.key]) for row in old_rows if row.key in new_by_key and row.key not in repeated]
    slips = [
        Slip(a.key, a.finish, b.finish, months_between(a.finish, b.finish))
        for a, b in pairs
        if a.finish is not None and b.finish is not None and a.finish != b.finish
    ]
    return Drift(
        compared=len(pairs),
        later=tuple(slip for slip in slips if slip.months > 0),
        earlier=tuple(slip for slip in slips if slip.months < 0),
        amount_changed=tuple(Repriced(a.key, a.amount_fen, b.amount_fen) for a, b in pairs if a.amount_fen != b.amount_fen),
        vanished=_only(old_rows, new_count, repeated),
        new=_only(new_rows, old_count, repeated),
        undated=tuple(a.key for a, b in pairs if a.finish is None or b.finish is None),
        repeated=tuple(Repeated(key, old_count[key], new_count[key]) for key in {**old_count, **new_count} if key in repeated),
    )


def rows_of(baseline: Baseline) -> list[PlanRow]:
    """The nodes of a baseline as rows, by their key."""
    return [PlanRow((node.key,), node.finish, node.amount_fen) for node in baseline.nodes]


def months_between(first: date, last: date) -> Fraction:
    """Whole months by the day of the month, and the days over them as a share of the month they lie in.

    >>> months_between(date(2025, 6, 30), date(2025, 8, 30)), months_between(date(2025, 1, 1), date(2024, 12, 17))
    (Fraction(2, 1), Fraction(-15, 31))
    """
    if last < first:
        return -months_between(last, first)
    whole = (last.year - first.year) * 12 + last.month - first.month
    whole -= _later(first, whole) > last
    begin, end = _later(first, whole), _later(first, whole + 1)
    return whole + Fraction((last - begin).days, (end - begin).days)


def _later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _only(rows: Iterable[PlanRow], others: Mapping[Key, int], repeated: set[Key]) -> tuple[Key, ...]:
    return tuple(row.key for row in rows if row.key not in others and row.key not in repeated)
