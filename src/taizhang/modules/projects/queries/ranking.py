"""Units and districts of a month beside one another, with the arithmetic of each figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from taizhang.frame import reading
from taizhang.frame.actor import Actor
from taizhang.registers.models import Organ, Place

from .. import rules
from .forms import COUNTED
from .grid import standing_reports
from .rounds import due_to_report
from .sums import Records

#: By whom the lines are made: the unit that reports, or the district.
BY = ("unit", "district")


@dataclass
class Ranked:
    """One unit or district: projects that have to report, reports of the month, those in time, and amounts in fen.

    `plan` is the annual plan of the projects that have one; `year` what of it and beyond it was reported up to the month.
    """

    key: int | None
    name: str = ""
    name_en: str = ""
    due: int = 0
    reported: int = 0
    in_time: int = 0
    accepted: int = 0
    month: int | None = None
    year: int | None = None
    year_planned: int | None = None
    plan: int | None = None

    @property
    def done_tenths(self) -> int | None:
        """Share of the annual plan that is done, in tenths of a per cent, of the projects that have a plan."""
        return rules.share_tenths(self.year_planned, self.plan) if self.plan and self.year_planned is not None else None


def ranking(actor: Actor, records: Records, period: str, by: str) -> list[Ranked]:
    """The units or districts of a month, the largest share of the plan first; those without a plan last. Six queries."""
    lines: dict[int | None, Ranked] = {}

    def line(key: int | None) -> Ranked:
        return lines.setdefault(key, Ranked(key))

    projects = due_to_report(actor, records).select_related(None).order_by()
    for key, n in projects.annotate(by=_group(by, "")).values("by").annotate(n=Count("id")).values_list("by", "n"):
        line(key).due = n
    standing = standing_reports(actor, records).select_related(None).order_by().annotate(by=_group(by, "project__"))
    last_day = rules.report_due(period)
    in_time = Q(submitted_on__lte=last_day) if last_day is not None else Q()
    for row in (
        standing.filter(period=period)
        .values("by")
        .annotate(
            n=Count("id", filter=~Q(state="returned")),
            t=Count("id", filter=in_time & ~Q(state="returned")),
            a=Count("id", filter=Q(state__in=COUNTED)),
            m=Sum("investment_fen", filter=~Q(state="returned")),
        )
    ):
        found = line(row["by"])
        found.reported, found.in_time, found.accepted, found.month = row["n"], row["t"], row["a"], row["m"]
    _money(actor, records, period, standing, line, by)
    _names(by, lines)
    return sorted(lines.values(), key=lambda r: (r.done_tenths is None, -(r.done_tenths or 0), r.name))


def _group(by: str, above: str) -> Any:
    return Coalesce(f"{above}unit", f"{above}organ") if by == "unit" else Coalesce(f"{above}district", f"{above}district")


def _money(actor: Actor, records: Records, period: str, standing: Any, line: Any, by: str) -> None:
    year = period[:4]
    plans = reading.rows(actor, records.plan).select_related(None).order_by().filter(role="annual_plan", year=int(year))
    plans = plans.filter(project__in=due_to_report(actor, records).values("pk"))
    for key, amount in plans.annotate(by=_group(by, "project__")).values("by").annotate(a=Sum("amount_fen")).values_list("by", "a"):
        line(key).plan = int(amount)
    so_far = standing.filter(period__gte=f"{year}-01", period__lte=period).exclude(state="returned")
    planned = Q(project__in=plans.values("project_id"))
    for row in so_far.values("by").annotate(y=Sum("investment_fen"), p=Sum("investment_fen", filter=planned)):
        line(row["by"]).year, line(row["by"]).year_planned = row["y"], row["p"]


def _names(by: str, lines: Mapping[int | None, Ranked]) -> None:
    keys = [k for k in lines if k is not None]
    rows: Sequence[Any] = list((Organ if by == "unit" else Place)._default_manager.filter(pk__in=keys))
    for row in rows:
        lines[row.pk].name, lines[row.pk].name_en = row.name, row.name_en or row.name
    if None in lines:
        lines[None].name, lines[None].name_en = "未明确", "Not stated"
