"""Views of lists under a name, and columns that come back: what the address holds, kept for a person or their organ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from taizhang.basis.errors import BadInput, NotFound
from taizhang.basis.text import Text
from taizhang.frame import clock, reading, saved_views
from taizhang.frame.actor import Actor
from taizhang.frame.catalogue import installed
from taizhang.frame.declare import Listing
from taizhang.frame.models import SavedView
from taizhang.frame.saved_views import Habits
from taizhang.registers import people
from taizhang.registers.records import PERSON
from taizhang.surfaces.entrance import language

from .door import signed_in
from .layout import Link, page
from .listing import ListView

#: The address of a whole list: it has a query, so that nobody's default view takes its place.
EVERYTHING = "?all=1"


def listing_of(key: str) -> Listing:
    """The list of a key. Raises NotFound."""
    found = installed().listings.get(key)
    if found is None:
        raise NotFound(Text("没有这个清单：{k}", "There is no list {k}").with_(k=key[:60]), code="no_listing")
    return found


@dataclass(frozen=True, slots=True)
class Named:
    """One saved view as the menu shows it; `by` says who shares it, '' for one's own."""

    key: int
    name: str
    href: str
    by: str
    shared: bool
    begins: bool
    current: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """The menu of views above a list: what is offered, which is shown now, and what would be kept under a name."""

    views: tuple[Named, ...]
    current: str
    query: str
    shared: bool = False


def offer(view: ListView, actor: Actor, habits: Habits) -> Offer:
    """The views of a list that the person may use."""
    query = kept(view.listing, view.query)
    found = usable(actor, habits)
    names = _names(actor, found, view.lang)
    named = tuple(
        Named(
            v.pk,
            v.name,
            "?" + v.query if v.query else EVERYTHING,
            names.get(v.person, ""),
            v.organ is not None,
            habits.first == v.pk,
            _same(v.query, query),
        )
        for v in found
    )
    now = next((v for v in named if v.current and query), None)
    return Offer(named, now.name if now else "", query, bool(now and now.shared))


def usable(actor: Actor, habits: Habits) -> Sequence[SavedView]:
    """One's own views, and those of people who still work in the organ that they shared them with."""
    others = [(v.person, v.organ) for v in habits.views if v.person != actor.person and v.organ is not None]
    there = people.still_there(others, clock.today())
    return [v for v in habits.views if v.person == actor.person or (v.person, v.organ) in there]


def _names(actor: Actor, views: Sequence[SavedView], lang: str) -> dict[int, str]:
    """What those are called who share a view; nothing is asked where nobody does."""
    others = {v.person for v in views if v.person != actor.person}
    rows = reading.rows(actor, PERSON).filter(id__in=others) if others else ()
    return {row.pk: PERSON.name_of(row, lang) for row in rows}


def kept(listing: Listing, query: QueryDict) -> str:
    """What a view keeps of an address: filters, search, sort, columns, rows per page; neither the page nor the day."""
    names = (*(f.key for f in listing.filters), "q", "sort", "cols", "per")
    return urlencode([(n, v) for n in names if (v := query.get(n, "").strip())])


def _same(one: str, other: str) -> bool:
    return sorted(QueryDict(one).lists()) == sorted(QueryDict(other).lists())


def onward(actor: Actor, habits: Habits, query: QueryDict) -> str:
    """Where a list is to be opened instead, so that the address says everything: the default view, the chosen columns.

    '' where the address says it already, or the person never chose anything.
    """
    if "cols" in query:
        return ""
    asked = query.copy()
    first = next((v for v in usable(actor, habits) if v.pk == habits.first), None) if habits.first and not query else None
    if first is not None:
        asked = QueryDict(first.query, mutable=True)
        asked.setdefault("all", "1")
    if habits.columns and not asked.get("cols"):
        asked["cols"] = habits.columns
    return "?" + asked.urlencode() if asked != query else ""


