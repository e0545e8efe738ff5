"""`taizhang backup DIR`: a copy of everything while the system goes on writing; `--verify` opens a copy and checks it.

A backup is a folder: the database in one file, the evidence, the keys, and `backup.json`, which says how many entries the
log had, under which root, and the hash of the file. Nobody is signed in in a backup: sessions are left out.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from taizhang import __version__
from taizhang.basis.errors import BadInput, Conflict
from taizhang.basis.text import Text
from taizhang.frame import clock
from taizhang.kernels.ledger import core

from . import libpq
from .speech import fault, say, words

MANIFEST = "backup.json"
#: The file of the database in a backup, by kind of database.
FILES = {"sqlite": "taizhang.sqlite3", "postgresql": "taizhang.dump"}
#: Folders of TAIZHANG_VAR that belong to the city; the rest is made anew.
FOLDERS = ("evidence", "keys")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup has to be: kind of database, hash of its file, entries of the log and their root."""

    database: str
    sha256: str
    entries: int
    root: str
    #: Entries of PostgreSQL that had no number yet; they get it when the copy is run.
    waiting: int
    evidence: int
    made_at: str
    version: str

    @property
    def file(self) -> str:
        return FILES[self.database]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `taizhang backup`."""
    parser.add_argument("folder", type=Path, help=words(Text("备份目录", "folder of the backup")))
    parser.add_argument("--verify", action="store_true", help=words(Text("打开备份并全量自检", "open a backup and check all of it")))


def run(arguments: argparse.Namespace) -> int:
    """0 when the backup was made, or a backup is whole."""
    return verify(arguments.folder) if arguments.verify else make(arguments.folder)


def make(folder: Path) -> int:
    """Database, evidence and keys lie in a new folder, with the size and root they have to come to.

    Raises:
        Conflict: the folder is not empty, or the tools of PostgreSQL are not there.
    """
    if folder.exists() and any(folder.iterdir()):
        raise Conflict(
            Text("备份目录不是空的", "The folder is not empty"),
            code="not_empty",
            remedy=Text("换一个目录", "Choose another one"),
        )
    # What lies in it is as personal as the database itself.
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / FILES[connection.vendor]
    # The database first: evidence is there before an entry names it, so no entry of the copy can lack its file.
    size, root, waiting = _sqlite(path) if connection.vendor == "sqlite" else libpq.dump(path)
    path.chmod(0o600)
    files = sum(copied(settings.VAR / name, folder / name) for name in FOLDERS if name != "keys")
    copied(settings.VAR / "keys", folder / "keys")
    made = Manifest(connection.vendor, sha256_of(path), size, root, waiting, files, clock.now().isoformat(), __version__)
    (folder / MANIFEST).write_text(json.dumps(asdict(made), indent=1) + "\n")
    done = Text("已备份：{f}，存证 {n} 条，证据 {e} 个文件，树根 {r}…", "Backed up: {f}, {n} entries, {e} files of evidence, root {r}…")
    say(done.with_(f=folder, n=size, e=files, r=root[:16]))
    return 0


def _sqlite(path: Path) -> tuple[int, str, int]:
    """The database is copied in one statement, while others write; gives size and root of the log in the copy."""
    # A connection of its own: copying the file would take database and log at different moments.
    with sqlite3.connect(settings.DATABASES["default"]["NAME"], timeout=60) as source:
        source.execute("VACUUM INTO ?", (str(path),))
    with sqlite3.connect(path) as copy:
        copy.execute("DELETE FROM django_session")
    copy.close()
    return (*head_of(path), 0)


def copied(source: Path, target: Path) -> int:
    """Every file of a folder is in the other folder as well, as readable as it was; gives how many there are."""
    if not source.exists():
        return 0
    files = 0
    for folder, names, found in os.walk(source):
        names[:] = [name for name in names if not name.startswith(".")]
        into = target / Path(folder).relative_to(source)
        into.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in found:
            # What begins with a dot is on its way in and belongs to nobody yet.
            if not name.startswith("."):
                _link_or_copy(Path(folder, name), into / name)
                files += 1
    return files


def _link_or_copy(source: Path, target: Path) -> None:
    if target.exists():
        return
    # Evidence is addressed by content and never rewritten, so a second name for it is as good as a copy on one disk.
    if source.parent.name != "keys":
        try:
            os.link(source, target)
            return
        except OSError:
            pass
    try:
        shutil.copy2(source, target)
    except FileNotFoundError:
        # An upload that nobody used was swept away while we looked.
        target.unlink(missing_ok=True)


def head_of(database: Path) -> tuple[int, str]:
    """Size and root of the log in an SQLite file.

    Raises:
        Conflict: the file is damaged.
    """
    with sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro&immutable=1", uri=True) as copy:
        if copy.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise Conflict(Text("备份未通过完整性检查", "The copy fails its integrity check"), code="damaged")
        size = copy.execute("SELECT coalesce(max(seq) + 1, 0) FROM ledger_seq").fetchone()[0]
        edge = [copy.execute("SELECT hash FROM ledger_node WHERE level = ? AND idx = ?", p).fetchone() for p in core.edge_positions(size)]
    copy.close()
    return size, core.root([bytes(row[0]) for row in edge]).hex()


def sha256_of(path: Path) -> str:
    """The hash of a file, as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def manifest_of(folder: Path) -> Manifest:
    """What a backup says of itself, its file being the one it says.

    Raises:
        BadInput: no backup, or one of an unknown kind. Conflict: the file has changed since.
    """
    try:
        said: Mapping[str, object] = json.loads((folder / MANIFEST).read_text())
        manifest = Manifest(**{name: said[name] for name in Manifest.__slots__})  # type: ignore[arg-type]
        path = folder / manifest.file
    except (OSError, ValueError, KeyError) as error:
        raise BadInput(Text("{f} 不是备份目录", "{f} is not a backup").with_(f=folder), code="no_backup", field="folder") from error
    if not path.exists() or sha256_of(path) != manifest.sha256:
        raise Conflict(
            Text("备份文件与其清单不符", "The file of the backup is not the one its manifest names"),
            code="damaged",
            remedy=Text("改用另一份备份", "Take another backup"),
        )
    return manifest


