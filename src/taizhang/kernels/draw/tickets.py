"""One ticket for every id: SHA-256 of the seed and the id, read as one large number. The smallest tickets win."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from heapq import nsmallest
from math import isqrt


def ticket(seed: str, name: str) -> int:
    """The ticket of an id as a number below 2 to the 256th.

    >>> ticket("3WLtUpIHaL_782wivSMoD7Ydil3rx2d3", "914200000000000005") >> 240
    12722
    """
    return int.from_bytes(sha256(f"{seed}|{name}".encode()).digest(), "big")


def smallest(seed: str, names: Iterable[str], n: int, size: int) -> list[tuple[bytes, str]]:
    """The n smallest (ticket, id) of `size` ids, in their order; ties, if ever, by id.

    Looks first only at tickets below a threshold that about n + 6 sqrt(n) of them pass; when fewer than n did, at all of them.
    `names` is gone through a second time then, so it is a sequence or can be begun again.
    """
    prefix = f"{seed}|"
    if n > 0 and size > 4 * (n + 6 * isqrt(n) + 6):
        limit = (((n + 6 * isqrt(n) + 6) << 32) // size).to_bytes(4, "big")
        # A digest is compared with the four bytes of the threshold as it stands: the longer of two equal beginnings is the larger.
        found = [(d, name) for name in names if (d := sha256((prefix + name).encode()).digest()) < limit]
        if len(found) >= n:
            found.sort()
            return found[:n]
    return nsmallest(n, ((sha256((prefix + name).encode()).digest(), name) for name in names))
