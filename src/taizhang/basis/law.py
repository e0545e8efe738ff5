"""Law as dated data: where a figure comes from, from when until when it holds, and how sure we are of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Generic, Literal, TypeVar

from .text import Text

Value = TypeVar("Value")

#: S seen in a public text, H well known, M medium (confirm), U unsure (confirm before use), P a rule of this product.
Mark = Literal["S", "H", "M", "U", "P"]


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

    def cite(self, language: str = "zh") -> str:
        """How an official would cite it: name, number, article."""
        article = f" {self.article}" if self.article else ""
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
