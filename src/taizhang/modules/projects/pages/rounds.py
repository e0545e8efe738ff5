"""The monthly round (月调度台)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from taizhang.basis.errors import Conflict, NotAllowed
from taizhang.basis.text import Text
from taizhang.basis.whole import whole
from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.frame.perform import perform
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout, taken
from taizhang.surfaces.pages.door import actor_of

from .. import queries, rules, terms
from ..declared.records import RECORDS, REPORT
from ..declared.verbs import ACCEPT
from .drawing import MODULE, crumb, wan


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
def monthly_round(request: HttpRequest) -> HttpResponseBase:
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
    if taken.asked(request):
        return _sheet(request, _lines(actor, chosen, period), period)
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
        "already": whole(request.GET.get("already", "")) or 0,
        "law": terms.DISPATCH,
    }
    return layout.page(
        request,
        "projects/round.html",
        context,
        title=Text("月调度台", "Monthly round").in_(language(request)),
        crumbs=(crumb("月调度台", "Monthly round", request),),
        module=MODULE,
        take=taken.address(request),
    )


def _sheet(request: HttpRequest, lines: list[Line], period: str) -> HttpResponseBase:
    """Every project of the choice as a workbook, with the state of its month."""
    lang = language(request)
    labels = (Text("项目", "Project"), Text("代码", "Code"), Text("责任单位", "Organ"), Text("状态", "State"))
    amounts = (Text("工作量", "Workload"), Text("投资量", "Investment"), Text("已付", "Paid"), Text("上月投资量", "Investment last month"))
    words = (Text("形象进度", "Progress"), Text("存在问题", "Problems"), Text("需协调事项", "To be coordinated"), Text("退回意见", "Why returned"))
    heads = [taken.head(w, lang, width=26) for w in labels]
    heads += [*(taken.money(w, lang) for w in amounts), *(taken.head(w, lang, width=30) for w in words)]
    about = ((Text("月份", "Month"), period),)
    return taken.sheet(request, Text("月调度台", "Monthly round"), heads, (_cells(line, lang) for line in lines), (), about)


def _cells(line: Line, lang: str) -> list[Any]:
    project, report, last = line.project, line.report, line.before
    organ = project.organ and (project.organ.name_en or project.organ.name if lang == "en" else project.organ.name)
    amounts = [getattr(report, c) if report else None for c in ("workload_fen", "investment_fen", "paid_fen")]
    name = project.name_en or project.name if lang == "en" else project.name
    return [
        name,
        project.code,
        organ,
        line.state_text.in_(lang),
        *(taken.wan(fen) for fen in (*amounts, last.investment_fen if last else None)),
        *((report.progress, report.problems, report.coordination, report.return_reason) if report else ("", "", "", "")),
    ]


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
    """Everybody who has not reported a month is reminded: one action and one entry for each project, at most once a day."""
    actor = actor_of(request)
    period = rules.period_of(request.POST.get("period", ""))
    _, lines = queries.monthly_round(actor, RECORDS, period, clock.today())
    done = already = 0
    for project, state in lines:
        if state == "missing":
            try:
                perform("projects.remind", project.pk, actor, {"period": period})
                done += 1
            except NotAllowed:
                # A project one may look at and not administer stays in the list; it is somebody else's to remind.
                continue
            except Conflict as refused:
                # Reported in this very moment, or reminded of today: either way there is nothing to do.
                already += refused.code == "reminded_today"
    return HttpResponseRedirect(f"{reverse('projects:round')}?period={period}&reminded={done}&already={already}")
