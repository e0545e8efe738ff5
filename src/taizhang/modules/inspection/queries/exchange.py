"""What this side sends to a provincial platform: versions of the list and rosters, what was drawn, what was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from taizhang.registers.models import Place

from ..models import DrawnObject, RosterVersion, VisitItem
from ..rules import exchange, rosters


def version_sent(version: RosterVersion) -> exchange.Exchange:
    """A version as a file of the exchange: the rows that were frozen, nothing of today."""
    return exchange.sent(version.kind, name_of(version.place), version.frozen_on, rosters.rows_of(version.content))


def drawn_rows(place: Place) -> Iterator[Mapping[str, Any]]:
    """Who was drawn in the batches of a place, by department, in the order of tickets; no class goes out."""
    rows = DrawnObject.objects.filter(part__batch__place=place).select_related("part__batch", "part__organ", "enterprise").order_by("pk")
    for row in rows.iterator(chunk_size=2_000):
        yield {
            "batch": row.part.batch.title, "commitment": row.part.batch.commitment, "department": row.part.organ.name,
            "uscc": row.enterprise.uscc, "name": row.enterprise.name, "number": row.number, "substitute": row.substitute,
        }  # fmt: skip


def result_rows(place: Place) -> Iterator[Mapping[str, Any]]:
    """What was found in published visits of a place, item by item and department by department; nobody's name goes out."""
    rows = VisitItem.objects.filter(visit__place=place, visit__published_on__isnull=False).exclude(outcome="")
    for row in rows.select_related("visit__batch", "visit__enterprise", "organ", "item").order_by("pk").iterator(chunk_size=2_000):
        visit = row.visit
        yield {
            "visit": visit.number, "batch": visit.batch.title if visit.batch else "", "uscc": visit.enterprise.uscc,
            "name": visit.enterprise.name, "department": row.organ.name, "item": row.item.code, "outcome": row.outcome,
            "completed_on": visit.completed_on,
        }  # fmt: skip


def name_of(place: Place) -> str:
    """How files name a place: by its official code, by name where it has none."""
    return place.code or place.name
