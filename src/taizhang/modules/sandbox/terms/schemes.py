"""The declared schemes: what each is for, where it comes from, and which dated figures it runs on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from taizhang.basis.law import Dated, Law
from taizhang.basis.text import Text

from .law import CHONGQING, READING
from .parameters import (
    DISCLOSURE_PERIOD,
    FOUR_NEW,
    INNOVATION_PERIOD,
    LIST_WITHIN,
    NEGATIVE_LIST,
    RETURN_MONTHS,
    SAFETY_FIELDS,
    WARN_BEFORE,
)
from .words import DISCLOSURE_SCHEME, INNOVATION_SCHEME, Words


@dataclass(frozen=True, slots=True)
class Scheme:
    """One form of the sandbox as declared: who comes in, for how long, how one leaves; its source and its dated figures.

    `listing` says whether a term of the law for listing runs beside it; `lifecycle` is the version under which firms begin.
    """

    key: str
    label: Text
    law: Law
    lifecycle: str
    period: Dated[Any]
    enters: Text
    leaves: Text
    listing: bool
    figures: tuple[Dated[Any], ...]


DISCLOSURE: Final = Scheme(
    DISCLOSURE_SCHEME,
    Text("企业公示信息“沙盒监管”", "Sandbox of disclosed information"),
    READING,
    "disclosure/2",
    DISCLOSURE_PERIOD,
    Text("有公示缺陷、尚未列入经营异常名录的企业，列入之前进入。", "A firm with a defect of disclosure comes in before it is listed."),
    Text(
        "期内自纠并经他人核验的，良好出盒；期满未改的，提请列入；已自纠而到法定时限仍未核验的，也转列入，列入决定前核实已改正的不予列入；发现违法的，转立案。"
        "法定列入时限照常计算。",
        "Corrected in time and verified by another person: out, well. Not corrected at the end: to be listed. Corrected and still not verified when the "
        "term of the law ends: to be listed too, unless it is found corrected before the decision. A violation: to a case. The law's clock runs on.",
    ),
    True,
    (LIST_WITHIN, DISCLOSURE_PERIOD, RETURN_MONTHS, WARN_BEFORE),
)
INNOVATION: Final = Scheme(
    INNOVATION_SCHEME,
    Text("新业态企业“沙盒监管”（参照重庆）", "Sandbox of new business (after Chongqing)"),
    CHONGQING,
    "innovation/2",
    INNOVATION_PERIOD,
    Text(
        "申报园区内企业、“四新”标签企业、安全领域以外的A类企业；负面清单除外。",
        "Firms in declared parks, firms tagged as ‘four new’, and class A outside the fields of safety; none of the negative list.",
    ),
    Text(
        "分类变化、不再符合入盒条件（含列入负面清单）或发现违法的，自动出盒；期满出盒。",
        "Its class changes, what it came in by no longer holds (the negative list among it), or a violation is found: out at once. The time is over: out.",
    ),
    False,
    (INNOVATION_PERIOD, RETURN_MONTHS, FOUR_NEW, SAFETY_FIELDS, NEGATIVE_LIST),
)
SCHEMES: Final[Mapping[str, Scheme]] = {s.key: s for s in (DISCLOSURE, INNOVATION)}
SCHEME_WORDS: Words = tuple((s.key, s.label) for s in SCHEMES.values())
#: What the law says of the two clocks, in one sentence that stands wherever they are shown.
BOTH_CLOCKS: Final = Text(
    "入盒不停止法定时限：{d}前应作出列入决定；到期仍未改正的，提请列入，过期即为逾期。试点不能改变法律规定的期限。",
    "Being in the sandbox stops no clock of the law: the decision to list is due by {d}. What is not corrected by then is proposed for listing and overdue "
    "after it. A pilot cannot change a term that the law sets.",
)
