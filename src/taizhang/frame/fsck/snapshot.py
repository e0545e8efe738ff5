"""Reading a whole database as it stood at one moment, row by row, while others write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.db import connection, transaction

_BATCH = 4096


@contextmanager
def snapshot() -> Iterator[None]:
    """Inside, every statement sees the same moment; writers are not held up."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        # Not `atomic`: with transaction_mode IMMEDIATE that would keep every writer out for as long as the check takes.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield


def batches(sql: str, parameters: Sequence[Any] | None = None, size: int = _BATCH) -> Iterator[list[tuple[Any, ...]]]:
    """Rows of a statement, `size` at a time; no more than that are in memory."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, parameters)
        while rows := cursor.fetchmany(size):
            yield rows


def stream(sql: str, parameters: Sequence[Any] | None = None) -> Iterator[tuple[Any, ...]]:
    """Rows of a statement, one at a time."""
    for rows in batches(sql, parameters):
        yield from rows


def one(sql: str, parameters: Sequence[Any] | None = None) -> tuple[Any, ...]:
    """The one row of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        row: tuple[Any, ...] = cursor.fetchone()
    return row


def all_of(sql: str, parameters: Sequence[Any] | None = None) -> list[tuple[Any, ...]]:
    """All rows of a statement that has few."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def storage_faults() -> list[str]:
    """What SQLite says of its own file: broken pages, indexes that disagree with their tables. At most ten lines."""
    if connection.vendor != "sqlite":
        return []
    return [str(row[0]) for row in islice(stream("PRAGMA integrity_check(10)"), 10) if row[0] != "ok"]
