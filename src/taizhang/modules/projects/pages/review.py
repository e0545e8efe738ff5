"""审核表格: the reports of a month in one table, ticked and passed on, accepted or returned, each with its own reason."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from taizhang.basis.errors import BadInput, Refused
from taizhang.basis.text import Text
from taizhang.basis.whole import whole
from taizhang.frame import clock
from taizhang.frame.actor import Actor
from taizhang.frame.perform import perform
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout

from .. import rules, terms
from ..declared.records import RECORDS
from ..declared.verbs import ACCEPT, CITY, REVIEW
from ..month_remarks import remarks
from ..queries import grid as sheets
from ..queries import reviewing
from .drawing import MODULE, actor_of, crumb, wan

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
)


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one ticked report."""

    title: str
    key: int
    entry: str = ""
    reason: str = ""


@require_GET
def review(request: HttpRequest) -> HttpResponse:
    """The reports of a month that wait for this person, or those of any state and unit."""
    return _shown(request, request.GET, ())


@require_POST
def decide(request: HttpRequest) -> HttpResponse:
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


def _shown(request: HttpRequest, asked: Any, told: Sequence[Told], verb: Verb | None = None) -> HttpResponse:
    actor, lang, today = actor_of(request), language(request), clock.today()
    period = rules.period_of(asked.get("period") or rules.due_period(today))
    verbs = [v for v in VERBS if actor.may(v.right)]
    state = asked.get("state", verbs[0].waiting if verbs else "")
    state = state if state in dict(terms.REPORT_STATES) else ""
    unit = whole(asked.get("unit", ""))
    pages = Paginator(reviewing.in_month(actor, RECORDS, period, state, unit), _PER_PAGE)
    page = pages.get_page(asked.get("page"))
    counts = reviewing.counts_by_state(actor, RECORDS, period, unit)
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
        "lines": [_line(r, lang) for r in reviewing.beside(actor, RECORDS, period, list(page))],
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
        status=422 if told and not any(t.entry for t in told) else 200,
    )


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
