"""Bringing in a list of firms with defects: send it, see every cell that is wrong, accept, see what became of each row."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from taizhang.basis.errors import BadInput, Refused
from taizhang.basis.text import Text
from taizhang.frame import batches, clock, reading
from taizhang.frame.actor import Actor
from taizhang.frame.perform import perform
from taizhang.registers.records import PLACE
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout
from taizhang.surfaces.pages.door import holder_of
from taizhang.surfaces.workbook.opening import Limits
from taizhang.surfaces.workbook.refusals import refusal as refused_file

from .. import imports, terms
from ..actions.entering import DEFECTS_KIND
from ..declared.records import MEMBER

TITLE: Final = Text("导入缺陷名单", "Import a list of defects")
ROWS_SHOWN: Final = 30


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """A workbook is sent: to its preview; or refused with one sentence, and nothing was kept. `annotated` gives it back, cells in red."""
    actor = holder_of(request, terms.KEEP)
    places, refusal = _places(actor), None
    if request.method == "POST":
        try:
            place, content, name = _sent(request, places)
            if request.POST.get("annotated"):
                return _workbook(imports.annotated(content, place, clock.today(), language(request)))
            intake = imports.lay_ready(actor, name, content, place, clock.today())
            return HttpResponseRedirect(reverse("sandbox:import-preview", args=[intake.pk]))
        except Refused as refused:
            refusal = refused.in_(language(request))
    mine = reading.rows(actor, batches.BATCH).filter(kind=DEFECTS_KIND).order_by("-accepted_at")[:8]
    context = {"refusal": refusal, "places": places, "batches": mine, "roles": [r.label for r in imports.ROLES], "states": dict(batches.STATES)}
    return _page(request, "sandbox/import_begin.html", context, 422 if refusal else 200)


def _sent(request: HttpRequest, places: list[Any]) -> tuple[Any, bytes, str]:
    place = next((p for p in places if str(p.pk) == request.POST.get("place", "")), None)
    sent: Any = request.FILES.get("file")
    if place is None:
        raise BadInput(Text("请选择您管辖的区划", "Choose a place of your own post"), code="no_place", field="place")
    if sent is None:
        raise BadInput(Text("请选择一个表格", "Choose a sheet"), code="missing", field="file")
    if sent.size > Limits().file_bytes:
        raise refused_file("file_too_large", {"limit": Limits().file_bytes >> 20})
    return place, b"".join(sent.chunks()), (sent.name or "list.xlsx")[-80:]


@require_GET
def preview(request: HttpRequest, key: int) -> HttpResponse:
    """What was read and every cell that is wrong; once accepted, what became of the rows."""
    actor = holder_of(request, terms.KEEP)
    intake = _intake(actor, key)
    lang = language(request)
    batch = reading.rows(actor, batches.BATCH).filter(intake=intake.pk).first()
    rows = imports.rows_of(intake.pk, ROWS_SHOWN)
    labels, defects = {r.key: r.label for r in imports.ROLES}, dict(terms.DEFECTS)
    context = {
        "intake": intake,
        "batch": batch,
        "state": dict(batches.STATES)[batch.state] if batch else None,
        "problems": [p | {"words": p["en"] if lang == "en" else p["zh"], "label": labels.get(p["column"])} for p in intake.problems[:200]],
        "rows": [{"said": r.content, "defect": defects[r.content["defect"]], "outcome": r.outcome} for r in rows],
        "held": intake.reading.get("held", 0),
        "kind": MEMBER.kind,
    }
    return _page(request, "sandbox/import_preview.html", context)


@require_POST
def accept(request: HttpRequest, key: int) -> HttpResponse:
    """The rows are accepted as a batch under the reader's name; to what becomes of them."""
    actor = holder_of(request, terms.KEEP)
    intake = _intake(actor, key)
    perform("sandbox.accept_defects", intake.reading.get("place"), actor, {"intake": key})
    return HttpResponseRedirect(reverse("sandbox:import-preview", args=[key]))


def _intake(actor: Actor, key: int) -> Any:
    """A list of defects that the actor brought.

    Raises:
        NotFound: it is another's, a sheet of something else, or no longer kept.
    """
    intake = reading.one(actor, batches.INTAKE, key)
    if intake.kind != DEFECTS_KIND:
        raise reading.not_found(batches.INTAKE, key)
    return intake


def _places(actor: Actor) -> list[Any]:
    able = actor.with_right(terms.KEEP)
    return list(reading.rows(able, PLACE).filter(pk__in=[p.place for p in able.posts]))


def _workbook(content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    response["Content-Disposition"] = 'attachment; filename="annotated.xlsx"'
    return response


def _page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    title = TITLE.in_(language(request))
    crumbs = (layout.Link(title, reverse("sandbox:import"), True),)
    return layout.page(request, template, context, title=title, crumbs=crumbs, module="sandbox", status=status)
