"""消息: what a module sent to the reader's organs, each with its words, its day and what it is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from taizhang.basis.text import Text
from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.frame.catalogue import installed
from taizhang.frame.declare import Inbox
from taizhang.registers import deliveries

from ..entrance import language
from . import layout
from .door import holder_of, signed_in
from .values import page_of

_Known = Mapping[str, Mapping[int, str]]


def page(module: str, title: Text) -> Callable[..., Any]:
    """The view of the newest messages of a module to the reader's organs; what a reader does not see is not named."""

    @signed_in
    @require_GET
    def messages(request: HttpRequest) -> HttpResponse:
        inbox = next(m.inbox for m in installed().modules if m.key == module)
        assert inbox is not None
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if inbox.right is not None:
            actor = holder_of(request, inbox.right).with_right(inbox.right)
        lang = language(request)
        sent = deliveries.sent_to(actor.organs, inbox.words)
        known = _names(actor, inbox, sent, lang)
        lines = [_line(m, inbox, known, lang) for m in sent]
        crumbs = (layout.Link(title.in_(lang), current=True),)
        return layout.page(request, "pages/inbox.html", {"lines": lines}, title=title.in_(lang), crumbs=crumbs, module=module)

    return messages


def _names(actor: Actor, inbox: Inbox, sent: list[Any], lang: str) -> _Known:
    """By the column of a message: what is called what, of those things that the actor sees."""
    found: dict[str, Mapping[int, str]] = {}
    for column, record in inbox.about.items():
        keys = {m.payload[column] for m in sent if column in m.payload}
        rows = reading.rows(actor, record).filter(pk__in=keys) if keys else ()
        found[column] = {row.pk: record.name_of(row, lang) for row in rows}
    return found


def _line(message: Any, inbox: Inbox, known: _Known, lang: str) -> dict[str, Any]:
    said = message.payload
    href, name = "", ""
    for column, record in inbox.about.items():
        if said.get(column) in known[column]:
            href, name = page_of(record, said[column]), known[column][said[column]]
    if paper := inbox.papers.get(said["kind"]):
        href = paper.format(entry=message.entry)
    return {
        "word": inbox.words[said["kind"]].in_(lang),
        "at": message.at.astimezone(clock.ZONE),
        # A letter is about many things: its number stands for them.
        "title": said.get("number") or name or "—",
        "href": href,
        "note": " · ".join(filter(None, (said.get("period", ""), said.get("note", "")))),
    }
