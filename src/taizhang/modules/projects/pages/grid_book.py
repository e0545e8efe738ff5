"""The workbook of a unit's month: downloaded, and merged into the person's drafts when it comes back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from taizhang.basis.errors import BadInput, NotFound
from taizhang.basis.text import Text
from taizhang.frame import clock
from taizhang.frame.actor import Actor
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout
from taizhang.surfaces.workbook.opening import Limits, open_workbook
from taizhang.surfaces.workbook.refusals import refusal

from .. import round_book, terms
from ..queries.extra import label_of
from .drawing import MODULE, crumb
from .grid import sheet_of
from .grid_extra import box_of
from .grid_rows import COLUMNS, Row, Sheet, column_name, last_text

_BOOK = tuple(round_book.Column(name, label, needed=name != "quantities") for name, label in COLUMNS)
_NAMES = frozenset(name for name, _ in COLUMNS)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MISSING = Text("未报", "Not reported")


@require_GET
def download(request: HttpRequest) -> HttpResponse:
    """The workbook of a unit's month with what is typed, reported and known.

    Raises:
        NotFound: no such unit for this person.
    """
    sheet, lang = _of_unit(sheet_of(request, request.GET)), language(request)
    assert sheet.unit is not None
    key, name, name_en, _ = sheet.unit
    title = name_en if lang == "en" else name
    at = clock.now().astimezone(clock.ZONE).strftime("%Y-%m-%d %H:%M")
    head = round_book.Head(sheet.period, key, title, at)
    content = round_book.write(head, _columns(sheet), [_line(r, lang) for r in sheet.rows], lang)
    response = HttpResponse(content, content_type=_XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{sheet.period} {title}.xlsx')}"
    return response


def _of_unit(sheet: Sheet) -> Sheet:
    if sheet.unit is None:
        raise NotFound(Text("没有这个填报单位", "There is no such unit"), code="no_unit")
    return sheet


def _columns(sheet: Sheet) -> tuple[round_book.Column, ...]:
    """The month's own columns and the free ones; a heading that is taken has the name of its list before it."""
    taken = {text for c in _BOOK for text in (c.label.zh, c.label.en)}
    found = []
    for column in sheet.extra:
        label = label_of(column)
        if label.zh in taken or label.en in taken:
            label = Text(f"{column.list.name} {label.zh}", f"{column.list.name_en or column.list.name} {label.en}")
        taken |= {label.zh, label.en}
        found.append(round_book.Column(box_of(column), label, needed=False))
    return (*_BOOK, *found)


def _here(row: Row) -> dict[str, str]:
    return row.typed | (row.cells.typed if row.cells else {})


def _open(row: Row) -> frozenset[str]:
    return (_NAMES if row.line.open else frozenset()) | (row.cells.open if row.cells else frozenset())


def _line(row: Row, lang: str) -> round_book.Line:
    state = dict(terms.REPORT_STATES).get(row.line.state, _MISSING).in_(lang)
    last = {name: last_text(row.line.last, name) for name, _ in COLUMNS}
    return round_book.Line(row.key, row.title(lang), state, _open(row), _here(row), last, row.line.before.year, row.line.before.ever)


def _take(actor: Actor, row: Row, cells: Mapping[str, str]) -> int:
    """How many cells were put where they can be filled in; the drafts hold them."""
    there = {n: t for n, t in cells.items() if n in _open(row)}
    row.typed |= {n: t for n, t in there.items() if n in _NAMES}
    if row.cells is not None:
        row.cells.typed |= {n: " ".join(t.split()) for n, t in there.items() if n not in _NAMES}
    row.keep_all(actor)
    return len(there)


@require_POST
def bring_back(request: HttpRequest) -> HttpResponse:
    """What the file says is in the person's drafts; cells that were changed on both sides are put to them.

    Raises:
        BadInput: no file, or not a workbook of this month and unit.
    """
    lang = language(request)
    sheet = _of_unit(sheet_of(request, request.POST))
    returned = round_book.read(open_workbook(_content(request)), _columns(sheet))
    assert sheet.unit is not None
    if (returned.period, returned.unit) != (sheet.period, sheet.unit[0]):
        raise BadInput(
            Text("这份工作簿是 {p} 的，或是另一个单位的", "This workbook is of {p}, or of another unit").with_(p=returned.period),
            code="other_round",
            field="file",
            remedy=Text("换到那个月份和单位再上传", "Go to that month and unit, then send it"),
        )
    rows = {r.key: r for r in sheet.rows}
    merged = round_book.merge(returned, {k: _here(r) for k, r in rows.items()}, {k: _open(r) for k, r in rows.items()})
    for key, cells in merged.taken.items():
        _take(sheet.actor, rows[key], cells)
    if not merged.conflicts and not merged.closed and not merged.unknown:
        return _back(sheet, sum(len(c) for c in merged.taken.values()))
    context = {
        "sheet": sheet,
        "period": sheet.period,
        "unit": sheet.unit,
        "at": returned.at,
        "taken": sum(len(c) for c in merged.taken.values()),
        "conflicts": [_shown(sheet, rows[c.key], c, lang) for c in merged.conflicts],
        "closed": [rows[k].title(lang) for k in merged.closed],
        "unknown": merged.unknown,
    }
    return layout.page(
        request,
        "projects/grid_merge.html",
        context,
        title=Text("并入工作簿", "Merge the workbook").in_(lang),
        crumbs=(layout.Link(Text("填报表格", "Reporting grid").in_(lang), _address(sheet)), crumb("并入工作簿", "Merge the workbook", request)),
        module=MODULE,
    )


def _content(request: HttpRequest) -> bytes:
    sent: Any = request.FILES.get("file")
    if sent is None:
        raise BadInput(Text("请选择一个工作簿", "Choose a workbook"), code="missing", field="file")
    if sent.size > Limits().file_bytes:
        raise refusal("file_too_large", {"limit": Limits().file_bytes >> 20})
    return b"".join(sent.chunks())


def _shown(sheet: Sheet, row: Row, conflict: round_book.Conflict, lang: str) -> dict[str, str]:
    return {
        "box": f"p{conflict.key}-{conflict.name}",
        "title": row.title(lang),
        "column": column_name(conflict.name, lang, sheet.extra),
        "was": conflict.was,
        "here": conflict.here,
        "file": conflict.file,
    }


@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Each cell in conflict holds what was chosen for it, or all what the file says, in the person's drafts."""
    sheet, everything = _of_unit(sheet_of(request, request.POST)), request.POST.get("all") == "file"
    cells = 0
    for row in sheet.rows:
        chosen = {
            name: request.POST.get(f"file-p{row.key}-{name}", "")
            for name in (*_NAMES, *(box_of(c) for c in sheet.extra))
            if (choice := request.POST.get(f"take-p{row.key}-{name}")) == "file" or (choice and everything)
        }
        if chosen:
            cells += _take(sheet.actor, row, chosen)
    return _back(sheet, cells)


def _address(sheet: Sheet) -> str:
    return f"{reverse('projects:grid')}?period={sheet.period}&unit={sheet.unit[0] if sheet.unit else ''}"


def _back(sheet: Sheet, cells: int) -> HttpResponse:
    return HttpResponseRedirect(f"{_address(sheet)}&merged={cells}")
