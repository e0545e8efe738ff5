"""The commitments module as a table of contents. What it holds is declared in `declared/`, one file for each kind of declaration."""

from __future__ import annotations

from taizhang.basis.text import Text
from taizhang.frame.declare import Module, On, PageLink
from taizhang.registers.questions import COORDINATION_MOVED, PROJECT_MILESTONE

from . import terms
from .declared import curated, spot
from .declared.daily import REMIND_DAILY
from .declared.inbox import INBOX, INBOX_TITLE
from .declared.listings import EXTENSIONS_LIST, SOURCES_LIST, TASKS_LIST
from .declared.origins import STATED
from .declared.panels import PANELS
from .declared.records import RECORDS, SOURCE, TASK
from .declared.said import PAPERS, SAYS
from .declared.spot import SECRET_TITLE
from .declared.spot_panel import SPOT_PANEL
from .declared.verbs import ACTIONS, APPROVE, CHECK, DO, REGISTER
from .declared.worklist import worklist

MODULE = Module(
    "commitments",
    Text("任务督查", "Commitments"),
    Text("督查与作风", "Supervision and conduct"),
    records=(*RECORDS, *curated.RECORDS, spot.SPOT, spot.DRAWN),
    actions=(*ACTIONS, *curated.ACTIONS, *spot.ACTIONS),
    listings=(TASKS_LIST, SOURCES_LIST, EXTENSIONS_LIST, spot.LISTING, *curated.LISTINGS),
    grants={
        "supervision.clerk": frozenset({REGISTER, CHECK, curated.CURATE}),
        "drc.clerk": frozenset({DO}),
        "drc.chief": frozenset({DO, APPROVE}),
        "bureau.reviewer": frozenset({DO}),
        "unit.reporter": frozenset({DO}),
        "street.clerk": frozenset({DO}),
        "statistics.officer": frozenset({DO}),
        "leader": frozenset({APPROVE}),
        "supervisor": frozenset({CHECK}),
    },
    questions=(PROJECT_MILESTONE,),
    on=(On(COORDINATION_MOVED, "commitments.follow_coordination"),),
    worklist=worklist,
    daily=(REMIND_DAILY,),
    panels=(*PANELS, SPOT_PANEL),
    inbox=INBOX,
    stated=STATED,
    search=(TASK, SOURCE, *curated.SEARCH),
    pages=(
        PageLink("/commitments/sources/new/", Text("录入文件", "Read a document in"), REGISTER),
        PageLink("/commitments/tree/", Text("责任树", "Tree of responsibilities")),
        PageLink("/commitments/wall/", Text("进度墙", "Progress wall")),
        PageLink("/commitments/meeting/", Text("周例会", "Weekly meeting")),
        PageLink("/commitments/messages/", INBOX_TITLE),
        PageLink("/commitments/notice/", Text("通报", "Notice")),
        PageLink("/commitments/spot/secret/", SECRET_TITLE, CHECK),
        PageLink("/commitments/letter/", Text("督办函", "Supervision letter"), REGISTER),
        PageLink("/commitments/figures/", Text("数字从何而来", "Where a figure comes from")),
    ),
    laws=terms.LAWS,
    says=SAYS,
    papers=PAPERS,
    parameters=terms.PARAMETERS,
    about=Text(
        "文件里的话变成任务：每项连着原文，有牵头单位和时限，做到了有佐证、由别的机构核查销号；没有写明的，就显示未写明。",
        "The words of a document become tasks, each tied to its sentence, with an organ and a deadline; they are proved and closed by another organ. "
        "What is not stated says so.",
    ),
)
