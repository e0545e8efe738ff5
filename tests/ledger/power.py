"""A disk that can lose its power at any moment: a recording VFS for SQLite, and the images that a cut would leave.

What was synced is there; of what was written after the last sync a random subset is, one write in ten torn at a sector.
Not modelled: the loss of directory entries.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import apsw

SECTOR = 512


@dataclass
class Recording:
    """Everything that reached the disk, in order: (what, file, offset or size, bytes)."""

    events: list[tuple[str, str, int, bytes]] = field(default_factory=list)

    def note(self, what: str, name: str = "", at: int = 0, written: bytes = b"") -> None:
        self.events.append((what, name, at, written))


class _File(apsw.VFSFile):
    def __init__(self, recording: Recording, name, flags) -> None:
        self._recording = recording
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        self._name = "wal" if path and path.endswith("-wal") else "db" if path and path.endswith("sqlite3") else "other"
        super().__init__("", name, flags)

    def xWrite(self, written, offset) -> None:
        self._recording.note("write", self._name, offset, bytes(written))
        super().xWrite(written, offset)

    def xTruncate(self, size) -> None:
        self._recording.note("truncate", self._name, size)
        super().xTruncate(size)

    def xSync(self, flags) -> None:
        # The real disk need not sync: its power stays on.
        self._recording.note("sync", self._name)


class _Disk(apsw.VFS):
    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        super().__init__("recording", "", 0)

    def xOpen(self, name, flags):
        return _File(self._recording, name, flags)

    def xDelete(self, name, syncdir) -> None:
        self._recording.note("delete", "wal" if name.endswith("-wal") else "other")
        super().xDelete(name, syncdir)


def replay(path: Path, transactions: Sequence[Sequence[str]], synchronous: str, autocheckpoint: int) -> Recording:
    """The transactions run again on a file, each acknowledged once its commit has returned."""
    recording = Recording()
    disk = _Disk(recording)
    connection = apsw.Connection(str(path), vfs="recording")
    # The index of the log lives in memory then, as the recording VFS has no shared memory.
    connection.execute("PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL")
    connection.execute(f"PRAGMA synchronous={synchronous}; PRAGMA wal_autocheckpoint={autocheckpoint}; PRAGMA recursive_triggers=ON")
    for number, statements in enumerate(transactions, 1):
        connection.execute("BEGIN IMMEDIATE")
        for statement in statements:
            connection.execute(statement)
        connection.execute("COMMIT")
        recording.note("acknowledged", at=number)
    end = len(recording.events)
    connection.close()
    disk.unregister()
    del recording.events[end:]
    return recording


@dataclass
class _Content:
    """One file as the disk holds it: what is safe, and what is only in its cache."""

    safe: bytearray
    cached: list[tuple[str, int, bytes]] = field(default_factory=list)

    def sync(self) -> None:
        for what, at, written in self.cached:
            _apply(self.safe, what, at, written)
        self.cached.clear()

    def after_cut(self, chance: random.Random, kept: float) -> bytes:
        left = bytearray(self.safe)
        for what, at, written in self.cached:
            if chance.random() >= kept:
                continue
            if what == "write" and chance.random() < 0.1:
                written = written[: SECTOR * chance.randint(0, len(written) // SECTOR)]
            _apply(left, what, at, written)
        return bytes(left)


def _apply(content: bytearray, what: str, at: int, written: bytes) -> None:
    if what == "truncate":
        del content[at:]
        return
    if len(content) < at:
        content.extend(bytes(at - len(content)))
    content[at : at + len(written)] = written


def images(start: bytes, recording: Recording, count: int, seed: int) -> Iterator[tuple[int, bytes, bytes]]:
    """(entries acknowledged before the cut, database file, log file) of `count` cuts, at moments drawn from a seed."""
    chance = random.Random(seed)
    cuts = sorted(chance.randrange(1, len(recording.events)) for _ in range(count))
    disk = {"db": _Content(bytearray(start)), "wal": _Content(bytearray()), "other": _Content(bytearray())}
    acknowledged, at = 0, 0
    for cut in cuts:
        for what, name, place, written in recording.events[at:cut]:
            if what == "acknowledged":
                acknowledged = place
            elif what == "sync":
                disk[name].sync()
            elif what == "delete":
                disk[name] = _Content(bytearray())
            else:
                disk[name].cached.append((what, place, written))
        at = cut
        kept = chance.choice((0.0, 0.5, 0.9))
        yield acknowledged, disk["db"].after_cut(chance, kept), disk["wal"].after_cut(chance, kept)


@dataclass
class Damage:
    """What cuts did: images that lost acknowledged entries, the worst loss, images that SQLite calls corrupt."""

    cuts: int = 0
    lost: int = 0
    worst: int = 0
    corrupt: int = 0


def examine(folder: Path, before: int, acknowledged: int, db: bytes, wal: bytes, damage: Damage) -> Path:
    """The image is opened like any database after a power cut, and what is missing is counted."""
    path = folder / "image.sqlite3"
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    path.write_bytes(db)
    path.with_name(path.name + "-wal").write_bytes(wal)
    damage.cuts += 1
    try:
        raw = sqlite3.connect(path)
        whole = raw.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
        (numbered,) = raw.execute("SELECT max(seq) + 1 FROM ledger_seq").fetchone()
        (entries,) = raw.execute("SELECT count(*) FROM ledger_entry").fetchone()
        raw.close()
    except sqlite3.DatabaseError:
        whole, numbered, entries = False, before, before
    lost = before + acknowledged - numbered
    damage.corrupt += not whole or numbered != entries
    damage.lost += lost > 0
    damage.worst = max(damage.worst, lost)
    return path
