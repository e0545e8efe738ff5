"""The two clocks on the page of a firm, with what inspectors hold of it and the letter that went to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from taizhang.basis.predicate import Known, Unknown
from taizhang.basis.text import Text
from taizhang.frame import clock
from taizhang.frame.actor import Actor
from taizhang.frame.catalogue import installed
from taizhang.frame.declare import Panel
from taizhang.frame.gates import inside
from taizhang.registers.questions import (
    FIRM_OPEN_VIOLATIONS,
    FIRM_PARK,
    FIRM_RISK_CLASS,
    FIRM_TAGS,
    FIRM_VISITS_IN_YEAR,
)

from .. import terms
from ..queries import clocks
from .records import MEMBER

_ASKED: Final = (
    (FIRM_VISITS_IN_YEAR, Text("本年度入企检查", "Visits this year")),
    (FIRM_OPEN_VIOLATIONS, Text("未处理完的违法问题", "Violations not dealt with")),
    (FIRM_RISK_CLASS, Text("信用风险分类", "Class of credit risk")),
    (FIRM_TAGS, Text("经营类别", "Kinds of business")),
    (FIRM_PARK, Text("所在园区", "Park")),
)
_UNKNOWN: Final = Text("不详，可向{h}了解", "Not known: ask {h}")
_KEEPER: Final = Text("管理该企业名录的单位", "the office that keeps the roster")
_NONE: Final = Text("无", "None")


def both_clocks(actor: Actor, member: Any, at: date | None, lang: str) -> Mapping[str, Any]:
    """The bars of both clocks on the day of the page, the law in a sentence, and what others know of the firm."""
    day = at or clock.today()
    found = clocks.clocks_of(member, day)
    return {
        "clocks": found,
        "standing": dict(terms.LISTING_STANDINGS)[found.standing],
        "sentence": terms.BOTH_CLOCKS.with_(d=member.listing_due.isoformat()) if member.listing_due else None,
        "law": terms.LISTING,
        "scheme": terms.SCHEMES[member.scheme],
        "internal": terms.INTERNAL,
        "facts": [(label, _word(question, member.enterprise_id, day)) for question, label in _ASKED],
        "letter": clocks.letter_entry(member.id) if member.letter_number else "",
        "number": member.letter_number,
    }


def _word(question: Any, firm: int, day: date) -> Any:
    answer = installed().ask(question, [firm], day)[firm]
    if not isinstance(answer, Known) or answer.value is None:
        return _UNKNOWN.with_(h=inside(answer.holder if isinstance(answer, Unknown) else _KEEPER))
    return str(answer.value) if answer.value != "" else _NONE


PANELS: Final = (Panel(MEMBER, "sandbox/clocks.html", both_clocks),)
