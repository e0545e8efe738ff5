"""The monthly round: units, projects and the state of their month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from taizhang.frame import reading
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Record

from .. import lifecycle, rules
from ..models import Item, ProjectList
from .sums import Records


@dataclass
class Unit:
    """One responsible organ in a month: how many of its projects are in which state of the round."""

    organ: int | None
    name: str
    name_en: str
    due: int = 0
    missing: int = 0
    submitted: int = 0
    reviewed: int = 0
    accepted: int = 0
    returned: int = 0
    overdue: int = 0


def due_to_report(actor: Actor, records: Records) -> QuerySet[Any]:
    """Projects that have to report: those that stand normally, from the day they have a reporting unit or their permit, until done."""
    return (
        reading.rows(actor, records.project)
        .filter(standing__in=("normal", "adjusted"))
        .filter(Q(stage__in=lifecycle.REPORTING) | Q(unit__isnull=False))
        .exclude(stage__in=lifecycle.BUILT)
    )


def monthly_round(actor: Actor, records: Records, period: str, today: date) -> tuple[list[Unit], list[tuple[Any, str]]]:
    """Organs with their counts, and every project that has to report with the state of its month ('missing' when none).

    Which projects have to report says `due_to_report`.
    """
    projects = list(due_to_report(actor, records).order_by("organ_id", "name", "id"))
    states = dict(
        reading.rows(actor, records.report)
        .filter(period=period)
        .exclude(state="superseded")
        .order_by("id")
        .values_list("project_id", "state")
    )
    due = rules.report_due(period)
    late = due is not None and today > due
    units: dict[int | None, Unit] = {}
    lines = []
    for project in projects:
        organ = project.organ
        unit = units.setdefault(
            project.organ_id,
            Unit(
                project.organ_id,
                organ.name if organ else "未明确",
                (organ.name_en or organ.name) if organ else "Not stated",
            ),
        )
        state = states.get(project.pk, "missing")
        unit.due += 1
        if state == "missing":
            unit.missing += 1
            unit.overdue += late
        elif state in ("accepted", "forwarded"):
            unit.accepted += 1
        else:
            setattr(unit, state, getattr(unit, state) + 1)
        lines.append((project, state))
    return sorted(units.values(), key=lambda u: (-u.missing, u.name)), lines


def overview(actor: Actor, records: Records, at: date | None = None) -> Mapping[str, int]:
    """How many projects there are at each proved stage, as known at the end of a day."""
    found = (
        reading.rows(actor, records.project, at=at)
        .select_related(None)
        .order_by()
        .values("stage")
        .annotate(n=Count("id"))
    )
    return {row["stage"]: row["n"] for row in found}


def lists_of(year: int | None = None) -> QuerySet[ProjectList]:
    """Lists of a year, newest first."""
    found = ProjectList.objects.order_by("-year", "id")
    return found.filter(year=year) if year else found


def open_items(actor: Actor, record: Record, today: date) -> Sequence[Item]:
    """Open lines with a due date of the actor's organs, the most urgent first."""
    return list(
        reading.rows(actor, record)
        .filter(state="open", due__isnull=False, organ__in=actor.organs)
        .order_by("due")
        .select_related("project")[:100]
    )
