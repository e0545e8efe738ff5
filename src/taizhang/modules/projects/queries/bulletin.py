"""The figures of a month's bulletin from the rows that an actor may see, as known now or at the end of a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum

from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.registers.records import ORGAN, PLACE

from .. import lifecycle, rules, terms
from ..bulletin import Figures, Late, Line
from .nodes import ScheduleRecords, late_nodes_then
from .sums import Records

_WORST = 5
_MOST_ASKED = 10


def bulletin_figures(actor: Actor, records: Records, schedule: ScheduleRecords, period: str, at: date | None, lang: str) -> Figures:
    """Everything that the bulletin of a month says; some fifteen statements whatever the number of projects."""
    year = int(period[:4])
    projects = _projects(actor, records, at)
    # What a project invested before it was called off stays in the sums, as everywhere; it is counted among projects no more.
    living = [row for row in projects.values() if row["standing"] != "terminated"]
    plans = _by_project(reading.rows(actor, records.plan, at=at).filter(role="annual_plan", year=year), "amount_fen")
    done = _reported(actor, records, at, f"{year}-01", period)
    month = _reported(actor, records, at, period, period)
    before = _reported(actor, records, at, f"{year - 1}-01", f"{year - 1}{period[4:]}")
    reported, in_time = _reports(actor, records, at, period)
    due = _due(projects)
    place, place_en = _place(actor)
    day = at or clock.today()
    nodes = late_nodes_then(actor, schedule, records.project, day)
    over = _over(projects, plans, done)
    return Figures(
        period=period,
        place=place,
        place_en=place_en,
        known_on=day.isoformat(),
        over=over,
        month=sum(month.get(p, 0) for p in projects),
        year=sum(done.get(p, 0) for p in projects),
        before=sum(before.get(p, 0) for p in projects) if before else None,
        due=len(due),
        reported=len(due & reported),
        in_time=len(due & in_time),
        **_starts(living, period),
        in_library=len(_in_library(actor, records, at, living, period)),
        projects=len(living),
        districts=_lines(projects, plans, done, lambda row: row["district_id"], _places(actor)),
        units=_lines(projects, plans, done, lambda row: row["unit_id"] or row["organ_id"], _organs(actor)),
        months=_months(actor, records, at, period),
        late=[_late(n, day, lang) for n in nodes[:_WORST]],
        late_count=nodes.count(),
        asked=_asked(actor, records, at, period),
    )


def _projects(actor: Actor, records: Records, at: date | None) -> dict[int, Mapping[str, Any]]:
    rows = reading.rows(actor, records.project, at=at).select_related(None).order_by()
    columns = ("id", "district_id", "unit_id", "organ_id", "stage", "standing", "planned_start", "started_on", "library")
    return {row["id"]: row for row in rows.values(*columns)}


def _by_project(rows: QuerySet[Any], column: str) -> dict[int, int]:
    found = rows.select_related(None).order_by().values("project_id").annotate(n=Sum(column)).values_list("project_id", "n")
    return {p: int(n) for p, n in found if n is not None}


def _in_library(
    actor: Actor, records: Records, at: date | None, projects: Iterable[Mapping[str, Any]], period: str
) -> set[int]:
    """Projects on the statistics track, and those whose certified figure says so; as the light of statistics entry has it."""
    found = reading.rows(actor, records.stat, at=at).filter(in_library=True, period__lte=period).select_related(None).order_by()
    inside = set(found.values_list("project_id", flat=True).distinct())
    return {row["id"] for row in projects if row["library"] == "entered" or row["id"] in inside}


def _standing(actor: Actor, records: Records, at: date | None) -> QuerySet[Any]:
    return reading.rows(actor, records.report, at=at).exclude(state__in=("superseded", "returned"))


def _reported(actor: Actor, records: Records, at: date | None, first: str, last: str) -> dict[int, int]:
    return _by_project(_standing(actor, records, at).filter(period__gte=first, period__lte=last), "investment_fen")


def _reports(actor: Actor, records: Records, at: date | None, period: str) -> tuple[set[int], set[int]]:
    rows = _standing(actor, records, at).filter(period=period).select_related(None).order_by()
    limit = rules.report_due(period)
    days = list(rows.values_list("project_id", "submitted_on"))
    return {p for p, _ in days}, {p for p, day in days if limit is None or day <= limit}


def _due(projects: Mapping[int, Mapping[str, Any]]) -> set[int]:
    """As `rounds.due_to_report`, over rows of the past too."""
    return {
        key
        for key, row in projects.items()
        if row["standing"] in ("normal", "adjusted")
        and (row["stage"] in lifecycle.REPORTING or row["unit_id"] is not None)
        and row["stage"] not in lifecycle.BUILT
    }


def _starts(projects: Iterable[Mapping[str, Any]], period: str) -> dict[str, int]:
    """Projects whose planned start lies in this year up to the month, and those of them whose start is proved by its end."""
    last = rules.last_day(period)
    first = f"{period[:4]}-01"
    # A year alone ('2026') names no month in which the start would be due.
    planned = [row for row in projects if len(row["planned_start"] or "") >= 7 and first <= row["planned_start"][:7] <= period]
    return {"should_start": len(planned), "started": sum(row["started_on"] is not None and row["started_on"] <= last for row in planned)}


def _over(projects: Iterable[int], plans: Mapping[int, int], done: Mapping[int, int]) -> Line:
    planned = [p for p in projects if plans.get(p)]
    known = [done[p] for p in planned if p in done]
    return Line("", "", len(planned), sum(plans[p] for p in planned), sum(known), len(known))


def _lines(
    projects: Mapping[int, Any], plans: Mapping[int, int], done: Mapping[int, int], group: Any, names: Mapping[int | None, tuple[str, str]]
) -> list[Line]:
    """The groups, the largest share of the plan first; `done` counts only projects that have a plan, as the rate does."""
    members: dict[int | None, list[int]] = defaultdict(list)
    for key, row in projects.items():
        members[group(row)].append(key)
    made = []
    for where, inside in members.items():
        name, name_en = names.get(where, ("未明确", "Not stated"))
        made.append(replace(_over(inside, plans, done), name=name, name_en=name_en))
    return sorted(made, key=lambda x: (x.rate is None, -(x.rate or 0), x.name))


def _places(actor: Actor) -> dict[int | None, tuple[str, str]]:
    found = reading.rows(actor, PLACE).select_related(None).filter(kind__in=("county", "zone", "city", "province"))
    return {p.pk: (p.name, p.name_en or p.name) for p in found}


def _organs(actor: Actor) -> dict[int | None, tuple[str, str]]:
    return {o.pk: (o.short or o.name, o.short_en or o.name_en or o.name) for o in reading.rows(actor, ORGAN).select_related(None)}


def _place(actor: Actor) -> tuple[str, str]:
    """The place of the post under which somebody works."""
    paths = [p.place_path for p in actor.posts if p.place_path]
    row = reading.rows(actor, PLACE).filter(path=paths[0]).first() if paths else None
    return (row.name, row.name_en or row.name) if row else ("", "")


def _months(actor: Actor, records: Records, at: date | None, period: str) -> list[tuple[str, int | None, int | None]]:
    """Investment of each month up to this one, and of the same month last year; a month without a figure has None."""
    year = int(period[:4])
    rows = _standing(actor, records, at).filter(Q(period__gte=f"{year - 1}-01"), Q(period__lte=period)).exclude(investment_fen__isnull=True)
    sums = dict(rows.select_related(None).order_by().values("period").annotate(n=Sum("investment_fen")).values_list("period", "n"))
    numbers = [f"{m:02d}" for m in range(1, int(period[5:7]) + 1)]
    return [(f"{year}-{m}", sums.get(f"{year}-{m}"), sums.get(f"{year - 1}-{m}")) for m in numbers]


def _late(node: Any, day: date, lang: str) -> Late:
    english = lang == "en"
    project = node.project.name_en or node.project.name if english else node.project.name
    title = node.title_en or node.title if english else node.title
    organ = node.organ and (node.organ.short_en or node.organ.name_en or node.organ.name if english else node.organ.short or node.organ.name)
    return Late(project, title, (day - node.due).days, organ or "")


def _asked(actor: Actor, records: Records, at: date | None, period: str) -> list[tuple[str, str]]:
    nothing = Q(coordination="") | Q(coordination__isnull=True) | Q(coordination__in=terms.NOTHING_TO_COORDINATE)
    said = _standing(actor, records, at).filter(period=period).exclude(nothing)
    rows = said.order_by("id")[:_MOST_ASKED]
    return [(r.project.name, " ".join(r.coordination.split())[:200]) for r in rows.select_related("project")]
