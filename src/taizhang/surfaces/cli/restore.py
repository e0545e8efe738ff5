"""`taizhang restore DIR`: a backup becomes the city of an empty folder and an empty database, and is checked in full.

A backup of SQLite may be restored into PostgreSQL: that is how an installation that began on one machine grows. The entries
stay as they are to the byte, so every proof handed out before still holds.
"""

from __future__ import annotations

import argparse
import os
import shutil
from pathlib import Path

from django.conf import settings
from django.db import connection

from taizhang.basis.errors import Conflict
from taizhang.basis.text import Text
from taizhang.kernels.ledger import store

from . import libpq, moving
from .backup import FOLDERS, Manifest, checked, copied, manifest_of
from .database import migrate
from .speech import fault, say, words


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `taizhang restore`."""
    parser.add_argument("folder", type=Path, help=words(Text("备份目录", "folder of the backup")))
    helped = Text("PostgreSQL：授权给运行角色", "PostgreSQL: grant to the runtime role")
    parser.add_argument("--grant-to", metavar="ROLE", help=words(helped))


def run(arguments: argparse.Namespace) -> int:
    """0 when the backup is in place, its log has the size and root it was made with, and the full check finds nothing.

    Raises:
        BadInput: not a backup. Conflict: a damaged one, one of another kind of database, or a place that is taken.
    """
    folder: Path = arguments.folder
    manifest = manifest_of(folder)
    _keys_are_free(folder)
    if connection.vendor == "sqlite":
        _into_sqlite(folder, manifest)
    else:
        _into_postgresql(folder, manifest, arguments.grant_to)
    for name in FOLDERS:
        copied(folder / name, settings.VAR / name)
    size, root = store.head()
    connection.close()
    if (size, root.hex()) != (manifest.entries, manifest.root):
        return fault(Text("恢复出来的日志与备份清单不符", "The log that was restored is not the one of the manifest"))
    say(
        Text("已恢复 {t} 的备份：存证 {n} 条，树根 {r}…。正在自检", "Restored the backup of {t}: {n} entries, root {r}…. Checking").with_(
            t=manifest.made_at[:19], n=size, r=root.hex()[:16]
        )
    )
    return checked(settings.VAR, os.environ.get("TAIZHANG_DB", ""))


def _keys_are_free(folder: Path) -> None:
    """Nothing, when the keys of the backup may lie here: there are none, or they are the same."""
    ours, theirs = settings.VAR / "keys" / "log.key", folder / "keys" / "log.key"
    if ours.exists() and (not theirs.exists() or ours.read_bytes() != theirs.read_bytes()):
        raise _taken(Text("{v} 里有另一个日志的密钥", "{v} holds the key of another log").with_(v=settings.VAR))


def _into_sqlite(folder: Path, manifest: Manifest) -> None:
    if manifest.database != "sqlite":
        raise Conflict(
            Text("这是 PostgreSQL 的备份", "This is a backup of PostgreSQL"),
            code="other_database",
            remedy=Text("用 TAIZHANG_DB 指定一个空的 PostgreSQL 库", "Name an empty PostgreSQL database with TAIZHANG_DB"),
        )
    path = Path(str(settings.DATABASES["default"]["NAME"]))
    if path.exists():
        raise _taken(Text("{p} 已经存在", "{p} is there already").with_(p=path))
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.restoring")
    shutil.copyfile(folder / manifest.file, fresh)
    fresh.chmod(0o600)
    # Under its name only when it is whole.
    fresh.replace(path)
    migrate()


def _into_postgresql(folder: Path, manifest: Manifest, grant_to: str | None) -> None:
    tables = set(connection.introspection.table_names())
    if manifest.database == "sqlite":
        if "ledger_entry" in tables and store.size() + store.pending():
            raise _taken(Text("TAIZHANG_DB 所指的库里已有存证", "The database of TAIZHANG_DB holds entries already"))
        migrate()
        moving.fill(folder / manifest.file)
    else:
        if tables:
            raise _taken(Text("TAIZHANG_DB 所指的库不是空的", "The database of TAIZHANG_DB is not empty"))
        connection.close()
        libpq.restore(folder / manifest.file)
    migrate(grant_to)


def _taken(reason: Text) -> Conflict:
    return Conflict(reason, code="not_empty", remedy=Text("恢复到一个空目录和空库", "Restore into an empty folder and an empty database"))
