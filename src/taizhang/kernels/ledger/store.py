"""The ledger in the database: entries are inserted, numbered, hashed into the tree, and read back with their proofs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from . import core, tables
from .entries import Entry, canonical

#: One number for 'the tree is being extended', held by the one sequencer on PostgreSQL.
_SEQUENCER_LOCK = 0x7A6875616E67


@dataclass(frozen=True, slots=True)
class Disclosure:
    """The payload of one part of an entry, with the salt that ties it to the commitment."""

    salt: bytes
    payload: str


def _bytes(value: Any) -> bytes:
    return bytes(value) if value is not None else b""


def insert(entry: Entry, public: Disclosure | None, restricted: Disclosure | None) -> None:
    """The entry and its payloads are in the database, unnumbered; on PostgreSQL it waits for the sequencer."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_entry (key, at, actor, action, law, cause, subject, matter, others, public_commitment,"
            " restricted_commitment, rows_count, rows_root) VALUES (%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s)",
            [
                entry.key,
                entry.at,
                entry.actor,
                entry.action,
                entry.law,
                entry.cause,
                entry.subject,
                entry.matter,
                core.canonical_text(list(entry.others)),
                entry.public,
                entry.restricted,
                entry.rows_count,
                entry.rows_root,
            ],
        )
        parts = [(p, d) for p, d in (("p", public), ("r", restricted)) if d is not None]
        if parts:
            places = ",".join(["(%s,%s,%s,%s)"] * len(parts))
            values: list[Any] = []
            for part, disclosure in parts:
                values += [entry.key, part, disclosure.salt, disclosure.payload]
            cursor.execute(f"INSERT INTO ledger_payload (entry, part, salt, payload) VALUES {places}", values)
        if connection.vendor != "sqlite":
            cursor.execute("INSERT INTO ledger_pending (entry) VALUES (%s)", [entry.key])
    if connection.vendor == "sqlite":
        # One writer at a time anyway: numbered in the same transaction, so nothing is ever pending here.
        sequence([(entry.key, core.leaf_hash(canonical(entry)))])


_EDGE = (
    "WITH m AS (SELECT coalesce(max(seq) + 1, 0) AS n FROM ledger_seq), l(level) AS (VALUES "
    + ",".join(f"({i})" for i in range(41))
    + ") SELECT m.n, l.level, k.hash FROM m CROSS JOIN l LEFT JOIN ledger_node k"
    " ON k.level = l.level AND k.idx = ((m.n >> l.level) - 1)"
    " WHERE ((m.n >> l.level) & 1) = 1 OR (m.n = 0 AND l.level = 0) ORDER BY l.level DESC"
)


def _edge() -> tuple[int, list[bytes]]:
    """Size of the tree and the hashes of its right edge, highest first: one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_EDGE)
        found = cursor.fetchall()
    size = found[0][0]
    if size == 0:
        return 0, []
    edge = [_bytes(h) for _, _, h in found]
    if any(len(h) != 32 for h in edge):
        raise RuntimeError(f"the tree of size {size} lacks a node of its right edge; run 'taizhang ledger fsck'")
    return size, edge


def sequence(leaves: Sequence[tuple[str, bytes]]) -> int:
    """Entries given as (key, leaf hash) have the next numbers and are in the tree; gives the new size."""
    size, edge = _edge()
    nodes, _ = core.extend(size, edge, [leaf for _, leaf in leaves])
    with connection.cursor() as cursor:
        _many(cursor, "ledger_seq (seq, entry)", [(size + i, key) for i, (key, _) in enumerate(leaves)])
        _many(cursor, "ledger_node (level, idx, hash)", nodes)
    return size + len(leaves)


def _many(cursor: Any, into: str, rows: Sequence[Sequence[Any]]) -> None:
    for start in range(0, len(rows), 200):
        part = rows[start : start + 200]
        places = ",".join(["(" + ",".join(["%s"] * len(part[0])) + ")"] * len(part))
        cursor.execute(f"INSERT INTO {into} VALUES {places}", [v for row in part for v in row])


_HEADER = (
    "SELECT e.key, e.at, e.actor, e.action, e.law, e.cause, e.subject, e.matter, e.others, e.public_commitment,"
    " e.restricted_commitment, e.rows_count, e.rows_root"
)


def entry_from(row: Sequence[Any]) -> Entry:
    """An entry from the columns of `_HEADER`, in that order."""
    return Entry(
        key=row[0],
        at=row[1],
        actor=row[2],
        action=row[3],
        law=row[4],
        cause=row[5],
        subject=row[6],
        matter=row[7],
        others=tuple(core.parse_text(row[8])),
        public=_bytes(row[9]) if row[9] is not None else None,
        restricted=_bytes(row[10]) if row[10] is not None else None,
        rows_count=row[11],
        rows_root=_bytes(row[12]),
    )


def sequence_pending(limit: int = 2000) -> int:
    """Entries that wait are numbered in the order of their keys; gives how many. The sequencer of PostgreSQL."""
    if connection.vendor == "sqlite":
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_SEQUENCER_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(
            _HEADER + " FROM ledger_pending p JOIN ledger_entry e ON e.key = p.entry ORDER BY e.key LIMIT %s", [limit]
        )
        entries = [entry_from(row) for row in cursor.fetchall()]
        if not entries:
            return 0
        sequence([(e.key, core.leaf_hash(canonical(e))) for e in entries])
        cursor.execute("DELETE FROM ledger_pending WHERE entry = ANY(%s)", [[e.key for e in entries]])
    return len(entries)


def size() -> int:
    """How many entries are in the tree."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(seq) + 1, 0) FROM ledger_seq")
        return int(cursor.fetchone()[0])


