"""The schedule of a project (节点进度): picture and table, what if, where time can be won, earned value; late nodes of a portfolio."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from taizhang.basis.errors import BadInput, NotAllowed
from taizhang.basis.text import Text
from taizhang.basis.whole import whole
from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.kernels import schedule as kernel
from taizhang.kernels.schedule import Figure, Undefined, rounded
from taizhang.registers.records import ORGAN, PLACE
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout, taken
from taizhang.surfaces.pages.door import actor_of
from taizhang.surfaces.pages.steps import steps

from .. import queries, schedule, terms
from ..declared.feeds import FEEDS_RIGHT
from ..declared.nodes import NODE, PLAN_RIGHT, REPORT_NODES, SCHEDULE_RECORDS
from ..declared.records import PROJECT, REPORT
from .drawing import MODULE, crumb, wan
from .gantt import picture

_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One node in the table behind the picture."""

    key: str
    node: Any
    title: str
    state: Text
    days: kernel.NodeDates
    frozen: Any
    later: int | None
    expected: kernel.Standing | None
    waits: str
    who: str
    late: bool


@require_GET
def project_schedule(request: HttpRequest, key: int) -> HttpResponse:
    """The schedule of one project, now or as it was known at the end of an earlier day."""
    actor, lang = actor_of(request), language(request)
    at = layout.day_asked(request)
    project = reading.one(actor, PROJECT, key, at=at)
    shown = queries.shown(actor, SCHEDULE_RECORDS, project, at)
    lines = _lines(shown, lang)
    late = frozenset(line.key for line in lines if line.late)
    words = {k: t.in_(lang) for k, t in (*terms.NODE_STATES, ("critical", _CRITICAL), ("to", _TO))}
    may_try = at is None and _may_try(actor)
    context = {
        "project": project,
        "key": key,
        "at": at,
        "lines": lines,
        "picture": picture(shown.plan.rows, shown.plan.dates, shown.frozen, shown.links, shown.plan.today, lang, late, words),
        "finish": shown.plan.finish,
        "baseline": shown.baseline,
        "baseline_finish": max((f.finish for f in shown.frozen.values()), default=None),
        "waiting": next((b for b in shown.baselines if b.state == "proposed"), None),
        "dropped": [n for n in shown.nodes if n.state == "dropped"],
        "may_try": may_try,
        "may_feed": actor.may(FEEDS_RIGHT),
        "tried": _tried(request, shown, lang) if may_try and request.GET.get("node") else None,
        "advice": _advice(shown, lang) if may_try else None,
        "earned": _earned(actor, shown, key, at, lang),
        "forecasts": _forecasts(shown),
        "buttons": _buttons(actor, project, shown, lang) if at is None else (),
    }
    title = Text("节点进度", "Schedule").in_(lang)
    name = PROJECT.name_of(project, lang)
    crumbs = (layout.Link(name, reverse("pages:record", args=[PROJECT.kind, key])), layout.Link(title, "", True))
    return layout.page(request, "projects/schedule.html", context, title=f"{title} · {name}", crumbs=crumbs, module=MODULE, as_of=True)


@require_GET
def try_out(request: HttpRequest, key: int) -> HttpResponse:
    """What would happen if a node took longer or began later, as a part of the page. Nothing is saved.

    Raises:
        NotAllowed: without a right over schedules.
    """
    actor, lang = actor_of(request), language(request)
    project = reading.one(actor, PROJECT, key)
    if not _may_try(actor):
        raise NotAllowed(Text("没有试算的权限", "You may not try out changes of a schedule"), code="no_right")
    shown = queries.shown(actor, SCHEDULE_RECORDS, project)
    return render(request, "projects/schedule_if.html", {"tried": _tried(request, shown, lang), "lang": lang, "key": key})


_CRITICAL = Text("关键", "critical")
_TO = Text("至", "to")
_SCHEDULE_ACTIONS = frozenset(
    f"projects.{verb}" for verb in ("lay_out_nodes", "add_node", "propose_baseline", "re_baseline")
)


def _may_try(actor: Actor) -> bool:
    return actor.may(PLAN_RIGHT) or actor.may(REPORT_NODES)


