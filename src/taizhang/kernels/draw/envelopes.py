"""Names that stand for others in a published frame until they are drawn: everybody can draw again, and only those drawn are named.

A frame whose strata are known for their ratios would tell the stratum, and with it the risk class, of every firm in it. So the frame has
envelopes: hashes of a name with a value of its own, which nobody can guess. Of those that are drawn the values are published, and
whoever was not drawn may have its own, to see that it was in the pool once and in no other stratum.
"""

from __future__ import annotations

import hmac
from base64 import b32encode
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Final

from .frame import canonical_id

#: Letters of an envelope: 130 bits, so that nobody finds two names for one.
LETTERS: Final = 26
HEADER: Final = "envelope,value,id"


def value_of(key: bytes, name: str) -> str:
    """The value of a name, as 32 hexadecimal digits: it opens this envelope and tells nothing of another.

    Raises:
        ValueError: a key of fewer than 32 bytes, or a name that is not canonical.
    """
    if len(key) < 32:
        raise ValueError("the key has at least 32 bytes")
    if canonical_id(name) != name:
        raise ValueError(f"{name!r} is not canonical")
    return hmac.new(key, name.encode(), sha256).hexdigest()[:32]


def envelope(name: str, value: str) -> str:
    """The envelope of a name with its value: 26 letters and digits that stand in the frame for it.

    >>> envelope("91410100MA0000001X", "00" * 16)
    'H5GXPOONXPRCPMIXKVTA3FLOTA'
    """
    return b32encode(sha256(f"tz-envelope-1|{value}|{name}".encode()).digest()).decode()[:LETTERS]


def sealed(key: bytes, names: Iterable[str]) -> dict[str, str]:
    """Each name by its envelope.

    Raises:
        ValueError: as `value_of`; or two names of one envelope, which is two times the same name.
    """
    found: dict[str, str] = {}
    for name in names:
        own = envelope(name, value_of(key, name))
        if own in found:
            raise ValueError(f"{name} is there twice")
        found[own] = name
    return found


def openings(key: bytes, names: Iterable[str]) -> str:
    """The file that opens envelopes, in the order of the names: `envelope,value,id`, UTF-8, LF."""
    lines = []
    for name in sorted(names):
        value = value_of(key, name)
        lines.append(f"{envelope(name, value)},{value},{name}\n")
    return f"{HEADER}\n" + "".join(lines)


def opened(content: str) -> Mapping[str, str]:
    """The names in a file of openings, by their envelopes.

    Raises:
        ValueError: another heading, or a line whose value does not open its envelope; the line is named.
    """
    head, *lines = content.split("\n")
    if head != HEADER:
        raise ValueError(f"the first line has to be {HEADER}")
    found: dict[str, str] = {}
    for number, line in enumerate(lines, 2):
        if not line:
            continue
        own, _, rest = line.partition(",")
        value, _, name = rest.partition(",")
        if envelope(name, value) != own:
            raise ValueError(f"line {number}: {name} is not in this envelope")
        found[own] = name
    return found
