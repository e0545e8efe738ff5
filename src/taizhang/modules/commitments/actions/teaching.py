"""Verbs by which an office teaches the reader: words of its own, and corrections kept as labelled examples."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from taizhang.basis.errors import BadInput, Conflict
from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand
from taizhang.registers.models import Place

from .. import rules
from ..models import Example, LexiconWord, Source
from ..queries.lexicon import document_for
from ..reading import examples, own_words
from ..terms import teaching
from .inputs import Reason


def enter_word(
    place: Place,
    by: Hand,
    *,
    kind: Annotated[str, Ask(Text("类别", "Kind"), choices=teaching.WORD_KINDS)],
    word: Annotated[str, Ask(Text("词", "Word"), example="示例词")],
    detail: Annotated[
        str,
        Ask(
            Text("细类", "Detail"),
            help=Text(
                "动词写 task、context、outcome 或 attitude；阶段写 谋划、前期、开工、在建 或 投用",
                "A verb: task, context, outcome, attitude; a stage: its rung",
            ),
            example="task",
        ),
    ] = "",
    effect: Annotated[str, Ask(Text("作用", "Effect"), choices=teaching.WORD_EFFECTS)] = "adds",
    valid_from: Annotated[date | None, Ask(Text("自何日起", "From"), help=Text("留空为今天", "Today when empty"))] = None,
    ground: Annotated[str, Ask(Text("出处", "Where it comes from"))] = "",
) -> LexiconWord:
    """Documents of the place and of those below it are read with the word, or without it, from that day on.

    Raises:
        BadInput: a detail that the reader does not know for the kind. Conflict: the word is there for these days.
    """
    known = own_words.details_of(kind)
    if effect == "adds" and known and detail not in known:
        raise BadInput(
            Text("“{d}”不是{k}的细类，可填：{o}", "“{d}” is no detail of {k}; there are {o}").with_(
                d=detail, k=dict(teaching.WORD_KINDS)[kind], o="、".join(sorted(known))
            ),
            code="detail", field="detail",
        )  # fmt: skip
    if LexiconWord.objects.filter(place=place, kind=kind, word=word, valid_to__isnull=True).exists():
        raise Conflict(
            Text("“{w}”已经登记", "“{w}” is there already").with_(w=word), code="known", field="word",
            remedy=Text("先停用已登记的", "End the one that is there first"),
        )  # fmt: skip
    return by.put(
        LexiconWord(place=place, kind=kind, word=word[:40], detail=detail[:40], effect=effect, valid_from=valid_from or by.today, ground=ground[:200])
    )


def end_word(word: LexiconWord, by: Hand, *, reason: Reason) -> None:
    """The word does not hold any more from today on, with the reason; what was read with it stays as it was confirmed.

    Raises:
        Conflict: it has ended.
    """
    if word.valid_to is not None:
        raise Conflict(Text("已经停用", "It has ended"), code="ended")
    word.valid_to, word.reason = by.today - timedelta(days=1), reason[:400]
    by.put(word)


def correct(
    source: Source,
    by: Hand,
    *,
    span: Annotated[str, Ask(Text("原文位置", "Place in the text"), help=Text("起-止，按正文字符计", "start-end, in characters of the text"), example="0-7")],
    kind: Annotated[str, Ask(Text("更正什么", "What is corrected"), choices=teaching.EXAMPLE_KINDS)],
    field: Annotated[str, Ask(Text("哪一项", "Which thing"), choices=teaching.EXAMPLE_FIELDS)] = "",
    value: Annotated[
        str, Ask(Text("应为", "The right one"), help=Text("原文没有写的留空；几个用“、”隔开", "Empty where the text states none; several parted by 、"))
    ] = "",
    note: Annotated[str, Ask(Text("说明", "Note"), multiline=True)] = "",
) -> Example:
    """The correction is kept as a labelled example of the document; the register itself is not changed by it.

    Raises:
        BadInput: a place that is none, or a kind that does not say what was wrong. Conflict: it is there already.
    """
    places = rules.spans_of(span, len(source.text))
    if len(places) != 1:
        raise BadInput(Text("每次更正一处", "One place at a time"), code="span", field="span")
    if (kind == "wrong_field") != bool(field):
        raise BadInput(
            Text("“某项读错”要选是哪一项，其他不选", "Where one thing was read wrongly, say which; otherwise none"), code="field", field="field"
        )
    (start, end) = places[0]
    if Example.objects.filter(source=source, start=start, end=end, kind=kind, field=field).exists():
        raise Conflict(Text("这一处已有同样的更正", "This place has the same correction already"), code="known", field="span")
    label = examples.Example(start, end, kind, field, value)
    agrees = examples.judged(document_for(source.text, source.place, by.today), label).agrees
    return by.put(
        Example(source=source, start=start, end=end, kind=kind, field=field, value=value[:400], note=note[:400], said_on=by.today, agreed=agrees)
    )


def take_back_example(example: Example, by: Hand, *, reason: Reason) -> None:
    """The correction does not count any more, with the reason."""
    by.remove(example)


def keep_agreement(example: Example, by: Hand, *, agreed: Annotated[bool, Ask(Text("现在读对", "The reader agrees now"))]) -> None:
    """Whether the reader agrees with the example now is kept, to be held against what it says later.

    Raises:
        Conflict: that is what is kept already.
    """
    if example.agreed == agreed:
        raise Conflict(Text("没有变化", "Nothing changed"), code="same")
    example.agreed = agreed
    by.put(example)
