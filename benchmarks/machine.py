"""What every benchmark says of the machine beside its figures, and scratch databases for those that need one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import django


def load() -> str:
    """The load average of the last minute, beside the number of processors it has to be read against."""
    return f"load {os.getloadavg()[0]:.2f} on {os.cpu_count()} processors"


def seconds(work: Callable[[], object]) -> float:
    """How long one call took."""
    begin = perf_counter()
    work()
    return perf_counter() - begin


def medians(rounds: int, *works: Callable[[], object]) -> list[float]:
    """The median seconds of each call; calls take turns, so that a busy moment of the machine falls on all of them."""
    took: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for each, work in zip(took, works, strict=True):
            each.append(seconds(work))
    return [median(each) for each in took]


def fdatasync_rate(folder: Path, count: int = 200) -> float:
    """How many appends of 4 KiB with fdatasync this disk takes in a second: what durable writes are measured against."""
    path = folder / "fdatasync"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    block = b"x" * 4096

    def append() -> None:
        for _ in range(count):
            os.write(handle, block)
            os.fdatasync(handle)

    took = seconds(append)
    os.close(handle)
    path.unlink()
    return count / took


@contextmanager
def scratch_database() -> Iterator[Path]:
    """The program is set up on a new, migrated SQLite file in a temporary folder, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="taizhang-bench-", dir=os.environ.get("TAIZHANG_BENCH_DIR")) as name:
        folder = Path(name)
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "taizhang.site.settings",
            "TAIZHANG_VAR": str(folder),
            "TAIZHANG_DB": f"sqlite:{folder / 'bench.sqlite3'}",
        }
        django.setup()
        _migrate()
        yield folder / "bench.sqlite3"


def _migrate() -> None:
    from django.core.management import call_command
    from django.db import connections

    from taizhang.kernels.ledger import guard

    with guard.suspended():
        call_command("migrate", verbosity=0)
    connections.close_all()


def line(what: str, figure: str, ratio: Any = "") -> None:
    """One figure, aligned, with what it is compared with."""
    print(f"{what:<58} {figure:>22}  {ratio}", flush=True)
