"""The figures of a month's bulletin from the rows that an actor may see, as known now or at the end of a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Window

from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.registers.records import ORGAN, PLACE

from .. import lifecycle, rules, terms
from ..briefing.bulletin import Figures, Late, Line
from .figures import months, summed, year_to
from .nodes import ScheduleRecords, late_nodes_then
from .sums import Records

_Key = tuple[Any, ...]
_WORST = 5
_MOST_ASKED = 10


def bulletin_figures(actor: Actor, records: Records, schedule: ScheduleRecords, period: str, at: date | None, lang: str) -> Figures:
    """Everything that the bulletin of a month says; some fifteen statements whatever the number of projects.

    Sums come from the month figures, which are verified against the rows; whatever is counted is counted by the database.
    """
    year = int(period[:4])
    groups = _groups(actor, records, period, at)
    over = _together(groups.values())
    reported, in_time = _reports(actor, records, period, at)
    by_month = {p: f.of("investment") for (p,), f in summed(actor, months(f"{year - 1}-01", period), at=at, by=("period",), amounts=("investment",)).items()}
    so_far = _investments(by_month, year, period)
    before = _investments(by_month, year - 1, period)
    place, place_en = _place(actor)
    day = at or clock.today()
    late, late_count = _first_late(late_nodes_then(actor, schedule.node, day))
    return Figures(
        period=period,
        place=place,
        place_en=place_en,
        known_on=day.isoformat(),
        over=_line(over, ("", "")),
        month=by_month.get(period) or 0,
        year=sum(n or 0 for n in so_far),
        before=sum(n or 0 for n in before) if any(n is not None for n in before) else None,
        due=over["due"],
        reported=reported,
        in_time=in_time,
        should_start=over["should_start"],
        started=over["started"],
        in_library=over["in_library"],
        projects=over["living"],
        districts=_lines(groups, lambda district, organ, unit: district, _places(actor)),
        units=_lines(groups, lambda district, organ, unit: unit or organ, _organs(actor)),
        months=[(f"{year}-{m:02d}", one, other) for m, (one, other) in enumerate(zip(so_far, before, strict=True), 1)],
        late=[_late(n, day, lang) for n in late],
        late_count=late_count,
        asked=_asked(actor, records, at, period),
    )


def _investments(by_month: Mapping[str, int | None], year: int, period: str) -> list[int | None]:
    """The months of a year up to the bulletin's; None where nothing is known of one."""
    return [by_month.get(f"{year}-{m:02d}") for m in range(1, int(period[5:7]) + 1)]


# -- counted --------------------------------------------------------------------------------------------------------------


