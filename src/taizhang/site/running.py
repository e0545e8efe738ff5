"""Words become a command, and every way it can end becomes an exit code: 0 done, 1 fault, 3 not allowed, 4 not found,
5 conflict, 6 bad input."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import NoReturn

from django.db import DatabaseError, connection

from taizhang.basis.errors import Refused
from taizhang.basis.text import Text, joined
from taizhang.frame.away import storage
from taizhang.surfaces.cli.speech import BAD_INPUT, fault, refused, words

from .commands import COMMANDS, WORDS


class _Parser(argparse.ArgumentParser):
    """argparse with this program's exit code for input that cannot be read."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(BAD_INPUT, f"{self.prog}: {message}\n")


def parser(only: str | None = None) -> argparse.ArgumentParser:
    """The parser of all commands; with `only`, just that one has its arguments, which is faster."""
    about = Text("台账：一本账，填一次、处处用", "Taizhang: one ledger, enter once, use everywhere")
    made = _Parser(prog="taizhang", description=words(about), allow_abbrev=False)
    verbs = made.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)
    for name, add_arguments, run in COMMANDS:
        one = verbs.add_parser(name, help=words(WORDS[name]), allow_abbrev=False)
        one.set_defaults(run_command=run)
        if only is None or only == name:
            add_arguments(one)
    return made


def run(arguments: Sequence[str]) -> int:
    """The command has been run; gives its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A name that this terminal cannot show is no reason to fail.
            stream.reconfigure(errors="replace")
    known = {name for name, _, _ in COMMANDS}
    first = arguments[0] if arguments and arguments[0] in known else ""
    given = parser(only=first).parse_args(arguments)
    try:
        code: int = given.run_command(given)
    except Refused as refusal:
        return refused(refusal, as_json=bool(getattr(given, "as_json", False)))
    except DatabaseError as error:
        line = stands_in_the_way(error)
        if line is None:
            raise
        return fault(line)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 0
    return code


def stands_in_the_way(error: DatabaseError) -> Text | None:
    """The one line for a database that is locked, absent, out of room or not of this version; None for a fault of the program."""
    stuck = storage(error)
    if stuck is not None:
        return joined([stuck.reason, *([stuck.remedy] if stuck.remedy else [])], "；", "; ")
    said = str(error).lower()
    for signs, line in _IN_THE_WAY:
        if any(sign in said for sign in signs):
            return line
    if connection.vendor == "postgresql" and any(sign in said for sign in _UNREACHABLE):
        return _NO_POSTGRESQL.with_(e=str(error).strip().splitlines()[0][:160])
    return None


_IN_THE_WAY: tuple[tuple[tuple[str, ...], Text], ...] = (
    (
        ("no such table", "no such column", "does not exist\nline"),
        Text("数据库还没有建立或版本不符：运行 taizhang migrate", "The database is not made yet, or is of another version: run taizhang migrate"),
    ),
    (
        ("database is locked",),
        Text("数据库正被另一个程序占用：稍后再试，或停止占用它的程序", "The database is locked by another program: try again, or stop that program"),
    ),
    (
        ("unable to open database", "readonly database"),
        Text("不能读写数据库文件：检查 TAIZHANG_VAR 及其权限", "The database file cannot be read or written: check TAIZHANG_VAR and its permissions"),
    ),
)
_UNREACHABLE = ("connection", "could not translate", "authentication", "resolve host")
_NO_POSTGRESQL = Text(
    "连不上 PostgreSQL：检查 TAIZHANG_DB 和服务是否运行（{e}）", "PostgreSQL cannot be reached: check TAIZHANG_DB and that it runs ({e})"
)
