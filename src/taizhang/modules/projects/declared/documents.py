"""The list of documents with what is about to lapse, and who is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from taizhang.basis.text import Text
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Filter, Listing, Task

from .. import terms
from ..queries import expiring
from .naming import named
from .records import DOCUMENT, PROJECT
from .verbs import PROVE

_UNTIL = (
    ("soon", Text("即将到期", "Lapses soon")),
    ("lapsed", Text("已过期", "Has lapsed")),
    ("counts", Text("在有效期内", "Still counts")),
    ("open", Text("未写有效期", "States no end")),
)


def _choices(actor: Actor, language: str) -> Sequence[tuple[str, str]]:
    return [(key, words.in_(language)) for key, words in _UNTIL]


DOCUMENTS_LIST = Listing(
    "projects.documents",
    DOCUMENT,
    Text("证照与证据", "Documents"),
    columns=("project", "kind", "number", "issuer", "dated", "valid_until", "withdrawn_on"),
    filters=(
        Filter("until", Text("有效期", "Validity"), "valid_until", choices=_choices, apply=expiring.until),
        Filter("kind", Text("种类", "Kind"), "kind"),
    ),
    sorts={"valid_until": ("valid_until", "id"), "-valid_until": ("-valid_until", "-id")},
    search=("number",),
    empty=Text("没有这样的材料。", "No such document."),
)


def expiring_tasks(actor: Actor, today: date) -> list[Task]:
    """Permits and other documents of the actor's projects that lapse soon, each with the way to put the next one on file."""
    if not actor.may(PROVE):
        return []
    words = dict(terms.DOCUMENT_WORDS)
    return [
        Task(
            named(d.project),
            Text("{k}将于 {d} 到期，请办理延续或重新取得", "{k} lapses on {d}: have it extended or obtain it anew").with_(
                k=words[d.kind], d=d.valid_until.isoformat()
            ),
            PROJECT.kind,
            d.project_id,
            d.valid_until,
            "projects.add_document",
            terms.RULE,
            query=f"kind={d.kind}",
        )
        for d in expiring.expiring_of(actor.with_right(PROVE), DOCUMENT, today)[:50]
    ]