def verify(folder: Path) -> int:
    """0 when a backup can be read and comes to its size and root, and, with SQLite, the full check of it finds nothing."""
    manifest = manifest_of(folder)
    if manifest.database == "postgresql":
        tables = libpq.listed(folder / manifest.file)
        say(
            Text(
                "归档可读，{t} 张表。全量自检需恢复到一个空库：TAIZHANG_VAR=空目录 TAIZHANG_DB=空库 taizhang restore {f}",
                "The archive can be read, {t} tables. The full check needs a restore into an empty database: "
                "TAIZHANG_VAR=empty folder TAIZHANG_DB=empty database taizhang restore {f}",
            ).with_(t=tables, f=folder)
        )
        return 0
    if head_of(folder / manifest.file) != (manifest.entries, manifest.root):
        return fault(Text("备份与其清单不符", "The backup is not what its manifest says"))
    with tempfile.TemporaryDirectory(prefix="taizhang-verify-", dir=os.environ.get("TMPDIR")) as name:
        # On a copy: opening a database writes beside it, and a backup is left as it is.
        room = Path(name)
        shutil.copyfile(folder / manifest.file, room / manifest.file)
        for part in FOLDERS:
            copied(folder / part, room / part)
        return checked(room, "")


def checked(var: Path, database: str) -> int:
    """The exit code of the full check, evidence included, of what is in a folder and a database; as a process of its own."""
    environment = os.environ | {"TAIZHANG_VAR": str(var.resolve()), "TAIZHANG_DB": database, "TAIZHANG_SECRET_KEY": "for this check"}
    command = [sys.executable, "-m", "taizhang", "ledger", "fsck", "--evidence"]
    return libpq.ended(command, environment)
