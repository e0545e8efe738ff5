"""Verbs of a project's file: documents that prove something, and their withdrawal."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from taizhang.basis.errors import BadInput, Conflict
from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand, not_future
from taizhang.registers import calendar as days
from taizhang.registers import evidence as files
from taizhang.registers.models import Upload

from .. import queries, terms
from ..models import Document, Project
from .checks import not_negative
from .inputs import Dated, Note, Number, Paper, Reason
from .photos import check_photo, mark_photo


def add_document(
    project: Project,
    by: Hand,
    *,
    kind: Annotated[
        str,
        Ask(
            Text("材料种类", "Kind of document"), choices=terms.DOCUMENT_WORDS, visibility="public", example="contract"
        ),
    ],
    dated: Dated,
    number: Number = "",
    issuer: Annotated[str, Ask(Text("出具单位", "Issued by"), visibility="public")] = "",
    valid_until: Annotated[date | None, Ask(Text("有效期至", "Valid until"), visibility="public")] = None,
    amount_fen: Annotated[int | None, Ask(Text("金额", "Amount"), unit="万元")] = None,
    file: Paper = None,
    note: Note = "",
) -> Document:
    """A document is on the project's file; what it proves counts from now on.

    Raises:
        BadInput: dated in the future; or neither number nor file, so that it proves nothing.
    """
    return on_file(
        project,
        by,
        kind,
        dated,
        number=number,
        issuer=issuer,
        valid_until=valid_until,
        amount_fen=amount_fen,
        file=file,
        note=note,
    )


def withdraw_document(document: Document, by: Hand, *, reason: Reason) -> None:
    """The document proves nothing any more; what was derived from it is derived again, and its line on the checklist is open.

    Raises:
        Conflict: it was withdrawn before; or a node was closed on it, which would stay closed on nothing.
    """
    if document.withdrawn_on is not None:
        raise Conflict(Text("该材料已经作废", "This document was withdrawn before"), code="withdrawn")
    closed = queries.closed_on(document)
    if closed:
        raise Conflict(
            Text("以下节点凭该材料销号：{n}", "These nodes were closed on it: {n}").with_(n="、".join(node.title for node in closed)),
            code="closes_node",
            remedy=Text("先由核验单位重新打开这些节点，再作废材料", "First let whoever closes nodes reopen them, then withdraw it"),
        )
    document.withdrawn_on = by.today
    by.put(document)
    if queries.newest_document(document.project, document.kind, besides=document) is None:
        for line in queries.lines_of_kind(document.project, document.kind, "done"):
            line.state, line.done_on = "open", None
            by.put(line)


def on_file(
    project: Project,
    by: Hand,
    kind: str,
    dated: date,
    *,
    number: str = "",
    issuer: str = "",
    valid_until: date | None = None,
    amount_fen: int | None = None,
    file: Upload | None = None,
    note: str = "",
) -> Document:
    not_future(dated, by, "dated")
    if not number.strip() and file is None:
        raise BadInput(
            Text(
                "请填写文号或上传附件：没有依据的材料不能作为证据",
                "Give a number or a file: a document without either proves nothing",
            ),
            code="no_ground",
            field="number",
        )
    if kind in terms.OFFICIAL and file is None and not (by.actor.machine or by.actor.may(terms.EDIT)):
        raise BadInput(
            Text(
                "请上传该文件：项目单位只填文号的批文、许可不算数",
                "Send the paper itself: an approval or permit that a unit only names does not count",
            ),
            code="file_needed",
            field="file",
            remedy=Text("上传扫描件，或请发展改革部门登记文号", "Send a scan, or let the commission enter its number"),
        )
    if kind == "works_photo" and file is not None:
        check_photo(project, file, dated)
    kept = files.keep(by, file, f"projects.project:{project.pk}") if file is not None else None
    term = terms.VALIDITY[kind].on(dated) if kind in terms.VALIDITY and valid_until is None else None
    if term is not None:
        # The law gives the term where the paper states no end of its own; the entry keeps which one was taken.
        valid_until = days.calendar().due_day(dated, term.value).date
        by.say(valid_by=term.law.cite("zh"))
    document = Document(
        project=project,
        kind=kind,
        number=number,
        issuer=issuer,
        dated=dated,
        valid_until=valid_until,
        amount_fen=not_negative(amount_fen, "amount_fen"),
        evidence=kept,
        located=bool(kept and kept.located),
        note=note[:400],
    )
    if kind == "works_photo" and kept is not None:
        mark_photo(document, kept, by)
    for line in queries.lines_of_kind(project, kind, "open"):
        line.state, line.done_on = "done", dated
        by.put(line)
    return by.put(document)
