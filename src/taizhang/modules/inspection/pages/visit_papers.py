"""The forms of a visit: made again of the entry that issued them, as a page to print or a document for Word."""

from __future__ import annotations

import io
from typing import Final

import segno
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET

from taizhang.basis.errors import NotFound
from taizhang.basis.text import Text
from taizhang.frame import reading
from taizhang.frame.actor import Actor
from taizhang.surfaces.entrance import language
from taizhang.surfaces.exports import docx
from taizhang.surfaces.pages import layout

from ..declared.visits import VISIT
from ..outputs.papers import Paper, paper_of
from ..queries import papers, visits
from ..rules.visits import plain_code

_DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_GET
def paper(request: HttpRequest, key: str) -> HttpResponse:
    """A form that was issued; for the departments that make the visit. `?take=docx` gives the document.

    Raises:
        NotFound: no form was issued by this entry, or not for this reader.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    lang, facts = language(request), papers.issued(key)
    # It states certificate numbers: whoever else inspects in the place sees the visit and not this.
    if facts is None or not reading.rows(actor, VISIT).filter(visits.made_by(actor.organs), pk=facts["visit_key"]).exists():
        raise NotFound(Text("没有这份文书", "There is no such paper"), code="no_paper")
    made = paper_of(facts, lang)
    address = firm_address(request, made.code) if made.code else ""
    if request.GET.get("take") == "docx":
        response = HttpResponse(docx.document(_blocks(made, address), made.title, lang), content_type=_DOCX)
        response["Content-Disposition"] = content_disposition_header(True, f"{made.title} {made.number}.docx"[:90]) or "attachment"
        response["Cache-Control"] = "private, no-store"
        return response
    context = {"paper": made, "address": address, "qr": qr(address) if address else "", "entry": key, "visit": facts["visit_key"], "number": facts["visit"]}
    crumbs = (layout.Link(facts["visit"], reverse("pages:record", args=[VISIT.kind, facts["visit_key"]])), layout.Link(made.title, current=True))
    return layout.page(request, "inspection/paper.html", context, title=made.title, crumbs=crumbs, module="inspection")


def firm_address(request: HttpRequest, code: str) -> str:
    """The address of the firm's own page with the code of a notice: what the QR code on it holds.

    The code stands behind '#', which a browser sends to nobody: it is in no log and in no referrer.
    """
    return f"{request.build_absolute_uri(reverse('public:firm'))}#code={plain_code(code)}"


def qr(text: str) -> SafeString:
    """A QR code as a picture inside the page."""
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="svg", xmldecl=False, svgns=False, nl=False, border=2, svgclass="qr", omitsize=True)
    return mark_safe(out.getvalue().decode())  # noqa: S308 - drawn by segno from an address of this site


def _blocks(made: Paper, address: str) -> list[docx.Block]:
    blocks: list[docx.Block] = [docx.Title(made.title), docx.Paragraph(made.number, faint=True)]
    if made.to:
        blocks.append(docx.Paragraph(made.to, at="edge"))
    blocks += [docx.Paragraph(line) for line in made.body]
    blocks += [docx.Grid(table.heads, table.rows, shares=table.shares) for table in made.tables]
    blocks += [docx.Paragraph(line) for line in made.closing]
    if made.code:
        blocks += [docx.Paragraph(made.code, faint=True), docx.Paragraph(address, faint=True)]
    return blocks + [docx.Paragraph(line, at="right") for line in made.signed]