def _buttons(actor: Actor, project: Any, shown: queries.Shown, lang: str) -> Sequence[Any]:
    """What may be done to the schedule as a whole and makes sense now; the project's own page has the rest with its reasons."""
    waiting = any(b.state == "proposed" for b in shown.baselines)
    laid_out = {line.key for line in terms.nodes_for(project.kind, shown.plan.today)} <= {n.key for n in shown.nodes}
    idle = {"projects.propose_baseline"} if waiting or shown.baseline is not None or not shown.nodes else set()
    idle |= {"projects.re_baseline"} if waiting or shown.baseline is None else set()
    idle |= {"projects.lay_out_nodes"} if laid_out else set()
    return tuple(b for b in steps(actor, PROJECT, project, lang).open if b.key in _SCHEDULE_ACTIONS - idle)


def _lines(shown: queries.Shown, lang: str) -> list[Line]:
    plan, states = shown.plan, dict(terms.NODE_STATES)
    titles = {row.id: _title(row, lang) for row in plan.rows.values()}
    waits: dict[int, list[str]] = {}
    for link in shown.links:
        if link.before_id in titles:
            waits.setdefault(link.node_id, []).append(titles[link.before_id])
    found = []
    for key, row in plan.rows.items():
        then = shown.frozen.get(str(row.id))
        days = plan.dates[key]
        expected = kernel.standing(shown.forecasts.get(row.id, ()), plan.today)
        limit = then.finish if then is not None else expected.forecast.expected_finish if expected else None
        found.append(
            Line(
                key,
                row,
                titles[row.id],
                states[row.state],
                days,
                then,
                (days.finish.date - then.finish).days if then is not None else None,
                expected if row.state in terms.OPEN_NODES else None,
                "、".join(waits.get(row.id, ())) if lang != "en" else ", ".join(waits.get(row.id, ())),
                _who(row, lang),
                row.state in terms.OPEN_NODES and limit is not None and limit < plan.today,
            )
        )
    return found


def _title(row: Any, lang: str) -> str:
    return row.title_en if lang == "en" and row.title_en else row.title


# -- what if --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Touched:
    """A node that a change would move, with whoever answers for it."""

    title: str
    who: str
    days: int
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Tried:
    """What would happen; `problem` when the change makes no sense."""

    node: str
    key: str
    duration: int
    not_before: date | None
    days: int = 0
    was: str = ""
    now: str = ""
    touched: tuple[Touched, ...] = ()
    gain: str = ""
    problem: Text | None = None


def _tried(request: HttpRequest, shown: queries.Shown, lang: str) -> Tried | None:
    plan = shown.plan
    key = request.GET.get("node", "")
    if key not in plan.rows:
        return None
    row, node = plan.rows[key], plan.network[key]
    duration = whole(request.GET.get("duration", ""))
    duration = node.duration_working_days if duration is None else duration
    until, begins = _day(request, "finish"), _day(request, "not_before")
    if until is not None:
        first = plan.dates[key].start.date
        duration = max(plan.timeline.index(until) - plan.timeline.index(first) + 1, 1) if until >= first else 1
    begins = begins if begins is not None else row.not_before
    try:
        changed = replace(node, duration_working_days=duration, not_before=begins)
        data_date = plan.today if plan.today >= plan.timeline.first_day else None
        found = kernel.what_if(plan.network, changed, axis=plan.timeline, actuals=plan.actuals or None, data_date=data_date)
    except BadInput as refused:
        return Tried(_title(row, lang), key, duration, begins, problem=refused.reason)
    before, after = found.dates_before, found.dates_after
    touched = tuple(
        Touched(
            _title(plan.rows[m.key], lang),
            _who(plan.rows[m.key], lang),
            m.days or 0,
            before[m.key].finish.date.isoformat(),
            after[m.key].finish.date.isoformat(),
        )
        for m in found.moved
    )
    was, now = (max(d.finish.date for d in x.values()).isoformat() for x in (before, after))
    effect = kernel.effect_at(schedule.years_end(plan.today), plan.weights, found.before, found.after)
    return Tried(_title(row, lang), key, duration, begins, found.days, was, now, touched, _share(effect.gain, plan))


