"""The sandbox module as a table of contents. What it holds is declared in `declared/`, one file for each kind of declaration."""

from __future__ import annotations

from taizhang.basis.text import Text
from taizhang.frame.declare import Module, On, PageLink
from taizhang.registers.questions import (
    FIRM_OPEN_VIOLATIONS,
    FIRM_PARK,
    FIRM_RISK_CLASS,
    FIRM_TAGS,
    FIRM_VISITS_IN_YEAR,
    NOTICE_LOADED,
    VIOLATION_FOUND,
)

from . import terms
from .declared.listings import LISTINGS
from .declared.panel import PANELS
from .declared.records import MEMBER, RECORDS
from .declared.said import PAPERS, SAYS
from .declared.verbs import ACTIONS, BATCHINGS
from .declared.worklist import worklist

MODULE = Module(
    "sandbox",
    Text("沙盒监管", "Sandbox supervision"),
    Text("抓改革优环境", "Reform and business environment"),
    records=RECORDS,
    actions=ACTIONS,
    listings=LISTINGS,
    grants={
        "inspection.planner": frozenset({terms.KEEP, terms.VERIFY}),
        "inspection.chief": frozenset({terms.APPROVE, terms.VERIFY}),
    },
    worklist=worklist,
    search=(MEMBER,),
    questions=(FIRM_RISK_CLASS, FIRM_TAGS, FIRM_PARK, FIRM_OPEN_VIOLATIONS, FIRM_VISITS_IN_YEAR),
    on=(On(VIOLATION_FOUND, "sandbox.follow_violation"), On(NOTICE_LOADED, "sandbox.recompute_clocks")),
    panels=PANELS,
    batches=BATCHINGS,
    laws=terms.LAWS,
    says=SAYS,
    papers=PAPERS,
    parameters=terms.PARAMETERS,
    pages=(
        PageLink("/sandbox/", Text("沙盒总览", "Sandbox at a glance"), terms.VERIFY),
        PageLink("/sandbox-import/", Text("导入缺陷名单", "Import a list of defects"), terms.KEEP),
    ),
    about=Text(
        "公示信息有缺陷的企业，列入名录前先给指导和改正时间，由他人核验后出盒；法定时限照常走、随处可见。仅供内部使用。",
        "A firm with a defect in what it discloses is guided and given time before it is listed, and let out when somebody else has verified it; the clock of "
        "the law runs on in plain sight. Internal.",
    ),
)
