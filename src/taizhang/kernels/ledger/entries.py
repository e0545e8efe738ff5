"""What one entry commits to: its canonical bytes, its two payloads, its rows. Pure.

The encoding is JSON with sorted keys, no spaces and no ASCII escaping, in UTF-8, so it can be read by anybody and moving a
character across a field boundary or turning a number into a string gives other bytes. Personal data never enter it: an
entry carries salted commitments, and a payload can be erased together with its salt while the entry stays provable.
"""

from __future__ import annotations

import json
import re
from binascii import b2a_base64
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from json.encoder import encode_basestring
from typing import Literal, NamedTuple

from .b64 import decode
from .tree import EMPTY_ROOT, HASH_BYTES, tree_root

#: Tiles of entries put a 16-bit length before each one (C2SP tlog-tiles).
MAX_ENTRY_BYTES = 65_535
COMMIT_SALT_BYTES = 32
ROW_SALT_BYTES = 16

Op = Literal["w", "d"]

_KEY = re.compile(r"[0-9a-f]{32}").fullmatch
_AT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z").fullmatch
_SUBJECT = re.compile(r"[^:]+:.+", re.DOTALL).fullmatch
_FIELDS = frozenset(
    ["action", "actor", "at", "cause", "key", "law", "matter", "others", "public", "restricted", "rows", "subject", "v"]
)


class BadEntry(ValueError):
    """An entry that cannot be recorded as it stands; the message names the field."""


class EntryTooLarge(BadEntry):
    """The canonical bytes exceed 65,535: split the work into smaller chunks, or name fewer subjects."""

    def __init__(self, length: int) -> None:
        super().__init__(f"an entry has at most {MAX_ENTRY_BYTES} canonical bytes; this one has {length}")
        self.length = length


@dataclass(slots=True, kw_only=True)
class Entry:
    """One recorded fact, as it goes into the tree.

    `actor` is a staff key, never a name. `at` is UTC, ISO 8601 with microseconds and Z, see `moment`. `subject`, `matter`
    and `others` are 'kind:key'. Commitments and the rows' root are 32 raw bytes. Not frozen, because the full check builds
    millions of them; nothing changes one after it was made.
    """

    key: str
    at: str
    actor: str
    action: str
    law: str = ""
    cause: str | None = None
    subject: str | None = None
    matter: str | None = None
    others: Sequence[str] = ()
    public: bytes | None = None
    restricted: bytes | None = None
    rows_count: int = 0
    rows_root: bytes = EMPTY_ROOT


def check_entry(entry: Entry) -> None:
    """Returns only when every field has the shape that readers of the ledger rely on.

    Raises:
        BadEntry: naming the first field that has not.
    """
    if not _KEY(entry.key):
        raise BadEntry(f"key: 32 hexadecimal digits, not {entry.key!r}")
    if entry.cause is not None and not _KEY(entry.cause):
        raise BadEntry(f"cause: the key of an entry or None, not {entry.cause!r}")
    if not _AT(entry.at):
        raise BadEntry(f"at: UTC with microseconds and Z, not {entry.at!r}")
    if not entry.actor or not entry.action:
        raise BadEntry("actor and action: neither may be empty")
    for name, subject in (("subject", entry.subject), ("matter", entry.matter), *(("others", o) for o in entry.others)):
        if subject is not None and not _SUBJECT(subject):
            raise BadEntry(f"{name}: 'kind:key', not {subject!r}")
    for name, hash_ in (("public", entry.public), ("restricted", entry.restricted), ("rows", entry.rows_root)):
        if hash_ is not None and len(hash_) != HASH_BYTES:
            raise BadEntry(f"{name}: a hash of 32 bytes, not of {len(hash_)}")
    if entry.rows_count < 0 or (entry.rows_count == 0) != (entry.rows_root == EMPTY_ROOT):
        raise BadEntry(f"rows: a count of {entry.rows_count} does not go with this root")


