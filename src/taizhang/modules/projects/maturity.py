"""How mature a project of the reserve is (谋划储备成熟度): points with a reason each, and what is missing, never typed.

The weights are this product's proposal and a dated parameter with the mark P: a city puts its own in their place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from taizhang.basis.law import Dated, Span
from taizhang.basis.text import Text

from . import terms

_BASIS = {
    "gov": ("proposal_approval", "feasibility_approval"),
    "filed": ("filing_certificate",),
    "approved": ("verification_decision",),
    "promotion": ("investment_agreement", "fair_competition_review"),
    "renewal": ("quarter_plan", "renewal_plan_approval"),
    "park": ("filing_certificate",),
}
_LAND = ("pre_examination", "land_title", "factor_statement")
_MONEY = ("money_notice",)

#: Points of each part, of a hundred in all.
WEIGHTS = Dated(
    "projects.maturity_weights",
    Text("储备成熟度各项分值", "Points of the parts of a reserve project's maturity"),
    (
        Span(
            (
                ("described", 15),
                ("responsible", 10),
                ("sized", 10),
                ("timed", 10),
                ("basis", 25),
                ("land", 15),
                ("money", 15),
            ),
            date(2025, 1, 1),
            None,
            terms.RULE,
        ),
    ),
    unit="分",
)
#: From this many points on a project counts as ready to be put forward for funds.
READY_FROM = Dated(
    "projects.maturity_ready_from",
    Text("可列为资金争取候选的成熟度", "Maturity from which a project may be put forward for funds"),
    (Span(70, date(2025, 1, 1), None, terms.RULE),),
    unit="分",
)


@dataclass(frozen=True, slots=True)
class Idea:
    """What maturity looks at: a project's own description, and the kinds of document on its file that count."""

    kind: str
    summary: str
    has_organ: bool
    has_lead: bool
    total_investment_fen: int | None
    planned_start: str
    planned_finish: str
    papers: frozenset[str]
    money_stated: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its points of how many, why, and who can supply what is missing (None when nothing is)."""

    key: str
    label: Text
    points: int
    of: int
    why: Text
    holder: Text | None = None


@dataclass(frozen=True, slots=True)
class Maturity:
    """All parts, in the order of the rule; `of` is the sum of their weights."""

    parts: tuple[Part, ...]

    @property
    def points(self) -> int:
        return sum(p.points for p in self.parts)

    @property
    def of(self) -> int:
        return sum(p.of for p in self.parts)

    @property
    def missing(self) -> tuple[Part, ...]:
        return tuple(p for p in self.parts if p.points < p.of)


def maturity(idea: Idea, day: date) -> Maturity | None:
    """Points and reasons of a reserve project on a day; None where no rule holds on that day.

    >>> bare = Idea("gov", "", False, False, None, "", "", frozenset())
    >>> maturity(bare, date(2026, 1, 1)).points
    0
    """
    span = WEIGHTS.on(day)
    if span is None:
        return None
    return Maturity(tuple(_part(key, weight, idea) for key, weight in span.value))


def is_ready(found: Maturity, day: date) -> bool:
    """True when the points reach the threshold that holds on a day."""
    span = READY_FROM.on(day)
    return span is not None and found.points >= span.value


_LABELS: Mapping[str, Text] = {
    "described": Text("建设内容", "What is built"),
    "responsible": Text("责任单位和责任人", "Organ and person in charge"),
    "sized": Text("总投资", "Total investment"),
    "timed": Text("计划开工与竣工", "Planned start and finish"),
    "basis": Text("审批、核准、备案或策划依据", "Approval, verification, filing or plan"),
    "land": Text("用地与要素", "Land and factors"),
    "money": Text("资金来源", "Sources of money"),
}


def _part(key: str, weight: int, idea: Idea) -> Part:
    share, why, holder = _SCORES[key](idea)
    done, of = share
    return Part(key, _LABELS[key], weight * done // of, weight, why, holder if done < of else None)


_Score = tuple[tuple[int, int], Text, Text]


def _described(idea: Idea) -> _Score:
    written = len(idea.summary.strip())
    if not written:
        return (0, 2), Text("没有写建设内容", "Nothing is said of what is built"), terms.OWNER
    if written < 20:
        return (
            (1, 2),
            Text("建设内容只有{n}个字", "What is built is said in {n} characters").with_(n=written),
            terms.OWNER,
        )
    return (2, 2), Text("已写明", "It is said"), terms.OWNER


def _responsible(idea: Idea) -> _Score:
    done = idea.has_organ + idea.has_lead
    words = (
        Text("责任单位和责任人都未明确", "Neither organ nor person is named"),
        Text("责任单位、责任人只明确一项", "Only one of organ and person is named"),
        Text("均已明确", "Both are named"),
    )
    return (done, 2), words[done], terms.DRC


def _sized(idea: Idea) -> _Score:
    if idea.total_investment_fen is None:
        return (0, 1), Text("总投资未定（空不等于零）", "The total is not known, which is not zero"), terms.OWNER
    return (1, 1), Text("已定", "It is known"), terms.OWNER


def _timed(idea: Idea) -> _Score:
    done = bool(idea.planned_start) + bool(idea.planned_finish)
    words = (
        Text("计划开工、竣工都没有", "Neither start nor finish is planned"),
        Text("计划开工、竣工只有一项", "Only one of start and finish is planned"),
        Text("均有", "Both are planned"),
    )
    return (done, 2), words[done], terms.OWNER


def _papers(idea: Idea, kinds: tuple[str, ...]) -> _Score:
    words = dict(terms.DOCUMENT_WORDS)
    holders = {key: holder for key, _, holder, _ in terms.DOCUMENTS}
    absent = [k for k in kinds if k not in idea.papers]
    if not absent:
        return (len(kinds), len(kinds)), Text("材料齐全", "The papers are on file"), terms.DRC
    why = Text("缺“{d}”", "“{d}” is missing").with_(d=words[absent[0]])
    return (len(kinds) - len(absent), len(kinds)), why, holders[absent[0]]


def _basis(idea: Idea) -> _Score:
    return _papers(idea, _BASIS[idea.kind])


def _land(idea: Idea) -> _Score:
    if idea.papers & set(_LAND):
        return (1, 1), Text("用地或要素材料在册", "A paper on land or factors is on file"), terms.RESOURCES
    why = Text("用地预审、用地手续或要素保障单都没有", "No pre-examination, land title or statement of factors")
    return (0, 1), why, terms.RESOURCES


def _money(idea: Idea) -> _Score:
    if idea.papers & set(_MONEY):
        return (2, 2), Text("资金文件在册", "The notice of money is on file"), terms.FINANCE
    if idea.money_stated:
        return (1, 2), Text("已说明来源，尚无下达文件", "Sources are stated; no notice yet"), terms.FINANCE
    return (0, 2), Text("没有说明资金来源", "No source of money is stated"), terms.FINANCE


_SCORES = {
    "described": _described,
    "responsible": _responsible,
    "sized": _sized,
    "timed": _timed,
    "basis": _basis,
    "land": _land,
    "money": _money,
}
