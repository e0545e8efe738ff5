"""What a superior's form is filled with: the accepted month of each project, with its sums and plan."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from itertools import islice
from typing import Any, Final

from django.db.models import Q

from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Record

from ..extra_columns import value_of
from ..models import ExtraValue
from ..superior_forms import key_of
from .grid import AMOUNTS, Sums, standing_reports, sums_before
from .sums import Records

#: States in which a month is the district's own figure.
COUNTED = ("accepted", "forwarded")
#: Free columns that are offered for a form at most.
_MOST_FREE: Final = 200


def form_rows(
    actor: Actor, records: Records, period: str, project_list: int | None = None, free: Collection[int] = ()
) -> list[dict[str, Any]]:
    """One row for each project whose month was accepted, by name, narrowed to a list (清单); amounts in fen, four queries.

    With `free` columns a fifth query gives what they say of each project in the month, or at all.
    """
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
    said = _free(keys, period, free)
    return [_row(r, before.get(r.project_id, Sums()), plan_of.get(r.project_id)) | said.get(r.project_id, {}) for r in found]


def _free(projects: Collection[int], period: str, columns: Collection[int]) -> dict[int, dict[str, Any]]:
    if not columns:
        return {}
    found: dict[int, dict[str, Any]] = {}
    values = ExtraValue.objects.filter(project__in=projects, column__in=columns, period__in=("", period)).exclude(value="")
    for v in values.select_related("column"):
        found.setdefault(v.project_id, {})[key_of(v.column_id)] = value_of(v.column, v.value)
    return found


def free_columns(actor: Actor, record: Record) -> list[Any]:
    """The free columns that stand on lists and concern the places of the actor's posts, list by list."""
    standing = reading.rows(actor, record).filter(Q(ended_on__isnull=True) | Q(ended_on__gt=clock.today()))
    paths = [p.place_path for p in actor.posts if p.place_path]
    rows = standing.select_related("list", "place").order_by("-list__year", "list_id", "order", "id")
    near = (c for c in rows[:2000] if any(c.place.path.startswith(p) or p.startswith(c.place.path) for p in paths))
    return list(islice(near, _MOST_FREE))


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
