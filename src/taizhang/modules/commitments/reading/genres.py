"""What kind of paper a document is, by the words of its head and its foot, and who signed it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from .lexicon import Lexicon
from .lines import Paragraph

#: Paragraphs at the head of a document in which it says what it is.
_HEAD: Final = 5
#: Characters of the longest instruction that a leader writes on a paper.
_LONGEST_INSTRUCTION: Final = 1_500
_DATE: Final = r"(?:(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{4}[.．/\-]\d{1,2}[.．/\-]\d{1,2}|\d{1,2}[.．/]\d{1,2})"
_NAME: Final = r"(?P<who>[\u4e00-\u9fff]{2,4}?)"
_SIGNED: Final = re.compile(rf"{_NAME}(?:[（(](?:签名|签字|签章)[)）])?[，,]?{_DATE}")
_NAME_ALONE: Final = re.compile(rf"{_NAME}(?:[（(](?:签名|签字|签章)[)）])?")
_DATE_ALONE: Final = re.compile(_DATE)
_WROTE: Final = re.compile(
    r"(?P<who>[\u4e00-\u9fff]{2,3}?)(?:同志|(?:市委|区委|县委)?(?:副?书记|副?市长|副?区长|副?县长|副?主任|局长|秘书长))(?:于?\d{1,2}月\d{1,2}日)?(?:在[^，。：]{2,30}上)?的?批示[:：]?"
)
_POST_WROTE: Final = re.compile(
    r"(?:[市区县省]委)?(?:副?书记|副?市长|副?区长|副?县长|副?主任|局长|秘书长)(?P<who>[\u4e00-\u9fff]{2,3}?)(?:同志)?(?:于?\d{1,2}月\d{1,2}日)?(?:在[^，。：]{2,30}上)?批示[:：]?"
)
_BY_LEADER: Final = re.compile(r"批示(?:领导|人)[:：](?P<who>[\u4e00-\u9fff]{2,4})")
_ASKS: Final = re.compile(r"(?:请|转).{1,40}?(?:牵头|办理|阅处|阅研|研究|落实|核实|核查|督办|督查|报|配合|提出|抓紧)")
_MEETING: Final = re.compile(r"会议(?:议定|决定|明确|要求|强调|指出|听取|研究|原则通过|同意)")
#: A name never ends so; the office that signs a notice does.
_NO_NAME: Final = re.compile(r"(?:局|委|办|室|府|会|院|厅|部|处|科|市|区|县|镇|日|月|年|底|前|于|在|至)$|^(?:截至|下一|附件|抄送|主送|会议|时间|日期)")


@dataclass(frozen=True, slots=True)
class Genre:
    """The kind of a document ('' when nothing says it), the rule, who signed it, and which of its paragraphs are the signature.

    `foot` is the place in the last paragraph from which on a signature stands on the line of the words.
    """

    kind: str
    rule: str
    leader: str = ""
    signature: frozenset[int] = frozenset()
    foot: int = -1


_TABLE: Final = Genre("table", "genre/heading of a table of tasks")


def genre_of(read: Sequence[Paragraph], lexicon: Lexicon) -> Genre:
    """The genre of a document from its paragraphs."""
    if any("——访" in p.text or "—访" in p.text for p in read if p.kind == "title"):
        return Genre("interview", "genre/——访")
    if found := _instruction(read):
        return found
    if 2 * sum(1 for p in read if p.row is not None) > len(read):
        return _TABLE
    for paragraph in read[:_HEAD]:
        if paragraph.kind in ("title", "heading") and (word := lexicon.within("genre", paragraph.text)):
            return Genre(lexicon.words["genre"][word], f"genre/{word}")
    meetings = sum(len(_MEETING.findall(p.text)) for p in read)
    if meetings > 1:
        return Genre("minutes", "genre/会议……")
    if any(p.row is not None and p.row.head for p in read):
        return _TABLE
    return Genre("", "")


def _instruction(read: Sequence[Paragraph]) -> Genre | None:
    """A leader's instruction: short, it asks an organ, and a person signed it or the head says so."""
    if not read or sum(len(p.text) for p in read) > _LONGEST_INSTRUCTION or not any(_ASKS.search(p.text) for p in read):
        return None
    last = len(read) - 1
    text = read[last].text
    for paragraph in read[:_HEAD]:
        if found := _BY_LEADER.search(paragraph.text) or _WROTE.match(paragraph.text) or _POST_WROTE.match(paragraph.text):
            return Genre("instruction", "genre/批示", found["who"])
    if (found := _SIGNED.fullmatch(text)) and not _NO_NAME.search(found["who"]):
        return Genre("instruction", "genre/signed and dated", found["who"], frozenset({last}))
    if last > 0 and _DATE_ALONE.fullmatch(text) and (found := _NAME_ALONE.fullmatch(read[last - 1].text)) and not _NO_NAME.search(found["who"]):
        return Genre("instruction", "genre/signed and dated", found["who"], frozenset({last - 1, last}))
    foot = max(text.rfind(stop) for stop in "。！；") + 1
    if foot and (found := _SIGNED.fullmatch(text, foot)) and not _NO_NAME.search(found["who"]):
        return Genre("instruction", "genre/signed and dated", found["who"], foot=foot)
    return None
