"""Unequal chances, exactly: integer weights, integer comparisons, the same tickets.

Sources: Ohlsson, sequential Poisson sampling (1998); Rosén, Pareto sampling (1997).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from heapq import nsmallest
from math import lcm

from .permanent import inclusion, order_sample
from .tickets import ticket

_ALL = 1 << 256


def sequential_poisson(seed: str, weights: Mapping[str, int], n: int) -> list[str]:
    """The n ids with the smallest ticket / weight, in that order: inclusion is about proportional to weight.

    Raises:
        ValueError: a weight below 1. Nobody is drawn by weight 0: whoever cannot be drawn is no part of the frame.
    """
    _positive(weights)
    return lightest(((weight, name, ticket(seed, name)) for name, weight in weights.items()), n)


def lightest(units: Iterable[tuple[int, str, int]], n: int) -> list[str]:
    """Of units of (weight, id, ticket) the n ids with the smallest ticket / weight, in that order; ties, if ever, by id.

    Nothing is divided: every ticket is multiplied with the share that a common multiple of the weights has in its own.
    """
    held = list(units)
    whole = lcm(*{weight for weight, _, _ in held})
    return [name for _, name in nsmallest(n, ((number * (whole // weight), name) for weight, name, number in held))]


def pareto(seed: str, weights: Mapping[str, int], n: int, alpha: Fraction = Fraction(0)) -> list[str]:
    """The n ids by Pareto sampling, those that are taken with certainty first, then in the order of their keys.

    Raises:
        ValueError: a weight below 1, or more than there are.
    """
    _positive(weights)
    names = sorted(weights)
    chances = inclusion([weights[name] for name in names], n, alpha)
    numbers = [Fraction(ticket(seed, name), _ALL) for name in names]
    return [names[i] for i in order_sample(numbers, chances, n, "pareto")]


def _positive(weights: Mapping[str, int]) -> None:
    if any(weight < 1 for weight in weights.values()):
        raise ValueError("a weight is a whole number from 1 on")
