"""Law as dated data: where a figure comes from, from when until when it holds, and how sure we are of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Generic, Literal, TypeVar

from .text import Text

Value = TypeVar("Value")

#: S seen in a public text, H well known, M medium (confirm), U unsure (confirm before use), P a rule of this product.
Mark = Literal["S", "H", "M", "U", "P"]


_ARTICLE = re.compile("第([一二三四五六七八九十百零]+)条")
_DIGITS = "零一二三四五六七八九"
_TENS = {"十": 10, "百": 100}


def _counted(numeral: str) -> int:
    """一百二十三 as 123; no law here has a thousand articles."""
    total, digit = 0, 0
    for sign in numeral:
        if sign in _TENS:
            total, digit = total + (digit or 1) * _TENS[sign], 0
        else:
            digit = _DIGITS.index(sign)
    return total + digit


@dataclass(frozen=True, slots=True)
class Law:
    """A source of law or of procedure: document number, name, article, and how well it is known."""

    number: str
    name: Text
    article: str = ""
    mark: Mark = "H"

    def at(self, article: str, mark: Mark | None = None) -> Law:
        """The same source at one of its articles."""
        return Law(self.number, self.name, article, mark or self.mark)

    @property
    def needs_confirmation(self) -> bool:
        """True when an administrator has to be shown that the figure is not confirmed."""
        return self.mark in ("M", "U")

    def article_in(self, language: str) -> str:
        """The article as a reader of the language calls it: 第二十一条, Art. 21."""
        if language.startswith("zh"):
            return self.article
        return _ARTICLE.sub(lambda found: f"Art. {_counted(found[1])}", self.article).replace("、", ", ")

    def cite(self, language: str = "zh") -> str:
        """How an official would cite it: name, number, article."""
        article = f" {self.article_in(language)}" if self.article else ""
        number = f"（{self.number}）" if language.startswith("zh") and self.number else f" ({self.number})" if self.number else ""
        return f"{self.name.in_(language)}{number}{article}"


@dataclass(frozen=True, slots=True)
class Span(Generic[Value]):
    """One value of a dated parameter: valid from (inclusive) until (exclusive; None = still)."""

    value: Value
    valid_from: date
    valid_to: date | None
    law: Law


@dataclass(frozen=True, slots=True)
class Dated(Generic[Value]):
    """A parameter whose value depends on the day; spans are in order and do not overlap.

    Raises:
        ValueError: on construction, when spans overlap or are out of order.
    """

    key: str
    label: Text
    spans: tuple[Span[Value], ...]
    unit: str = ""

    def __post_init__(self) -> None:
        for earlier, later in zip(self.spans, self.spans[1:], strict=False):
            if earlier.valid_to is None or earlier.valid_to > later.valid_from:
                raise ValueError(f"{self.key}: the span from {later.valid_from} overlaps the one before it")

    def on(self, day: date) -> Span[Value] | None:
        """The span that holds on a day, or None: the rule says nothing for that day, which is not zero."""
        for span in self.spans:
            if span.valid_from <= day and (span.valid_to is None or day < span.valid_to):
                return span
        return None
