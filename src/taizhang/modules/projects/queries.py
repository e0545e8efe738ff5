"""Reads of the projects module. Lists, totals and pages read through `frame.rows`; the same functions read the past."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from taizhang.basis.predicate import Answer, Known
from taizhang.basis.text import Text
from taizhang.frame import reading
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Record
from taizhang.frame.models import Outbox
from taizhang.kernels.ledger import parse_text, store
from taizhang.kernels.ledger.models import Entry, Number
from taizhang.registers import scope
from taizhang.registers.models import Place

from . import rules, terms
from .models import Document, Item, Membership, Plan, Project, ProjectList, Report, StatFigure


def visible(actor: Actor) -> Q:
    """Projects of the places below a person's posts and those their organ answers for; for everybody else the published ones.

    Staff do not see the published projects of other places here: their own totals and rounds would count them.
    """
    if actor.machine:
        return scope.ALL
    found = Q(published=True) if not actor.posts else _in_places(actor) | _of_organs(actor)
    for kind, key in actor.granted:
        if kind == "projects.project":
            found |= Q(id=key)
    return found


def _in_places(actor: Actor) -> Q:
    """Projects below the places of the posts; one condition where it will do, because an OR takes the index away."""
    if any(path.count("/") == 2 for path in actor.place_paths):
        return scope.ALL
    above = [p.place_path for p in actor.posts if p.place_path and p.place_kind not in _BELOW_COUNTY]
    below = [p.place_path for p in actor.posts if p.place_path and p.place_kind in _BELOW_COUNTY]
    found = scope.NONE
    if above:
        found |= Q(district__in=Place.objects.filter(scope.below(above), kind__in=_COUNTY).values("pk"))
    if below:
        found |= Q(place__in=Place.objects.filter(scope.below(below)).values("pk"))
    return found


def _of_organs(actor: Actor) -> Q:
    """Projects of the organs in which somebody has a post without a place of its own: a project unit's reporter."""
    organs = [p.organ for p in actor.posts if not p.place_path]
    return Q(organ__in=organs) | Q(unit__in=organs) if organs else scope.NONE


#: Levels at which a project's district stands, and those below it.
_COUNTY, _BELOW_COUNTY = ("province", "city", "county", "zone"), ("street", "community")


def of_visible_project(actor: Actor) -> Q:
    """What belongs to a project that a signed-in person may see; nothing of it is public as such."""
    if actor.machine:
        return scope.ALL
    if not actor.posts and not actor.granted:
        return scope.NONE
    return Q(project__in=Project.objects.filter(visible(actor)).values("pk"))


def of_visible_report(actor: Actor) -> Q:
    """Physical quantities of a report that the person may see."""
    if actor.machine:
        return scope.ALL
    return Q(report__in=Report.objects.filter(of_visible_project(actor)).values("pk"))


def district_of(place: Place) -> Place:
    """The county-level place a place belongs to; itself when it is one or stands above."""
    at: Place | None = place
    while at is not None and at.kind not in ("county", "zone"):
        at = at.parent
    return at or place


def on_list(project: Project, project_list: ProjectList, day: date) -> Membership | None:
    """The membership by which a project stands on a list on a day."""
    return (
        Membership.objects.filter(project=project, list=project_list, valid_from__lte=day)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day))
        .first()
    )


def plan_of(project: Project, role: str, year: int) -> Plan | None:
    """The planned amount of a project in a role and year."""
    return Plan.objects.filter(project=project, role=role, year=year).first()


def by_code(code: str) -> Project | None:
    """The project of a code, wherever it is: a code is taken in the whole installation."""
    return Project.objects.filter(code=code).first()


def stat_figure(project: Project, period: str) -> StatFigure | None:
    """The certified figure of a project and month."""
    return StatFigure.objects.filter(project=project, period=period).first()


def reminders(organs: Sequence[int], period: str) -> Mapping[int, int]:
    """How often each project's unit was reminded of a month, by project."""
    sent = Outbox.objects.filter(channel="inbox", to__in=[f"organ:{o}" for o in organs]).order_by("-id")[:500]
    found: dict[int, int] = defaultdict(int)
    for payload in sent.values_list("payload", flat=True):
        if payload.get("kind") == "report_reminder" and payload.get("period") == period:
            found[payload["project"]] += 1
    return found


def reported_periods(project: Project) -> list[str]:
    """Months for which a report stands, returned ones included: those are corrected, not reported again."""
    return list(Report.objects.filter(project=project).exclude(state="superseded").values_list("period", flat=True))


_FIRST: dict[str, tuple[tuple[str, str], ...]] = {
    "gov": (
        ("procedure", "proposal_approval"),
        ("procedure", "feasibility_approval"),
        ("procedure", "design_approval"),
        ("money", "money_notice"),
        ("factor", "land_title"),
        ("procedure", "construction_permit"),
    ),
    "filed": (
        ("procedure", "filing_certificate"),
        ("factor", "factor_statement"),
        ("factor", "land_title"),
        ("procedure", "construction_permit"),
    ),
}


def first_items(project: Project) -> list[Item]:
    """The lines a checklist begins with: what the stages of this kind will ask for."""
    words = {key: (text, law) for key, text, _, law in terms.DOCUMENTS}
    return [
        Item(
            project=project,
            list=which,
            kind=kind,
            title=words[kind][0].zh,
            title_en=words[kind][0].en,
            source=words[kind][1].cite() if words[kind][1] else "",  # type: ignore[union-attr]
        )
        for which, kind in _FIRST[project.kind]
    ]


