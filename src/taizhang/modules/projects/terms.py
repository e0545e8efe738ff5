"""Words of the projects module: kinds, stages, documents, lists, and the offices that hold the facts."""

from __future__ import annotations

from datetime import date

from taizhang.basis.clockunits import CalendarDays, WorkingDays
from taizhang.basis.law import Dated, Law, Span
from taizhang.basis.text import Text
from taizhang.registers import laws

Words = tuple[tuple[str, Text], ...]

INVESTMENT = laws.GOVERNMENT_INVESTMENT
FILING = laws.ENTERPRISE_INVESTMENT
PERMIT = laws.CONSTRUCTION_PERMIT
REQUISITION = laws.LAND_ADMINISTRATION
STATISTICS = laws.INVESTMENT_STATISTICS
DISPATCH = Law("", Text("项目月调度工作惯例", "Practice of monthly project dispatch"), mark="S")
LEDGER_RULE = Law("", Text("一项目、一清单、一台账", "One project, one checklist, one ledger"), mark="S")

KINDS: Words = (
    ("gov", Text("政府投资项目（审批）", "Government-invested (examination)")),
    ("filed", Text("企业投资项目（备案）", "Enterprise project (filing)")),
)

SOURCES: Words = (
    ("government", Text("政府投资", "Government")),
    ("state", Text("国有企业", "State-owned firm")),
    ("private", Text("民间投资", "Private")),
    ("foreign", Text("外商投资", "Foreign")),
)

CATEGORIES: Words = (
    ("industry", Text("产业", "Industry")),
    ("infrastructure", Text("基础设施", "Infrastructure")),
    ("transport", Text("交通", "Transport")),
    ("water", Text("水利", "Water")),
    ("education", Text("教育", "Education")),
    ("health", Text("卫生健康", "Health")),
    ("housing", Text("住房与城市更新", "Housing and renewal")),
    ("commerce", Text("商贸物流", "Commerce and logistics")),
    ("culture", Text("文旅体育", "Culture, tourism and sport")),
    ("ecology", Text("生态环保", "Ecology")),
    ("other", Text("其他", "Other")),
)

YEAR_CLASSES: Words = (
    ("early", Text("前期", "Preparation")),
    ("new", Text("新开工", "New start")),
    ("ongoing", Text("续建", "Continuing")),
    ("finishing", Text("竣工投产", "Completing")),
)

ORIGINS: Words = (
    ("entered", Text("系统内办理", "Entered here")),
    ("imported", Text("台账导入", "Imported from a workbook")),
)

#: What a workbook or a report may claim, in the order in which a project passes through it.
CLAIMS: Words = (
    ("idea", Text("谋划", "Idea")),
    ("early", Text("前期", "Preparation")),
    ("started", Text("开工", "Started")),
    ("building", Text("在建", "Under construction")),
    ("finished", Text("竣工", "Completed")),
    ("producing", Text("投产", "In production")),
    ("suspended", Text("停工", "Stopped")),
)

LISTS: Words = (
    ("procedure", Text("手续", "Procedures")),
    ("factor", Text("要素", "Factors")),
    ("money", Text("资金", "Money")),
    ("problem", Text("问题", "Problems")),
    ("duty", Text("责任", "Duties")),
)

ITEM_STATES: Words = (
    ("open", Text("待办", "Open")),
    ("done", Text("已完成", "Done")),
    ("dropped", Text("不再需要", "No longer needed")),
)

PLAN_ROLES: Words = (
    ("annual_plan", Text("年度计划投资", "Annual plan")),
    ("planned_completion", Text("计划完成投资", "Planned completion")),
    ("target", Text("力争目标", "Target")),
)

REPORT_STATES: Words = (
    ("submitted", Text("已报", "Submitted")),
    ("reviewed", Text("主管部门已审", "Reviewed by the bureau")),
    ("accepted", Text("区级已核", "Accepted by the district")),
    ("forwarded", Text("已报市级", "Forwarded to the city")),
    ("returned", Text("退回", "Returned")),
    ("superseded", Text("已被更正", "Superseded")),
)

