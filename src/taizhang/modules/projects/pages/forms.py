"""上级表样: a superior's blank form is sent once, its columns get their meaning, and every month it is filled to the cell."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from taizhang.basis.errors import BadInput, NotFound, Refused
from taizhang.basis.text import Text
from taizhang.basis.whole import whole
from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.frame.catalogue import installed
from taizhang.frame.perform import perform
from taizhang.registers import evidence as files
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout
from taizhang.surfaces.pages.door import actor_of
from taizhang.surfaces.workbook.filling import fill
from taizhang.surfaces.workbook.model import Sheet, Workbook, letter, shown
from taizhang.surfaces.workbook.opening import open_workbook

from .. import rules, terms
from ..declared.extra import EXTRA_COLUMN
from ..declared.forms import FORM, FORMS_RIGHT
from ..declared.records import LIST, RECORDS
from ..queries import forms as figures
from ..queries.extra import label_of
from ..superior_forms import AMOUNTS, FIELDS, SINGLES, FormMap, Occasion, cells_for, guess, key_of
from .drawing import MODULE, crumb, wan

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ROWS_SHOWN, _COLUMNS_SHOWN = 30, 40
_TITLE = Text("上级表样", "Superiors' forms")


@require_http_methods(["GET", "POST"])
def forms(request: HttpRequest) -> HttpResponse:
    """The forms that are kept, and the place to send a new one; a blank that was sent leads to its mapping."""
    actor, lang = actor_of(request), language(request)
    refusal = None
    if request.method == "POST":
        try:
            return HttpResponseRedirect(f"{reverse('projects:form-map')}?upload={_received(request, actor)}")
        except Refused as refused:
            refusal = refused.in_(lang)
    context = {
        "forms": reading.rows(actor, FORM).order_by("name", "id"),
        "period": rules.due_period(clock.today()),
        "may": actor.may(FORMS_RIGHT),
        "refusal": refusal,
        "law": terms.DISPATCH,
    }
    return _page(request, "projects/forms.html", context, _TITLE, 422 if refusal else 200)


def _received(request: HttpRequest, actor: Actor) -> int:
    sent: Any = request.FILES.get("file")
    if sent is None:
        raise BadInput(Text("请选择空白表样", "Choose the blank form"), code="missing", field="file")
    content = b"".join(sent.chunks())
    if open_workbook(content).kind != "xlsx":
        raise BadInput(
            Text("表样须是 .xlsx", "The form has to be an .xlsx"),
            code="not_xlsx",
            field="file",
            remedy=Text("用 Excel 或 WPS 打开，另存为 .xlsx", "Open it in Excel or WPS and save it as .xlsx"),
        )
    return int(files.receive(actor, sent.name or "form.xlsx", [content]).pk)


@require_http_methods(["GET", "POST"])
def mapping(request: HttpRequest) -> HttpResponse:
    """What each column of a form means: as it was kept or is guessed, to be corrected and saved."""
    actor, lang = actor_of(request), language(request)
    asked = request.POST if request.method == "POST" else request.GET
    upload, form = whole(asked.get("upload", "")), whole(asked.get("form", ""))
    kept = reading.one(actor, FORM, form) if form is not None else None
    workbook = _workbook(actor, upload, kept)
    free = figures.free_columns(actor, EXTRA_COLUMN)
    refusal, form_map = None, _map_at_first(workbook, kept, asked.get("sheet", ""), free)
    name = kept.name if kept is not None else asked.get("name", "")
    if request.method == "POST":
        name = request.POST.get("name", "")
        try:
            form_map = _map_sent(request)
            raw = {"name": name, "body": form_map.to_json()} | ({"file": upload} if upload is not None else {})
            outcome = perform("projects.save_form", None, actor, raw, idempotency_key=request.POST.get("nonce", "")[:80] or None)
            return HttpResponseRedirect(f"{reverse('projects:form', args=[outcome.key])}?done={outcome.entry}")
        except (BadInput, Refused) as refused:
            details = [d.reason.in_(lang) for d in refused.details] or [refused.reason.in_(lang)]
            refusal = ("; " if lang == "en" else "；").join(details)
    sheet = _sheet_of(workbook, form_map.sheet)
    context = {
        "upload": upload,
        "form": kept,
        "name": name,
        "sheets": [s.name for s in workbook.sheets if not s.hidden],
        "map": form_map,
        "columns": [
            (letter(c), form_map.columns.get(letter(c), "")) for c in range(min(sheet.width, _COLUMNS_SHOWN))
        ],
        "rows": [
            (n, form_map.first_row <= n <= form_map.last_row, [shown(cell) for cell in row[:_COLUMNS_SHOWN]])
            for n, row in enumerate(sheet.rows[:_ROWS_SHOWN], 1)
        ],
        "fields": [(key, label.in_(lang)) for key, label in FIELDS],
        "free": _free_offered(actor, form_map, free, lang),
        "singles": [(key, label.in_(lang)) for key, label in SINGLES],
        "cells": [*form_map.cells.items(), *[("", "")] * 4],
        "units": ("万元", "亿元", "千元", "元"),
        "nonce": uuid.uuid4().hex,
        "refusal": refusal,
    }
    return _page(request, "projects/form_map.html", context, Text("表样对应关系", "What the form’s cells mean"), 422 if refusal else 200)


def _workbook(actor: Actor, upload: int | None, kept: Any) -> Workbook:
    if upload is not None:
        return open_workbook(files.path_of(reading.one(actor, installed().record("registers.upload"), upload).sha256))
    return open_workbook(_blank(kept))


def _blank(kept: Any) -> bytes:
    if kept is None or kept.blank is None:
        raise NotFound(Text("还没有空白表样，请上传", "There is no blank form yet; send it"), code="no_blank")
    return files.path_of(kept.blank.sha256).read_bytes()


def _map_at_first(workbook: Workbook, kept: Any, sheet: str, free: Sequence[Any]) -> FormMap:
    if kept is not None and not sheet:
        return FormMap.from_json(kept.body)
    open_sheets = [s for s in workbook.sheets if not s.hidden] or list(workbook.sheets)
    names = [(c.name, c.pk) for c in free]
    if sheet:
        return guess(_sheet_of(workbook, sheet), names)
    return max((guess(s, names) for s in open_sheets), key=lambda m: len(m.columns))


def _free_offered(actor: Actor, form_map: FormMap, free: Sequence[Any], lang: str) -> list[tuple[str, str]]:
    """The free columns to choose from, and those that the form asks for already although they have ended."""
    return list({key_of(c.pk): _called(c, lang) for c in (*free, *_asked_for(actor, form_map))}.items())


def _asked_for(actor: Actor, form_map: FormMap) -> list[Any]:
    there = form_map.free
    return list(reading.rows(actor, EXTRA_COLUMN).filter(id__in=there).select_related("list", "place")) if there else []


def _called(column: Any, lang: str) -> str:
    # The column first: a narrow box shows the beginning.
    return f"{label_of(column).in_(lang)} · {LIST.name_of(column.list, lang)}"


def _sheet_of(workbook: Workbook, name: str) -> Sheet:
    try:
        return workbook.sheet(name)
    except KeyError:
        raise NotFound(Text("表样里没有“{s}”这张表", "The form has no sheet “{s}”").with_(s=name[:40]), code="no_sheet") from None


def _map_sent(request: HttpRequest) -> FormMap:
    sent = request.POST
    columns = {n.removeprefix("column-"): str(v) for n, v in sent.items() if n.startswith("column-") and v}
    pairs = zip(sent.getlist("cell"), sent.getlist("single"), strict=False)
    return FormMap.from_json(
        FormMap(
            sent.get("sheet", ""),
            whole(sent.get("first_row", "")) or 0,
            whole(sent.get("last_row", "")) or 0,
            sent.get("unit", ""),
            columns,
            {cell.strip().upper(): key for cell, key in pairs if cell.strip() and key},
        ).to_json()
    )


@require_GET
def form(request: HttpRequest, key: int) -> HttpResponse:
    """What a form would be filled with in a month: the rows, what they add up to, and the file."""
    actor, lang = actor_of(request), language(request)
    kept = reading.one(actor, FORM, key)
    period = rules.period_of(request.GET.get("period") or rules.due_period(clock.today()))
    chosen = whole(request.GET.get("list", ""))
    form_map = FormMap.from_json(kept.body)
    rows = figures.form_rows(actor, RECORDS, period, chosen, form_map.free)
    refusal = None
    try:
        _filled(actor, kept, period, chosen)
    except Refused as refused:
        refusal = refused.in_(lang)
    fields = {key: label.in_(lang) for key, label in FIELDS}
    fields |= {key_of(c.pk): _called(c, lang) for c in _asked_for(actor, form_map)}
    context = {
        "form": kept,
        "map": form_map,
        "columns": [(c, fields.get(k, "—")) for c, k in form_map.columns.items()],
        "period": period,
        "before": rules.period_before(period),
        "after": rules.next_period(period) if period < rules.month_of(clock.today()) else "",
        "list": chosen,
        "lists": reading.rows(actor, LIST).filter(year=int(period[:4])).order_by("name"),
        "count": len(rows),
        "sums": [(label.in_(lang), wan(sum(v))) for k, label in AMOUNTS if (v := [r[k] for r in rows if r[k] is not None])],
        "refusal": refusal,
        "may": actor.may(FORMS_RIGHT),
    }
    return _page(request, "projects/form_fill.html", context, Text("填上级表样", "Fill a superior’s form"))


@require_GET
def filled(request: HttpRequest, key: int) -> HttpResponse:
    """The form, filled for a month.

    Raises:
        NotFound: no such form. BadInput: it has too few rows, or does not list a project.
    """
    actor = actor_of(request)
    kept = reading.one(actor, FORM, key)
    period = rules.period_of(request.GET.get("period", ""))
    content = _filled(actor, kept, period, whole(request.GET.get("list", "")))
    response = HttpResponse(content, content_type=_XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{kept.name} {period}.xlsx')}"
    return response


def _filled(actor: Actor, kept: Any, period: str, chosen: int | None) -> bytes:
    blank, form_map = _blank(kept), FormMap.from_json(kept.body)
    sheet = _sheet_of(open_workbook(blank), form_map.sheet)
    posts = layout.standings(actor, "zh")
    occasion = Occasion(posts[0].organ if posts else "", period, clock.today())
    rows = figures.form_rows(actor, RECORDS, period, chosen, form_map.free)
    cells = cells_for(form_map, sheet, rows, occasion)
    return fill(blank, form_map.sheet, cells).content


def _page(request: HttpRequest, template: str, context: dict[str, Any], title: Text, status: int = 200) -> HttpResponse:
    lang = language(request)
    way = (layout.Link(_TITLE.in_(lang), reverse("projects:forms")),) if title is not _TITLE else ()
    crumbs = (*way, crumb(title.zh, title.en, request))
    return layout.page(request, template, context, title=title.in_(lang), crumbs=crumbs, module=MODULE, status=status)
