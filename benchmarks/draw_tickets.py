"""How fast tickets are drawn: standard library against consistent_sampler, openssl's own SHA-256 and DuckDB, in the same run.

Promises for 2,000,000 ids of 18 signs and n = 10,000, CPU seconds of one processor: at least 2.0 million tickets a second on an idle
machine, at least 8 times consistent_sampler, less than 700 MB; a stream of ten times as many in the same memory takes ten times as
long (within a quarter), and its shards, each a stream by itself, merge to the same; the merged shards equal the single run. Exits 1 when
one is broken (speed alone is not held against a machine whose load is above its processors).
Run: python -m benchmarks.draw_tickets [ids]. The peer and DuckDB are used where they can be imported, and are said to be missing else.
"""

from __future__ import annotations

import hashlib
import os
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from time import process_time
from typing import Any

from benchmarks.machine import line, load

from taizhang.kernels import draw
from taizhang.kernels.draw import engines
from taizhang.kernels.draw.tickets import smallest

SEED = "3WLtUpIHaL_782wivSMoD7Ydil3rx2d3"
PROMISED_RATE, PROMISED_RATIO, PROMISED_MB = 2.0e6, 8, 700
SHARDS = 4
LAYERS = ("A", "B", "C", "D")


def ids(count: int, start: int = 0) -> Iterator[str]:
    """Made-up names of 18 signs, as long as credit codes."""
    return (f"91410100MA{n:08d}" for n in range(start, start + count))


def rows(count: int, start: int = 0) -> Iterator[tuple[str, str]]:
    return ((name, LAYERS[n & 3]) for n, name in enumerate(ids(count, start), start))


def strata_of(start: int, end: int, take: int) -> dict[str, draw.Stratum]:
    """The strata of the rows from one number to another."""
    return {layer: draw.Stratum(len(range(start + (at - start) % 4, end, 4)), take) for at, layer in enumerate(LAYERS)}


def sharded(count: int, take: int) -> list[tuple[str, ...]]:
    """By stratum who is drawn of all rows, each shard gone through as a stream by itself and their smallest tickets merged."""
    held: dict[str, list[list[tuple[bytes, str]]]] = {layer: [] for layer in LAYERS}
    part = -(-count // SHARDS)
    for start in range(0, count, part):
        end = min(start + part, count)
        for each in draw.sample_stream(lambda: rows(end - start, start), strata_of(start, end, take), SEED):  # noqa: B023
            held[each.stratum].append([(hashlib.sha256(f"{SEED}|{name}".encode()).digest(), name) for name in each.chosen])
    return [tuple(name for _, name in draw.merged(held[layer], take)) for layer in LAYERS]


def took(work: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds of one call, and its result."""
    begin = process_time()
    made = work()
    return process_time() - begin, made


def megabytes() -> float:
    """The most memory that this process has had so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def openssl_rate() -> float | None:
    """SHA-256 of 64 bytes by openssl's own loop, in hashes a second."""
    try:
        said = subprocess.run(["openssl", "speed", "-seconds", "1", "-bytes", "64", "sha256"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    found = re.search(r"sha256\s+([\d.]+)k", said)
    return float(found[1]) * 1000 / 64 if found else None


def peer(names: list[str], n: int) -> float | None:
    """CPU seconds of consistent_sampler for the same draw; measured on a tenth of many ids, because its time grows with their number."""
    if find_spec("consistent_sampler") is None:
        return None
    sampler = import_module("consistent_sampler").sampler
    part = names[: max(len(names) // 10, min(len(names), 100_000))]
    spent, made = took(lambda: list(islice(sampler(part, seed=SEED, take=max(1, n * len(part) // len(names))), n)))
    assert made
    return spent * len(names) / len(part)


def main(count: int) -> int:
    n, kept = max(1, count // 200), []
    times = []
    for many in (count, 10 * count):
        strata = strata_of(0, many, n // 4)
        spent, made = took(lambda: draw.sample_stream(lambda: rows(many), strata, SEED))  # noqa: B023
        assert [len(s.chosen) for s in made] == [n // 4] * 4
        times.append(spent)
        line(f"  stream of {many:,} rows in four strata", f"{spent:.2f} s", f"{many / spent / 1e6:.2f} M/s, {megabytes():.0f} MB at most")
    line("  ten times the rows take", f"{times[1] / times[0]:.1f}x as long")
    spent, pieces = took(lambda: sharded(10 * count, n // 4))
    kept += [times[1] / times[0] < 12.5, pieces == [each.chosen for each in made], megabytes() < PROMISED_MB / 2]
    line(f"  the same in {SHARDS} shards, merged", f"{spent:.2f} s", f"{'equal' if kept[-2] else 'NOT EQUAL'}, {megabytes():.0f} MB at most")
    names = list(ids(count))
    best, single = min((took(lambda: smallest(SEED, names, n, count)) for _ in range(3)), key=lambda each: each[0])
    rate = count / best
    line(f"{count:,} ids, {n:,} smallest tickets", f"{best:.2f} s", f"{rate / 1e6:.2f} M/s; {load()}")
    peak = megabytes()
    line("  memory, ids included", f"{peak:.0f} MB")
    plain, whole = took(lambda: sorted((hashlib.sha256(f"{SEED}|{name}".encode()).digest(), name) for name in names)[:n])
    line("  ten lines of Python: hash all, sort all", f"{plain:.2f} s", f"{plain / best:.1f}x as long")
    kept += [whole == single, peak < PROMISED_MB]
    if hashed := openssl_rate():
        line("  openssl speed sha256, 64 bytes", f"{hashed / 1e6:.2f} M/s", f"a ticket is {rate / hashed:.0%} of it")
    if (other := peer(names, n)) is None:
        print("  consistent_sampler is not installed in this environment: not compared")
    else:
        line("  consistent_sampler", f"{other:.2f} s", f"{other / best:.1f}x as long")
        kept.append(other / best >= PROMISED_RATIO)
    part = -(-count // SHARDS)
    pieces = [smallest(SEED, names[at : at + part], n, len(names[at : at + part])) for at in range(0, count, part)]
    kept.append(draw.merged(pieces, n) == single)
    line(f"  {SHARDS} shards merged", "equal" if kept[-1] else "NOT EQUAL")
    if engines.duckdb_is_installed():
        spent, made = took(lambda: engines.by_duckdb([(name, "A") for name in names], {"A": draw.Stratum(count, n)}, SEED))
        line("  DuckDB, rows handed over and all", f"{spent:.2f} s", f"{spent / best:.1f}x as long")
        kept.append(list(made[0].chosen) == [name for _, name in single])
        with tempfile.TemporaryDirectory() as folder:
            import_module("duckdb").sql(f"copy (select '91410100MA' || lpad(i::varchar, 8, '0') id, 'A' stratum from range({count}) t(i)) to '{folder}/f.parquet'")
            spent, made = took(lambda: engines.by_duckdb(f"{folder}/*.parquet", {"A": draw.Stratum(count, n)}, SEED))
        line("  DuckDB over Parquet", f"{spent:.2f} s", f"{spent / best:.1f}x as long")
        kept.append(list(made[0].chosen) == [name for _, name in single])
    else:
        print("  duckdb is not installed in this environment: not compared")
    if os.getloadavg()[0] <= (os.cpu_count() or 1):
        kept.append(rate >= PROMISED_RATE)
    print(f"promised: {PROMISED_RATE / 1e6:.1f} M/s, {PROMISED_RATIO}x, {PROMISED_MB} MB; {'kept' if all(kept) else 'BROKEN'}")
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000_000))
