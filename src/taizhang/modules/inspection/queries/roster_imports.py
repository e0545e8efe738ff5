"""What the register has of the rows of a sheet, and what of a batch did not go in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any, Final

from django.db.models import Q

from taizhang.frame.models import Batch, Intake, IntakeRow
from taizhang.registers import scope
from taizhang.registers.models import Appointment, Enterprise, Organ, Person, Place

from ..models import InspectedObject, Inspector, Plan
from ..rules import roster_sheets
from . import rosters

#: Codes that one statement asks for.
_AT_ONCE: Final = 2_000


def known_for(found: roster_sheets.Read, place: Place, organ: int | None, day: date) -> roster_sheets.Known:
    """What the register has of the firms and people that rows name, for a place and an organ."""
    codes = {row.values["uscc"] for row in found.rows if "uscc" in row.values}
    departments = {row.values["department"] for row in found.rows if "department" in row.values}
    names = {row.values["name"] for row in found.rows if "name" in row.values} if found.kind in ("inspectors", "interests") else set()
    return roster_sheets.Known(
        firms=frozenset(_among(codes, Enterprise.objects.filter(merged_into__isnull=True), "uscc")),
        listed=frozenset(_among(codes, rosters.objects_on(place, day), "enterprise__uscc")),
        elsewhere=frozenset(_among(codes, Enterprise.objects.filter(place__in=_neither_above_nor_below(place)), "uscc")),
        people=Counter({name: len(keys) for name, keys in people_named(place, names).items()}),
        organs=frozenset(Organ.objects.filter(name__in=departments).values_list("name", flat=True)),
        inspectors=Counter({name: len(rows) for name, rows in inspectors_named(organ, names, day).items()}),
    )


def _neither_above_nor_below(place: Place) -> list[int]:
    rows = Place.objects.values_list("pk", "path")
    return [key for key, path in rows if not path.startswith(place.path) and not place.path.startswith(path)]


def _among(codes: Iterable[str], rows: Any, column: str) -> Iterator[str]:
    left = iter(sorted(codes))
    while some := list(islice(left, _AT_ONCE)):
        yield from rows.order_by().filter(**{f"{column}__in": some}).values_list(column, flat=True)


def people_named(place: Place, names: Iterable[str]) -> dict[str, list[int]]:
    """People of a place and below it by name: those who have or had a post in an organ there, or were put into a roster there."""
    below = Place.objects.filter(scope.below([place.path])).values("pk")
    posted = Appointment.objects.filter(organ__in=Organ.objects.filter(place__in=below).values("pk")).values("person")
    listed = Inspector.objects.filter(place__in=below).values("person")
    found: dict[str, list[int]] = {}
    for key, name in Person.objects.filter(name__in=list(names)).filter(_either(posted, listed)).order_by("pk").values_list("pk", "name"):
        found.setdefault(name, []).append(key)
    return found


def _either(posted: Any, listed: Any) -> Any:
    return Q(pk__in=posted) | Q(pk__in=listed)


def inspectors_named(organ: int | None, names: Iterable[str], day: date) -> dict[str, list[Inspector]]:
    """Inspectors in the roster of an organ on a day, and those who come into it later, by name."""
    found: dict[str, list[Inspector]] = {}
    staying = Q(listed_to__isnull=True) | Q(listed_to__gt=day)
    rows = Inspector.objects.filter(staying, organ=organ, person__name__in=list(names)).select_related("person")
    for row in rows.order_by("pk"):
        found.setdefault(row.person.name, []).append(row)
    return found


def not_in_roster(place: Place) -> Sequence[str]:
    """Codes of the firms of the register in a place and below it that were never in a roster."""
    below = Place.objects.filter(scope.below([place.path])).values("pk")
    rows = Enterprise.objects.filter(place__in=below, merged_into__isnull=True).exclude(pk__in=InspectedObject.objects.values("enterprise"))
    return list(rows.order_by("uscc").values_list("uscc", flat=True))


def draft_plan(place: Place, organ: int, year: int) -> Plan | None:
    """The plan of an organ for a year that is still being drawn up."""
    return Plan.objects.filter(place=place, organ=organ, year=year, state="draft").order_by("-pk").first()


def refused_rows(intake: Intake) -> list[tuple[IntakeRow, dict[str, Any]]]:
    """Rows that were accepted and could not be applied: (row, refusal)."""
    rows = IntakeRow.objects.filter(intake=intake.pk, outcome__refused__isnull=False).order_by("index")
    return [(row, row.outcome["refused"]) for row in rows if row.outcome]


def batch_of(intake: Intake) -> Batch | None:
    """The batch that an intake was accepted as."""
    return Batch.objects.filter(intake=intake.pk).first()
