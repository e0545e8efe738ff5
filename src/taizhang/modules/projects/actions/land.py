"""Verbs of the requisition of land, and the legal terms it sets running."""

from __future__ import annotations

from taizhang.basis.text import Text
from taizhang.frame.hand import Hand

from ..models import Project
from .clocks import run_clock
from .inputs import Dated, Note, Number


def announce_requisition(project: Project, by: Hand, *, number: Number, dated: Dated) -> None:
    """The pre-notice of requisition is published, and its legal term runs on the checklist.

    Raises:
        BadInput: a day that has not come.
    """
    run_clock(project, by, "pre_notice", dated, Text("征收土地预公告期满", "The term of the pre-notice ends"), number)


def publish_compensation(project: Project, by: Hand, *, number: Number, dated: Dated) -> None:
    """The compensation plan is published, and its legal term runs on the checklist.

    Raises:
        BadInput: a day that has not come.
    """
    run_clock(
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
