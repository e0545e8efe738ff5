"""Order sampling with given numbers: each unit keeps its number between 0 and 1, and the design decides what is made of it.

Sizes and numbers are exact fractions. Sequential Poisson and Pareto sampling compare fractions; successive sampling needs logarithms,
which are taken to as many digits as it takes to tell the neighbours apart. Nothing here is a float.

Sources: Ohlsson (1998), Rosén (1997); the rule for units that are taken with certainty is that of the R package sps (its text, not its code).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Final, Literal

#: 'sequential_poisson': u / p; 'pareto': odds of u / odds of p; 'successive': log(1 - u) / log(1 - p).
Design = Literal["sequential_poisson", "pareto", "successive"]

#: What `shifted` puts in the place of nought, which no design can use.
SMALLEST: Final = Fraction(1, 10**9)
_FIRST_DIGITS, _MOST_DIGITS = 60, 200


def inclusion(sizes: Sequence[Fraction | int], n: int, alpha: Fraction = Fraction(0)) -> list[Fraction]:
    """The chance of each unit to be among n, proportional to its size; 1 for those that are taken with certainty.

    Taken with certainty are units whose chance would be at least 1 - alpha; then the others share what is left, again and again.

    Raises:
        ValueError: a size that is not above nought, or more than there are.
    """
    if not 0 <= n <= len(sizes) or any(size <= 0 for size in sizes) or not 0 <= alpha < 1:
        raise ValueError(f"{n} of {len(sizes)} cannot be taken by size")
    chances = [Fraction(0)] * len(sizes)
    left = list(range(len(sizes)))
    while left and (still := n - (len(sizes) - len(left))) > 0:
        total = sum((Fraction(sizes[i]) for i in left), Fraction(0))
        for i in left:
            chances[i] = still * sizes[i] / total
        sure = [i for i in left if chances[i] >= 1 - alpha]
        # Where a generous alpha would take more than there is room for, the largest go first.
        sure = sorted(sure, key=lambda i: (-chances[i], i))[:still]
        for i in sure:
            chances[i] = Fraction(1)
        if not sure:
            return chances
        left = [i for i in left if chances[i] < 1]
    for i in left:
        chances[i] = Fraction(0)
    return chances


def order_sample(numbers: Sequence[Fraction], chances: Sequence[Fraction], n: int, design: Design) -> list[int]:
    """The places of the n units that are drawn: those with certainty first, then by their keys, ties by place.

    Raises:
        ValueError: a number that is not between 0 and 1.
    """
    if any(not 0 <= u < 1 for u in numbers):
        raise ValueError("a permanent number is at least 0 and below 1")
    certain = [i for i, chance in enumerate(chances) if chance == 1]
    open_ = [i for i, chance in enumerate(chances) if 0 < chance < 1]
    return certain + _ordered(numbers, chances, open_, design)[: max(0, n - len(certain))]


def poisson(numbers: Sequence[Fraction], chances: Sequence[Fraction]) -> list[int]:
    """The places of all units whose number is below their chance: as many as it turns out to be."""
    return [i for i, (u, chance) in enumerate(zip(numbers, chances, strict=True)) if u < chance]


def shifted(numbers: Sequence[Fraction], by: Fraction) -> list[Fraction]:
    """The same numbers seen from another beginning of the circle from 0 to 1: samples from far beginnings overlap little.

    Whoever knows the numbers knows the next sample too; for public draws `memory_weight` and a fresh seed are used instead.
    """
    return [(u - by) % 1 or SMALLEST for u in numbers]


def _ordered(numbers: Sequence[Fraction], chances: Sequence[Fraction], places: Sequence[int], design: Design) -> list[int]:
    if design == "successive":
        return _by_logarithms(numbers, chances, places)
    if design == "pareto":
        keys = {i: numbers[i] * (1 - chances[i]) / ((1 - numbers[i]) * chances[i]) for i in places}
    else:
        keys = {i: numbers[i] / chances[i] for i in places}
    return sorted(places, key=lambda i: (keys[i], i))


def _by_logarithms(numbers: Sequence[Fraction], chances: Sequence[Fraction], places: Sequence[int]) -> list[int]:
    """Places by log(1 - u) / log(1 - p), with as many digits as tell each from the next."""
    digits = _FIRST_DIGITS
    while True:
        context = Context(prec=digits)
        keys = {i: context.divide(_log(1 - numbers[i], context), _log(1 - chances[i], context)) for i in places}
        found = sorted(places, key=lambda i: (keys[i], i))
        near = Decimal(10) ** (10 - digits)
        close = any(
            numbers[b] and keys[b] - keys[a] <= near * keys[b] and (numbers[a], chances[a]) != (numbers[b], chances[b]) for a, b in pairwise(found)
        )
        # Keys that agree in hundreds of digits are taken to be equal, as (1 - u)^k = 1 - p can make them.
        if not close or digits >= _MOST_DIGITS:
            return found
        digits *= 4


def _log(part: Fraction, context: Context) -> Decimal:
    return context.ln(context.divide(Decimal(part.numerator), Decimal(part.denominator)))
