"""Rows that were written once are put back later as they were, by one statement for each table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection, transaction

#: A row as the database itself writes it down: its values as SQL, in the order of the columns.
Row = str
Rows = Mapping[str, Sequence[Row]]


def every_row() -> Rows:
    """All rows of all tables, by table; each table in the order in which the database reads it."""
    return {table: _rows(table) for table in sorted(_tables())}


@dataclass(frozen=True)
class Kept:
    """What was written between two looks at a database, as statements that write it again."""

    vendor: str
    inserts: tuple[str, ...]
    #: One statement that says whether one of the tables has rows now.
    taken: str
    #: One statement after which no key is given out twice; SQLite sees to that by itself.
    sequences: str

    @property
    def fits(self) -> bool:
        """True on the same kind of database, as long as the tables are as empty as they were."""
        if connection.vendor != self.vendor:
            return False
        with connection.cursor() as cursor:
            cursor.execute(self.taken)
            return not cursor.fetchone()[0]

    def put_back(self) -> None:
        """The rows are there again, with the keys that they had."""
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in self.inserts:
                cursor.execute(statement)
            if self.sequences:
                cursor.execute(self.sequences)


def written(before: Rows, after: Rows) -> Kept | None:
    """What came into tables that were empty; None when there was nothing, or when a table with rows changed."""
    new = {table: rows for table, rows in after.items() if rows != before[table]}
    if not new or any(before[table] for table in new):
        return None
    return Kept(
        connection.vendor,
        tuple(f"INSERT INTO {table} ({', '.join(_columns(table))}) VALUES {', '.join(rows)}" for table, rows in new.items()),
        "SELECT " + " OR ".join(f"EXISTS (SELECT 1 FROM {table})" for table in new),
        _sequences(list(new)) if connection.vendor == "postgresql" else "",
    )


def _tables() -> list[str]:
    if connection.vendor != "sqlite":
        return connection.introspection.table_names()
    with connection.cursor() as cursor:
        # Without the virtual tables of the search and what they keep for themselves: triggers fill them with the rows.
        cursor.execute("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%'")
        return [name for (name,) in cursor.fetchall()]


def _columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} LIMIT 0")
        return [connection.ops.quote_name(column[0]) for column in cursor.description]


def _rows(table: str) -> list[Row]:
    # Written by the database, not read into Python and back: nothing of a value can be lost on the way.
    literal = "quote({})" if connection.vendor == "sqlite" else "quote_nullable({}::text)"
    values = " || ',' || ".join(literal.format(column) for column in _columns(table))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT '(' || {values} || ')' FROM {table}")
        return [row for (row,) in cursor.fetchall()]


def _sequences(tables: list[str]) -> str:
    """Sequences are never behind the keys in their tables, and never go back."""
    calls = []
    with connection.cursor() as cursor:
        for table in tables:
            for found in connection.introspection.get_sequences(cursor, table):
                cursor.execute(f"SELECT max({found['column']}) FROM {table}")
                sequence, last = found["name"], cursor.fetchone()[0]
                calls.append(f"setval('{sequence}', greatest({last}, (SELECT last_value FROM {sequence})))")
    return f"SELECT {', '.join(calls)}" if calls else ""
