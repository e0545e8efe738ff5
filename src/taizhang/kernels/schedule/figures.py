"""Figures that are exact, or say in words why there are none. Never a float, never 0 or infinity in place of 'not defined'."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from taizhang.basis.text import Text

Exact = int | Decimal | Fraction


@dataclass(frozen=True, slots=True)
class Undefined:
    """A figure that does not exist, with the reason. It takes part in no arithmetic and has no truth value.

    Raises:
        TypeError: when it is taken for true or false, as 0 might be.
    """

    reason: Text

    def __bool__(self) -> bool:
        raise TypeError(f"neither true nor false: {self.reason.en}")


Figure = Fraction | Undefined


def exact(value: Exact) -> Fraction:
    """The number as a fraction.

    Raises:
        TypeError: for a float, whose digits nobody wrote.
    """
    if isinstance(value, float):
        raise TypeError(f"{value!r} is a float; give an int, a Decimal or a Fraction")
    return Fraction(value)


def stated(value: Exact | Undefined | None, reason: Text) -> Figure:
    """The number, or Undefined with the reason when nobody has given it."""
    if value is None:
        return Undefined(reason)
    return value if isinstance(value, Undefined) else exact(value)


def combined(work: Callable[..., Fraction], *figures: Figure) -> Figure:
    """What `work` makes of the figures; the first one that is undefined when there is one."""
    for figure in figures:
        if isinstance(figure, Undefined):
            return figure
    return work(*figures)


def ratio(part: Figure, whole: Figure, when_zero: Text) -> Figure:
    """One figure over the other; Undefined with the reason when the other is zero."""
    if isinstance(whole, Fraction) and not whole:
        return part if isinstance(part, Undefined) else Undefined(when_zero)
    return combined(Fraction.__truediv__, part, whole)


def rounded(figure: Figure, places: int = 2) -> Decimal | None:
    """The figure as it is printed, half up; None for one that is undefined.

    >>> rounded(Fraction(60, 55), 4), rounded(Fraction(-1, 8), 2)
    (Decimal('1.0909'), Decimal('-0.13'))
    """
    if isinstance(figure, Undefined):
        return None
    scaled = figure * 10**places
    whole = Decimal((2 * abs(scaled.numerator) + scaled.denominator) // (2 * scaled.denominator))
    return (whole if scaled >= 0 else -whole).scaleb(-places).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
