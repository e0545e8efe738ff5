"""Verbs of the duty catalogue: entered one by one or as a list, put right."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand
from taizhang.registers.models import Organ, Place

from ..models import Duty
from ..reading.duties import words_of
from .inputs import Reason, check_days

OfOrgan = Annotated[Organ, Ask(Text("机构", "Organ"), ref="registers.organ")]
Words = Annotated[
    str,
    Ask(
        Text("职责词", "Words of the duty"),
        help=Text("用“、”隔开；任务文字中出现的，即提出由该机构牵头", "Parted by 、; where one is in the words of a task, the organ is proposed for it"),
        example="示例事项、示例业务",
    ),
]
Says = Annotated[str, Ask(Text("职责", "What it says"), multiline=True)]
Ground = Annotated[str, Ask(Text("依据文件", "Ground"), help=Text("如“三定”规定、权责清单", "Such as the paper that sets up the organ"), example="示例规定")]
From = Annotated[date | None, Ask(Text("自何日起", "From"))]
Until = Annotated[date | None, Ask(Text("至何日止", "Until"), help=Text("仍有效的留空", "Empty while it holds"))]
#: Lines that one entry can hold.
MOST_LINES = 200


def enter_duty(
    place: Place, by: Hand, *, organ: OfOrgan, words: Words, says: Says = "", ground: Ground, valid_from: From = None, valid_to: Until = None
) -> Duty:
    """The organ answers for this by the catalogue of the place, and is proposed for tasks in which one of the words stands.

    Raises:
        BadInput: a word of one character, or it ends before it begins.
    """
    check_days(valid_from, valid_to)
    return by.put(
        Duty(place=place, organ=organ, words=_words(words), says=says, ground=ground[:200], valid_from=valid_from, valid_to=valid_to)
    )


def enter_duties(
    place: Place,
    by: Hand,
    *,
    lines: Annotated[
        str,
        Ask(
            Text("职责清单", "List of duties"),
            help=Text(
                "每行一条：机构、职责词、职责、依据，各列用制表符隔开，可从表格整块粘贴",
                "One duty a line: organ, words, what it says, ground, parted by tabs as a pasted block of a sheet is",
            ),
            multiline=True,
            example="市发展改革委\t示例事项\t示例职责\t示例规定",
        ),
    ],
    valid_from: From = None,
) -> None:
    """Every line is a duty of the catalogue of the place.

    Raises:
        BadInput: naming the line: no organ is called so; a column is missing; there are too many.
    """
    rows = [(n, [cell.strip() for cell in line.split("\t")]) for n, line in enumerate(lines.splitlines(), 1) if line.strip()]
    if not 0 < len(rows) <= MOST_LINES:
        raise BadInput(Text("一次1至{n}行", "One to {n} lines at once").with_(n=MOST_LINES), code="lines", field="lines")
    # An organ's full name is its own; a short one may be that of several.
    called = {organ.name: organ for organ in Organ.objects.filter(name__in={cells[0] for _, cells in rows})}
    duties = [_duty(place, n, cells, called, valid_from) for n, cells in rows]
    by.put_new(duties)
    by.say(duties=len(duties))


def amend_duty(
    duty: Duty, by: Hand, *, words: Words, says: Says = "", ground: Ground, valid_from: From = None, valid_to: Until = None, reason: Reason
) -> None:
    """The duty reads so and holds for these days, with the reason for the change.

    Raises:
        BadInput: a word of one character, or it ends before it begins.
    """
    check_days(valid_from, valid_to)
    duty.words, duty.says, duty.ground = _words(words), says, ground[:200]
    duty.valid_from, duty.valid_to, duty.reason = valid_from, valid_to, reason[:400]
    by.put(duty)


def _duty(place: Place, n: int, cells: list[str], called: dict[str, Organ], valid_from: date | None) -> Duty:
    if len(cells) < 4 or not cells[3]:
        raise BadInput(
            Text("第{n}行缺列：要有机构、职责词、职责、依据", "Line {n} lacks a column: organ, words, what it says, ground").with_(n=n),
            code="columns",
            field="lines",
        )
    if cells[0] not in called:
        raise BadInput(
            Text("第{n}行：没有名为“{o}”的机构", "Line {n}: no organ is called “{o}”").with_(n=n, o=cells[0]), code="organ", field="lines",
            remedy=Text("写机构全称", "Give its full name"),
        )  # fmt: skip
    return Duty(place=place, organ=called[cells[0]], words=_words(cells[1]), says=cells[2], ground=cells[3][:200], valid_from=valid_from)


def _words(words: str) -> str:
    found = words_of(words)
    if not found or any(len(word) < 2 for word in found):
        raise BadInput(
            Text("职责词至少两个字", "A word of a duty has at least two characters"), code="words", field="words",
            remedy=Text("写能认出这项职责的词", "Give words by which the duty is known"),
        )  # fmt: skip
    return "、".join(found)
