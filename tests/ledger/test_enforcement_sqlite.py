"""What the database itself refuses on SQLite, first with everything in place, then with the triggers alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, models

from taizhang.kernels.ledger import guard, store, tables
from taizhang.kernels.ledger.models import Checkpoint, Entry
from taizhang.kernels.ledger.sqlite3.base import DatabaseWrapper

from . import files

COLUMNS = "key, at, actor, action, law, others, rows_count, rows_root"
VALUES = "'{k}', '2026-01-01T00:00:00.000000Z', 'p1', 'a.b', '', '[]', 0, x'00'"
FIRST = "(SELECT entry FROM ledger_seq WHERE seq = 0)"

#: Refused by triggers, however the connection was opened.
CHANGES = {
    "update of an entry": "UPDATE ledger_entry SET actor = 'x'",
    "update of a number": "UPDATE ledger_seq SET seq = seq + 1000",
    "update of a node": "UPDATE ledger_node SET hash = x'00'",
    "update of a checkpoint": "UPDATE ledger_checkpoint SET note = 'x'",
    "update of a cosignature": "UPDATE ledger_cosignature SET line = 'x'",
    "update of a payload": "UPDATE ledger_payload SET payload = 'x'",
    "delete of an entry": "DELETE FROM ledger_entry",
    "delete of a number": "DELETE FROM ledger_seq",
    "delete of a node": "DELETE FROM ledger_node",
    "delete of a checkpoint": "DELETE FROM ledger_checkpoint",
    "delete of a cosignature": "DELETE FROM ledger_cosignature",
    "upsert": f"INSERT INTO ledger_entry ({COLUMNS}) SELECT {COLUMNS} FROM ledger_entry WHERE true ON CONFLICT (key) DO UPDATE SET actor = 'x'",
    "insert or replace by key": f"INSERT OR REPLACE INTO ledger_entry ({COLUMNS}) SELECT {COLUMNS} FROM ledger_entry",
    "replace by rowid": f"REPLACE INTO ledger_entry (rowid, {COLUMNS}) VALUES (1, {VALUES.format(k='0' * 32)})",
    "replace of a number": "REPLACE INTO ledger_seq (seq, entry) SELECT 0, 'x'",
    "replace of an entry's number": f"REPLACE INTO ledger_seq (seq, entry) SELECT max(seq) + 1, {FIRST} FROM ledger_seq",
    "replace of a number by rowid": "REPLACE INTO ledger_seq (rowid, seq, entry) SELECT 1, max(seq) + 1, 'x' FROM ledger_seq",
    "replace of a node": "REPLACE INTO ledger_node (level, idx, hash) VALUES (0, 0, x'00')",
    "replace of a payload": "REPLACE INTO ledger_payload SELECT entry, part, salt, 'x' FROM ledger_payload",
    "replace of a checkpoint": "REPLACE INTO ledger_checkpoint SELECT size, 'x', at FROM ledger_checkpoint",
    "replace of a cosignature": "REPLACE INTO ledger_cosignature SELECT size, witness, 'x', at FROM ledger_cosignature",
    "back-dated number": "INSERT INTO ledger_seq (seq, entry) VALUES (-1, 'x')",
    "gap": "INSERT INTO ledger_seq (seq, entry) SELECT max(seq) + 2, 'x' FROM ledger_seq",
    "number that is no number": "INSERT INTO ledger_seq (seq, entry) VALUES (NULL, 'x')",
}
#: Refused by the authorizer, which the program's own connections have.
REMOVALS = {
    "drop trigger": "DROP TRIGGER ledger_entry_no_update",
    "drop table": "DROP TABLE ledger_entry",
    "rename": "ALTER TABLE ledger_entry RENAME TO ledger_old",
    "add column": "ALTER TABLE ledger_entry ADD COLUMN more text",
    "drop index": "DROP INDEX ledger_entry_matter",
    "another trigger": "CREATE TRIGGER quiet BEFORE INSERT ON ledger_entry BEGIN SELECT RAISE(IGNORE); END",
    "writable_schema": "PRAGMA writable_schema = ON",
    "recursive_triggers": "PRAGMA recursive_triggers = OFF",
    "synchronous": "PRAGMA synchronous = NORMAL",
    "journal_mode": "PRAGMA journal_mode = OFF",
    "attach": "ATTACH DATABASE ':memory:' AS other",
    "temporary table of the same name": "CREATE TEMP TABLE ledger_entry (key text)",
    "temporary view of the same name": "CREATE TEMP VIEW ledger_seq AS SELECT 1 AS seq, 'x' AS entry",
    "virtual table of the same name": "CREATE VIRTUAL TABLE temp.ledger_entry USING fts5(key)",
    "temporary trigger": "CREATE TEMP TRIGGER quiet BEFORE INSERT ON main.ledger_entry BEGIN SELECT RAISE(IGNORE); END",
}


@pytest.fixture
def service(trial: Path) -> Iterator[DatabaseWrapper]:
    """The program's own connection to a file with entries, checkpoints and cosignatures."""
    with files.opened(trial) as wrapper:
        wrapper.ensure_connection()
        yield wrapper


