"""Verbs of the recognition of a small-firm park (小微企业园认定): application, district, experts and site, publicity, stars."""

from __future__ import annotations

from typing import Annotated

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand

from .. import terms
from ..models import Project
from .clocks import run_clock
from .inputs import Dated, Note, Number, Reason


def apply_for_stars(project: Project, by: Hand, *, note: Note = "") -> None:
    """The park has applied for recognition: the application is on file."""


def review_stars(project: Project, by: Hand, *, note: Note = "") -> None:
    """The district has reviewed the application: its opinion is on file."""


def examine_stars(project: Project, by: Hand, *, note: Note = "") -> None:
    """Experts have judged and the site was checked: both papers are on file."""


def publicise_stars(project: Project, by: Hand, *, number: Number, dated: Dated) -> None:
    """The proposed recognition is publicised, and its term runs on the checklist.

    Raises:
        BadInput: a day that has not come.
    """
    run_clock(
        project, by, "park_publicity", dated, Text("认定公示期满", "The publicity of the recognition ends"), number
    )
    project.publicised_on = dated
    by.put(project)


def recognise_stars(
    project: Project,
    by: Hand,
    *,
    level: Annotated[int, Ask(Text("星级", "Stars"), visibility="public", example=1)],
) -> None:
    """The park is recognised with one to three stars: the decision is on file.

    Raises:
        BadInput: another number of stars.
    """
    if not 1 <= level <= 3:
        raise BadInput(
            Text("星级为一至三星", "A park has one to three stars"), code="bad_stars", field="level", law=terms.PARK
        )
    project.star_level = level
    by.put(project)


def refuse_stars(project: Project, by: Hand, *, reason: Reason) -> None:
    """The park is not recognised, with the reason; it may apply again after correction."""
    project.publicised_on = None
    by.put(project)


def revoke_stars(project: Project, by: Hand, *, reason: Reason) -> None:
    """The recognition is withdrawn, with the reason."""
    project.star_level, project.publicised_on = None, None
    by.put(project)
