"""Verbs of the register of terms: entered, put right, their items stated; tasks tagged with them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.db.models import Q

from taizhang.basis.errors import BadInput, Conflict
from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand
from taizhang.registers.models import Place

from ..models import Source, Tag, Task, Term, TermItem
from ..queries.lexicon import document_for
from ..reading.found import Label
from ..reading.labels import announced, by_name
from .confirming import kept_here
from .inputs import Reason, check_days

Name = Annotated[str, Ask(Text("提法", "Term"), help=Text("照原文写，如 六项机制", "As it is printed"), example="示例三项行动")]
Meaning = Annotated[
    str, Ask(Text("是什么", "What it is"), help=Text("不清楚的留空，显示为“未写明”", "Leave it empty while unknown; it then says so"), multiline=True)
]
Ground = Annotated[str, Ask(Text("出处", "Where it comes from"), help=Text("没有选来源文件的，写明出处", "Where no document is chosen"), example="示例文件")]
FromSource = Annotated[Source | None, Ask(Text("来源文件", "Document"), ref="commitments.source")]
From = Annotated[date | None, Ask(Text("自何日起", "From"))]
Until = Annotated[date | None, Ask(Text("至何日止", "Until"), help=Text("仍在用的留空", "Empty while it is in use"))]
OneTerm = Annotated[Term, Ask(Text("提法", "Term"), ref="commitments.term")]
#: Terms that one entry can hold, and items of one term.
MOST_AT_ONCE = 60


def enter_term(
    place: Place,
    by: Hand,
    *,
    name: Name,
    meaning: Meaning = "",
    source: FromSource = None,
    ground: Ground = "",
    valid_from: From = None,
    valid_to: Until = None,
) -> Term:
    """The term stands in the register with where it comes from; where the document lists its items, so do they, else it says 'not stated'.

    Raises:
        BadInput: it comes from nowhere, is not in the document named, or ends before it begins. Conflict: it is there for these days.
    """
    label = None
    if source is not None:
        label = _read(source, by).get(name)
        if label is None and name not in "".join(source.text.split()):
            raise BadInput(
                Text("“{s}”中没有“{n}”", "“{n}” is not in “{s}”").with_(s=source.title, n=name), code="not_there", field="name",
                remedy=Text("照文件原文填写，或不选来源文件、写明出处", "Write it as the document does, or choose none and say where it comes from"),
            )  # fmt: skip
    elif not ground:
        raise BadInput(
            Text("没有写明出处", "It does not say where it comes from"), code="ground", field="ground",
            remedy=Text("选来源文件，或写明出处", "Choose a document or say where it comes from"),
        )  # fmt: skip
    begins = valid_from or (source.issued_on if source is not None else None)
    check_days(begins, valid_to)
    _free(place, name, begins, valid_to, None)
    term = by.put(Term(place=place, name=name, meaning=meaning, source=source, ground=ground[:200], valid_from=begins, valid_to=valid_to))
    _put_items(term, label, source, by)
    return term


def keep_terms(source: Source, by: Hand) -> None:
    """Every term of the document that the register of its place does not have yet is in it, with the items that the document lists.

    Raises:
        Conflict: there is none.
    """
    known = set(Term.objects.filter(place=source.place, valid_to__isnull=True).values_list("name", flat=True))
    fresh = [label for name, label in _read(source, by).items() if name not in known][:MOST_AT_ONCE]
    if not fresh:
        raise Conflict(Text("文件中没有新的提法", "The document has no term that is new"), code="none_new")
    for label in fresh:
        term = by.put(Term(place=source.place, name=label.name[:60], source=source, valid_from=source.issued_on))
        _put_items(term, label, source, by)
    by.say(terms=len(fresh))


def amend_term(
    term: Term, by: Hand, *, meaning: Meaning = "", ground: Ground = "", valid_from: From = None, valid_to: Until = None, reason: Reason
) -> None:
    """The term means this and holds for these days, with the reason for the change; its name stays as it was printed.

    Raises:
        BadInput: it ends before it begins, or comes from nowhere. Conflict: the same term is there for some of these days.
    """
    if term.source_id is None and not ground:
        raise BadInput(Text("没有写明出处", "It does not say where it comes from"), code="ground", field="ground")
    check_days(valid_from, valid_to)
    _free(term.place, term.name, valid_from, valid_to, term.pk)
    term.meaning, term.ground, term.valid_from, term.valid_to, term.reason = meaning, ground[:200], valid_from, valid_to, reason[:400]
    by.put(term)


def state_item(
    term: Term,
    by: Hand,
    *,
    text: Annotated[str, Ask(Text("内容", "Item"), example="示例行动一")],
    number: Annotated[
        int | None, Ask(Text("第几项", "Which one"), help=Text("留空为下一项；已有的改为此内容", "The next one when empty; one that is there is stated anew"))
    ] = None,
    source: FromSource = None,
    ground: Ground = "",
) -> TermItem:
    """The item of the term is stated with where it comes from.

    Raises:
        BadInput: it comes from nowhere, or its number is beyond what the term's own numeral says.
    """
    if source is None and not ground:
        raise BadInput(
            Text("没有写明出处", "It does not say where it comes from"), code="ground", field="ground",
            remedy=Text("选来源文件，或写明出处", "Choose a document or say where it comes from"),
        )  # fmt: skip
    there = {item.number: item for item in TermItem.objects.filter(term=term)}
    which = number if number is not None else max(there, default=0) + 1
    says = announced(term.name)
    if which < 1 or which > (says or 99):
        raise BadInput(
            Text("“{t}”没有第{n}项", "“{t}” has no item {n}").with_(t=term.name, n=which), code="number", field="number",
            remedy=Text("改写已有的某一项，填它的序号", "State anew one that is there: give its number"),
        )  # fmt: skip
    item = there.get(which) or TermItem(term=term, number=which)
    item.text, item.source, item.ground = text[:400], source, ground[:200]
    return by.put(item)


def tag_task(task: Task, by: Hand, *, term: OneTerm) -> Tag:
    """The task is about what the term names.

    Raises:
        Conflict: it is tagged so already, or its register is another place's.
    """
    kept_here(task, by)
    if Tag.objects.filter(task=task, term=term).exists():
        raise Conflict(Text("已有这一提法", "It has this term already"), code="tagged", field="term")
    return by.put(Tag(task=task, term=term))


def untag_task(tag: Tag, by: Hand, *, reason: Reason) -> None:
    """The task is no longer tagged with that term.

    Raises:
        Conflict: its register is another place's.
    """
    kept_here(tag.task, by)
    by.remove(tag)


def _read(source: Source, by: Hand) -> dict[str, Label]:
    return by_name(document_for(source.text, source.place, by.today).terms)


def _put_items(term: Term, label: Label | None, source: Source | None, by: Hand) -> None:
    if label is not None:
        items = [TermItem(term=term, number=n, text=item.text[:400], source=source) for n, item in enumerate(label.items, 1)]
        by.put_new(items)


def _free(place: Place, name: str, begins: date | None, ends: date | None, but: int | None) -> None:
    same = Term.objects.filter(place=place, name=name).exclude(pk=but or 0)
    if begins is not None:
        same = same.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=begins))
    if ends is not None:
        same = same.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=ends))
    if same.exists():
        raise Conflict(
            Text("“{n}”在这段时间已经登记", "“{n}” is in the register for these days").with_(n=name), code="known", field="name",
            remedy=Text("更正已登记的，或先写明它止于何日", "Amend the one that is there, or say first when it ends"),
        )  # fmt: skip