def contents(path: Path) -> list[object]:
    with sqlite3.connect(path) as raw:
        names = sorted(guard.APPEND_ONLY + guard.ERASE_ONLY)
        return [raw.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in names]


@pytest.mark.parametrize("attack", CHANGES | REMOVALS)
@pytest.mark.by_turns(2)
def test_the_programs_own_connection_refuses(service, trial, attack):
    before = contents(trial)
    with service.cursor() as cursor, pytest.raises(DatabaseError):
        cursor.execute((CHANGES | REMOVALS)[attack])
    assert contents(trial) == before
    assert not store.missing_triggers()


@pytest.mark.parametrize("recursive", ["ON", "OFF"])
@pytest.mark.parametrize("attack", CHANGES)
@pytest.mark.by_turns(2)
def test_triggers_alone_refuse_whatever_the_connection(trial, attack, recursive):
    before = contents(trial)
    raw = sqlite3.connect(trial)
    raw.execute(f"PRAGMA recursive_triggers = {recursive}")
    with pytest.raises(sqlite3.DatabaseError):
        raw.execute(CHANGES[attack])
    raw.rollback()
    raw.close()
    assert contents(trial) == before


def test_an_alias_of_the_same_file_refuses_too(trial):
    raw = sqlite3.connect(":memory:")
    raw.execute("ATTACH DATABASE ? AS same", [str(trial)])
    with pytest.raises(sqlite3.DatabaseError, match="never changed"):
        raw.execute("UPDATE same.ledger_entry SET actor = 'x'")
    raw.close()


def test_the_orm_is_refused_like_everybody_else(service):
    with pytest.raises(DatabaseError, match="not authorized"):
        Entry.objects.update(actor="x")
    with pytest.raises(DatabaseError, match="not authorized"):
        Entry.objects.all().delete()


def test_a_payload_can_be_erased_but_not_changed(service):
    with service.cursor() as cursor:
        cursor.execute("SELECT entry FROM ledger_payload WHERE part = 'r' LIMIT 1")
        (key,) = cursor.fetchone()
    store.erase(key, "r")
    assert store.disclosure(key, "r") is None


def test_the_file_can_still_be_backed_up(service, tmp_path):
    with sqlite3.connect(tmp_path / "backup.sqlite3") as target:
        service.connection.backup(target)
    assert target.execute("SELECT count(*) FROM ledger_entry").fetchone()[0] == store.size()
    target.close()


def test_a_rebuilt_table_keeps_its_triggers_and_one_that_lost_them_is_noticed(service, trial):
    service.close()
    with guard.suspended():  # as migrations run
        service.ensure_connection()
        field = models.IntegerField(default=0)
        field.set_attributes_from_name("more")
        with service.schema_editor() as editor:
            editor.add_field(Checkpoint, field)
        assert not store.missing_triggers()
        with service.cursor() as cursor:
            cursor.execute("DROP TRIGGER ledger_checkpoint_no_update")
            cursor.execute("DROP TRIGGER ledger_checkpoint_no_delete")
        lost = store.missing_triggers()
        assert {"ledger_checkpoint_no_update", "ledger_checkpoint_no_delete"} <= lost
        with service.cursor() as cursor:
            for statement in tables.protect("sqlite"):
                cursor.execute(statement)
        assert not store.missing_triggers()
    service.close()


def test_a_connection_that_is_not_durable_is_refused(trial):
    with files.opened(trial) as wrapper:
        wrapper.settings_dict = {**wrapper.settings_dict, "OPTIONS": {"init_command": "PRAGMA synchronous=NORMAL"}}
        with pytest.raises(ImproperlyConfigured, match="synchronous=1"):
            wrapper.ensure_connection()


@pytest.mark.django_db
def test_the_test_database_itself_is_guarded(sqlite_only):
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="not authorized"):
        cursor.execute("DROP TRIGGER ledger_entry_no_update")
