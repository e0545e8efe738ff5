"""Draws that others make by their own published rules, replayed so that an audit of theirs can be checked here; ours never use them.

`rivest_numbers` is the rule of ballot audits in several states (numbers by remainder: slightly biased, which is why it is not ours).
`consistent_order` is that of ron-rivest/consistent_sampler 1.0.10 (arXiv 1808.10016), from which the idea of a ticket per id comes.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256


def rivest_numbers(seed: str, count: int, total: int) -> list[int]:
    """The first `count` numbers from 1 to `total` of a seed, repetitions included.

    >>> rivest_numbers("1", 3, 1000)
    [97, 89, 163]
    """
    return [int.from_bytes(sha256(f"{seed},{n}".encode()).digest(), "big") % total + 1 for n in range(1, count + 1)]


def consistent_fraction(name: str, seed: str) -> str:
    """The first ticket of an id, as the digits behind the point; the peer writes them backwards, because the last ones are evenly spread."""
    number = int(sha256((sha256(seed.encode()).hexdigest() + name).encode()).hexdigest(), 16)
    return f"0.{f'{number:064d}'[::-1]}"


def consistent_order(seed: str, names: Iterable[str]) -> list[str]:
    """The ids in the order of their first tickets, which is the order of a draw without replacement."""
    return sorted(names, key=lambda name: (consistent_fraction(name, seed), name))
