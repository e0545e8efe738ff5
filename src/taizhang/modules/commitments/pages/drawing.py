"""What the pages of tasks share: who looks, the address of the rows behind a number, tallies in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text
from taizhang.basis.whole import whole
from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout

from .. import queries
from ..declared.records import SOURCE, TASK
from ..queries import counting

MODULE: Final = "commitments"
WAY_WORDS: Final = {
    "source": Text("文件", "Document"),
    "leader": Text("责任领导", "Leader in charge"),
    "lead": Text("牵头单位", "Leading organ"),
}
#: What stands in the place of a name where nobody has stated one.
NONE_WORDS: Final = {
    "source": Text("不出自已登记的文件", "From no document of the register"),
    "leader": Text("未明确责任领导", "No leader in charge stated"),
    "lead": Text("未明确牵头单位", "No leading organ stated"),
}
NONE: Final = "none"
#: Whoever sees a task need not see the document that it is from.
UNSEEN: Final = Text("（文件不在您的工作范围内）", "(a document outside your scope)")


@dataclass(frozen=True, slots=True)
class Moment:
    """The day looked at (None is now), and today or that day."""

    at: date | None
    today: date


@dataclass(frozen=True, slots=True)
class Part:
    """One number of a tally: its standing in words with a shape, and the address of its rows."""

    key: str
    word: str
    n: int
    href: str


def moment_of(request: HttpRequest) -> Moment:
    """The moment of a page that can be looked at as of a past day."""
    at = layout.day_asked(request)
    return Moment(at, at or clock.today())


def task_rows(actor: Actor, moment: Moment) -> Any:
    """The tasks that the actor sees at the moment."""
    return reading.rows(actor, TASK, at=moment.at)


def chosen_of(request: HttpRequest) -> dict[str, int | None]:
    """The document, leader and organ that the address narrows to; 'none' asks for what has none.

    Raises:
        BadInput: something that is no key.
    """
    found: dict[str, int | None] = {}
    for way in counting.WAYS:
        value = request.GET.get(way, "").strip()
        if value == NONE:
            found[way] = None
        elif value:
            found[way] = _key(way, value)
    return found


def _key(name: str, value: str) -> int:
    key = whole(value)
    if key is None:
        raise BadInput(
            Text("“{v}”不是一个编号", "“{v}” is no number of anything").with_(v=value[:20]), code="no_key", field=name,
            remedy=Text("从页面上的选项中选", "Choose one of those that the page offers"),
        )  # fmt: skip
    return key


def query_of(chosen: Mapping[str, int | None]) -> dict[str, str]:
    """The choice as parts of an address."""
    return {way: NONE if key is None else str(key) for way, key in chosen.items()}


def rows_href(moment: Moment, chosen: Mapping[str, int | None], standing: str = "") -> str:
    """The address of the rows behind a number: the register, narrowed to them."""
    query: dict[str, str] = {}
    for way, key in chosen.items():
        query |= {"lacking": way} if key is None else {way: str(key)}
    query["standing"] = standing or counting.ALIVE
    if moment.at is not None:
        query["at"] = moment.at.isoformat()
    return f"{reverse('pages:list', args=['commitments.tasks'])}?{urlencode(query)}"


def parts(tally: counting.Tally, moment: Moment, chosen: Mapping[str, int | None], lang: str) -> list[Part]:
    """The numbers of a tally that are not nought, each with its word and its rows."""
    words = dict(queries.STANDING_SHOWN)
    return [Part(key, words[key].in_(lang), n, rows_href(moment, chosen, key)) for key, n in tally.n.items() if n]


def documents_of(actor: Actor) -> Any:
    """The documents that the actor may see."""
    return reading.rows(actor, SOURCE).select_related(None)


def names_of(actor: Actor, keys: Mapping[str, Iterable[int | None]]) -> Mapping[tuple[str, int], tuple[str, str]]:
    """What leaders, organs and such documents as the actor may see are called."""
    return counting.names(keys, documents_of(actor))


def named(names: Mapping[tuple[str, int], tuple[str, str]], way: str, key: int | None, lang: str) -> str:
    """What a document, leader or organ is called; or that none is stated, or that it is not for this reader."""
    if key is None:
        return NONE_WORDS[way].in_(lang)
    if way == "source" and (way, key) not in names:
        return UNSEEN.in_(lang)
    zh, en = names.get((way, key), ("—", "—"))
    return en if lang == "en" else zh


def ordered(tallies: Mapping[int | None, counting.Tally]) -> list[tuple[int | None, counting.Tally]]:
    """Those with the most overdue first, then the larger ones; what nobody was named for comes last."""
    return sorted(tallies.items(), key=lambda p: (p[0] is None, -p[1].n["overdue"], -p[1].all, p[0] or 0))


def crumbs(title: Text, request: HttpRequest) -> Sequence[layout.Link]:
    """The way to a page of the module."""
    lang = language(request)
    register = layout.Link(
        Text("任务台账", "Register of tasks").in_(lang), reverse("pages:list", args=["commitments.tasks"])
    )
    return (register, layout.Link(title.in_(lang), current=True))
