"""Bringing a list or roster in: send a workbook, see every cell that is wrong, take the rows held back away, accept the others."""

from __future__ import annotations

import hashlib
import threading
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from taizhang.basis.errors import BadInput, Conflict, NotFound, Refused
from taizhang.basis.text import Text
from taizhang.frame import batches, reading
from taizhang.frame.actor import Actor
from taizhang.frame.models import Intake, IntakeRow
from taizhang.frame.perform import perform
from taizhang.registers.models import Place
from taizhang.registers.records import PLACE
from taizhang.surfaces.entrance import language
from taizhang.surfaces.exports.xlsx import Head, workbook
from taizhang.surfaces.pages import layout
from taizhang.surfaces.pages.door import holder_of

from .. import terms
from ..actions.roster_imports import PERSONAL, kind_of_batch
from ..queries import roster_imports as queries
from ..rules import roster_sheets as sheets
from ..rules.rosters import masked
from . import roster_reading, rosters

_TITLE = Text("导入名录", "Import a roster")
_ROWS_SHOWN, _CELLS_SHOWN = 20, 200
#: One at a time in each process of the server.
_READING = threading.Lock()
KINDS = (
    *terms.ROSTERS[:2],
    ("scores", Text("信用风险分值（按月）", "Scores of risk (monthly)")),
    *terms.ROSTERS[2:],
    ("tasks", Text("抽查任务（并入拟制中的计划）", "Tasks (for the plan being drawn up)")),
)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LISTED = {"scores": "inspection.objects", "tasks": "inspection.plans"} | {kind: f"inspection.{kind}" for kind, _ in terms.ROSTERS}


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """A workbook is sent: to its preview; or refused with one sentence, and nothing was kept."""
    actor = holder_of(request, terms.ROSTER)
    places, refusal, status = rosters.places_of(actor), None, 200
    kind = request.POST.get("kind", "") or request.GET.get("kind", "objects")
    if request.method == "POST":
        try:
            intake = _read(request, actor, kind, _place(places, request.POST.get("place", "")))
            return HttpResponseRedirect(reverse("inspection:roster-preview", args=[intake.pk]))
        except Refused as refused:
            refusal, status = refused.in_(language(request)), refused.status
    context = {
        "refusal": refusal,
        "places": [(p.pk, PLACE.name_of(p, language(request))) for p in places],
        "kinds": [(key, label, key == kind) for key, label in KINDS],
        "columns": [(key, label, [(c.heading(language(request)), c.needed) for c in sheets.COLUMNS[key]]) for key, label in KINDS],
        "waiting": [(p.pk, PLACE.name_of(p, language(request)), len(queries.not_in_roster(p))) for p in places],
        "batches": _batches(actor),
    }
    return _page(request, "roster_import.html", context, _TITLE, status=status)


def _batches(actor: Actor) -> list[Any]:
    kinds = [kind_of_batch(key) for key, _ in KINDS]
    return list(reading.rows(actor, batches.BATCH).filter(kind__in=kinds).order_by("-accepted_at")[:8])


def _place(places: list[Place], key: str) -> Place:
    found = next((p for p in places if str(p.pk) == key), None)
    if found is None:
        raise BadInput(Text("请选择您管辖的区划", "Choose a place of your own post"), code="no_place", field="place")
    return found


def _read(request: HttpRequest, actor: Actor, kind: str, place: Place) -> Intake:
    if kind not in sheets.COLUMNS:
        raise BadInput(Text("请选择清单或名录", "Choose a list or roster"), code="no_kind", field="kind")
    file = request.FILES.get("file")
    if file is None or not file.size:
        raise BadInput(Text("请选择文件", "Choose a file"), code="missing", field="file")
    if file.size > roster_reading.MOST_BYTES:
        raise BadInput(
            Text("文件超过32 MB", "The file is larger than 32 MB"), code="too_big", field="file", remedy=Text("分成几份", "Split it")
        )
    if not _READING.acquire(blocking=False):
        raise Conflict(
            Text("正在读另一份名录", "Another roster is being read"), code="busy", remedy=Text("请一分钟后再试", "Try again in a minute")
        )
    try:
        return roster_reading.laid_ready(actor, kind, (file.name or "sheet")[-80:], file.read(), place)
    finally:
        _READING.release()


@require_POST
def from_register(request: HttpRequest) -> HttpResponse:
    """The firms of the register of a place that were never in a roster lie ready to be accepted."""
    actor = holder_of(request, terms.ROSTER)
    place = _place(rosters.places_of(actor), request.POST.get("place", ""))
    codes = queries.not_in_roster(place)
    found = sheets.read("objects", [sheets.Table("register", [["统一社会信用代码"], *([code] for code in codes)])])
    digest = hashlib.sha256("\n".join(codes).encode()).hexdigest()
    name = Text("登记簿中的经营主体", "Firms of the register").in_(language(request))
    intake = roster_reading.lay_ready(actor, found, name, digest, place)
    return HttpResponseRedirect(reverse("inspection:roster-preview", args=[intake.pk]))


