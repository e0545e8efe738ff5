"""What an office teaches the reader: its own words and its corrections, with their verbs and lists."""

from __future__ import annotations

from typing import Final

from taizhang.basis.text import Text
from taizhang.frame.declare import Action, Field, Filter, Listing, Record
from taizhang.registers import scope
from taizhang.registers.records import PLACE

from .. import models, queries, terms
from ..actions import ahead
from ..actions import teaching as verbs
from ..terms import teaching
from .naming import CURATE
from .records import SOURCE
from .verbs import REGISTER

_LAW: Final = terms.SUPERVISION

WORD = Record(
    "commitments.lexicon_word",
    Text("自定词语", "Word of the office"),
    models.LexiconWord,
    models.LexiconWordHistory,
    visible=scope.staff,
    reach=scope.in_place(),
    fields=(
        Field("kind", Text("类别", "Kind"), choices=teaching.WORD_KINDS),
        Field("word", Text("词", "Word")),
        Field("detail", Text("细类", "Detail")),
        Field("effect", Text("作用", "Effect"), choices=teaching.WORD_EFFECTS),
        Field("valid_from", Text("自何日起", "From")),
        Field("valid_to", Text("至何日止", "Until")),
        Field("ground", Text("出处", "Where it comes from")),
        Field("place", Text("区划", "Place")),
        Field("reason", Text("理由", "Reason")),
    ),
    title=lambda row: row.word,
    select_related=("place",),
)
EXAMPLE = Record(
    "commitments.example",
    Text("读文更正", "Correction of a reading"),
    models.Example,
    models.ExampleHistory,
    visible=queries.of_visible_source,
    fields=(
        Field("source", Text("来源文件", "Document")),
        Field("start", Text("起", "From character")),
        Field("end", Text("止", "To character")),
        Field("kind", Text("更正什么", "What is corrected"), choices=teaching.EXAMPLE_KINDS),
        Field("field", Text("哪一项", "Which thing"), choices=teaching.EXAMPLE_FIELDS),
        Field("value", Text("应为", "The right one")),
        Field("note", Text("说明", "Note")),
        Field("said_on", Text("日期", "Date")),
        Field("agreed", Text("上次核对读对", "Read rightly when last checked")),
    ),
    title=lambda row: f"{row.start}-{row.end} {dict(teaching.EXAMPLE_KINDS)[row.kind].zh}",
    title_en=lambda row: f"{row.start}-{row.end} {dict(teaching.EXAMPLE_KINDS)[row.kind].en}",
    parent="source",
    select_related=("source",),
)
RECORDS = (WORD, EXAMPLE)
ACTIONS = (
    Action(verbs.enter_word, Text("登记词语", "Enter a word"), PLACE, CURATE, law=_LAW, creates=WORD),
    Action(verbs.end_word, Text("停用词语", "End a word"), WORD, CURATE, law=_LAW),
    Action(verbs.correct, Text("更正读文", "Correct the reading"), SOURCE, REGISTER, law=_LAW, creates=EXAMPLE, ahead=ahead.of_source),
    Action(verbs.take_back_example, Text("撤回更正", "Take a correction back"), EXAMPLE, REGISTER, law=_LAW),
    Action(verbs.keep_agreement, Text("记下读对与否", "Keep whether it is read rightly"), EXAMPLE, law=_LAW, machine=True, shown=False),
)
WORDS_LIST = Listing(
    "commitments.words",
    WORD,
    Text("读文词语", "Words of the reader"),
    columns=("kind", "word", "detail", "effect", "valid_from", "valid_to", "ground", "place"),
    filters=(
        Filter("kind", Text("类别", "Kind"), "kind"),
        Filter("effect", Text("作用", "Effect"), "effect"),
        Filter("place", Text("区划", "Place"), "place"),
    ),
    sorts={"kind": ("kind", "word", "id"), "-kind": ("-kind", "-word", "-id")},
    default_sort="kind",
    empty=Text("只用程序自带的词语。从区划页登记本地的。", "Only the program's own words are used. Enter those of this place on its page."),
)
EXAMPLES_LIST = Listing(
    "commitments.examples",
    EXAMPLE,
    Text("读文更正", "Corrections of readings"),
    columns=("source", "start", "end", "kind", "field", "value", "note", "said_on", "agreed"),
    filters=(Filter("kind", Text("更正什么", "What is corrected"), "kind"),),
    sorts={"kind": ("kind", "id"), "-kind": ("-kind", "-id")},
    default_sort="kind",
    empty=Text("还没有更正。", "No corrections yet."),
)
