"""填报表格: a unit's month as one sheet, typed or pasted, kept as drafts while it is typed, sent row by row."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from taizhang.basis.text import Text
from taizhang.basis.whole import whole
from taizhang.frame import clock
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout
from taizhang.surfaces.pages.door import actor_of

from .. import queries, rules, terms
from ..declared.extra import COMMENTARY
from ..declared.records import RECORDS
from ..declared.verbs import ACCEPT, REPORT_RIGHT, REVIEW
from ..queries import grid as sheets
from ..queries.extra import label_of
from .drawing import MODULE, crumb
from .grid_extra import box_of
from .grid_rows import AMOUNT_COLUMNS, COLUMNS, WORD_COLUMNS, Row, Sheet, column_name, sums_text


@require_GET
def grid(request: HttpRequest) -> HttpResponse:
    """The sheet of a unit and month: what is reported, and boxes where something can still be typed."""
    return _shown(request, sheet_of(request, request.GET), ())


@require_POST
def save(request: HttpRequest) -> JsonResponse:
    """The rows that were sent are drafts now; the answer says what is wrong with each, and what it adds up to."""
    sheet, lang = sheet_of(request, request.POST), language(request)
    told = {}
    for row in sheet.rows:
        if not _typed(row, request.POST):
            continue
        row.keep_all(sheet.actor)
        problems = (*(row.problems() if row.begun else ()), *(row.cells.problems() if row.cells else ()))
        told[str(row.key)] = {
            "problems": {p.field or "": p.reason.in_(lang) for p in problems if p.code != "missing"},
            "sums": sums_text(row),
            "blank": not row.begun and not (row.cells and row.cells.changed),
            "ready": row.ready,
        }
    at = clock.now().astimezone(clock.ZONE).strftime("%H:%M:%S")
    return JsonResponse({"rows": told, "at": at, "ready": sum(r.ready for r in sheet.rows)})


@require_POST
def submit(request: HttpRequest) -> HttpResponse:
    """Every row that is complete is reported, one entry each; the others stay as drafts with what they lack in red."""
    sheet = sheet_of(request, request.POST)
    nonce = request.POST.get("nonce", "")[:40]
    done: list[tuple[Row, str]] = []
    for row in sheet.rows:
        _typed(row, request.POST)
        row.keep_all(sheet.actor)
        given = f"{nonce}-{row.key}" if nonce else None
        entries = [row.send(sheet.actor, given) if row.begun else "", row.cells.send(sheet.actor, given) if row.cells else ""]
        done += [(row, entry) for entry in entries if entry]
    refused = [r for r in sheet.rows if r.refused or (r.cells and r.cells.refused)]
    return _shown(request, sheet_of(request, request.POST, refused), done, refused)


def _typed(row: Row, sent: Mapping[str, str]) -> bool:
    """Whether a request had boxes of the row that are open; they hold what was sent."""
    month = row.line.open and row.was_sent(sent)
    if month:
        row.type(sent)
    beside = row.cells is not None and row.cells.was_sent(sent)
    if row.cells is not None and beside:
        row.cells.type(sent)
    return month or beside


def sheet_of(request: HttpRequest, asked: Mapping[str, Any], refused: Sequence[Row] = ()) -> Sheet:
    """The sheet that a request is about: of the unit named, else of the person's own, else of the first one they see."""
    actor, today = actor_of(request), clock.today()
    period = rules.period_of(asked.get("period") or rules.due_period(today))
    units = sheets.reporting_units(actor, RECORDS)
    wanted = whole(asked.get("unit", ""))
    unit = next((u for u in units if u[0] == wanted), units[0] if units and wanted is None else None)
    lines = (
        sheets.grid(actor, actor.with_right(REPORT_RIGHT), RECORDS, period, unit[0]) if unit is not None else []
    )
    said = {r.key: (r.refused, r.cells.refused if r.cells else ()) for r in refused}
    return Sheet.of(actor, period, unit, units, lines, said)


def _shown(
    request: HttpRequest, sheet: Sheet, done: Sequence[tuple[Row, str]], refused: Sequence[Row] = ()
) -> HttpResponse:
    lang, today = language(request), clock.today()
    due = rules.report_due(sheet.period)
    context = {
        "sheet": sheet,
        "period": sheet.period,
        "before": rules.period_before(sheet.period),
        "after": rules.next_period(sheet.period) if sheet.period < rules.month_of(today) else "",
        "unit": sheet.unit,
        "units": sheet.units,
        "due": due,
        "late": due is not None and today > due,
        "law": terms.DISPATCH,
        "columns": COLUMNS,
        "amount_columns": AMOUNT_COLUMNS,
        "word_columns": WORD_COLUMNS,
        "extra_columns": [(box_of(c), label_of(c)) for c in sheet.extra],
        "lines": [row.shown(lang, sheet.extra) for row in sheet.rows],
        "open": sum(r.line.open or bool(r.cells and r.cells.open) for r in sheet.rows),
        "ready": sum(r.ready for r in sheet.rows),
        "most": sheets.MOST_ROWS if len(sheet.rows) == sheets.MOST_ROWS else 0,
        "done": [(r.title(lang), entry) for r, entry in done],
        "refused": [
            (r.title(lang), r.key, [(column_name(p.field, lang, sheet.extra), p.reason.in_(lang)) for p in (*r.refused, *(r.cells.refused if r.cells else ()))])
            for r in refused
        ],
        "merged": whole(request.GET.get("merged", "")),
        "nonce": uuid.uuid4().hex,
        "who": layout.standings(sheet.actor, lang)[:1],
        "comments": queries.commentaries(sheet.actor, COMMENTARY, sheet.period, [sheet.unit[0]]).get(sheet.unit[0], []) if sheet.unit else [],
        "may_review": sheet.actor.may(REVIEW) or sheet.actor.may(ACCEPT),
    }
    return layout.page(
        request,
        "projects/grid.html",
        context,
        title=Text("填报表格", "Reporting grid").in_(lang),
        crumbs=(
            layout.Link(Text("月调度台", "Monthly round").in_(lang), f"{reverse('projects:round')}?period={sheet.period}"),
            crumb("填报表格", "Reporting grid", request),
        ),
        module=MODULE,
        status=422 if refused and not done else 200,
    )
