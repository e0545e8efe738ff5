"""How fast the full check goes through a log of one million entries in a SQLite file, against bare hashing in the same run.

Run: python -m benchmarks.fsck [entries]. Promise: at least 100,000 entries a second for the log.
"""

from __future__ import annotations

import resource
import sqlite3
import sys
from hashlib import sha256
from pathlib import Path
from time import process_time

from benchmarks.machine import line, load, scratch_database, seconds

from taizhang.kernels.ledger import Entry, canonical, commitment, extend, leaf_hashes

_LAW = "《中华人民共和国政府信息公开条例》第十九条"


def entry(n: int) -> tuple[Entry, str]:
    """An entry as `perform` writes it, and the payload of its restricted part."""
    key = f"{n:032x}"
    payload = f'{{"list":"problem","n":{n},"title":"示例事项"}}'
    made = Entry(
        key=key,
        at="2026-03-01T08:00:00.123456Z",
        actor=f"p{n % 97}/o{n % 13}",
        action="projects.add_item",
        law=_LAW,
        subject=f"projects.item:{n}",
        matter=f"projects.project:{n % 1000}",
        restricted=commitment(n.to_bytes(32, "big"), payload.encode()),
    )
    return made, payload


def fill(path: Path, count: int) -> None:
    """The ledger's tables hold that many entries with payloads, numbers and tree; written past triggers, for speed only."""
    raw = sqlite3.connect(path, isolation_level=None)
    triggers = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        raw.execute(f'DROP TRIGGER "{name}"')
    raw.execute("PRAGMA synchronous=OFF")
    edge: list[bytes] = []
    for start in range(0, count, 50_000):
        made = [entry(n) for n in range(start, min(start + 50_000, count))]
        nodes, edge = extend(start, edge, leaf_hashes(canonical(e) for e, _ in made))
        raw.execute("BEGIN")
        raw.executemany(
            "INSERT INTO ledger_entry VALUES (?,?,?,?,?,NULL,?,?,'[]',NULL,?,0,?)",
            ((e.key, e.at, e.actor, e.action, e.law, e.subject, e.matter, e.restricted, e.rows_root) for e, _ in made),
        )
        raw.executemany(
            "INSERT INTO ledger_payload VALUES (?,'r',?,?)",
            ((e.key, (start + i).to_bytes(32, "big"), payload) for i, (e, payload) in enumerate(made)),
        )
        raw.executemany("INSERT INTO ledger_seq VALUES (?,?)", ((start + i, e.key) for i, (e, _) in enumerate(made)))
        raw.executemany("INSERT INTO ledger_node VALUES (?,?,?)", nodes)
        raw.execute("COMMIT")
    for _, sql in triggers:
        raw.execute(sql)
    raw.close()


def floor(count: int) -> None:
    """Two hashes of 65 bytes for each entry, and nothing else: what a tree of that size costs at the least."""
    block = bytes(65)
    for _ in range(2 * count):
        sha256(block).digest()


def main(count: int = 1_000_000) -> None:
    """Prints the figures."""
    with scratch_database() as path:
        from taizhang.frame import clock, fsck
        from taizhang.frame.catalogue import installed

        took = seconds(lambda: fill(path, count))
        line(f"{count:,} entries written raw", f"{took:.1f} s, {path.stat().st_size >> 20:,} MB")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        cpu: dict[str, float] = {}
        mark = process_time()

        def progress(part: str, done: int) -> None:
            cpu[part] = process_time() - mark

        report = fsck.check(installed(), clock.now(), progress=progress, quick=True)
        if not report.clean or report.entries != count:
            raise SystemExit(f"the check is wrong: {report.findings[:3]}")
        bare = seconds(lambda: floor(count))
        for part, taken in report.seconds.items():
            if taken > 0.01:
                promise = "promise >= 100,000/s; " if part == "log" else ""
                line(f"  {part}", f"{taken:.2f} s {count / taken:,.0f}/s", f"{promise}{taken / bare:.1f} of bare hashing")
        if "log" in cpu:
            line("  log, processor time alone", f"{cpu['log']:.2f} s {count / cpu['log']:,.0f}/s", "without waiting for the disk or for others")
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        line("  memory that the check added at its peak", f"{grown >> 10} MB")
    print(load())


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
