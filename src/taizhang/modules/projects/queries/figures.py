"""Reads of the month figures: sums over everything an actor may see, as of any day, from the stored derivation.

A sum as of a day counts what rows of that day counted: projects that were in the actor's scope then and are in it still.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db.models import Q, Sum

from taizhang.frame import clock
from taizhang.frame.actor import Actor
from taizhang.registers import scope

from .. import rules, time_rules
from ..models import FigureSum, MonthFigure, Placing, ProjectHistory
from ..models.figures import AMOUNTS, PLACING
from .scope import _in_places, _of_organs, visible

#: The four quantities of a month, in the order in which they are shown.
QUANTITIES: Final = ("workload", "investment", "paid", "certified")
_Key = tuple[Any, ...]


@dataclass(slots=True)
class Figures:
    """Sums in fen, and of how many (project, month)s each is known: a figure that nobody gave is absent, not zero."""

    projects: int = 0
    fen: dict[str, int] = field(default_factory=lambda: dict.fromkeys(AMOUNTS, 0))
    known: dict[str, int] = field(default_factory=lambda: dict.fromkeys(AMOUNTS, 0))

    def of(self, amount: str) -> int | None:
        """The sum of 'investment' and so on; None when it is known of nothing."""
        return self.fen[amount] if self.known[amount] else None

    @property
    def share_tenths(self) -> int | None:
        """What projects with a plan have done of it, in tenths of a per cent; None without a plan or any report."""
        done = self.of("planned")
        return rules.share_tenths(done, self.fen["plan"]) if done is not None and self.fen["plan"] > 0 else None

    def add(self, other: Figures, sign: int = 1) -> None:
        """The other's figures are in these, or taken out of them."""
        self.projects += sign * other.projects
        for name in AMOUNTS:
            self.fen[name] += sign * other.fen[name]
            self.known[name] += sign * other.known[name]


def of_sums(actor: Actor) -> Q:
    """Sums of the places below a person's posts and of their organ's projects; nothing for people without a post."""
    if actor.machine:
        return scope.ALL
    return _in_places(actor) | _of_organs(actor) if actor.posts else scope.NONE


def summed(
    actor: Actor,
    periods: Q,
    *,
    at: date | None = None,
    by: Sequence[str] = (),
    where: Mapping[str, Any] | None = None,
    amounts: Sequence[str] = AMOUNTS,
) -> dict[_Key, Figures]:
    """Figures by some of 'period', 'district', 'place', 'organ', 'unit', 'source', as known at the end of a day.

    `periods` is a condition on `period` (see `year_to`, `months`); `where` narrows the placing ({'district': 3}). Two queries
    more when the day is past and the actor does not see everything.
    """
    past = at if at is not None and at < clock.today() else None
    conditions = periods & of_sums(actor) & Q(**dict(where or {}))
    if past is not None:
        conditions &= Q(day__lte=past)
    found = dict(_grouped(FigureSum.objects.filter(conditions), by, amounts))
    if past is not None and not actor.machine and not actor.over_everything():
        for key, figures in _withdrawn(actor, periods, past, by, dict(where or {}), amounts):
            found.setdefault(key, Figures()).add(figures, -1)
    return found


def _grouped(rows: Any, by: Sequence[str], amounts: Sequence[str]) -> Iterable[tuple[_Key, Figures]]:
    wanted = [f"{name}_{part}" for name in amounts for part in ("fen", "known")]
    sums = {f"s_{name}": Sum(name) for name in ("projects", *wanted)}
    query = rows.order_by().values(*by).annotate(**sums) if by else [rows.aggregate(**sums)]
    for row in query:
        figures = Figures(int(row["s_projects"] or 0))
        for name in amounts:
            figures.fen[name] = int(row[f"s_{name}_fen"] or 0)
            figures.known[name] = int(row[f"s_{name}_known"] or 0)
        yield tuple(row[name] for name in by), figures


