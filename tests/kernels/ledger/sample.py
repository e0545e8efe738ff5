"""A small ledger with its log, its witnesses and its reader, made of the real parts; nothing here knows a database."""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from taizhang.kernels import ledger
from taizhang.kernels.ledger import COSIGNATURE, Ed25519Signer, Entry, Note, Position

VECTORS = Path(__file__).parents[2] / "vectors" / "ledger"
ORIGIN = "ledger.example.gov.cn/2026"
NOW = 1_790_000_000


def signer(name: str, kind: int = ledger.ED25519) -> Ed25519Signer:
    """A signer whose private key follows from its name, so that every run makes the same bytes."""
    return Ed25519Signer(name, hashlib.sha256(f"test key {name} {kind}".encode()).digest(), kind)


LOG = signer(ORIGIN)
WITNESSES = [signer(f"witness.example/{name}", COSIGNATURE) for name in ("district", "discipline", "archive")]
POLICY = ledger.Policy(LOG.key, tuple(w.key for w in WITNESSES), 2)


def b64(text: str | None) -> bytes:
    return b64decode(text or "")


def lines(name: str) -> list[dict[str, Any]]:
    """The JSON lines of a vector file."""
    return [json.loads(line) for line in (VECTORS / name).read_text().splitlines()]


class Tree:
    """A growing tree whose nodes lie in a dictionary, the way the database keeps them; counts how often it is asked."""

    def __init__(self, entries: Sequence[bytes] = ()) -> None:
        self.nodes: dict[Position, bytes] = {}
        self.leaves: list[bytes] = []
        self.edge: list[bytes] = []
        self.fetches = 0
        self.append(entries)

    def append(self, entries: Sequence[bytes]) -> None:
        leaves = ledger.leaf_hashes(entries)
        nodes, self.edge = ledger.extend(len(self.leaves), self.edge, leaves)
        for level, idx, hash_ in nodes:
            assert (level, idx) not in self.nodes, "a node was written twice"
            self.nodes[level, idx] = hash_
        self.leaves += leaves

    def fetch(self, positions: list[Position]) -> dict[Position, bytes]:
        self.fetches += 1
        return {p: self.nodes[p] for p in positions if p in self.nodes}

    @property
    def size(self) -> int:
        return len(self.leaves)

    def root_at(self, size: int) -> bytes:
        return ledger.root([self.nodes[p] for p in ledger.edge_positions(size)])

    def checkpoint(self, witnesses: Sequence[Ed25519Signer] = (), size: int | None = None, time: int = NOW) -> Note:
        """The signed checkpoint at a size (now, if not given), cosigned by these witnesses."""
        at = self.size if size is None else size
        text = ledger.Checkpoint(ORIGIN, at, self.root_at(at)).text
        note = Note(text, (ledger.sign_note(text, LOG),))
        return note.with_(ledger.cosign(text, w, time) for w in witnesses)


PUBLIC = ledger.Shown(b"P" * 32, ledger.canonical_json({"结果": "已抽取", "families": 3}))
RESTRICTED = ledger.Shown(b"R" * 32, ledger.canonical_json({"姓名": "张三", "phone": "13800000000"}))
ROW_SALT = b"s" * 16


def bundle_rows(count: int = 3, shown: Sequence[int] = (0, 2)) -> list[ledger.BundleRow]:
    """Row lines of an entry, some of them with the row itself."""
    rows = []
    for n in range(count):
        content = ledger.canonical_json({"amount": n, "name": f"项目{n}"})
        line = ledger.RowLine("project", f"k{n}", "w", ledger.row_digest(ROW_SALT, "project", f"k{n}", "w", content))
        rows.append(ledger.BundleRow(line, ROW_SALT, content) if n in shown else ledger.BundleRow(line))
    return rows


def entry(n: int = 7, **changes: Any) -> Entry:
    """An entry with every field filled."""
    rows = bundle_rows()
    fields: dict[str, Any] = {
        "key": f"{n:032x}",
        "at": "2026-03-01T08:00:00.123456Z",
        "actor": "staff:0192f3c4",
        "action": "inspection.draw",
        "law": "《条例》第二十三条",
        "cause": f"{n + 1:032x}",
        "subject": "plan:1",
        "matter": "project:2024-410100-01",
        "others": ("organ:410100", "enterprise:x"),
        "public": ledger.commitment(PUBLIC.salt, PUBLIC.payload),
        "restricted": ledger.commitment(RESTRICTED.salt, RESTRICTED.payload),
        "rows_count": len(rows),
        "rows_root": ledger.rows_root([ledger.row_line(r.line) for r in rows]),
    }
    return Entry(**{**fields, **changes})


def good_bundle(
    index: int = 11,
    size: int = 21,
    witnesses: Sequence[Ed25519Signer] = tuple(WITNESSES[:2]),
    time: int = NOW,
    of: Entry | None = None,
) -> dict[str, Any]:
    """A bundle that is VERIFIED under POLICY."""
    one = of or entry()
    others = [ledger.canonical(entry(n + 1000)) for n in range(size)]
    tree = Tree([ledger.canonical(one) if n == index else others[n] for n in range(size)])
    path = tuple(ledger.inclusion_proof(index, size, tree.fetch))
    proof = ledger.TlogProof(index, path, tree.checkpoint(witnesses, time=time))
    return ledger.make_bundle(one, proof, bundle_rows(), PUBLIC, RESTRICTED)