# -- choosing and keeping -------------------------------------------------------------------------------------------------


@require_POST
@signed_in
def columns(request: HttpRequest, key: str) -> HttpResponse:
    """The list is shown with the chosen columns, now and whenever the person opens it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    listing = listing_of(key)
    allowed = {f.name for f in reading.fields(actor, listing.record)}
    ticked = allowed & set(request.POST.getlist("col"))
    # In the order of the list; what it does not show by itself comes after, in the order of the record.
    order = dict.fromkeys((*listing.columns, *(f.name for f in listing.record.fields)))
    chosen = "" if "reset" in request.POST else ",".join(n for n in order if n in ticked)
    saved_views.choose_columns(actor, listing.key, chosen)
    query = QueryDict(request.POST.get("query", "")[: saved_views.LONGEST_QUERY], mutable=True)
    query.pop("cols", None)
    query.pop("page", None)
    if chosen:
        query["cols"] = chosen
    query.setdefault("all", "1")
    return HttpResponseRedirect(f"{reverse('pages:list', args=[listing.key])}?{query.urlencode()}")


@require_POST
@signed_in
def save(request: HttpRequest, key: str) -> HttpResponse:
    """The view that the person sees has a name."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    listing = listing_of(key)
    query = kept(listing, QueryDict(request.POST.get("query", "")))
    view = saved_views.save(actor, listing.key, request.POST.get("name", ""), query, shared="shared" in request.POST)
    if "begins" in request.POST:
        saved_views.begin_with(actor, listing.key, view.pk)
    return HttpResponseRedirect(reverse("pages:list", args=[listing.key]) + (f"?{query}" if query else EVERYTHING))


@require_GET
@signed_in
def views(request: HttpRequest) -> HttpResponse:
    """The person's own views with what can be done to them."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    lang = language(request)
    context = {"groups": _groups(actor, lang)}
    title = Text("我的视图", "My views").in_(lang)
    return page(request, "pages/views.html", context, title=title, crumbs=(Link(title, current=True),))


def _groups(actor: Actor, lang: str) -> list[tuple[str, str, list[dict[str, Any]]]]:
    kept_now = saved_views.own(actor)
    first = {v.listing: v.first for v in kept_now if not v.name}
    found: dict[str, list[dict[str, Any]]] = {}
    for view in kept_now:
        if view.name and view.listing in installed().listings:
            here = reverse("pages:list", args=[view.listing])
            line = {"view": view, "href": here + (f"?{view.query}" if view.query else EVERYTHING), "begins": first.get(view.listing) == view.pk}
            found.setdefault(view.listing, []).append(line)
    return [(installed().listings[key].label.in_(lang), reverse("pages:list", args=[key]), lines) for key, lines in found.items()]


@require_POST
@signed_in
def change(request: HttpRequest, key: int) -> HttpResponse:
    """One of the person's views is renamed, shared, unshared, made the first of its list or no longer that, or deleted."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    verb = request.POST.get("do", "")
    if verb == "rename":
        saved_views.rename(actor, key, request.POST.get("name", ""))
    elif verb in ("share", "unshare"):
        saved_views.share(actor, key, shared=verb == "share")
    elif verb in ("begin", "everything"):
        view = saved_views.mine(actor, key)
        saved_views.begin_with(actor, view.listing, view.pk if verb == "begin" else None)
    elif verb == "delete":
        saved_views.delete(actor, key)
    else:
        raise BadInput(Text("没有这个操作", "There is no such action"), code="no_verb", field="do")
    return HttpResponseRedirect(reverse("pages:views"))


@require_POST
@signed_in
def begin(request: HttpRequest, key: str) -> HttpResponse:
    """The list begins with a view that is offered, one's own or a shared one; without one, with everything."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    listing = listing_of(key)
    asked = request.POST.get("view", "")
    saved_views.begin_with(actor, listing.key, int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 16 else None)
    return HttpResponseRedirect(reverse("pages:list", args=[listing.key]))
