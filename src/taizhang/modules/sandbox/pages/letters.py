"""The guidance letter, made again of its entry: as a page, or as a document for Word."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from taizhang.basis.errors import BadInput, NotFound
from taizhang.basis.text import Text
from taizhang.frame import reading
from taizhang.frame.actor import Actor
from taizhang.frame.unguessable import opens
from taizhang.surfaces.entrance import language
from taizhang.surfaces.exports import sent
from taizhang.surfaces.pages import layout

from .. import letter as words
from .. import rules
from ..declared.records import MEMBER
from ..queries import clocks


@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest, key: str) -> HttpResponse:
    """The letter that an entry issued, for those who see the firm in the sandbox. Whoever has just issued it sends its code for the print.

    Raises:
        NotFound: no letter was issued by this entry, or not for this reader. BadInput: a code that is not the firm's now.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    lang = language(request)
    found = clocks.letter_of(key)
    row = reading.rows(actor, MEMBER).filter(id=found[0]).first() if found else None
    if found is None or row is None:
        raise NotFound(Text("没有这份指导书", "There is no such letter"), code="no_letter")
    member, facts = found
    code = _code(request, row.code_seal or "")
    made = words.letter_of(facts, lang, code, request.build_absolute_uri(words.REPLY_PATH))
    if (request.POST or request.GET).get("take") == "docx":
        return sent.attachment(words.document(made, lang), f"{made.title} {made.number}.docx", sent.DOCX)
    crumbs = (
        layout.Link(MEMBER.label.in_(lang), reverse("pages:record", args=[MEMBER.kind, member])),
        layout.Link(made.number, current=True),
    )
    return layout.page(request, "sandbox/letter.html", {"letter": made, "entry": key, "code": code}, title=made.title, crumbs=crumbs, module="sandbox")


def _code(request: HttpRequest, seal: str) -> str:
    """The code as the print shows it, '' where none was sent.

    Raises:
        BadInput: it is not the firm's.
    """
    if request.method != "POST":
        return ""
    code = rules.read_code(request.POST.get(clocks.CODE, ""))
    if not code or not opens(code, seal):
        raise BadInput(
            Text("这个编码已经失效", "This code is no longer valid"), code="wrong_code", field=clocks.CODE,
            remedy=Text("补发编码后再打印", "Issue another code, then print"),
        )  # fmt: skip
    return rules.written(code)
