"""Dated figures of the projects module, each with its source and mark."""

from __future__ import annotations

from datetime import date

from taizhang.basis.clockunits import CalendarDays, WorkingDays
from taizhang.basis.law import Dated, Span
from taizhang.basis.text import Text

from .law import DISPATCH, INVESTMENT, REQUISITION

#: Monthly reports are due on this day of the next month; two places say the fifth.
REPORT_DUE_DAY = Dated(
    "projects.report_due_day",
    Text("月报截止日（次月）", "Day of the next month on which monthly reports are due"),
    (Span(5, date(2025, 1, 1), None, DISPATCH),),
    unit="日",
)
#: An approved estimate more than this many per cent above the feasibility estimate raises an alarm.
ESTIMATE_EXCESS_PERCENT = Dated(
    "projects.estimate_excess_percent",
    Text("概算超过可研估算的提示比例", "Share by which the estimate may exceed the feasibility figure"),
    (Span(10, date(2019, 7, 1), None, INVESTMENT.at("第十二条", "M")),),
    unit="%",
)
#: Terms of requisition: from the pre-notice, and from the publication of the compensation plan.
PRE_NOTICE = Dated(
    "projects.pre_notice_term",
    Text("征收土地预公告期", "Term of the pre-notice of requisition"),
    (Span(WorkingDays(10), date(2021, 9, 1), None, REQUISITION.at("第二十六条")),),
)
COMPENSATION_NOTICE = Dated(
    "projects.compensation_term",
    Text("征地补偿安置方案公告期", "Term of publication of the compensation plan"),
    (Span(CalendarDays(30), date(2021, 9, 1), None, REQUISITION.at("第二十八条")),),
)
CLOCKS: dict[str, Dated[WorkingDays] | Dated[CalendarDays]] = {
    "pre_notice": PRE_NOTICE,
    "compensation": COMPENSATION_NOTICE,
}

PARAMETERS = (REPORT_DUE_DAY, ESTIMATE_EXCESS_PERCENT, PRE_NOTICE, COMPENSATION_NOTICE)
