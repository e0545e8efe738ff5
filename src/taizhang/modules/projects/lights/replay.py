"""Lights of many projects over many months at once: which light would another year's rule have given?

The same answers as `lights.state_of`, from columns of whole numbers. A month's light is that of the first day after it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import repeat
from typing import Final

from taizhang.basis.civil_dates import CivilDate
from taizhang.basis.predicate import Answer, Known
from taizhang.kernels.score import ABSENT, NO_PIECE, cuts_of, keys_of, placed, placed_between, placed_ratios

from .. import rules
from .inputs import LightInputs, moment_of, month_number
from .light import MONTHS_BACK
from .measures import months_between
from .terms import (
    STRENGTH,
    Dimension,
    Growth,
    LagInPoints,
    Measure,
    MonthsInColour,
    MonthsNotEntered,
    MonthsNotStarted,
    Part,
    PaymentShortfall,
    RelativeLag,
    RuleSet,
    State,
)

#: In a column of days: it is known that it has not happened.
NOT_YET: Final = 2**62
#: Shares of a year's plan are counted in this many parts: both a twelfth and a ten-thousandth are whole numbers of them.
WHOLE_SHARE: Final = 30_000
_CODE: Final[Mapping[str, int]] = {saying: code for code, saying in enumerate(STRENGTH)}
_NO_DATA, _NOT_DUE = _CODE["no_data"], _CODE["not_due"]

Column = Sequence[int]


@dataclass(frozen=True, slots=True)
class LightColumns:
    """The inputs of many projects, one number a project in each column; ABSENT where nobody gave it.

    `periods` are months in a row. `planned_start` is the number (`month_number`) of the last month it may mean; `started_on` and
    `entered_on` are ordinals of days or NOT_YET. Amounts are totals of the year up to each month, in fen, by month; `plans` by
    year. `shares` holds time schedules that are not even: by month one share in 1/30,000 for all, or a column of them.
    """

    periods: tuple[str, ...]
    planned_start: Column
    started_on: Column
    entered_on: Column
    plans: Mapping[int, Column] = field(default_factory=dict)
    shares: Mapping[str, int | Column] = field(default_factory=dict)
    investment: Mapping[str, Column] = field(default_factory=dict)
    certified: Mapping[str, Column] = field(default_factory=dict)
    workload: Mapping[str, Column] = field(default_factory=dict)
    paid: Mapping[str, Column] = field(default_factory=dict)
    payment_plan: Mapping[str, Column] = field(default_factory=dict)
    payment_required: Mapping[str, Column] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many projects."""
        return len(self.planned_start)


@dataclass(frozen=True, slots=True)
class Replay:
    """The states that a rule set gives: for each dimension one `bytes` a month, one code a project (its index in STRENGTH).

    `left_out` names dimensions whose measures have no columns; they are not guessed.
    """

    rule_set: RuleSet
    periods: tuple[str, ...]
    states: Mapping[str, tuple[bytes, ...]]
    left_out: tuple[str, ...]

    def state(self, dimension: str, period: str, project: int) -> State:
        """The state of one project in one month."""
        found = STRENGTH[self.states[dimension][self.periods.index(period)][project]]
        assert found != "silent"
        return found

    def tally(self, dimension: str, period: str) -> dict[State, int]:
        """How many projects have each state in a month; states that none has are left out."""
        column = self.states[dimension][self.periods.index(period)]
        return {s: n for code, s in enumerate(STRENGTH) if s != "silent" and (n := column.count(code))}


class _NoColumns(Exception):
    """A measure that cannot be computed over columns."""


def replay(rule_set: RuleSet, columns: LightColumns, on: Mapping[str, date] | None = None) -> Replay:
    """Every light of every project and month under a rule set, whether or not it held then.

    Months in a row are counted from the first month of the columns on. `on` names months that are looked at on another day
    than the first one after them: the newest month, as it stands today.
    """
    states: dict[str, tuple[bytes, ...]] = {}
    left_out = []
    for dimension in rule_set.dimensions:
        if dimension.of != "project":
            continue
        try:
            states[dimension.key] = tuple(_months(dimension, columns, states, on or {}))
        except _NoColumns:
            left_out.append(dimension.key)
    return Replay(rule_set, columns.periods, states, tuple(left_out))


def differences(one: Replay, other: Replay) -> Counter[tuple[str, State, State]]:
    """How many month lights the two give otherwise: (dimension, state of the first, state of the second) and their number."""
    found: Counter[tuple[str, State, State]] = Counter()
    for dimension in one.states.keys() & other.states.keys():
        pairs: Counter[tuple[int, int]] = Counter()
        for mine, theirs in zip(one.states[dimension], other.states[dimension], strict=True):
            pairs.update(zip(mine, theirs, strict=True))
        for (a, b), n in pairs.items():
            if a != b:
                found[dimension, STRENGTH[a], STRENGTH[b]] = n  # type: ignore[index]
    return found


# -- one dimension ----------------------------------------------------------------------------------------------------------

_SAID: Final = bytes([_CODE["not_defined"] if code == _CODE["silent"] else code for code in range(256)])


