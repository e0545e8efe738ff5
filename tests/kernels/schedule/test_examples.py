"""The examples in the code run, and the kernel needs neither Django nor any package."""

from __future__ import annotations

import doctest
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[3] / "src" / "taizhang" / "kernels" / "schedule"
MODULES = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__")


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_are_true(name: str) -> None:
    found = doctest.testmod(import_module(f"taizhang.kernels.schedule.{name}"))
    assert found.failed == 0


def test_examples_on_the_page_of_the_kernel_are_true() -> None:
    page = FOLDER.parents[3] / "docs" / "kernels" / "schedule.md"
    found = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert found.failed == 0 and found.attempted >= 30


def test_nothing_but_the_standard_library_is_loaded() -> None:
    code = "import sys; old = set(sys.modules); import taizhang.kernels.schedule; print(*sorted({m.split('.')[0] for m in set(sys.modules) - old}))"
    names = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": str(FOLDER.parents[2])}).stdout.split()
    assert set(names) - set(sys.stdlib_module_names) == {"taizhang"}
