"""One project on one sheet of A4 (项目一页)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from taizhang.basis.text import Text
from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout
from taizhang.surfaces.pages.door import actor_of

from .. import lifecycle, queries, rules, terms
from ..declared.coordination import ASK, COORDINATION
from ..declared.lights import WAIVER
from ..declared.nodes import FORECAST, NODE
from ..declared.records import ITEM, PROJECT, RECORDS, REPORT
from ..lights.terms import STATE_WORDS
from ..queries import figures, leading
from ..queries import lights as lit
from .drawing import tenths, wan
from .node_strip import strip_of
from .s_curve import curve_of

#: So many lines of each list, and so many nodes, find room on the sheet.
_LINES, _NODES = 7, 10


@require_GET
def card(request: HttpRequest, key: int) -> HttpResponse:
    """项目一页: one project on one sheet of A4, for a meeting."""
    actor, said = actor_of(request), told(request, key)
    project, lang = said["project"], said["lang"]
    at = layout.day_asked(request)
    strip = strip_of(actor, project, at, lang)
    period = rules.due_period(said["today"])
    context = said | {
        "strip": strip | {"rows": strip["rows"][:_NODES], "hidden": strip["hidden"] + max(len(strip["rows"]) - _NODES, 0)},
        "curve": curve_of(figures.project_months(key, at=at), period, said["annual_fen"]),
        "short_lists": [(words, *_first(items)) for words, items in said["lists"]],
        "stuck": _stuck(actor, key, said["today"], lang) if at is None else (),
        "asked": list(queries.coordinations(actor, COORDINATION, "asked").filter(project=key)[:3]) if at is None else (),
        "may_ask": at is None and actor.may(ASK),
    }
    return render(request, "projects/card.html", context)


def told(request: HttpRequest, key: int) -> dict[str, Any]:
    """What the sheet says, on the screen and in the PDF alike."""
    actor = actor_of(request)
    at = layout.day_asked(request)
    project = reading.one(actor, PROJECT, key, at=at)
    today = at or clock.today()
    reports = list(
        reading.rows(actor, REPORT, at=at)
        .filter(project=key, period__startswith=f"{today.year}-")
        .exclude(state__in=("superseded", "returned"))
        .order_by("period")
    )
    plans = list(reading.rows(actor, RECORDS.plan, at=at).filter(project=key, year=today.year))
    items = list(reading.rows(actor, ITEM, at=at).filter(project=key).order_by("list", "id"))
    done = sum(r.investment_fen or 0 for r in reports)
    annual = next((p.amount_fen for p in plans if p.role in ("annual_plan", "planned_completion")), None)
    members = reading.rows(actor, RECORDS.membership, at=at).filter(project=key, valid_to__isnull=True)
    life = PROJECT.lifecycle(project)
    assert life is not None
    certified = reading.rows(actor, RECORDS.stat, at=at).filter(project=key, period__startswith=f"{today.year}-")
    amounts = [a for a in certified.values_list("investment_fen", flat=True) if a is not None]
    return {
        "project": project,
        "cells": reading.cells(actor, PROJECT, project),
        "chips": [m.list for m in members],
        "stage": dict(lifecycle.STAGE_WORDS)[project.stage],
        "stages": [(s.key, s.label) for s in life.track("stage").states],
        "claimed": dict(terms.CLAIMS).get(project.claimed_stage),
        "total": wan(project.total_investment_fen),
        "annual": wan(annual),
        "annual_fen": annual,
        "done": wan(done) if reports else "—",
        "certified": wan(sum(amounts)) if amounts else "—",
        "lag": _lag(done, annual, today) if reports else None,
        "lights": _lights(actor, key, at, today),
        "lists": [(words, [i for i in items if i.list == which]) for which, words in terms.LISTS],
        "reports": [(r.period, wan(r.investment_fen), r.progress) for r in reports[-6:]],
        "today": today,
        "at": at.isoformat() if at else "",
        "lang": language(request),
    }


def _lag(done: int, annual: int | None, today: date) -> Text | None:
    if not annual:
        return None
    lag = rules.even_tenths(rules.due_period(today)) - rules.share_tenths(done, annual)
    if lag <= 0:
        return Text("达到序时进度", "On the time schedule")
    return Text("低于序时进度 {p} 个百分点", "{p} points below the time schedule").with_(p=tenths(lag))


def _lights(actor: Actor, key: int, at: date | None, today: date) -> list[dict[str, Any]]:
    """Each light of the project with its reason, its law, and what hides it."""
    waivers = reading.rows(actor, WAIVER, at=at).filter(project=key)
    found = lit.project_lights(lit.seen(actor, RECORDS, at), key, waivers, today, back=0)
    return [
        {
            "colour": light.state,
            "label": light.dimension.label,
            "word": STATE_WORDS[light.state],
            "reason": light.reason,
            "law": light.law,
            "waiver": light.waiver,
        }
        for light in (found.lights if found else ())
    ]


def _first(items: Sequence[Any]) -> tuple[list[Any], int]:
    """The lines that find room, open ones and the earliest due first, and how many are left out."""
    ordered = sorted(items, key=lambda i: (i.state != "open", i.due is None, i.due or date.max, i.pk))
    return ordered[:_LINES], max(len(ordered) - _LINES, 0)


def _stuck(actor: Actor, key: int, today: date, lang: str) -> list[dict[str, Any]]:
    """The late nodes of the project: what, since when, why, and who has to act."""
    rows = queries.late_nodes(actor, NODE, today).filter(project=key).select_related("project__organ", "project__lead")
    late = list(rows[:3])
    said = leading.newest_forecasts(actor, FORECAST, [n.pk for n in late])
    return [
        {
            "forecast": said.get(n.pk),
            "title": n.title_en if lang == "en" and n.title_en else n.title,
            "href": reverse("pages:record", args=[NODE.kind, n.pk]),
            "due": n.due,
            "days": (today - n.due).days,
            "organ": n.organ or n.project.organ,
            "person": n.person or n.project.lead,
        }
        for n in late
    ]
