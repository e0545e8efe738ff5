"""How many are taken of how many: in integers, and never fewer than the ratio demands."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal


def share(p: int, q: int, size: int) -> int:
    """The smallest whole number that is at least p/q of `size`: a legal minimum is never rounded down.

    >>> share(3, 100, 101)
    4
    """
    if not 0 <= p <= q or q < 1 or size < 0:
        raise ValueError(f"{p}/{q} of {size} is no share")
    return -(-p * size // q)


def allocate(
    total: int, weights: Sequence[int | Fraction], available: Sequence[int], *, initial: int = 0, ties: Literal["first", "largest"] = "first"
) -> list[int]:
    """A total apportioned to strata by highest averages (D'Hondt), each with an initial minimum and at most what it has.

    `ties` says who is served first among equal averages: the stratum that stands first, or the one with the larger weight.

    Raises:
        ValueError: more than there are, or a minimum that does not fit.
    """
    if total > sum(available) or min(weights, default=0) < 0:
        raise ValueError(f"{total} cannot be taken of {sum(available)}")
    given = [min(initial, most) for most in available]
    if sum(given) > total:
        raise ValueError(f"a minimum of {initial} in each stratum is more than {total}")
    for _ in range(total - sum(given)):
        free = [i for i, most in enumerate(available) if given[i] < most]
        best = free[0]
        for i in free[1:]:
            # Averages are compared by cross-multiplying: no quotient is ever rounded.
            mine, its = weights[i] * (given[best] + 1), weights[best] * (given[i] + 1)
            if mine > its or (mine == its and ties == "largest" and weights[i] > weights[best]):
                best = i
        given[best] += 1
    return given
