"""What is shipped from elsewhere is what its manifest says, and the locks name no address."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("check", ["vendor-check", "lock-check"])
def test_what_comes_from_elsewhere_is_what_was_checked_in(check: str) -> None:
    done = subprocess.run([ROOT / "scripts" / check], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
