"""Twelve kinds of edit by three attackers: A edits rows, B also makes tree and numbers anew, C also holds the log's key.

Whatever is below the size that the witnesses signed last is found; what is above is the window, and is reported as such.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from taizhang.frame import clock, keyfile
from taizhang.frame.catalogue import installed
from taizhang.frame.fsck.log import _canonical
from taizhang.kernels.ledger import (
    ED25519,
    Checkpoint,
    Ed25519Signer,
    Note,
    extend,
    leaf_hashes,
    parse_checkpoint,
    parse_note,
    root,
    sign_note,
)
from tests.examples import whose_turn

from . import files
from .conftest import TAIL, Prepared

Raw = sqlite3.Connection
COLUMNS = "key, at, actor, action, law, cause, subject, matter, others, public_commitment, restricted_commitment, rows_count, rows_root"


def key_at(raw: Raw, number: int) -> str:
    return raw.execute("SELECT entry FROM ledger_seq WHERE seq = ?", [number]).fetchone()[0]


def on_entry(statement: str) -> Callable[[Raw, int], None]:
    def edit(raw: Raw, number: int) -> None:
        assert raw.execute(statement + " WHERE key = ?", [key_at(raw, number)]).rowcount == 1

    return edit


def one_byte(raw: Raw, number: int) -> None:
    key = key_at(raw, number)
    (hash_,) = raw.execute("SELECT rows_root FROM ledger_entry WHERE key = ?", [key]).fetchone()
    raw.execute("UPDATE ledger_entry SET rows_root = ? WHERE key = ?", [bytes([hash_[0] ^ 1]) + hash_[1:], key])


def delete(raw: Raw, number: int) -> None:
    key = key_at(raw, number)
    raw.execute("DELETE FROM ledger_entry WHERE key = ?", [key])
    raw.execute("DELETE FROM ledger_payload WHERE entry = ?", [key])
    raw.execute("DELETE FROM ledger_seq WHERE entry = ?", [key])


def swap(raw: Raw, number: int) -> None:
    first, second = key_at(raw, number), key_at(raw, number + 1)
    for entry, seq in (("swapping", number), (first, number + 1), (second, number)):
        raw.execute("UPDATE ledger_seq SET entry = ? WHERE seq = ?", [entry, seq])


def _added(raw: Raw, number: int, action: str) -> None:
    key = key_at(raw, number)
    copy = key[:31] + ("0" if key[31] != "0" else "1")
    row = list(raw.execute(f"SELECT {COLUMNS} FROM ledger_entry WHERE key = ?", [key]).fetchone())
    row[0], row[3] = copy, action or row[3]
    raw.execute(f"INSERT INTO ledger_entry ({COLUMNS}) VALUES ({','.join('?' * 13)})", row)
    raw.execute("INSERT INTO ledger_payload SELECT ?, part, salt, payload FROM ledger_payload WHERE entry = ?", [copy, key])
    raw.execute("UPDATE ledger_seq SET seq = -seq - 1 WHERE seq > ?", [number])
    raw.execute("UPDATE ledger_seq SET seq = -seq WHERE seq < 0")
    raw.execute("INSERT INTO ledger_seq (seq, entry) VALUES (?, ?)", [number + 1, copy])


def insert(raw: Raw, number: int) -> None:
    _added(raw, number, "projects.publish")


def duplicate(raw: Raw, number: int) -> None:
    _added(raw, number, "")


def truncate(raw: Raw, number: int) -> None:
    raw.execute("DELETE FROM ledger_entry WHERE key IN (SELECT entry FROM ledger_seq WHERE seq >= ?)", [number])
    raw.execute("DELETE FROM ledger_payload WHERE entry IN (SELECT entry FROM ledger_seq WHERE seq >= ?)", [number])
    raw.execute("DELETE FROM ledger_seq WHERE seq >= ?", [number])


KINDS: dict[str, Callable[[Raw, int], None]] = {
    "one byte": one_byte,
    "actor": on_entry("UPDATE ledger_entry SET actor = 'p999/o999'"),
    "time": on_entry("UPDATE ledger_entry SET at = '2020-01-01T00:00:00.000000Z'"),
    "delete": delete,
    "swap": swap,
    "insert": insert,
    "duplicate": duplicate,
    "truncate": truncate,
    "field-boundary shift": on_entry("UPDATE ledger_entry SET actor = actor || substr(action, 1, 1), action = substr(action, 2)"),
    "type change": on_entry("UPDATE ledger_entry SET rows_root = CAST(hex(rows_root) AS TEXT)"),
    "law": on_entry("UPDATE ledger_entry SET law = law || '。'"),
    "payload": lambda raw, n: raw.execute("UPDATE ledger_payload SET payload = payload || ' ' WHERE entry = ?", [key_at(raw, n)]) and None,
}


# -- what the attackers repair afterwards ----------------------------------------------------------------------------


def _rebuild(raw: Raw) -> None:
    """B: numbers without gaps and the tree of what is there now."""
    keys = [k for (k,) in raw.execute("SELECT s.entry FROM ledger_seq s JOIN ledger_entry e ON e.key = s.entry ORDER BY s.seq")]
    raw.execute("DELETE FROM ledger_seq")
    raw.executemany("INSERT INTO ledger_seq (seq, entry) VALUES (?, ?)", list(enumerate(keys)))
    rows = [raw.execute(f"SELECT 0, {COLUMNS} FROM ledger_entry WHERE key = ?", [key]).fetchone() for key in keys]
    nodes, _ = extend(0, [], leaf_hashes(_canonical_or_text(row) for row in rows))
    raw.execute("DELETE FROM ledger_node")
    raw.executemany("INSERT INTO ledger_node (level, idx, hash) VALUES (?, ?, ?)", nodes)


def _canonical_or_text(row: tuple) -> bytes:
    try:
        return _canonical(row)
    except TypeError:  # the type change: B hashes what it can
        return repr(row).encode()


def _sign_anew(raw: Raw, signer) -> None:
    """C: every checkpoint signed again over the new tree, and cosignatures that no longer fit thrown away."""
    leaves = [h for (h,) in raw.execute("SELECT hash FROM ledger_node WHERE level = 0 ORDER BY idx")]
    for size, raw_note in raw.execute("SELECT size, note FROM ledger_checkpoint").fetchall():
        before = parse_checkpoint(parse_note(raw_note).text)
        new = min(size, len(leaves))
        head = Checkpoint(before.origin, new, root(extend(0, [], leaves[:new])[1]))
        if head == before:
            continue
        note = str(Note(head.text, (sign_note(head.text, signer),)))
        raw.execute("DELETE FROM ledger_cosignature WHERE size = ?", [size])
        raw.execute("DELETE FROM ledger_checkpoint WHERE size = ?", [size])
        raw.execute("INSERT OR REPLACE INTO ledger_checkpoint (size, note, at) VALUES (?, ?, ?)", [new, note, f"{clock.now():%FT%T}.000000Z"])


def attack(prepared: Prepared, path: Path, edit: Callable[[Raw, int], None], number: int, attacker: str) -> None:
    with files.insider(path) as raw:
        edit(raw, number)
        if attacker in "BC":
            _rebuild(raw)
        if attacker == "C":
            _sign_anew(raw, _stolen(prepared))


def _stolen(prepared: Prepared) -> Ed25519Signer:
    return keyfile.read(prepared.var / "keys" / "log.key", ED25519)


def witnessed_size(prepared: Prepared) -> int:
    return parse_checkpoint(prepared.seen[0].text).size


def trials(prepared: Prepared, tmp_path: Path, kind: str, attacker: str, count: int) -> None:
    chance = random.Random(f"{kind}{attacker}")
    for _ in range(count):
        path = files.copied(prepared.path, tmp_path / "trial.sqlite3")
        number = chance.randrange(1, witnessed_size(prepared) - 1)
        attack(prepared, path, KINDS[kind], number, attacker)
        codes = {finding.code for finding in prepared.check(path).findings}
        assert codes, f"{kind} of entry {number} by {attacker} was not found"
        if attacker in "BC" and kind != "payload":
            # The log itself has to show it, not only rows that happen to be touched.
            assert codes & {"root", "cut", "entry"}, f"{kind} of entry {number} by {attacker}: only {codes}"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.by_turns(3)
def test_below_the_witnessed_size_every_edit_is_found(prepared, trial, tmp_path, kind):
    """Each kind of edit on each push; by each of the attackers within two days."""
    for attacker in whose_turn("ABC", 2, kind):
        trials(prepared, tmp_path, kind, attacker, 1)


@pytest.mark.long
@pytest.mark.parametrize("attacker", ["A", "B", "C"])
@pytest.mark.parametrize("kind", KINDS)
def test_below_the_witnessed_size_every_edit_is_found_a_hundred_times(prepared, trial, tmp_path, kind, attacker):
    trials(prepared, tmp_path, kind, attacker, 100)


@pytest.mark.parametrize("kind", whose_turn(["actor", "truncate"], 2, "thief"))
@pytest.mark.by_turns(3)
def test_the_thief_of_the_key_is_found_by_the_check_as_its_own_process(prepared, trial, tmp_path, kind):
    attack(prepared, trial, KINDS[kind], 20, "C")
    (tmp_path / "policy.json").write_text(str(prepared.policy))
    (tmp_path / "seen.note").write_text(str(prepared.seen[0]))
    report = files.fsck(trial, "--policy", str(tmp_path / "policy.json"), "--seen", str(tmp_path / "seen.note"))
    assert {"root", "cut"} & {finding["code"] for finding in report["findings"]}


def test_only_the_witness_convicts_the_thief_of_the_key(prepared, trial):
    attack(prepared, trial, KINDS["law"], 20, "C")
    alone = prepared.check(trial, seen=False)
    assert alone.clean and alone.window.witnessed == 0
    assert {finding.code for finding in prepared.check(trial).findings} == {"root"}


def test_a_stored_hash_altered_is_found_and_repairing_it_leaves_nothing_to_find(prepared, trial):
    with files.insider(trial) as raw:
        raw.execute("UPDATE ledger_node SET hash = randomblob(32) WHERE level = 0 AND idx = 7")
    assert {f.code for f in prepared.check(trial).findings} == {"node"}
    with files.insider(trial) as raw:
        _rebuild(raw)
    assert prepared.check(trial).clean


def test_a_node_too_many_and_a_node_too_few_are_found(prepared, trial):
    with files.insider(trial) as raw:
        raw.execute("INSERT INTO ledger_node (level, idx, hash) VALUES (0, 99999, randomblob(32))")
        raw.execute("DELETE FROM ledger_node WHERE level = 1 AND idx = 3")
    assert {f.where for f in prepared.check(trial).findings} == {"(1, 3)", "level 0"}


def _cut_tail(raw: Raw, number: int) -> None:
    keys = [k for (k,) in raw.execute("SELECT entry FROM ledger_seq WHERE seq >= ?", [number])]
    truncate(raw, number)
    for key in keys:
        raw.execute("DELETE FROM projects_item WHERE entry = ?", [key])
        raw.execute("DELETE FROM projects_itemhistory WHERE entry = ?", [key])


@pytest.mark.by_turns(2)
def test_the_tail_after_the_last_witness_is_the_window(prepared, trial, tmp_path):
    size = witnessed_size(prepared)
    whole = prepared.check(trial)
    assert whole.window.entries == TAIL and whole.window.witnessed == size
    for attacker in "AB":
        path = files.copied(prepared.path, tmp_path / "cut.sqlite3")
        attack(prepared, path, _cut_tail, size + 1, attacker)
        assert "cut" in {f.code for f in prepared.check(path).findings}, attacker
    # Whoever also holds the log's key gets away with it, and with nothing older: the promise is the window, no more.
    attack(prepared, trial, _cut_tail, size + 1, "C")
    with files.opened(trial):
        # What is derived from the rows is made again as easily as it was for everybody else.
        for projection in installed().projections:
            projection.rebuild()
    report = prepared.check(trial)
    assert report.clean
    assert (report.entries, report.window.witnessed, report.window.entries) == (size + 1, size, 1)


def test_a_cosignature_moved_to_another_checkpoint_is_found(prepared, trial):
    size = witnessed_size(prepared)
    with files.insider(trial) as raw:
        raw.execute("UPDATE ledger_cosignature SET size = ?", [size + TAIL])
    assert {f.code for f in prepared.check(trial, seen=False).findings} == {"cosignature"}
