"""The projects module as a table of contents. What it holds is declared in `declared/`, one file for each kind of declaration."""

from __future__ import annotations

from taizhang.basis.text import Text
from taizhang.frame.declare import Answer, Batching, Module, On, PageLink
from taizhang.registers.questions import (
    COORDINATION_MOVED,
    FIGURES_CHANGED,
    MONEY_IN_PLACE,
    NOTICE_LOADED,
    PROJECT_MILESTONE,
)

from . import imports, terms
from .declared.capital import CAPITAL_ACTIONS, CAPITAL_BATCH, CAPITAL_LINE, CAPITAL_PLAN
from .declared.coordination import ASK, COORDINATION, COORDINATION_ACTIONS, COORDINATIONS_LIST, DECIDE
from .declared.documents import DOCUMENTS_LIST
from .declared.extra import EXTRA_ACTIONS, EXTRA_RECORDS
from .declared.feeds import FEED, FEED_ACTIONS, FEEDS_RIGHT
from .declared.fieldwork import FIELDWORK
from .declared.figures import FIGURES
from .declared.forms import FORM, FORM_ACTIONS
from .declared.inbox import INBOX, INBOX_TITLE
from .declared.light_panel import PANELS
from .declared.lights import APPROVE, CHOICE, LIGHT_ACTIONS, LIGHTS, REQUEST, TURN_DAILY, WAIVER, WAIVERS_LIST
from .declared.listings import ITEMS_LIST, PROJECTS_LIST, REPORTS_LIST
from .declared.node_panel import LATE_PANEL
from .declared.nodes import APPROVE_BASELINES, CLOSE_NODES, NODE_ACTIONS, RECORDS_OF_NODES
from .declared.open_data import OPEN_DATA, READY_DAILY
from .declared.questions import ASK_DAILY, QUESTION, QUESTION_ACTIONS, QUESTIONS_LIST
from .declared.records import DOCUMENT, ITEM, LIST, MEMBERSHIP, PLAN, PROJECT, QUANTITY, REPORT, STAT, TEMPLATE
from .declared.said import SAYS
from .declared.verbs import ACCEPT, ACTIONS, CERTIFY, CITY, EDIT, FORWARD, IMPORT, PROVE, PUBLISH, REPORT_RIGHT, REVIEW
from .declared.worklist import worklist
from .lights.rule_sets import LIGHT_RULES
from .maturity import READY_FROM, WEIGHTS
from .queries.milestones import milestones
from .terms.extra import FILL
from .terms.time import TIME_PARAMETERS

_CLERK = frozenset({EDIT, FORWARD, PROVE, ACCEPT, PUBLISH, IMPORT, CLOSE_NODES, FEEDS_RIGHT, ASK, REQUEST, FILL})