def _months(
    dimension: Dimension, columns: LightColumns, states: Mapping[str, tuple[bytes, ...]], on: Mapping[str, date]
) -> list[bytes]:
    ways = [_way(part, columns, on) for part in dimension.parts]
    runs = {n: [0] * columns.count for n, part in enumerate(dimension.parts) if isinstance(part.measure, MonthsInColour)}
    found = []
    for at, period in enumerate(columns.periods):
        strongest = bytes(columns.count)
        for n, (part, way) in enumerate(zip(dimension.parts, ways, strict=True)):
            if isinstance(part.measure, MonthsInColour):
                base = states[part.measure.dimension][at] if part.measure.dimension else strongest.translate(_SAID)
                said = _in_colour(part, part.measure, base, runs[n])
            else:
                assert way is not None
                said = way(period)
            strongest = said if n == 0 else bytes(map(max, strongest, said))
        found.append(strongest.translate(_SAID))
    return found


def _in_colour(part: Part, measure: MonthsInColour, base: bytes, run: list[int]) -> bytes:
    """What the part says of each project, after `run` has been carried one month on."""
    colour = _CODE[measure.colour]
    run[:] = [r + 1 if code == colour else 0 for code, r in zip(base, run, strict=True)]
    says = placed(part.table, range(MONTHS_BACK + 1)).translate(_codes(part))
    return bytes([_NO_DATA if code == _NO_DATA else says[min(r, MONTHS_BACK)] for code, r in zip(base, run, strict=True)])


def _codes(part: Part) -> bytes:
    """From the index of a piece to the code of what the part says there."""
    says = [_CODE[key or "not_defined"] for key in keys_of(part.table)]
    return bytes(says + [_NO_DATA] * (NO_PIECE + 1 - len(says)))


def _way(part: Part, columns: LightColumns, on: Mapping[str, date]) -> Callable[[str], bytes] | None:
    """How the part is computed for a month. Raises _NoColumns."""
    measure: Measure = part.measure
    if isinstance(measure, MonthsInColour):
        return None
    if isinstance(measure, MonthsNotStarted):
        return _not_started(part, columns, on)
    if isinstance(measure, MonthsNotEntered):
        return _not_entered(part, columns, on)
    if isinstance(measure, LagInPoints | RelativeLag):
        return lambda period: _lag(part, measure, columns, period)
    if isinstance(measure, PaymentShortfall):
        return lambda period: _shortfall(part, measure, columns, period)
    if isinstance(measure, Growth) and measure.against == "last_year":
        return lambda period: _growth(part, measure, columns, period)
    raise _NoColumns


# -- measures over columns --------------------------------------------------------------------------------------------------


def _of(series: Mapping[str, Column], period: str, columns: LightColumns) -> Column:
    return series.get(period) or array("q", repeat(ABSENT, columns.count))


