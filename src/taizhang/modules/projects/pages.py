"""What cannot be derived: the monthly round, the leader's screen, totals, the import of a workbook, the one-page card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from taizhang.basis.errors import NotAllowed
from taizhang.basis.money import decimal_text
from taizhang.basis.text import Text
from taizhang.basis.whole import whole
from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.frame.perform import perform
from taizhang.registers.records import ORGAN, PLACE
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout

from . import lifecycle, queries, rules, terms
from .module import ACCEPT, ITEM, LIST, PROJECT, RECORDS, REPORT

_MODULE = "projects"


def actor_of(request: HttpRequest) -> Actor:
    """Who stands at the door of a page for staff."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def wan(fen: int | None) -> str:
    """An amount in 万元 with thousands separated, '—' when there is none."""
    return "—" if fen is None else decimal_text(fen, "万元", ",")


def in_words(fen: int, lang: str) -> str:
    """An amount for a sentence: '92.5726 亿元', or in English '9.2573 bn CNY'; four digits after the point at most."""
    if lang == "en":
        return f"{(Decimal(fen) / 10**11).quantize(Decimal('0.0001')).normalize():f} bn CNY"
    return decimal_text(fen // 1_000_000 * 1_000_000, "亿元") + " 亿元"


def _crumb(zh: str, en: str, request: HttpRequest) -> layout.Link:
    return layout.Link(Text(zh, en).in_(language(request)), "", True)


# -- the monthly round --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One project in a month: its report of this month beside the one before."""

    project: Any
    state: str
    state_text: Text
    report: Any
    before: Any
    cells: tuple[str, ...]
    last: str


_MISSING = Text("未报", "Not reported")


@require_GET
def monthly_round(request: HttpRequest) -> HttpResponse:
    """月调度台: units by what they have reported, and every project of the month with the month before beside it."""
    actor = actor_of(request)
    today = clock.today()
    period = rules.period_of(request.GET.get("period") or rules.due_period(today))
    units, lines = queries.monthly_round(actor, RECORDS, period, today)
    wanted_state, wanted_organ = request.GET.get("state", ""), request.GET.get("organ", "")
    chosen = [
        (p, s)
        for p, s in lines
        if (not wanted_state or s == wanted_state or (wanted_state == "accepted" and s == "forwarded"))
        and (not wanted_organ or str(p.organ_id or "") == wanted_organ)
    ]
    shown = _lines(actor, chosen[:200], period)
    due = rules.report_due(period)
    counts = {
        s: sum(getattr(u, s) for u in units)
        for s in ("due", "missing", "submitted", "reviewed", "accepted", "returned", "overdue")
    }
    context = {
        "period": period,
        "before": rules.period_before(period),
        "after": rules.next_period(period) if period < rules.month_of(today) else "",
        "due": due,
        "late": due is not None and today > due,
        "units": units,
        "counts": counts,
        "tiles": _TILES,
        "lines": shown,
        "more": max(len(chosen) - len(shown), 0),
        "state": wanted_state,
        "organ": wanted_organ,
        "may_remind": actor.may(ACCEPT),
        "reminded": request.GET.get("reminded", ""),
        "law": terms.DISPATCH,
    }
    return layout.page(
        request,
        "projects/round.html",
        context,
        title=Text("月调度台", "Monthly round").in_(language(request)),
        crumbs=(_crumb("月调度台", "Monthly round", request),),
        module=_MODULE,
    )


def _lines(actor: Actor, chosen: list[tuple[Any, str]], period: str) -> list[Line]:
    keys = [p.pk for p, _ in chosen]
    rows = (
        reading.rows(actor, REPORT)
        .filter(project__in=keys, period__in=(period, rules.period_before(period)))
        .exclude(state="superseded")
        .order_by("id")
    )
    reports = {(r.project_id, r.period): r for r in rows}
    words = dict(terms.REPORT_STATES)
    made = []
    for project, state in chosen:
        now, last = reports.get((project.pk, period)), reports.get((project.pk, rules.period_before(period)))
        cells = tuple(wan(getattr(now, c)) if now else "" for c in ("workload_fen", "investment_fen", "paid_fen"))
        made.append(
            Line(
                project, state, words.get(state, _MISSING), now, last, cells, wan(last.investment_fen) if last else "—"
            )
        )
    return made


_TILES = (
    ("due", "应报", "Due"),
    ("missing", "未报", "Missing"),
    ("submitted", "已报", "Submitted"),
    ("reviewed", "部门已审", "Reviewed"),
    ("accepted", "区级已核", "Accepted"),
    ("returned", "退回", "Returned"),
)


@require_POST
def remind_missing(request: HttpRequest) -> HttpResponse:
    """Everybody who has not reported a month is reminded: one action and one entry for each project."""
    actor = actor_of(request)
    period = rules.period_of(request.POST.get("period", ""))
    _, lines = queries.monthly_round(actor, RECORDS, period, clock.today())
    done = 0
    for project, state in lines:
        if state == "missing":
            try:
                perform("projects.remind", project.pk, actor, {"period": period})
                done += 1
            except NotAllowed:
                # A project one may look at and not administer stays in the list; it is somebody else's to remind.
                continue
    return HttpResponseRedirect(f"{reverse('projects:round')}?period={period}&reminded={done}")


# -- totals -------------------------------------------------------------------------------------------------------------

_GROUPS = (
    ("list", Text("清单", "List"), ""),
    ("district", Text("区县", "District"), "district"),
    ("category", Text("行业类别", "Category"), "category"),
    ("organ", Text("责任单位", "Responsible organ"), "organ"),
    ("stage", Text("认定阶段", "Stage (proved)"), "stage"),
    ("source", Text("投资来源", "Source"), ""),
)


@require_GET
def totals(request: HttpRequest) -> HttpResponse:
    """Totals by group, list and year as of a day; every figure opens its rows, and no roles are added together."""
    actor, lang = actor_of(request), language(request)
    at = layout.day_asked(request)
    year = _year(request, at)
    by = request.GET.get("by") if request.GET.get("by") in {g[0]: g for g in _GROUPS} else "list"
    project_list = whole(request.GET.get("list", ""))
    lines, over = queries.totals(
        actor, RECORDS, by=str(by), year=year, at=at, project_list=project_list, labels=_labels(actor, str(by), lang)
    )
    past = _compared(actor, str(by), year, layout.day_asked(request, "against"), project_list)
    context = {
        "lines": [_row(line, str(by), project_list, past) for line in lines],
        "over": _row(over, "", project_list, past),
        "by": by,
        "groups": [(key, words) for key, words, _ in _GROUPS],
        "lists": reading.rows(actor, LIST).filter(year=year).order_by("id"),
        "list": project_list,
        "year": year,
        "years": range(clock.today().year - 2, clock.today().year + 2),
        "against": request.GET.get("against", ""),
        "at": at,
        "time_share": rules.time_share_percent(at or clock.today()),
    }
    return layout.page(
        request,
        "projects/totals.html",
        context,
        title=Text("汇总", "Totals").in_(lang),
        crumbs=(_crumb("汇总", "Totals", request),),
        module=_MODULE,
        as_of=True,
    )


def _year(request: HttpRequest, at: date | None) -> int:
    year = whole(request.GET.get("year", ""))
    return year if year is not None and 1990 <= year <= 2100 else (at or clock.today()).year


def _labels(actor: Actor, by: str, lang: str) -> dict[Any, Text]:
    fixed = {"category": terms.CATEGORIES, "stage": lifecycle.STAGE_WORDS, "source": terms.SOURCES}
    if by in fixed:
        return dict(fixed[by])
    if by == "organ":
        return {
            o.pk: Text(o.short or o.name, o.short_en or o.name_en or o.name)
            for o in reading.rows(actor, ORGAN).select_related(None)
        }
    if by == "list":
        return {r.pk: Text(r.name, r.name_en or r.name) for r in reading.rows(actor, LIST)}
    found = reading.rows(actor, PLACE).select_related(None).filter(kind__in=("county", "zone", "city", "province"))
    return {p.pk: Text(p.name, p.name_en or p.name) for p in found}


_AMOUNTS = ("total_investment", "annual_plan", "planned_completion", "reported", "certified")


def _row(line: queries.Total, by: str, project_list: int | None, past: dict[str, queries.Total]) -> dict[str, Any]:
    """One line for the page: amounts in 万元, of how many projects each is known, the change, and the address of its rows."""
    filters = {g[0]: g[2] for g in _GROUPS}
    query = []
    if by == "list":
        query.append(f"list={line.key}")
    elif filters.get(by) and line.key not in ("", "None"):
        query.append(f"{filters[by]}={line.key}")
    if project_list is not None and by != "list":
        query.append(f"list={project_list}")
    before = past.get(line.key)
    amounts = [
        {
            "wan": wan(getattr(line, name)) if getattr(line, _known(name)) else "—",
            "known": getattr(line, _known(name)),
            "change": _change(line, before, name) if past else "",
        }
        for name in _AMOUNTS
    ]
    return {
        "label": line.label,
        "projects": line.projects,
        "amounts": amounts,
        "rows": "&".join(query),
        "was": before.projects if before else None,
    }


def _known(name: str) -> str:
    return "known_" + {"total_investment": "total", "annual_plan": "plan", "planned_completion": "completion"}.get(
        name, name
    )


def _change(line: queries.Total, before: queries.Total | None, name: str) -> str:
    difference = getattr(line, name) - (getattr(before, name) if before else 0)
    return ("+" if difference > 0 else "") + wan(difference) if difference else "0"


def _compared(
    actor: Actor, by: str, year: int, against: date | None, project_list: int | None
) -> dict[str, queries.Total]:
    """The same totals as they were known at the end of another day, by key."""
    if against is None:
        return {}
    lines, over = queries.totals(actor, RECORDS, by=by, year=year, at=against, project_list=project_list)
    return {line.key: line for line in (*lines, over)}


# -- the leader's screen ------------------------------------------------------------------------------------------------


@require_GET
def leader(request: HttpRequest) -> HttpResponse:
    """领导一屏: three panels, each a sentence with a number above its picture, and what waits for the leader."""
    actor, lang = actor_of(request), language(request)
    at = layout.day_asked(request)
    today = at or clock.today()
    lines, over = queries.totals(
        actor, RECORDS, by="organ", year=today.year, at=at, labels=_labels(actor, "organ", lang)
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
        "share": _tenths(share),
        "lag": _tenths(abs(lag)) if lag is not None else None,
        "behind": lag is not None and lag > 0,
        "time_share": rules.time_share_percent(today),
        "months": _months(actor, today),
        "stages": stages,
        "stage_points": [{"label": s["label"].in_(lang), "n": s["proved"]} for s in stages],
        "proved": sum(
            s["proved"]
            for s in stages
            if s["key"] in ("started", "building", "completed", "settled", "evaluated", "producing", "full")
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
        crumbs=(_crumb("领导一屏", "Leader's screen", request),),
        module=_MODULE,
        as_of=True,
    )


def _tenths(tenths: int | None) -> str | None:
    return None if tenths is None else f"{tenths // 10}.{tenths % 10}"


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
            "text": _tenths(line.reported * 1000 // line.annual_plan),
            "reported": wan(line.reported),
            "plan": wan(line.annual_plan),
        }
        for line in lines
        if line.annual_plan and line.known_reported
    ]
    return sorted(found, key=lambda r: -r["share"])


# -- one page -----------------------------------------------------------------------------------------------------------


@require_GET
def card(request: HttpRequest, key: int) -> HttpResponse:
    """项目一页: one project on one sheet of A4, for a meeting."""
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
    context = {
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
        "lang": language(request),
    }
    return render(request, "projects/card.html", context)


def _lag(done: int, annual: int | None, today: date) -> Text | None:
    if not annual:
        return None
    lag = rules.time_share_percent(today) * 10 - done * 1000 // annual
    if lag <= 0:
        return Text("达到序时进度", "On the time schedule")
    return Text("低于序时进度 {p} 个百分点", "{p} points below the time schedule").with_(p=_tenths(lag))
