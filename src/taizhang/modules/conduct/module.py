"""The conduct module as a table of contents."""

from __future__ import annotations

from taizhang.basis.text import Text
from taizhang.frame.declare import Inbox, Module, PageLink, Panel

from . import terms
from .declarations import ACTIONS, CAMPAIGN, LISTINGS, PROBLEM, RECORDS, RULE_LIST, worklist
from .reading_panel import readers

_OWN = frozenset({terms.CORRECT, terms.STUDY})

MODULE = Module(
    "conduct",
    Text("作风建设", "Conduct"),
    Text("督查与作风", "Supervision and conduct"),
    records=RECORDS,
    actions=ACTIONS,
    listings=LISTINGS,
    grants={
        "supervisor": frozenset({terms.KEEP, terms.FIND, terms.CHECK, terms.STUDY}),
        # Those who answer for an organ; its clerks and the units of projects see nothing of this.
        "drc.chief": _OWN,
        "bureau.reviewer": _OWN,
        "street.clerk": _OWN,
        "supervision.clerk": _OWN,
    },
    worklist=worklist,
    search=(PROBLEM, CAMPAIGN, RULE_LIST),
    panels=(Panel(PROBLEM, "conduct/readers.html", readers),),
    # Strictly inside: read by those who answer for the organ, and told to no mailbox.
    inbox=Inbox("/conduct/messages/", terms.MESSAGES, {"problem": PROBLEM}, right=terms.CORRECT, leaves=False),
    laws=terms.LAWS,
    pages=(
        PageLink("/conduct/", Text("学查改与“十严禁”", "Campaigns and prohibitions")),
        PageLink("/conduct/messages/", terms.MESSAGES_TITLE, terms.CORRECT),
    ),
    about=Text(
        "专项行动和四个“十严禁”按文件写明的登记，没有写明的就显示未写明；问题查实、整改、由另一机构销号，仅限内部，谁看过都有存证。",
        "Campaigns and lists of prohibitions as documents state them, and ‘not stated’ where they do not; problems are examined, corrected and closed by "
        "another body, for those concerned only, and whoever reads one is on record.",
    ),
)
