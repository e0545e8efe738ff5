"""A firm's own page, without signing in: every visit it was told of, why, by whom, what was found; avoidance and complaints.

It opens with the credit code and the code of any of the firm's notices. Wrong pairs look all alike and are counted, so that
neither who is visited nor who exists can be found out by guessing.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from taizhang.basis.errors import Refused
from taizhang.basis.text import Text
from taizhang.frame import clock
from taizhang.frame.actor import PUBLIC
from taizhang.frame.perform import perform
from taizhang.registers import attempts
from taizhang.surfaces import public_page
from taizhang.surfaces.entrance import address_of

from .. import terms
from ..queries import firm as queries
from ..rules import visits as rules
from ..terms import visit_words as words

_OPEN: Final = "inspection_firm"
_MINUTES: Final = 30
_LONGEST: Final = 60
_ASKED: Final = {"ask": "inspection.ask_avoidance", "complain": "inspection.complain"}
_WRONG: Final = Text(
    "没有与两个代码都相符的通知书。请照检查通知书核对统一社会信用代码和检查码。",
    "No notice fits both codes. Compare the credit code and the code of the visit with your notice.",
)
_DONE: Final = {
    "ask": Text(
        "回避申请已收到，进企前会作出决定，结果显示在本页。",
        "Your request is received; it is decided before anybody comes, and the decision is shown here.",
    ),
    "complain": Text("投诉已收到，答复会显示在本页。", "Your complaint is received; the answer is shown here."),
}


def firm(request: HttpRequest) -> HttpResponse:
    """The door, or behind it the firm's visits; what is sent here opens it, asks, complains, or leaves."""
    if request.method == "POST":
        return _sent(request)
    found = _opened(request)
    said = request.session.pop(f"{_OPEN}_said", "") if found else ""
    return _page(request, found, _DONE.get(said)) if found else _door(request, None)


def _sent(request: HttpRequest) -> HttpResponse:
    do = request.POST.get("do", "")
    if do == "open":
        return _enter(request)
    found = _opened(request)
    if found is None:
        return _door(request, Text("已超时，请重新输入两个代码。", "This took too long: enter both codes again."))
    if do == "leave":
        request.session.pop(_OPEN, None)
        return HttpResponseRedirect(reverse("public:firm"))
    visit = next((v for v in queries.visits_of(found.pk) if str(v.pk) == request.POST.get("visit")), None)
    if visit is None or do not in _ASKED:
        return _page(request, found, None, status=422)
    raw = {"credit_code": found.uscc, "code": visit.code, "words": request.POST.get("words", "")}
    if do == "ask":
        raw["member"] = request.POST.get("member", "")
    try:
        perform(_ASKED[do], None, PUBLIC, raw)
    except Refused as refused:
        return _page(request, found, None, refused=refused, status=refused.status)
    request.session[f"{_OPEN}_said"] = do
    return HttpResponseRedirect(reverse("public:firm"))


def _enter(request: HttpRequest) -> HttpResponse:
    code = request.POST.get("code", "")[:_LONGEST]
    uscc = request.POST.get("credit_code", "").strip().upper()[:_LONGEST]
    # Counted apart from signing in: a firm that mistypes keeps no official out, and nobody elsewhere keeps the firm out.
    where = f"firm:{address_of(request)}"
    name = f"{where}\n{uscc}"
    standing = attempts.counted(name, where)
    if standing.crowded or standing.locked_until is not None:
        words_ = Text("试错太多，请{m}分钟后再试。", "Too many wrong codes: try again in {m} minutes.").with_(m=settings.TAIZHANG_LOCK_MINUTES)
        return _door(request, words_, status=429)
    visit = queries.told(uscc, code) if uscc and code else None
    if visit is None:
        if standing.last:
            attempts.locked(name)
        return _door(request, _WRONG, status=422)
    attempts.entered(name, where)
    request.session.cycle_key()
    request.session[_OPEN] = [visit.enterprise_id, (clock.now() + timedelta(minutes=_MINUTES)).isoformat()]
    return HttpResponseRedirect(reverse("public:firm"))


def _opened(request: HttpRequest) -> Any:
    key, until = request.session.get(_OPEN) or (0, "")
    return queries.firm(key) if key and clock.now().isoformat() < until else None


def _door(request: HttpRequest, said: Text | None, status: int = 200) -> HttpResponse:
    code = (request.POST.get("code") or request.GET.get("code", ""))[:_LONGEST]
    context = {"said": said, "code": rules.shown_code(rules.plain_code(code)) if code else "", "uscc": request.POST.get("credit_code", "")[:18]}
    return _private(public_page.answer(request, "public/firm_door.html", context, status=status))


def _page(request: HttpRequest, firm_row: Any, done: Text | None, *, refused: Refused | None = None, status: int = 200) -> HttpResponse:
    today = clock.today()
    rows = queries.visits_of(firm_row.pk)
    items, requests = queries.of_visits([row.pk for row in rows])
    count = queries.year_count(firm_row.pk, today)
    context = {
        "firm": firm_row,
        "visits": [_visit(row, items[row.pk], requests[row.pk]) for row in rows],
        "count": count,
        "year": today.year,
        "piled": count >= _dated(words.PILED_UP, today),
        "each": _dated(words.CAP_EACH, today),
        "together": _dated(words.CAP_TOGETHER, today),
        "done": done,
        "refused": refused,
    }
    return _private(public_page.answer(request, "public/firm.html", context, status=status))


def _dated(figure: Any, day: Any) -> int:
    span = figure.on(day) or figure.spans[0]
    return int(span.value)


def _visit(row: Any, items: list[Any], requests: list[Any]) -> dict[str, Any]:
    return {
        "row": row,
        "organ": _named(row.organ),
        "kind": dict(terms.VISIT_KINDS)[row.kind],
        "ground": dict(terms.GROUNDS).get(row.ground),
        "state": dict(terms.VISIT_STATES)[row.state],
        "team": [
            (n, _named(m.inspector.person), m.inspector.certificate, _named(m.inspector.organ))
            for n, m in enumerate(queries.team_of(row.pk), 1)
        ],
        "items": [
            (_named(i.organ), _named(i.item), dict(terms.OUTCOMES).get(i.outcome), i.finding) for i in items
        ],
        "requests": [(dict(words.REQUEST_KINDS)[r.kind], dict(words.REQUEST_STATES)[r.state], r) for r in requests],
        "ahead": row.state == "notified",
    }


def _named(row: Any) -> Text:
    return Text(row.name, row.name_en or row.name)


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