DRC = Text("发展改革部门", "development and reform commission")
HOUSING = Text("住房城乡建设部门", "housing and construction bureau")
RESOURCES = Text("自然资源部门", "natural resources bureau")
FINANCE = Text("财政部门", "finance bureau")
OWNER = Text("项目单位", "project unit")
SUPERVISOR = Text("监理单位", "supervision firm")
STAT_OFFICE = Text("统计部门", "statistics office")
DISTRICT = Text("区县人民政府", "district government")

#: Document kinds: key, words, who holds it, under which law.
DOCUMENTS: tuple[tuple[str, Text, Text, Law | None], ...] = (
    ("proposal_approval", Text("项目建议书批复", "Approval of the proposal"), DRC, INVESTMENT.at("第九条")),
    (
        "feasibility_approval",
        Text("可行性研究报告批复", "Approval of the feasibility study"),
        DRC,
        INVESTMENT.at("第九条"),
    ),
    (
        "design_approval",
        Text("初步设计及概算批复", "Approval of design and estimate"),
        DRC,
        INVESTMENT.at("第九条、第十二条"),
    ),
    (
        "money_notice",
        Text("投资计划或资金下达文件", "Notice allotting the money"),
        FINANCE,
        INVESTMENT.at("第二十二条", "S"),
    ),
    ("filing_certificate", Text("企业投资项目备案证明", "Filing certificate"), DRC, FILING.at("第十三条")),
    ("land_title", Text("用地手续（不动产权证或划拨决定书）", "Land title or allocation"), RESOURCES, None),
    ("planning_permit", Text("建设工程规划许可证", "Planning permit for works"), RESOURCES, None),
    ("factor_statement", Text("要素保障落实单", "Statement that land, energy and water are secured"), DISTRICT, None),
    ("construction_permit", Text("建筑工程施工许可证", "Construction permit"), HOUSING, PERMIT),
    ("start_report", Text("开工报告", "Start report"), OWNER, INVESTMENT.at("第二十条", "S")),
    ("contract", Text("施工合同", "Construction contract"), OWNER, None),
    (
        "works_photo",
        Text("永久工程现场照片（有日期、有位置）", "Photo of permanent works, dated and located"),
        OWNER,
        None,
    ),
    ("first_payment", Text("首笔工程款支付凭证", "Voucher of the first payment"), OWNER, None),
    ("supervision_log", Text("监理日志", "Supervision log"), SUPERVISOR, None),
    ("acceptance_record", Text("竣工验收报告", "Acceptance record"), HOUSING, INVESTMENT.at("第二十五条", "S")),
    (
        "accounts_approval",
        Text("竣工财务决算批复", "Approval of final accounts"),
        FINANCE,
        INVESTMENT.at("第二十五条", "S"),
    ),
    ("evaluation_report", Text("后评价报告", "Post-evaluation report"), DRC, INVESTMENT.at("第二十六条", "S")),
    ("production_record", Text("投产证明", "Record of production"), OWNER, None),
    ("capacity_record", Text("达产验收意见", "Full-production check"), DISTRICT, None),
    ("adjustment_decision", Text("调整批复", "Decision on the adjustment"), DRC, INVESTMENT.at("第二十一条", "S")),
    ("other", Text("其他材料", "Other"), OWNER, None),
)
DOCUMENT_WORDS: Words = tuple((key, words) for key, words, _, _ in DOCUMENTS)

#: Papers of an authority: without their file they count only when the commission itself enters them.
OFFICIAL = frozenset(
    {
        "proposal_approval",
        "feasibility_approval",
        "design_approval",
        "money_notice",
        "filing_certificate",
        "land_title",
        "planning_permit",
        "factor_statement",
        "construction_permit",
        "acceptance_record",
        "accounts_approval",
        "evaluation_report",
        "capacity_record",
        "adjustment_decision",
    }
)
#: The right to edit projects, which the commission's people hold.
EDIT = "projects.edit"
#: No amount of a project is larger than this (ten trillion yuan): beyond it somebody took one unit for another.
LARGEST_FEN = 10**15

_RULE = Law("", Text("本产品规则", "Rule of this product"), mark="P")

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
LAWS = (INVESTMENT, FILING, PERMIT, REQUISITION, STATISTICS, DISPATCH, LEDGER_RULE, _RULE)
