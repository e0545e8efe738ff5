"""A protecting trigger that is there under its name and does nothing is as bad as none."""

from __future__ import annotations

import sqlite3

import pytest
from django.db import connection

from taizhang.frame import clock, fsck
from taizhang.frame.catalogue import installed
from taizhang.kernels.ledger import store, tables

TOOTHLESS = {
    "the body does nothing": ("ledger_entry_no_update", "CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry BEGIN SELECT 1; END"),
    "it looks away when a setting says so": (
        "ledger_entry_no_delete",
        "CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry WHEN OLD.actor <> 'system' "
        "BEGIN SELECT RAISE(ABORT, 'ledger_entry: rows are never deleted'); END",
    ),
    "it guards another table": (
        "ledger_node_no_update",
        "CREATE TRIGGER ledger_node_no_update BEFORE UPDATE ON ledger_pending BEGIN SELECT RAISE(ABORT, 'ledger_node: rows are never changed'); END",
    ),
}


def _found(prepared, path) -> set[tuple[str, str]]:
    return {(f.code, f.where) for f in prepared.check(path).findings}


@pytest.mark.parametrize("how", TOOTHLESS)
@pytest.mark.by_turns(2)
def test_a_trigger_that_does_something_else_is_found(prepared, trial, how):
    name, sql = TOOTHLESS[how]
    with sqlite3.connect(trial) as raw:
        raw.execute(f"DROP TRIGGER {name}")
        raw.execute(sql)
    raw.close()
    assert {where for _, where in _found(prepared, trial)} == {name}


def test_a_trigger_that_was_dropped_and_one_that_nobody_made_are_found(prepared, trial):
    with sqlite3.connect(trial) as raw:
        raw.execute("DROP TRIGGER ledger_seq_next")
        raw.execute("CREATE TRIGGER helpful AFTER INSERT ON ledger_entry BEGIN DELETE FROM ledger_payload WHERE entry = NEW.key; END")
    raw.close()
    assert _found(prepared, trial) == {("no_trigger", "ledger_seq_next"), ("trigger", "helpful")}


def test_the_same_trigger_in_another_spelling_is_the_same(prepared, trial):
    with sqlite3.connect(trial) as raw:
        raw.execute("DROP TRIGGER ledger_seq_next")
        raw.execute(next(s for s in tables.protect("sqlite") if s.startswith("CREATE TRIGGER ledger_seq_next")).replace(" ", "\n  "))
    raw.close()
    assert not _found(prepared, trial)


WEAKENED = {
    "the function does nothing": (
        "CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
        {name for name in tables.triggers("postgresql") if name != "ledger_seq_next"},
    ),
    "it looks away": (
        "DROP TRIGGER ledger_entry_refuse ON ledger_entry; CREATE TRIGGER ledger_entry_refuse BEFORE UPDATE OR DELETE ON ledger_entry"
        " FOR EACH ROW WHEN (OLD.actor <> 'system') EXECUTE FUNCTION ledger_refuse()",
        {"ledger_entry_refuse"},
    ),
    "it is told of updates alone": (
        "DROP TRIGGER ledger_entry_refuse ON ledger_entry; CREATE TRIGGER ledger_entry_refuse BEFORE UPDATE ON ledger_entry"
        " FOR EACH ROW EXECUTE FUNCTION ledger_refuse()",
        {"ledger_entry_refuse"},
    ),
    "another one is there": (
        "CREATE TRIGGER helpful BEFORE INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_refuse()",
        {"helpful"},
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("how", WEAKENED)
def test_postgresql_says_what_a_trigger_does_and_that_is_compared(how):
    if connection.vendor != "postgresql":
        pytest.skip("about PostgreSQL's triggers")
    assert not store.trigger_faults()
    statement, names = WEAKENED[how]
    with connection.cursor() as cursor:
        cursor.execute(statement)
    faults = store.trigger_faults()
    assert set(faults) == names
    assert set(faults.values()) == {"unknown" if "another" in how else "changed"}
    assert {f.where for f in fsck.check(installed(), clock.now()).findings} == names
