"""Rules of the portfolio in time: what became of projects between two days, and where a year will end, as functions of values."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from statistics import median
from typing import Final, Literal

#: What can have become of a project between two days. One project may have several.
Became = Literal["new", "gone", "slipped", "earlier", "amount"]
BECAME: Final[tuple[Became, ...]] = ("new", "gone", "slipped", "earlier", "amount")


def months_from(first: str, last: str) -> list[str]:
    """The months from one to another, both among them; none when the last is before the first.

    >>> months_from("2025-11", "2026-02")
    ['2025-11', '2025-12', '2026-01', '2026-02']
    """
    return [month_name(n) for n in range(month_number(first), month_number(last) + 1)]


def month_number(period: str) -> int:
    """Months since the year 0: one more for each month."""
    return int(period[:4]) * 12 + int(period[5:7]) - 1


def month_name(number: int) -> str:
    """The month 'YYYY-MM' of a number."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def month_before(day: date) -> str:
    """The last month that was over on a day: the one that reports can be about.

    >>> month_before(date(2026, 1, 31))
    '2025-12'
    """
    return month_name(day.year * 12 + day.month - 2)


def some_months_back(day: date, months: int) -> date:
    """The same day some months earlier, or the last one of that month.

    >>> some_months_back(date(2026, 3, 31), 1)
    datetime.date(2026, 2, 28)
    """
    number = day.year * 12 + day.month - 1 - months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def months_later(before: str, after: str) -> int | None:
    """By how many months a planned date ('2026', '2026-08', '2026-08-15') moved back; None where that cannot be told.

    Years are compared with years and months with months; a month against a bare year says only how exactly it is planned,
    unless the years differ too.

    >>> months_later("2026-08", "2026-11"), months_later("2026", "2027"), months_later("2026", "2026-08"), months_later("", "2026")
    (3, 12, None, None)
    """
    if len(before) < 4 or len(after) < 4:
        return None
    if len(before) == 4 or len(after) == 4:
        years = int(after[:4]) - int(before[:4])
        return 12 * years if years or len(before) == len(after) else None
    return month_number(after) - month_number(before)


@dataclass(frozen=True, slots=True)
class Stand:
    """What was known of a project at the end of a day. Amounts in fen; a planned date keeps the precision it was given with."""

    planned: str
    total: int | None
    plan: int | None
    terminated: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """What became of one project between two days, with what was known on each; None where it was not known at all."""

    project: int
    before: Stand | None
    after: Stand | None
    became: frozenset[Became]
    months: int | None = None


def turn_of(project: int, before: Stand | None, after: Stand | None) -> Turn | None:
    """What became of a project; None when nothing of what is looked at changed."""
    was_there = before is not None and not before.terminated
    is_there = after is not None and not after.terminated
    if not was_there and not is_there:
        return None
    if before is None or after is None or was_there != is_there:
        return Turn(project, before, after, frozenset({"new" if is_there else "gone"}))
    became: set[Became] = set()
    later = months_later(before.planned, after.planned)
    if later:
        became.add("slipped" if later > 0 else "earlier")
    elif later == 0 and before.planned != after.planned and len(before.planned) == len(after.planned) == 10:
        became.add("slipped" if after.planned > before.planned else "earlier")
    if (before.total, before.plan) != (after.total, after.plan):
        became.add("amount")
    return Turn(project, before, after, frozenset(became), later) if became else None


@dataclass(frozen=True, slots=True)
class Compared:
    """Two days side by side: what became of each project, and of how many that are planned for a day it can be said.

    `dated` counts projects known on both days with a planned date on the first.
    """

    turns: Mapping[int, Turn]
    dated: int

    def of(self, became: Became) -> list[Turn]:
        """Turns of one kind, the largest first: by months where dates moved, by amounts where they changed."""
        found = [turn for turn in self.turns.values() if became in turn.became]
        return sorted(found, key=lambda turn: (-_size(turn, became), turn.project))

    @property
    def slips(self) -> list[int]:
        """By how many months projects slipped, in order."""
        return sorted(turn.months or 0 for turn in self.of("slipped"))

    @property
    def slipped_tenths(self) -> int | None:
        """Share of projects that slipped, in tenths of a per cent of those that have a planned date; rounded down."""
        return len(self.slips) * 1000 // self.dated if self.dated else None

    @property
    def median_months(self) -> Fraction | None:
        """The middle slip: half of those that slipped did so by no more. None when none slipped."""
        return Fraction(median(self.slips)) if self.slips else None

    @property
    def amount_change(self) -> int:
        """By how much total investments changed in all, of projects known on both days, in fen."""
        return sum(_change(turn) for turn in self.turns.values() if "amount" in turn.became)


def _size(turn: Turn, became: Became) -> int:
    if became in ("slipped", "earlier"):
        return abs(turn.months or 0)
    if became == "amount":
        return abs(_change(turn))
    stand = turn.after or turn.before
    return (stand.total or 0) if stand is not None else 0


def _change(turn: Turn) -> int:
    if turn.before is None or turn.after is None:
        return 0
    return (turn.after.total or 0) - (turn.before.total or 0)


# -- where a year will end ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outlook:
    """Where a year will end, in fen: the middle, and a range; `years` are those the shape was taken from.

    `how` is 'shape' (earlier years' share by this month), 'pace' (the months so far, their spread carried on), or 'too_few'
    with nothing said.
    """

    how: Literal["shape", "pace", "too_few"]
    low: int | None = None
    middle: int | None = None
    high: int | None = None
    years: tuple[int, ...] = ()
    months: int = 0


def outlook(year: int, so_far: Sequence[int | None], earlier: Mapping[int, Sequence[int | None]], months_needed: int) -> Outlook:
    """Where a year ends, given its months so far and the twelve months of earlier years.

    With two earlier years that are complete: the year so far divided by the share that those years had by then; low and high
    are the extremes among them. Otherwise, with enough months: the mean month carried on, low and high from the lowest and
    highest month. Otherwise nothing: a range out of two months would be a guess with a point behind it.
    """
    known = [amount for amount in so_far if amount is not None]
    done = sum(known)
    if len(known) < months_needed or len(known) < len(so_far) or len(so_far) > 12:
        return Outlook("too_few", months=len(known))
    left = 12 - len(so_far)
    whole_years = {y: months for y, months in sorted(earlier.items()) if y < year and len(months) == 12 and all(m is not None for m in months)}
    shares = [Fraction(sum(_whole(months[: len(so_far)])), total) for months in whole_years.values() if (total := sum(_whole(months))) > 0]
    if len(shares) >= 2 and all(share > 0 for share in shares):
        ends = sorted(int(done / share) for share in shares)
        return Outlook("shape", ends[0], int(sum(ends) / len(ends)), ends[-1], tuple(whole_years), len(known))
    carried = (done + left * min(known), done + left * done // len(known), done + left * max(known))
    return Outlook("pace", *carried, months=len(known))


def _whole(months: Iterable[int | None]) -> list[int]:
    return [m for m in months if m is not None]


def summed_up(months: Sequence[int | None]) -> list[int | None]:
    """Cumulative amounts; a month without any figure keeps the sum and ends the line where nothing more follows.

    >>> summed_up([None, 2, None, 3, None])
    [None, 2, 2, 5, None]
    """
    last = max((i for i, m in enumerate(months) if m is not None), default=-1)
    found: list[int | None] = []
    total: int | None = None
    for i, month in enumerate(months):
        if month is not None:
            total = (total or 0) + month
        found.append(total if i <= last else None)
    return found
