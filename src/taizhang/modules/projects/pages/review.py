"""审核表格: the reports of a month in one table, ticked and passed on, accepted or returned, each with its own reason."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from taizhang.basis.errors import BadInput, Refused
from taizhang.basis.text import Text
from taizhang.basis.whole import whole
from taizhang.frame import clock
from taizhang.frame.actor import Actor
from taizhang.frame.perform import perform
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout, taken
from taizhang.surfaces.pages.door import actor_of

from .. import queries, rules, terms
from ..declared.records import RECORDS
from ..declared.verbs import ACCEPT, CITY, REVIEW
from ..month_remarks import remarks
from ..queries import grid as sheets
from ..queries import reviewing
from .drawing import MODULE, crumb, wan

_PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that can be done to ticked reports: the action, its right, and the state in which they wait for it."""

    key: str
    action: str
    right: str
    label: Text
    waiting: str
    reasoned: bool = False


VERBS = (
    Verb("review", "projects.review_report", REVIEW, Text("审核通过", "Pass"), "submitted"),
    Verb("accept", "projects.accept_report", ACCEPT, Text("区级核定", "Accept"), "reviewed"),
    Verb("forward", "projects.forward_report", CITY, Text("报送市级", "Forward to the city"), "accepted"),
    Verb("return", "projects.return_report", REVIEW, Text("退回", "Return"), "submitted", reasoned=True),
    Verb("to-unit", "projects.return_to_unit", ACCEPT, Text("区级退回单位", "Send back to the unit"), "reviewed", reasoned=True),
    Verb("to-bureau", "projects.return_to_bureau", ACCEPT, Text("区级退回主管部门", "Send back to the bureau"), "reviewed", reasoned=True),
)


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one ticked report."""

    title: str
    key: int
    entry: str = ""
    reason: str = ""


@require_GET
def review(request: HttpRequest) -> HttpResponseBase:
    """The reports of a month that wait for this person, or those of any state and unit."""
    return _shown(request, request.GET, ())


@require_POST
def decide(request: HttpRequest) -> HttpResponseBase:
    """The ticked reports are passed, accepted, forwarded or returned: one action and one entry each; what was refused is listed."""
    actor, lang = actor_of(request), language(request)
    verb = next((v for v in VERBS if v.key == request.POST.get("do")), None)
    keys = [n for k in request.POST.getlist("ids")[:500] if (n := whole(k)) is not None]
    if verb is None or not keys:
        raise BadInput(
            Text("没有勾选任何月报", "No report was chosen"),
            code="nothing_chosen",
            remedy=Text("返回表格，勾选后再办理", "Go back to the table and choose some"),
        )
    names = {r.pk: _title(r, lang) for r in _reports(actor, keys)}
    told = [_decided(request, actor, verb, key, names.get(key, str(key)), lang) for key in dict.fromkeys(keys)]
    return _shown(request, request.POST, told, verb)


def _reports(actor: Actor, keys: Sequence[int]) -> Any:
    return sheets.standing_reports(actor, RECORDS).filter(id__in=keys).select_related("project")


def _title(report: Any, lang: str) -> str:
    return str((report.project.name_en if lang == "en" else "") or report.project.name)


def _decided(request: HttpRequest, actor: Actor, verb: Verb, key: int, title: str, lang: str) -> Told:
    own = request.POST.get(f"reason-{key}", "").strip()
    words = own or request.POST.get("reason", "").strip()
    raw = {"reason": words} if verb.reasoned else {"note": words} if verb.key in ("review", "accept") and words else {}
    nonce = request.POST.get("nonce", "")[:40]
    try:
        outcome = perform(
            verb.action,
            key,
            actor,
            raw,
            version=request.POST.get(f"version-{key}") or None,
            idempotency_key=f"{nonce}-{key}" if nonce else None,
        )
    except Refused as refused:
        reasons = [d.reason.in_(lang) for d in refused.details] or [refused.reason.in_(lang)]
        return Told(title, key, "", ("; " if lang == "en" else "；").join(reasons))
    return Told(title, key, outcome.entry)


def _shown(request: HttpRequest, asked: Any, told: Sequence[Told], verb: Verb | None = None) -> HttpResponseBase:
    actor, lang, today = actor_of(request), language(request), clock.today()
    period = rules.period_of(asked.get("period") or rules.due_period(today))
    verbs = [v for v in VERBS if actor.may(v.right)]
    state = asked.get("state", verbs[0].waiting if verbs else "")
    state = state if state in dict(terms.REPORT_STATES) else ""
    unit = whole(asked.get("unit", ""))
    found = reviewing.in_month(actor, RECORDS, period, state, unit)
    if taken.asked(request):
        return _sheet(request, found, period)
    pages = Paginator(found, _PER_PAGE)
    page = pages.get_page(asked.get("page"))
    counts = reviewing.counts_by_state(actor, RECORDS, period, unit)
    extra = queries.beside_reports([r.pk for r in page])
    context = {
        "period": period,
        "before": rules.period_before(period),
        "after": rules.next_period(period) if period < rules.month_of(today) else "",
        "state": state,
        "states": [(k, w, counts.get(k, 0)) for k, w in terms.REPORT_STATES if k != "superseded"],
        "all": sum(counts.values()),
        "unit": unit,
        "units": sheets.reporting_units(actor, RECORDS),
        "page": page,
        "count": pages.count,
        "verbs": verbs,
        "lines": [_line(r, lang) | {"extra": extra.get(r.report.pk)} for r in reviewing.beside(actor, RECORDS, period, list(page))],
        "done": [t for t in told if t.entry],
        "refused": [t for t in told if not t.entry],
        "verb": verb,
        "nonce": uuid.uuid4().hex,
        "who": layout.standings(actor, lang)[:1],
        "law": terms.DISPATCH,
    }
    return layout.page(
        request,
        "projects/review.html",
        context,
        title=Text("审核表格", "Review grid").in_(lang),
        crumbs=(
            layout.Link(Text("月调度台", "Monthly round").in_(lang), f"{reverse('projects:round')}?period={period}"),
            crumb("审核表格", "Review grid", request),
        ),
        module=MODULE,
        take=taken.address(request),
        status=422 if told and not any(t.entry for t in told) else 200,
    )


_AMOUNTS = {"workload_fen": Text("工作量", "Workload"), "investment_fen": Text("投资量", "Investment"), "paid_fen": Text("已付", "Paid")}
_WHEN = (Text("本月", "this month"), Text("上月", "last month"), Text("本年累计", "this year"), Text("开工以来", "since the start"))
_WORDS = (
    Text("形象进度", "Progress"),
    Text("上月形象进度", "Progress last month"),
    Text("存在问题", "Problems"),
    Text("下步计划", "Next steps"),
    Text("需协调事项", "To be coordinated"),
    Text("核对提示", "Remarks"),
    Text("附加列", "Free columns"),
)


def _sheet(request: HttpRequest, found: Any, period: str) -> HttpResponseBase:
    """All reports of the choice as a workbook, each amount beside last month's and the sums."""
    lang, actor = language(request), actor_of(request)
    labels = (Text("项目", "Project"), Text("填报单位", "Unit"), Text("状态", "State"))
    heads = [taken.head(w, lang, width=30) for w in labels]
    for words in _AMOUNTS.values():
        heads += [taken.money(Text(f"{words.zh}·{w.zh}", f"{words.en}, {w.en}"), lang) for w in _WHEN]
    heads += [taken.head(w, lang, width=30) for w in _WORDS]

    def rows() -> Iterator[list[Any]]:
        for start in range(0, found.count(), 500):
            some = list(found[start : start + 500])
            extra = queries.beside_reports([r.pk for r in some])
            yield from ([*_cells(r, lang), _words(extra.get(r.report.pk), lang)] for r in reviewing.beside(actor, RECORDS, period, some))

    return taken.sheet(request, Text("审核表格", "Review grid"), heads, rows(), (), ((Text("月份", "Month"), period),))


