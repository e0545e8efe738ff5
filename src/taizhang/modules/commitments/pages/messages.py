"""消息: what was sent to the reader's organs about tasks, each with its words, its day and the task."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from taizhang.basis.text import Text
from taizhang.frame import clock, reading
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout

from ..declared.records import TASK
from ..queries.messages import KINDS, to_organs
from . import drawing

TITLE: Final = Text("任务消息", "Messages about tasks")


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The newest messages; a task that the reader does not see any more is not named."""
    actor, lang = drawing.actor_of(request), language(request)
    sent = to_organs(actor.organs)
    keys = {m.payload["task"] for m in sent if "task" in m.payload}
    titles = dict(reading.rows(actor, TASK).filter(pk__in=keys).values_list("pk", "title"))
    lines = [_line(m, titles, lang) for m in sent]
    return layout.page(
        request, "commitments/messages.html", {"lines": lines, "lang": lang}, title=TITLE.in_(lang), crumbs=drawing.crumbs(TITLE, request),
        module=drawing.MODULE,
    )  # fmt: skip


def _line(message: Any, titles: dict[int, str], lang: str) -> dict[str, Any]:
    said, task = message.payload, message.payload.get("task")
    # A letter is about many tasks: its number stands for them. A paper leads to itself.
    paper = said["kind"] in ("task_slip", "task_letter", "task_notice")
    href = reverse("commitments:issued", args=[message.entry]) if paper else reverse("pages:record", args=[TASK.kind, task]) if task in titles else ""
    return {
        "word": KINDS[said["kind"]].in_(lang),
        "at": message.at.astimezone(clock.ZONE),
        "title": said.get("number") or titles.get(task) or "—",
        "href": href,
        "note": said.get("note", ""),
    }
