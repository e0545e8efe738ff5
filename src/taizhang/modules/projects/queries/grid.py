"""A unit's month as one sheet: its projects, this month beside the last, and what they add up to before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from taizhang.frame import reading
from taizhang.frame.actor import Actor
from taizhang.registers.models import Organ

from .. import rules
from ..models import Quantity
from ..physical import Measure
from .rounds import due_to_report
from .sums import Records

#: The four quantities that are kept apart, without the physical ones: what a sheet adds up.
AMOUNTS = ("workload_fen", "investment_fen", "paid_fen")
#: A sheet longer than this is not read by anybody.
MOST_ROWS = 300


@dataclass(frozen=True, slots=True)
class Sums:
    """Amounts in fen before a month, by column: of its year, and since the start. A column without any figure is absent."""

    year: Mapping[str, int] = field(default_factory=dict)
    ever: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GridRow:
    """One project of the sheet: its report of the month (None: not reported), that of the month before, and the sums before.

    `mine` is True where the actor's right to report reaches the project.
    """

    project: Any
    report: Any
    last: Any
    before: Sums
    mine: bool

    @property
    def state(self) -> str:
        return self.report.state if self.report is not None else "missing"

    @property
    def open(self) -> bool:
        """True where something can be typed: nothing is reported yet, or the report was returned."""
        return self.mine and self.state in ("missing", "returned")


def reporting_units(actor: Actor, records: Records) -> list[tuple[int, str, str, int]]:
    """Organs that report something the actor sees: key, name, English name, how many projects; own organs first."""
    counted = dict(
        due_to_report(actor, records)
        .select_related(None)
        .order_by()
        .annotate(reported_by=Coalesce("unit", "organ"))
        .values("reported_by")
        .annotate(n=Count("id"))
        .values_list("reported_by", "n")
    )
    organs = Organ.objects.filter(pk__in=[k for k in counted if k is not None])
    ordered = sorted(organs, key=lambda o: (o.pk not in actor.organs, o.name))
    return [(o.pk, o.name, o.name_en or o.name, counted[o.pk]) for o in ordered]


def of_unit(unit: int) -> Q:
    """Projects that a unit reports: those given to it, and those it answers for while nobody else was named."""
    return Q(unit=unit) | Q(unit__isnull=True, organ=unit)


def grid(actor: Actor, reporter: Actor, records: Records, period: str, unit: int) -> list[GridRow]:
    """The sheet of a unit and month, by name; `reporter` is the actor with only the posts that may report.

    Six queries, however many projects.
    """
    projects = list(due_to_report(actor, records).filter(of_unit(unit)).order_by("name", "id")[:MOST_ROWS])
    keys = [p.pk for p in projects]
    mine = set(reading.rows(reporter, records.project).filter(id__in=keys).values_list("pk", flat=True))
    reports = _reports(actor, records, keys, (period, rules.period_before(period)))
    before = sums_before(actor, records, period, keys)
    return [
        GridRow(
            p,
            reports.get((p.pk, period)),
            reports.get((p.pk, rules.period_before(period))),
            before.get(p.pk, Sums()),
            p.pk in mine,
        )
        for p in projects
    ]


def _reports(
    actor: Actor, records: Records, projects: Sequence[int], periods: Sequence[str]
) -> Mapping[tuple[int, str], Any]:
    found = standing_reports(actor, records).filter(project__in=projects, period__in=periods)
    return {(r.project_id, r.period): r for r in found.order_by("id")}


def standing_reports(actor: Actor, records: Records) -> QuerySet[Any]:
    """Reports that no other one stands in the place of, returned ones included."""
    return reading.rows(actor, records.report).exclude(state="superseded")


def sums_before(actor: Actor, records: Records, period: str, projects: Sequence[int]) -> Mapping[int, Sums]:
    """What each project reported before a month, in its year and ever; returned reports do not count, as in every total."""
    year = Q(period__gte=f"{period[:4]}-01")
    columns = {f"{name}_ever": Sum(name) for name in AMOUNTS} | {f"{name}_year": Sum(name, filter=year) for name in AMOUNTS}
    found = (
        standing_reports(actor, records)
        .filter(project__in=projects, period__lt=period)
        .exclude(state="returned")
        .order_by()
        .values("project_id")
        .annotate(**columns)
    )
    return {
        row["project_id"]: Sums(
            {n: int(v) for n in AMOUNTS if (v := row[f"{n}_year"]) is not None},
            {n: int(v) for n in AMOUNTS if (v := row[f"{n}_ever"]) is not None},
        )
        for row in found
    }


#: More measures than this of one project do not stand in a cell.
MOST_MEASURES = 8


def measures(actor: Actor, records: Records, period: str, projects: Sequence[int]) -> Mapping[int, tuple[Measure, ...]]:
    """The measures that each project has reported before a month, with last month's amount and the sum; one statement."""
    standing = standing_reports(actor, records).filter(project__in=projects, period__lt=period).exclude(state="returned")
    last = Sum("done", filter=Q(report__period=rules.period_before(period)))
    found = (
        Quantity.objects.filter(report__in=standing.order_by().values("pk"))
        .values("report__project_id", "measure", "unit")
        .annotate(total=Sum("done"), last=last, first=Min("id"))
        .order_by("first")
    )
    told: dict[int, list[Measure]] = {}
    for row in found:
        told.setdefault(row["report__project_id"], []).append(Measure(row["measure"], row["unit"], row["last"], row["total"]))
    return {key: tuple(rows[:MOST_MEASURES]) for key, rows in told.items()}


def quantities_text(reports: Sequence[int]) -> Mapping[int, str]:
    """The physical quantities of reports as they are typed, one a line."""
    found: dict[int, list[str]] = {}
    for q in Quantity.objects.filter(report__in=reports).order_by("id"):
        found.setdefault(q.report_id, []).append(f"{q.measure} {q.unit} {q.done.normalize():f}")
    return {key: "\n".join(lines) for key, lines in found.items()}
