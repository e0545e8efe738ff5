"""Reads of other cities' capital commitments: snapshots, sums by agency and year, and how two snapshots drifted apart."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Max, QuerySet, Sum

from taizhang.frame import reading
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Record

from ..models import CapitalLine, CapitalPlan
from ..time_rules import Compared, Stand, turn_of


def capital_plan_of(city: str, published_on: date) -> CapitalPlan | None:
    """The snapshot that a city published on a day."""
    return CapitalPlan.objects.filter(city=city, published_on=published_on).first()


def capital_sums(actor: Actor, record: Record) -> list[dict[str, Any]]:
    """Snapshots with their lines, projects, commitments and net change, the newest first."""
    plans = reading.rows(actor, record).order_by("city", "-published_on", "id")
    sums: dict[int, dict[str, Any]] = {
        row["plan"]: dict(row)
        for row in CapitalLine.objects.filter(plan__in=plans.values("pk"))
        .order_by()
        .values("plan")
        .annotate(lines=Count("id"), commitment=Sum("commitment_fen"), change=Sum("net_change_fen"), changed=Count("net_change_fen"))
    }
    return [{"plan": plan, **{k: (sums.get(plan.pk) or {}).get(k) for k in ("lines", "commitment", "change", "changed")}} for plan in plans]


def capital_by(plan: CapitalPlan, column: str) -> list[tuple[str, int, int, int | None]]:
    """(value, lines, commitments, net change) of a snapshot by a column, the largest commitment first; the caller has read the plan."""
    rows = CapitalLine.objects.filter(plan=plan).order_by().values(column)
    found = rows.annotate(n=Count("id"), a=Sum("commitment_fen"), c=Sum("net_change_fen")).values_list(column, "n", "a", "c")
    return sorted(((v, n, int(a), int(c) if c is not None else None) for v, n, a, c in found), key=lambda r: (-r[2], r[0]))


def capital_lines(plan: CapitalPlan) -> QuerySet[CapitalLine]:
    """The lines of a snapshot in the order of its sheet."""
    return CapitalLine.objects.filter(plan=plan).order_by("row", "id")


def capital_drift(before: CapitalPlan, after: CapitalPlan) -> tuple[Compared, dict[int, str]]:
    """What became of each project of one city from one snapshot to another, and what the projects are called.

    A project is known by its ID, and where a line has none, by its name. Lines of one project are added up; its date is the
    last of them.
    """
    was, now = _projects(before), _projects(after)
    numbers = {key: n for n, key in enumerate(sorted(was.keys() | now.keys()), 1)}
    turns = {}
    for key, number in numbers.items():
        turn = turn_of(number, _stand(was.get(key)), _stand(now.get(key)))
        if turn is not None:
            turns[number] = turn
    dated = sum(1 for key, row in was.items() if row[1] and key in now)
    names = {number: (now.get(key) or was[key])[2] for key, number in numbers.items()}
    return Compared(turns, dated), names


_Found = tuple[int, str, str]


def _projects(plan: CapitalPlan) -> dict[str, _Found]:
    found: dict[str, _Found] = {}
    rows = CapitalLine.objects.filter(plan=plan).order_by().values("code", "name").annotate(a=Sum("commitment_fen"), d=Max("due"))
    for code, name, amount, due in rows.values_list("code", "name", "a", "d"):
        key = code or name
        before = found.get(key, (0, "", name))
        found[key] = (before[0] + int(amount), max(before[1], due or ""), before[2] or name or code)
    return found


def _stand(row: _Found | None) -> Stand | None:
    return Stand(row[1], row[0], None) if row is not None else None
