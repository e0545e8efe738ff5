"""Verbs of the requisition of land, and the legal terms it sets running."""

from __future__ import annotations

from datetime import date

from taizhang.basis.text import Text
from taizhang.frame.hand import Hand
from taizhang.registers import calendar as days

from .. import rules, terms
from ..models import Item, Project
from .checks import not_future
from .inputs import Dated, Note, Number


def announce_requisition(project: Project, by: Hand, *, number: Number, dated: Dated) -> None:
    """The pre-notice of requisition is published, and its legal term runs on the checklist.

    Raises:
        BadInput: a day that has not come.
    """
    _clock(project, by, "pre_notice", dated, Text("征收土地预公告期满", "The term of the pre-notice ends"), number)


def publish_compensation(project: Project, by: Hand, *, number: Number, dated: Dated) -> None:
    """The compensation plan is published, and its legal term runs on the checklist.

    Raises:
        BadInput: a day that has not come.
    """
    _clock(
        project,
        by,
        "compensation",
        dated,
        Text("补偿安置方案公告期满", "The term of the compensation plan ends"),
        number,
    )


def begin_signing(project: Project, by: Hand, *, note: Note = "") -> None:
    """Agreements with households are being signed."""


def hand_over_land(project: Project, by: Hand, *, number: Number, dated: Dated) -> None:
    """Cleared land is handed over."""


def _clock(project: Project, by: Hand, clock: str, since: date, title: Text, ground: str) -> None:
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
