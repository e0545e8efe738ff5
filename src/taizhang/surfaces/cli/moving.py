"""The rows of an SQLite file go into the tables of an empty PostgreSQL database, all of them or none.

Rows of the models are read and written through their columns, so that each database keeps a value in its own way; rows of
the ledger go as they are. Digests are over values, not over how a database keeps them, so nothing has to be signed anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, connections, models, transaction
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

from taizhang.basis.errors import Conflict
from taizhang.basis.text import Text
from taizhang.kernels.ledger import guard

_SOURCE = "restored"
#: In this order: a number needs its entry. Nothing waits for a number on SQLite.
_LEDGER = {
    "ledger_entry": "key", "ledger_payload": "entry, part", "ledger_seq": "seq", "ledger_node": "level, idx",
    "ledger_checkpoint": "size", "ledger_cosignature": "size, witness",
}  # fmt: skip
assert set(_LEDGER) == {*guard.APPEND_ONLY, *guard.ERASE_ONLY}
_NOT_MOVED = ("django_session",)
_AT_ONCE = 2000


def fill(database: Path) -> None:
    """The migrated and still empty database holds every row of the file.

    Raises:
        Conflict: the file is of another version of the program.
    """
    source = _opened(database)
    try:
        _same_version(source)
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            _emptied(cursor)
            for model in _models():
                _copy(cursor, model._meta.db_table, [c.column for c in _columns(model)], _rows(model))
            for table, order in _LEDGER.items():
                _copy_as_it_is(cursor, source, table, order)
            for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
                cursor.execute(statement)
    finally:
        source.close()


def _opened(database: Path) -> Any:
    options = connections["default"].settings_dict | {
        "ENGINE": "django.db.backends.sqlite3",
        # Read as it lies there: opening it may leave nothing beside it.
        "NAME": f"{database.resolve().as_uri()}?mode=ro&immutable=1",
        "OPTIONS": {"uri": True},
    }
    wrapper = DatabaseWrapper(options, alias=_SOURCE)
    connections[_SOURCE] = wrapper  # type: ignore[assignment]
    return wrapper


def _same_version(source: Any) -> None:
    theirs, ours = (set(MigrationRecorder(c).applied_migrations()) for c in (source, connection))
    if theirs != ours:
        differ = sorted(f"{app}.{name}" for app, name in theirs ^ ours)
        raise Conflict(
            Text("备份与程序版本不同：{d}", "The backup is of another version of the program: {d}").with_(d=", ".join(differ[:3])),
            code="other_version",
            remedy=Text(
                "先恢复到 SQLite（restore 会升级），再备份一次", "Restore it into SQLite first, which brings it up to date, then back that up"
            ),
        )


def _models() -> list[type[models.Model]]:
    found = apps.get_models(include_auto_created=True)
    return [m for m in found if m._meta.managed and not m._meta.proxy and m._meta.db_table not in _NOT_MOVED]


def _columns(model: type[models.Model]) -> list[Any]:
    return list(model._meta.concrete_fields)


def _emptied(cursor: Any) -> None:
    # What migrations themselves put in (kinds of content, rights) comes from the file as well, under its own keys.
    names = ", ".join(connection.ops.quote_name(m._meta.db_table) for m in _models())
    cursor.execute(f"TRUNCATE {names}")


def _rows(model: type[models.Model]) -> Iterator[list[Any]]:
    columns = _columns(model)
    rows = model._base_manager.using(_SOURCE).order_by("pk").values_list(*(c.attname for c in columns))
    for row in rows.iterator(chunk_size=_AT_ONCE):
        yield [c.get_db_prep_save(value, connection) for c, value in zip(columns, row, strict=True)]


def _copy(cursor: Any, table: str, columns: list[str], rows: Iterator[list[Any]]) -> None:
    quoted = ", ".join(connection.ops.quote_name(c) for c in columns)
    with cursor.copy(f"COPY {connection.ops.quote_name(table)} ({quoted}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _copy_as_it_is(cursor: Any, source: Any, table: str, order: str) -> None:
    with source.cursor() as reading:
        reading.execute(f"SELECT * FROM {table} ORDER BY {order}")  # noqa: S608
        columns = [column[0] for column in reading.description]

        def rows() -> Iterator[list[Any]]:
            while found := reading.fetchmany(_AT_ONCE):
                yield from map(list, found)

        _copy(cursor, table, columns, rows())
