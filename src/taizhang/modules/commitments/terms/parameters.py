"""Dated figures of the commitments module, each with its source and mark."""

from __future__ import annotations

from datetime import date

from taizhang.basis.clockunits import CalendarDays, WorkingDays
from taizhang.basis.law import Dated, Span
from taizhang.basis.text import Text

from .law import OFFICE_PRACTICE

#: An organ signs for what it was given within this term.
SIGN_WITHIN = Dated(
    "commitments.sign_within",
    Text("签收时限", "Term to sign for a task"),
    (Span(WorkingDays(2), date(2021, 2, 1), None, OFFICE_PRACTICE),),
)
#: So long before its deadline a task that is not done is pointed out.
DUE_SOON = Dated(
    "commitments.due_soon",
    Text("临期提醒提前量", "How long before its deadline a task is called due soon"),
    (Span(WorkingDays(10), date(2021, 2, 1), None, OFFICE_PRACTICE),),
)
#: A task in hand of which nothing was said for so long is told of at the weekly meeting.
SILENT_AFTER = Dated(
    "commitments.silent_after",
    Text("多久没有反馈即提示", "How long without a word until a task is pointed out"),
    (Span(CalendarDays(14), date(2021, 2, 1), None, OFFICE_PRACTICE),),
)
PARAMETERS = (SIGN_WITHIN, DUE_SOON, SILENT_AFTER)
