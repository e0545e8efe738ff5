"""What an actor finds for some words: rows of each kind that they may see, by texts that they may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Length

from .. import reading
from ..actor import Actor
from ..beginning import Begins
from ..declare import Record
from .column import Finds, Query, query_of, sought_of

#: Words that are found more often are common: of those rows only so many are looked at and put in order.
MOST = 2000
_OF_THAT_NAME = 50


@dataclass(frozen=True, slots=True)
class Found:
    """Rows of one kind, best first. There are `count` of them, or more than that when the words are `common`."""

    record: Record
    rows: tuple[Any, ...]
    count: int
    common: bool = False


def find(actor: Actor, words: str, records: Iterable[Record], *, limit: int, offset: int = 0) -> tuple[Found, ...]:
    """What is found in each of the records, in their order; records in which nothing is found are left out.

    A row whose name is the words comes first, then names that begin with them, then the shortest. Costs one statement for a
    record in which nothing is found, at most four for another.
    """
    found = (_find(actor, words.strip(), record, limit, offset) for record in records)
    return tuple(f for f in found if f is not None)


def _find(actor: Actor, words: str, record: Record, limit: int, offset: int) -> Found | None:
    query = query_of(record.model, words, [f.name for f in reading.fields(actor, record)])
    if query is None:
        return None
    reached = record.model._default_manager.filter(Finds(query, MOST)).count()
    if not reached:
        return None
    name = _name(record, query)
    scope = reading.rows(actor, record)
    if reached == MOST:
        some = scope.filter(_first_ones(record, query, name, words))
        if some.count() >= offset + limit:
            return Found(record, tuple(_ranked(some, name, words)[offset : offset + limit]), MOST, common=True)
    # Rare words; or common ones and a narrow scope, for which the first rows of the index are not enough.
    rows = scope.filter(Finds(query))
    page = list(_ranked(rows, name, words)[offset : offset + limit + 1])
    count = len(page) if not offset and len(page) <= limit else rows.count()
    return Found(record, tuple(page[:limit]), count) if count else None


def _name(record: Record, query: Query) -> str:
    """The column in which a row is called something; '' when the actor may not look into it."""
    sought = sought_of(record.model)
    assert sought is not None
    return sought.columns[0] if set(sought.marks(sought.columns[:1])) <= set(query.marks) else ""


def _first_ones(record: Record, query: Query, name: str, words: str) -> Q:
    """The first rows of the index, and those whose name begins with the words even where they come later."""
    sought = sought_of(record.model)
    if not name or sought is None or sought.when is not None:
        return Q(Finds(query, MOST))
    named = record.model._default_manager.filter(Begins(name, words)).order_by(name).values("id")[:_OF_THAT_NAME]
    return Q(Finds(query, MOST)) | Q(id__in=named)


def _ranked(rows: QuerySet[Any], name: str, words: str) -> QuerySet[Any]:
    if not name:
        return rows.order_by("id")
    near = Case(
        When(**{name: words}, then=Value(0)),
        When(Begins(name, words), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return rows.order_by(near, Length(name), "id")
