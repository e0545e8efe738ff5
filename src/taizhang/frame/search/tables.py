"""The index in the database: on SQLite a virtual table that triggers keep in step with the column, on PostgreSQL a GIN index.

The triggers belong to the row's own write: no statement of `perform` is added by the search, and no write can forget it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.migrations.operations.base import Operation

from .column import SOUGHT, index_name

#: Of the tokenizers of FTS5 the one that takes every character beyond ASCII for a letter, whatever its Unicode tables know.
_OPTIONS = "tokenize='ascii', columnsize=0"


def triggers(table: str) -> dict[str, str]:
    """The triggers of a table on SQLite by name, each as the statement that makes it."""
    index = index_name(table)
    into = f'INSERT INTO "{index}" (rowid, {SOUGHT})'
    # This form of INSERT is how FTS5 is told to forget what a row said.
    out = f'INSERT INTO "{index}" ("{index}", rowid, {SOUGHT})'
    bodies = {
        "added": (f'AFTER INSERT ON "{table}" WHEN NEW.{SOUGHT} <> \'\'', (f"{into} VALUES (NEW.id, NEW.{SOUGHT})",)),
        "gone": (f'AFTER DELETE ON "{table}" WHEN OLD.{SOUGHT} <> \'\'', (f"{out} VALUES ('delete', OLD.id, OLD.{SOUGHT})",)),
        "changed": (
            f'AFTER UPDATE OF {SOUGHT} ON "{table}" WHEN OLD.{SOUGHT} IS NOT NEW.{SOUGHT}',
            (
                f"{out} SELECT 'delete', OLD.id, OLD.{SOUGHT} WHERE OLD.{SOUGHT} <> ''",
                f"{into} SELECT NEW.id, NEW.{SOUGHT} WHERE NEW.{SOUGHT} <> ''",
            ),
        ),
    }
    return {
        f"{index}_{name}": f'CREATE TRIGGER "{index}_{name}" {when} BEGIN {"; ".join(statements)}; END'
        for name, (when, statements) in bodies.items()
    }


def make(vendor: str, table: str) -> Iterator[str]:
    """Statements after which the index of a table is there and empty, whatever there was of it before."""
    index = index_name(table)
    yield from unmake(vendor, table)
    if vendor == "postgresql":
        yield f'CREATE INDEX "{index}" ON "{table}" USING gin ({SOUGHT})'
        return
    yield f"CREATE VIRTUAL TABLE \"{index}\" USING fts5({SOUGHT}, content='{table}', content_rowid='id', {_OPTIONS})"
    yield from triggers(table).values()


def unmake(vendor: str, table: str) -> Iterator[str]:
    """Statements after which a table has no index."""
    index = index_name(table)
    if vendor == "postgresql":
        yield f'DROP INDEX IF EXISTS "{index}"'
        return
    for name in triggers(table):
        yield f'DROP TRIGGER IF EXISTS "{name}"'
    yield f'DROP TABLE IF EXISTS "{index}"'


def forget(table: str) -> None:
    """Nothing in the index's own pages is left of what rows no longer say. Costs one writing of the index.

    FTS5 only marks pieces as gone until it merges its pages; on PostgreSQL they go with the old version of the row.
    """
    if connection.vendor == "sqlite":
        index = index_name(table)
        with connection.cursor() as cursor:
            cursor.execute(f'INSERT INTO "{index}" ("{index}") VALUES (%s)', ["optimize"])  # noqa: S608


def is_whole(table: str) -> bool:
    """True when the index of a table and everything that keeps it in step are there."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() AND tablename = %s", [table])
            return (index_name(table),) in cursor.fetchall()
        names = [index_name(table), *triggers(table)]
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE name LIKE %s", [f"{index_name(table)}%"])
        there = dict(cursor.fetchall())
    return all(name in there for name in names) and all(there[n] == sql for n, sql in triggers(table).items())


def can_search() -> bool:
    """False on an SQLite that was built without FTS5."""
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')")
        return bool(cursor.fetchone()[0])


class SoughtIndex(Operation):
    """A migration's step after the one that adds the column `sought`: the index is there."""

    reversible = True

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing that Django keeps account of changes."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """The index is there and empty."""
        if not can_search():
            raise ImproperlyConfigured("this SQLite was built without FTS5, which the search needs")
        self._run(make, app_label, schema_editor, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """The index is gone."""
        self._run(unmake, app_label, schema_editor, from_state)

    def describe(self) -> str:
        """The step in words."""
        return f"Index what {self.model_name} is found by"

    def _run(self, statements: Any, app_label: str, schema_editor: Any, state: Any) -> None:
        table = state.apps.get_model(app_label, self.model_name)._meta.db_table
        for statement in statements(schema_editor.connection.vendor, table):
            schema_editor.execute(statement)
