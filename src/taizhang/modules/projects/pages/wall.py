"""The wall (大屏): the leader's figures in big type, one panel after another, for a screen that nobody sits at."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from taizhang.basis.text import Text
from taizhang.frame import clock
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout
from taizhang.surfaces.pages.door import actor_of

from . import leading

#: So many lines can be read from five metres.
_LINES = 5


@require_GET
def wall(request: HttpRequest) -> HttpResponse:
    """The whole page, or with `?part=1` its panels alone, which the page asks for again every two minutes."""
    actor, lang = actor_of(request), language(request)
    moment = leading.when(None)
    stuck = leading.stuck(actor, lang)
    asked = leading.asked(actor)
    posts = layout.standings(actor, lang)
    context = {
        "moment": moment,
        "money": leading.money(actor, moment, lang),
        "lights": leading.light_numbers(actor, moment),
        "asked": asked | {"lines": asked["lines"][:4]},
        "stuck": stuck | {"lines": stuck["lines"][:_LINES]},
        "starts": leading.starts(actor, moment, lang),
        "ranking": leading.ranking(actor, moment, lang),
        "place": posts[0].place if posts else "",
        "organ": posts[0].organ if posts else "",
        "part": reverse("projects:wall") + "?part=1",
        "here": reverse("projects:wall"),
        "now": clock.now().astimezone(clock.ZONE).strftime("%H:%M"),
        "lang": lang,
    }
    template = "projects/wall_panels.html" if request.GET.get("part") == "1" else "projects/wall.html"
    return render(request, template, context | {"title": Text("大屏", "Wall").in_(lang)})
