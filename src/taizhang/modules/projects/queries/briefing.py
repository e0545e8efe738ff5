"""What the ledger knew on a day of everything that a bulletin's figures may be: from the month figures, in the actor's scope."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from taizhang.frame.actor import Actor
from taizhang.kernels.score.printed.figures import paragraphs
from taizhang.registers.models import Organ, Place

from ..briefing.ledger import LedgerFacts
from .figures import Figures, months, summed, year_to


def ledger_facts(actor: Actor, last: str, at: date | None) -> LedgerFacts:
    """Sums up to a month as known on a day, over everything, by district and by unit, for the check of a bulletin. Four queries."""
    over = Figures()
    by_place: dict[int, Figures] = defaultdict(Figures)
    by_unit: dict[int, Figures] = defaultdict(Figures)
    for (place, organ, unit), figures in summed(actor, year_to(last), at=at, by=("district", "organ", "unit")).items():
        for line in (over, by_place[place], by_unit[unit or organ]):
            line.add(figures)
    of_month, before = _months(actor, last, at)
    names = dict(Place.objects.filter(pk__in=[key for key in by_place if key]).values_list("pk", "name"))
    return LedgerFacts(
        _known(over, _sum(of_month), _sum(before)),
        _by_unit(by_unit)
        | {
            _as_read(names[key]): _known(f, of_month.get(key, Figures()), before.get(key, Figures()))
            for key, f in by_place.items()
            if key in names
        },
        Fraction(100 * int(last[5:]), 12),
    )


def _months(actor: Actor, last: str, at: date | None) -> tuple[dict[int, Figures], dict[int, Figures]]:
    """By district: the investment of the month, and of the year before up to the same month."""
    earlier = f"{int(last[:4]) - 1}{last[4:]}"
    asked = months(f"{earlier[:4]}-01", earlier) | months(last, last)
    of_month: dict[int, Figures] = {}
    before: dict[int, Figures] = {}
    for (place, period), figures in summed(actor, asked, at=at, by=("district", "period"), amounts=("investment",)).items():
        (of_month if period == last else before).setdefault(place, Figures()).add(figures)
    return of_month, before


def _by_unit(found: Mapping[int, Figures]) -> dict[str, dict[str, int | None]]:
    """The sums of each unit, or of the organ in charge where no unit is named, under each name that a bulletin may call it by."""
    named = Organ.objects.filter(pk__in=[key for key in found if key]).values_list("pk", "name", "short")
    return {
        _as_read(name): _known(found[key], Figures(), Figures()) for key, long, short in named for name in {long, short} if name
    }


def _as_read(name: str) -> str:
    """A name as the reader of bulletins has it: brackets and digits in one width, without blanks."""
    return "".join(flat.text for flat in paragraphs(name))


def _sum(found: dict[int, Figures]) -> Figures:
    over = Figures()
    for figures in found.values():
        over.add(figures)
    return over


def _known(figures: Figures, of_month: Figures, before: Figures) -> dict[str, int | None]:
    return {
        "projects": figures.projects,
        "total": figures.of("total"),
        "plan": figures.of("plan"),
        "workload": figures.of("workload"),
        "investment": figures.of("investment"),
        "investment_planned": figures.of("planned"),
        "paid": figures.of("paid"),
        "certified": figures.of("certified"),
        "month": of_month.of("investment"),
        "before": before.of("investment"),
    }
