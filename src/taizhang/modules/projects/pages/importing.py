"""Bringing a workbook in: send it, see what was recognised, correct a column, accept, watch it being applied."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from taizhang.basis.errors import BadInput, NotFound, Refused
from taizhang.basis.text import Text
from taizhang.basis.whole import whole
from taizhang.frame import batches, clock, reading
from taizhang.frame.actor import Actor
from taizhang.frame.models import IntakeRow, Job
from taizhang.frame.perform import perform
from taizhang.registers.records import PLACE
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout
from taizhang.surfaces.pages.door import actor_of
from taizhang.surfaces.pages.values import enumerated
from taizhang.surfaces.workbook.model import Sheet, Workbook, shown
from taizhang.surfaces.workbook.opening import Limits
from taizhang.surfaces.workbook.refusals import refusal as refused_file
from taizhang.surfaces.workbook.roles import Role
from taizhang.surfaces.workbook.template import template_from

from .. import imports
from ..declared.records import PROJECT
from ..declared.verbs import IMPORT
from ..extra_columns import ROLE
from ..queries.extra import labels_of
from ..sheet_roles import ROLES, SheetReview, WorkbookReview
from ..sheet_year import stated_year

#: Rows of a sheet that the preview shows at once; the others are a page further.
ROWS_SHOWN = 60

_TYPES = (".xlsx", ".xls", ".et", ".csv", ".ods")


def _root() -> Path:
    return Path(settings.MEDIA_ROOT).parent / "intake"


def _folder(actor: Actor) -> Path:
    """Where the workbooks of one person lie: the hash of a workbook stands in entries, so it is no key to open it with."""
    return _root() / str(actor.person or 0)


def keep_file(actor: Actor, content: bytes) -> str:
    """The workbook lies under its hash for as long as its preview is kept; those of which that time has passed are gone."""
    _sweep()
    digest = hashlib.sha256(content).hexdigest()
    folder = _folder(actor)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / digest
    if not path.exists():
        temporary = folder / f".{digest}-{os.getpid()}"
        temporary.write_bytes(content)
        os.replace(temporary, path)
    else:
        os.utime(path)
    return digest


def _sweep() -> None:
    oldest = time.time() - batches.KEEP.total_seconds()
    for path in _root().glob("*/*"):
        try:
            if path.stat().st_mtime < oldest:
                path.unlink()
        except FileNotFoundError:
            continue  # somebody else swept it


def kept_file(actor: Actor, digest: str) -> bytes:
    path = _folder(actor) / digest
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef") or not path.exists():
        raise NotFound(
            Text("这份工作簿已不在，请重新上传", "This workbook is no longer kept; send it again"), code="workbook_gone"
        )
    return path.read_bytes()


def _page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    lang = language(request)
    title = Text("导入台账", "Import a workbook").in_(lang)
    crumbs = (layout.Link(title, reverse("projects:import"), True),)
    return layout.page(request, template, context, title=title, crumbs=crumbs, module="projects", status=status)


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """A workbook is sent: to its preview; or refused with one sentence, and nothing was kept."""
    actor = actor_of(request)
    refusal = None
    if request.method == "POST":
        sent: Any = request.FILES.get("file")
        try:
            if sent is None:
                raise BadInput(Text("请选择一个工作簿", "Choose a workbook"), code="missing", field="file")
            if sent.size > Limits().file_bytes:
                raise refused_file("file_too_large", {"limit": Limits().file_bytes >> 20})
            content = b"".join(sent.chunks())
            imports.read(content, reader=actor)
            return HttpResponseRedirect(_preview_url(keep_file(actor, content), sent.name))
        except Refused as refused:
            refusal = refused.in_(language(request))
    mine = reading.rows(actor, batches.BATCH).filter(kind=imports.KIND).order_by("-accepted_at")[:8]
    context = {
        "refusal": refusal,
        "types": ",".join(_TYPES),
        "batches": mine,
        "may": actor.may(IMPORT),
        "states": dict(batches.STATES),
    }
    return _page(request, "projects/import_begin.html", context, 422 if refusal else 200)


def _preview_url(digest: str, name: str, **more: str) -> str:
    query = "&".join(f"{k}={quote(v)}" for k, v in {"name": name[-80:], **more}.items())
    return f"{reverse('projects:import-preview', args=[digest])}?{query}"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the preview: letter, what it is taken for, and how sure."""

    letter: str
    heading: str
    role: str
    label: Text | None
    unit: str
    why: Text


