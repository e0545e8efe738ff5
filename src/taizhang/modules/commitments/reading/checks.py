"""Figures of a document that follow from others in it, computed anew: parts and totals, shares, growth where both terms stand.

A difference is shown and never corrected. A ratio without its base cannot be checked, and what is striven for (力争) is no sum.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from taizhang.basis.text import Text
from taizhang.kernels.score.printed.arithmetic import Verdict
from taizhang.kernels.score.printed.reader import KIND_WORDS, Kind, Quoted, Statement, read_bulletin

from .lines import Paragraph

Outcome = Literal["agrees", "differs", "cannot be checked"]
OUTCOME_WORDS: Final[dict[Outcome, Text]] = {
    "agrees": Text("相符", "agrees"),
    "differs": Text("不符", "differs"),
    "cannot be checked": Text("无法核对", "cannot be checked"),
}
_OUTCOMES: Final[dict[Verdict, Outcome]] = {
    "right": "agrees",
    "rounding": "agrees",
    "wrong": "differs",
    "not_checkable": "cannot be checked",
}
_STRIVEN_FOR: Final = re.compile(r"(?:力争|争取|预期|目标)[^，。；]*$")
_NO_SUM: Final = Text("力争的数是目标，不是各部分之和", "what is striven for is a target and no sum of the parts")
_IMPLIED_TOTAL: Final = Text("按这个比例，总数应为{i}", "at this rate the total would be {i}")
_IMPLIED_BASE: Final = Text("按这个增速，上年同期应为{i}", "at this rate last year's figure would be {i}")
_ROUNDED: Final = Text("在进位误差内", "within the rounding of the printed amounts")


@dataclass(frozen=True, slots=True)
class Term:
    """A figure as it is printed, with its place in the text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Check:
    """One printed figure computed anew: where it stands with its terms, the sum as it is shown, and what comes of it."""

    kind: Kind
    start: int
    end: int
    printed: Term
    terms: tuple[Term, ...]
    outcome: Outcome
    #: The sum: 40个 + 57个 = 97.
    shown: str
    why: Text | None
    rule: str

    @property
    def kind_words(self) -> Text:
        """What sort of figure it is, in both languages."""
        return KIND_WORDS[self.kind]

    def as_json(self) -> dict[str, Any]:
        """What scripts are given."""
        return {
            "kind": self.kind, "start": self.start, "end": self.end, "printed": _term_json(self.printed), "terms": [_term_json(t) for t in self.terms],
            "outcome": self.outcome, "shown": self.shown, "why": {"zh": self.why.zh, "en": self.why.en} if self.why else None, "rule": self.rule,
        }  # fmt: skip


def checks_of(paragraph: Paragraph) -> Iterator[Check]:
    """The checks of a paragraph, or of each cell of a row, in the order of the text."""
    for start, end in paragraph.row.cells if paragraph.row is not None else ((0, len(paragraph.text)),):
        for statement in read_bulletin(paragraph.text[start:end]):
            yield _check(paragraph, start, statement)


def _check(paragraph: Paragraph, offset: int, found: Statement) -> Check:
    def placed(quoted: Quoted) -> Term:
        start, end = offset + quoted.start, offset + quoted.end
        return Term(paragraph.text[start:end], *paragraph.place(start, end))

    # Of a sum the total is what is checked, and its parts are the terms.
    terms = tuple(map(placed, found.terms or tuple(q for q in (found.part, found.whole) if q is not None)))
    printed = placed(found.printed)
    outcome = _OUTCOMES[found.verdict]
    why = found.checked.why or (_ROUNDED if found.verdict == "rounding" else None)
    if found.checked.implied is not None:
        implied = (_IMPLIED_BASE if found.kind == "growth" else _IMPLIED_TOTAL).with_(i=found.checked.implied)
        why = implied if why is None else Text(f"{why.zh}；{implied.zh}", f"{why.en}; {implied.en}")
    if found.kind == "sum" and _STRIVEN_FOR.search(paragraph.text[offset : offset + found.printed.start]):
        outcome, why = "cannot be checked", _NO_SUM
    start, end = paragraph.place(offset + found.start, offset + found.end)
    return Check(found.kind, start, end, printed, terms, outcome, _shown(found, terms), why, f"check/{found.kind}")


def _shown(found: Statement, terms: tuple[Term, ...]) -> str:
    """The sum as people write it; '' when a term is missing."""
    right = "" if found.checked.right is None else f"{found.checked.right:,f}"
    words = [term.text for term in terms]
    match found.kind:
        case "sum":
            return " + ".join(words) + (f" = {right}" if right else "")
        case "rate" if len(words) == 2 and right:
            return f"{words[0]} ÷ {words[1]} = {right}%"
        case "growth" if len(words) == 2 and right:
            return f"{words[0]} ÷ {words[1]} − 1 = {right}%"
        case "points" if right:
            return right
    return ""


def _term_json(term: Term) -> dict[str, Any]:
    return {"text": term.text, "start": term.start, "end": term.end}
