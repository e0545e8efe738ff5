"""The guidance letter (行政指导书) as words: made of what its entry holds, the same at any later time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from taizhang.basis.text import Text
from taizhang.surfaces.exports import docx

from . import terms

TITLE: Final = Text("行政指导书", "Administrative guidance letter")
#: Where a firm answers, behind the address of the site.
REPLY_PATH: Final = "/guidance/reply/"

_DEFECTS: Final = dict(terms.DEFECTS)
_FOUND: Final = Text("经查，你单位存在“{d}”的情形。", "It was found of your firm: {d}.")
_FOUND_YEAR: Final = Text("经查，你单位存在“{d}”（{y}年度）的情形。", "It was found of your firm: {d} (for {y}).")
_ASKED: Final = Text("请于{d}前自行纠正：{w}", "Please correct it yourselves by {d}: {w}")
_LAW: Final = Text(
    "依照{l}，应于{d}前作出是否列入经营异常名录的决定。本次指导不停止、不延长这一期限；期限届满仍未改正的，将提请列入。",
    "Under {l}, whether the firm is listed has to be decided by {d}. This guidance neither stops nor extends that term; what is not corrected by then is "
    "proposed for listing.",
)
_REPLY: Final = Text(
    "纠正后，可不经登录在 {p} 凭下列编码提交情况和材料；也可以书面、电话联系我单位。",
    "Afterwards you may send word and papers without signing in, at {p}, with the code below; or write or call.",
)
_ON_THE_ORIGINAL: Final = Text("（只印在交给企业的原件上）", "(on the original alone, which the firm has)")
_FREE: Final = Text("本指导不收取任何费用，不是行政处罚，不需要委托他人代办。", "This guidance costs nothing, is no penalty, and needs no agent.")


@dataclass(frozen=True, slots=True)
class Letter:
    """What stands on the letter, from above to below; `rows` are names and words of a small table."""

    title: str
    number: str
    to: str
    body: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]
    signed: tuple[str, ...]


def day_words(day: str, lang: str) -> str:
    """A day as papers write it.

    >>> day_words("2026-03-05", "zh")
    '2026年3月5日'
    """
    if not day or day == "None":
        return "—"
    read = date.fromisoformat(day)
    return day if lang == "en" else f"{read.year}年{read.month}月{read.day}日"


def letter_of(facts: Mapping[str, Any], lang: str, code: str = "", address: str = REPLY_PATH) -> Letter:
    """The letter that these facts make; they are what the entry holds, and nothing else is read.

    `code` is in nobody's keeping but the firm's: whoever issues the letter has it once, and it stands on that print alone.
    `address` is where a firm answers, whole: a letter on paper is not on any site.
    """
    defect = _DEFECTS[facts["defect"]].in_(lang)
    found = (_FOUND_YEAR if facts["year"] else _FOUND).with_(d=defect, y=facts["year"]).in_(lang)
    body = [found, _ASKED.with_(d=day_words(facts["correct_by"], lang), w=facts["demand"]).in_(lang)]
    if facts["listing_due"]:
        body.append(_LAW.with_(l=terms.LISTING.cite(lang), d=day_words(facts["listing_due"], lang)).in_(lang))
    body += [_REPLY.with_(p=address).in_(lang), _FREE.in_(lang)]
    rows = (
        (Text("编码", "Code"), code or _ON_THE_ORIGINAL.in_(lang)),
        (Text("统一社会信用代码", "Unified social credit code"), facts["uscc"]),
        (Text("自纠截止", "To be corrected by"), day_words(facts["correct_by"], lang)),
        (Text("法定列入决定期限", "Decision to list due by law"), day_words(facts["listing_due"], lang)),
        (Text("联系人", "Contact"), facts["contact"]),
    )
    zh, en = facts["from"]
    return Letter(
        TITLE.in_(lang), facts["number"], f"{facts['firm']}{':' if lang == 'en' else '：'}", tuple(body),
        tuple((name.in_(lang), str(words)) for name, words in rows), ((en or zh) if lang == "en" else zh, day_words(facts["on"], lang)),
    )  # fmt: skip


def document(letter: Letter, lang: str) -> bytes:
    """The letter as a document for Word; the same letter gives the same bytes."""
    blocks: list[docx.Block] = [docx.Title(letter.title), docx.Paragraph(letter.number, faint=True), docx.Paragraph(letter.to, at="edge")]
    blocks += [docx.Paragraph(line) for line in letter.body]
    blocks.append(docx.Grid((), letter.rows, shares=(1.0, 2.5)))
    return docx.document(blocks + [docx.Paragraph(line, at="right") for line in letter.signed], letter.title, lang)
