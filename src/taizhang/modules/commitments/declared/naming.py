"""The register of terms: its records, verbs and list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from taizhang.basis.text import Text
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Action, Field, Filter, Listing, Record
from taizhang.registers import scope
from taizhang.registers.records import PLACE

from .. import models, queries, terms
from ..actions import ahead
from ..actions import naming as verbs
from ..queries import curated
from .records import SOURCE, TASK

#: To keep what the office itself says: terms, the duty catalogue, its own words of the lexicon.
CURATE: Final = "commitments.curate"
_LAW: Final = terms.SUPERVISION

TERM = Record(
    "commitments.term",
    Text("提法", "Term"),
    models.Term,
    models.TermHistory,
    visible=scope.staff,
    reach=scope.in_place(),
    fields=(
        Field("name", Text("提法", "Term")),
        Field("meaning", Text("是什么", "What it is"), absent=terms.NOT_STATED),
        Field("source", Text("来源文件", "Document")),
        Field("ground", Text("出处", "Where it comes from")),
        Field("valid_from", Text("自何日起", "From")),
        Field("valid_to", Text("至何日止", "Until")),
        Field("place", Text("区划", "Place")),
        Field("reason", Text("理由", "Reason")),
    ),
    title=lambda row: row.name,
    select_related=("place", "source"),
)
TERM_ITEM = Record(
    "commitments.term_item",
    Text("提法内容", "Item of a term"),
    models.TermItem,
    models.TermItemHistory,
    visible=scope.staff,
    reach=scope.in_place("term__place"),
    fields=(
        Field("term", Text("提法", "Term")),
        Field("number", Text("序号", "Number")),
        Field("text", Text("内容", "Item")),
        Field("source", Text("来源文件", "Document")),
        Field("ground", Text("出处", "Where it comes from")),
    ),
    title=lambda row: row.text[:60],
    parent="term",
    select_related=("term", "source"),
)
TAG = Record(
    "commitments.tag",
    Text("任务所涉提法", "Term of a task"),
    models.Tag,
    models.TagHistory,
    visible=queries.of_visible_task,
    fields=(Field("task", Text("任务", "Task")), Field("term", Text("提法", "Term"))),
    title=lambda row: row.term.name,
    parent="task",
    select_related=("task", "term"),
)
RECORDS = (TERM, TERM_ITEM, TAG)
ACTIONS = (
    Action(verbs.enter_term, Text("登记提法", "Enter a term"), PLACE, CURATE, law=_LAW, creates=TERM, ahead=ahead.of_chosen),
    Action(verbs.keep_terms, Text("登记文中提法", "Keep its terms"), SOURCE, CURATE, law=_LAW, ahead=ahead.of_source),
    Action(verbs.amend_term, Text("更正提法", "Amend a term"), TERM, CURATE, law=_LAW),
    Action(verbs.state_item, Text("写明内容", "State an item"), TERM, CURATE, law=_LAW, creates=TERM_ITEM, primary=True),
    Action(verbs.tag_task, Text("标注提法", "Tag with a term"), TASK, CURATE, law=_LAW, creates=TAG),
    Action(verbs.untag_task, Text("取消标注", "Take the tag away"), TAG, CURATE, law=_LAW),
)


def _stated(actor: Actor, language: str) -> Sequence[tuple[str, str]]:
    words = (("none", terms.NOT_STATED), ("some", Text("已写明", "Stated")))
    return [(key, word.in_(language)) for key, word in words]


TERMS_LIST = Listing(
    "commitments.terms",
    TERM,
    Text("提法登记", "Register of terms"),
    columns=("name", "meaning", "stated", "lacking", "source", "ground", "valid_from", "valid_to", "place"),
    filters=(
        Filter("stated", Text("内容", "Items"), "name", choices=_stated, apply=curated.lacking_items),
        Filter("place", Text("区划", "Place"), "place"),
    ),
    sorts={"name": ("name", "id"), "-name": ("-name", "-id")},
    default_sort="name",
    search=("name", "meaning"),
    derived=(
        Field("stated", Text("内容", "Items"), absent=terms.NOT_STATED),
        Field("lacking", Text("还缺几项", "Items missing"), help=Text("按名称中的数字算", "By the numeral of its name")),
    ),
    derive=curated.with_items,
    empty=Text(
        "还没有提法。在文件页上点“登记文中提法”，或从区划页登记。",
        "No terms yet. Keep those of a document on its page, or enter one on a place's page.",
    ),
)
