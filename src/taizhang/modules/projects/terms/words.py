"""Words of the projects module: kinds, stages, lists and states, with their keys."""

from __future__ import annotations

from taizhang.basis.text import Text

Words = tuple[tuple[str, Text], ...]

KINDS: Words = (
    ("gov", Text("政府投资项目（审批）", "Government-invested (examination)")),
    ("filed", Text("企业投资项目（备案）", "Enterprise project (filing)")),
    ("approved", Text("企业投资项目（核准）", "Enterprise project (verification)")),
    ("promotion", Text("招商引资项目", "Investment-promotion project")),
    ("renewal", Text("城市更新项目", "Urban-renewal project")),
    ("park", Text("小微企业园", "Small-firm park")),
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
#: What a project may have to pay in a year: as it was planned, and as the state or the region requires it.
PAYMENT_ROLES: Words = (
    ("payment_plan", Text("年度支付计划", "Payment planned")),
    ("payment_required", Text("年度支付要求（国家或自治区）", "Payment required by the state or region")),
)

REPORT_STATES: Words = (
    ("submitted", Text("已报", "Submitted")),
    ("reviewed", Text("主管部门已审", "Reviewed by the bureau")),
    ("accepted", Text("区级已核", "Accepted by the district")),
    ("forwarded", Text("已报市级", "Forwarded to the city")),
    ("returned", Text("退回", "Returned")),
    ("superseded", Text("已被更正", "Superseded")),
)
#: The right to edit projects, which the commission's people hold.
EDIT = "projects.edit"
#: No amount of a project is larger than this (ten trillion yuan): beyond it somebody took one unit for another.
LARGEST_FEN = 10**15
