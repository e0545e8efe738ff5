"""The inspection module as a table of contents."""

from __future__ import annotations

from taizhang.basis.text import Text
from taizhang.frame.declare import Module, PageLink
from taizhang.registers.questions import VIOLATION_FOUND

from . import terms
from .declared.draws import (
    ACTIONS_DRAWS,
    BATCHINGS_DRAWS,
    LISTINGS_DRAWS,
    PAGES_DRAWS,
    RECORDS_DRAWS,
    SEARCH_DRAWS,
    worklist_draws,
)
from .declared.fieldwork import FIELDWORK
from .declared.rosters import (
    ACTIONS_ROSTERS,
    BATCHINGS_ROSTERS,
    LISTINGS_ROSTERS,
    PAGES_ROSTERS,
    RECORDS_ROSTERS,
    SEARCH_ROSTERS,
    worklist_rosters,
)
from .declared.said import PAPERS, SAYS
from .declared.visit_panel import VISIT_PANEL
from .declared.visits import ACTIONS_VISITS, LISTINGS_VISITS, RECORDS_VISITS, VISIT, worklist_visits
from .queries.firm_facts import ANSWERS
from .terms.draw_words import DRAW_PARAMETERS
from .terms.visit_words import VISIT_PARAMETERS

MODULE = Module(
    "inspection",
    Text("双随机检查", "Random inspections"),
    Text("抓改革优环境", "Reform and business environment"),
    records=(*RECORDS_ROSTERS, *RECORDS_DRAWS, *RECORDS_VISITS),
    actions=(*ACTIONS_ROSTERS, *ACTIONS_DRAWS, *ACTIONS_VISITS),
    listings=(*LISTINGS_ROSTERS, *LISTINGS_DRAWS, *LISTINGS_VISITS),
    worklist=lambda actor, today: [*worklist_rosters(actor, today), *worklist_draws(actor, today), *worklist_visits(actor, today)],
    batches=(*BATCHINGS_ROSTERS, *BATCHINGS_DRAWS),
    search=(*SEARCH_DRAWS, VISIT, *SEARCH_ROSTERS),
    pages=(*PAGES_ROSTERS, *PAGES_DRAWS, PageLink("/inspection/burden/", Text("检查负担", "Burden of inspections"), terms.PLAN)),
    parameters=(*terms.ROSTER_PARAMETERS, *DRAW_PARAMETERS, *VISIT_PARAMETERS),
    grants={
        # Each department that inspects has one: the initiator plans and draws, those who join attach their items.
        "inspection.planner": frozenset({terms.ROSTER, terms.PLAN, terms.ASK}),
        "inspection.chief": frozenset({terms.APPROVE, terms.ASK}),
        "inspection.officer": frozenset({terms.INSPECT}),
    },
    answers=ANSWERS,
    events=(VIOLATION_FOUND,),
    fieldwork=FIELDWORK,
    panels=(VISIT_PANEL,),
    laws=terms.LAWS,
    says=SAYS,
    papers=PAPERS,
    about=Text(
        "一单两库，年度计划，公开抽取，合并进一次门，一次检查各部门结果分开记录，20个工作日内公示；任何人凭公开文件可以重抽。",
        "One list and two rosters, a yearly plan, draws in public, one visit instead of many with each department's results apart, published within 20 working "
        "days; anybody can draw again from the public files.",
    ),
)
