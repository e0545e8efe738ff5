"""Dated figures of the sandbox module, each with its source and mark; those marked U stand for confirmation by the city."""

from __future__ import annotations

from datetime import date
from typing import Final

from taizhang.basis.clockunits import Months, WorkingDays
from taizhang.basis.law import Dated, Span
from taizhang.basis.text import Text

from .law import CHONGQING, DISCLOSURE, LISTING, READING, TRIGGER

_SINCE: Final = date(2014, 10, 1)
_PILOT: Final = date(2024, 8, 1)
_UNSURE: Final = CHONGQING.at("", "U")

#: The decision to list is taken within this term of what sets it off. Entering the sandbox does not stop it.
LIST_WITHIN = Dated(
    "sandbox.list_within", Text("列入经营异常名录的决定时限", "Term for the decision to list"), (Span(WorkingDays(10), _SINCE, None, LISTING),)
)
DISCLOSE_WITHIN = Dated(
    "sandbox.disclose_within",
    Text("即时信息的公示时限", "Term to disclose immediate information"),
    (Span(WorkingDays(20), _SINCE, None, DISCLOSURE),),
)
#: Shorter than the term of the law on purpose: what is not corrected can still be listed in time.
DISCLOSURE_PERIOD = Dated(
    "sandbox.disclosure_period",
    Text("公示信息沙盒：自纠期", "Sandbox of disclosed information: time to correct"),
    (Span(WorkingDays(7), _PILOT, None, READING),),
)
INNOVATION_PERIOD = Dated(
    "sandbox.innovation_period", Text("创新沙盒：观察期", "Sandbox of new business: time of observation"), (Span(Months(24), _PILOT, None, TRIGGER),)
)
RETURN_MONTHS = Dated(
    "sandbox.return_months",
    Text("出盒后多久内再次入盒须批准", "How long after leaving a firm needs approval to come back"),
    (Span(Months(12), _PILOT, None, READING),),
)
WARN_BEFORE = Dated(
    "sandbox.warn_before", Text("到期前多久提醒", "How long before an end it is pointed out"), (Span(WorkingDays(3), _PILOT, None, READING),)
)
FOUR_NEW = Dated(
    "sandbox.four_new",
    Text("“四新”企业标签", "Tags of ‘four new’ firms"),
    (Span(("新技术", "新产业", "新业态", "新模式"), _PILOT, None, _UNSURE),),
)
#: Fields of safety: a firm of class A that is in one of them does not come in by its class.
SAFETY_FIELDS = Dated(
    "sandbox.safety_fields",
    Text("不按A类入盒的安全领域", "Fields of safety that class A does not admit"),
    (Span(("食品", "药品", "产品质量", "特种设备"), _PILOT, None, CHONGQING),),
)
NEGATIVE_LIST = Dated(
    "sandbox.negative_list",
    Text("负面清单（一律按常规监管）", "Negative list: ordinary supervision whatever the ground"),
    (Span(("危险化学品", "烟花爆竹", "校外培训"), _PILOT, None, _UNSURE),),
)
PARAMETERS = (
    LIST_WITHIN, DISCLOSE_WITHIN, DISCLOSURE_PERIOD, INNOVATION_PERIOD, RETURN_MONTHS, WARN_BEFORE, FOUR_NEW, SAFETY_FIELDS, NEGATIVE_LIST,
)  # fmt: skip
