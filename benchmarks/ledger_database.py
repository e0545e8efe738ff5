"""Proofs from the database at one million entries, and entries a second into it.

Run: python -m benchmarks.ledger_database [entries]. Promise: an inclusion proof from SQLite in under 2 ms.
"""

from __future__ import annotations

import random
import sys

from benchmarks.fsck import fill
from benchmarks.machine import fdatasync_rate, line, load, medians, scratch_database, seconds

from taizhang.kernels.ledger import Entry, canonical, inclusion_proof, leaf_hash, verify_inclusion


def main(count: int = 1_000_000) -> None:
    """Prints the figures."""
    with scratch_database() as path:
        from django.db import connection, transaction

        from taizhang.kernels.ledger import store

        fill(path, count)
        rate = fdatasync_rate(path.parent)
        size, root = store.head()
        chance = random.Random(6962)
        picks = [chance.randrange(size) for _ in range(500)]

        def one_proof() -> None:
            store.inclusion_proof(chance.choice(picks), size)

        def one_statement() -> None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT seq FROM ledger_seq WHERE seq = %s", [chance.choice(picks)])
                cursor.fetchone()

        def in_memory() -> None:
            inclusion_proof(pick, size, lambda wanted: {p: held[p] for p in wanted})

        pick = picks[0]
        held = store.fetch_nodes([(0, pick ^ 1), *[(level, (pick >> level) ^ 1) for level in range(1, 21)]])
        for number in picks[:50]:
            key = f"{number:032x}"
            entry = store.read(key)
            assert entry is not None
            if not verify_inclusion(number, size, leaf_hash(canonical(entry)), store.inclusion_proof(number, size), root):
                raise SystemExit(f"the proof of entry {number} is false")
        proof, statement, olds = *medians(500, one_proof, one_statement), [chance.randrange(1, size) for _ in range(200)]
        line(f"inclusion proof from SQLite at {size:,}", f"{proof * 1e6:,.0f} us", f"promise < 2,000; {proof / statement:.1f} of one statement")
        took = seconds(lambda: [store.consistency_proof(m, size) for m in olds]) / len(olds)
        line("  consistency proof", f"{took * 1e6:,.0f} us", f"{took / statement:.1f} of one statement")
        took = seconds(lambda: [store.root_at(m) for m in olds]) / len(olds)
        line("  root at an earlier size", f"{took * 1e6:,.0f} us", f"{took / statement:.1f} of one statement")

        def append(entries: int) -> None:
            with transaction.atomic():
                for _ in range(entries):
                    append.n += 1
                    key = f"f{append.n:031x}"
                    store.insert(Entry(key=key, at="2026-03-01T08:00:00.123456Z", actor="p1", action="a.b"), None, None)

        append.n = 0
        single, many = medians(50, lambda: append(1), lambda: append(20))
        line("one entry in a transaction of its own, FULL", f"{1 / single:,.0f}/s", f"{1 / single / rate:.2f} of the fdatasync rate ({rate:,.0f}/s)")
        line("  twenty in one transaction", f"{20 / many:,.0f} entries/s", f"{20 * single / many:.1f} of single")
    print(load())


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
