"""A table over whole columns at once: the same answers as `Table.read`, from whole numbers alone.

Columns are sequences of int (`array('q')`, list); no library of arrays is needed to place ten million figures in seconds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from .core import Table, cuts_of

#: In a column of whole numbers: nobody has given this figure. It is the smallest value that a column of 64 bits can hold.
ABSENT: Final = -(2**63)
#: In a column of pieces: no figure, or a denominator that is not above zero.
NO_PIECE: Final = 255


def placed(table: Table, values: Sequence[int]) -> bytes:
    """For each whole number the index of its piece in `table.pieces`; NO_PIECE where it is absent."""
    at = cuts_of(table)
    cuts, double = at.cuts, 2 * at.scale
    return bytes([NO_PIECE if v == ABSENT else bisect_right(cuts, v * double) for v in values])


def placed_ratios(table: Table, numerators: Sequence[int], denominators: Sequence[int]) -> bytes:
    """For each numerator/denominator the index of its piece; NO_PIECE where one is absent or the denominator is not above zero.

    Raises:
        ValueError: when the columns differ in length.
    """
    at = cuts_of(table)
    cuts, scale = at.cuts, at.scale
    if scale == 1:
        return bytes(
            [
                NO_PIECE if d < 1 or n == ABSENT else bisect_right(cuts, 2 * (n // d) + (n % d > 0))
                for n, d in zip(numerators, denominators, strict=True)
            ]
        )
    return bytes(
        [
            NO_PIECE if d < 1 or n == ABSENT else bisect_right(cuts, 2 * (n * scale // d) + (n * scale % d > 0))
            for n, d in zip(numerators, denominators, strict=True)
        ]
    )


def placed_between(table: Table, places: Sequence[int]) -> bytes:
    """For each place (2·x when x is whole, the odd number between otherwise) the index of its piece; ABSENT gives NO_PIECE.

    Raises:
        ValueError: when the thresholds of the table are not whole numbers, for then such a place does not tell enough.
    """
    at = cuts_of(table)
    if at.scale != 1:
        raise ValueError(f"{table.key}: a threshold is not a whole number")
    cuts = at.cuts
    return bytes([NO_PIECE if p == ABSENT else bisect_right(cuts, p) for p in places])


def keys_of(table: Table) -> tuple[str | None, ...]:
    """What each index means: the key of a band, None for a gap."""
    return tuple(piece.key for piece in table.pieces)
