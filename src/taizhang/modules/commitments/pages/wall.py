"""进度墙: how the tasks of leaders, organs and documents stand, a sentence with numbers above each picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from taizhang.basis.text import Text
from taizhang.frame import clock
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout, taken
from taizhang.surfaces.pages.door import actor_of

from .. import queries, terms
from ..queries import counting
from . import drawing
from .drawing import Moment

TITLE: Final = Text("进度墙", "Progress wall")
_WAYS: Final = ("leader", "lead", "source")
#: Bars in one picture; the table behind it has them all, up to what a page can hold.
_BARS, _LINES = 12, 200
_WORDS: Final = dict(terms.STANDINGS)


@require_GET
def wall(request: HttpRequest) -> HttpResponseBase:
    """The pictures inside the frame; `?screen=1` is the wall for a screen that nobody sits at, `?part=1` its panels alone."""
    actor, lang, moment = actor_of(request), language(request), drawing.moment_of(request)
    rows = drawing.task_rows(actor, moment)
    tallies = counting.counted(rows, moment.today, *_WAYS)
    if taken.asked(request):
        return _sheet(request, actor, tallies, moment)
    kept = {way: drawing.ordered(tallies[way])[:_LINES] for way in _WAYS}
    names = drawing.names_of(actor, {way: [key for key, _ in lines] for way, lines in kept.items()})
    over = counting.summed(tallies["lead"].values())
    context = {
        "moment": moment,
        "over": _over(over, moment),
        "panels": [_panel(way, tallies[way], kept[way], names, moment, lang) for way in _WAYS],
        "standings": [(key, dict(queries.STANDING_SHOWN)[key]) for key in counting.COUNTED],
        "lang": lang,
    }
    if request.GET.get("part") == "1" or request.GET.get("screen") == "1":
        return _screen(request, context, actor, lang)
    return layout.page(
        request, "commitments/wall.html", context, title=TITLE.in_(lang), crumbs=drawing.crumbs(TITLE, request), module=drawing.MODULE,
        as_of=True, take=taken.address(request),
    )  # fmt: skip


def _screen(request: HttpRequest, context: Mapping[str, Any], actor: Any, lang: str) -> HttpResponse:
    posts = layout.standings(actor, lang)
    more = {
        "title": TITLE.in_(lang),
        "place": posts[0].place if posts else "",
        "organ": posts[0].organ if posts else "",
        "part": reverse("commitments:wall") + "?part=1",
        "here": reverse("commitments:wall") + "?screen=1",
        "now": clock.now().astimezone(clock.ZONE).strftime("%H:%M"),
    }
    template = "commitments/wall_panels.html" if request.GET.get("part") == "1" else "commitments/wall_screen.html"
    return render(request, template, {**context, **more})


def _over(over: counting.Tally, moment: Moment) -> dict[str, Any]:
    """The numbers of the sentence, each with its rows."""
    return {
        "all": over.all,
        "href": drawing.rows_href(moment, {}),
        "below": over.parts,
        "of": {key: {"n": n, "href": drawing.rows_href(moment, {}, key)} for key, n in over.n.items()},
        "closed_tenths": over.n["closed"] * 1000 // over.all if over.all else None,
    }


def _panel(way: str, tallies: Any, kept: list[Any], names: Any, moment: Moment, lang: str) -> dict[str, Any]:
    """One picture: its bars, the table behind it, and what its sentence says of the one with the most overdue."""
    lines = [_line(way, key, tally, names, moment, lang) for key, tally in kept]
    worst = next((line for line in lines if line["overdue"] and not line["absent"]), None)
    over = counting.summed(tallies.values())
    return {
        "way": way,
        "json": f"bars-{way}",
        "label": drawing.WAY_WORDS[way],
        "count": sum(1 for key in tallies if key is not None),
        "without": _line(way, None, tallies[None], names, moment, lang) if None in tallies else None,
        "over": _over(over, moment),
        "worst": worst,
        "lines": lines,
        "left": max(0, len(tallies) - len(lines)),
        "bars": {"kinds": _kinds(lang), "lines": [{"name": line["name"], "n": line["n"], "href": line["rows"]} for line in lines[:_BARS]]},
        "not_drawn": max(0, len(tallies) - _BARS),
    }


def _kinds(lang: str) -> list[tuple[str, str]]:
    """The standings in the order of a bar's pieces, each in words with its shape."""
    shown = dict(queries.STANDING_SHOWN)
    return [(key, shown[key].in_(lang)) for key in counting.COUNTED]


def _line(way: str, key: int | None, tally: counting.Tally, names: Any, moment: Moment, lang: str) -> dict[str, Any]:
    chosen = {way: key}
    return {
        "name": drawing.named(names, way, key, lang),
        "absent": key is None,
        "all": tally.all,
        "rows": drawing.rows_href(moment, chosen),
        "overdue": tally.n["overdue"],
        "overdue_rows": drawing.rows_href(moment, chosen, "overdue"),
        "n": tally.n,
        "cells": [(standing, n, drawing.rows_href(moment, chosen, standing)) for standing, n in tally.n.items()],
        "bar": _bar(tally),
    }


def _bar(tally: counting.Tally) -> list[tuple[str, str, str]]:
    """The pieces of a bar that is a hundred wide: standing, where it begins, how wide it is."""
    found, before = [], 0
    for standing, n in tally.n.items():
        if n:
            found.append((standing, f"{before * 100 / tally.all:.3f}", f"{n * 100 / tally.all:.3f}"))
            before += n
    return found


def _sheet(request: HttpRequest, actor: Any, tallies: Mapping[str, Any], moment: Moment) -> HttpResponseBase:
    lang = language(request)
    names = drawing.names_of(actor, {way: list(found) for way, found in tallies.items()})
    heads = [
        taken.head(Text("按什么分", "By"), lang),
        taken.head(Text("名称", "Name"), lang, width=40),
        taken.head(Text("任务数", "Tasks"), lang, numeric=True),
        taken.head(Text("其中下级分解", "Of them parts"), lang, numeric=True),
        *(taken.head(_WORDS[key], lang, numeric=True) for key in counting.COUNTED),
    ]
    rows = (
        [
            drawing.WAY_WORDS[way].in_(lang),
            drawing.named(names, way, key, lang),
            tally.all,
            tally.parts,
            *tally.n.values(),
        ]
        for way in _WAYS
        for key, tally in drawing.ordered(tallies[way])
    )
    return taken.sheet(request, TITLE, heads, rows, (), ((Text("截至", "As of"), moment.today.isoformat()),))
