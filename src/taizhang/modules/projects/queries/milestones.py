"""What projects have provedly reached, for other modules that await it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from taizhang.basis.predicate import Answer, Known
from taizhang.basis.text import Text
from taizhang.frame import clock

from ..models import Project, ProjectHistory
from .scope import known_on

_IN_USE = ("settled", "evaluated", "producing", "full", "operating", "opened")
_MILESTONE = {"started": "started", "building": "started", "completed": "completed", **dict.fromkeys(_IN_USE, "in_use")}


def milestones(keys: Sequence[int], day: date) -> Mapping[int, Answer]:
    """The furthest milestone of each project by its proved stage as known at the end of a day; '' before its start."""
    rows = Project.objects.filter(pk__in=keys) if day >= clock.today() else known_on(ProjectHistory, day).filter(id__in=keys)
    source = Text("项目台账", "Ledger of the projects")
    return {key: Known(_MILESTONE.get(stage, ""), source, day) for key, stage in rows.values_list("id", "stage")}