def head() -> tuple[int, bytes]:
    """Size and root of the tree."""
    n, edge = _edge()
    return n, core.root(edge)


def pending() -> int:
    """How many entries wait for their number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_pending")
        return int(cursor.fetchone()[0])


def number_of(key: str) -> int | None:
    """The place of an entry in the tree, None while it waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM ledger_seq WHERE entry = %s", [key])
        found = cursor.fetchone()
    return int(found[0]) if found else None


def fetch_nodes(positions: Iterable[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
    """Hashes of complete subtrees by (level, idx): one statement for a whole proof."""
    wanted = list(positions)
    if not wanted:
        return {}
    where = " OR ".join(["(level = %s AND idx = %s)"] * len(wanted))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT level, idx, hash FROM ledger_node WHERE {where}", [v for p in wanted for v in p])
        return {(level, idx): _bytes(h) for level, idx, h in cursor.fetchall()}


def read(key: str) -> Entry | None:
    """One entry by its key."""
    with connection.cursor() as cursor:
        cursor.execute(_HEADER + " FROM ledger_entry e WHERE e.key = %s", [key])
        row = cursor.fetchone()
    return entry_from(row) if row else None


def acts(subjects: Sequence[str], actions: Collection[str]) -> list[tuple[str, str, str]]:
    """(key, actor, action) of the entries by which one of the actions was done to one of the subjects, oldest first."""
    who, what = (",".join(["%s"] * len(found)) for found in (subjects, actions))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT key, actor, action FROM ledger_entry WHERE subject IN ({who}) AND action IN ({what}) ORDER BY key",
            [*subjects, *actions],
        )
        return list(cursor.fetchall())


def disclosure(key: str, part: str) -> Disclosure | None:
    """The payload of a part ('p' public, 'r' restricted) of an entry, None when there is none or it was erased."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT salt, payload FROM ledger_payload WHERE entry = %s AND part = %s", [key, part])
        row = cursor.fetchone()
    return Disclosure(_bytes(row[0]), row[1]) if row else None


def erase(key: str, part: str) -> None:
    """The payload of a part of an entry is gone, and its salt with it; the entry and its proofs stay."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_payload WHERE entry = %s AND part = %s", [key, part])


def disclosures(keys: Sequence[str]) -> dict[tuple[str, str], Disclosure]:
    """The payloads of many entries by (entry, part): one statement for a whole time line."""
    if not keys:
        return {}
    places = ",".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT entry, part, salt, payload FROM ledger_payload WHERE entry IN ({places})", list(keys))
        return {(entry, part): Disclosure(_bytes(salt), payload) for entry, part, salt, payload in cursor.fetchall()}


