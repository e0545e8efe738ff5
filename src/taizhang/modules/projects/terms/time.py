"""Dated figures and words of the portfolio in time."""

from __future__ import annotations

from datetime import date

from taizhang.basis.law import Dated, Law, Span
from taizhang.basis.text import Text

from .words import Words

OUTLOOK = Law("", Text("本产品规则：年末预计须写明方法和区间", "Rule of this product: an outlook states its method and a range"), mark="P")
#: With fewer months than these nothing is said of where a year will end.
OUTLOOK_MONTHS = Dated(
    "projects.outlook_months",
    Text("年末预计至少需要的月数", "Months that an outlook for the year needs"),
    (Span(3, date(2024, 1, 1), None, OUTLOOK),),
    unit="月",
)
TIME_PARAMETERS = (OUTLOOK_MONTHS,)

#: The four quantities, which are never added to each other.
QUANTITY_WORDS: Words = (
    ("workload", Text("工作量", "Workload")),
    ("investment", Text("投资量", "Investment")),
    ("paid", Text("已付", "Paid")),
    ("certified", Text("纳统数", "Certified")),
)
#: What can have become of a project between two days.
BECAME_WORDS: Words = (
    ("new", Text("新增", "New")),
    ("gone", Text("退出", "Gone")),
    ("slipped", Text("推迟", "Slipped")),
    ("earlier", Text("提前", "Moved earlier")),
    ("amount", Text("金额变动", "Amount changed")),
)