MODULE = Module(
    "projects",
    Text("项目", "Projects"),
    Text("抓项目促投资", "Projects and investment"),
    records=(
        *(PROJECT, LIST, MEMBERSHIP, PLAN, ITEM, DOCUMENT, REPORT, QUANTITY, STAT, TEMPLATE, FORM, COORDINATION),
        *(CAPITAL_PLAN, CAPITAL_LINE),
        *(*RECORDS_OF_NODES, FEED, CHOICE, WAIVER, QUESTION, *EXTRA_RECORDS),
    ),
    actions=(*ACTIONS, *FORM_ACTIONS, *COORDINATION_ACTIONS, *NODE_ACTIONS, *FEED_ACTIONS, *LIGHT_ACTIONS, *QUESTION_ACTIONS, *CAPITAL_ACTIONS, *EXTRA_ACTIONS),
    listings=(PROJECTS_LIST, REPORTS_LIST, ITEMS_LIST, DOCUMENTS_LIST, COORDINATIONS_LIST, WAIVERS_LIST, QUESTIONS_LIST),
    grants={
        "drc.clerk": _CLERK,
        "drc.chief": _CLERK | {CITY, APPROVE_BASELINES, DECIDE, APPROVE},
        "bureau.reviewer": frozenset({REVIEW, PROVE, REPORT_RIGHT, CLOSE_NODES, FEEDS_RIGHT, ASK, REQUEST, FILL}),
        "unit.reporter": frozenset({FEEDS_RIGHT, REPORT_RIGHT, PROVE, ASK, REQUEST, FILL}),
        "street.clerk": frozenset({FEEDS_RIGHT, PROVE}),
        "statistics.officer": frozenset({FEEDS_RIGHT, CERTIFY}),
        "leader": frozenset({FEEDS_RIGHT, ASK, DECIDE, APPROVE}),
        "admin.system": frozenset({terms.CHOOSE_RULE}),
        "supervisor": frozenset({FEEDS_RIGHT}),
    },
    on=(On(NOTICE_LOADED, "projects.recompute_deadlines"), On(FIGURES_CHANGED, "projects.check_figures")),
    events=(NOTICE_LOADED, FIGURES_CHANGED, COORDINATION_MOVED),
    answers=(Answer(PROJECT_MILESTONE, milestones),),
    questions=(MONEY_IN_PLACE,),
    worklist=worklist,
    search=(PROJECT, ITEM, DOCUMENT),
    projections=(FIGURES, LIGHTS),
    panels=(*PANELS, LATE_PANEL),
    inbox=INBOX,
    daily=(TURN_DAILY, ASK_DAILY, READY_DAILY),
    batches=(
        Batching(imports.KIND, Text("项目台账", "Project workbook"), "projects.accept_workbook", imports.apply),
        CAPITAL_BATCH,
    ),
    pages=(
        PageLink("/projects/round/", Text("月调度台", "Monthly round")),
        PageLink("/projects/grid/", Text("填报表格", "Reporting grid"), REPORT_RIGHT),
        PageLink("/projects/review/", Text("审核表格", "Review grid")),
        PageLink("/projects/forms/", Text("上级表样", "Superiors' forms"), ACCEPT),
        PageLink("/projects/leader/", Text("领导一屏", "Leader's screen")),
        PageLink("/projects/map/", Text("项目地图", "Map of projects")),
        PageLink("/projects/reserve/", Text("谋划储备", "Reserve pool")),
        PageLink("/projects/lights/", Text("亮灯重算", "Lights under another rule")),
        PageLink("/projects/late-nodes/", Text("逾期节点", "Late nodes")),
        PageLink("/projects/crews/", Text("队伍与窗口期试排", "Sharing crews")),
        PageLink("/projects/calendar/", Text("日历订阅", "Calendar addresses"), FEEDS_RIGHT),
        PageLink("/projects/messages/", INBOX_TITLE),
        PageLink("/projects/totals/", Text("汇总", "Totals")),
        PageLink("/projects/time/", Text("组合时间线", "Portfolio in time")),
        PageLink("/projects/briefing/", Text("通报核对", "Check a bulletin")),
        PageLink("/projects/bulletin/", Text("月度简报", "Monthly bulletin")),
        PageLink("/projects/capital/", Text("外市资本承诺", "Other cities' commitments")),
        PageLink("/projects/import/", Text("导入台账", "Import a workbook"), IMPORT),
    ),
    addresses=(OPEN_DATA,),
    fieldwork=FIELDWORK,
    bar=PageLink("/projects/map/", Text("地图", "Map"), icon="map"),
    laws=terms.LAWS,
    says=SAYS,
    parameters=(*terms.PARAMETERS, *TIME_PARAMETERS, *LIGHT_RULES.values(), WEIGHTS, READY_FROM),
    about=Text(
        "一项目、一清单、一台账：项目从储备到后评价，阶段靠材料推进，开工靠证据认定，月报四个量分开。",
        "One project, one checklist, one ledger: stages move on documents, a start is proved by evidence, and the month keeps four quantities apart.",
    ),
)
