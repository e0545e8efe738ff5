"""Figures of documents: which of them state an amount or a number, and in which tasks' words they stand."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q, QuerySet

from taizhang.basis.whole import whole

from .. import rules

#: Figures that one page shows; more than that is a number that says nothing, such as 1.
MOST: Final = 60


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for: a number as it is written with its unit, or an amount in fen; and where it may stand."""

    value: str = ""
    unit: str = ""
    fen: int | None = None
    role: str = ""
    place: int | None = None
    period: str = ""

    @property
    def empty(self) -> bool:
        """Nothing was asked for yet."""
        return not self.value and self.fen is None


def stating(rows: QuerySet[Any], sought: Sought, documents: QuerySet[Any]) -> list[Any]:
    """The figures that state what is looked for, each with `how`: 'exact' or 'rounded'; those of the newest documents first."""
    if sought.empty:
        return []
    if sought.fen is not None:
        rows = rows.filter(fen__in=rules.roundings(sought.fen))
    else:
        rows = rows.filter(value=sought.value, **({"unit": sought.unit} if sought.unit else {}))
    if sought.role:
        rows = rows.filter(role=sought.role)
    kept = documents.exclude(state="withdrawn")
    if sought.place is not None:
        kept = kept.filter(place=sought.place)
    if sought.period:
        kept = kept.filter(_within(sought.period))
    found = list(rows.filter(source__in=kept.values("id")).order_by("-source__received_on", "source", "start")[:MOST])
    for row in found:
        row.how = "exact" if sought.fen is None else rules.states(row.value, row.unit, sought.fen)
    return [row for row in found if row.how]


def stated(rows: QuerySet[Any], documents: QuerySet[Any], amounts: Collection[int]) -> frozenset[int]:
    """Those of some amounts in fen that a document states, exactly or rounded; one statement."""
    if not amounts:
        return frozenset()
    near = {amount: rules.roundings(amount) for amount in amounts}
    every = frozenset().union(*near.values())
    kept = documents.exclude(state="withdrawn").values("id")
    written = set(rows.filter(fen__in=every, source__in=kept).order_by().values_list("fen", "value", "unit").distinct())
    return frozenset(
        a for a in amounts for fen, value, unit in written if fen in near[a] and rules.states(value, unit, a)
    )


def tasks_with(rows: QuerySet[Any], figures: Sequence[Any]) -> Mapping[int, list[Any]]:
    """The tasks in whose words each figure stands; one statement."""
    wanted = Q(pk__in=[])
    for figure in figures:
        wanted |= Q(source=figure.source_id, start__lte=figure.start, end__gte=figure.end)
    tasks = (
        list(rows.filter(wanted).exclude(state__in=("merged", "dropped")).order_by("start", "id")) if figures else []
    )
    return {
        f.id: [t for t in tasks if t.source_id == f.source_id and t.start <= f.start and t.end >= f.end]
        for f in figures
    }


def _within(period: str) -> Q:
    year, _, month = period.partition("-")
    found = Q(issued_on__year=whole(year) or 0)
    return found & Q(issued_on__month=whole(month) or 0) if month else found
