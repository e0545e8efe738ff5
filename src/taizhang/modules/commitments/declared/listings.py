"""The lists of the commitments module."""

from __future__ import annotations

from collections.abc import Sequence

from taizhang.basis.text import Text
from taizhang.frame import reading
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Field, Filter, Listing

from .. import queries, terms
from .records import EXTENSION, SOURCE, TASK

LACKING = (
    ("proof", Text("有报无证", "Reported without proof")),
    ("deadline", Text("未写明时限", "No deadline stated")),
    ("lead", Text("未明确牵头单位", "No leading organ")),
    ("leader", Text("未明确责任领导", "No leader in charge")),
    ("source", Text("不出自已登记的文件", "From no document of the register")),
)


def _standings(actor: Actor, language: str) -> Sequence[tuple[str, str]]:
    counted = ("alive", Text("全部（不含并入、撤销）", "All but merged and dropped"))
    return [(key, words.in_(language)) for key, words in (*queries.STANDING_SHOWN, counted)]


def _documents(actor: Actor, language: str) -> Sequence[tuple[str, str]]:
    """The newest documents by their titles; a key in the address narrows to an older one all the same."""
    newest = reading.rows(actor, SOURCE).select_related(None).order_by("-received_on", "-id")
    return [(str(key), title) for key, title in newest.values_list("id", "title")[:300]]


def _lacking(actor: Actor, language: str) -> Sequence[tuple[str, str]]:
    return [(key, words.in_(language)) for key, words in LACKING]


def _places(actor: Actor, language: str) -> Sequence[tuple[str, str]]:
    return [(name, name) for name in queries.places_in(reading.rows(actor, TASK).select_related(None))]


TASKS_LIST = Listing(
    "commitments.tasks",
    TASK,
    Text("任务台账", "Register of tasks"),
    columns=("title", "standing", "due", "lead", "helpers", "leader", "said", "proof", "source"),
    filters=(
        Filter("standing", Text("进度状态", "Standing"), "state", choices=_standings, apply=queries.tasks_at),
        Filter("lacking", Text("缺什么", "What it lacks"), "state", choices=_lacking, apply=queries.unproved),
        Filter("source", Text("来源文件", "Document"), "source", choices=_documents),
        Filter("lead", Text("牵头单位", "Leading organ"), "lead"),
        Filter("leader", Text("责任领导", "Leader in charge"), "leader"),
        Filter("places", Text("原文地点", "Place named"), "places", choices=_places, apply=queries.naming),
        Filter("state", Text("环节", "State"), "state"),
    ),
    sorts={"due": ("due", "id"), "-due": ("-due", "-id"), "source": ("source", "start"), "state": ("state", "due", "id")},
    default_sort="due",
    search=("title",),
    derived=(
        Field(
            "standing",
            Text("进度状态", "Standing"),
            choices=queries.STANDING_SHOWN,
            help=Text("由环节、时限和日期得出，不能填写", "Made of its state, deadline and the day; nobody types it"),
        ),
        Field("helpers", Text("配合单位", "Cooperating organs"), absent=terms.NONE),
        Field("said", Text("最新进展", "Newest progress"), absent=terms.NO_WORD),
        Field("said_on", Text("反馈日期", "Said on")),
    ),
    derive=queries.with_standing,
    empty=Text("还没有任务。先登记一份文件，读出其中的任务。", "No tasks yet. Enter a document first and read the tasks in it."),
)
SOURCES_LIST = Listing(
    "commitments.sources",
    SOURCE,
    Text("来源文件", "Documents"),
    columns=("title", "genre", "number", "issuer", "issued_on", "received_on", "place", "state"),
    filters=(Filter("genre", Text("文种", "Kind"), "genre"), Filter("state", Text("状态", "State"), "state")),
    sorts={"-received_on": ("-received_on", "-id"), "received_on": ("received_on", "id")},
    default_sort="-received_on",
    search=("title", "number"),
    empty=Text("还没有文件。", "No documents yet."),
)
EXTENSIONS_LIST = Listing(
    "commitments.extensions",
    EXTENSION,
    Text("延期申请", "Extensions"),
    columns=("task", "organ", "asked_on", "earlier_due", "due", "reason", "state"),
    filters=(Filter("state", Text("状态", "State"), "state"),),
    sorts={"state": ("state", "id"), "-state": ("-state", "-id")},
    default_sort="state",
    empty=Text("没有延期申请。", "No extension was asked for."),
)
