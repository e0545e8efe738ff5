"""One project on one sheet of A4 (项目一页)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from taizhang.basis.text import Text
from taizhang.frame import clock, reading
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout

from .. import lifecycle, rules, terms
from ..declared.records import ITEM, PROJECT, RECORDS, REPORT
from .drawing import actor_of, tenths, wan


@require_GET
def card(request: HttpRequest, key: int) -> HttpResponse:
    """项目一页: one project on one sheet of A4, for a meeting."""
    return render(request, "projects/card.html", told(request, key))


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
    return {
        "project": project,
        "cells": reading.cells(actor, PROJECT, project),
        "chips": [m.list for m in members],
        "stage": dict(lifecycle.STAGE_WORDS)[project.stage],
        "stages": [(s.key, s.label) for s in life.track("stage").states],
        "claimed": dict(terms.CLAIMS).get(project.claimed_stage),
        "total": wan(project.total_investment_fen),
        "annual": wan(annual),
        "done": wan(done) if reports else "—",
        "lag": _lag(done, annual, today) if reports else None,
        "lists": [(words, [i for i in items if i.list == which]) for which, words in terms.LISTS],
        "reports": [(r.period, wan(r.investment_fen), r.progress) for r in reports[-6:]],
        "today": today,
        "at": at.isoformat() if at else "",
        "lang": language(request),
    }


def _lag(done: int, annual: int | None, today: date) -> Text | None:
    if not annual:
        return None
    lag = rules.time_share_percent(today) * 10 - done * 1000 // annual
    if lag <= 0:
        return Text("达到序时进度", "On the time schedule")
    return Text("低于序时进度 {p} 个百分点", "{p} points below the time schedule").with_(p=tenths(lag))
