"""The rows behind a sum of the portfolio in time: each project with its figures of the year, paged, and as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text
from taizhang.basis.whole import whole
from taizhang.frame import reading
from taizhang.frame.actor import Actor
from taizhang.surfaces.entrance import language
from taizhang.surfaces.exports.xlsx import LIMIT_ROWS, Head, workbook
from taizhang.surfaces.pages import layout
from taizhang.surfaces.pages.door import actor_of

from .. import queries
from ..declared.records import PROJECT
from ..terms.time import QUANTITY_WORDS
from .drawing import MODULE, crumb, wan
from .time_figures import Asked, asked
from .timeline import TITLE

_PER_PAGE, _AT_ONCE = 50, 1000
_KEYS = {"district": "district_id", "organ": "organ_id", "unit": "unit_id"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS = Text("项目各量", "Figures by project")


@require_GET
def rows(request: HttpRequest) -> HttpResponse:
    """Projects of a district, organ or source with their figures up to a month, as known on a day."""
    actor, lang, what = actor_of(request), language(request), asked(request)
    pages = Paginator(_projects(request, actor, what), _PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "asked": what,
        "count": pages.count,
        "page": page,
        "lines": _lines(list(page), what),
        "quantities": QUANTITY_WORDS,
        "chosen": _chosen(request),
        "export": f"{reverse('projects:time-rows-xlsx')}?{request.GET.urlencode()}",
    }
    return layout.page(
        request,
        "projects/time_rows.html",
        context,
        title=ROWS.in_(lang),
        crumbs=(
            layout.Link(TITLE.in_(lang), f"{reverse('projects:time')}?{urlencode({'last': what.last})}"),
            crumb(ROWS.zh, ROWS.en, request),
        ),
        module=MODULE,
        as_of=True,
    )


@require_GET
def rows_xlsx(request: HttpRequest) -> FileResponse:
    """The same rows as a workbook.

    Raises:
        BadInput: more rows than a workbook is given.
    """
    actor, lang, what = actor_of(request), language(request), asked(request)
    found = _projects(request, actor, what)
    too_many(found.count())
    yuan = "（万元）" if lang == "zh" else " (10,000 CNY)"
    heads = [
        Head(Text("项目", "Project").in_(lang), width=36),
        Head(Text("责任单位", "Organ").in_(lang)),
        Head(Text("总投资", "Total investment").in_(lang) + yuan, numeric=True),
        Head(Text("年度计划", "Annual plan").in_(lang) + yuan, numeric=True),
        *(Head(words.in_(lang) + yuan, numeric=True) for _, words in QUANTITY_WORDS),
    ]
    about = (
        (Text("月份", "Months").in_(lang), f"{what.year}-01 – {what.last}"),
        (Text("截至", "As known at the end of").in_(lang), what.day.isoformat()),
    )
    file = workbook(ROWS.in_(lang), heads, _sheet(found, what), (), about, Text("说明", "About").in_(lang))
    return FileResponse(file, as_attachment=True, filename=f"{ROWS.in_(lang)}_{what.last}.xlsx", content_type=XLSX)


def too_many(count: int) -> None:
    """Nothing, for so many rows that a workbook takes them.

    Raises:
        BadInput: otherwise.
    """
    if count > LIMIT_ROWS:
        raise BadInput(
            Text("有{n}行，一次最多导出{m}行", "There are {n} rows; at most {m} can be exported at once").with_(n=count, m=LIMIT_ROWS),
            code="too_many_rows",
            remedy=Text("缩小范围分几次导出", "Narrow it down and export it in parts"),
        )


def _chosen(request: HttpRequest) -> list[tuple[str, str]]:
    return [(key, request.GET[key]) for key in (*_KEYS, "source") if request.GET.get(key)]


def _projects(request: HttpRequest, actor: Actor, what: Asked) -> QuerySet[Any]:
    found = reading.rows(actor, PROJECT, at=what.at)
    for name, given in _chosen(request):
        if name == "source":
            found = found.filter(source="" if given == "none" else given[:12])
        else:
            key = whole(given)
            found = found.filter(Q(**{f"{_KEYS[name]}__isnull": True}) if given == "none" else Q(**{_KEYS[name]: key if key is not None else -1}))
    return found.order_by("name", "id")


def _lines(projects: Sequence[Any], what: Asked) -> list[dict[str, Any]]:
    figures = queries.of_projects([p.id for p in projects], queries.year_to(what.last), at=what.at)
    none = queries.Figures()
    return [
        {
            "project": p,
            "total": wan(p.total_investment_fen),
            "plan": wan((f := figures.get(p.id, none)).of("plan")),
            "cells": [wan(f.of(q)) for q in queries.QUANTITIES],
        }
        for p in projects
    ]


def in_wan(fen: int | None) -> Decimal | None:
    """An amount in 万元 for a workbook's cell."""
    return None if fen is None else Decimal(fen) / 1_000_000


def _sheet(found: QuerySet[Any], what: Asked) -> Any:
    for start in range(0, found.count(), _AT_ONCE):
        projects = list(found[start : start + _AT_ONCE])
        figures = queries.of_projects([p.id for p in projects], queries.year_to(what.last), at=what.at)
        for p in projects:
            f = figures.get(p.id, queries.Figures())
            amounts = (p.total_investment_fen, f.of("plan"), *(f.of(q) for q in queries.QUANTITIES))
            yield (p.name, p.organ.name if p.organ else "", *(in_wan(a) for a in amounts))
