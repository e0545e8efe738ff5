"""Legal terms that an action sets running on a project's checklist."""

from __future__ import annotations

from datetime import date

from taizhang.basis.text import Text
from taizhang.frame.hand import Hand, not_future
from taizhang.registers import calendar as days

from .. import rules, terms
from ..models import Item, Project


def run_clock(project: Project, by: Hand, clock: str, since: date, title: Text, ground: str) -> None:
    """A line of the checklist ends with a legal term that began on a day.

    Raises:
        BadInput: a day that has not come.
    """
    not_future(since, by, "dated")
    due = rules.clock_due(clock, since, days.calendar())
    law = terms.CLOCKS[clock].on(since)
    by.put(
        Item(
            project=project,
            list="procedure",
            kind=f"clock.{clock}",
            title=title.zh,
            title_en=title.en,
            organ=project.organ,
            due=due.date if due else None,
            provisional=bool(due and due.provisional),
            clock=clock,
            clock_from=since,
            source=f"{law.law.cite()} {ground}"[:300] if law else ground,
        )
    )
