"""Responsible organs and persons as a text lists them: taken apart, each once, in its own words; nothing is added."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from .lines import Paragraph

_BETWEEN: Final = "、，,；;/／"
_BRACKETS: Final = {"（": 1, "(": 1, "）": -1, ")": -1}
#: A cell that says there is none.
_NONE: Final = frozenset({"", "-", "—", "——", "－", "/", "无", "暂无"})
_POSTS: Final = "书记|市长|区长|县长|主任|局长|委员|常委|主席|部长|秘书长|院长|检察长|主要负责人|分管负责人"
_PERSON: Final = re.compile(rf"(?P<name>[\u4e00-\u9fff]{{2,4}}?)(?:同志|(?:副?(?:{_POSTS})))$")
_LABELLED: Final = re.compile(r"(?:牵头|责任|配合|落实|主办|协办)(?:单位|部门|领导|人)?[:：]")
#: Words of a sentence, and of no name: what was joined by mistake names nobody.
_NO_ORGAN: Final = re.compile(r"\d+[月日年]|[。：]|要于|务于|将于|.{31}")
_ETC: Final = re.compile(r"(?:等(?:有关|相关)?(?:单位|部门)?|按职责分工负责|负责)$")


def listed(words: str) -> tuple[str, ...]:
    """The organs of a list, each once; 各县（市、区） is one of them.

    >>> listed("市财政局、各县（市、区）政府等部门")
    ('市财政局', '各县（市、区）政府')
    """
    return _each_once(_pieces(words))


def of_cell(paragraph: Paragraph, start: int, end: int) -> tuple[str, ...]:
    """The organs or persons of a cell of a table; a blank or a line end between two of them parts them as a comma does."""
    words, parts = "", [""]
    for n in range(start, end):
        gap = n > start and paragraph.at[n] > paragraph.at[n - 1] + 1
        # 张 三 is one name that is set wide, and an organ's name goes on with 和.
        if gap and len(parts[-1]) >= 2 and paragraph.text[n] not in "和与及（(" and _goes_on(paragraph, n, end) >= 2:
            parts.append("")
        parts[-1] += paragraph.text[n]
    words = "、".join(parts)
    return () if words in _NONE else _each_once(_pieces(_LABELLED.sub("、", words)))


def person_of(words: str) -> str:
    """The person that the words name with a post or as a comrade; '' when they name none.

    >>> person_of("张示例副市长"), person_of("李示同志"), person_of("市财政局")
    ('张示例', '李示', '')
    """
    found = _PERSON.fullmatch(words)
    return found["name"] if found else ""


def is_post(words: str) -> bool:
    """Whether the words are a post and no name: 副市长."""
    return bool(re.fullmatch(rf"(?:市|区|县|党组|党委)?(?:委|政府)?(?:常务)?副?(?:{_POSTS})", words))


def _goes_on(paragraph: Paragraph, place: int, end: int) -> int:
    """How many characters stand together from a place on."""
    length = 1
    while place + length < end and paragraph.at[place + length] == paragraph.at[place + length - 1] + 1 and paragraph.text[place + length] not in _BETWEEN:
        length += 1
    return length


def _pieces(words: str) -> Iterator[str]:
    depth, piece = 0, ""
    for char in words:
        depth = max(0, depth + _BRACKETS.get(char, 0))
        if depth == 0 and char in _BETWEEN:
            yield piece
            piece = ""
        else:
            piece += char
    yield piece


def _each_once(pieces: Iterable[str]) -> tuple[str, ...]:
    cleaned = (_ETC.sub("", piece.strip("。 ：:")) for piece in pieces)
    return tuple(dict.fromkeys(piece for piece in cleaned if piece and piece not in _NONE and not _NO_ORGAN.search(piece)))
