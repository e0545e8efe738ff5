"""`taizhang backup DIR`: a copy of everything while the system goes on writing; `--verify` opens a copy and checks it."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection

from taizhang.basis.errors import Conflict
from taizhang.basis.text import Text
from taizhang.frame import clock
from taizhang.kernels.ledger import core, store

DATABASE = "taizhang.sqlite3"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `taizhang backup`."""
    parser.add_argument("folder", type=Path, help="备份目录 / folder of the backup")
    parser.add_argument("--verify", action="store_true", help="打开备份并全量自检 / open a backup and check all of it")


def run(arguments: argparse.Namespace) -> int:
    """0 when the backup was made, or a backup is whole."""
    return verify(arguments.folder) if arguments.verify else make(arguments.folder)


def make(folder: Path) -> int:
    """Database, evidence and keys lie in a new folder, with the size and root they have to come to.

    Raises:
        Conflict: the folder is not empty, or the database is PostgreSQL, which has its own tools.
    """
    if connection.vendor != "sqlite":
        raise Conflict(
            Text("PostgreSQL 请用 pg_dump 备份", "Back up PostgreSQL with pg_dump"),
            code="postgresql",
            remedy=Text("见 docs/how-to/deploy.md", "See docs/how-to/deploy.md"),
        )
    if folder.exists() and any(folder.iterdir()):
        raise Conflict(
            Text("备份目录不是空的", "The folder is not empty"),
            code="not_empty",
            remedy=Text("换一个目录", "Choose another one"),
        )
    folder.mkdir(parents=True, exist_ok=True)
    # A connection of its own, in one statement: copying the file would take database and log at different moments.
    with sqlite3.connect(settings.DATABASES["default"]["NAME"], timeout=60) as source:
        source.execute("VACUUM INTO ?", (str(folder / DATABASE),))
    for name in ("evidence", "keys"):
        if (settings.VAR / name).exists():
            shutil.copytree(settings.VAR / name, folder / name, copy_function=_link_or_copy)
    size, root = _head(folder / DATABASE)
    manifest = {"made_at": clock.now().isoformat(), "entries": size, "root": root, "now": store.size()}
    (folder / "backup.json").write_text(json.dumps(manifest, indent=1))
    print(f"已备份 / backed up: {folder}，存证 entries {size}，root {root[:16]}…")
    return 0


def _link_or_copy(source: str, target: str) -> str:
    # Evidence is addressed by content and never rewritten, so a second name for it is as good as a copy on one disk.
    if Path(source).parent.name == "keys":
        return shutil.copy2(source, target)
    try:
        os.link(source, target)
        return target
    except OSError:
        return shutil.copy2(source, target)


def _head(database: Path) -> tuple[int, str]:
    with sqlite3.connect(database) as copy:
        if copy.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise Conflict(Text("备份未通过完整性检查", "The copy fails its integrity check"), code="damaged")
        size = copy.execute("SELECT coalesce(max(seq) + 1, 0) FROM ledger_seq").fetchone()[0]
        rows = copy.execute("SELECT level, idx, hash FROM ledger_node").fetchall()
    nodes = {(level, idx): bytes(h) for level, idx, h in rows}
    return size, core.root([nodes[p] for p in core.edge_positions(size)]).hex()


def verify(folder: Path) -> int:
    """0 when the backup opens, its root is the one it was made with, and the full check finds nothing."""
    manifest = json.loads((folder / "backup.json").read_text())
    size, root = _head(folder / DATABASE)
    if (size, root) != (manifest["entries"], manifest["root"]):
        print("备份与其清单不符 / the backup is not what its manifest says", file=sys.stderr)
        return 1
    environment = os.environ | {"TAIZHANG_VAR": str(folder.resolve()), "TAIZHANG_DB": ""}
    return subprocess.run([sys.executable, "-m", "taizhang", "ledger", "fsck"], env=environment, check=False).returncode
