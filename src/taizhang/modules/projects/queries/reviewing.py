"""The reports of a month for whoever looks them over: beside the month before, what they add up to, and how they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from taizhang.frame.actor import Actor

from .. import rules
from ..month_remarks import Month, Seen
from .grid import AMOUNTS, Sums, standing_reports, sums_before
from .sums import Records


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One report with the month before it, the sums before it, and what a remark is made from."""

    report: Any
    last: Any
    before: Sums
    seen: Seen


def in_month(actor: Actor, records: Records, period: str, state: str = "", unit: int | None = None) -> QuerySet[Any]:
    """Reports of a month that stand, by project name, narrowed by state and by unit."""
    found = standing_reports(actor, records).filter(period=period)
    if state:
        found = found.filter(state=state)
    if unit is not None:
        found = found.filter(Q(project__unit=unit) | Q(project__unit__isnull=True, project__organ=unit))
    return found.select_related("project", "organ").order_by("project__name", "id")


def counts_by_state(actor: Actor, records: Records, period: str, unit: int | None = None) -> Mapping[str, int]:
    """How many reports of a month are in each state."""
    found = in_month(actor, records, period, "", unit).select_related(None).order_by().values("state")
    return {row["state"]: row["n"] for row in found.annotate(n=Count("id"))}


def beside(actor: Actor, records: Records, period: str, reports: Sequence[Any]) -> list[Reviewed]:
    """Each report beside its month before and its sums: two queries, however many reports."""
    keys = [r.project_id for r in reports]
    earlier = standing_reports(actor, records).filter(project__in=keys, period=rules.period_before(period))
    last = {r.project_id: r for r in earlier.order_by("id")}
    before = sums_before(actor, records, period, keys)
    return [
        Reviewed(r, last.get(r.project_id), before.get(r.project_id, Sums()), _seen(r, last.get(r.project_id), before.get(r.project_id, Sums())))
        for r in reports
    ]


def _seen(report: Any, last: Any, before: Sums) -> Seen:
    now = _month(report)
    ever = {n: before.ever.get(n, 0) + now.amounts.get(n, 0) for n in AMOUNTS if n in before.ever or n in now.amounts}
    return Seen(now, _month(last) if last is not None else None, ever, report.project.total_investment_fen)


def _month(report: Any) -> Month:
    return Month({n: v for n in AMOUNTS if (v := getattr(report, n)) is not None}, report.progress)
