"""What PostgreSQL refuses to the owner of the tables, and to a runtime role that may only read and add."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from taizhang.kernels.ledger import Entry, guard, store

pytestmark = pytest.mark.django_db

VALUES = "'2026-01-01T00:00:00.000000Z', 'p1', 'a.b', '', '[]', 0, '\\x00'"
CHANGES = {
    **{f"update of {t}": f"UPDATE {t} SET {c} = {c}" for t, c in (
        ("ledger_entry", "actor"), ("ledger_seq", "seq"), ("ledger_node", "hash"), ("ledger_payload", "payload"),
        ("ledger_checkpoint", "note"), ("ledger_cosignature", "line"))},
    **{f"delete from {t}": f"DELETE FROM {t}" for t in guard.APPEND_ONLY},
    **{f"truncate of {t}": f"TRUNCATE {t} CASCADE" for t in guard.APPEND_ONLY + guard.ERASE_ONLY},
    "upsert": f"INSERT INTO ledger_entry (key, at, actor, action, law, others, rows_count, rows_root) SELECT key, {VALUES} FROM ledger_entry"
    " ON CONFLICT (key) DO UPDATE SET actor = 'x'",
    "merge": "MERGE INTO ledger_seq s USING ledger_seq t ON s.seq = t.seq WHEN MATCHED THEN UPDATE SET entry = 'x'",
    "negative number": "INSERT INTO ledger_seq (seq, entry) VALUES (-1, 'x')",
    "gap": "INSERT INTO ledger_seq (seq, entry) SELECT max(seq) + 2, 'x' FROM ledger_seq",
    "number taken": "INSERT INTO ledger_seq (seq, entry) VALUES (0, 'x')",
    "two numbers for one entry": "INSERT INTO ledger_seq (seq, entry) SELECT max(seq) + 1, min(entry) FROM ledger_seq",
}  # fmt: skip
AROUND = {
    "session_replication_role": "SET session_replication_role = replica",
    "disable trigger": "ALTER TABLE ledger_entry DISABLE TRIGGER ALL",
    "drop trigger": "DROP TRIGGER ledger_entry_refuse ON ledger_entry",
    "another function": "CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
    "drop table": "DROP TABLE ledger_entry",
    "rename": "ALTER TABLE ledger_entry RENAME TO ledger_old",
}


@pytest.fixture(scope="module")
def postgresql_only(django_db_setup, django_db_blocker) -> None:
    """Whether these tests are about the database of this run is asked before anything is made for them."""
    with django_db_blocker.unblock():
        if connection.vendor != "postgresql":
            pytest.skip("about PostgreSQL's triggers and roles")


@pytest.fixture
def entries(postgresql_only, city, var) -> None:
    """The ledger of a city, with a checkpoint and a cosignature, inside this test's transaction."""
    store.sequence_pending()
    store.save_checkpoint(store.size(), "note", "2026-01-01T00:00:00.000000Z")
    store.save_cosignature(store.size(), "w", "line", "2026-01-01T00:00:00.000000Z")


@pytest.fixture
def runtime(entries) -> Iterator[None]:
    """Statements run as a role that may add and read, erase payloads and take entries out of the queue: nothing else."""
    role = f"tz_runtime_{connection.settings_dict['NAME']}".replace("-", "_")[:60]
    names = ", ".join(guard.APPEND_ONLY + guard.ERASE_ONLY)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {role} NOSUPERUSER NOINHERIT")  # gone with this test's transaction
        cursor.execute(f"GRANT SELECT, INSERT ON {names}, ledger_pending TO {role}")
        cursor.execute(f"GRANT DELETE ON ledger_payload, ledger_pending TO {role}")
        # What SET ROLE leaves is the session's own superuser; SET SESSION AUTHORIZATION takes that away as well.
        cursor.execute(f"SET LOCAL SESSION AUTHORIZATION {role}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET SESSION AUTHORIZATION")


def refused(statement: str) -> Exception:
    with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return error.value


@pytest.mark.parametrize("attack", CHANGES)
def test_the_owner_is_refused(entries, attack):
    before = store.head()
    refused(CHANGES[attack])
    assert store.head() == before


@pytest.mark.parametrize("attack", CHANGES | AROUND)
def test_the_runtime_role_is_refused(runtime, attack):
    refused((CHANGES | AROUND)[attack])


def test_the_runtime_role_can_do_its_work(runtime):
    before = store.size()
    store.insert(Entry(key="f" * 32, at="2026-01-01T00:00:00.000000Z", actor="p1", action="a.b"), None, None)
    assert store.pending() == 1
    assert store.sequence_pending() == 1
    assert store.size() == before + 1


@pytest.mark.parametrize("switch", ["DISABLE TRIGGER USER", "ENABLE REPLICA TRIGGER ledger_entry_refuse"])
def test_a_trigger_that_does_not_fire_is_noticed(entries, switch):
    assert not store.missing_triggers()
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE ledger_entry {switch}")
    assert "ledger_entry_refuse" in store.missing_triggers()


def test_what_the_owner_can_still_do_is_why_there_are_two_roles(entries):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER ALL")
        cursor.execute("UPDATE ledger_entry SET actor = 'x'")
        assert cursor.rowcount > 0
        transaction.set_rollback(True)
    assert psycopg.__version__
