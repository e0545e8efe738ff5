"""Which errors of a database pass by themselves, and which are faults."""

from __future__ import annotations

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError
from psycopg import errors

from taizhang.frame.away import away, is_away, storage


def wrapped(kind, cause):
    error = kind(str(cause))
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error",
    [
        wrapped(OperationalError, errors.AdminShutdown("terminating connection due to administrator command")),
        wrapped(OperationalError, errors.CannotConnectNow("the database system is starting up")),
        wrapped(OperationalError, errors.TooManyConnections("sorry, too many clients already")),
        wrapped(OperationalError, errors.DeadlockDetected("deadlock detected")),
        wrapped(DatabaseError, errors.ReadOnlySqlTransaction("cannot execute INSERT in a read-only transaction")),
        wrapped(OperationalError, psycopg.OperationalError("connection failed: No such file or directory")),
        wrapped(InterfaceError, psycopg.InterfaceError("the connection is closed")),
        InterfaceError("connection already closed"),
        OperationalError("database is locked"),
    ],
    ids=str,
)
def test_a_server_that_restarts_or_is_full_passes(error):
    assert is_away(error)


@pytest.mark.parametrize(
    "error",
    [
        wrapped(IntegrityError, errors.UniqueViolation("duplicate key value")),
        wrapped(DatabaseError, errors.UndefinedTable("relation does not exist")),
        wrapped(OperationalError, errors.DiskFull("could not extend file")),
        wrapped(DatabaseError, errors.RaiseException("ledger_seq: 7 is not the next number")),
        OperationalError("no such table: frame_job"),
        RuntimeError("connection"),
        None,
    ],
    ids=str,
)
def test_what_somebody_has_to_mend_does_not(error):
    assert not is_away(error)


def test_who_sent_something_is_told_that_it_may_be_recorded_and_how_to_send_it_again():
    program, person = away(wrote=True, at_page=False), away(wrote=True, at_page=True)
    assert "not known" in program.in_("en")["reason"] and "Idempotency-Key" in program.in_("zh")["remedy"]
    assert "not known" in person.in_("en")["reason"] and "Idempotency-Key" not in person.in_("zh")["remedy"]
    assert "not known" not in away(wrote=False, at_page=True).in_("en")["reason"]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OperationalError("database or disk is full"), "disk_full"),
        (wrapped(OperationalError, errors.DiskFull("could not extend file")), "disk_full"),
        (OSError(28, "No space left on device"), "disk_full"),
        (OperationalError("disk I/O error"), "disk_fault"),
        (wrapped(OperationalError, errors.IoError("could not read block")), "disk_fault"),
        (OSError(5, "Input/output error"), "disk_fault"),
    ],
    ids=str,
)
def test_a_full_or_faulty_disk_is_said_as_such_with_what_to_do(error, code):
    stuck = storage(error)
    assert (stuck.status, stuck.code) == (503, code)
    assert "administrator" in stuck.in_("en")["remedy"] and "recorded before is there" in stuck.in_("en")["reason"]
    assert not is_away(error)


@pytest.mark.parametrize("error", [OSError(2, "No such file"), OperationalError("no such table"), RuntimeError("disk is full"), None], ids=str)
def test_any_other_error_is_not_blamed_on_the_disk(error):
    assert storage(error) is None
