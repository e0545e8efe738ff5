"""月度排名: units or districts beside one another, each figure with its arithmetic."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from taizhang.basis.errors import Refused
from taizhang.basis.text import Text
from taizhang.basis.whole import whole
from taizhang.frame import clock
from taizhang.frame.perform import perform
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout, taken
from taizhang.surfaces.pages.door import actor_of

from .. import queries, rules, terms
from ..declared.extra import COMMENTARY
from ..declared.records import RECORDS
from ..declared.verbs import ACCEPT
from ..queries import ranking as figures
from .drawing import MODULE, crumb, tenths, wan


@require_GET
def ranking(request: HttpRequest) -> HttpResponseBase:
    """The units or districts of a month by the share of their annual plan, beside the share of the year that has passed."""
    actor = actor_of(request)
    period = rules.period_of(request.GET.get("period") or rules.due_period(clock.today()))
    by = request.GET.get("by") if request.GET.get("by") in figures.BY else figures.BY[0]
    passed = rules.even_tenths(period)
    lines = figures.ranking(actor, RECORDS, period, by or figures.BY[0])
    title = Text("月度排名", "Ranking of the month")
    if taken.asked(request):
        return _sheet(request, title, period, by or figures.BY[0], lines, passed)
    return _shown(request, period, by or figures.BY[0], lines, passed)


@require_POST
def comment(request: HttpRequest) -> HttpResponseBase:
    """The district's words about a unit's month are written or amended; the page says where that was refused."""
    actor, sent = actor_of(request), request.POST
    period, unit, key = rules.period_of(sent.get("period", "")), whole(sent.get("unit", "")), whole(sent.get("commentary", ""))
    nonce = sent.get("nonce", "")[:40] or None
    try:
        if key is not None:
            perform("projects.amend_commentary", key, actor, {"text": sent.get("text", "")}, version=sent.get("version") or None, idempotency_key=nonce)
        else:
            perform("projects.comment_on_unit", unit, actor, {"period": period, "text": sent.get("text", "")}, idempotency_key=nonce)
    except Refused as refused:
        passed = rules.even_tenths(period)
        lines = figures.ranking(actor, RECORDS, period, "unit")
        return _shown(request, period, "unit", lines, passed, (unit, sent.get("text", ""), refused))
    return HttpResponseRedirect(f"{reverse('projects:ranking')}?period={period}&by=unit#u{unit}")


def _shown(
    request: HttpRequest,
    period: str,
    by: str,
    lines: list[figures.Ranked],
    passed: int,
    refused: tuple[int | None, str, Refused] | None = None,
) -> HttpResponseBase:
    actor, lang = actor_of(request), language(request)
    title = Text("月度排名", "Ranking of the month")
    said = queries.commentaries(actor, COMMENTARY, period, [r.key for r in lines if r.key is not None]) if by == "unit" else {}
    own = {p.place for p in actor.with_right(ACCEPT).posts}
    context = {
        "period": period,
        "before": rules.period_before(period),
        "after": rules.next_period(period) if period < rules.month_of(clock.today()) else "",
        "by": by,
        "passed": tenths(passed),
        "lines": [_line(n, r, passed, lang) | _said(said.get(r.key or 0, []), own) for n, r in enumerate(lines, 1)],
        "may_comment": by == "unit" and actor.may(ACCEPT),
        "refused": refused and {"unit": refused[0], "text": refused[1], "why": refused[2].reason.in_(lang)},
        "nonce": uuid.uuid4().hex,
        "law": terms.DISPATCH,
    }
    return layout.page(
        request,
        "projects/ranking.html",
        context,
        title=title.in_(lang),
        crumbs=(
            layout.Link(Text("月调度台", "Monthly round").in_(lang), f"{reverse('projects:round')}?period={period}"),
            crumb(title.zh, title.en, request),
        ),
        module=MODULE,
        take=taken.address(request),
        status=422 if refused else 200,
    )


def _said(comments: list[Any], own: set[int]) -> dict[str, Any]:
    return {"comments": comments, "mine": next((c for c in comments if c.place_id in own), None)}


def _sheet(request: HttpRequest, title: Text, period: str, by: str, lines: list[figures.Ranked], passed: int) -> HttpResponseBase:
    """The ranking as a workbook; shares in per cent with one digit, as on the page."""
    lang = language(request)
    whose = Text("填报单位", "Unit") if by == "unit" else Text("区县", "District")
    counts = (Text("应报", "Due"), Text("已报", "Reported"), Text("按时", "In time"), Text("已核", "Accepted"))
    amounts = (
        Text("本月投资", "This month"),
        Text("本年累计", "This year"),
        Text("其中有计划的项目", "Of projects with a plan"),
        Text("年度计划", "Annual plan"),
    )
    shares = (Text("完成计划（%）", "Of the plan (%)"), Text("比序时（百分点）", "Against time (points)"))
    heads = [
        taken.head(Text("名次", "Rank"), lang, numeric=True),
        taken.head(whose, lang, width=30),
        *(taken.head(w, lang, numeric=True) for w in counts),
        *(taken.money(w, lang) for w in amounts),
        *(taken.head(w, lang, numeric=True) for w in shares),
        *([taken.head(Text("点评", "Comment"), lang, width=60)] if by == "unit" else []),
    ]
    said = queries.commentaries(actor_of(request), COMMENTARY, period, [r.key for r in lines if r.key is not None]) if by == "unit" else {}
    rows = (
        [*_cells(n, r, passed, lang), *(["\n".join(c.text for c in said.get(r.key or 0, []))] if by == "unit" else [])]
        for n, r in enumerate(lines, 1)
    )
    return taken.sheet(request, title, heads, rows, (), ((Text("月份", "Month"), period),))


def _cells(number: int, ranked: figures.Ranked, passed: int, lang: str) -> list[object]:
    done = ranked.done_tenths
    return [
        number if done is not None else None,
        ranked.name_en if lang == "en" else ranked.name,
        ranked.due,
        ranked.reported,
        ranked.in_time,
        ranked.accepted,
        *(taken.wan(fen) for fen in (ranked.month, ranked.year, ranked.year_planned, ranked.plan)),
        Decimal(done) / 10 if done is not None else None,
        Decimal(done - passed) / 10 if done is not None else None,
    ]


def _line(number: int, ranked: figures.Ranked, passed: int, lang: str) -> dict[str, object]:
    done = ranked.done_tenths
    ahead = done - passed if done is not None else None
    return {
        "number": number if done is not None else "—",
        "key": ranked.key,
        "name": ranked.name_en if lang == "en" else ranked.name,
        "due": ranked.due,
        "reported": ranked.reported,
        "in_time": ranked.in_time,
        "accepted": ranked.accepted,
        "month": wan(ranked.month),
        "year": wan(ranked.year),
        "plan": wan(ranked.plan),
        "done": tenths(done),
        "sum": f"{wan(ranked.year_planned)} ÷ {wan(ranked.plan)}" if done is not None else "",
        "behind": ahead is not None and ahead < 0,
        "ahead": None if ahead is None else f"{'+' if ahead >= 0 else '−'}{abs(ahead) // 10}.{abs(ahead) % 10}",
    }
