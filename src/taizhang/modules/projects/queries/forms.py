"""What a superior's form is filled with: the accepted month of each project, with its sums and plan."""

from __future__ import annotations

from datetime import date
from typing import Any

from taizhang.frame import reading
from taizhang.frame.actor import Actor

from .grid import AMOUNTS, Sums, standing_reports, sums_before
from .sums import Records

#: States in which a month is the district's own figure.
COUNTED = ("accepted", "forwarded")


def form_rows(actor: Actor, records: Records, period: str, project_list: int | None = None) -> list[dict[str, Any]]:
    """One row for each project whose month was accepted, by name, narrowed to a list (清单); amounts in fen, four queries."""
    reports = standing_reports(actor, records).filter(period=period, state__in=COUNTED)
    if project_list is not None:
        day = date(int(period[:4]), int(period[5:7]), 1)
        members = reading.rows(actor, records.membership).filter(list_id=project_list).exclude(valid_to__lte=day)
        reports = reports.filter(project__in=members.values("project_id"))
    found = list(
        reports.select_related(
            "project__district", "project__place", "project__organ", "project__unit", "project__lead"
        ).order_by("project__name", "id")
    )
    keys = [r.project_id for r in found]
    before = sums_before(actor, records, period, keys)
    plans = reading.rows(actor, records.plan).filter(project__in=keys, role="annual_plan", year=int(period[:4]))
    plan_of = dict(plans.values_list("project_id", "amount_fen"))
    return [_row(r, before.get(r.project_id, Sums()), plan_of.get(r.project_id)) for r in found]


def _row(report: Any, before: Sums, plan: int | None) -> dict[str, Any]:
    project = report.project
    row = {
        name: getattr(project, name)
        for name in ("name", "code", "owner", "summary", "planned_start", "planned_finish", "started_on", "total_investment_fen")
    }
    for name in ("district", "place", "organ", "unit", "lead"):
        there = getattr(project, name)
        row[name] = there.name if there is not None else None
    row |= {name: getattr(report, name) for name in ("progress", "problems", "next_steps", "coordination")}
    row["annual_plan_fen"] = plan
    for name in AMOUNTS:
        now = getattr(report, name)
        row[f"{name}.month"] = now
        for span, earlier in (("year", before.year), ("ever", before.ever)):
            known = name in earlier or now is not None
            row[f"{name}.{span}"] = earlier.get(name, 0) + (now or 0) if known else None
    return row