def inclusion_proof(index: int, tree_size: int) -> list[bytes]:
    """Hashes from the leaf's sibling upwards that put entry `index` into the tree of that size."""
    return core.inclusion_proof(index, tree_size, fetch_nodes)


def consistency_proof(older: int, newer: int) -> list[bytes]:
    """Hashes that show the tree of the older size as the beginning of the newer."""
    return core.consistency_proof(older, newer, fetch_nodes)


def root_at(tree_size: int) -> bytes:
    """Root of the tree as it was at a size."""
    positions = core.edge_positions(tree_size)
    found = fetch_nodes(positions)
    return core.root([found[p] for p in positions])


def save_checkpoint(tree_size: int, note: str, at: str) -> None:
    """A signed checkpoint is kept; a log never signs two roots for one size, so the first one stays."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_checkpoint (size, note, at) SELECT %s, %s, %s"
            " WHERE NOT EXISTS (SELECT 1 FROM ledger_checkpoint WHERE size = %s)",
            [tree_size, note, at, tree_size],
        )


def latest_checkpoint(at_least: int = 0) -> tuple[int, str, str] | None:
    """Size, note and time of the newest checkpoint of at least that size."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT size, note, at FROM ledger_checkpoint WHERE size >= %s ORDER BY size DESC LIMIT 1", [at_least]
        )
        found: tuple[int, str, str] | None = cursor.fetchone()
    return found


def checkpoint_at(tree_size: int) -> str | None:
    """The note of the checkpoint of a size, None when none was signed there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM ledger_checkpoint WHERE size = %s", [tree_size])
        found = cursor.fetchone()
    return str(found[0]) if found else None


def save_cosignature(tree_size: int, witness: str, line: str, at: str) -> None:
    """A witness's signature line under a checkpoint is kept, once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_cosignature (size, witness, line, at) SELECT %s, %s, %s, %s"
            " WHERE NOT EXISTS (SELECT 1 FROM ledger_cosignature WHERE size = %s AND witness = %s)",
            [tree_size, witness, line, at, tree_size, witness],
        )


def cosignatures(tree_size: int) -> list[tuple[str, str]]:
    """(witness, signature line) under the checkpoint of a size."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT witness, line FROM ledger_cosignature WHERE size = %s ORDER BY witness", [tree_size])
        return list(cursor.fetchall())


def last_witnessed(witness: str) -> int:
    """The largest size a witness has signed, 0 when it has signed none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(size), 0) FROM ledger_cosignature WHERE witness = %s", [witness])
        return int(cursor.fetchone()[0])


def witnessed(k: int) -> tuple[int, str] | None:
    """Largest size that k witnesses have signed, with its note."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.size, c.note FROM (SELECT size FROM ledger_cosignature GROUP BY size HAVING count(*) >= %s) s"
            " JOIN ledger_checkpoint c ON c.size = s.size ORDER BY s.size DESC LIMIT 1",
            [k],
        )
        found: tuple[int, str] | None = cursor.fetchone()
    return found


def missing_triggers() -> set[str]:
    """Names of protecting triggers that are not as they have to be: the program refuses to start with any."""
    return set(trigger_faults())


def trigger_faults() -> dict[str, str]:
    """By name of a trigger on the ledger's tables: 'absent' or switched off, 'changed', or 'unknown' to this program."""
    declared, there = tables.triggers(connection.vendor), _triggers_there()
    faults = {name: "absent" if name not in there else "changed" for name, sql in declared.items() if there.get(name) != sql}
    return faults | dict.fromkeys(there.keys() - declared.keys(), "unknown")


def _triggers_there() -> dict[str, str]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND substr(tbl_name, 1, 7) = 'ledger_'"
                " UNION ALL SELECT name, sql FROM sqlite_temp_master WHERE type = 'trigger' AND substr(tbl_name, 1, 7) = 'ledger_'"
            )
        else:
            cursor.execute(
                "SELECT t.tgname, pg_get_triggerdef(t.oid, true) || ' ' || p.prosrc FROM pg_trigger t"
                " JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
                " WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND left(c.relname, 7) = 'ledger_'"
                " AND c.relnamespace = current_schema()::regnamespace"
            )
        return {name: tables.plain_sql(sql) for name, sql in cursor.fetchall()}
