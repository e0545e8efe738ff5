"""Reads for the page of shared crews: the schedules of several projects in three statements, whatever their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text
from taizhang.frame import reading
from taizhang.frame.actor import Actor
from taizhang.registers import calendar as days

from .. import schedule
from ..crews import Work
from .nodes import ScheduleRecords


def schedules(
    actor: Actor, records: ScheduleRecords, projects: Sequence[Any], today: date, name: Callable[[Any], str], title: Callable[[Any], str]
) -> tuple[list[Work], list[tuple[Any, Text]]]:
    """The schedules of these projects as the actor may see them, and the projects that have none, each with the reason."""
    keys = [p.pk for p in projects]
    nodes: dict[int, list[Any]] = defaultdict(list)
    owner: dict[int, int] = {}
    for node in reading.rows(actor, records.node).filter(project__in=keys).order_by("id"):
        nodes[node.project_id].append(node)
        owner[node.pk] = node.project_id
    links: dict[int, list[Any]] = defaultdict(list)
    for link in reading.rows(actor, records.link).filter(node__project__in=keys).order_by("id"):
        links[owner[link.node_id]].append(link)
    calendar = days.calendar()
    found, without = [], []
    for project in projects:
        own = nodes[project.pk]
        try:
            plan = schedule.plan(own, links[project.pk], calendar, today, project.registered_on)
        except BadInput as refused:
            without.append((project, refused.reason))
            continue
        if plan.rows:
            found.append(Work(project.pk, name(project), plan, {key: title(row) for key, row in plan.rows.items()}))
        else:
            without.append((project, Text("没有节点", "no nodes")))
    return found, without
