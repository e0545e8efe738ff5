"""Facts that one module may ask another for, and events that modules announce: declared here, answered where they are held."""

from __future__ import annotations

from taizhang.basis.text import Text
from taizhang.frame.declare import Event, Question

#: Held by the module of policy funds, once it is installed; until then the answer is 'unknown'.
MONEY_IN_PLACE = Question(
    "money_in_place",
    "projects.project",
    bool,
    Text(
        "资金是否到位（由资金模块的主管部门确认）",
        "Whether the money is in place (the office that holds the funds says so)",
    ),
)

#: Held by projects: what a project has provedly reached, '' before its start; tasks that await it are done when it has.
PROJECT_MILESTONE = Question(
    "project_milestone",
    "projects.project",
    str,
    Text("项目已认定达到的节点：开工、竣工、投用", "What a project has provedly reached: its start, completion, use"),
)

#: A holiday notice was loaded: deadlines that cross its year may move, and are no longer provisional.
NOTICE_LOADED = Event("notice_loaded", Text("载入了节假日安排通知", "A holiday notice was loaded"))

#: The accepted figures of a project raise or settle a question that is asked of its unit.
FIGURES_CHANGED = Event("figures_changed", Text("项目的核定数据引起或消除了核查问题", "A project's accepted figures raised or settled a question"))

#: A meeting has decided what a project asked for, or what it decided was reported done, sent back or closed; the subject is the
#: place of the project, `coordination` the key of the matter.
COORDINATION_MOVED = Event("coordination_moved", Text("提请协调事项经会议议定或有了进展", "A matter for coordination was decided by a meeting, or moved on"))

#: Held by the inspectors' rosters: what decides how often a firm is inspected. Internal: never for the public, a bank or a unit.
FIRM_RISK_CLASS = Question("firm_risk_class", "registers.enterprise", str, Text("企业信用风险分类（A 至 D）", "The firm's class of credit risk, A to D"))
FIRM_TAGS = Question(
    "firm_tags", "registers.enterprise", str, Text("企业经营类别标签（以空格分隔）", "Kinds of business that the firm is in, separated by spaces")
)
FIRM_PARK = Question("firm_park", "registers.enterprise", str, Text("企业所在园区，不在园区的为空", "The park that the firm is in, '' for none"))

#: Held by the visits: violations found and not yet dealt with, other than defects of disclosure; and visits of the calendar year.
FIRM_OPEN_VIOLATIONS = Question(
    "firm_open_violations",
    "registers.enterprise",
    int,
    Text("检查发现、尚未处理完的违法问题数（公示缺陷除外）", "Violations found by inspections and not yet dealt with, other than defects of disclosure"),
)
FIRM_VISITS_IN_YEAR = Question("firm_visits_in_year", "registers.enterprise", int, Text("本年度入企检查次数", "Visits to the firm in the calendar year"))

#: An inspection has found a violation at a firm, which is the subject. `what` says it in words; `outcome` is the code of the item's
#: outcome, so that a defect of disclosure that a firm is correcting already is not taken for a new violation.
VIOLATION_FOUND = Event("violation_found", Text("检查发现企业违法", "An inspection found a violation at a firm"))