@require_GET
def preview(request: HttpRequest, key: int) -> HttpResponse:
    """What was read: how many rows go in, the first of them, and every cell that is wrong with its reason."""
    actor = holder_of(request, terms.ROSTER)
    intake, lang = _intake(actor, key), language(request)
    place = _place(rosters.places_of(actor), str(intake.reading.get("place", "")))
    kind = intake.reading["kind"]
    rows = [_shown(row, kind) for row in IntakeRow.objects.filter(intake=intake.pk).order_by("index")[:_ROWS_SHOWN]]
    columns = [c for c in sheets.COLUMNS[kind] if any(c.key in row for row in rows)]
    batch = queries.batch_of(intake)
    refused = queries.refused_rows(intake) if batch else []
    context = {
        "intake": intake,
        "reading": intake.reading,
        "kind": dict(KINDS)[kind],
        "place_name": PLACE.name_of(place, lang),
        "codes": [(sheets.CODE_WORDS[code], n) for code, n in sorted(intake.reading["counts"].items())],
        "problems": [p | {"words": p["en"] if lang == "en" else p["zh"]} for p in intake.problems[:_CELLS_SHOWN]],
        "more": max(sum(intake.reading["counts"].values()) - _CELLS_SHOWN, 0),
        "headings": [c.heading(lang) for c in columns],
        "rows": [[row.get(c.key, "") for c in columns] for row in rows],
        "batch": batch,
        "refused": len(refused),
        "listed": reverse("pages:list", args=[_LISTED[kind]]),
    }
    return _page(request, "roster_preview.html", context, Text(intake.name, intake.name), _here(request))


def _shown(row: IntakeRow, kind: str) -> dict[str, Any]:
    """A row as it was brought, with what is somebody's own masked; nothing is left of that once the row was applied."""
    own = PERSONAL.get(kind, ())
    said = batches.whole(row, own)
    return said | {name: masked(said[name]) for name in own if said.get(name)}


def _intake(actor: Actor, key: int) -> Intake:
    """A sheet of a roster that the actor brought.

    Raises:
        NotFound: it is another's, of another kind, or no longer kept.
    """
    intake: Intake = reading.one(actor, batches.INTAKE, key)
    if intake.reading.get("kind") not in dict(KINDS):
        raise reading.not_found(batches.INTAKE, key)
    return intake


@require_POST
def accept(request: HttpRequest, key: int) -> HttpResponse:
    """The rows are accepted as a batch under the reader's name; to its progress."""
    actor = holder_of(request, terms.ROSTER)
    intake = _intake(actor, key)
    outcome = perform("inspection.accept_roster", intake.reading.get("place"), actor, {"intake": key})
    return HttpResponseRedirect(reverse("office:import-progress", args=[outcome.key]))


@require_GET
def held(request: HttpRequest, key: int) -> FileResponse:
    """A workbook of the rows that did not go in: as they came, each with its place and the reason; to be corrected and sent again."""
    actor = holder_of(request, terms.ROSTER)
    intake, lang = _intake(actor, key), language(request)
    said = Text("原因", "Reason").in_(lang)
    place = (Text("工作表", "Sheet").in_(lang), Text("行", "Row").in_(lang))
    heads = [Head(label) for label in (*place, said, *intake.reading["headings"])]
    rows = [*intake.reading["held_rows"], *_refused(intake)]
    about = [(Text("来源文件", "From the file").in_(lang), intake.name), ("SHA-256", intake.file_sha256)]
    name = Text("暂缓的行", "Rows held back").in_(lang)
    file = workbook(name, heads, rows, (), about, Text("说明", "About").in_(lang))
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=_XLSX)


def _refused(intake: Intake) -> list[list[str]]:
    """Rows that were accepted and refused when they were applied, under the headings of their file."""
    by_heading = {h: c.key for c in sheets.COLUMNS[intake.reading["kind"]] for h in c.headings}
    keys = [by_heading.get(h.rstrip("*＊").strip(), "") for h in intake.reading["headings"]]
    found = []
    for row, refusal in queries.refused_rows(intake):
        # What is somebody's own is no longer here: the sheet that was sent has it, in the row that is named.
        content = batches.whole(row, PERSONAL.get(intake.reading["kind"], ()))
        sheet, _, row = content.get("at", "").rpartition("!")
        found.append([sheet, row, refusal["zh"], *(content.get(key, "") for key in keys)])
    return found


@require_GET
def blank(request: HttpRequest, kind: str) -> FileResponse:
    """An empty workbook with the headings of a list or roster.

    Raises:
        NotFound: there is no such list.
    """
    holder_of(request, terms.ROSTER)
    if kind not in sheets.COLUMNS:
        raise NotFound(Text("没有这种表", "There is no such sheet"), code="not_found")
    lang, label = language(request), dict(KINDS)[kind]
    heads = [Head(c.heading(lang) + ("*" if c.needed else "")) for c in sheets.COLUMNS[kind]]
    note = Text("带*的列必填；一行一条", "Columns with * are needed; one row each").in_(lang)
    file = workbook(label.in_(lang), heads, [], (), [(label.in_(lang), note)], Text("说明", "About").in_(lang))
    return FileResponse(file, as_attachment=True, filename=f"{label.in_(lang)}.xlsx", content_type=_XLSX)


def _here(request: HttpRequest) -> layout.Link:
    return layout.Link(_TITLE.in_(language(request)), reverse("inspection:roster-import"))


def _page(
    request: HttpRequest, template: str, context: dict[str, Any], title: Text, *before: layout.Link, status: int = 200
) -> HttpResponse:
    words = title.in_(language(request))
    crumbs = (layout.Link(rosters.TITLE.in_(language(request)), reverse("inspection:rosters")), *before, layout.Link(words, "", True))
    return layout.page(request, f"inspection/{template}", context, title=words, crumbs=crumbs, module="inspection", status=status)
