"""One ticket for every id: SHA-256 of the seed and the id, read as one large number. The smallest tickets win."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from heapq import nsmallest
from math import isqrt
from typing import Any, Final

#: No ticket is as large as this.
NO_LIMIT: Final = b"\xff" * 33


def ticket(seed: str, name: str) -> int:
    """The ticket of an id as a number below 2 to the 256th.

    >>> ticket("3WLtUpIHaL_782wivSMoD7Ydil3rx2d3", "914200000000000005") >> 240
    12722
    """
    return int.from_bytes(sha256(f"{seed}|{name}".encode()).digest(), "big")


def threshold(n: int, size: int) -> bytes:
    """Four bytes below which about n + 6 sqrt(n) of `size` tickets are; longer than any ticket's beginning where nearly all are needed.

    A digest is compared with them as they stand: the longer of two equal beginnings is the larger.
    """
    some = n + 6 * isqrt(n) + 6
    if n == 0:
        return b""
    return ((some << 32) // size).to_bytes(4, "big") if size > 4 * some else NO_LIMIT


def smallest(seed: str, names: Iterable[str], n: int, size: int) -> list[tuple[bytes, str]]:
    """The n smallest (ticket, id) of `size` ids, in their order; ties, if ever, by id.

    Looks first only at tickets below a threshold that about n + 6 sqrt(n) of them pass; when fewer than n did, at all of them.
    `names` is gone through a second time then, so it is a sequence or can be begun again.
    """
    begun = sha256(f"{seed}|".encode())
    if (limit := threshold(n, size)) < NO_LIMIT:
        found = below(begun, names, limit)
        if len(found) >= n:
            found.sort()
            return found[:n]
    return nsmallest(n, below(begun, names, NO_LIMIT))


def below(begun: Any, names: Iterable[str], limit: bytes) -> list[tuple[bytes, str]]:
    """The (ticket, id) below a limit, in the order of the ids; `begun` is the hash of the seed and '|', copied for every id.

    A copy costs half of what it costs to begin anew, and the digest is the same.
    """
    found = []
    for name in names:
        own = begun.copy()
        own.update(name.encode())
        if (digest := own.digest()) < limit:
            found.append((digest, name))
    return found
