"""Calendar addresses (日历订阅): one's own page of them, and the file behind each address."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_safe

from taizhang.basis.text import Text
from taizhang.frame import clock, reading
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout
from taizhang.surfaces.pages.door import actor_of

from ..declared.feeds import FEED, FEEDS_RIGHT
from ..declared.nodes import NODE
from ..declared.records import ITEM, PROJECT
from ..icalendar import calendar_of
from ..queries.feeds import feed_at, occasions, secret_of
from .drawing import MODULE, crumb


@require_GET
def feeds(request: HttpRequest) -> HttpResponse:
    """One's own calendar addresses, each to be copied into a calendar program, or closed."""
    actor, lang = actor_of(request), language(request)
    rows = reading.rows(actor, FEED).filter(closed_on__isnull=True).order_by("id")
    base = request.build_absolute_uri("/").rstrip("/")
    lines = [
        (
            row,
            base + reverse("projects:calendar", args=[row.pk, secret_of(row.pk)]),
            PROJECT.name_of(row.project, lang) if row.project else "",
            reverse("pages:act", args=[FEED.kind, row.pk, "projects.close_feed"]),
        )
        for row in rows
    ]
    context = {"lines": lines, "may": actor.may(FEEDS_RIGHT)}
    title = Text("日历订阅", "Calendar addresses").in_(lang)
    return layout.page(
        request, "projects/feeds.html", context, title=title, crumbs=(crumb("日历订阅", "Calendar addresses", request),), module=MODULE
    )


@require_safe
def calendar(request: HttpRequest, key: int, secret: str) -> HttpResponse:
    """The file behind an address, to whoever knows it; what was closed and what never was look alike."""
    found = feed_at(key, secret)
    if found is None:
        raise Http404
    feed, actor = found
    base = request.build_absolute_uri("/").rstrip("/")
    name = PROJECT.name_of(feed.project, feed.language) if feed.project else Text("我的节点", "My nodes").in_(feed.language)
    text = calendar_of(f"{_TITLE.in_(feed.language)} · {name}", occasions(actor, feed, NODE, ITEM, base), clock.now())
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="taizhang.ics"'
    response["Cache-Control"] = "private, max-age=900"
    # The address is the key to it: no page that it links to needs to learn it.
    response["Referrer-Policy"] = "no-referrer"
    return response


_TITLE = Text("台账", "Taizhang")
