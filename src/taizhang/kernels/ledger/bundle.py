"""One entry with all that an outsider needs to check it without us: the file that `verify/taizhang_verify.py` reads. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .b64 import encode
from .entries import Entry, RowLine, canonical, commitment, row_digest, row_line, rows_root
from .notes import TlogProof, parse_checkpoint
from .tree import leaf_hash, verify_inclusion

FORMAT = "taizhang-bundle/1"


class BadBundle(ValueError):
    """Parts that do not belong together: a bundle of them would be refused by every reader."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A payload that is shown, with the salt that ties it to its commitment."""

    salt: bytes
    payload: bytes


@dataclass(frozen=True, slots=True)
class BundleRow:
    """One row line of the entry; with `salt` and `content` the row itself is shown too."""

    line: RowLine
    salt: bytes | None = None
    content: bytes | None = None


def make_bundle(
    entry: Entry,
    proof: TlogProof,
    rows: Sequence[BundleRow] = (),
    public: Shown | None = None,
    restricted: Shown | None = None,
) -> dict[str, Any]:
    """The bundle as plain data for JSON. It holds together: only the signatures are left for the reader to judge.

    `rows` are all lines of the entry in their order, whether or not the row itself is shown. A payload that was erased, or
    is not for this reader, is left out; the entry stays provable without it.

    Raises:
        BadBundle: a payload does not match its commitment, the lines not the rows' root, a row not its digest, or the entry
            is not in the tree of the proof's checkpoint.
    """
    encoded = canonical(entry)
    for name, shown, committed in (("public", public, entry.public), ("restricted", restricted, entry.restricted)):
        if shown is not None and commitment(shown.salt, shown.payload) != committed:
            raise BadBundle(f"{name}: the payload does not match the commitment")
    if len(rows) != entry.rows_count or rows_root([row_line(row.line) for row in rows]) != entry.rows_root:
        raise BadBundle("rows: these lines do not give the entry's root")
    for row in rows:
        if (row.salt is None) != (row.content is None):
            raise BadBundle(f"rows: {row.line.kind}:{row.line.key} is shown with salt and content, or not at all")
        if row.salt is not None and row.content is not None and _digest(row) != row.line.digest:
            raise BadBundle(f"rows: the content of {row.line.kind}:{row.line.key} does not match its digest")
    head = parse_checkpoint(proof.note.text)
    if not verify_inclusion(proof.index, head.size, leaf_hash(encoded), proof.hashes, head.root):
        raise BadBundle("proof: the entry is not in the tree of this checkpoint at this index")
    return {
        "format": FORMAT,
        "entry": encoded.decode(),
        "public": _shown(public),
        "restricted": _shown(restricted),
        "rows": [_row(row) for row in rows],
        "proof": str(proof),
    }


def _digest(row: BundleRow) -> bytes:
    kind, key, op, _ = row.line
    return row_digest(row.salt or b"", kind, key, op, row.content or b"")


def _shown(shown: Shown | None) -> dict[str, str] | None:
    return None if shown is None else {"salt": encode(shown.salt), "payload": shown.payload.decode()}


def _row(row: BundleRow) -> dict[str, str]:
    kind, key, op, digest = row.line
    fields = {"kind": kind, "key": key, "op": op, "digest": encode(digest)}
    if row.salt is not None and row.content is not None:
        fields |= {"salt": encode(row.salt), "content": row.content.decode()}
    return fields