# -- facts --------------------------------------------------------------------------------------------------------------


def papers(project: Project) -> list[rules.Paper]:
    """Documents of a project that still count."""
    found = Document.objects.filter(project=project, withdrawn_on__isnull=True).values_list(
        "kind", "dated", "number", "located", "evidence", "valid_until"
    )
    return [
        rules.Paper(kind, dated, number, located, evidence is not None, until)
        for kind, dated, number, located, evidence, until in found
    ]


def start_papers(project: Project) -> list[str]:
    """The documents that prove a start, as 'kind:key', for the entry."""
    kinds = ("construction_permit", "start_report", "contract", "works_photo", "first_payment", "supervision_log")
    found = Document.objects.filter(project=project, withdrawn_on__isnull=True, kind__in=kinds).order_by("id")
    return [f"projects.document:{key} {kind}" for key, kind in found.values_list("id", "kind")]


def facts(project: Project, day: date, ask: Any) -> Mapping[str, Answer]:
    """The facts of a project that gates and derived moves look at."""
    there = papers(project)
    found = rules.document_facts(there, day)
    # A permit that lapsed after the start does not undo the start: what proved it counts as it was.
    fallen = project.started_on is not None and not rules.start_is_proved(rules.document_facts(there))
    found["standing.active"] = Known(project.standing in ("normal", "adjusted"), Text("项目状态", "Standing"), day)
    found["start.fallen"] = Known(fallen, Text("项目材料", "Documents of the project"), day)
    if project.stage == "started":
        after = rules.month_of(project.started_on) if project.started_on else ""
        reported = Report.objects.filter(
            project=project, state__in=("accepted", "forwarded"), period__gte=after
        ).exists()
        found["report.accepted"] = Known(reported, Text("月报", "Monthly reports"), day)
    else:
        found["report.accepted"] = Known(False, Text("月报", "Monthly reports"), day)
    return found


# -- totals -------------------------------------------------------------------------------------------------------------


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
        line.label = words.get(key) or Text("未填", "Not stated")
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


# -- the monthly round --------------------------------------------------------------------------------------------------


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


def monthly_round(actor: Actor, records: Records, period: str, today: date) -> tuple[list[Unit], list[tuple[Any, str]]]:
    """Organs with their counts, and every project that has to report with the state of its month ('missing' when none).

    A project has to report while it stands normally, from the day it has a reporting unit or its permit, until it is done.
    """
    projects = list(
        reading.rows(actor, records.project)
        .filter(standing__in=("normal", "adjusted"))
        .filter(Q(stage__in=("permitted", "started", "building")) | Q(unit__isnull=False))
        .exclude(stage__in=("completed", "settled", "evaluated", "producing", "full"))
        .order_by("organ_id", "name", "id")
    )
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


# -- what everyone may read ---------------------------------------------------------------------------------------------

#: Official decisions and permits: their numbers are public. Contracts, vouchers, photos and logs show kind and date alone.
NUMBERED = frozenset(
    {
        "proposal_approval",
        "feasibility_approval",
        "design_approval",
        "money_notice",
        "filing_certificate",
        "land_title",
        "planning_permit",
        "construction_permit",
        "acceptance_record",
        "accounts_approval",
        "adjustment_decision",
    }
)
#: Nobody knows what these hold, so not even their date is shown.
_UNSORTED = "other"


@dataclass(frozen=True, slots=True)
class PublicDocument:
    """A paper as everyone may know it: kind, date, and the number where it is that of an official decision."""

    kind: str
    number: str
    dated: date


def public_documents(project: Project) -> list[PublicDocument]:
    """Documents of a published project that still count, by date; none of a project that is not published."""
    if not project.published:
        return []
    found = Document.objects.filter(project=project, withdrawn_on__isnull=True).exclude(kind=_UNSORTED)
    return [
        PublicDocument(kind, number if kind in NUMBERED else "", dated)
        for kind, number, dated in found.order_by("dated", "id").values_list("kind", "number", "dated")
    ]


@dataclass(frozen=True, slots=True)
class PublicEntry:
    """One line of a project's ledger as everyone may read it; `seq` is None while it waits for its number.

    `provable` when everyone may also take its bundle: it is about the project itself, not about a paper on its file.
    """

    key: str
    seq: int | None
    provable: bool
    at: datetime
    action: str
    law: str
    said: Mapping[str, Any] = field(default_factory=dict)


def public_entries(project: Project, actions: frozenset[str], newest: int) -> tuple[list[PublicEntry], int]:
    """Entries of a published project by the given actions, oldest first, and how many others its ledger has.

    The public part of an entry is read for the `newest` ones only.
    """
    if not project.published:
        return [], 0
    about = f"projects.project:{project.pk}"
    matter = Entry.objects.filter(matter=about).order_by("key")
    rows = list(matter.filter(action__in=actions).values_list("key", "subject", "at", "action", "law"))
    numbers = dict(Number.objects.filter(entry__in=[row[0] for row in rows]).values_list("entry", "seq"))
    first_told = len(rows) - newest
    found = [
        PublicEntry(
            key=key,
            seq=numbers.get(key),
            provable=subject == about,
            at=datetime.fromisoformat(at),
            action=action,
            law=law,
            said=_said(key) if i >= first_told else {},
        )
        for i, (key, subject, at, action, law) in enumerate(rows)
    ]
    return found, matter.count() - len(rows)


def _said(key: str) -> Mapping[str, Any]:
    shown = store.disclosure(key, "p")
    return parse_text(shown.payload) if shown else {}
