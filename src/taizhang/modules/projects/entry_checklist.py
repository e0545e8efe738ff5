"""The papers for statistics entry of a project (统计入库资料): of each thing that the forms ask, whether it is there, and else who holds it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from taizhang.basis.law import Law
from taizhang.basis.predicate import Answer, Known
from taizhang.basis.text import Text

from . import terms
from .terms.statistics import STATISTICS_FORMS, WEIGHTS, Asked, Form

#: There; not there; nothing here could know it; not asked yet.
State = Literal["met", "unmet", "unknown", "later"]
STATE_WORDS: dict[State, Text] = {
    "met": Text("已有", "there"),
    "unmet": Text("缺", "missing"),
    "unknown": Text("系统不掌握", "not in the ledger"),
    "later": Text("尚未到期", "not yet"),
}
STATE_MARKS: dict[State, str] = {"met": "✓", "unmet": "✗", "unknown": "?", "later": "·"}


@dataclass(frozen=True, slots=True)
class Held:
    """What the ledger holds of a project. `facts` answer 'document.<kind>'; `fields` show what is entered under 'field.<name>'."""

    total_fen: int | None
    built: bool
    fields: Mapping[str, str]
    facts: Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Line:
    """One requirement with its state. `proof` is what shows it; `holder` is who can supply it where it is not there."""

    words: Text
    weight: Text
    needed: bool
    state: State
    proof: Text | None
    dated: date | None
    holder: Text | None
    law: Law


@dataclass(frozen=True, slots=True)
class Sheet:
    """One form that a project of this size needs, with its lines."""

    code: str
    words: Text
    by: Text
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Checklist:
    """Everything that is asked on a day. `counted` is None while the total is not known, False below the counted size."""

    counted: bool | None
    law: Law
    sheets: Sequence[Sheet]

    @property
    def needed(self) -> list[Line]:
        """What an entry cannot do without."""
        return [line for line in self.sheets[0].lines if line.needed] if self.sheets else []

    @property
    def missing(self) -> list[Line]:
        """What of it is not there."""
        return [line for line in self.needed if line.state != "met"]


def checklist(held: Held, day: date) -> Checklist | None:
    """What the forms in force on a day ask of a project; None where no rule holds on that day."""
    span, counted_from, large_from = STATISTICS_FORMS.on(day), terms.ENTRY_FROM_FEN.on(day), terms.LARGE_FORM_FROM_FEN.on(day)
    if span is None:
        return None
    total = held.total_fen
    counted = total >= counted_from.value if total is not None and counted_from is not None else None
    large = total >= large_from.value if total is not None and large_from is not None else None
    return Checklist(counted, span.law, [_sheet(form, held, large) for form in span.value if _fits(form, large)])


def _fits(form: Form, large: bool | None) -> bool:
    """Of the two monthly forms the one for the project's size; both while its total is not known."""
    return not form.size or large is None or form.size == ("large" if large else "small")


def _sheet(form: Form, held: Held, large: bool | None) -> Sheet:
    return Sheet(form.code, form.words, form.by, [_line(asked, held) for asked in form.asks if not asked.large_only or large is not False])


def _line(asked: Asked, held: Held) -> Line:
    state, proof, dated = _state(asked, held)
    holder = None if state == "met" else asked.holder
    return Line(asked.words, WEIGHTS[asked.weight], asked.weight == "needed", state, proof, dated, holder, asked.law)


def _state(asked: Asked, held: Held) -> tuple[State, Text | None, date | None]:
    remark: Text | None = None
    for name in asked.facts:
        if name.startswith("field."):
            shown = held.fields.get(name, "")
            if shown:
                return "met", Text(shown, shown), None
            continue
        fact = held.facts.get(name)
        if isinstance(fact, Known):
            if fact.value is True:
                return "met", _proof(name, fact), fact.as_of if isinstance(fact.as_of, date) else None
            remark = remark or fact.remark
    if not asked.facts:
        return "unknown", None, None
    return ("later" if asked.weight == "after" and not held.built else "unmet"), remark, None


def _proof(name: str, fact: Known) -> Text:
    words = dict(terms.DOCUMENT_WORDS)[name.removeprefix("document.")]
    number = fact.source if isinstance(fact.source, str) else ""
    return Text(f"{words.zh} {number}".strip(), f"{words.en} {number}".strip()) if number != words.zh else words
