"""History rows are inserted by one prepared statement per record: through the ORM they cost as much as the rows themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection, models

from taizhang.kernels.ledger import Op

from .content import columns

#: What every version of a row has beside the row's own columns, in the order in which it is inserted.
_KEPT = ("id", "entry", "line", "op", "salt", "digest", "erased", "recorded_from", "recorded_to")

#: Values of these columns go to either database as they are.
_AS_IT_IS = (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.ForeignKey)


def version(
    row: Any, entry: str, key: int, line: int, op: Op, salt: bytes, digest: bytes, now: datetime
) -> tuple[Any, ...]:
    """One version of a row as `keep` takes it: what it says now, under which entry, from when on."""
    at = connection.ops.adapt_datetimefield_value(now)
    head = (key, entry, line, op, salt, digest, False, at, at if op == "d" else None)
    return (*head, *(prepare(getattr(row, name)) for name, prepare in _plan(row.__class__)))


def keep(record_model: Any, history: Any, versions: Sequence[tuple[Any, ...]]) -> None:
    """The versions are in the history table."""
    names = [history._meta.get_field(n).column for n in _KEPT] + [f.column for f in _fields(record_model)]
    places = ",".join(["%s"] * len(names))
    quoted = ",".join(f'"{n}"' for n in names)
    sql = f'INSERT INTO "{history._meta.db_table}" ({quoted}) VALUES ({places})'  # noqa: S608
    with connection.cursor() as cursor:
        if len(versions) == 1:
            cursor.execute(sql, versions[0])
        else:
            cursor.executemany(sql, versions)


@lru_cache(maxsize=512)
def _fields(model: Any) -> tuple[Any, ...]:
    by_name = {f.attname: f for f in model._meta.concrete_fields}
    return tuple(by_name[name] for name in columns(model))


@lru_cache(maxsize=512)
def _plan(model: Any) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    return tuple((f.attname, _same if isinstance(f, _AS_IT_IS) else _prepared(f)) for f in _fields(model))


def _same(value: Any) -> Any:
    return value


def _prepared(field: Any) -> Callable[[Any], Any]:
    return lambda value: field.get_db_prep_save(value, connection)
