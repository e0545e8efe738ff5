"""The log: entries to canonical bytes, to leaves, to every node of the tree, to the roots that were signed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from taizhang.basis.text import Text
from taizhang.kernels.ledger import (
    BadNote,
    Checkpoint,
    Entry,
    Note,
    Policy,
    Position,
    VerifierKey,
    canonical,
    canonical_text,
    edge_positions,
    extend,
    parse_checkpoint,
    parse_note,
    parse_signatures,
    parse_text,
    root,
    signature_holds,
)

from .findings import Findings, Window
from .snapshot import all_of, batches, one, stream

_ENTRIES = (
    "SELECT s.seq, e.key, e.at, e.actor, e.action, e.law, e.cause, e.subject, e.matter, e.others, e.public_commitment,"
    " e.restricted_commitment, e.rows_count, e.rows_root"
    " FROM ledger_seq s LEFT JOIN ledger_entry e ON e.key = s.entry ORDER BY s.seq"
)
_CHUNK = 8192
#: Stands for the leaf of an entry that is not there or cannot be read; no entry hashes to it.
_NO_LEAF = bytes(32)


@dataclass(frozen=True, slots=True)
class LogState:
    """What the log turned out to be."""

    size: int
    pending: tuple[str, ...]
    checkpoints: int
    window: Window


def check_log(
    found: Findings,
    now: datetime,
    log_key: VerifierKey | None,
    policy: Policy | None,
    seen: Sequence[Note],
    progress: Callable[[str, int], None],
    earlier: Sequence[VerifierKey] = (),
) -> LogState:
    """Every entry is in the tree where its number says, every stored node is right, every signed root is the tree's own."""
    heads = _Heads(found, log_key, policy, seen, earlier)
    size, edge = 0, list[bytes]()
    for rows in batches(_ENTRIES, size=_CHUNK):
        _check_numbers(found, rows, size)
        leaves = _leaves(found, rows)
        nodes, after = extend(size, edge, leaves)
        _check_nodes(found, nodes, size, len(leaves))
        heads.pass_by(size, edge, nodes, size + len(leaves))
        size, edge = size + len(leaves), after
        progress("log", size)
    heads.end(size)
    _check_node_count(found, size)
    pending = _check_unnumbered(found, size)
    return LogState(size, pending, heads.count, _window(heads, size, now))


def _check_numbers(found: Findings, rows: Sequence[tuple[Any, ...]], expected: int) -> None:
    if [row[0] for row in rows] == list(range(expected, expected + len(rows))):
        return
    for place, row in enumerate(rows, expected):
        if row[0] != place:
            found.add(
                "number", row[0], Text("编号不连续：此处应为 {n}", "Numbers are not contiguous: {n} was due here").with_(n=place)
            )
            return


def _leaves(found: Findings, rows: Sequence[tuple[Any, ...]]) -> list[bytes]:
    try:
        return [sha256(b"\x00" + _canonical(row)).digest() for row in rows]
    except (TypeError, ValueError, AttributeError):
        return [_leaf(found, row) for row in rows]


def _leaf(found: Findings, row: tuple[Any, ...]) -> bytes:
    try:
        if row[1] is None:
            found.add("no_entry", row[0], Text("有编号而无条目", "A number without its entry"))
            return _NO_LEAF
        return sha256(b"\x00" + _canonical(row)).digest()
    except (TypeError, ValueError, AttributeError) as error:
        found.add("entry", row[1], Text("条目无法读取：{e}", "The entry cannot be read: {e}").with_(e=str(error)[:120]))
        return _NO_LEAF


def _canonical(row: tuple[Any, ...]) -> bytes:
    """Canonical bytes of a row of `_ENTRIES`; a value of another type than an entry has is refused on the way."""
    _, key, at, actor, action, law, cause, subject, matter, others, public, restricted, count, rows_root = row
    names: tuple[str, ...] = ()
    if others != "[]":
        names = tuple(parse_text(others))
        if canonical_text(list(names)) != others:
            raise ValueError("others is not in its canonical encoding")
    # One entry filled again and again: making a million of them costs more than encoding them.
    entry = _SCRATCH
    entry.key, entry.at, entry.actor, entry.action, entry.law = key, at, actor, action, law
    entry.cause, entry.subject, entry.matter, entry.others = cause, subject, matter, names
    entry.public, entry.restricted, entry.rows_count, entry.rows_root = public, restricted, count, rows_root
    return canonical(entry)


_SCRATCH = Entry(key="", at="", actor="", action="")


