"""The exact list that is drawn from: canonical ids, one order, one sequence of bytes, one hash.

Nothing is repaired here: what is not canonical is refused with its row, because a repair inside a draw could be a choice.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from taizhang.basis.identifiers import credit_code

#: 'credit_code': unified social credit codes with their check digit; 'plain': any short name without the signs that files need.
IdKind = Literal["credit_code", "plain"]

HEADER = "id,stratum"
#: `|` stands between seed and id; the others would have to be quoted in a file of comma-separated values.
FORBIDDEN = frozenset('|,"\r\n\t')
#: Seed, '|' and id have to fit one block of SHA-256: 32 + 1 + 22 bytes.
LONGEST_ID_BYTES = 64


class FrameFault(ValueError):
    """A row that cannot be drawn from: `row` is its number in the list, from 1, and `reason` says what is wrong with it."""

    def __init__(self, row: int, reason: str) -> None:
        super().__init__(f"row {row}: {reason}")
        self.row, self.reason = row, reason


@dataclass(frozen=True, slots=True)
class Frame:
    """Ids with their strata in the order of the ids, as published: UTF-8, LF, no mark of byte order."""

    ids: tuple[str, ...]
    strata: tuple[str, ...]
    content: bytes

    @property
    def sha256(self) -> str:
        """The hash of the published bytes, as 64 hexadecimal digits."""
        return sha256(self.content).hexdigest()

    def sizes(self) -> dict[str, int]:
        """How many ids each stratum has, in the order of the strata's names."""
        counted: dict[str, int] = {}
        for stratum in self.strata:
            counted[stratum] = counted.get(stratum, 0) + 1
        return dict(sorted(counted.items()))


def canonical_id(raw: str, kind: IdKind = "plain") -> str:
    """The id as it is drawn with: Unicode NFC and upper case.

    Raises:
        ValueError: empty, with a forbidden sign, blanks or control characters, or longer than fits a ticket; a credit code that is none.

    >>> canonical_id("91410100ma0000001x")
    '91410100MA0000001X'
    """
    name = unicodedata.normalize("NFC", raw).upper()
    if not name or not name.isprintable() or any(c.isspace() or c in FORBIDDEN for c in name):
        raise ValueError(f"{raw!r} is empty or has a blank, a control character or one of | , \"")
    if len(name.encode()) > LONGEST_ID_BYTES:
        raise ValueError(f"{raw!r} is longer than {LONGEST_ID_BYTES} bytes")
    if kind == "credit_code" and credit_code(name).code != name:
        raise ValueError(f"{raw!r} is no unified social credit code as it is written")
    return name


def frame_of(rows: Iterable[tuple[str, str]], kind: IdKind = "plain") -> Frame:
    """The frame of some (id, stratum), whatever order they come in.

    Raises:
        FrameFault: an id or stratum that is not canonical, or two rows that are the same id once they are.
    """
    seen: dict[str, int] = {}
    kept: list[tuple[str, str]] = []
    for number, (raw, stratum) in enumerate(rows, 1):
        try:
            name, layer = canonical_id(raw, kind), _stratum(stratum)
        except ValueError as error:
            raise FrameFault(number, str(error)) from None
        if name in seen:
            raise FrameFault(number, f"{name} stands in row {seen[name]} already")
        seen[name] = number
        kept.append((name, layer))
    kept.sort()
    return _frame(tuple(i for i, _ in kept), tuple(s for _, s in kept))


def read_frame(content: bytes, kind: IdKind = "plain") -> Frame:
    """A published frame, which has to be what `frame_of` would publish, byte by byte.

    Raises:
        FrameFault: another header or encoding, a row that is not canonical, or rows that are not in the order of their ids.
    """
    try:
        lines = content.decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise FrameFault(content.count(b"\n", 0, error.start) + 1, "it is no UTF-8") from None
    if lines[0] != HEADER:
        raise FrameFault(1, f"the first line has to be {HEADER}")
    if lines[-1] == "":
        lines.pop()
    rows = []
    for number, line in enumerate(lines[1:], 2):
        name, comma, stratum = line.partition(",")
        if not comma or "," in stratum:
            raise FrameFault(number, "it does not have an id and a stratum")
        rows.append((name, stratum))
    frame = frame_of(rows, kind)
    for number, ((written, _), name) in enumerate(zip(rows, frame.ids, strict=True), 2):
        if written != name:
            raise FrameFault(number, "the ids are not canonical, or not in their order")
    return Frame(frame.ids, frame.strata, content)


def _stratum(raw: str) -> str:
    if not raw or not raw.isprintable() or any(c in FORBIDDEN for c in raw) or unicodedata.normalize("NFC", raw) != raw:
        raise ValueError(f"{raw!r} is no name of a stratum")
    return raw


def _frame(ids: Sequence[str], strata: Sequence[str]) -> Frame:
    text = "".join([f"{HEADER}\n", *(f"{i},{s}\n" for i, s in zip(ids, strata, strict=True))])
    return Frame(tuple(ids), tuple(strata), text.encode())
