"""A paper as a value: its title, number, addressee, sentences, table and signature, in the order of official papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from taizhang.basis.text import Text

#: Stands where the number will be, on a paper that is only looked at.
NO_NUMBER = Text("（预览，未编号）", "(preview, no number yet)")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of words under heads; a table without heads is a form of names and values. `shares` are the widths beside each other."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on the paper, from above to below."""

    title: str
    number: str = ""
    under: str = ""
    to: str = ""
    body: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    closing: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    wide: bool = False


def day_words(day: date, lang: str) -> str:
    """A day as papers write it.

    >>> day_words(date(2026, 3, 5), "zh")
    '2026年3月5日'
    """
    return day.isoformat() if lang == "en" else f"{day.year}年{day.month}月{day.day}日"


def number_words(organ: str, name: str, year: int, number: int) -> str:
    """The number of a paper: organ and name, year in hexagonal brackets, running number.

    >>> number_words("甲区督查室", "督办单", 2026, 3)
    '甲区督查室督办单〔2026〕3号'
    """
    return f"{organ}{name}〔{year}〕{number}号"


def numbered(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """The rows, each behind its number."""
    return tuple((str(n), *row) for n, row in enumerate(rows, 1))
