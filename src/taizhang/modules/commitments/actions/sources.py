"""Verbs of documents: entered with their words, read, read through, withdrawn."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from taizhang.basis.errors import BadInput, Conflict
from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Follow, Hand, not_future
from taizhang.registers import evidence as files
from taizhang.registers.models import Place, Upload

from .. import rules, terms
from ..models import Figure, Source, Task
from ..queries.lexicon import document_for
from .inputs import Reason

#: Characters of the longest document; a work report has 30,000.
LONGEST = 200_000
#: Figures that one entry can hold: it names each row that it wrote.
_FIGURES_AT_ONCE = 300
#: Figures of a whole document: a work report has some 400.
_MOST_FIGURES = 1_500


def register_source(
    place: Place,
    by: Hand,
    *,
    title: Annotated[str, Ask(Text("文件名称", "Title of the document"), example="示例工作报告")],
    text: Annotated[
        str,
        Ask(Text("正文", "Its words"), multiline=True, longest=LONGEST, example="一、加快建设示例项目。（责任单位：示例局）"),
    ],
    genre: Annotated[str, Ask(Text("文种", "Kind of document"), choices=terms.GENRES)] = "other",
    number: Annotated[str, Ask(Text("文号", "Document number"))] = "",
    issuer: Annotated[str, Ask(Text("发文单位或来源", "Issued by, or source"))] = "",
    issued_on: Annotated[
        date | None,
        Ask(
            Text("成文或刊发日期", "Dated"),
            help=Text("未知的留空；“年底前”等时限以它起算", "Leave it empty while unknown; deadlines such as ‘by the end of the year’ count from it"),
        ),
    ] = None,
    file: Annotated[Upload | None, Ask(Text("原件", "The original file"), ref="registers.upload", evidence="any")] = None,
) -> Source:
    """The document is entered with its words and every figure in them; what it demands is confirmed one by one from now on.

    Raises:
        BadInput: a day that has not come, or more figures than a document has. Conflict: the same words were entered for this place before.
    """
    if issued_on is not None:
        not_future(issued_on, by, "issued_on")
    twin = Source.objects.filter(place=place, title=title).exclude(state="withdrawn").first()
    if twin is not None and twin.text == text:
        raise Conflict(
            Text("“{t}”已经登记过", "“{t}” was entered before").with_(t=title),
            code="known",
            field="title",
            remedy=Text("打开已登记的文件继续分解", "Open the document that is there and go on with it"),
        )
    source = Source(
        title=title[:200], genre=genre, number=number[:120], issuer=issuer[:200], issued_on=issued_on, received_on=by.today,
        place=place, organ_id=by.actor.organs[0] if by.actor.organs else None, text=text,
    )  # fmt: skip
    by.put(source)
    if file is not None:
        source.file = files.keep(by, file, f"commitments.source:{source.pk}")
        by.put(source)
    _figures(source, by, 0)
    return source


def keep_figures(source: Source, by: Hand, *, first: Annotated[int, Ask(Text("自第几个数起", "From which figure on"), example=0)]) -> None:
    """The next figures of the document are kept; what one entry cannot hold, the next one does."""
    _figures(source, by, first)


def settle_source(source: Source, by: Hand) -> None:
    """The document is read through: every task in it is confirmed, or was found to be none."""


def reopen_source(source: Source, by: Hand, *, reason: Reason) -> None:
    """More may be taken from the document, with the reason."""
    source.reason = reason[:400]
    by.put(source)


def withdraw_source(source: Source, by: Hand, *, reason: Reason) -> None:
    """The document no longer counts; nothing was given out from it.

    Raises:
        Conflict: tasks of it are in somebody's hands or done.
    """
    given = Task.objects.filter(source=source).exclude(state__in=("confirmed", "dropped", "merged")).count()
    if given:
        raise Conflict(
            Text("已有{n}项任务交办", "{n} task(s) of it were given out").with_(n=given),
            code="given_out",
            remedy=Text("先撤销或销号这些任务", "Drop or close these first"),
        )
    for task in Task.objects.filter(source=source, state="confirmed"):
        # Never given out, so nobody's approval is needed to let it go with its document.
        by.follow.append(Follow("commitments.drop", task.pk, {"reason": reason}))
    source.reason = reason[:400]
    by.put(source)


def _figures(source: Source, by: Hand, first: int) -> None:
    found = document_for(source.text, source.place, by.today).figures
    if len(found) > _MOST_FIGURES:
        raise BadInput(
            Text("文中有{n}个数，一份文件最多{m}个", "The text has {n} figures; a document may have {m}").with_(n=len(found), m=_MOST_FIGURES), code="too_many",
            field="text", remedy=Text("按章节分成几份登记", "Enter it in parts, chapter by chapter"),
        )  # fmt: skip
    if not 0 <= first <= len(found):
        raise BadInput(Text("没有这么多数", "There are not so many figures"), code="first", field="first")
    kept = found[first : first + _FIGURES_AT_ONCE]
    by.put_new(
        [
            Figure(
                source=source, start=q.start, end=q.end, value=str(q.value), unit=q.unit[:20], role=q.role, rule=q.rule[:120],
                fen=rules.fen(Decimal(q.value), q.unit),
            )
            for q in kept
        ]
    )  # fmt: skip
    if first + len(kept) < len(found):
        by.then("commitments.keep_figures", source.pk, first=first + len(kept))
