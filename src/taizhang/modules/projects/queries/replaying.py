"""The lights of many projects in one past month under any rule set, and two rule sets side by side. Nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from taizhang.frame.actor import Actor

from ..lights.inputs import moment_of, months_before
from ..lights.replay import Replay, replay
from ..lights.rows import ProjectRows, columns_of_rows
from ..lights.terms import RuleSet
from .lights import lit, rows_of, seen
from .sums import Records

#: Of more projects a page would take too long: they are narrowed to a district first.
MOST = 20_000
#: So many months before the one asked for are looked at for 'so many months in a row'.
_WARM_UP = 12


@dataclass(frozen=True, slots=True)
class Differs:
    """One light of a project that two rule sets give otherwise."""

    project: ProjectRows
    dimension: str
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Replayed:
    """One month under one or two rule sets: how many projects there are, the tallies, and where the two differ."""

    period: str
    projects: int
    tallies: Mapping[str, tuple[Mapping[str, int], Mapping[str, int]]]
    differing: Sequence[Differs]
    left_out: tuple[str, ...]
    too_many: bool = False


def replayed(actor: Actor, records: Records, period: str, one: RuleSet, other: RuleSet | None, district: int | None) -> Replayed:
    """The lights of a month under one rule set, and under another where one is named. Five statements for two thousand projects."""
    projects = lit(actor, records.project).order_by("name", "id")
    if district is not None:
        projects = projects.filter(district=district)
    keys = list(projects.values_list("id", flat=True)[: MOST + 1])
    if len(keys) > MOST:
        return Replayed(period, len(keys), {}, (), (), too_many=True)
    rows = list(rows_of(seen(actor, records), keys))
    columns = columns_of_rows(rows, months_before(moment_of(period).day, _WARM_UP + 1))
    first = replay(one, columns)
    second = replay(other, columns) if other is not None else None
    keys_of_lights = [d.key for d in one.dimensions if d.key in first.states]
    keys_of_lights += [d.key for d in other.dimensions if second and d.key in second.states and d.key not in keys_of_lights] if other else []
    tallies = {k: (_tally(first, k, period), _tally(second, k, period)) for k in keys_of_lights}
    left_out = tuple(dict.fromkeys((*first.left_out, *(second.left_out if second else ()))))
    return Replayed(period, len(rows), tallies, _differing(first, second, rows, period), left_out)


def _tally(found: Replay | None, dimension: str, period: str) -> Mapping[str, int]:
    return found.tally(dimension, period) if found is not None and dimension in found.states else {}  # type: ignore[return-value]


def _differing(one: Replay, other: Replay | None, rows: Sequence[ProjectRows], period: str) -> list[Differs]:
    if other is None:
        return []
    found: list[Differs] = []
    for dimension in (d.key for d in one.rule_set.dimensions if d.key in one.states and d.key in other.states):
        at = one.periods.index(period)
        pairs: Any = zip(one.states[dimension][at], other.states[dimension][at], strict=True)
        found += [
            Differs(rows[n], dimension, one.state(dimension, period, n), other.state(dimension, period, n))
            for n, (mine, theirs) in enumerate(pairs)
            if mine != theirs
        ]
    return found