def _day(request: HttpRequest, name: str) -> date | None:
    try:
        found = date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2100 else None


def _who(row: Any, lang: str) -> str:
    organ = row.organ
    named = "" if organ is None else (organ.short_en or organ.name_en or organ.name) if lang == "en" else organ.short or organ.name
    person = "" if row.person is None else (row.person.name_en or row.person.name) if lang == "en" else row.person.name
    return " ".join(x for x in (named, person) if x)


def _share(part: Fraction, plan: schedule.Plan) -> str:
    """A part of the plan as points of its total with a sign; '' where nothing has a weight."""
    total = sum(plan.weights.values())
    if not total:
        return ""
    points = rounded(part * 100 / total, 1)
    return f"{points:+}"


# -- where time can be won ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Advised:
    """One step: what to pull, by how many working days, what it wins, and the year's figure after it."""

    levers: tuple[Text, ...]
    days: int
    gain: int
    finish: str
    year: str
    newly: tuple[str, ...]


def _advice(shown: queries.Shown, lang: str) -> dict[str, Any] | None:
    plan = shown.plan
    least, overlaps = schedule.levers(plan, shown.links)
    if not least and not overlaps:
        return None
    data_date = plan.today if plan.today >= plan.timeline.first_day else None
    found = kernel.advise(
        plan.network, least_durations=least, overlaps=overlaps, axis=plan.timeline, actuals=plan.actuals or None, data_date=data_date
    )
    title = {key: _title(row, lang) for key, row in plan.rows.items()}
    taken = []
    for step in found.steps:
        effect = kernel.effect_at(schedule.years_end(plan.today), plan.weights, found.before, step.path)
        last = max(d.finish.date for d in kernel.dates(step.path).values())
        taken.append(
            Advised(
                tuple(_lever(lever, title) for lever in step.levers),
                step.days,
                step.gain,
                last.isoformat(),
                _share(effect.gain, plan),
                tuple(title[k] for k in step.newly_critical),
            )
        )
    return {"steps": taken, "gain": found.gain, "stuck": [title[k] for k in found.stuck_on]}


def _lever(lever: kernel.Lever, title: dict[str, str]) -> Text:
    if lever.kind == "shorten":
        return Text("压缩“{n}”", "shorten “{n}”").with_(n=title[lever.node])
    return Text("“{n}”与“{p}”搭接", "overlap “{n}” with “{p}”").with_(n=title[lever.node], p=title[lever.predecessor or ""])


# -- earned value ---------------------------------------------------------------------------------------------------------

_FIGURES = (
    ("bac", Text("计划总量 BAC", "Total plan (BAC)"), 2),
    ("pv", Text("计划值 PV（序时）", "Planned value (PV)"), 2),
    ("ev", Text("挣值 EV（已销号）", "Earned value (EV, closed)"), 2),
    ("ac", Text("实际成本 AC（月报投资量）", "Actual cost (AC, reported investment)"), 2),
    ("sv", Text("进度偏差 SV", "Schedule variance (SV)"), 2),
    ("cv", Text("成本偏差 CV", "Cost variance (CV)"), 2),
    ("spi", Text("进度绩效 SPI", "Schedule index (SPI)"), 3),
    ("cpi", Text("成本绩效 CPI", "Cost index (CPI)"), 3),
    ("eac_at_cpi", Text("完工估算 EAC（按 CPI）", "Estimate at completion (at CPI)"), 2),
    ("eac_at_plan", Text("完工估算 EAC（按计划）", "Estimate at completion (as planned)"), 2),
    ("tcpi", Text("尚需绩效 TCPI", "Index still needed (TCPI)"), 3),
    ("lag_points", Text("滞后（百分点）", "Lag in points of the total"), 1),
)
_IN_MONEY = frozenset({"bac", "pv", "ev", "ac", "sv", "cv", "eac_at_cpi", "eac_at_plan"})


