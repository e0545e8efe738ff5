"""A document comes in: sent as a file or pasted, what it says of itself shown to be put right, then entered under the clerk's name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from taizhang.basis.errors import BadInput, Refused
from taizhang.basis.text import Text
from taizhang.basis.whole import whole
from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.frame.perform import perform
from taizhang.registers import evidence
from taizhang.registers.records import PLACE
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout
from taizhang.surfaces.pages.door import holder_of

from .. import terms
from ..actions.sources import LONGEST
from ..declared.verbs import REGISTER
from ..queries.lexicon import document_for
from ..reading import files
from ..reading.extract import Document, read
from ..reading.masthead import masthead
from . import drawing

TITLE: Final = Text("录入文件", "Read a document in")
ACCEPTED: Final = ".txt,.docx,.pdf,.html,.htm,.xhtml"
#: What the reader calls a kind of paper, as the register does; a paper that the reader does not know is another document.
_GENRES: Final = {
    "interview": "interview", "report": "work_report", "notice": "plan_notice", "table": "plan_notice", "list": "project_list",
    "bulletin": "bulletin", "minutes": "minutes", "instruction": "instruction",
}  # fmt: skip
_BOXES: Final = ("title", "genre", "number", "issuer", "issued_on")
_TEXT_ONLY: Final = Text(
    "纯文本和网页不另存原件，登记的正文就是原文。", "Of plain text and web pages no original file is kept: the words that are entered are the original."
)


@dataclass(slots=True)
class Typed:
    """What stands in the boxes, and what is said about the file that it came from."""

    text: str = ""
    boxes: dict[str, str] = field(default_factory=dict)
    place: str = ""
    upload: int | None = None
    file_name: str = ""
    notes: tuple[Text, ...] = ()
    #: The boxes that the document itself filled.
    read: tuple[str, ...] = ()
    document: Document | None = None


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The file is read and shown with what it says of itself; on the second step it is entered, and opened to be taken apart."""
    actor = holder_of(request, REGISTER)
    if request.method == "GET":
        return _page(request, actor, Typed())
    if request.POST.get("step") == "register":
        return _registered(request, actor)
    try:
        typed = _looked(request, actor)
    except Refused as refused:
        return _page(request, actor, Typed(text=_lines(request.POST.get("pasted", ""))), refused)
    return _page(request, actor, typed)


def _looked(request: HttpRequest, actor: Actor) -> Typed:
    """What the file or the pasted words are. Nothing is entered yet."""
    sent: Any = request.FILES.get("file")
    pasted = _lines(request.POST.get("pasted", ""))
    if sent is None and not pasted.strip():
        raise BadInput(
            Text("没有文件，也没有粘贴正文", "There is neither a file nor pasted text"), code="missing", field="file",
            remedy=Text("选一个文件，或把正文粘贴进来", "Choose a file, or paste the words"),
        )  # fmt: skip
    if sent is None:
        return _guessed(Typed(text=pasted), actor)
    content = sent.read(files.LIMITS.file_bytes + 1)
    name = sent.name or "file"
    found = files.text_of(content, name)
    typed = Typed(text=_lines(found.text), file_name=name, notes=found.notes)
    if found.kind in ("txt", "html"):
        typed.notes = (*found.notes, _TEXT_ONLY)
    else:
        typed.upload = evidence.receive(actor, name, [content]).pk
    return _guessed(typed, actor)


def _guessed(typed: Typed, actor: Actor) -> Typed:
    """What the document says of itself, read once by the words of the first place that the actor enters documents for."""
    if len(typed.text) > LONGEST:
        raise BadInput(
            Text("正文有{n}字，一份文件最多{m}字", "The text has {n} characters; a document may have {m}").with_(n=len(typed.text), m=LONGEST),
            code="too_long", field="text", remedy=Text("按章节分成几份登记", "Enter it in parts, chapter by chapter"),
        )  # fmt: skip
    found = masthead(typed.text)
    typed.document = _read(typed.text, places_of(actor))
    boxes = {
        "title": found.title, "number": found.number, "issuer": found.issuer, "issued_on": found.issued_on.isoformat() if found.issued_on else "",
        "genre": _GENRES.get(typed.document.genre, ""),
    }  # fmt: skip
    typed.read = tuple(name for name, value in boxes.items() if value)
    typed.boxes = boxes | {"genre": boxes["genre"] or "other"}
    return typed


def _registered(request: HttpRequest, actor: Actor) -> HttpResponse:
    typed = Typed(
        _lines(request.POST.get("text", "")), {name: request.POST.get(name, "") for name in _BOXES}, request.POST.get("place", ""),
        whole(request.POST.get("upload", "")), request.POST.get("file_name", ""),
    )  # fmt: skip
    raw: dict[str, Any] = {name: value for name, value in typed.boxes.items() if value.strip()} | {"text": typed.text}
    if typed.upload is not None:
        raw["file"] = typed.upload
    try:
        made = perform("commitments.register_source", whole(typed.place), actor, raw)
    except Refused as refused:
        return _page(request, actor, typed, refused)
    return HttpResponseRedirect(reverse("commitments:sitting", args=[made.key]))


def _lines(text: str) -> str:
    """The text with one mark for the end of a line: a form sends two for each."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def places_of(actor: Actor) -> list[Any]:
    """Places of the posts that may enter documents, the present post's first."""
    posts = actor.with_right(REGISTER).posts
    order = {post.place: n for n, post in reversed(list(enumerate(posts)))}
    return sorted(reading.rows(actor.with_right(REGISTER), PLACE).filter(pk__in=list(order)), key=lambda place: order[place.pk])


def _page(request: HttpRequest, actor: Actor, typed: Typed, refused: Refused | None = None) -> HttpResponse:
    lang = language(request)
    problems, places = _problems(refused, lang), places_of(actor)
    context: Mapping[str, Any] = {
        "typed": typed,
        "problems": problems,
        "wrong": {p["field"] for p in problems},
        "genres": terms.GENRES,
        "places": places,
        "accept": ACCEPTED,
        "megabytes": files.LIMITS.file_bytes >> 20,
        "longest": LONGEST,
        "looked": bool(typed.text) and bool(typed.boxes),
        "read": _read_words(typed.document) if typed.document is not None and not refused else None,
        "known": refused is not None and refused.code == "known",
        "law": terms.SUPERVISION.cite(lang),
    }
    return layout.page(
        request, "commitments/entering.html", context, title=TITLE.in_(lang), crumbs=drawing.crumbs(TITLE, request), module=drawing.MODULE,
        status=refused.status if refused else 200,
    )  # fmt: skip


def _read(text: str, places: Sequence[Any]) -> Document:
    """The document as it is read for the first of some places."""
    return document_for(text, places[0], clock.today()) if places else read(text)


def _read_words(found: Document) -> dict[str, int]:
    """What the reader finds, for a first look before anything is entered."""
    return {
        "tasks": len(found.commitments),
        "figures": len(found.figures),
        "deadlines": sum(bool(c.deadline) for c in found.commitments),
        "owners": sum(bool(c.owners) for c in found.commitments),
    }


def _problems(refused: Refused | None, lang: str) -> list[dict[str, Any]]:
    return [] if refused is None else [each.in_(lang) for each in refused.details or (refused,)]
