"""Arithmetic of bulletins (通报核算): does what is printed follow from the figures beside it? Exact, rounded half up.

Four answers: right; right only because the printed amounts were themselves rounded; wrong, with the right figure; not checkable,
with what is missing and which totals the printed rate would imply. A difference is reported and never corrected.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

from taizhang.basis.text import Text

from ..core import number_text

Verdict = Literal["right", "rounding", "wrong", "not_checkable"]
VERDICT_WORDS: Final[dict[Verdict, Text]] = {
    "right": Text("正确", "right"),
    "rounding": Text("在进位误差内相符", "right within the rounding of the printed amounts"),
    "wrong": Text("有误", "wrong"),
    "not_checkable": Text("无法核对", "cannot be checked"),
}
#: Wider than this, a list of implied totals is shown by its ends.
_FEW: Final = 5


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as it is printed: its value, and how far it may stand from the number that was rounded to it.

    `half` is half a unit of the last printed digit for a rounded number and 0 for a count.
    """

    value: Fraction
    half: Fraction = Fraction(0)


def decimals_of(number: Decimal) -> int:
    """How many digits are printed after the point. '83.60' has two.

    >>> decimals_of(Decimal("83.6")), decimals_of(Decimal("56"))
    (1, 0)
    """
    exponent = number.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def round_half_up(value: Fraction, decimals: int) -> Decimal:
    """The number with so many digits after the point; a half goes away from zero, as people are taught it.

    >>> round_half_up(Fraction(135, 2), 0), round_half_up(Fraction(-1, 8), 2)
    (Decimal('68'), Decimal('-0.13'))
    """
    scaled = abs(value) * 10**decimals
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    digits = whole + (2 * rest >= scaled.denominator)
    return Decimal(-digits if value < 0 else digits).scaleb(-decimals)


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check of one printed figure comes to. `right` is what it should say, to the same number of digits."""

    verdict: Verdict
    right: Decimal | None = None
    implied: Text | None = None
    why: Text | None = None


_NO_TOTAL = Text("没有给出总数", "no total is given")
_NO_WHOLE_NUMBER = Text("没有给出总数，而且没有整数总数能得出这个比例", "no total is given, and no whole number would give this rate")
_ZERO = Text("总数为零，比例无从计算", "the total is zero: a share has no value")
_CUT = Text("像是截去尾数，不是四舍五入", "looks cut off instead of rounded")


def check_rate(part: Printed, whole: Printed | None, printed: Decimal, *, count: bool = False) -> Checked:
    """`round_half_up(100 × part ÷ whole, printed decimals) == printed`. `count` when both are numbers of things.

    >>> check_rate(Printed(Fraction(14)), Printed(Fraction(20)), Decimal("60")).right
    Decimal('70')
    """
    if whole is None:
        implied = implied_totals(part, printed, count=count)
        impossible = count and implied is None and printed > 0 and part.value > 0
        return Checked("not_checkable", implied=implied, why=_NO_WHOLE_NUMBER if impossible else _NO_TOTAL)
    if whole.value <= 0:
        return Checked("not_checkable", why=_ZERO)
    low, high = part.value - part.half, part.value + part.half
    below, above = whole.value - whole.half, whole.value + whole.half
    widest = (100 * low / (above if low >= 0 else below), 100 * high / (below if high >= 0 else above)) if below > 0 else None
    return _compared(100 * part.value / whole.value, printed, widest)


def check_growth(now: Printed, before: Printed | None, printed: Decimal) -> Checked:
    """Growth over an earlier figure in per cent; a fall is printed as a negative number."""
    if before is None:
        return Checked("not_checkable", implied=_implied_base(now, printed), why=Text("没有给出上年同期数", "last year's figure is not given"))
    if before.value <= 0:
        return Checked("not_checkable", why=Text("上年同期为零，增速无从计算", "last year's figure is zero: growth has no value"))
    below, above = before.value - before.half, before.value + before.half
    ends = (100 * ((now.value - now.half) / above - 1), 100 * ((now.value + now.half) / below - 1)) if below > 0 else None
    return _compared(100 * (now.value / before.value - 1), printed, ends)


def check_points(rate: Decimal, line: Fraction, printed: Decimal) -> Checked:
    """The points by which a printed rate lies from a line: always a positive number, whichever side it is on."""
    half = Fraction(1, 2 * 10 ** decimals_of(rate))
    apart = Fraction(rate) - line
    ends = sorted((abs(apart - half), abs(apart + half)))
    return _compared(abs(apart), printed, (ends[0], ends[1]))


def check_sum(parts: Sequence[Printed], total: Printed, *, all_named: bool) -> Checked:
    """The parts against their total. Without `all_named` parts may be missing, so that less than the total proves nothing."""
    added = sum((p.value for p in parts), Fraction(0))
    slack = sum((p.half for p in parts), total.half)
    right = _shortest(added)
    if added == total.value:
        return Checked("right", right)
    if abs(added - total.value) <= slack:
        return Checked("rounding", right)
    apart = number_text(abs(added - total.value))
    if added > total.value:
        why = Text("各部分之和比总数多{d}，除非各部分有重叠", "the parts come to {d} more than the total, unless they overlap")
        return Checked("wrong", right, why=why.with_(d=apart))
    if all_named:
        return Checked("wrong", right, why=Text("各部分之和比总数少{d}", "the parts come to {d} less than the total").with_(d=apart))
    return Checked("not_checkable", why=Text("其余{d}没有说明", "the other {d} are not named").with_(d=apart))


def implied_totals(part: Printed, printed: Decimal, *, count: bool) -> Text | None:
    """Which totals the printed rate would fit: whole numbers for counts, otherwise the range they lie in.

    >>> implied_totals(Printed(Fraction(153)), Decimal("83.6"), count=True).en
    '183'
    """
    if printed <= 0 or part.value <= 0:
        return None
    half = Fraction(1, 2 * 10 ** decimals_of(printed))
    rate_low, rate_high = Fraction(printed) - half, Fraction(printed) + half
    low = 100 * (part.value - part.half) / rate_high
    high = 100 * (part.value + part.half) / rate_low if rate_low > 0 else None
    if high is None:
        return Text("{a}以上", "{a} or more").with_(a=_plain(low))
    if not count:
        return _between(_plain(low), _plain(high))
    first, last = -(-low.numerator // low.denominator), high.numerator // high.denominator
    fitting = [n for n in range(max(first, 1), min(last, first + 2 * _FEW) + 1) if _rounds(100 * part.value / n, printed)]
    if not fitting:
        return None
    if len(fitting) <= _FEW and last - first <= 2 * _FEW:
        return Text("、".join(map(str, fitting)), ", ".join(map(str, fitting)))
    return _between(f"{fitting[0]:,}", f"{last:,}")


def _between(low: str, high: str) -> Text:
    return Text("{a}至{b}", "{a} to {b}").with_(a=low, b=high)


def _plain(value: Fraction) -> str:
    return f"{round_half_up(value, 2):,}"


def _implied_base(now: Printed, printed: Decimal) -> Text | None:
    half = Fraction(1, 2 * 10 ** decimals_of(printed))
    low, high = 100 + Fraction(printed) - half, 100 + Fraction(printed) + half
    if low <= 0 or now.value <= 0:
        return None
    return _between(_plain(100 * (now.value - now.half) / high), _plain(100 * (now.value + now.half) / low))


def _shortest(value: Fraction) -> Decimal:
    """The number with no more digits after the point than it needs, and ten at most."""
    return next((d for n in range(10) if Fraction(d := round_half_up(value, n)) == value), round_half_up(value, 10))


def _rounds(value: Fraction, printed: Decimal) -> bool:
    return round_half_up(value, decimals_of(printed)) == printed


def _compared(value: Fraction, printed: Decimal, ends: tuple[Fraction, Fraction] | None) -> Checked:
    """Right, right within what the rounding of the amounts allows, or wrong with the right figure."""
    decimals = decimals_of(printed)
    right = round_half_up(value, decimals)
    if right == printed:
        return Checked("right", right)
    half = Fraction(1, 2 * 10**decimals)
    if ends is not None and ends[0] != ends[1] and ends[0] <= Fraction(printed) + half and ends[1] >= Fraction(printed) - half:
        return Checked("rounding", right)
    scaled = value * 10**decimals
    cut = Decimal(scaled.numerator // scaled.denominator).scaleb(-decimals)
    return Checked("wrong", right, why=_CUT if cut == printed and value > 0 else None)
