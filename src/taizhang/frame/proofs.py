"""One entry as a bundle that an outsider can check without us, cut to what the reader may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
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

from .actor import Actor
from .catalogue import Catalogue, installed
from .content import columns, content_of
from .declare import Record
from .reading import PERSONAL, may_see, rows
from .signing import note_with_cosignatures, policy


def bundle(actor: Actor, key: str) -> dict[str, Any]:
    """The entry with its proof; payloads and rows only as far as they are for this reader.

    Raises:
        NotFound: there is no such entry, or what it is about is not for this reader; the two cannot be told apart.
        Conflict: code 'pending', while the entry waits for its number or for a signed checkpoint.
    """
    catalogue = installed()
    entry = store.read(key)
    if entry is None or not _visible(actor, catalogue, entry):
        raise NotFound(Text("没有这一条目", "There is no such entry"), code="not_found")
    return make_bundle(
        entry,
        _proof(entry),
        _rows(actor, catalogue, entry),
        public=_shown(key, "p"),
        restricted=_shown(key, "r") if _may_see_restricted(actor, catalogue, entry) else None,
    )


def _visible(actor: Actor, catalogue: Catalogue, entry: Entry) -> bool:
    """Whether the row that the entry is about is for this reader; of one that is gone, its last version decides."""
    if actor.machine:
        return True
    kind, _, key = (entry.subject or "").partition(":")
    record = catalogue.records.get(kind)
    if record is None or record.history is None or not key.isdigit():
        return bool(actor.posts)
    if rows(actor, record).filter(id=int(key)).exists():
        return True
    if record.model._default_manager.filter(id=int(key)).exists():
        return False
    last = record.history._default_manager.filter(id=int(key), op="w").order_by("-history_id").first()
    seen = record.history._default_manager.filter(record.visible(actor), history_id=last.history_id) if last else None
    return seen is not None and seen.exists()


def _may_see_restricted(actor: Actor, catalogue: Catalogue, entry: Entry) -> bool:
    """The restricted part is for staff; where the action asks for personal or sealed inputs, for nobody here but the machine."""
    if actor.machine:
        return True
    if not actor.posts:
        return False
    bound = catalogue.actions.get(entry.action.removesuffix(".refused"))
    return bound is not None and all(item.ask.visibility in ("public", "internal") for item in bound.inputs)


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


def _rows(actor: Actor, catalogue: Catalogue, entry: Entry) -> list[BundleRow]:
    if entry.rows_count == 0:
        return []
    found: list[tuple[int, Record, Any]] = []
    for record in catalogue.records.values():
        if record.history is not None:
            kept = record.history._default_manager.filter(entry=entry.key)
            found += [(version.line, record, version) for version in kept]
    found.sort(key=lambda each: each[0])
    seen = _seen(actor, found)
    return [_row(record, version, (record.kind, version.id) in seen) for _, record, version in found]


def _row(record: Record, version: Any, shown: bool) -> BundleRow:
    line = RowLine(record.kind, str(version.id), version.op, bytes(version.digest))
    if not shown or version.erased or version.salt is None:
        return BundleRow(line)
    values = [getattr(version, name) for name in columns(record.model)]
    said = content_of(record.model, values) if version.op == "w" else b""
    return BundleRow(line, bytes(version.salt), said)


def _seen(actor: Actor, found: Sequence[tuple[int, Record, Any]]) -> set[tuple[str, int]]:
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
            if actor.machine or (version.id in visible and _whole(actor, record, version)):
                seen.add((kind, version.id))
    return seen


def _whole(actor: Actor, record: Record, version: Any) -> bool:
    return all(may_see(actor, f, version) or (f.visibility == "personal" and actor.may(PERSONAL)) for f in record.fields)