@dataclass(frozen=True, slots=True)
class PreviewCell:
    """One cell as it is in the sheet, and what is wrong with it."""

    letter: str
    text: str
    known: bool
    problems: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row as the office program numbers it, and what it is: a project, held back, or skipped and why."""

    number: int
    kind: str
    why: Text | None
    cells: tuple[PreviewCell, ...]


@require_GET
def preview(request: HttpRequest, digest: str) -> HttpResponse:
    """The sheets as they are, recognised columns named and coloured, problems in red, with a list to jump through them."""
    actor = actor_of(request)
    content = kept_file(actor, digest)
    corrections = _corrections(request.GET)
    workbook, review = imports.read(content, corrections, reader=actor)
    index = whole(request.GET.get("sheet", "")) or 0
    index = min(index, len(review.sheets) - 1)
    start = max(whole(request.GET.get("from", "")) or 1, 1)
    chosen = review.sheets[index]
    sheet = workbook.sheet(chosen.reading.sheet)
    held = [p for p in review.problems if p.blocking]
    stated = stated_year(workbook, review, request.GET.get("name", ""))
    pairs = [(f"role|{s}|{letter}", role or "none") for s, by in corrections.items() for letter, role in by.items()]
    context = {
        "digest": digest,
        "name": request.GET.get("name", ""),
        "sheets": [_tab(r, i) for i, r in enumerate(review.sheets)],
        "index": index,
        "reading": chosen.reading,
        "columns": _columns(chosen, review.roles),
        "roles": [(role.key, role.label) for role in review.roles],
        "rows": _rows(sheet, chosen, start),
        "start": start,
        "next": start + ROWS_SHOWN if start + ROWS_SHOWN <= len(sheet.rows) else None,
        "previous": max(start - ROWS_SHOWN, 1) if start > 1 else None,
        "problems": [
            {"p": p, "sheet": _sheet_index(review, p.sheet), "from": max(p.row - 3, 1)} for p in review.problems
        ],
        "accepted": sum(len(s.accepted) for s in review.sheets),
        "held": len({(p.sheet, p.row) for p in held}),
        "distinct": review.identities.distinct,
        "questions": review.identities.questions,
        "corrections": pairs,
        "elsewhere": [(key, value) for key, value in pairs if not key.startswith(f"role|{sheet.name}|")],
        "kept": "".join(f"&{quote(key)}={value}" for key, value in pairs),
        "keeps_errors": workbook.keeps_errors,
        "places": places_to_import(actor),
        "year": stated or clock.today().year,
        "stated": stated,
        "may": actor.may(IMPORT),
        "filed": "产业项目",
    }
    return _page(request, "projects/import_preview.html", context)


def _corrections(query: Any) -> dict[str, dict[str, str | None]]:
    """What the clerk chose for columns: parameters 'role|sheet|letter' with a role's key, or 'none'."""
    found: dict[str, dict[str, str | None]] = {}
    # A free column that is none of the reader's is passed over when the workbook is read.
    known = {role.key for role in ROLES}
    for key in query:
        parts = key.split("|")
        if len(parts) == 3 and parts[0] == "role" and query[key]:
            value = query[key]
            if value in known or value == "none" or _number_of(value) is not None:
                found.setdefault(parts[1], {})[parts[2]] = None if value == "none" else value
    return found


def _sheet_index(review: WorkbookReview, name: str) -> int:
    return next(i for i, s in enumerate(review.sheets) if s.reading.sheet == name)


def _tab(review: SheetReview, index: int) -> dict[str, Any]:
    held = len({p.row for p in review.problems if p.blocking})
    return {
        "index": index,
        "name": review.reading.sheet,
        "accepted": len(review.accepted),
        "held": held,
        "unread": review.reading.unread,
    }


def _columns(review: SheetReview, roles: Sequence[Role]) -> list[Column]:
    labels = {role.key: role.label for role in roles}
    return [
        Column(c.letter, c.heading, c.role or "", labels.get(c.role or ""), c.unit or "", c.why)
        for c in review.reading.columns
    ]


def _rows(sheet: Sheet, review: SheetReview, start: int) -> list[PreviewRow]:
    skipped = {s.row: s for s in review.reading.skipped}
    problems: dict[tuple[int, str], list[Text]] = {}
    for p in review.problems:
        problems.setdefault((p.row, p.column), []).append(p.reason)
    held = {p.row for p in review.problems if p.blocking}
    data = set(review.reading.data_rows)
    letters = [(c.letter, c.role is not None) for c in review.reading.columns]
    first, last = review.reading.header_rows or (0, 0)
    made = []
    for number in range(start, min(start + ROWS_SHOWN, len(sheet.rows) + 1)):
        kind = (
            "heading"
            if first <= number <= last
            else "held"
            if number in held
            else "row"
            if number in data
            else "skipped"
        )
        cells = tuple(
            PreviewCell(letter, shown(sheet.at(f"{letter}{number}")), known, tuple(problems.get((number, letter), ())))
            for letter, known in letters
        )
        made.append(PreviewRow(number, kind, skipped[number].why if number in skipped else None, cells))
    return made


