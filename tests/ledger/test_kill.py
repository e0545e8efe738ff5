"""`kill -9` at any moment: what was acknowledged is there, the chain is whole, nothing is half done."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from taizhang.modules.projects.models import Item

from . import files
from .conftest import Prepared

WRITERS = Path(__file__).with_name("writers.py")
POINTS = ("before_claim", "after_run", "before_entry", "after_entry", "after_commit")


def run(path: Path, *words: object, seconds: float = 60) -> list[list[str]]:
    done = subprocess.run(
        [sys.executable, str(WRITERS), *map(str, words)],
        env=files.environment(path), capture_output=True, text=True, timeout=seconds, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def entries(path: Path) -> set[str]:
    with sqlite3.connect(path) as raw:
        return {key for (key,) in raw.execute("SELECT key FROM ledger_entry")}


def survive(prepared: Prepared, path: Path, rounds: int, writers: int, seed: int, seconds: float) -> None:
    before = entries(path)
    acknowledged = {key for keys in run(path, "kills", rounds, writers, seed, seconds=seconds) for key in keys}
    after = entries(path)
    assert len(acknowledged) > rounds, "the writers did not get to write"
    assert acknowledged <= after, f"{len(acknowledged - after)} acknowledged entries are lost"
    # What was committed and not yet acknowledged may be there: at most one for each writer that was killed.
    assert len(after - before - acknowledged) <= rounds * writers
    report = prepared.check(path)
    assert report.clean, report.findings
    assert report.entries == len(after)


@pytest.mark.parametrize("seed", [1, 2])
def test_twenty_five_kills_lose_nothing(prepared, trial, seed):
    survive(prepared, trial, rounds=5, writers=5, seed=seed, seconds=60)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_a_hundred_kills_lose_nothing(prepared, trial, seed):
    survive(prepared, trial, rounds=25, writers=4, seed=100 + seed, seconds=200)


def test_a_process_that_ends_inside_perform_leaves_all_of_an_action_or_nothing(prepared, trial):
    before = entries(trial)
    acknowledged = dict(zip(POINTS, run(trial, "failpoints", 3, *POINTS), strict=True))
    assert {point: len(keys) for point, keys in acknowledged.items()} == dict.fromkeys(POINTS, 2)
    committed = {point: 3 if point == "after_commit" else 2 for point in POINTS}
    after = entries(trial)
    assert {key for keys in acknowledged.values() for key in keys} <= after
    assert len(after - before) == sum(committed.values())
    with files.opened(trial):
        assert {point: Item.objects.filter(title__startswith=point).count() for point in POINTS} == committed
    assert prepared.check(trial).clean


def test_the_failpoint_of_the_environment_ends_the_process(prepared, trial):
    done = subprocess.run(
        [sys.executable, "-c", "from taizhang.frame.failpoints import reached; reached('a'); reached('b'); reached('b'); print('alive')"],
        env=files.environment(trial, TAIZHANG_FAILPOINT="b:2"), capture_output=True, text=True, timeout=20, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (137, "")
