"""A paper as a page, a document for Word or a PDF: the same words in each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse

from taizhang.basis.text import Text
from taizhang.surfaces.entrance import language
from taizhang.surfaces.exports import docx, sent, typeset
from taizhang.surfaces.pages import layout

from ..outputs.paper import Paper
from . import drawing


def answer(request: HttpRequest, paper: Paper | None, title: Text, **more: Any) -> HttpResponse:
    """The paper as the address asks for it: `?take=docx`, `?take=pdf`, else the page with what stands round it."""
    lang, take = language(request), request.GET.get("take")
    if paper is not None and take == "docx":
        return sent.attachment(docx.document(_blocks(paper), paper.title, lang, wide=paper.wide), f"{_name(paper)}.docx", sent.DOCX)
    if paper is not None and take == "pdf":
        made = typeset.pdf("commitments/paper.typ", asdict(paper) | {"lang": lang})
        return sent.attachment(made, f"{_name(paper)}.pdf", sent.PDF)
    taking = {form: _taking(request, form) for form in ("docx", "pdf")}
    context: Mapping[str, Any] = {"paper": paper, "lang": lang, "title": title.in_(lang), **taking, **more}
    return layout.page(
        request, "commitments/paper.html", context, title=title.in_(lang), crumbs=drawing.crumbs(title, request), module=drawing.MODULE
    )


def _taking(request: HttpRequest, form: str) -> str:
    query = request.GET.copy()
    query["take"] = form
    return "?" + query.urlencode()


def _name(paper: Paper) -> str:
    return f"{paper.title} {paper.number}".strip()[:80]


def _blocks(paper: Paper) -> list[docx.Block]:
    blocks: list[docx.Block] = [docx.Title(paper.title)]
    blocks += [docx.Paragraph(line, faint=True) for line in (paper.number, paper.under) if line]
    if paper.to:
        blocks.append(docx.Paragraph(paper.to, at="edge"))
    blocks += [docx.Paragraph(line) for line in paper.body]
    for table in paper.tables:
        if table.title:
            blocks.append(docx.Heading(table.title))
        blocks.append(docx.Grid(table.heads, table.rows, shares=table.shares))
    blocks += [docx.Paragraph(line) for line in paper.closing]
    return blocks + [docx.Paragraph(line, at="right") for line in paper.signed]