def _lag(part: Part, measure: LagInPoints | RelativeLag, columns: LightColumns, period: str) -> bytes:
    nobody = array("q", repeat(ABSENT, columns.count))
    plan = columns.plans.get(int(period[:4]), nobody)
    done = _of(getattr(columns, measure.quantity), period, columns)
    given = columns.shares.get(period, WHOLE_SHARE // 12 * int(period[5:7]))
    shares = repeat(given, columns.count) if isinstance(given, int) else given
    rows = zip(plan, done, shares, strict=False)
    # ABSENT is far below zero: as a denominator it is no data, so only `done` needs a look.
    if isinstance(measure, LagInPoints):
        above = [ABSENT if d == ABSENT else 100 * (s * p - WHOLE_SHARE * d) for p, d, s in rows]
        return placed_ratios(part.table, above, [WHOLE_SHARE * p for p in plan]).translate(_codes(part))
    due = [s * p for p, s in zip(plan, repeat(given) if isinstance(given, int) else given, strict=False)]
    above = [ABSENT if d == ABSENT else 100 * (v - WHOLE_SHARE * d) for v, d in zip(due, done, strict=True)]
    return placed_ratios(part.table, above, due).translate(_codes(part))


def _growth(part: Part, measure: Growth, columns: LightColumns, period: str) -> bytes:
    series: Mapping[str, Column] = getattr(columns, measure.quantity)
    now = _of(series, period, columns)
    before = _of(series, f"{int(period[:4]) - 1:04d}{period[4:]}", columns)
    above = [ABSENT if n == ABSENT else 100 * (n - b) for n, b in zip(now, before, strict=True)]
    return placed_ratios(part.table, above, before).translate(_codes(part))


def _shortfall(part: Part, measure: PaymentShortfall, columns: LightColumns, period: str) -> bytes:
    lines = columns.payment_plan if measure.against == "plan" else columns.payment_required
    line, paid = _of(lines, period, columns), _of(columns.paid, period, columns)
    codes = _codes(part)
    if measure.unit == "fen":
        below = [ABSENT if v == ABSENT or p == ABSENT else v - p for v, p in zip(line, paid, strict=True)]
        return placed(part.table, below).translate(codes)
    below = [ABSENT if p == ABSENT else 100 * (v - p) for v, p in zip(line, paid, strict=True)]
    return placed_ratios(part.table, below, line).translate(codes)


def _not_started(part: Part, columns: LightColumns, on: Mapping[str, date]) -> Callable[[str], bytes]:
    in_time, late = _CODE[part.of_situation("in_time")], _CODE[part.of_situation("late")]
    last_ordinal = {m: _last_ordinal(m) for m in set(columns.planned_start) if m != ABSENT}
    rows = [
        (m, s, in_time if m != ABSENT and s <= last_ordinal[m] else late)
        for m, s in zip(columns.planned_start, columns.started_on, strict=True)
    ]
    cuts, codes = cuts_of(part.table), _codes(part)
    edges, double = cuts.cuts, 2 * cuts.scale

    def month(period: str) -> bytes:
        day, over = _day_of(period, on).toordinal(), month_number(period) + 1
        return bytes(
            [
                _NO_DATA
                if m == ABSENT or s == ABSENT
                else begun
                if s <= day
                else codes[bisect_right(edges, (over - m) * double)]
                if over > m
                else _NOT_DUE
                for m, s, begun in rows
            ]
        )

    return month


def _last_ordinal(month: int) -> int:
    return rules.last_day(f"{month // 12:04d}-{month % 12 + 1:02d}").toordinal()


def _not_entered(part: Part, columns: LightColumns, on: Mapping[str, date]) -> Callable[[str], bytes]:
    entered_code, codes = _CODE[part.of_situation("entered")], _codes(part)
    # On the first day of a month the months since a start are whole only when it fell on a first day: an even place.
    places = [
        0 if s in (ABSENT, NOT_YET) else 2 * (d := date.fromordinal(s)).year * 12 + 2 * (d.month - 1) + (d.day > 1)
        for s in columns.started_on
    ]
    try:
        placed_between(part.table, ())
    except ValueError as error:
        raise _NoColumns from error
    edges = cuts_of(part.table).cuts
    rows = list(zip(columns.started_on, columns.entered_on, places, strict=True))

    def month(period: str) -> bytes:
        looked_at = _day_of(period, on)
        day, now = looked_at.toordinal(), 2 * (month_number(period) + 1)
        # On any other day than a first one broken months count by their days; starts fall on few different days.
        waited = {} if looked_at.day == 1 else _waited(part, {s for s, _, _ in rows if ABSENT != s <= day}, looked_at)
        return bytes(
            [
                entered_code
                if e <= day and e != ABSENT
                else _NO_DATA
                if s == ABSENT
                else _NOT_DUE
                if s > day
                else _NO_DATA
                if e == ABSENT
                else waited[s]
                if waited
                else codes[bisect_right(edges, now - place)]
                for s, e, place in rows
            ]
        )

    return month


def _day_of(period: str, on: Mapping[str, date]) -> date:
    return on.get(period) or moment_of(period).day


def _waited(part: Part, starts: Iterable[int], day: date) -> dict[int, int]:
    """What the part says on a day of each day of a start without entry."""
    found = {}
    for start in starts:
        key = part.table.read(months_between(date.fromordinal(start), day)).key
        found[start] = _CODE[key or "not_defined"]
    return found


# -- making columns ---------------------------------------------------------------------------------------------------------


def columns_of(inputs: Iterable[LightInputs], periods: Sequence[str]) -> LightColumns:
    """The columns of projects that are there as values. A program that has rows in a database fills the columns itself."""
    projects = list(inputs)
    years = sorted({int(p[:4]) for p in periods})
    before = [f"{int(p[:4]) - 1:04d}{p[4:]}" for p in periods]

    def by_month(name: str) -> dict[str, Column]:
        wanted = dict.fromkeys([*before, *periods])
        return {p: array("q", [_whole(getattr(i, name).get(p)) for i in projects]) for p in wanted}

    return LightColumns(
        tuple(periods),
        array("q", [_planned(i.planned_start) for i in projects]),
        array("q", [_day(i.started_on) for i in projects]),
        array("q", [_day(i.entered_on) for i in projects]),
        {y: array("q", [_whole(i.plans.get(y)) for i in projects]) for y in years},
        {p: array("q", [_share(i, p) for i in projects]) for p in periods},
        **{name: by_month(name) for name in ("investment", "certified", "workload", "paid", "payment_plan", "payment_required")},
    )


def _whole(answer: Answer | None) -> int:
    return int(answer.value) if isinstance(answer, Known) and answer.value is not None else ABSENT


def _planned(answer: Answer) -> int:
    if not isinstance(answer, Known) or not isinstance(answer.value, CivilDate):
        return ABSENT
    return month_number(rules.month_of(answer.value.last_day))


def _day(answer: Answer) -> int:
    if not isinstance(answer, Known):
        return ABSENT
    return answer.value.toordinal() if answer.value is not None else NOT_YET


def _share(inputs: LightInputs, period: str) -> int:
    curve = inputs.curves.get(int(period[:4]))
    month = int(period[5:7])
    return WHOLE_SHARE // 12 * month if curve is None else WHOLE_SHARE // 10_000 * curve.shares[month - 1]
