"""One entry as a bundle that an outsider can check without us, cut to what the reader may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from taizhang.basis.errors import Conflict, NotFound
from taizhang.basis.text import Text
from taizhang.kernels.ledger import (
    BundleRow,
    Entry,
    Note,
    RowLine,
    Shown,
    TlogProof,
    make_bundle,
    parse_checkpoint,
    store,
)

from . import disclosure, restricted
from .actor import Actor
from .catalogue import Catalogue, installed
from .content import columns, content_of
from .declare import Record
from .reading import may_see, rows
from .restricted import Restricted
from .signing import note_with_cosignatures, policy


def bundle(actor: Actor, key: str) -> dict[str, Any]:
    """The entry with its proof; payloads and rows only as far as they are for this reader.

    Raises:
        NotFound: there is no such entry, or what it is about is not for this reader; the two cannot be told apart.
        Conflict: code 'pending', while the entry waits for its number or for a signed checkpoint.
    """
    entry = _entry(actor, key)
    disclosure.looked_at_entry(actor, entry.subject, entry.action)
    return _bundle(actor, entry)


def opened_bundle(actor: Actor, key: str, purpose: str) -> tuple[dict[str, Any], str]:
    """The same with personal data, which this reading puts on record; gives the entry that says so too.

    Raises:
        BadInput, NotFound, NotAllowed, Conflict: as `bundle` and `disclosure.open_entry`; then nothing was opened.
    """
    entry = _entry(actor, key)
    proof, kept = _proof(entry), _kept(installed(), entry)
    personal = tuple(_personal(actor, kept))
    opened = disclosure.open_entry(actor, key, purpose, personal)
    names = frozenset(opened.values)
    return _bundle(actor, entry, proof=proof, opened=names, personal=bool(personal)), opened.entry


def _entry(actor: Actor, key: str) -> Entry:
    entry = store.read(key)
    if entry is None or not restricted.visible(actor, entry.subject):
        raise NotFound(Text("没有这一条目", "There is no such entry"), code="not_found")
    return entry


def _bundle(
    actor: Actor,
    entry: Entry,
    *,
    proof: TlogProof | None = None,
    opened: frozenset[str] = frozenset(),
    personal: bool = False,
) -> dict[str, Any]:
    pieces = Restricted(actor, entry).pieces(restricted.said(entry.key))
    has_all = all(piece.shown or piece.name in opened for piece in pieces)
    return make_bundle(
        entry,
        proof or _proof(entry),
        _rows(actor, installed(), entry, personal),
        public=_shown(entry.key, "p"),
        restricted=_shown(entry.key, "r") if has_all else None,
    )


def _personal(actor: Actor, kept: Sequence[tuple[int, Record, Any]]) -> Iterator[str]:
    """Personal columns of the rows that this reader's right reaches, as the entry of their reading names them."""
    for _, record, version in kept:
        names = [f.name for f in record.fields if f.visibility == "personal"]
        if names and (actor.machine or restricted.may_open(actor, f"{record.kind}:{version.id}")):
            yield from (f"{record.kind}:{version.id}/{name}" for name in names)


def _shown(key: str, part: str) -> Shown | None:
    held = store.disclosure(key, part)
    return Shown(held.salt, held.payload.encode()) if held else None


# -- the proof -------------------------------------------------------------------------------------------------------


def _proof(entry: Entry) -> TlogProof:
    number = store.number_of(entry.key)
    found = _checkpoint_over(number) if number is not None else None
    if number is None or found is None:
        raise Conflict(
            Text("条目尚待入链或尚待签名，暂无证明", "The entry waits for its number or for a signed checkpoint; there is no proof yet"),
            code="pending",
            remedy=Text("一分钟后再取", "Try again in a minute"),
        )
    size, note = found
    return TlogProof(number, tuple(store.inclusion_proof(number, size)), note)


def _checkpoint_over(number: int) -> tuple[int, Note] | None:
    """The checkpoint that proves most: one that enough witnesses have signed, else the newest that covers the entry."""
    chosen = policy()
    stored = store.witnessed(chosen.k) if chosen else None
    if stored is None or stored[0] <= number:
        newest = store.latest_checkpoint(number + 1)
        stored = (newest[0], newest[1]) if newest else None
    if stored is None:
        return None
    note = note_with_cosignatures(*stored)
    return parse_checkpoint(note.text).size, note


# -- the rows --------------------------------------------------------------------------------------------------------


def _kept(catalogue: Catalogue, entry: Entry) -> list[tuple[int, Record, Any]]:
    """The versions of rows that the entry wrote, in their order."""
    if entry.rows_count == 0:
        return []
    found: list[tuple[int, Record, Any]] = []
    for record in catalogue.records.values():
        if record.history is not None:
            kept = record.history._default_manager.filter(entry=entry.key)
            found += [(version.line, record, version) for version in kept]
    return sorted(found, key=lambda each: each[0])


def _rows(actor: Actor, catalogue: Catalogue, entry: Entry, personal: bool) -> list[BundleRow]:
    found = _kept(catalogue, entry)
    seen = _seen(actor, found, personal)
    return [_row(record, version, (record.kind, version.id) in seen) for _, record, version in found]


def _row(record: Record, version: Any, shown: bool) -> BundleRow:
    line = RowLine(record.kind, str(version.id), version.op, bytes(version.digest))
    if not shown or version.erased or version.salt is None:
        return BundleRow(line)
    values = [getattr(version, name) for name in columns(record.model)]
    said = content_of(record.model, values) if version.op == "w" else b""
    return BundleRow(line, bytes(version.salt), said)


def _seen(actor: Actor, found: Sequence[tuple[int, Record, Any]], personal: bool) -> set[tuple[str, int]]:
    """Rows whose whole content is for this reader: staff, in whose scope they are, and with no column kept from them."""
    if not actor.machine and not actor.posts:
        return set()
    by_record: dict[str, list[Any]] = defaultdict(list)
    records = {record.kind: record for _, record, _ in found}
    for _, record, version in found:
        by_record[record.kind].append(version)
    seen: set[tuple[str, int]] = set()
    for kind, versions in by_record.items():
        record = records[kind]
        visible = set(rows(actor, record).filter(id__in=[v.id for v in versions]).values_list("id", flat=True))
        for version in versions:
            if actor.machine or (version.id in visible and _whole(actor, record, version, personal)):
                seen.add((kind, version.id))
    return seen


def _whole(actor: Actor, record: Record, version: Any, personal: bool) -> bool:
    opened = personal and restricted.may_open(actor, f"{record.kind}:{version.id}")
    return all(may_see(actor, f, version) or (f.visibility == "personal" and opened) for f in record.fields)
