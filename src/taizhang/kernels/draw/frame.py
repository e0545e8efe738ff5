"""The exact list that is drawn from: canonical ids, one order, one sequence of bytes, one hash.

Nothing is repaired here: what is not canonical is refused with its row, because a repair inside a draw could be a choice.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from taizhang.basis.identifiers import credit_code

#: 'credit_code': unified social credit codes with their check digit; 'plain': any short name without the signs that files need.
IdKind = Literal["credit_code", "plain"]

HEADER = "id,stratum"
#: The header where chances differ: a third column of whole numbers.
WEIGHTED_HEADER = "id,stratum,weight"
#: A larger weight would only make the numbers that are compared long.
LARGEST_WEIGHT = 1_000_000
#: `|` stands between seed and id; the others would have to be quoted in a file of comma-separated values.
FORBIDDEN = frozenset('|,"\r\n\t')
_UNFIT = re.compile(rf"[\s{re.escape(''.join(sorted(FORBIDDEN)))}]")
#: An id of up to 22 bytes, as a credit code, keeps its ticket in one block of SHA-256 (32 + 1 + 22 bytes); an envelope takes two, twice the time.
LONGEST_ID_BYTES = 64


class FrameFault(ValueError):
    """A row that cannot be drawn from: `row` is its number in the list, from 1, and `reason` says what is wrong with it."""

    def __init__(self, row: int, reason: str) -> None:
        super().__init__(f"row {row}: {reason}")
        self.row, self.reason = row, reason


@dataclass(frozen=True, slots=True)
class Frame:
    """Ids with their strata in the order of the ids, as published: UTF-8, LF, no mark of byte order.

    `weights` has one whole number for every id where some are likelier than others, and is empty where all are alike.
    """

    ids: tuple[str, ...]
    strata: tuple[str, ...]
    content: bytes
    weights: tuple[int, ...] = ()

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
        ValueError: empty, with a forbidden sign, blanks or control characters, or longer than 64 bytes; a credit code that is none.

    >>> canonical_id("91410100ma0000001x")
    '91410100MA0000001X'
    """
    name = unicodedata.normalize("NFC", raw).upper()
    # Letters and digits of ASCII, as nearly every id has, need no second look.
    if not (name.isascii() and name.isalnum()) and (not name or not name.isprintable() or _UNFIT.search(name)):
        raise ValueError(f"{raw!r} is empty or has a blank, a control character or one of | , \"")
    if len(name.encode()) > LONGEST_ID_BYTES:
        raise ValueError(f"{raw!r} is longer than {LONGEST_ID_BYTES} bytes")
    if kind == "credit_code" and credit_code(name).code != name:
        raise ValueError(f"{raw!r} is no unified social credit code as it is written")
    return name


def frame_of(rows: Iterable[tuple[str, str] | tuple[str, str, int]], kind: IdKind = "plain") -> Frame:
    """The frame of some (id, stratum) or (id, stratum, weight), whatever order they come in.

    Raises:
        FrameFault: an id, stratum or weight that is not canonical, two rows that are the same id once they are, or a weight for some alone.
    """
    seen: dict[str, int] = {}
    kept: list[tuple[str, str, int]] = []
    weighted = None
    for number, (raw, stratum, *more) in enumerate(rows, 1):
        try:
            name, layer, weight = canonical_id(raw, kind), _stratum(stratum), _weight(more)
        except ValueError as error:
            raise FrameFault(number, str(error)) from None
        if name in seen:
            raise FrameFault(number, f"{name} stands in row {seen[name]} already")
        if weighted is not None and weighted != bool(more):
            raise FrameFault(number, "every row has a weight, or none has")
        seen[name], weighted = number, bool(more)
        kept.append((name, layer, weight))
    kept.sort()
    return _frame(kept, bool(weighted))


def read_frame(content: bytes, kind: IdKind = "plain") -> Frame:
    """A published frame, which has to be what `frame_of` would publish, byte by byte.

    Raises:
        FrameFault: another header or encoding, a row that is not canonical, or rows that are not in the order of their ids.
    """
    try:
        lines = content.decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise FrameFault(content.count(b"\n", 0, error.start) + 1, "it is no UTF-8") from None
    if lines[0] not in (HEADER, WEIGHTED_HEADER):
        raise FrameFault(1, f"the first line has to be {HEADER} or {WEIGHTED_HEADER}")
    if lines.pop() != "":
        raise FrameFault(len(lines) + 1, "the last line has no end")
    columns = lines[0].count(",") + 1
    rows: list[tuple[str, str] | tuple[str, str, int]] = []
    for number, line in enumerate(lines[1:], 2):
        name, *others = line.split(",")
        if len(others) + 1 != columns:
            raise FrameFault(number, f"it does not have {lines[0]}")
        if columns == 2:
            rows.append((name, others[0]))
        elif others[1].isdecimal():
            rows.append((name, others[0], int(others[1])))
        else:
            raise FrameFault(number, f"{others[1]!r} is no weight")
    frame = frame_of(rows, kind)
    written = frame.content.split(b"\n")
    if frame.content != content and rows:
        at = next((n for n, (own, line) in enumerate(zip(written, lines, strict=False), 1) if own != line.encode()), len(lines))
        raise FrameFault(at, "the ids or weights are not canonical, or not in their order")
    return Frame(frame.ids, frame.strata, content, frame.weights)


def _stratum(raw: str) -> str:
    if not (raw.isascii() and raw.isalnum()) and (
        not raw or not raw.isprintable() or not FORBIDDEN.isdisjoint(raw) or unicodedata.normalize("NFC", raw) != raw
    ):
        raise ValueError(f"{raw!r} is no name of a stratum")
    return raw


def _weight(given: Sequence[int]) -> int:
    """The weight of a row, 1 where it has none; nobody is drawn by weight 0: whoever cannot be drawn is no part of the frame."""
    if not given:
        return 1
    (weight,) = given
    if isinstance(weight, bool) or not isinstance(weight, int) or not 1 <= weight <= LARGEST_WEIGHT:
        raise ValueError(f"{weight!r} is no whole number from 1 to {LARGEST_WEIGHT}")
    return weight


def _frame(rows: Sequence[tuple[str, str, int]], weighted: bool) -> Frame:
    lines = [f"{i},{s},{w}\n" for i, s, w in rows] if weighted else [f"{i},{s}\n" for i, s, _ in rows]
    text = "".join([f"{WEIGHTED_HEADER if weighted else HEADER}\n", *lines])
    return Frame(tuple(i for i, _, _ in rows), tuple(s for _, s, _ in rows), text.encode(), tuple(w for _, _, w in rows) if weighted else ())
