"""How fast the pure part of the ledger is, against bare SHA-256 in the same run.

Run: python benchmarks/ledger_core.py [leaves]. Ratios are the point; absolute figures depend on the machine and its load.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from hashlib import sha256
from time import perf_counter

from taizhang.kernels.ledger import (
    Entry,
    Position,
    canonical,
    canonical_json,
    commitment,
    consistency_proof,
    extend,
    inclusion_proof,
    leaf_hash,
    leaf_hashes,
    root,
    row_digest,
    verify_consistency,
    verify_inclusion,
)


def timed(work: Callable[[], object]) -> float:
    """Seconds that one call took; freeing what it made is not counted."""
    begin = perf_counter()
    made = work()
    took = perf_counter() - begin
    del made
    return took


def bare_hashes(count: int) -> None:
    """`count` hashes of 65 bytes, which is what a node costs, and nothing else."""
    block = bytes(65)
    for _ in range(count):
        sha256(block).digest()


def entry_number(n: int) -> Entry:
    """An entry as the product writes it: two commitments, one row, a subject and a matter."""
    key = f"{n:032x}"
    return Entry(
        key=key,
        at="2026-03-01T08:00:00.123456Z",
        actor="staff:0192f3c4d5e6",
        action="inspection.draw",
        law="《中华人民共和国行政处罚法》第四十二条",
        subject=f"plan:{key}",
        matter=f"plan:{key}",
        others=(f"organ:{key}",),
        public=sha256(b"p%d" % n).digest(),
        restricted=sha256(b"r%d" % n).digest(),
        rows_count=1,
        rows_root=sha256(b"w%d" % n).digest(),
    )


def main(leaves: int) -> None:
    entries = [b"%064d" % i for i in range(leaves)]
    floor = min(timed(lambda: bare_hashes(2 * leaves)) for _ in range(2))
    print(f"floor: {2 * leaves:,} bare SHA-256 of 65 bytes  {floor:6.2f} s  {2 * leaves / floor:11,.0f}/s   1.00")

    took = min(timed(lambda: extend(0, [], leaf_hashes(entries))) for _ in range(3))
    print(
        f"append {leaves:,} entries at once            {took:6.2f} s  {leaves / took:11,.0f}/s   {took / floor:.2f} of the floor"
    )
    nodes, edge = extend(0, [], leaf_hashes(entries))

    small = leaf_hashes(entries[:100_000])

    def one_by_one() -> None:
        right: list[bytes] = []
        for size, leaf in enumerate(small):
            _, right = extend(size, right, [leaf])

    took_single = timed(one_by_one)
    ratio = took_single / (floor * len(small) / leaves)
    print(
        f"append one by one, {len(small):,}              {took_single:6.2f} s  {len(small) / took_single:11,.0f}/s   {ratio:.2f} of the floor"
    )

    store = {(level, idx): hash_ for level, idx, hash_ in nodes}

    def fetch(wanted: list[Position]) -> dict[Position, bytes]:
        return {position: store[position] for position in wanted}

    top, chance = root(edge), random.Random(6962)
    picks = [chance.randrange(leaves) for _ in range(10_000)]
    proofs: list[list[bytes]] = []
    took = timed(lambda: proofs.extend(inclusion_proof(i, leaves, fetch) for i in picks))
    print(f"inclusion proof at {leaves:,}                 {took / len(picks) * 1e6:6.1f} us  (promise: < 50 us)")
    pairs = [(i, leaf_hash(entries[i]), proof) for i, proof in zip(picks, proofs, strict=True)]
    took = timed(lambda: [verify_inclusion(i, leaves, leaf, proof, top) for i, leaf, proof in pairs])
    print(f"  its verification                              {took / len(picks) * 1e6:6.1f} us")
    olds = [max(1, i) for i in picks[:2_000]]
    paths: list[list[bytes]] = []
    took = timed(lambda: paths.extend(consistency_proof(m, leaves, fetch) for m in olds))
    print(f"consistency proof                               {took / len(olds) * 1e6:6.1f} us")
    old_root = root(extend(0, [], leaf_hashes(entries[: olds[0]]))[1])
    if not verify_consistency(olds[0], leaves, old_root, top, paths[0]):
        raise SystemExit("a consistency proof was false")

    count = 200_000
    made = [entry_number(n) for n in range(count)]
    took = min(timed(lambda: [canonical(entry) for entry in made]) for _ in range(3))
    print(
        f"canonical bytes of {count:,} entries            {took:6.2f} s  {count / took:11,.0f}/s   (promise: >= 150,000/s)"
    )
    took = min(timed(lambda: [leaf_hash(canonical(entry)) for entry in made]) for _ in range(3))
    print(f"  with the leaf hash                            {took:6.2f} s  {count / took:11,.0f}/s")
    took = timed(lambda: [canonical(entry_number(n)) for n in range(count)])
    print(f"  with making the entry                         {took:6.2f} s  {count / took:11,.0f}/s")

    row = {
        "name": "市民中心地下管廊",
        "amount": 123_456_789,
        "state": "drawn",
        "open": True,
        "organ": "410100",
        "note": None,
    }
    took = timed(lambda: [row_digest(b"s" * 16, "plan", "k", "w", canonical_json(row)) for _ in range(100_000)])
    print(f"row of {len(row)} fields: encoded and digested        {took:6.2f} s  {100_000 / took:11,.0f}/s")
    took = timed(lambda: [commitment(b"s" * 32, b"p" * 200) for _ in range(100_000)])
    print(f"commitment to 200 bytes                         {took:6.2f} s  {100_000 / took:11,.0f}/s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
