"""The map of projects by light (地图): places as our own generalised outlines, the list beside in step, no tiles and no network."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from taizhang.basis.text import Text
from taizhang.basis.whole import whole
from taizhang.frame import reading
from taizhang.registers.records import PLACE
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout
from taizhang.surfaces.pages.door import actor_of
from taizhang.surfaces.pages.listing import ListView

from .. import lifecycle
from ..declared.listings import PROJECTS_LIST
from ..lights.terms import STATE_WORDS
from ..queries import mapped
from .drawing import MODULE, crumb, wan

#: Filters of the project list that stand above the map too.
_CHIPS = ("light", "list", "stage", "organ")
#: The order of the lights in every legend and count.
LIGHTS = ("red", "yellow", "green", "no_data", "not_due", "not_defined")


@dataclass(frozen=True, slots=True)
class View:
    """What the address asks for: the projects after the filters, and the district and place that are looked into."""

    listed: ListView
    rows: Any
    district: Any
    place: Any


@require_GET
def projects_map(request: HttpRequest) -> HttpResponse:
    """The city by district, or one district by street, with the projects beside; filters as in the project list."""
    lang, view = language(request), _view(request)
    places = mapped.counts(view.listed.filtered, "place" if view.district else "district")
    if view.district is None and len(places) == 1:
        # Who works in one district sees its streets at once.
        view = _view(request, places[0].key)
        places = mapped.counts(view.listed.filtered, "place")
    listed = view.listed
    lines = _lines(view, lang) if view.district else ()
    kept = [(k, v) for k, v in request.GET.items() if k not in ("district", "place", "page") and v]
    total = sum(p.projects for p in places)
    context = {
        "district": _named(view.district, lang),
        "place": _named(view.place, lang),
        "places": [_place(p, view, lang) for p in places],
        "lines": lines,
        "chips": [c for c in listed.chips() if c.key in _CHIPS],
        "legend": [(s, STATE_WORDS[s], sum(p.lights.get(s, 0) for p in places)) for s in LIGHTS],
        "total": total,
        "page": listed.page if view.district else 1,
        "pages": listed.pages if view.district else 1,
        "earlier": listed.href(page=str(listed.page - 1)) if view.district and listed.page > 1 else "",
        "later": listed.href(page=str(listed.page + 1)) if view.district and listed.page < listed.pages else "",
        "up": listed.href(district=None, place=None),
        "out": listed.href(place=None),
        "list_href": reverse("pages:list", args=[PROJECTS_LIST.key]) + listed.href(place=None),
        "kept": kept,
        "narrowed": any(listed.query.get(k) for k in _CHIPS),
        "drawn": _drawn(places, view, lang),
        "points": reverse("projects:map-points") + listed.href(),
    }
    title = Text("项目地图", "Map of projects").in_(lang)
    crumbs = (crumb("项目地图", "Map of projects", request),)
    return layout.page(request, "projects/map.html", context, title=title, crumbs=crumbs, module=MODULE)


@require_GET
def points(request: HttpRequest) -> JsonResponse:
    """Projects of the district or street asked for, a bounded number at a time; `after` goes on from the last one."""
    lang = language(request)
    view = _view(request)
    if view.district is None:
        return JsonResponse({"points": [], "after": None})
    found = mapped.points(view.rows, whole(request.GET.get("after", "")) or 0)
    more = len(found) == mapped.POINTS_PER_ANSWER
    return JsonResponse(
        {
            "points": [[key, place, light, (name_en if lang == "en" else "") or name] for key, place, light, name, name_en in found],
            "after": found[-1][0] if more else None,
        }
    )


def _view(request: HttpRequest, district: int | None = None) -> View:
    actor = actor_of(request)
    query = request.GET.copy()
    if district is not None:
        query["district"] = str(district)
    listed = ListView(PROJECTS_LIST, actor, query, language(request))
    key, street = whole(query.get("district", "")), whole(query.get("place", ""))
    inside = reading.one(actor, PLACE, key) if key is not None else None
    place = reading.one(actor, PLACE, street) if inside is not None and street is not None else None
    return View(listed, listed.filtered.filter(place=street) if place else listed.filtered, inside, place)


def _drawn(places: list[mapped.PlaceCount], view: View, lang: str) -> dict[str, Any]:
    """What the script draws; everything in it stands in the list beside too."""
    # Some projects stand for the whole city: what is drawn are the parts that most of the places are.
    inside = Counter(p.above for p in places).most_common(1)[0][0] if places else ""
    return {
        "inside": inside,
        "others": {code: names[lang == "en"] for code, names in mapped.parts_of(inside).items()},
        "level": "place" if view.district else "district",
        "place": view.place.pk if view.place else None,
        "places": [
            {
                "key": p.key,
                "code": p.code,
                "name": p.name,
                "shown": p.name_en if lang == "en" else p.name,
                "n": p.projects,
                "lights": p.lights,
                "href": _into(p, view),
            }
            for p in places
        ],
        "lights": {s: STATE_WORDS[s].in_(lang) for s in LIGHTS},
        "total": sum(p.projects for p in places),
    }


def _named(place: Any, lang: str) -> str:
    return "" if place is None else (place.name_en if lang == "en" else "") or place.name


def _short(organ: Any, lang: str) -> str:
    if organ is None:
        return ""
    return str(((organ.short_en or organ.name_en) if lang == "en" else organ.short) or organ.name)


def _into(place: mapped.PlaceCount, view: View) -> str:
    """The address that looks into a place; of the place that is looked into already, the way out of it."""
    if view.district is None:
        return view.listed.href(district=str(place.key), place=None)
    chosen = view.place is not None and view.place.pk == place.key
    return view.listed.href(district=str(view.district.pk), place=None if chosen else str(place.key))


def _place(place: mapped.PlaceCount, view: View, lang: str) -> dict[str, Any]:
    return {
        "key": place.key,
        "name": place.name_en if lang == "en" else place.name,
        "projects": place.projects,
        "lights": [(s, STATE_WORDS[s], place.lights[s]) for s in LIGHTS if place.lights.get(s)],
        "href": _into(place, view),
        "chosen": view.place is not None and view.place.pk == place.key,
    }


def _lines(view: View, lang: str) -> tuple[dict[str, Any], ...]:
    """One page of the projects as the list has them, with light, stage and street."""
    listed, stages = view.listed, dict(lifecycle.STAGE_WORDS)
    start = (listed.page - 1) * listed.size
    keys = view.rows.select_related(None).order_by(*listed.order).values("pk")[start : start + listed.size]
    rows = mapped.with_light(listed.scope.filter(pk__in=keys)).select_related("place", "organ").order_by(*listed.order)
    return tuple(
        {
            "key": row.pk,
            "name": PROJECTS_LIST.record.name_of(row, lang),
            "light": row.light,
            "words": STATE_WORDS[row.light],
            "stage": stages[row.stage],
            "place": _named(row.place, lang),
            "organ": _short(row.organ, lang),
            "total": wan(row.total_investment_fen),
        }
        for row in rows
    )
