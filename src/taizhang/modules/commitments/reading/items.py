"""Items of a list that are a task in one line or one sentence, and so look like headings: nothing stands below them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from .assignments import by_whom
from .clauses import classed
from .lexicon import Lexicon
from .lines import Paragraph, says_who, sentences

_NUMBER: Final = re.compile(
    r"(?:第[一二三四五六七八九十]+[章节篇部分]+|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|[（(]?\d{1,2}[)）.．、]|[①-⑳])"
)
_ORDINAL: Final = re.compile(r"[一二三四五六七八九十]{1,3}是")
_LONGEST_TWO: Final = 24
_DECIMAL: Final = re.compile(r"\d+[.．]\d")
_LONGEST_LEADER: Final = 120
#: What a table of contents draws between a heading and its page.
_LEADER: Final = re.compile(r"[.…·．]*\d{0,4}$")


def depth_of(text: str) -> tuple[int, int]:
    """How deep a heading stands by its number (1: 一、, 2: （一）, 3: 1., 4: ① and lines without one), and how long the number is.

    >>> depth_of("（二）加快建设"), depth_of("加快建设")
    ((2, 3), (4, 0))
    """
    found = _NUMBER.match(text)
    if found is None:
        return 4, 0
    number = found[0]
    if number[0].isdigit() or number[1:2].isdigit():
        return 3, found.end()
    return (2 if number[0] in "（(" else 4 if "①" <= number[0] <= "⑳" else 1), found.end()


def one_line_tasks(read: Sequence[Paragraph], lexicon: Lexicon) -> dict[int, int]:
    """Which headings and titles are such items, each with the place in it at which the task begins.

    A numbered line is one when nothing stands below it; a line without a number, when it follows a colon or such a line.
    """
    found: dict[int, int] = {}
    # A line that comes again is one of a table of contents, and the heading that it tells of.
    again = Counter(_without_leader(paragraph.text) for paragraph in read)
    lines = [n for n, paragraph in enumerate(read) if paragraph.kind != "byline"]
    for place, n in enumerate(lines):
        paragraph = read[n]
        if paragraph.kind not in ("heading", "title") or again[_without_leader(paragraph.text)] > 1:
            continue
        depth, begin = depth_of(paragraph.text)
        before = lines[place - 1] if place else None
        if begin:
            below = _is_below(read[lines[place + 1]] if place + 1 < len(lines) else None, depth)
        else:
            below = before is None or not (before in found or (read[before].kind == "body" and read[before].text.endswith(("：", ":"))))
        if not below and begin < len(paragraph.text) and _tells(lexicon, paragraph.text, begin, len(paragraph.text)):
            found[n] = begin
    return found


def _without_leader(text: str) -> str:
    return text[:-_LONGEST_LEADER] + _LEADER.sub("", text[-_LONGEST_LEADER:])


def one_sentence_tasks(read: Sequence[Paragraph], lexicon: Lexicon) -> dict[int, dict[int, int]]:
    """Numbered sentences that look like a heading with its stop, and have nothing below them: 1.新建幼儿园4所。

    By paragraph, where such a sentence begins and where its words do.
    """
    found: dict[int, dict[int, int]] = {}
    below_it: list[Paragraph | None] = []
    after: Paragraph | None = None
    for paragraph in reversed(read):
        below_it.append(after)
        after = after if paragraph.kind == "byline" else paragraph
    for n, (paragraph, after) in enumerate(zip(read, reversed(below_it), strict=True)):
        if paragraph.kind != "body":
            continue
        spans = list(sentences(paragraph))
        for k, (start, end) in enumerate(spans):
            text = paragraph.text[start:end]
            depth, number = _depth_of_sentence(text)
            words = text[number:].rstrip("。；;")
            if not number or not words or "，" in words:
                continue
            if k + 1 < len(spans):
                next_text = paragraph.text[slice(*spans[k + 1])]
                next_depth, next_number = _depth_of_sentence(next_text)
                below = not says_who(next_text) and not (next_number and next_depth <= depth)
            else:
                # A heading over a table has no stop.
                below = _is_below(after, depth) and not (after is not None and after.kind == "row")
            begin, stop = start + number, start + number + len(words)
            if by_whom(paragraph.text, begin, stop) or (not below and _tells(lexicon, paragraph.text, begin, stop)):
                found.setdefault(n, {})[start] = start + number
    return found


def heads_what_follows(paragraph: Paragraph, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether the first sentence of an item is a heading of two parts: （一）坚持项目为王，扩大有效投资。 and then what is to be done."""
    if len(spans) < 2:
        return False
    text, after = (paragraph.text[a:b] for a, b in spans[:2])
    _, number = depth_of(text)
    words = text[number:].rstrip("。")
    parts = words.split("，")
    if not number or not text.endswith("。") or len(parts) != 2 or len(words) > _LONGEST_TWO or re.search(r"\d|[、；：]", words):
        return False
    even = min(map(len, parts)) >= 4 and abs(len(parts[0]) - len(parts[1])) <= 4
    return even and not _depth_of_sentence(after)[1] and not says_who(after)


def _tells(lexicon: Lexicon, text: str, start: int, end: int) -> bool:
    """Whether the words tell somebody to do something, in the passive too: 所需资金由区财政局从……列支."""
    return classed(lexicon, text, start, end, False).kind == "task" or by_whom(text, start, end) is not None


def _depth_of_sentence(text: str) -> tuple[int, int]:
    """The same for a sentence: 一是 stands below every number."""
    if ordinal := _ORDINAL.match(text):
        return 5, ordinal.end()
    depth, number = depth_of(text)
    return depth, 0 if _DECIMAL.match(text) else number


def _is_below(after: Paragraph | None, depth: int) -> bool:
    """Whether what comes next belongs to an item of this depth."""
    if after is None or after.kind == "title":
        return False
    if after.kind == "row":
        return True
    next_depth, number = _depth_of_sentence(after.text)
    return next_depth > depth if number else after.kind == "body" and not says_who(after.text)
