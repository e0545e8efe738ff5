"""Where the migrations lead, written down: `python -m tests.migrated --freeze` after a migration was added or changed.

To run all migrations takes half a minute: a push compares what was written down, and the long run migrates.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

FROZEN = Path(__file__).with_name("migrated.json")


def sources() -> str:
    """The hash of all migrations of this program."""
    from django.apps import apps

    found = hashlib.sha256()
    root = Path(apps.get_app_config("registers").path).parents[0]
    for path in sorted(root.rglob("migrations/[0-9]*.py")):
        found.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes() + b"\0")
    return found.hexdigest()


def schema(execute: Any) -> dict[str, str]:
    """Of an SQLite database each table's hash of its columns, in whatever order, and each index's and trigger's of what made it."""
    said = execute("SELECT name, type, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'").fetchall()
    return {
        name: hashlib.sha256(repr(sql if kind != "table" else sorted(str(row[1:]) for row in execute(f'PRAGMA table_info("{name}")').fetchall())).encode()).hexdigest()[:16]
        for name, kind, table, sql in said
        if not table.startswith("trials_")
    }


def written() -> dict[str, Any]:
    """What was written down: `sources` and `schema`."""
    found: dict[str, Any] = json.loads(FROZEN.read_text())
    return found


def main(arguments: list[str]) -> None:
    """With --freeze: what the migrations make in a database of their own is written down."""
    if arguments != ["--freeze"]:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"TAIZHANG_VAR": folder, "TAIZHANG_PLAIN_HTTP": "1", "DJANGO_SETTINGS_MODULE": "taizhang.site.settings"}
        os.environ.pop("TAIZHANG_DB", None)
        subprocess.run([sys.executable, "-m", "taizhang", "migrate", "--one-by-one"], check=True)
        import django

        django.setup()
        with closing(sqlite3.connect(Path(folder) / "taizhang.sqlite3")) as made:
            found = {"sources": sources(), "schema": dict(sorted(schema(made.execute).items()))}
    FROZEN.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
