"""Verbs of the statistics entry (统计入库): first in the library, then figures. The statistics office alone decides."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand, not_future

from ..models import Project
from .inputs import Note, Reason


def apply_for_entry(project: Project, by: Hand, *, note: Note = "") -> None:
    """The unit has applied for entry with its papers on file; the statistics office decides."""
    project.library_applied_on = by.today
    by.put(project)


def accept_entry(
    project: Project,
    by: Hand,
    *,
    on: Annotated[date, Ask(Text("入库日期", "Entered on"), example="2026-01-20")],
) -> None:
    """The project is in the statistics library from a day.

    Raises:
        BadInput: a day that has not come.
    """
    not_future(on, by, "on")
    project.entered_on = on
    by.put(project)


def return_entry(project: Project, by: Hand, *, reason: Reason) -> None:
    """The application went back to the unit, with the reason."""


def strike_entry(project: Project, by: Hand, *, reason: Reason) -> None:
    """The project is no longer in the library, with the reason; its figures stay as they were."""
    project.entered_on = None
    by.put(project)
