"""Real database files for tests that attack them, cut their power or kill their writers."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections

from taizhang.kernels.ledger.sqlite3.base import DatabaseWrapper

CLI = "import sys, django; django.setup(); from taizhang.surfaces.cli.ledger import main; sys.exit(main(sys.argv[1:]))"


def empty_copy(path: Path) -> None:
    """The migrated and still empty test database, as a file."""
    with sqlite3.connect(path) as target:
        connections["default"].connection.backup(target)
    target.execute("PRAGMA journal_mode=WAL")
    target.close()


@contextmanager
def opened(path: Path) -> Iterator[DatabaseWrapper]:
    """Inside, the program's database is this file, guarded as in service."""
    before = connections["default"]
    options = before.settings_dict["OPTIONS"] if before.vendor == "sqlite" else {}
    wrapper = DatabaseWrapper({**before.settings_dict, "NAME": str(path), "OPTIONS": options}, alias="default")
    connections["default"] = wrapper
    try:
        yield wrapper
    finally:
        wrapper.close()
        connections["default"] = before


def copied(source: Path, target: Path) -> Path:
    """A copy of a file that nobody has open."""
    shutil.copyfile(source, target)
    return target


@contextmanager
def insider(path: Path) -> Iterator[sqlite3.Connection]:
    """Somebody who can write the file: no authorizer, no triggers while at it, and everything looks untouched afterwards."""
    raw = sqlite3.connect(path, isolation_level=None)
    triggers = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        raw.execute(f'DROP TRIGGER "{name}"')
    raw.execute("PRAGMA ignore_check_constraints=ON")
    raw.execute("BEGIN")
    yield raw
    raw.execute("COMMIT")
    for _, sql in triggers:
        raw.execute(sql)
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()


def environment(path: Path, **more: str) -> dict[str, str]:
    """What a process of the product needs to work on that file, with this test's keys."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "taizhang.site.settings",
        "TAIZHANG_DB": f"sqlite:{path}",
        "TAIZHANG_VAR": str(settings.VAR),
        "LANG": "en_GB.UTF-8",
        "LC_ALL": "en_GB.UTF-8",
        **more,
    }


def ledger(path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """`taizhang ledger ...` as its own process."""
    return subprocess.run(
        [sys.executable, "-c", CLI, *words], env=environment(path), capture_output=True, text=True, timeout=60, check=False
    )


def fsck(path: Path, *words: str) -> dict[str, Any]:
    """The report of `taizhang ledger fsck --json` in its own process."""
    done = ledger(path, "fsck", "--json", *words)
    assert done.stdout, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    assert done.returncode == (0 if report["clean"] else 1)
    return report
