"""Bringing a register in: send the files, see what was read and every cell that is wrong, accept, watch it being applied."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from taizhang.basis.errors import BadInput, Conflict, Refused
from taizhang.basis.text import Text, verbatim
from taizhang.frame import batches, reading
from taizhang.frame.actor import Actor
from taizhang.frame.catalogue import installed
from taizhang.frame.models import Intake, IntakeRow
from taizhang.frame.perform import perform
from taizhang.registers.models import Place
from taizhang.registers.records import ENTERPRISE, PLACE
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout

from . import imports, queries, register_sheets, terms
from .pages import actor_of, answer

_TITLE = Text("导入登记簿", "Import a register")
#: Rows and cells that the preview shows at once.
ROWS_SHOWN, CELLS_SHOWN = 20, 200
#: One at a time in each process of the server: reading the largest takes half a gigabyte for a while.
_READING = threading.Lock()

REGISTERS: tuple[tuple[str, Text], ...] = (
    ("enterprises", Text("经营主体", "Enterprises")),
    ("divisions", Text("区划", "Places")),
)


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Files are sent: to their preview; or refused with one sentence, and nothing was kept."""
    actor = actor_of(request, terms.REGISTERS)
    refusal, status = None, 200
    if request.method == "POST":
        try:
            place = _place(actor, request.POST.get("place", ""))
            intake = register_sheets.lay_ready(actor, _read(request, place), place)
            return HttpResponseRedirect(reverse("office:import-preview", args=[intake.pk]))
        except Refused as refused:
            refusal, status = refused.in_(language(request)), refused.status
    context = {
        "refusal": refusal,
        "places": queries.places_for(actor, terms.REGISTERS),
        "registers": REGISTERS,
        "register": request.POST.get("register", ""),
        "batches": queries.latest_batches(actor, imports.KINDS),
        "states": dict(batches.STATES),
        "columns": list(register_sheets.FIRM_COLUMNS),
    }
    return answer(request, "import_begin.html", context, _TITLE, status=status)


def _read(request: HttpRequest, place: Place) -> register_sheets.SheetRead:
    sent = request.FILES.getlist("file")
    if not sent:
        raise BadInput(Text("请选择文件", "Choose a file"), code="missing", field="file")
    if sum(file.size or 0 for file in sent) > register_sheets.MOST_BYTES:
        raise BadInput(
            Text("文件超过64 MB", "The files are larger than 64 MB"),
            code="too_big",
            field="file",
            remedy=Text("分成几份，或用命令行导入", "Split them, or use the command line"),
        )
    if request.POST.get("register") != "divisions" and len(sent) > 1:
        raise BadInput(
            Text("经营主体一次导入一份文件", "Firms come as one file at a time"), code="one_file", field="file"
        )
    if not _READING.acquire(blocking=False):
        raise Conflict(
            Text("正在读另一份登记簿", "Another register is being read"),
            code="busy",
            remedy=Text("请一分钟后再试", "Try again in a minute"),
        )
    try:
        sheets = [((file.name or "file.csv")[-80:], file.read()) for file in sent]
        if request.POST.get("register") == "divisions":
            return register_sheets.read_divisions(sheets, place)
        return register_sheets.read_enterprises(*sheets[0], place)
    finally:
        _READING.release()


def _place(actor: Actor, key: str) -> Place:
    found = next((p for p in queries.places_for(actor, terms.REGISTERS) if str(p.pk) == key), None)
    if found is None:
        raise BadInput(Text("请选择您管辖的区划", "Choose a place of your own post"), code="no_place", field="place")
    return found


def _here(request: HttpRequest) -> layout.Link:
    return layout.Link(_TITLE.in_(language(request)), reverse("office:import"))


@require_GET
def preview(request: HttpRequest, key: int) -> HttpResponse:
    """What was read: how many rows go in, the first of them, and every cell that is wrong with its reason."""
    actor = actor_of(request, terms.REGISTERS)
    intake = reading.one(actor, batches.INTAKE, key)
    lang, place = language(request), _place(actor, str(intake.reading.get("place", "")))
    problems = sorted(intake.problems, key=lambda p: not p["blocking"])
    headings, rows = _first_rows(intake, place, lang)
    code = request.GET.get("code", "")
    chosen = [p for p in problems if not code or p["code"] == code]
    context = {
        "intake": intake,
        "reading": intake.reading,
        "place": place,
        "codes": [
            (key, register_sheets.CODE_WORDS.get(key, verbatim(key)), n)
            for key, n in sorted(intake.reading.get("counts", {}).items())
        ],
        "code": code,
        "problems": [p | {"words": p["en"] if lang == "en" else p["zh"]} for p in chosen[:CELLS_SHOWN]],
        "more": max(len(chosen) - CELLS_SHOWN, 0),
        "headings": headings,
        "rows": rows,
    }
    return answer(request, "import_preview.html", context, Text(intake.name, intake.name), _here(request))


_LABELS = {f.name: f.label for record in (PLACE, ENTERPRISE) for f in record.fields} | {
    "path": Text("所在区划", "Where"),
    "scope": Text("经营范围", "Scope of business"),
    "capital": Text("注册资本", "Registered capital"),
}


def _first_rows(intake: Intake, place: Place, lang: str) -> tuple[list[str], list[list[str]]]:
    """Headings and cells of the first rows; where a row belongs is told by the name of the place."""
    rows = [row.content for row in IntakeRow.objects.filter(intake=intake.pk).order_by("index")[:ROWS_SHOWN]]
    names = list(dict.fromkeys(name for row in rows for name in row))
    where = queries.names_of_paths({imports.path_of(place, row["path"]) for row in rows if "path" in row}, lang)
    cells = [[_cell(name, row.get(name), place, where) for name in names] for row in rows]
    return [_LABELS[n].in_(lang) if n in _LABELS else n for n in names], cells


def _cell(name: str, value: Any, place: Place, where: Mapping[str, str]) -> str:
    if name == "path":
        return where.get(imports.path_of(place, value), "/".join(value)) if value is not None else ""
    return "" if value is None else str(value)


@require_POST
def accept(request: HttpRequest, key: int) -> HttpResponse:
    """The rows are accepted as a batch under the reader's name; to its progress."""
    actor = actor_of(request, terms.REGISTERS)
    intake = reading.one(actor, batches.INTAKE, key)
    outcome = perform("office.accept_register", intake.reading.get("place"), actor, {"intake": key})
    return HttpResponseRedirect(reverse("office:import-progress", args=[outcome.key]))


@require_GET
def progress(request: HttpRequest, key: int) -> HttpResponse:
    """How far a batch is; the page asks again every second until it ends."""
    actor = actor_of(request)
    batch = reading.one(actor, batches.BATCH, key)
    found = queries.progress_of(batch)
    context = {
        "progress": found,
        "batch": batch,
        "state": dict(batches.STATES)[batch.state],
        "fault": found.job.error.get(language(request)) if found.job is not None and found.job.error else None,
        "list_url": reverse("pages:list", args=[batch.kind]) if batch.kind in imports.KINDS else installed().batching(batch.kind).listed,
    }
    if request.headers.get("HX-Request"):
        return render(request, "office/import_progress_part.html", context)
    return answer(request, "import_progress.html", context, Text(batch.name, batch.name), _here(request))
