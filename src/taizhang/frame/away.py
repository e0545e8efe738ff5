"""Errors of the database that are no fault of the program: it is away for the moment, or another transaction was faster."""

from __future__ import annotations

from typing import ClassVar

from django.db import DatabaseError, InterfaceError, OperationalError

from taizhang.basis.errors import Conflict, Refused
from taizhang.basis.text import Text

#: SQLSTATEs of PostgreSQL that pass by themselves: shutdown, crash, start-up, no free connection, a standby that is not yet
#: promoted, and a transaction that was given up for another one's sake.
_PASSING = frozenset({"57P01", "57P02", "57P03", "53300", "25006", "40001", "40P01"})
_LOST = "08"
#: A transaction that lost to another one: it sees what the other wrote when it runs again.
_OVERTAKEN = frozenset({"23505", "40001", "40P01"})


class Overtaken(Conflict):
    """Somebody else changed a row between the moment it was read and the moment it would have been written."""


class Away(Refused):
    """The database cannot be reached now; whether what was just sent is recorded is not known."""

    status = 503
    #: A restart takes about as long.
    retry_after_seconds: ClassVar[int] = 5


def is_away(error: BaseException | None) -> bool:
    """True when an error of the database will be gone without anybody mending the program."""
    if not isinstance(error, (DatabaseError, InterfaceError)):
        return False
    cause = error.__cause__
    if cause is None or not hasattr(cause, "sqlstate"):
        # SQLite has no codes: another writer held the file for longer than anybody waits. Or Django closed the connection.
        return isinstance(error, InterfaceError) or "database is locked" in str(error)
    state: str | None = cause.sqlstate
    if state is None:
        # The driver itself says so: no server, or the connection broke.
        return isinstance(error, (OperationalError, InterfaceError))
    return state in _PASSING or state.startswith(_LOST)


def is_overtaken(error: BaseException) -> bool:
    """True when the same transaction, run once more, can tell its person what is in the way, or go through.

    SQLite has one writer, so whatever is found there before writing still holds when it is written.
    """
    if isinstance(error, Overtaken):
        return True
    return isinstance(error, DatabaseError) and getattr(error.__cause__, "sqlstate", None) in _OVERTAKEN


def in_a_line(error: BaseException | None) -> str:
    """What the database said, without the lines that repeat it for each address that was tried."""
    return str(error).strip().partition("\n")[0][:200]


def away(*, wrote: bool, at_page: bool) -> Away:
    """What to say to whoever asked while the database was away; `wrote` when they wanted something recorded."""
    if not wrote:
        return Away(_REASON, code="database_away", remedy=Text("稍后刷新即可", "Reload in a moment"))
    return Away(
        Text(
            "数据库暂时连不上，系统会自动恢复；刚才的提交是否已经记录，现在还不能确定",
            "The database cannot be reached for the moment and comes back by itself; whether what you sent was recorded is not known yet",
        ),
        code="database_away",
        remedy=_SUBMIT_AGAIN if at_page else _SEND_AGAIN,
    )


_REASON = Text("数据库暂时连不上，系统会自动恢复", "The database cannot be reached for the moment and comes back by itself")
_SUBMIT_AGAIN = Text(
    "稍后刷新本页并重新提交，已经记录的不会再记一次", "Reload this page in a moment and submit again; what was recorded is not recorded twice"
)
_SEND_AGAIN = Text(
    "稍后用同一个 Idempotency-Key 重发，已经记录的不会再记一次",
    "Send it again in a moment with the same Idempotency-Key; what was recorded is not recorded twice",
)
