"""The leader's screen (领导一屏)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from taizhang.basis.text import Text
from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout

from .. import lifecycle, queries, rules
from ..declared.records import ITEM, PROJECT, RECORDS, REPORT
from .drawing import MODULE, actor_of, crumb, in_words, tenths, wan
from .totals import labels


@require_GET
def leader(request: HttpRequest) -> HttpResponse:
    """领导一屏: three panels, each a sentence with a number above its picture, and what waits for the leader."""
    actor, lang = actor_of(request), language(request)
    at = layout.day_asked(request)
    today = at or clock.today()
    lines, over = queries.totals(
        actor, RECORDS, by="organ", year=today.year, at=at, labels=labels(actor, "organ", lang)
    )
    plan = over.annual_plan
    share = over.reported * 1000 // plan if plan else None
    lag = rules.time_share_percent(today) * 10 - share if share is not None else None
    stages = _stages(actor, at)
    context = {
        "today": today,
        "over": over,
        "reported": in_words(over.reported, lang),
        "certified": in_words(over.certified, lang),
        "plan": in_words(plan, lang),
        "share": tenths(share),
        "lag": tenths(abs(lag)) if lag is not None else None,
        "behind": lag is not None and lag > 0,
        "time_share": rules.time_share_percent(today),
        "months": _months(actor, today),
        "stages": stages,
        "stage_points": [{"label": s["label"].in_(lang), "n": s["proved"]} for s in stages],
        "proved": sum(
            s["proved"]
            for s in stages
            if s["key"] in lifecycle.STARTED
        ),
        "claimed": _claimed_started(actor, at),
        "coordination": _coordination(actor, today),
        "overdue": _overdue(actor, today),
        "ranking": _ranking(lines),
    }
    return layout.page(
        request,
        "projects/leader.html",
        context,
        title=Text("领导一屏", "Leader's screen").in_(lang),
        crumbs=(crumb("领导一屏", "Leader's screen", request),),
        module=MODULE,
        as_of=True,
    )


def _months(actor: Actor, today: date) -> list[dict[str, Any]]:
    """Reported and certified investment month by month, in 万元; a month without any figure has None, not zero."""
    reported: dict[str, int] = {}
    for period, amount in (
        reading.rows(actor, REPORT)
        .filter(period__startswith=f"{today.year}-")
        .exclude(state__in=("superseded", "returned"))
        .exclude(investment_fen__isnull=True)
        .values_list("period", "investment_fen")
    ):
        reported[period] = reported.get(period, 0) + amount
    certified: dict[str, int] = {}
    for period, amount in (
        reading.rows(actor, RECORDS.stat)
        .filter(period__startswith=f"{today.year}-")
        .exclude(investment_fen__isnull=True)
        .values_list("period", "investment_fen")
    ):
        certified[period] = certified.get(period, 0) + amount
    return [
        {"period": p, "reported": _whole_wan(reported.get(p)), "certified": _whole_wan(certified.get(p))}
        for p in (f"{today.year}-{m:02d}" for m in range(1, today.month + 1))
    ]


def _whole_wan(fen: int | None) -> int | None:
    return None if fen is None else fen // 1_000_000


def _stages(actor: Actor, at: date | None) -> list[dict[str, Any]]:
    counts = queries.overview(actor, RECORDS, at)
    return [{"key": key, "label": words, "proved": counts.get(key, 0)} for key, words in lifecycle.STAGE_WORDS]


def _claimed_started(actor: Actor, at: date | None) -> int:
    claims = ("started", "building", "finished", "producing")
    return reading.rows(actor, PROJECT, at=at).filter(claimed_stage__in=claims).count()


def _coordination(actor: Actor, today: date) -> list[Any]:
    period = rules.due_period(today)
    return list(
        reading.rows(actor, REPORT)
        .filter(period__in=(period, rules.period_before(period)))
        .exclude(coordination="")
        .exclude(state__in=("superseded", "returned"))
        .select_related("project", "organ")
        .order_by("-period", "id")[:12]
    )


def _overdue(actor: Actor, today: date) -> list[dict[str, Any]]:
    items = (
        reading.rows(actor, ITEM)
        .filter(state="open", due__lt=today)
        .select_related("project", "organ", "person")
        .order_by("due")[:12]
    )
    return [{"item": i, "days": (today - i.due).days} for i in items]


def _ranking(lines: list[queries.Total]) -> list[dict[str, Any]]:
    found = [
        {
            "label": line.label,
            "share": line.reported * 1000 // line.annual_plan,
            "text": tenths(line.reported * 1000 // line.annual_plan),
            "reported": wan(line.reported),
            "plan": wan(line.annual_plan),
        }
        for line in lines
        if line.annual_plan and line.known_reported
    ]
    return sorted(found, key=lambda r: -r["share"])
