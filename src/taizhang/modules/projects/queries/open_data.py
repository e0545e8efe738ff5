"""Published projects as values for open data: what the public page shows, and nothing else, read a few hundred at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, QuerySet, Sum

from taizhang.basis.uuid7 import moment_of
from taizhang.frame import clock
from taizhang.registers.models import Organ, Place

from .. import lifecycle, terms
from ..models import Document
from ..open_data.oc4ids import Paper, Published
from .public import NUMBERED, UNSORTED

_CHUNK = 500
_STAGES = dict(lifecycle.STAGE_WORDS)
_STANDINGS = dict(lifecycle.STANDING_WORDS)
_CATEGORIES = dict(terms.CATEGORIES)
_DOCUMENTS = dict(terms.DOCUMENT_WORDS)


def changed_at(rows: QuerySet[Any]) -> datetime | None:
    """When the newest of these rows was written; None when there is none."""
    newest = rows.order_by().aggregate(n=Max("entry"))["n"]
    return moment_of(newest).astimezone(clock.ZONE) if newest else None


def shape_of_published(rows: QuerySet[Any]) -> list[Any]:
    """What changes with whatever a package of these rows says: how many projects and papers, which, and when the newest was written.

    The first is the number of projects. A few whole numbers and keys of entries, in four statements.
    """
    inside = rows.select_related(None).order_by()
    projects = inside.aggregate(n=Count("id"), s=Sum("id"), e=Max("entry"))
    # PostgreSQL gives a sum of whole numbers as a decimal.
    projects["s"] = int(projects["s"] or 0)
    papers = Document.objects.filter(project__in=inside.values("id")).aggregate(n=Count("id"), w=Count("withdrawn_on"), e=Max("entry"))
    names = [model.objects.aggregate(n=Count("id"), e=Max("entry")) for model in (Place, Organ)]
    return [value for found in (projects, papers, *names) for value in found.values()]


def published(rows: QuerySet[Any]) -> Iterator[Published]:
    """The rows, which are in the scope of the public already, by key; two queries for each 500 of them."""
    last = 0
    while chunk := list(rows.filter(id__gt=last).order_by("id")[:_CHUNK]):
        last = chunk[-1].pk
        papers = _papers([row.pk for row in chunk])
        for row in chunk:
            yield _published(row, papers.get(row.pk, ()))


def _papers(projects: Sequence[int]) -> dict[int, list[Paper]]:
    found: dict[int, list[Paper]] = {}
    kept = Document.objects.filter(project__in=projects, withdrawn_on__isnull=True).exclude(kind=UNSORTED).order_by("dated", "id")
    for key, project, kind, number, dated in kept.values_list("id", "project_id", "kind", "number", "dated"):
        shown = number.strip() if kind in NUMBERED else ""
        found.setdefault(project, []).append(Paper(key, kind, _DOCUMENTS[kind], dated, shown))
    return found


def _published(row: Any, papers: Sequence[Paper]) -> Published:
    return Published(
        key=row.pk,
        name=row.name,
        updated=moment_of(row.entry).astimezone(clock.ZONE),
        stage=row.stage,
        stage_words=_STAGES[row.stage],
        standing=row.standing,
        standing_words=_STANDINGS[row.standing],
        code=row.code or "",
        summary=row.summary,
        kind=row.kind,
        category=row.category,
        category_words=_CATEGORIES.get(row.category),
        place=row.place.name,
        district=row.district.name,
        organ_key=row.organ_id,
        organ=row.organ.name if row.organ else "",
        owner=row.owner,
        total_fen=row.total_investment_fen,
        planned_start=row.planned_start,
        planned_finish=row.planned_finish,
        started_on=row.started_on,
        papers=papers,
    )
