"""The database wrapper that Django loads for ENGINE = 'taizhang.kernels.ledger.sqlite3'."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.sqlite3 import base

from .. import guard
from .schema import SchemaEditor

#: Pragmas that a ledger depends on, read back after a connection is opened: a typing error in them is silent in SQLite.
REQUIRED: dict[str, set[object]] = {"journal_mode": {"wal", "memory"}, "synchronous": {2, 3}, "foreign_keys": {1}, "recursive_triggers": {1}}


class DatabaseWrapper(base.DatabaseWrapper):
    """SQLite with WAL, synchronous=FULL, the ledger's authorizer, and triggers that outlive a change of their table."""

    SchemaEditorClass = SchemaEditor

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        for pragma, allowed in REQUIRED.items():
            value = connection.execute(f"PRAGMA {pragma}").fetchone()[0]
            if value not in allowed:
                raise ImproperlyConfigured(f"SQLite came up with {pragma}={value}; the ledger needs one of {allowed}.")
        if not guard.is_suspended():
            connection.set_authorizer(guard.authorize)
        return connection