def places_to_import(actor: Actor) -> list[Any]:
    """Places a person may import for: those of their posts that carry the right."""
    with_right = actor.with_right(IMPORT)
    return list(reading.rows(with_right, PLACE).filter(pk__in=[p.place for p in with_right.posts]))


@require_GET
def annotated(request: HttpRequest, digest: str) -> HttpResponse:
    """The workbook as it came, problems in red with their reasons, to be corrected and sent again."""
    actor = actor_of(request)
    workbook, review = imports.read(kept_file(actor, digest), _corrections(request.GET), reader=actor)
    response = HttpResponse(
        imports.annotated(workbook, review, language(request)),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    response["Content-Disposition"] = 'attachment; filename="annotated.xlsx"'
    return response


@require_POST
def accept(request: HttpRequest, digest: str) -> HttpResponse:
    """The rows that go in are accepted as a batch under the clerk's name; to its progress."""
    actor = actor_of(request)
    content, corrections = kept_file(actor, digest), _corrections(request.POST)
    workbook, review = imports.read(content, corrections, reader=actor)
    name = request.POST.get("name", "") or "workbook.xlsx"
    place = request.POST.get("place", "")
    if request.POST.get("save_template") == "1":
        _save_templates(actor, workbook, review, name)
    intake = imports.lay_ready(actor, name, content, review, corrections)
    raw = {
        "intake": intake.pk,
        "year": request.POST.get("year", ""),
        "filed_sheets": request.POST.get("filed_sheets", ""),
        "sheet_decides": request.POST.get("sheet_decides") == "1",
    }
    outcome = perform("projects.accept_workbook", whole(place), actor, raw)
    return HttpResponseRedirect(reverse("projects:import-progress", args=[outcome.key]))


def _save_templates(actor: Actor, workbook: Workbook, review: WorkbookReview, name: str) -> None:
    for sheet in review.sheets:
        if sheet.reading.header_rows:
            template = template_from(f"{name} {sheet.reading.sheet}"[:80], sheet.reading)
            perform("projects.save_template", None, actor, {"name": template.name, "body": template.to_json()})


def _number_of(key: str) -> int | None:
    """The number of the free column that a role is, None for any other role."""
    return whole(key.removeprefix(ROLE)) if key.startswith(ROLE) else None


def _free_labels(keys: Iterable[str], lang: str) -> dict[str, str]:
    numbers = {number: key for key in keys if (number := _number_of(key)) is not None}
    return {numbers[number]: label.in_(lang) for number, label in labels_of(numbers).items()} if numbers else {}


def _differing(outcomes: Any, lang: str) -> list[tuple[Any, str]]:
    """Rows that said something else than what was here, each with the columns in which it did."""
    labels = {role.key: role.label.in_(lang) for role in ROLES}
    rows = list(outcomes.filter(outcome__differs__isnull=False).order_by("index")[:50])
    labels |= _free_labels({key for r in rows for key in r.outcome["differs"] if key not in labels}, lang)
    return [(r.content, enumerated([labels.get(key, key) for key in r.outcome["differs"]], lang)) for r in rows]


@require_GET
def progress(request: HttpRequest, key: int) -> HttpResponse:
    """How far a batch is; the page asks again every second until it ends."""
    actor = actor_of(request)
    batch = reading.one(actor, batches.BATCH, key)
    job = Job.objects.filter(kind=batches.JOB, subject=batch.pk).order_by("-id").first()
    outcomes = IntakeRow.objects.filter(intake=batch.intake, outcome__isnull=False)
    done = outcomes.count()
    finished = batch.state != "accepted" or (job is not None and job.state in ("failed", "refused"))
    intake = batches.intake_of(batch)
    context = {
        "batch": batch,
        "job": job,
        "done": done,
        "percent": done * 100 // max(batch.rows_count, 1),
        "finished": finished,
        "state": dict(batches.STATES)[batch.state],
        # Two rows of one project are one project.
        "created": len(set(outcomes.filter(outcome__new=True).values_list("outcome__key", flat=True))),
        "differing": _differing(outcomes, language(request)),
        "refused": list(outcomes.filter(outcome__refused__isnull=False).order_by("index")[:50]),
        "held": [p for p in (intake.problems if intake else []) if p["blocking"]],
        "fault": job.error.get(language(request)) if job is not None and job.error else None,
        "list_url": reverse("pages:list", args=["projects.projects"]),
        "kind": PROJECT.kind,
    }
    if request.headers.get("HX-Request"):
        return render(request, "projects/import_progress_part.html", context)
    return _page(request, "projects/import_progress.html", context)
