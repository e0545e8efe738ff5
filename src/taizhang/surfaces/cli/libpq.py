"""PostgreSQL's own tools, told of the database as TAIZHANG_DB names it: one dump is taken, read, put into an empty database."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.db import connection, transaction

from taizhang.basis.errors import Conflict
from taizhang.basis.text import Text
from taizhang.kernels.ledger import store

_PACKAGED = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin")
_OPTIONS = {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "options": "PGOPTIONS", "target_session_attrs": "PGTARGETSESSIONATTRS"}


def dump(path: Path) -> tuple[int, str, int]:
    """The database as it stood at one moment is in a file; gives size and root of the log, and how many entries waited.

    Raises:
        Conflict: pg_dump is not there, or failed.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        # pg_dump and the figures of the manifest look through the same snapshot, whatever is written meanwhile.
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        size, root = store.head()
        waiting = store.pending()
        _run(
            "pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--exclude-table-data=django_session",
            f"--snapshot={snapshot}", f"--file={path}",
        )  # fmt: skip
    return size, root.hex(), waiting


def restore(path: Path) -> None:
    """What was dumped is in the database, all of it or, after a failure, nothing.

    Raises:
        Conflict: pg_restore is not there, or failed.
    """
    name = connection.settings_dict["NAME"]
    _run("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", f"--dbname={name}", str(path))


def listed(path: Path) -> int:
    """How many tables an archive holds.

    Raises:
        Conflict: it cannot be read.
    """
    return len(re.findall(r"^\d+; \d+ \d+ TABLE ", _run("pg_restore", "--list", str(path)), re.MULTILINE))


def ended(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """The exit code of a command that has ended; it speaks for itself."""
    return subprocess.run(command, env=dict(environment), check=False).returncode


def _run(program: str, *arguments: str) -> str:
    path = _found(program)
    # Nothing secret on the command line, where other users of the machine could read it.
    done = subprocess.run([path, *arguments], env=os.environ | _environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines() or [str(done.returncode)]
        raise Conflict(
            Text("{p} 没有成功：{e}", "{p} failed: {e}").with_(p=program, e=said[0][:300]),
            code=program,
            remedy=Text("检查 TAIZHANG_DB、权限，以及客户端版本不低于服务器", "Check TAIZHANG_DB, its rights, and that the tools are no older than the server"),
        )
    return done.stdout


def _found(program: str) -> str:
    """Where the program is: PG_BIN, else the path, else where packages put the newest."""
    if named := os.environ.get("PG_BIN"):
        return str(Path(named, program))
    if on_path := shutil.which(program):
        return on_path
    places = [place for pattern in _PACKAGED for place in Path("/").glob(pattern) if (place / program).exists()]
    if not places:
        raise Conflict(
            Text("这台机器上没有 {p}", "There is no {p} on this machine").with_(p=program),
            code="no_tools",
            remedy=Text("安装 postgresql-client", "Install postgresql-client"),
        )
    return str(max(places, key=lambda place: [int(n) for n in re.findall(r"\d+", str(place))]) / program)


def _environment() -> dict[str, str]:
    chosen = connection.settings_dict
    named = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    found = {variable: str(chosen[key]) for variable, key in named.items() if chosen[key]}
    return found | {_OPTIONS[name]: str(value) for name, value in chosen["OPTIONS"].items() if name in _OPTIONS}
