"""Items of a list that are a task in one line, with no stop behind them, and so look like headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from .clauses import classed
from .lexicon import Lexicon
from .lines import Paragraph

_NUMBER: Final = re.compile(
    r"(?:第[一二三四五六七八九十]+[章节篇部分]+|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|[（(]?\d{1,2}[)）.．、]|[①-⑳])"
)
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
    """Which paragraphs are such items, each with the place in it at which the task begins.

    A numbered line is one when nothing stands below it; a line without a number, when it follows a colon or such a line.
    """
    found: dict[int, int] = {}
    # A line that comes again is one of a table of contents, and the heading that it tells of.
    again = Counter(_LEADER.sub("", paragraph.text) for paragraph in read)
    lines = [n for n, paragraph in enumerate(read) if paragraph.kind != "byline"]
    for place, n in enumerate(lines):
        paragraph = read[n]
        if paragraph.kind not in ("heading", "title") or again[_LEADER.sub("", paragraph.text)] > 1:
            continue
        depth, begin = depth_of(paragraph.text)
        before = lines[place - 1] if place else None
        after = read[lines[place + 1]] if place + 1 < len(lines) else None
        if begin:
            below = after is not None and (after.kind in ("body", "row") or depth_of(after.text)[0] > depth)
        else:
            below = before is None or not (before in found or (read[before].kind == "body" and read[before].text.endswith(("：", ":"))))
        if not below and begin < len(paragraph.text) and classed(lexicon, paragraph.text, begin, len(paragraph.text), False).kind == "task":
            found[n] = begin
    return found
