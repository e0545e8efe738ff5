"""The object and the places of a task: as they were read, as a clerk put them right, and tasks by a place that they name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db.models import Q, QuerySet

from ..models import Example, Source
from ..reading.found import Commitment

#: The columns that a clerk can put right, and the rule that then stands beside them.
FIELDS: Final = ("object", "places")
CLERK: Final = "clerk"
SEPARATOR: Final = "、"
#: Different lists of places that are looked through for the choices of a filter.
_MOST_LISTS: Final = 2_000


def named_of(read_as: Commitment) -> dict[str, str]:
    """The columns of a task for what was read of it, each with its rule; a place that is named twice stands once."""
    places = dict.fromkeys(place.name for place in read_as.places)
    rules = dict.fromkeys(place.rule for place in read_as.places)
    return {
        "object": read_as.object[:300], "object_rule": read_as.thing.rule if read_as.thing else "",
        "places": joined(list(places), 400), "places_rule": joined(list(rules), 120),
    }  # fmt: skip


def joined(names: Sequence[str], longest: int) -> str:
    """The names in one column, as many as it holds whole.

    >>> joined(["甲区", "乙区"], 5), joined(["甲区", "乙区"], 4)
    ('甲区、乙区', '甲区')
    """
    kept = ""
    for name in names:
        longer = f"{kept}{SEPARATOR}{name}" if kept else name
        if len(longer) > longest:
            break
        kept = longer
    return kept


def corrected_fields(source: Source, examples: QuerySet[Any] | None = None) -> dict[tuple[int, int], dict[str, str]]:
    """By place of a document: the object and the places as clerks have put them right, as far as some examples say so."""
    found: dict[tuple[int, int], dict[str, str]] = {}
    every = Example.objects.all() if examples is None else examples
    rows = every.filter(source=source.id, kind="wrong_field", field__in=FIELDS).order_by("id")
    for start, end, field, value in rows.values_list("start", "end", "field", "value"):
        found.setdefault((start, end), {})[field] = value
    return found


def shown(read_as: Commitment | None, task: Any | None, right: Mapping[str, str]) -> dict[str, str]:
    """Object and places of a line: the register's where it stands there, else a clerk's, else the reader's."""
    if task is not None:
        return {name: getattr(task, name) or "" for field in FIELDS for name in (field, f"{field}_rule")}
    found = named_of(read_as) if read_as is not None else {}
    for field, value in right.items():
        found |= {field: value, f"{field}_rule": CLERK}
    return found


def naming(rows: QuerySet[Any], place: str) -> QuerySet[Any]:
    """The tasks whose words name a place."""
    alone, first, last, between = place, f"{place}{SEPARATOR}", f"{SEPARATOR}{place}", f"{SEPARATOR}{place}{SEPARATOR}"
    return rows.filter(Q(places=alone) | Q(places__startswith=first) | Q(places__endswith=last) | Q(places__contains=between))


def places_in(rows: QuerySet[Any]) -> list[str]:
    """The places that the words of some tasks name, each once, in order."""
    lists = rows.exclude(places="").order_by().values_list("places", flat=True).distinct()[:_MOST_LISTS]
    return sorted({name for each in lists for name in each.split(SEPARATOR)})
