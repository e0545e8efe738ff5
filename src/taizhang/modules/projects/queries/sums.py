"""Totals by group, list and year as of a day. Roles are kept apart and every figure opens its rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum

from taizhang.basis.text import Text, verbatim
from taizhang.frame import reading
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Record


@dataclass
class Total:
    """One line of a table of totals. Amounts in fen; each has its own role and none is added to another.

    `known` says how many of the projects have the figure at all: the others are absent, not zero.
    """

    key: str
    label: Text
    projects: int = 0
    total_investment: int = 0
    known_total: int = 0
    annual_plan: int = 0
    known_plan: int = 0
    planned_completion: int = 0
    known_completion: int = 0
    reported: int = 0
    known_reported: int = 0
    certified: int = 0
    known_certified: int = 0
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Records:
    """The records that totals are made of, given by the module so that queries and declarations do not need each other."""

    project: Record
    membership: Record
    plan: Record
    report: Record
    stat: Record


GROUPS = {
    "district": ("district_id", Text("区县", "District")),
    "category": ("category", Text("行业类别", "Category")),
    "organ": ("organ_id", Text("责任单位", "Responsible organ")),
    "stage": ("stage", Text("阶段", "Stage")),
    "source": ("source", Text("投资来源", "Source")),
    "owner": ("owner", Text("建设单位", "Owner")),
}


def totals(
    actor: Actor,
    records: Records,
    *,
    by: str,
    year: int,
    at: date | None = None,
    project_list: int | None = None,
    labels: Any = None,
    conditions: Q | None = None,
) -> tuple[list[Total], Total]:
    """Totals of the projects an actor may see, by a group, as known at the end of a day; and the line over all of them.

    A project on two lists is one project: by 'list' the lines overlap, and the last line is counted over projects, not
    over lines. Reported figures are the newest report of each month that was not returned or superseded.
    """
    projects = _projects(actor, records, at, project_list, year, conditions)
    lines: dict[Any, Total] = {}
    over = Total("", Text("合计（按项目去重）", "Total (each project once)"))
    columns = list(projects.values_list("id", GROUPS[by][0] if by in GROUPS else "id", "total_investment_fen"))
    group_of: dict[int, list[Any]] = defaultdict(list)
    if by == "list":
        for key, list_id in _memberships(actor, records, at, year).values_list("project_id", "list_id"):
            group_of[key].append(list_id)
    for key, group, investment in columns:
        groups = group_of.get(key, []) if by == "list" else [group]
        group_of[key] = groups
        for line in [over, *(_line(lines, g) for g in groups)]:
            line.projects += 1
            if investment is not None:
                line.total_investment += investment
                line.known_total += 1
    ids = group_of.keys()
    _add(lines, over, group_of, ids, _plans(actor, records, at, year, "annual_plan"), "annual_plan", "known_plan")
    _add(
        lines,
        over,
        group_of,
        ids,
        _plans(actor, records, at, year, "planned_completion"),
        "planned_completion",
        "known_completion",
    )
    _add(lines, over, group_of, ids, _reported(actor, records, at, year), "reported", "known_reported")
    _add(lines, over, group_of, ids, _certified(actor, records, at, year), "certified", "known_certified")
    words = labels or {}
    for key, line in lines.items():
        line.key = str(key)
        line.label = words.get(key) or (verbatim(key) if by == "owner" and key else Text("未填", "Not stated"))
    return sorted(lines.values(), key=lambda t: (-t.projects, t.key)), over


def _line(lines: dict[Any, Total], key: Any) -> Total:
    if key not in lines:
        lines[key] = Total(str(key), Text("—", "—"))
    return lines[key]


def _add(
    lines: dict[Any, Total],
    over: Total,
    group_of: Mapping[int, list[Any]],
    ids: Any,
    amounts: Mapping[int, int],
    name: str,
    known: str,
) -> None:
    for project, amount in amounts.items():
        if project not in ids:
            continue
        for line in [over, *(lines[g] for g in group_of[project])]:
            setattr(line, name, getattr(line, name) + amount)
            setattr(line, known, getattr(line, known) + 1)


def _projects(
    actor: Actor, records: Records, at: date | None, project_list: int | None, year: int, conditions: Q | None
) -> QuerySet[Any]:
    found = reading.rows(actor, records.project, at=at).select_related(None)
    if conditions is not None:
        found = found.filter(conditions)
    if project_list is not None:
        members = _memberships(actor, records, at, year).filter(list_id=project_list).values("project_id")
        found = found.filter(id__in=members)
    return found.order_by()


def _memberships(actor: Actor, records: Records, at: date | None, year: int) -> QuerySet[Any]:
    day = at or date(year, 12, 31)
    return (
        reading.rows(actor, records.membership, at=at)
        .filter(list__year=year)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day))
        .order_by()
    )


def _plans(actor: Actor, records: Records, at: date | None, year: int, role: str) -> dict[int, int]:
    found = reading.rows(actor, records.plan, at=at).filter(role=role, year=year)
    return dict(found.order_by().values_list("project_id", "amount_fen"))


def _reported(actor: Actor, records: Records, at: date | None, year: int) -> dict[int, int]:
    found = (
        reading.rows(actor, records.report, at=at)
        .filter(period__gte=f"{year}-01", period__lte=f"{year}-12")
        .exclude(state__in=("superseded", "returned"))
        .exclude(investment_fen__isnull=True)
    )
    return {
        p: int(a)
        for p, a in found.order_by()
        .values("project_id")
        .annotate(a=Sum("investment_fen"))
        .values_list("project_id", "a")
    }


def _certified(actor: Actor, records: Records, at: date | None, year: int) -> dict[int, int]:
    found = (
        reading.rows(actor, records.stat, at=at)
        .filter(period__gte=f"{year}-01", period__lte=f"{year}-12")
        .exclude(investment_fen__isnull=True)
    )
    return {
        p: int(a)
        for p, a in found.order_by()
        .values("project_id")
        .annotate(a=Sum("investment_fen"))
        .values_list("project_id", "a")
    }
