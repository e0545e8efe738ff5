"""Errors of the database that are no fault of the program: it is away for the moment, or another transaction was faster."""

from __future__ import annotations

import errno
from typing import ClassVar

from django.db import DatabaseError, InterfaceError, OperationalError

from taizhang.basis.errors import Conflict, Refused
from taizhang.basis.text import Text

#: SQLSTATEs of PostgreSQL that pass by themselves: shutdown, crash, start-up, no free connection, a standby that is not yet
#: promoted, and a transaction that was given up for another one's sake.
_PASSING = frozenset({"57P01", "57P02", "57P03", "53300", "25006", "40001", "40P01"})
_LOST = "08"
_DISK_FULL, _IO_ERROR = "53100", "58030"
#: A transaction that lost to another one: it sees what the other wrote when it runs again.
_OVERTAKEN = frozenset({"23505", "40001", "40P01"})


class Overtaken(Conflict):
    """Somebody else changed a row between the moment it was read and the moment it would have been written."""


class Away(Refused):
    """The database cannot be reached now; whether what was just sent is recorded is not known."""

    status = 503
    #: A restart takes about as long.
    retry_after_seconds: ClassVar[int] = 5


class Storage(Refused):
    """The disk under the database is full or faulty: it does not pass by itself, and what was committed before stands."""

    status = 503


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


def storage(error: BaseException | None) -> Storage | None:
    """What to say when the disk under the database is full or faulty; None for any other error."""
    if isinstance(error, OSError):
        # A file of evidence, beside the database.
        full, faulty = error.errno in (errno.ENOSPC, errno.EDQUOT), error.errno == errno.EIO
        return Storage(_FULL, code="disk_full", remedy=_MAKE_ROOM) if full else _faulty() if faulty else None
    if not isinstance(error, DatabaseError):
        return None
    said, state = str(error).lower(), getattr(error.__cause__, "sqlstate", None)
    if "disk is full" in said or state == _DISK_FULL:
        return Storage(_FULL, code="disk_full", remedy=_MAKE_ROOM)
    if "disk i/o error" in said or state == _IO_ERROR:
        return _faulty()
    return None


def _faulty() -> Storage:
    return Storage(_FAULTY, code="disk_fault", remedy=_LOOK_AT_THE_DISK)


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
_FULL = Text(
    "数据库所在的磁盘已满，刚才的提交没有记录；此前已经记录的都在",
    "The disk under the database is full: what you sent was not recorded; what was recorded before is there",
)
_MAKE_ROOM = Text("请系统管理员腾出空间，再重新提交", "Have the system administrator make room, then submit again")
_FAULTY = Text(
    "数据库所在的磁盘读写出错，刚才的提交是否已经记录，现在还不能确定；此前已经记录的都在",
    "The disk under the database reports an error: whether what you sent was recorded is not known yet; what was recorded before is there",
)
_LOOK_AT_THE_DISK = Text(
    "请系统管理员检查磁盘并运行 taizhang ledger fsck；重新提交不会重复记录",
    "Have the system administrator look at the disk and run taizhang ledger fsck; submitting again records nothing twice",
)
