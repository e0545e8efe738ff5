"""Dated figures of the projects module, each with its source and mark."""

from __future__ import annotations

from datetime import date

from taizhang.basis.clockunits import CalendarDays, Months, WorkingDays
from taizhang.basis.law import Dated, Span
from taizhang.basis.text import Text
from taizhang.registers import laws

from .cross_checks import LIMITS
from .law import DISPATCH, INVESTMENT, REQUISITION, RULE, STATISTICS
from .lights import LIGHT_CITY, QUESTION_TERM

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
    (Span(WorkingDays(10), date(2021, 9, 1), None, REQUISITION.at("第二十六条", "S")),),
)
COMPENSATION_NOTICE = Dated(
    "projects.compensation_term",
    Text("征地补偿安置方案公告期", "Term of publication of the compensation plan"),
    (Span(CalendarDays(30), date(2021, 9, 1), None, REQUISITION.at("第二十八条", "S")),),
)

#: Projects from this planned total on are counted; from the second one on they report on the form for large projects.
ENTRY_FROM_FEN = Dated(
    "projects.entry_from_fen",
    Text("统计起点：计划总投资", "Planned total from which a project is counted"),
    (Span(5_000_000_00, date(2011, 1, 1), None, STATISTICS),),
    unit="分",
)
LARGE_FORM_FROM_FEN = Dated(
    "projects.large_form_from_fen",
    Text("206-1表起点：计划总投资", "Planned total from which form 206-1 is used"),
    (Span(50_000_000_00, date(2017, 1, 1), None, laws.STATISTICS_FORMS),),
    unit="分",
)
#: How long a paper counts from its date, where it does not state an end of its own.
VALIDITY: dict[str, Dated[Months]] = {
    "pre_examination": Dated(
        "projects.valid_pre_examination",
        Text("用地预审与选址意见书有效期", "Validity of the pre-examination of land"),
        (Span(Months(36), date(2017, 1, 1), None, laws.LAND_PRE_EXAMINATION.at("", "M")),),
    ),
    "verification_decision": Dated(
        "projects.valid_verification",
        Text("核准批复有效期（未开工）", "Validity of a verification before the start"),
        (Span(Months(24), date(2017, 2, 1), None, laws.VERIFICATION_LAPSES),),
    ),
    "eia_approval": Dated(
        "projects.valid_eia",
        Text("环评批复有效期（未开工）", "Validity of the environmental approval before the start"),
        (Span(Months(60), date(2003, 9, 1), None, laws.ENVIRONMENTAL_IMPACT_LAPSES),),
    ),
}
#: Approvals that lapse unless the works begin in time; once they have begun, their end says nothing any more.
UNTIL_START = ("verification_decision", "eia_approval")
#: So long before its end a paper is shown to whoever holds the project, in working days.
EXPIRING_SOON = Dated(
    "projects.expiring_soon",
    Text("证照到期提醒提前量", "How long before its end a document is pointed out"),
    (Span(WorkingDays(20), date(2019, 7, 1), None, RULE),),
)
#: From the grant of the construction permit until the works must have begun.
PERMIT_START = Dated(
    "projects.permit_start_term",
    Text("施工许可证核发后应开工期限", "Term from the construction permit to the start"),
    (Span(Months(3), date(2014, 10, 25), None, laws.CONSTRUCTION_PERMIT_LAPSES),),
)
#: Publicity of the recognition of a small-firm park; the rule says five days, and working days are taken.
PARK_PUBLICITY = Dated(
    "projects.park_publicity_term",
    Text("小微企业园认定公示期", "Publicity of the recognition of a park"),
    (Span(WorkingDays(5), date(2021, 1, 1), None, laws.PARK_RECOGNITION.at("", "M")),),
)
#: Terms that run on the checklist, by name.
CLOCKS: dict[str, Dated[WorkingDays] | Dated[CalendarDays] | Dated[Months]] = {
    "pre_notice": PRE_NOTICE,
    "compensation": COMPENSATION_NOTICE,
    "permit_start": PERMIT_START,
    "park_publicity": PARK_PUBLICITY,
    "question": QUESTION_TERM,
}

PARAMETERS = (
    REPORT_DUE_DAY,
    ESTIMATE_EXCESS_PERCENT,
    PRE_NOTICE,
    COMPENSATION_NOTICE,
    ENTRY_FROM_FEN,
    LARGE_FORM_FROM_FEN,
    *VALIDITY.values(),
    EXPIRING_SOON,
    PERMIT_START,
    PARK_PUBLICITY,
    LIGHT_CITY,
    QUESTION_TERM,
    *LIMITS,
)
