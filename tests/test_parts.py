"""`make test` runs everything on SQLite and, on PostgreSQL, whatever could come out differently there."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

#: How a test comes by a database: pytest-django keeps it from every test that asks in none of these ways.
ASKS = re.compile(r"django_db|django\.db|django\.test|\bconnections?\b|\bTestCase\b|def \w+\([^)]*\b(db|city|client|stage|everything)\b")


def test_what_is_left_out_on_postgresql_asks_for_no_database():
    once = [ROOT / path for path in runpy.run_path(str(ROOT / "scripts/test"))["ONCE"]]
    files = [file for path in once for file in (path.rglob("*.py") if path.is_dir() else [path])]
    assert len(files) > 40
    for file in files:
        text = file.read_text("utf-8")
        assert not ASKS.search(text), f"{file.relative_to(ROOT)}: {ASKS.search(text)}"
        # The one that starts processes of the product takes the database of the run away from them.
        assert all("not in" in line for line in text.splitlines() if "TAIZHANG_DB" in line), file


def test_what_the_ledger_and_the_frame_do_is_run_on_both_databases():
    marked = [path for path in (ROOT / "tests").rglob("test_*.py") if "pytest.mark.once" in path.read_text("utf-8")]
    kept = {ROOT / "tests" / part for part in ("ledger", "frame", "registers", "trials")}
    assert len(marked) > 10 and not [path for path in marked if path != Path(__file__) and kept & set(path.parents)]
