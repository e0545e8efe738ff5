"""统计入库资料: what the forms of investment statistics ask of a project, what is on file and who holds the rest; page, PDF and workbook."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from taizhang.basis.text import Text
from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.kernels.ledger import store
from taizhang.surfaces.entrance import language
from taizhang.surfaces.exports import typeset
from taizhang.surfaces.pages import layout, taken
from taizhang.surfaces.pages.door import actor_of

from .. import lifecycle
from ..declared.records import DOCUMENT, PROJECT, REPORT, STAT
from ..entry_checklist import STATE_MARKS, STATE_WORDS, Checklist, Line, checklist
from ..queries.entry_papers import held
from .drawing import MODULE, crumb

TITLE = Text("统计入库资料", "Papers for statistics entry")
_MARK_WORDS = {"M": Text("待核实", "to be confirmed"), "U": Text("待统计部门确认", "to be confirmed with the statistics office")}


@require_GET
def page(request: HttpRequest, key: int) -> HttpResponseBase:
    """The checklist of a project, by form."""
    actor, lang = actor_of(request), language(request)
    at = layout.day_asked(request)
    project = reading.one(actor, PROJECT, key, at=at)
    found = checklist(held(actor, DOCUMENT, REPORT, project, at, lang), at or clock.today())
    if taken.asked(request):
        return _sheet(request, project, found)
    context = {
        "project": project,
        "found": found,
        "sheets": [(s, [_told(line, lang) for line in s.lines]) for s in found.sheets] if found else [],
        "needed": len(found.needed) if found else 0,
        "missing": [_told(line, lang) for line in found.missing] if found else [],
        "there": len(found.needed) - len(found.missing) if found else 0,
        "library": _library(actor, project, at, lang),
        "at": at,
        "pdf": reverse("projects:entry-papers-pdf", args=[project.id]) + (f"?at={at.isoformat()}" if at else ""),
    }
    return layout.page(
        request,
        "projects/entry_papers.html",
        context,
        title=TITLE.in_(lang),
        crumbs=(layout.Link(PROJECT.name_of(project, lang), reverse("pages:record", args=[PROJECT.kind, project.id])), crumb(TITLE.zh, TITLE.en, request)),
        module=MODULE,
        as_of=True,
        take=taken.address(request),
    )


@require_GET
def as_pdf(request: HttpRequest, key: int) -> HttpResponse:
    """The checklist as a PDF, to go with the papers."""
    actor, lang = actor_of(request), language(request)
    at = layout.day_asked(request)
    project = reading.one(actor, PROJECT, key, at=at)
    found = checklist(held(actor, DOCUMENT, REPORT, project, at, lang), at or clock.today())
    values = {
        "lang": lang,
        "title": f"{TITLE.in_(lang)}",
        "name": PROJECT.name_of(project, lang),
        "under": _under(found, _library(actor, project, at, lang), lang),
        "sheets": [
            {"title": f"{s.code}　{s.words.in_(lang)}（{s.by.in_(lang)}）" if lang != "en" else f"{s.code}, {s.words.en} ({s.by.en})",
             "rows": [_row(line, lang) for line in s.lines]}
            for s in found.sheets
        ] if found else [],
        "heads": [h.in_(lang) for h in _HEADS],
        "day": (at or clock.today()).isoformat(),
        "foot": _FOOT.with_(n=f"{store.size():,}").in_(lang),
    }  # fmt: skip
    response = HttpResponse(typeset.pdf("projects/entry_papers.typ", values), content_type="application/pdf")
    name = f"{PROJECT.name_of(project, lang)}_{TITLE.in_(lang)}.pdf"
    response["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    response["Cache-Control"] = "private, no-store"
    return response


_HEADS = (
    Text("要件", "What is asked"),
    Text("要求", "Weight"),
    Text("状态", "State"),
    Text("依据", "Proof"),
    Text("日期", "Day"),
    Text("缺的找谁", "Who holds it"),
    Text("出处", "Source"),
)
_FOOT = Text("台账 · 印出时存证 {n} 条", "Taizhang · {n} entries in the ledger when printed")


def _told(line: Line, lang: str) -> dict[str, Any]:
    return {
        "line": line,
        "mark": STATE_MARKS[line.state],
        "state": STATE_WORDS[line.state].in_(lang),
        "proof": line.proof.in_(lang) if line.proof else "",
        "holder": line.holder.in_(lang) if line.holder else "",
        "source": _source(line, lang),
    }


def _source(line: Line, lang: str) -> str:
    doubt = _MARK_WORDS.get(line.law.mark)
    cited = line.law.cite(lang)
    return f"{cited} · {doubt.in_(lang)}" if doubt else cited


def _row(line: Line, lang: str) -> list[str]:
    told = _told(line, lang)
    day = line.dated.isoformat() if line.dated else ""
    return [line.words.in_(lang), line.weight.in_(lang), f"{told['mark']} {told['state']}", told["proof"], day, told["holder"], told["source"]]


def _library(actor: Actor, project: Any, at: date | None, lang: str) -> str:
    """How the entry stands: by what was applied for and decided here, and by what the statistics office certified."""
    said = dict(lifecycle.LIBRARY_WORDS)[project.library].in_(lang)
    months = reading.rows(actor, STAT, at=at).filter(project=project.id, in_library=True).order_by("-period")
    certified = months.values_list("period", flat=True).first()
    if certified is None or project.library == "entered":
        return said
    return f"{said}{Text('（统计部门{m}的数已在库）', ' (in the library by the figures of {m})').with_(m=certified).in_(lang)}"


def _under(found: Checklist | None, library: str, lang: str) -> str:
    if found is None:
        return Text("这一天没有可用的报表制度", "No system of forms holds on this day").in_(lang)
    size = {
        None: Text("计划总投资未填，两种月报表都列出", "The planned total is not known: both monthly forms are listed"),
        True: Text("达到统计起点", "of the counted size"),
        False: Text("低于统计起点，不需入库", "below the counted size: no entry is needed"),
    }[found.counted]
    there = len(found.needed) - len(found.missing)
    said = Text("必备 {n} 项，已有 {m} 项；{s}；入库状态：{l}", "{m} of {n} needed are there; {s}; entry: {l}")
    return said.with_(n=len(found.needed), m=there, s=size, l=library).in_(lang)


def _sheet(request: HttpRequest, project: Any, found: Checklist | None) -> HttpResponseBase:
    lang = language(request)
    heads = [taken.head(Text("报表", "Form"), lang, width=24), *(taken.head(h, lang, width=26) for h in _HEADS)]
    rows = (
        [f"{s.code} {s.words.in_(lang)}", *_row(line, lang)[:4], line.dated, *_row(line, lang)[5:]] for s in (found.sheets if found else ()) for line in s.lines
    )
    return taken.sheet(request, TITLE, heads, rows, (), ((Text("项目", "Project"), PROJECT.name_of(project, lang)),))
