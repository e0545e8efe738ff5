"""The search box at the head of every page: its suggestions, and the page of results that works without them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from taizhang.basis.errors import NotFound
from taizhang.basis.text import Text
from taizhang.basis.whole import whole
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Record
from taizhang.frame.search import MOST
from taizhang.surfaces.entrance import language

from .door import signed_in
from .finding import LONGEST, Group, entry_named, kinds, search
from .layout import Link, page

#: Hits of one kind beside others, on a page of its own, and in the suggestions; suggestions in all.
AMONG_OTHERS, ALONE, SUGGESTED, SUGGESTIONS = 6, 20, 4, 10


@require_GET
@signed_in
def search_page(request: HttpRequest) -> HttpResponse:
    """What is found for some words, by kind; '#18204' and the key of an entry lead to the entry itself."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    lang, words = language(request), _words(request)
    entry = entry_named(actor, words) if words.startswith("#") or len(words) == 32 else None
    if entry is not None:
        return HttpResponseRedirect(reverse("pages:entry", args=[entry.key]))
    title = Text("搜索", "Search").in_(lang)
    if asked := request.GET.get("kind", ""):
        return _alone(request, actor, words, _kind(asked), lang, title)
    groups = search(actor, words, lang, limit=AMONG_OTHERS)
    context = {"words": words, "groups": groups, "total": sum(g.count for g in groups), "common": any(g.common for g in groups)}
    return page(request, "pages/search.html", context, title=title, crumbs=(Link(title, current=True),))


def _alone(request: HttpRequest, actor: Actor, words: str, record: Record, lang: str, title: str) -> HttpResponse:
    """The hits of one kind, page by page."""
    last = -(-MOST // ALONE)
    number = min(max(whole(request.GET.get("page", "1")) or 1, 1), last)
    groups = search(actor, words, lang, limit=ALONE, offset=(number - 1) * ALONE, among=[record])
    count = sum(g.count for g in groups)
    context = {
        "words": words,
        "groups": groups,
        "total": count,
        "common": any(g.common for g in groups),
        "alone": record.kind,
        "first": (number - 1) * ALONE + 1,
        "final": (number - 1) * ALONE + sum(len(g.hits) for g in groups),
        "earlier": number - 1 if number > 1 else 0,
        "later": number + 1 if number * ALONE < min(count, MOST) else 0,
    }
    way = (Link(title, f"{reverse('pages:search')}?{_query(request, words)}"), Link(record.label.in_(lang), current=True))
    return page(request, "pages/search.html", context, title=title, crumbs=way)


@require_GET
@signed_in
def suggestions(request: HttpRequest) -> HttpResponse:
    """The best hits for what is typed so far, as lines under the box."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    words = _words(request)
    groups = search(actor, words, language(request), limit=SUGGESTED) if words else ()
    return render(request, "pages/suggestions.html", {"words": words, "groups": _cut(groups)})


def _cut(groups: tuple[Group, ...]) -> list[tuple[str, tuple[object, ...]]]:
    """The groups with as many hits as there is room for, each kind with at least one."""
    room = SUGGESTIONS
    found: list[tuple[str, tuple[object, ...]]] = []
    for place, group in enumerate(groups):
        share = max(1, room - (len(groups) - place - 1))
        hits = group.hits[: min(share, SUGGESTED)]
        room -= len(hits)
        found.append((group.label, hits))
    return found


def _words(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]


def _query(request: HttpRequest, words: str) -> str:
    query = request.GET.copy()
    query.clear()
    query["q"] = words
    return query.urlencode()


def _kind(asked: str) -> Record:
    found = next((record for record in kinds() if record.kind == asked), None)
    if found is None:
        raise NotFound(Text("不能检索这一类：{k}", "This kind cannot be searched: {k}").with_(k=asked[:60]), code="no_such_kind")
    return found
