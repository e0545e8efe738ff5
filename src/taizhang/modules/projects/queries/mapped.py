"""Projects on the map: how many there are at each place by light, and where each one stands. The rows come in with the scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet

from taizhang.registers.models import Place

from .lights import with_light

#: Points that one answer holds; a caller asks on from the last of them.
POINTS_PER_ANSWER = 500


@dataclass
class PlaceCount:
    """One place: how many of the projects stand in it, and under which light."""

    key: int
    code: str
    name: str
    name_en: str
    above: str
    projects: int = 0
    lights: dict[str, int] = field(default_factory=dict)


def counts(rows: QuerySet[Any], by: str) -> list[PlaceCount]:
    """The places of the projects by 'district' or 'place', the most red lights first. Four statements, whatever the number."""
    grouped = with_light(rows).select_related(None).order_by().values(by, "light").annotate(n=Count("id")).values_list(by, "light", "n")
    lines = list(grouped)
    places = {p.pk: p for p in Place.objects.filter(pk__in={key for key, _, _ in lines}).select_related("parent")}
    found: dict[int, PlaceCount] = {}
    for key, light, n in lines:
        place = places[key]
        above = (place.parent.code or place.parent.name) if place.parent else ""
        line = found.setdefault(key, PlaceCount(key, place.code or "", place.name, place.name_en or place.name, above))
        line.projects += n
        line.lights[light] = line.lights.get(light, 0) + n
    return sorted(found.values(), key=lambda p: (-p.lights.get("red", 0), -p.lights.get("yellow", 0), -p.projects, p.key))


def parts_of(above: str) -> dict[str, tuple[str, str]]:
    """The places below a place by their code, or by their name where they have none, with the name in both languages."""
    found = Place.objects.filter(Q(parent__code=above) | Q(parent__code__isnull=True, parent__name=above))
    return {code or name: (name, name_en or name) for code, name, name_en in found.values_list("code", "name", "name_en")}


def points(rows: QuerySet[Any], after: int) -> Sequence[tuple[int, int, str, str, str]]:
    """The next projects after a key: their own key, the place's, the light, and the name in both languages."""
    found = with_light(rows).select_related(None).filter(id__gt=after).order_by("id")
    return list(found.values_list("id", "place_id", "light", "name", "name_en")[:POINTS_PER_ANSWER])