def _check_nodes(found: Findings, nodes: list[tuple[int, int, bytes]], size: int, added: int) -> None:
    """The stored nodes are the derived ones, level by level; `nodes` come in that order."""
    start = 0
    while start < len(nodes):
        level, first, _ = nodes[start]
        end = start + ((size + added) >> level) - first
        stored = all_of(
            "SELECT level, idx, hash FROM ledger_node WHERE level = %s AND idx >= %s AND idx < %s ORDER BY idx",
            [level, first, first + end - start],
        )
        derived = nodes[start:end]
        if stored != derived:
            _name_nodes(found, {(lv, ix): h for lv, ix, h in derived}, stored)
        start = end


def _name_nodes(found: Findings, derived: Mapping[Position, bytes], stored: Sequence[tuple[Any, ...]]) -> None:
    held = {(level, idx): hash_ for level, idx, hash_ in stored}
    for position, hash_ in derived.items():
        if position not in held:
            found.add("node", position, Text("树中缺少节点", "The tree lacks a node"))
        elif isinstance(held[position], str) or bytes(held[position]) != hash_:
            found.add("node", position, Text("树的节点与条目不符", "A node of the tree is not the one the entries give"))


def _check_node_count(found: Findings, size: int) -> None:
    for level, count in all_of("SELECT level, count(*) FROM ledger_node GROUP BY level"):
        if level not in range(64) or count > size >> level:
            found.add("node", f"level {level}", Text("树中有多余的节点", "The tree holds nodes of no entries"))


def _check_unnumbered(found: Findings, size: int) -> tuple[str, ...]:
    entries = one("SELECT count(*) FROM ledger_entry")[0]
    distinct = one("SELECT count(DISTINCT entry) FROM ledger_seq")[0]
    waiting = one("SELECT count(*) FROM ledger_pending")[0]
    if distinct != size:
        found.add("number", "", Text("同一条目有两个编号", "One entry has two numbers"))
    if entries == size and not waiting:
        return ()
    pending: list[str] = []
    unnumbered = (
        "SELECT e.key, p.entry FROM ledger_entry e LEFT JOIN ledger_pending p ON p.entry = e.key"
        " WHERE NOT EXISTS (SELECT 1 FROM ledger_seq s WHERE s.entry = e.key) ORDER BY e.key"
    )
    for key, waits in stream(unnumbered):
        if waits is None:
            found.add("no_number", key, Text("条目没有编号，也不在待入链之列", "An entry has no number and does not wait for one"))
        elif len(pending) < 1000:
            pending.append(key)
    lost = "SELECT p.entry FROM ledger_pending p WHERE NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.key = p.entry)"
    for (key,) in stream(lost):
        found.add("no_entry", key, Text("待入链的条目不存在", "An entry that waits for its number is not there"))
    return tuple(pending)


# -- signed heads ----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Head:
    size: int
    root: bytes
    where: Text
    witnessed_at: int | None = None


