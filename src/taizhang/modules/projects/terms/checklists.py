"""What the five lists of a project begin with (手续、要素、资金、问题、责任), by kind and trade, dated and with its law.

A line that names a document is done when the document is on file, and open again when it is withdrawn. Which thresholds make a
side permit necessary differs from place to place: those lines carry the mark U and are dropped with a reason where they do not apply.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from taizhang.basis.law import Law
from taizhang.basis.text import Text

from .documents import DISTRICT, DOCUMENTS, DRC, FINANCE, HOUSING, OWNER
from .law import DISPATCH, INVESTMENT, LEDGER_RULE

_PAPERS = {key: (words, holder, law) for key, words, holder, law in DOCUMENTS}
_BUILT_BY_STATE = ("gov",)
_BUILT_BY_FIRMS = ("filed", "approved", "promotion", "park")
_EVERY = (*_BUILT_BY_STATE, *_BUILT_BY_FIRMS, "renewal")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a template. `kind` is a document's key, or a key of its own with a dot in it.

    `asked` marks the lines that a stage of the lifecycle asks for: an import lays out these alone. `trades` is empty where the
    trade does not matter. Valid from a day (inclusive) until a day (exclusive; None = still).
    """

    list: str
    kind: str
    title: Text
    holder: Text
    law: Law | None
    kinds: tuple[str, ...]
    asked: bool = False
    trades: tuple[str, ...] = ()
    valid_from: date = date(2019, 7, 1)
    valid_to: date | None = None

    def applies(self, kind: str, trade: str, day: date) -> bool:
        """True when a project of a kind and trade has this line on a day."""
        if kind not in self.kinds or (self.trades and trade not in self.trades):
            return False
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def _paper(
    which: str, kind: str, *kinds: str, asked: bool = False, law: Law | None = None, trades: tuple[str, ...] = ()
) -> Line:
    words, holder, own = _PAPERS[kind]
    return Line(which, kind, words, holder, law or own, kinds, asked, trades)


_SIDE = LEDGER_RULE.at("", "U")
_HEAVY = ("industry", "infrastructure", "transport", "water", "commerce")

TEMPLATES: tuple[Line, ...] = (
    _paper("procedure", "proposal_approval", "gov", asked=True),
    _paper("procedure", "feasibility_approval", "gov", asked=True),
    _paper("procedure", "design_approval", "gov", asked=True),
    _paper("procedure", "filing_certificate", "filed", "promotion", "park", asked=True),
    _paper("procedure", "verification_decision", "approved", asked=True),
    _paper("procedure", "investment_agreement", "promotion", asked=True),
    _paper("procedure", "fair_competition_review", "promotion", asked=True),
    _paper("procedure", "business_licence", "promotion", asked=True),
    _paper("procedure", "quarter_plan", "renewal", asked=True),
    _paper("procedure", "renewal_plan_approval", "renewal", asked=True),
    _paper("procedure", "construction_permit", *_EVERY, asked=True),
    _paper("procedure", "pre_examination", *_EVERY),
    _paper("procedure", "land_planning_permit", *_EVERY),
    _paper("procedure", "planning_permit", *_EVERY),
    _paper("procedure", "eia_approval", *_EVERY, law=_SIDE),
    _paper("procedure", "energy_review", *_EVERY, law=_SIDE, trades=_HEAVY),
    _paper(
        "procedure",
        "stability_assessment",
        "gov",
        "renewal",
        law=_SIDE,
        trades=("transport", "water", "housing", "infrastructure"),
    ),
    _paper("factor", "land_title", "gov", "filed", "approved", "park", asked=True),
    _paper("factor", "land_title", "promotion", "renewal"),
    _paper("factor", "factor_statement", *_BUILT_BY_FIRMS, asked=True),
    _paper("money", "money_notice", "gov", asked=True),
    Line(
        "money",
        "money.sources",
        Text("资金来源与到位计划", "Sources of money and when it arrives"),
        FINANCE,
        INVESTMENT.at("第二十二条", "S"),
        _BUILT_BY_STATE,
    ),
    Line(
        "money",
        "money.own",
        Text("资本金到位证明", "Proof that the capital is in place"),
        OWNER,
        None,
        (*_BUILT_BY_FIRMS, "renewal"),
    ),
    Line(
        "problem",
        "problem.survey",
        Text(
            "开工前问题摸排（征迁、管线、交叉施工）", "Survey of what may hold up the start (land, pipes, other works)"
        ),
        DISTRICT,
        DISPATCH,
        _EVERY,
    ),
    _paper("duty", "body_decision", "renewal", asked=True),
    Line(
        "duty",
        "duty.lead",
        Text("明确责任单位、责任人和包联领导", "Name the organ, the person and the leader in charge"),
        DRC,
        DISPATCH,
        _EVERY,
    ),
    Line(
        "duty",
        "duty.builders",
        Text("确定勘察、设计、施工、监理单位", "Name surveyor, designer, builder and supervisor"),
        HOUSING,
        None,
        _EVERY,
    ),
)


def lines_for(kind: str, trade: str, day: date, asked_only: bool = False) -> tuple[Line, ...]:
    """The lines with which the lists of a project of a kind and trade begin on a day, in their order."""
    return tuple(line for line in TEMPLATES if line.applies(kind, trade, day) and (line.asked or not asked_only))