def _earned(actor: Actor, shown: queries.Shown, key: int, at: date | None, lang: str) -> dict[str, Any] | None:
    baseline = shown.kernel_baseline()
    if baseline is None:
        return None
    invested = queries.invested_fen(actor, REPORT, key, at)
    found = schedule.earned(baseline, shown.frozen, shown.nodes, shown.plan.today, invested)
    titles = {str(n.id): _title(n, lang) for n in shown.nodes}
    measures = found.assessment.measures
    figures = [(words, *_figure(getattr(measures, name), places, found.in_amounts and name in _IN_MONEY)) for name, words, places in _FIGURES]
    figures.append((Text("挣得进度 SPI(t)", "Schedule index in time, SPI(t)"), *_figure(found.schedule.spi_t, 3, False)))
    return {
        "figures": figures,
        "in_amounts": found.in_amounts,
        "excluded": [titles[k] for k in found.assessment.excluded_unbaselined],
        "cancelled": [titles.get(k, k) for k in found.assessment.cancelled],
        "unreported": [titles.get(k, k) for k in found.assessment.unreported],
    }


def _figure(figure: Figure, places: int, money: bool) -> tuple[str, Text | None]:
    """A figure as it is printed, or '' with the reason why it is not defined."""
    if isinstance(figure, Undefined):
        return "", figure.reason
    return (wan(int(figure)) if money else f"{rounded(figure, places):,}"), None


def _forecasts(shown: queries.Shown) -> list[tuple[Any, Any, int | None]]:
    """Every forecast, the newest first, with by how many days of the calendar it is later than the one before."""
    before: dict[int, date] = {}
    found = []
    for forecast in reversed(shown.stored_forecasts):
        was = before.get(forecast.node_id)
        found.append((forecast, was, (forecast.expected_finish - was).days if was else None))
        before[forecast.node_id] = forecast.expected_finish
    titles = {n.id: n for n in shown.nodes}
    return [(titles[f.node_id], f, shift) for f, _, shift in reversed(found)]


# -- late nodes of a portfolio --------------------------------------------------------------------------------------------


@require_GET
def late_nodes(request: HttpRequest) -> HttpResponseBase:
    """Nodes whose day has passed, the longest overdue first, by district, organ or person; page by page."""
    actor, lang, today = actor_of(request), language(request), clock.today()
    found = queries.late_nodes(actor, NODE, today)
    organ, district = whole(request.GET.get("organ", "")), whole(request.GET.get("district", ""))
    mine = request.GET.get("mine") == "1"
    if organ is not None:
        found = found.filter(organ=organ)
    if district is not None:
        found = found.filter(project__district=district)
    if mine:
        found = found.filter(queries.own_nodes(actor))
    if taken.asked(request):
        return _late_sheet(request, found, today)
    pages = Paginator(found, _PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    rows = [(n, _title(n, lang), PROJECT.name_of(n.project, lang), (today - n.due).days, _who(n, lang)) for n in page]
    context = {
        "rows": rows,
        "page": page,
        "count": pages.count,
        "mine": mine,
        "organ": reading.one(actor, ORGAN, organ) if organ is not None else None,
        "district": reading.one(actor, PLACE, district) if district is not None else None,
        "today": today,
    }
    crumbs = (crumb(_LATE.zh, _LATE.en, request),)
    take = taken.address(request)
    return layout.page(request, "projects/late_nodes.html", context, title=_LATE.in_(lang), crumbs=crumbs, module=MODULE, take=take)


_LATE = Text("逾期节点", "Late nodes")


def _late_sheet(request: HttpRequest, found: Any, today: date) -> HttpResponseBase:
    """All late nodes of the choice as a workbook."""
    lang = language(request)
    labels = (Text("节点", "Node"), Text("项目", "Project"), Text("区县", "District"), Text("责任", "Who"), Text("应完成", "Due"))
    heads = [*(taken.head(w, lang, width=30) for w in labels), taken.head(Text("逾期（天）", "Days late"), lang, numeric=True)]
    rows = (
        (_title(n, lang), PROJECT.name_of(n.project, lang), PLACE.name_of(n.project.district, lang), _who(n, lang), n.due, (today - n.due).days)
        for n in found
    )
    return taken.sheet(request, _LATE, heads, rows)