@dataclass(slots=True)
class _Heads:
    """Signed heads in the order of their sizes, compared with the tree as it grows past them."""

    found: Findings
    log_key: VerifierKey | None
    policy: Policy | None
    seen: Sequence[Note]
    earlier: Sequence[VerifierKey] = ()
    count: int = 0
    last: tuple[int, int] | None = None  # size and time of the largest head that k witnesses signed
    _waiting: Iterator[_Head] = field(init=False)
    _next: _Head | None = field(init=False)

    def __post_init__(self) -> None:
        self._waiting = iter(self._all())
        self._next = next(self._waiting, None)

    def pass_by(self, size: int, edge: list[bytes], nodes: list[tuple[int, int, bytes]], grown: int) -> None:
        """The tree grew from `size` to `grown`: the roots that were signed on the way are compared."""
        if self._next is None or self._next.size > grown:
            return
        held: dict[Position, bytes] = dict(zip(edge_positions(size), edge, strict=True))
        held |= {(level, idx): hash_ for level, idx, hash_ in nodes}
        while self._next is not None and self._next.size <= grown:
            if root([held[p] for p in edge_positions(self._next.size)]) == self._next.root:
                if self._next.witnessed_at is not None:
                    self.last = (self._next.size, self._next.witnessed_at)
            else:
                self._differs(self._next)
            self._next = next(self._waiting, None)

    def end(self, size: int) -> None:
        """The tree has no more entries: whatever was signed beyond is of entries that are gone."""
        while self._next is not None:
            missing = Text("签过 {n} 条，现在只有 {s} 条：条目被删去", "{n} entries were signed, {s} are left: entries are gone")
            self.found.add("cut", self._next.where.en, missing.with_(n=self._next.size, s=size))
            self._next = next(self._waiting, None)

    def _differs(self, head: _Head) -> None:
        text = Text("大小 {n} 的树根与{w}不同：历史被改写", "The tree of size {n} is not the one of {w}: history was rewritten")
        self.found.add("root", f"size {head.size}", text.with_(n=head.size, w=head.where))

    def _all(self) -> Iterator[_Head]:
        """Stored checkpoints and those seen at witnesses, by size."""
        outside = sorted(self._outside(), key=lambda head: head.size)
        lines = stream("SELECT size, line FROM ledger_cosignature ORDER BY size, witness")
        line = next(lines, None)
        for size, raw in stream("SELECT size, note FROM ledger_checkpoint ORDER BY size"):
            self.count += 1
            while outside and outside[0].size < size:
                yield outside.pop(0)
            cosigned = ""
            while line is not None and line[0] <= size:
                cosigned += line[1] if line[0] == size else ""
                line = next(lines, None)
            head = self._stored(size, raw, cosigned)
            if head is not None:
                yield head
        yield from outside

    def _stored(self, size: int, raw: str, cosigned: str) -> _Head | None:
        where = Text("所签检查点", "the checkpoint that was signed")
        try:
            note = parse_note(raw)
            head = parse_checkpoint(note.text)
            note = note.with_(parse_signatures(cosigned) if cosigned else ())
        except BadNote as error:
            self.found.add("checkpoint", size, Text("检查点无法读取：{e}", "A checkpoint cannot be read: {e}").with_(e=str(error)))
            return None
        if head.size != size or (self.log_key is not None and not self._signed(note, head)):
            self.found.add("checkpoint", size, Text("检查点不是本日志所签", "A checkpoint that this log did not sign"))
        return _Head(size, head.root, where, self._witnessed([note], note.text, size))

    def _signed(self, note: Note, head: Checkpoint) -> bool:
        keys = [k for k in (self.log_key, *self.earlier) if k is not None and k.name == head.origin]
        return any(signature_holds(key, note.text, line) for key in keys for line in note.signatures)

    def _outside(self) -> Iterator[_Head]:
        by_text: dict[str, list[Note]] = defaultdict(list)
        for note in self.seen:
            by_text[note.text].append(note)
        for text, notes in by_text.items():
            head = parse_checkpoint(text)
            if self.policy is not None and head.origin != self.policy.log.name:
                self.found.add("seen", head.origin, Text("见证方给出的是另一日志", "What the witness gave is of another log"))
                continue
            times = self._times(notes, text, head.size)
            if not times:
                self.found.add("seen", head.size, Text("没有策略中的见证签名", "No witness of the policy has signed this"))
                continue
            names = "、".join(sorted(times))
            where = Text("见证方（{w}）所见", "what the witness {w} saw").with_(w=names)
            yield _Head(head.size, head.root, where, self._enough(times))

    def _witnessed(self, notes: Sequence[Note], text: str, size: int) -> int | None:
        same = [note for note in self.seen if note.text == text]
        return self._enough(self._times([*notes, *same], text, size))

    def _enough(self, times: Mapping[str, int]) -> int | None:
        """The moment from which k witnesses had signed."""
        if self.policy is None or len(times) < self.policy.k:
            return None
        return sorted(times.values())[self.policy.k - 1]

    def _times(self, notes: Sequence[Note], text: str, size: int) -> dict[str, int]:
        times: dict[str, int] = {}
        known = {(w.name, w.id): w for w in self.policy.witnesses} if self.policy else {}
        for note in notes:
            for line in note.signatures:
                witness = known.get((line.name, line.id))
                if witness is None:
                    continue
                if signature_holds(witness, text, line):
                    times[witness.name] = max(line.time, times.get(witness.name, 0))
                else:
                    false = Text("{w}的见证签名不是对这一检查点的", "The cosignature of {w} is not of this checkpoint")
                    self.found.add("cosignature", size, false.with_(w=witness.name))
        return times


def _window(heads: _Heads, size: int, now: datetime) -> Window:
    if heads.last is not None:
        witnessed, at = heads.last
        return Window(witnessed, size - witnessed, max(0, int(now.timestamp()) - at))
    if size == 0:
        return Window(0, 0, None)
    first = one("SELECT e.at FROM ledger_seq s JOIN ledger_entry e ON e.key = s.entry ORDER BY s.seq LIMIT 1")
    try:
        since = int((now - datetime.fromisoformat(first[0])).total_seconds()) if first else None
    except (TypeError, ValueError):
        since = None
    return Window(0, size, since)
