"""The disk is full, reports an error, or the process is killed, at any write of a real process that performs.

Nothing that was acknowledged is lost, nothing is half done, and whoever asked is told in one clear line. Faults are
injected into the system calls on the database's own files by strace; without it these tests are skipped.
"""

from __future__ import annotations

import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from django.test import override_settings

from tests.examples import whose_turn

from . import files
from .conftest import Prepared

WRITER = Path(__file__).with_name("faulty_writer.py")
CALLS = ("pwrite64", "fdatasync", "fsync", "ftruncate", "unlink")
COUNT = 6
LINES = ("The disk under the database is full", "The disk under the database reports an error")


@cache
def hindrance() -> str:
    """Why system calls cannot be made to fail here; '' when they can."""
    if shutil.which("strace") is None:
        return "strace is not here (Debian: apt-get install strace)"
    tried = subprocess.run(
        ["strace", "-o", "/dev/null", "-e", "inject=getppid:error=EIO", "true"], capture_output=True, text=True, check=False, timeout=20
    )
    return "" if tried.returncode == 0 else f"strace may not trace here: {tried.stderr.strip()[:120]}"


@pytest.fixture(autouse=True)
def strace() -> None:
    if hindrance():
        pytest.skip(hindrance())


@dataclass(frozen=True)
class Ran:
    """One run: the keys it acknowledged, the lines it told, how it ended, what strace wrote."""

    acknowledged: list[str]
    told: list[str]
    code: int
    trace: str


def run(path: Path, tmp_path: Path, *inject: str) -> Ran:
    """The writer's process, with a fault injected into its calls on the three files of the database."""
    trace = tmp_path / "trace"
    watched = [word for suffix in ("", "-wal", "-shm", "-journal") for word in ("-P", f"{path}{suffix}")]
    words = ["strace", "-f", "-o", str(trace), *watched, "-e", f"trace={','.join(CALLS)}", *inject]
    done = subprocess.run(
        [*words, sys.executable, str(WRITER), str(COUNT)],
        env=files.environment(path), capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    lines = done.stdout.splitlines()
    assert "ready" in lines or inject, done.stderr[-2000:]
    assert not [line for line in lines if line.startswith("??")], lines
    assert "Traceback" not in done.stderr, done.stderr[-2000:]
    return Ran(
        [line[3:] for line in lines if line.startswith("ok ")],
        [line[3:] for line in lines if line.startswith("no ")],
        done.returncode,
        trace.read_text(),
    )


@pytest.fixture(scope="module")
def made(prepared: Prepared, tmp_path_factory) -> dict[str, int]:
    """How often an undisturbed run makes each call on the database's files."""
    folder = tmp_path_factory.mktemp("undisturbed")
    with override_settings(VAR=prepared.var):
        ran = run(files.copied(prepared.path, folder / "disk.sqlite3"), folder)
    assert (len(ran.acknowledged), ran.told, ran.code) == (COUNT, [], 0)
    return {call: len(re.findall(rf"\b{call}\(", ran.trace)) for call in CALLS}


def entries(path: Path) -> set[str]:
    with sqlite3.connect(path) as raw:
        return {key for (key,) in raw.execute("SELECT key FROM ledger_entry")}


def survives(prepared: Prepared, path: Path, tmp_path: Path, call: str, fault: str, when: str) -> Ran:
    """The run under that fault, after which everything acknowledged is there and the full check finds nothing."""
    files.copied(prepared.path, path)
    for suffix in ("-wal", "-shm", "-journal"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    before = entries(path)
    how = f"signal={fault}" if fault.startswith("SIG") else f"error={fault}"
    ran = run(path, tmp_path, "-e", f"inject={call}:{how}:when={when}")
    after = entries(path)
    assert set(ran.acknowledged) <= after, f"{call} {fault} {when}: {set(ran.acknowledged) - after} acknowledged and lost"
    # An action whose last sync failed, or whose process was killed, may be there all the same, and then it is whole. Of one
    # that was refused for want of room its person is told that it is not: so it is not.
    unsure = sum(line.startswith(LINES[1]) for line in ran.told) + fault.startswith("SIG")
    assert len(after - before - set(ran.acknowledged)) <= unsure, (call, fault, when, ran.told)
    assert all(line.startswith(LINES) for line in ran.told), ran.told
    report = prepared.check(path)
    assert report.clean, (call, fault, when, report.findings)
    assert report.entries == len(after)
    return ran


@pytest.mark.by_turns(2, together="faults")
def test_an_undisturbed_run_makes_the_calls_that_are_made_to_fail(made):
    assert made["pwrite64"] > 10 * COUNT and made["fdatasync"] >= COUNT, made


@pytest.mark.parametrize(("call", "fault"), whose_turn([("pwrite64", "ENOSPC"), ("fdatasync", "EIO"), ("fdatasync", "SIGKILL")], 3, "once"))
@pytest.mark.by_turns(2, together="faults")
def test_a_call_that_fails_once_loses_nothing_and_the_next_action_goes_through(prepared, trial, tmp_path, made, call, fault):
    nth = random.Random(f"{call}{fault}").randrange(made[call] // 4, made[call] * 3 // 4)
    ran = survives(prepared, trial, tmp_path, call, fault, str(nth))
    assert "(INJECTED)" in ran.trace or fault == "SIGKILL"
    if fault == "SIGKILL":
        # strace ends as its child did.
        assert ran.code in (-signal.SIGKILL, 128 + signal.SIGKILL) and len(ran.acknowledged) < COUNT
    else:
        assert len(ran.acknowledged) >= COUNT - 1
        assert ran.code == 0


@pytest.mark.parametrize("fault", ["ENOSPC", pytest.param("EIO", marks=pytest.mark.long)])
@pytest.mark.by_turns(2, together="faults")
def test_a_disk_that_stays_full_or_faulty_refuses_everything_in_a_clear_line(prepared, trial, tmp_path, made, fault):
    ran = survives(prepared, trial, tmp_path, "pwrite64", fault, f"{made['pwrite64'] // 2}+")
    assert 0 < len(ran.acknowledged) < COUNT
    assert len(ran.acknowledged) + len(ran.told) == COUNT
    assert all(("full" in line) == (fault == "ENOSPC") for line in ran.told)


@pytest.mark.long
@pytest.mark.parametrize("fault", ["ENOSPC", "EIO", "SIGKILL"])
@pytest.mark.parametrize("call", CALLS)
def test_every_third_call_fails_once(prepared, trial, tmp_path, made, call, fault):
    if not made[call]:
        pytest.skip(f"this SQLite makes no {call} on its files")
    for nth in range(1, made[call] + 1, 3):
        survives(prepared, trial, tmp_path, call, fault, str(nth))
