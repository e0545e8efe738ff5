"""What keeps this program's own mistakes away from the ledger's tables on SQLite.

Triggers refuse UPDATE, DELETE and numbers out of turn; the authorizer refuses what would take the triggers away. Neither
stops somebody who can write the file: that is what the tree, the checkpoints and the witnesses are for.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

#: Tables whose rows are only ever added.
APPEND_ONLY = ("ledger_entry", "ledger_seq", "ledger_node", "ledger_checkpoint", "ledger_cosignature")
#: Tables whose rows may be erased, never changed.
ERASE_ONLY = ("ledger_payload",)

_TABLES = frozenset(APPEND_ONLY + ERASE_ONLY)
_suspensions: list[None] = []


@contextmanager
def suspended() -> Iterator[None]:
    """Connections opened inside are not guarded: for migrations alone. Existing connections keep their guard."""
    _suspensions.append(None)
    try:
        yield
    finally:
        _suspensions.pop()


def is_suspended() -> bool:
    """True while migrations run."""
    return bool(_suspensions)


_CHANGES = frozenset(
    {sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE, sqlite3.SQLITE_DROP_TABLE, sqlite3.SQLITE_ALTER_TABLE}
)
_TEMPORARY = frozenset(
    {
        sqlite3.SQLITE_CREATE_TEMP_TABLE,
        sqlite3.SQLITE_CREATE_TEMP_VIEW,
        sqlite3.SQLITE_CREATE_VIEW,
        sqlite3.SQLITE_CREATE_TABLE,
        sqlite3.SQLITE_CREATE_VTABLE,
    }
)
#: Triggers that would be added or taken away, and indexes: the second name is the table.
_AROUND = frozenset(
    {
        sqlite3.SQLITE_CREATE_TRIGGER,
        sqlite3.SQLITE_CREATE_TEMP_TRIGGER,
        sqlite3.SQLITE_DROP_TRIGGER,
        sqlite3.SQLITE_DROP_TEMP_TRIGGER,
        sqlite3.SQLITE_DROP_INDEX,
    }
)
_PRAGMAS = frozenset({"writable_schema", "recursive_triggers", "synchronous", "journal_mode", "ignore_check_constraints"})


def authorize(action: int, a: str | None, b: str | None, database: str | None, source: str | None) -> int:
    """SQLite's question 'may this statement do that?', answered for the ledger's tables; everything else is allowed."""
    if action in _CHANGES:
        if a in ERASE_ONLY and action == sqlite3.SQLITE_DELETE:
            return sqlite3.SQLITE_OK
        if a in _TABLES or b in _TABLES:
            return sqlite3.SQLITE_DENY
    elif action in _TEMPORARY:
        # A temporary table or view of the same name would hide the real one from unqualified SQL.
        if a in _TABLES:
            return sqlite3.SQLITE_DENY
    elif action in _AROUND:
        if b in _TABLES:
            return sqlite3.SQLITE_DENY
    elif action == sqlite3.SQLITE_PRAGMA:
        if a in _PRAGMAS and b:
            return sqlite3.SQLITE_DENY
    elif action == sqlite3.SQLITE_ATTACH:
        # VACUUM INTO attaches too and so is refused; backups go through SQLite's backup calls, which ask nobody.
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK
