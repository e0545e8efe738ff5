"""What the ledger knew on a day of everything that a bulletin's figures may be: from the month figures, in the actor's scope."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from django.db.models import Sum

from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.registers.models import Place

from ..briefing_ledger import LedgerFacts
from ..models import MonthFigure
from .figures import Figures, months, summed, year_to
from .sums import Records


def ledger_facts(actor: Actor, records: Records, last: str, at: date | None) -> LedgerFacts:
    """Sums up to a month as known on a day, over everything and by district, for the check of a bulletin. Six queries."""
    year, month = int(last[:4]), last[5:]
    over = summed(actor, year_to(last), at=at)[()]
    by_place = {key: f for (key,), f in summed(actor, year_to(last), at=at, by=("district",)).items()}
    of_month = {key: f for (key,), f in summed(actor, months(last, last), at=at, by=("district",), amounts=("investment",)).items()}
    earlier = months(f"{year - 1}-01", f"{year - 1}-{month}")
    before = {key: f for (key,), f in summed(actor, earlier, at=at, by=("district",), amounts=("investment",)).items()}
    planned = _planned(actor, records, last, at)
    names = dict(Place.objects.filter(pk__in=[key for key in by_place if key]).values_list("pk", "name"))
    return LedgerFacts(
        _known(over, _sum(of_month), _sum(before), sum(planned.values()) if planned else None),
        {
            names[key]: _known(f, of_month.get(key, Figures()), before.get(key, Figures()), planned.get(key))
            for key, f in by_place.items()
            if key in names
        },
        Fraction(100 * int(month), 12),
    )


def _sum(found: dict[int, Figures]) -> Figures:
    over = Figures()
    for figures in found.values():
        over.add(figures)
    return over


def _known(figures: Figures, of_month: Figures, before: Figures, planned: int | None) -> dict[str, int | None]:
    return {
        "projects": figures.projects,
        "total": figures.of("total"),
        "plan": figures.of("plan"),
        "workload": figures.of("workload"),
        "investment": figures.of("investment"),
        "investment_planned": planned,
        "paid": figures.of("paid"),
        "certified": figures.of("certified"),
        "month": of_month.of("investment"),
        "before": before.of("investment"),
    }


def _planned(actor: Actor, records: Records, last: str, at: date | None) -> dict[int, int]:
    """Investment of the year so far of projects that have an annual plan, by district."""
    projects = reading.rows(actor, records.project, at=at).select_related(None).order_by()
    figures = MonthFigure.objects.filter(project__in=projects.values("id"))
    if at is not None and at < clock.today():
        figures = figures.filter(day__lte=at)
    plans = figures.filter(period=last[:4]).values("project").annotate(n=Sum("plan_known")).filter(n__gt=0).values("project")
    done = figures.filter(months(f"{last[:4]}-01", last), project__in=plans).values("project").annotate(a=Sum("investment_fen"), n=Sum("investment_known"))
    amounts = {project: int(amount) for project, amount, known in done.values_list("project", "a", "n") if known}
    found: dict[int, int] = {}
    for key, district in projects.values_list("id", "district_id"):
        if key in amounts:
            found[district] = found.get(district, 0) + amounts[key]
    return found
