"""What the pages of the portfolio in time share: the month they are about, amounts in words, rates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.http import HttpRequest

from taizhang.frame import clock
from taizhang.kernels.score.printed.arithmetic import round_half_up
from taizhang.surfaces.pages import layout

from .. import rules, time_rules


@dataclass(frozen=True, slots=True)
class Asked:
    """The day whose knowledge is shown (None: now) and the last month it is about."""

    at: date | None
    last: str

    @property
    def year(self) -> int:
        return int(self.last[:4])

    @property
    def day(self) -> date:
        """The day of which the page speaks: the one asked for, or today."""
        return self.at or clock.today()

    @property
    def passed(self) -> int:
        """The even time schedule at the end of the last month, in tenths of a per cent."""
        return rules.even_tenths(self.last)


def asked(request: HttpRequest) -> Asked:
    """What the address asks for: `at` a day, `last` a month up to the one before that day.

    Raises:
        BadInput: a day or month that is none, or a month still to come.
    """
    at = layout.day_asked(request)
    newest = time_rules.month_before(at or clock.today())
    text = request.GET.get("last", "").strip()
    last = rules.period_of(text) if text else newest
    if last > newest:
        rules.check_period(last, at or clock.today())
    return Asked(at, min(last, newest))


def rate(part: int | None, whole: int | None) -> int | None:
    """A share in tenths of a per cent; None without either."""
    return rules.share_tenths(part, whole) if part is not None and whole else None


def growth(now: int | None, then: int | None) -> int | None:
    """Change against an earlier figure in tenths of a per cent, rounded as the bulletin prints it; None where there is nothing to compare with.

    >>> growth(953_351, 446_211), growth(1, 3), growth(5, None)
    (1137, -667, None)
    """
    if now is None or not then:
        return None
    return int(round_half_up(Fraction(1000 * (now - then), then), 0))


def signed_tenths(tenths: int | None) -> str | None:
    """'+3.4' or '−3.4'."""
    if tenths is None:
        return None
    return f"{'+' if tenths >= 0 else '−'}{abs(tenths) // 10}.{abs(tenths) % 10}"


def whole_wan(fen: int | None) -> int | None:
    """For a chart: 万元 without fractions, None for what is not known."""
    return None if fen is None else fen // 1_000_000


def wan_column(values: Sequence[int | None]) -> list[int | None]:
    return [whole_wan(value) for value in values]


__all__ = ["Asked", "asked", "growth", "rate", "signed_tenths", "wan_column", "whole_wan"]
