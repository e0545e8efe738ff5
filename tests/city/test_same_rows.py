"""`taizhang demo --today DAY` gives the same rows wherever and whenever it is run, but for what has to be random."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
DAY = "2026-11-20"
#: Columns that differ, and why. A salt that was the same twice would let anybody guess what a digest hides.
RANDOM = {
    # Salts, and whatever is a digest over something salted.
    "*history": {"salt", "digest"},
    "ledger_payload": {"salt"},
    "ledger_entry": {"public_commitment", "restricted_commitment", "rows_root"},
    "ledger_node": {"hash"},
    # Every installation has a key and a name of its own; it signs what it has when it has it.
    "ledger_checkpoint": {"note", "at"},
    "ledger_cosignature": {"line", "at"},
    # argon2 salts each password.
    "registers_account": {"password"},
    "django_migrations": {"applied"},
}


def loaded(folder: Path, seed: int) -> Path:
    """The database of an example city, loaded by a process with another order of sets."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("TAIZHANG_")}
    environment |= {"TAIZHANG_VAR": str(folder), "TAIZHANG_PLAIN_HTTP": "1", "PYTHONHASHSEED": str(seed)}
    environment |= {"PYTHONPATH": str(ROOT / "src"), "DJANGO_SETTINGS_MODULE": "taizhang.site.settings"}
    command = [sys.executable, "-m", "taizhang", "demo", "--check", "--today", DAY]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return folder / "taizhang.sqlite3"


def tables(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, an entry's key being written as its number."""
    with sqlite3.connect(path) as raw:
        raw.row_factory = sqlite3.Row
        number = {row["entry"]: f"entry {row['seq']}" for row in raw.execute("SELECT * FROM ledger_seq")}
        names = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")]
        found = {
            name: [{k: number.get(v, v) if isinstance(v, str) else v for k, v in dict(row).items()} for row in raw.execute(f'SELECT * FROM "{name}"')]
            for name in names
            if not name.startswith("sqlite_")
        }
    raw.close()
    # Kept by the entry's key, which is random: in the order of its number instead.
    for name in ("ledger_entry", "ledger_payload"):
        found[name].sort(key=lambda row: (row.get("key") or row["entry"], row.get("part")))
    return found


def random_in(table: str) -> set[str]:
    return RANDOM.get(table, set()) | (RANDOM["*history"] if table.endswith("history") else set())


@pytest.mark.long
def test_two_loads_of_the_same_day_have_the_same_rows(tmp_path):
    one, other = (tables(loaded(tmp_path / str(seed), seed)) for seed in (1, 2))
    assert one.keys() == other.keys()
    rows = 0
    for table, ours in one.items():
        theirs, leave_out = other[table], random_in(table)
        assert len(ours) == len(theirs), table
        for mine, yours in zip(ours, theirs, strict=True):
            differ = {k: (mine[k], yours[k]) for k in mine if k not in leave_out and mine[k] != yours[k]}
            assert not differ, (table, differ)
        rows += len(ours)
        for column in leave_out & {"salt"}:
            assert not {row[column] for row in ours} & {row[column] for row in theirs}, f"{table} has the same salt twice"
    print(f"{rows} rows in {len(one)} tables")
    assert len(one["projects_project"]) > 400 and len(one["ledger_entry"]) > 1000