def _withdrawn(
    actor: Actor, periods: Q, at: date, by: Sequence[str], where: Mapping[str, Any], amounts: Sequence[str]
) -> Iterable[tuple[_Key, Figures]]:
    """Figures as of a day of projects that were in scope then and left it since: they are not read any more."""
    left = list(Placing.objects.filter(since__gt=at).exclude(of_sums(actor)).values_list("project", flat=True))
    if not left:
        return
    end = clock.end_of(at)
    known = Q(recorded_from__lt=end) & (Q(recorded_to__isnull=True) | Q(recorded_to__gte=end))
    stood = {
        row.pop("id"): row
        for row in ProjectHistory._default_manager.filter(known, visible(actor), op="w", id__in=left).values(
            "id", *(n if n == "source" else f"{n}_id" for n in PLACING)
        )
    }
    for (project, *rest), figures in _grouped(
        MonthFigure.objects.filter(periods, project__in=list(stood), day__lte=at), ("project", *(n for n in by if n == "period")), amounts
    ):
        place = {name: stood[project].get(name, stood[project].get(f"{name}_id")) or (0 if name != "source" else "") for name in PLACING}
        if all(place.get(name) == value for name, value in where.items()):
            place["period"] = rest[0] if rest else ""
            yield tuple(place[name] for name in by), figures


# -- conditions on the period -------------------------------------------------------------------------------------------


def months(first: str, last: str) -> Q:
    """Months from 'YYYY-MM' to 'YYYY-MM', both among them."""
    return Q(period__in=time_rules.months_from(first, last))


def year_to(last: str) -> Q:
    """The projects themselves, the plan of the year, and its months up to one."""
    return Q(period__in=("", last[:4], *time_rules.months_from(f"{last[:4]}-01", last)))


# -- what screens ask for -----------------------------------------------------------------------------------------------


def portfolio(actor: Actor, last: str, *, at: date | None = None, where: Mapping[str, Any] | None = None) -> Figures:
    """Projects, total investment, plan of the year, and the four quantities from January to a month. One query."""
    return summed(actor, year_to(last), at=at, where=where)[()]


def by_month(
    actor: Actor, first: str, last: str, *, at: date | None = None, by: Sequence[str] = (), where: Mapping[str, Any] | None = None
) -> dict[_Key, Figures]:
    """The four quantities of each month: by ('YYYY-MM', ...) in order; months of which nothing is known are not in it."""
    found = summed(actor, months(first, last), at=at, by=("period", *by), where=where, amounts=QUANTITIES)
    return {key: found[key] for key in sorted(found, key=str) if any(found[key].known.values())}


def ranked(
    actor: Actor, by: str, last: str, *, at: date | None = None, where: Mapping[str, Any] | None = None
) -> list[tuple[Any, Figures]]:
    """Districts, places, organs, units or sources with their year, the largest share of the plan first, without a plan last.

    The key is that of the place or organ, 0 where projects have none.
    """
    found = summed(actor, year_to(last), at=at, by=(by,), where=where)
    lines = [(key, figures) for (key,), figures in found.items() if figures.projects or any(figures.known.values())]
    return sorted(lines, key=lambda line: (-_share(line[1]), str(line[0])))


def _share(figures: Figures) -> float:
    return figures.fen["planned"] / figures.fen["plan"] if figures.fen["plan"] else -1.0


def of_projects(keys: Sequence[int], periods: Q, *, at: date | None = None, amounts: Sequence[str] = AMOUNTS) -> dict[int, Figures]:
    """Figures of some projects, which the caller has read through their scope: the rows behind a sum."""
    rows = MonthFigure.objects.filter(periods, project__in=list(keys))
    if at is not None and at < clock.today():
        rows = rows.filter(day__lte=at)
    return {key: figures for (key,), figures in _grouped(rows, ("project",), amounts)}


def project_months(key: int, *, at: date | None = None) -> dict[str, Figures]:
    """The four quantities of one project by month, the plans by year; the caller has read the project through its scope."""
    rows = MonthFigure.objects.filter(project=key).exclude(period="")
    if at is not None and at < clock.today():
        rows = rows.filter(day__lte=at)
    return {period: figures for (period,), figures in _grouped(rows.order_by("period"), ("period",), AMOUNTS)}


__all__ = ["QUANTITIES", "Figures", "by_month", "months", "of_projects", "of_sums", "portfolio", "project_months", "ranked", "summed", "year_to"]
