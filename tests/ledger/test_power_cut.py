"""The power goes at any moment: nothing that was acknowledged is lost. The same test must fail with synchronous=NORMAL."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import pytest
from django.db import connection

from taizhang.frame.perform import perform
from taizhang.modules.projects.models import Project
from taizhang.registers import people
from taizhang.registers.models import Person
from tests.examples import whose_turn

from . import files
from .conftest import Prepared
from .power import Damage, examine, images, replay


def recorded(path: Path, count: int) -> list[list[str]]:
    """The statements of so many real actions, one list for each transaction, as SQLite itself reports them."""
    transactions: list[list[str]] = []
    with files.opened(path):
        actor = people.actor_of(Person.objects.get(name="clerk（示例）"))
        project = Project.objects.order_by("id").first().pk
        for n in range(count):
            seen: list[str] = []
            connection.connection.set_trace_callback(seen.append)
            perform("projects.add_item", project, actor, {"list": "problem", "title": f"电{n}"}, idempotency_key=f"power{n}")
            connection.connection.set_trace_callback(None)
            # A statement is reported again for each trigger it fires, and a search table reports its own; both work by
            # themselves when the statement is replayed.
            first = [s for s in seen if not s.startswith("--") and "_sought_" not in s and not s.startswith("PRAGMA")]
            own = [statement for statement, _ in groupby(first)]
            assert own[0].startswith("BEGIN") and own[-1] == "COMMIT"
            transactions.append(own[1:-1])
    return transactions


def cut(prepared: Prepared, tmp_path: Path, synchronous: str, count: int, seed: int, check_every: int) -> Damage:
    transactions = recorded(files.copied(prepared.path, tmp_path / "recorded.sqlite3"), 150)
    disk = files.copied(prepared.path, tmp_path / "disk.sqlite3")
    start = disk.read_bytes()
    before = prepared.check(prepared.path).entries
    recording = replay(disk, transactions, synchronous, autocheckpoint=100)
    assert sum(event[0] == "acknowledged" for event in recording.events) == len(transactions)
    damage = Damage()
    for number, (acknowledged, db, wal) in enumerate(images(start, recording, count, seed)):
        path = examine(tmp_path, before, acknowledged, db, wal, damage)
        if number % check_every == 0:
            report = prepared.check(path)
            assert report.clean, report.findings
    return damage


def test_a_hundred_power_cuts_lose_nothing_that_was_acknowledged(prepared, trial, tmp_path):
    damage = cut(prepared, tmp_path, "FULL", 100, seed=1, check_every=10)
    assert damage == Damage(cuts=100)


@pytest.mark.parametrize("seed", whose_turn([1, 2], 2, "synchronous"))
@pytest.mark.by_turns(3)
def test_the_same_cuts_do_lose_entries_with_synchronous_normal(prepared, trial, tmp_path, seed):
    damage = cut(prepared, tmp_path, "NORMAL", 40, seed, check_every=20)
    assert damage.lost > 20, damage
    assert damage.corrupt == 0


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10, 20))
def test_two_hundred_power_cuts_lose_nothing_ten_times(prepared, trial, tmp_path, seed):
    damage = cut(prepared, tmp_path, "FULL", 200, seed, check_every=20)
    assert damage == Damage(cuts=200)