def _cells(reviewed: reviewing.Reviewed, lang: str) -> list[Any]:
    report, last = reviewed.report, reviewed.last
    organ = report.organ and (report.organ.name_en or report.organ.name if lang == "en" else report.organ.name)
    cells = [_title(report, lang), organ, dict(terms.REPORT_STATES)[report.state].in_(lang)]
    for name in _AMOUNTS:
        now, before = getattr(report, name), reviewed.before.year.get(name)
        year = None if now is None and before is None else (now or 0) + (before or 0)
        cells += [taken.wan(fen) for fen in (now, getattr(last, name) if last is not None else None, year, reviewed.seen.ever.get(name))]
    said = "; ".join(r.in_(lang) for r in remarks(reviewed.seen))
    return [*cells, report.progress, last.progress if last is not None else "", report.problems, report.next_steps, report.coordination, said]


def _line(reviewed: reviewing.Reviewed, lang: str) -> dict[str, Any]:
    report, last, seen = reviewed.report, reviewed.last, reviewed.seen
    return {
        "report": report,
        "title": _title(report, lang),
        "state_text": dict(terms.REPORT_STATES)[report.state].in_(lang),
        "amounts": [
            (
                name,
                wan(getattr(report, name)),
                wan(getattr(last, name)) if last is not None else "",
                wan(reviewed.before.year.get(name, 0) + (getattr(report, name) or 0)),
                wan(seen.ever.get(name)),
            )
            for name in sheets.AMOUNTS
        ],
        "last_progress": last.progress if last is not None else "",
        "remarks": [r.in_(lang) for r in remarks(seen)],
    }


def _words(said: Text | None, lang: str) -> str:
    return said.in_(lang) if said is not None else ""
