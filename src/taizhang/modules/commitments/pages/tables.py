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
from taizhang.surfaces.pages import layout, taken

from .. import queries, terms
from ..declared.records import SOURCE
from ..outputs import tables
from ..queries import counting
from . import drawing, paper_files

_WORDS = dict(terms.STANDINGS)
_COUNTED = tuple((key, _WORDS[key]) for key in counting.COUNTED)


@require_GET
def breakdown(request: HttpRequest, key: int) -> HttpResponseBase:
    """The breakdown table of a document: its tasks in the order of the text, what is not stated marked so."""
    actor, lang = drawing.actor_of(request), language(request)
    source = reading.one(actor, SOURCE, key)
    rows = drawing.task_rows(actor, drawing.moment_of(request)).filter(source=source.pk)
    lines = _lines(counting.alive(rows).order_by("start", "id"), clock.today(), lang)
    paper = tables.breakdown(source.title, source.number, lines, lang)
    if taken.asked(request):
        heads = [taken.head(h, lang, numeric=n == 0, width=max(8, int(12 * share))) for n, (h, share) in enumerate(tables.BREAKDOWN_HEADS)]
        given = ([n, x.title, x.words, x.lead, x.helpers, x.leader, x.due] for n, x in enumerate(lines, 1))
        return taken.sheet(request, tables.BREAKDOWN, heads, given, (), ((Text("文件", "Document"), f"{source.title} {source.number}".strip()),))
    return paper_files.answer(request, paper, tables.BREAKDOWN, xlsx=taken.address(request))


@require_GET
def notice(request: HttpRequest) -> HttpResponseBase:
    """How the tasks of a document (`source`), or those due in a period (`since`, `until`), stand: figures, organs, rows."""
    actor, lang, moment = drawing.actor_of(request), language(request), drawing.moment_of(request)
    rows = drawing.task_rows(actor, moment)
    key = drawing.chosen_of(request).get("source")
    since, until = layout.day_asked(request, "since"), layout.day_asked(request, "until")
    if key is not None:
        source = reading.one(actor, SOURCE, key)
        rows, title = rows.filter(source=key), Text("关于《{t}》任务落实情况的通报", "Notice on the tasks of “{t}”").with_(t=source.title)
    else:
        title = Text("关于任务落实情况的通报", "Notice on how tasks stand")
    rows = rows.filter(due__gte=since) if since else rows
    rows = rows.filter(due__lte=until) if until else rows
    about = _period(since, until)
    tallies = counting.counted(rows, moment.today, "lead")["lead"]
    over = counting.summed(tallies.values())
    names = drawing.names_of(actor, {"lead": list(tallies)})
    organs = [(drawing.named(names, "lead", k, lang), tally.n) for k, tally in drawing.ordered(tallies)]
    lines = _lines(counting.alive(rows).order_by("due", "id"), moment.today, lang)
    posts = layout.standings(actor, lang)
    paper = tables.notice(title.in_(lang), about, moment.today, over.n, organs, _COUNTED, lines, posts[0].organ if posts else "", lang)
    chosen = {"source": key} if key is not None else {}
    figures = [] if since or until else [(_WORDS[k].in_(lang), n, drawing.rows_href(moment, chosen, k)) for k, n in over.n.items()]
    return paper_files.answer(request, paper, tables.NOTICE, figures=figures)


def _period(since: date | None, until: date | None) -> Text:
    if since is None and until is None:
        return Text("台账", "in the register")
    a, b = since.isoformat() if since else "—", until.isoformat() if until else "—"
    return Text("办结时限在{a}至{b}之间的台账", "due from {a} to {b}").with_(a=a, b=b)


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
