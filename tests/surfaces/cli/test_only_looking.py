"""A workbook that is only checked: an answer, and nothing left behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.once
def test_a_workbook_that_is_only_checked_leaves_nothing_behind(tmp_path):
    book = tmp_path / "book.csv"
    book.write_text("序号,项目名称,总投资（万元）\n1,示例一号工程,100\n2,示例二号工程,待定\n3,示例三号工程,300\n")
    clean = {k: v for k, v in os.environ.items() if not k.startswith("TAIZHANG_")} | {"PYTHONPATH": str(ROOT / "src")}
    words = [sys.executable, "-m", "taizhang", "projects", "import", str(book), "--check", "--json"]
    done = subprocess.run(words, env=clean, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    found = json.loads(done.stdout)
    assert found["distinct_projects"] == 2 and [held["row"] for held in found["held_back"]] == [3]
    assert [path.name for path in tmp_path.iterdir()] == ["book.csv"]
