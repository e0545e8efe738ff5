"""任务分解表 of a document and 通报 of a document or a period, as pages, documents and workbooks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from taizhang.basis.text import Text
from taizhang.frame import clock, reading
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import taken
from taizhang.surfaces.pages.door import actor_of

from .. import queries, terms
from ..declared.records import SOURCE
from ..outputs import tables
from ..queries import counting
from . import drawing, paper_files

_WORDS = dict(terms.STANDINGS)


@require_GET
def breakdown(request: HttpRequest, key: int) -> HttpResponseBase:
    """The breakdown table of a document: its tasks in the order of the text, what is not stated marked so."""
    actor, lang = actor_of(request), language(request)
    source = reading.one(actor, SOURCE, key)
    rows = drawing.task_rows(actor, drawing.moment_of(request)).filter(source=source.pk)
    lines = _lines(counting.alive(rows).order_by("start", "id"), clock.today(), lang)
    paper = tables.breakdown(source.title, source.number, lines, lang)
    if taken.asked(request):
        heads = [taken.head(h, lang, numeric=n == 0, width=max(8, int(12 * share))) for n, (h, share) in enumerate(tables.BREAKDOWN_HEADS)]
        given = ([n, x.title, x.words, x.lead, x.helpers, x.leader, x.due] for n, x in enumerate(lines, 1))
        return taken.sheet(request, tables.BREAKDOWN, heads, given, (), ((Text("文件", "Document"), f"{source.title} {source.number}".strip()),))
    return paper_files.answer(request, paper, tables.BREAKDOWN, xlsx=taken.address(request))


def _lines(rows: Any, today: date, lang: str) -> list[tables.Line]:
    found: Iterable[Any] = queries.with_standing(rows.select_related("lead", "leader"), today)
    return [_line(row, lang) for row in found]


def _line(row: Any, lang: str) -> tables.Line:
    none = terms.NOT_STATED.in_(lang)
    return tables.Line(
        row.title,
        row.words or none,
        _called(row.lead, lang) or none,
        row.helpers.in_(lang) if row.helpers else terms.NONE.in_(lang),
        _called(row.leader, lang) or none,
        row.due.isoformat() if row.due else none,
        _WORDS[row.standing].in_(lang),
    )


def _called(row: Any, lang: str) -> str:
    if row is None:
        return ""
    return str(row.name_en or row.name) if lang == "en" else str(row.name)
