"""Which references of rows are not for a reader: whoever sees a row need not see what it refers to, nor be told what that is called."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from . import reading
from .actor import Actor
from .catalogue import installed
from .declare import Record


def covered(actor: Actor, record: Record, rows: Iterable[Any], *, at: date | None = None, columns: Collection[str] | None = None) -> list[Any]:
    """The rows, each knowing which of its `scoped` references its reader may not see; one statement for each such column with values.

    `columns` are those that are going to be shown, None: all.
    """
    found = list(rows)
    for field in record.fields:
        if not field.scoped or (columns is not None and field.name not in columns):
            continue
        column: Any = record.model._meta.get_field(field.name)
        keys = {getattr(row, column.attname) for row in found} - {None}
        if not keys:
            continue
        target = reading.rows(actor, installed().record_of(column.related_model), at=at)
        seen = set(target.select_related(None).filter(id__in=keys).values_list("id", flat=True))
        for row in found:
            if getattr(row, column.attname) in keys - seen:
                row.covered_columns = reading.covered_columns(row) | {field.name}
    return found