def canonical(entry: Entry) -> bytes:
    """The bytes whose hash is the entry's leaf: one JSON object, always with all thirteen fields.

    Shapes are not checked here (`check_entry` does, once, before an entry is recorded): the full check must be able to encode
    whatever a damaged database holds and see that it differs.

    Raises:
        EntryTooLarge: above 65,535 bytes.
        BadEntry: text that is not Unicode (a lone surrogate).
    """
    # Assembled by hand because json.dumps takes twice as long; a property test holds the two equal.
    q = encode_basestring
    text = (
        f'{{"action":{q(entry.action)},"actor":{q(entry.actor)},"at":{q(entry.at)},'
        f'"cause":{"null" if entry.cause is None else q(entry.cause)},"key":{q(entry.key)},"law":{q(entry.law)},'
        f'"matter":{"null" if entry.matter is None else q(entry.matter)},"others":[{",".join(map(q, entry.others))}],'
        f'"public":{_hash(entry.public)},"restricted":{_hash(entry.restricted)},'
        f'"rows":{{"count":{entry.rows_count:d},"root":{_hash(entry.rows_root)}}},'
        f'"subject":{"null" if entry.subject is None else q(entry.subject)},"v":1}}'
    )
    try:
        encoded = text.encode()
    except UnicodeEncodeError as error:
        raise BadEntry(f"entry {entry.key}: a field holds half a character (position {error.start})") from None
    if len(encoded) > MAX_ENTRY_BYTES:
        raise EntryTooLarge(len(encoded))
    return encoded


def _hash(value: bytes | None) -> str:
    return "null" if value is None else f'"{b2a_base64(value, newline=False).decode()}"'


def parse_entry(encoded: bytes) -> Entry:
    """The entry whose canonical bytes these are: encoding it again gives them back, and `check_entry` accepts it.

    Raises:
        BadEntry: they are not the canonical bytes of any entry.
    """
    try:
        fields = json.loads(encoded.decode())
        if not isinstance(fields, dict) or fields.keys() != _FIELDS or fields["rows"].keys() != {"count", "root"}:
            raise BadEntry("not an object with the thirteen fields of an entry")
        rows = fields.pop("rows")
        for name in ("public", "restricted"):
            fields[name] = None if fields[name] is None else decode(fields[name])
        del fields["v"]
        fields["others"] = tuple(fields["others"])
        entry = Entry(**fields, rows_count=rows["count"], rows_root=decode(rows["root"]))
        check_entry(entry)
        again = canonical(entry)
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise BadEntry(f"not an entry: {error}") from None
    if again != encoded:
        raise BadEntry("not canonical: the same entry is written with other bytes")
    return entry


# -- commitments and rows --------------------------------------------------------------------------------------------


def commitment(salt: bytes, payload: bytes) -> bytes:
    """Binds to the payload and shows nothing of it, as long as the 32 random bytes of salt are not shown either.

    Raises:
        ValueError: a salt of another length.
    """
    if len(salt) != COMMIT_SALT_BYTES:
        raise ValueError(f"a payload's salt has {COMMIT_SALT_BYTES} bytes, not {len(salt)}")
    return sha256(b"taizhang/commit/v1\n" + salt + payload).digest()


def row_digest(salt: bytes, kind: str, key: str, op: Op, content: bytes) -> bytes:
    """The salted digest of one row as it stood after the entry; `content` is empty for op 'd' (the row is gone).

    Hashed are a fixed prefix, 16 bytes of salt, the JSON list [kind, key, op], LF, the content. JSON holds no bare LF, so
    no byte can move from one part to another.

    Raises:
        ValueError: a salt of another length, or an op that is neither 'w' nor 'd'.
    """
    if len(salt) != ROW_SALT_BYTES:
        raise ValueError(f"a row's salt has {ROW_SALT_BYTES} bytes, not {len(salt)}")
    if op not in ("w", "d"):
        raise ValueError(f"op: 'w' (written) or 'd' (deleted), not {op!r}")
    head = f'[{encode_basestring(kind)},{encode_basestring(key)},"{op}"]\n'
    return sha256(b"taizhang/row/v1\n" + salt + head.encode() + content).digest()


class RowLine(NamedTuple):
    """One row an entry touched: what kind, which, written or deleted, and its salted digest (32 bytes)."""

    kind: str
    key: str
    op: Op
    digest: bytes


def row_line(row: RowLine) -> bytes:
    """The line's canonical bytes: the JSON list [kind, key, op, base64 digest]."""
    kind, key, op, digest = row
    return f"[{encode_basestring(kind)},{encode_basestring(key)},{encode_basestring(op)},{_hash(digest)}]".encode()


def rows_root(lines: Sequence[bytes]) -> bytes:
    """The Merkle root over canonical row lines in the order given; for none, the root of the empty tree."""
    return tree_root(lines)
