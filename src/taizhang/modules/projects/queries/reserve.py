"""The reserve pool (谋划储备): projects before their permit, with how mature each is and what it lacks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from taizhang.frame import reading
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Record

from .. import lifecycle
from ..maturity import Idea, Maturity, maturity
from ..models import Project

#: Beyond this many the pool is asked to be narrowed: maturity is computed for every project that could be shown.
MOST = 20_000
_CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """A project of the reserve and its maturity."""

    project: int
    kind: str
    maturity: Maturity


def candidates(
    actor: Actor, project: Record, documents: Record, items: Record, day: date, kind: str = ""
) -> list[Candidate]:
    """The reserve of an actor's scope with its maturity on a day, the most mature first; at most `MOST` of them."""
    rows = (
        reading.rows(actor, project)
        .select_related(None)
        .filter(stage__in=lifecycle.PREPARING, standing__in=("normal", "adjusted"))
        .order_by("id")
    )
    if kind:
        rows = rows.filter(kind=kind)
    found = list(rows[:MOST])
    papers = _papers(actor, documents, found, day)
    stated = _money_stated(actor, items, found)
    made = []
    for row in found:
        seen = maturity(_idea(row, papers.get(row.pk, frozenset()), row.pk in stated), day)
        if seen is not None:
            made.append(Candidate(row.pk, row.kind, seen))
    return sorted(made, key=lambda c: (-c.maturity.points, c.project))


def _idea(row: Project, papers: frozenset[str], stated: bool) -> Idea:
    return Idea(
        row.kind,
        row.summary,
        row.organ_id is not None,
        row.lead_id is not None,
        row.total_investment_fen,
        row.planned_start,
        row.planned_finish,
        papers,
        stated,
    )


def _papers(actor: Actor, documents: Record, rows: list[Project], day: date) -> dict[int, frozenset[str]]:
    """The kinds of document on each project's file that are in force on a day."""
    found: dict[int, set[str]] = defaultdict(set)
    for keys in _chunks(row.pk for row in rows):
        there = (
            reading.rows(actor, documents)
            .select_related(None)
            .filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day), project__in=keys, withdrawn_on__isnull=True)
        )
        for key, kind in there.order_by().values_list("project_id", "kind"):
            found[key].add(kind)
    return {key: frozenset(kinds) for key, kinds in found.items()}


def _money_stated(actor: Actor, items: Record, rows: list[Project]) -> set[int]:
    """The projects whose checklist says that the sources of money are settled."""
    found: set[int] = set()
    for keys in _chunks(row.pk for row in rows):
        there = (
            reading.rows(actor, items)
            .select_related(None)
            .filter(project__in=keys, kind__startswith="money.", state="done")
        )
        found.update(there.order_by().values_list("project_id", flat=True))
    return found


def _chunks(keys: Iterable[int]) -> Iterable[list[int]]:
    held = list(keys)
    return (held[at : at + _CHUNK] for at in range(0, len(held), _CHUNK))