def _groups(actor: Actor, records: Records, period: str, at: date | None) -> dict[_Key, dict[str, int]]:
    """By district, organ and unit (0 for none): how many projects are what, the plans of those that have one, and what these have done."""
    found: dict[_Key, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    keys = ("district_id", "organ_id", "unit_id")
    counts = {name: Count("id", filter=condition) for name, condition in _conditions(actor, records, period, at).items()}
    rows = reading.rows(actor, records.project, at=at).select_related(None).order_by()
    for row in rows.values(*keys).annotate(**counts):
        key = tuple(row.pop(name) or 0 for name in keys)
        for name, n in row.items():
            found[key][name] += n
    for key, figures in summed(actor, year_to(period), at=at, by=("district", "organ", "unit"), amounts=("plan", "planned")).items():
        found[key]["plan"] += figures.fen["plan"]
        found[key]["done"] += figures.fen["planned"]
    return found


def _conditions(actor: Actor, records: Records, period: str, at: date | None) -> dict[str, Any]:
    """What is counted of the projects, by the name under which it is.

    What a project invested before it was called off stays in the sums, as everywhere; it is counted among projects no more.
    """
    year, last = period[:4], rules.last_day(period)
    own = {"project_id": OuterRef("id")}
    reports = _standing(actor, records, at).select_related(None).order_by().filter(**own)
    plan = reading.rows(actor, records.plan, at=at).filter(role="annual_plan", year=int(year), amount_fen__gt=0, **own)
    certified = reading.rows(actor, records.stat, at=at).filter(in_library=True, period__lte=period, **own)
    living = ~Q(standing="terminated")
    # A year alone ('2026') names no month in which the start would be due, and comes before all its months.
    planned = living & Q(planned_start__gte=f"{year}-01", planned_start__lt=rules.next_period(period))
    return {
        "living": living,
        "planned": _there(plan),
        "known": _there(plan) & _there(reports.filter(period__gte=f"{year}-01", period__lte=period, investment_fen__isnull=False)),
        "due": _due(),
        "should_start": planned,
        "started": planned & Q(started_on__lte=last),
        # On the statistics track, or its certified figure says so: as the light of statistics entry has it.
        "in_library": living & (Q(library="entered") | _there(certified)),
    }


def _due() -> Q:
    """As `rounds.due_to_report`, over rows of the past too."""
    return Q(standing__in=("normal", "adjusted")) & (Q(stage__in=lifecycle.REPORTING) | Q(unit_id__isnull=False)) & ~Q(stage__in=lifecycle.BUILT)


def _reports(actor: Actor, records: Records, period: str, at: date | None) -> tuple[int, int]:
    """How many of the projects that are due to report the month have done so, and how many of them in time."""
    due = reading.rows(actor, records.project, at=at).select_related(None).order_by().filter(_due())
    sent = _standing(actor, records, at).select_related(None).order_by().filter(period=period, project_id__in=due.values("id"))
    limit = rules.report_due(period)
    in_time = Q() if limit is None else Q(submitted_on__lte=limit)
    found = sent.aggregate(n=Count("project_id", distinct=True), t=Count("project_id", distinct=True, filter=in_time))
    return found["n"], found["t"]


def _there(rows: QuerySet[Any]) -> Q:
    return Q(Exists(rows.select_related(None).order_by()))


def _standing(actor: Actor, records: Records, at: date | None) -> QuerySet[Any]:
    return reading.rows(actor, records.report, at=at).exclude(state__in=("superseded", "returned"))


def _together(groups: Iterable[Mapping[str, int]]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for group in groups:
        for name, n in group.items():
            found[name] += n
    return found


def _line(group: Mapping[str, int], name: tuple[str, str]) -> Line:
    return Line(*name, group["planned"], group["plan"], group["done"], group["known"])


def _lines(groups: Mapping[_Key, Mapping[str, int]], of: Callable[..., int], names: Mapping[int, tuple[str, str]]) -> list[Line]:
    """The groups, the largest share of the plan first; `done` counts only projects that have a plan, as the rate does."""
    members: dict[int, list[Mapping[str, int]]] = defaultdict(list)
    for key, group in groups.items():
        members[of(*key)].append(group)
    made = [_line(_together(inside), names.get(where, ("未明确", "Not stated"))) for where, inside in members.items()]
    return sorted(made, key=lambda x: (x.rate is None, -(x.rate or 0), x.name))


def _places(actor: Actor) -> dict[int, tuple[str, str]]:
    found = reading.rows(actor, PLACE).select_related(None).filter(kind__in=("county", "zone", "city", "province"))
    return {p.pk: (p.name, p.name_en or p.name) for p in found}


def _organs(actor: Actor) -> dict[int, tuple[str, str]]:
    return {o.pk: (o.short or o.name, o.short_en or o.name_en or o.name) for o in reading.rows(actor, ORGAN).select_related(None)}


def _place(actor: Actor) -> tuple[str, str]:
    """The place of the post under which somebody works."""
    paths = [p.place_path for p in actor.posts if p.place_path]
    row = reading.rows(actor, PLACE).filter(path=paths[0]).first() if paths else None
    return (row.name, row.name_en or row.name) if row else ("", "")


def _first_late(nodes: QuerySet[Any]) -> tuple[list[Any], int]:
    """The first of them, and how many there are: they are counted while the first are found, which is what takes PostgreSQL its time."""
    first = list(nodes.select_related(None).annotate(over=Window(Count("pk"))).values_list("pk", "over", "due")[:_WORST])
    return list(nodes.filter(pk__in=[key for key, *_ in first])), first[0][1] if first else 0


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
