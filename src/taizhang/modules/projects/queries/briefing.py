"""What the ledger knew on a day of everything that a bulletin's figures may be: from the month figures, in the actor's scope."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from taizhang.frame.actor import Actor
from taizhang.registers.models import Organ, Place

from ..briefing_figures import paragraphs
from ..briefing_ledger import LedgerFacts
from .figures import Figures, months, summed, year_to


def ledger_facts(actor: Actor, last: str, at: date | None) -> LedgerFacts:
    """Sums up to a month as known on a day, over everything, by district and by unit, for the check of a bulletin. Seven queries."""
    year, month = int(last[:4]), last[5:]
    over = summed(actor, year_to(last), at=at)[()]
    by_place = {key: f for (key,), f in summed(actor, year_to(last), at=at, by=("district",)).items()}
    of_month = {key: f for (key,), f in summed(actor, months(last, last), at=at, by=("district",), amounts=("investment",)).items()}
    earlier = months(f"{year - 1}-01", f"{year - 1}-{month}")
    before = {key: f for (key,), f in summed(actor, earlier, at=at, by=("district",), amounts=("investment",)).items()}
    names = dict(Place.objects.filter(pk__in=[key for key in by_place if key]).values_list("pk", "name"))
    return LedgerFacts(
        _known(over, _sum(of_month), _sum(before)),
        _by_unit(actor, last, at)
        | {
            _as_read(names[key]): _known(f, of_month.get(key, Figures()), before.get(key, Figures()))
            for key, f in by_place.items()
            if key in names
        },
        Fraction(100 * int(month), 12),
    )


def _by_unit(actor: Actor, last: str, at: date | None) -> dict[str, dict[str, int | None]]:
    """The sums of each unit, or of the organ in charge where no unit is named, under each name that a bulletin may call it by."""
    found: dict[int, Figures] = {}
    for (unit, organ), figures in summed(actor, year_to(last), at=at, by=("unit", "organ")).items():
        found.setdefault(unit or organ, Figures()).add(figures)
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
