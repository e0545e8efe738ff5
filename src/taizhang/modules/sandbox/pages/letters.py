"""The guidance letter, made again of its entry: as a page, or as a document for Word."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from taizhang.basis.errors import NotFound
from taizhang.basis.text import Text
from taizhang.frame import reading
from taizhang.frame.actor import Actor
from taizhang.surfaces.entrance import language
from taizhang.surfaces.exports import sent
from taizhang.surfaces.pages import layout

from .. import letter as words
from ..declared.records import MEMBER
from ..queries import clocks


@require_GET
def letter(request: HttpRequest, key: str) -> HttpResponse:
    """The letter that an entry issued, for those who see the firm in the sandbox.

    Raises:
        NotFound: no letter was issued by this entry, or not for this reader.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    lang = language(request)
    found = clocks.letter_of(key)
    if found is None or not reading.rows(actor, MEMBER).filter(id=found[0]).exists():
        raise NotFound(Text("没有这份指导书", "There is no such letter"), code="no_letter")
    member, facts = found
    made = words.letter_of(facts, lang)
    if request.GET.get("take") == "docx":
        return sent.attachment(words.document(made, lang), f"{made.title} {made.number}.docx", sent.DOCX)
    crumbs = (
        layout.Link(MEMBER.label.in_(lang), reverse("pages:record", args=[MEMBER.kind, member])),
        layout.Link(made.number, current=True),
    )
    return layout.page(request, "sandbox/letter.html", {"letter": made, "entry": key}, title=made.title, crumbs=crumbs, module="sandbox")
