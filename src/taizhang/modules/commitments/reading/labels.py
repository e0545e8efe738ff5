"""Terms (提法) in a text: slogans that name a set, such as “六项机制”, with the members of the set where the same text lists them.

A term is never a quantity, and its members are the text's own words: where there are not exactly as many as its numeral says,
it has none, and nobody makes some up.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from .found import Document, Item, Label
from .lexicon import Lexicon
from .lines import Paragraph
from .quantities import Quantity

_NUMERALS: Final = {c: n for n, c in enumerate("一二三四五六七八九十", 1)} | {"两": 2, "双": 2}
_N: Final = "".join(_NUMERALS)
_QUOTED: Final = re.compile(
    rf"(?P<many>[二三四五六七八九十两](?:个|大|项|类|种)?)?“(?P<name>(?:[{_N}]|\d{{1,2}}(?:[+＋](?:\d{{1,3}}|[XxNn]))+)[^“”，。、；：！？\s]{{0,10}})”"
)
#: No set: a date, a class, a plan (十五五), a holiday, and what there is one of (一号工程, 一张网).
_NO_SET: Final = re.compile(rf"[{_N}]+|[{_N}]+(?:季度|年|月|日|届|次|号|级|期|楼)(?!度).*|十[一二三四]?五.*|一.*")
_PLUS: Final = re.compile(r"\d+(?:[+＋](?:\d+|[XxNn]))+")
_STOPS: Final = "，。；：！？“”（）()《》,;:!?\n"
_BEHIND: Final = re.compile(r"(?:工作|目标|机制|要求)?(?:，?(?:即|包括|分别是|是指)|[：:]|（|\()(?P<list>[^。；;：:！？（）()“”\n]{3,200})")
#: The number of an item of the text is no member.
_NUMBERED: Final = re.compile(r"第?[一二三四五六七八九十百]{1,4}、|\d{1,2}、")
_ETC: Final = re.compile(r"等(?:方面|内容)?$")
_LONGEST_MEMBER: Final = 40
#: So far before a set its members are looked for.
_FARTHEST: Final = 600


def announced(name: str) -> int:
    """How many members the numeral of a term says that its set has, 0 where it has several numerals or none.

    >>> announced("六项机制"), announced("四个“十严禁”"), announced("九个一"), announced("两高四着力"), announced("7+20"), announced("十二条")
    (6, 4, 9, 0, 0, 12)
    """
    bare = name.partition("“")[0] or name
    if _PLUS.match(bare):
        return 0
    runs = re.findall(f"[{_N}]+", re.sub(r"(?<=个)一", "", bare))
    return _whole(runs[0]) if len(runs) == 1 and bare.startswith(runs[0]) else 0


def labels(paragraphs: Sequence[Paragraph], lexicon: Lexicon) -> tuple[Label, ...]:
    """The terms of a text in their order. Every place is one: a term that stands three times is there three times."""
    return tuple(label for paragraph in paragraphs for label in _of_paragraph(paragraph, lexicon))


def apart(document: Document, terms: tuple[Label, ...]) -> Document:
    """The document with its terms, and without the figures that are part of one."""
    if not terms:
        return document
    starts = [t.start for t in terms]

    def kept(figures: tuple[Quantity, ...]) -> tuple[Quantity, ...]:
        # Terms stand in their order and never in each other: of those that begin before a figure ends the last one alone can hold it.
        return tuple(q for q in figures if not (n := bisect_left(starts, q.end)) or terms[n - 1].end <= q.start)

    return replace(
        document, terms=terms, figures=kept(document.figures),
        commitments=tuple(replace(c, quantities=kept(c.quantities)) if c.quantities else c for c in document.commitments),
    )  # fmt: skip


def by_name(found: Sequence[Label]) -> dict[str, Label]:
    """Each term once: the place that lists its members where one does, else the first."""
    named: dict[str, Label] = {}
    for label in found:
        if label.name not in named or (label.items and not named[label.name].items):
            named[label.name] = label
    return named


def _of_paragraph(paragraph: Paragraph, lexicon: Lexicon) -> Iterator[Label]:
    text, behind = paragraph.text, 0
    found = sorted({*_quoted(text, lexicon), *_known(text, lexicon)}, key=lambda s: (s[0], -s[1]))
    for start, end, name, rule in found:
        if start < behind:
            continue
        behind = end
        items = _members(text, start, end, announced(name), lexicon)
        yield Label(
            *paragraph.place(start, end), name, tuple(Item(*paragraph.place(a, b), text[a:b]) for a, b in items),
            rule + (" with its members" if items else ""),
        )  # fmt: skip


def _quoted(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int, str, str]]:
    for match in _QUOTED.finditer(text):
        name, many = match["name"], match["many"] or ""
        if name not in lexicon.words["term"] and _NO_SET.fullmatch(name):
            continue
        # 四个“十严禁” are four sets, and the four are their members; “六个环境” needs nothing around it.
        yield (match.start(), match.end(), f"{many}“{name}”", "term/numeral “ ”") if many else (
            match.start(), match.end(), name, "term/“ ”"
        )  # fmt: skip


def _known(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int, str, str]]:
    for word in lexicon.words["term"]:
        place = text.find(word)
        while place >= 0:
            end = place + len(word)
            # 7+20 is not part of 17+201.
            if not (word[0].isdigit() and text[place - 1 : place].isdigit()) and not (word[-1].isdigit() and text[end : end + 1].isdigit()):
                yield place, end, word, f"term/{word}"
            place = text.find(word, end)


def _members(text: str, start: int, end: int, number: int, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Where the members of the set stand: as many as its numeral says, listed right before or right behind it; else none."""
    if number < 2:
        return []
    while start and text[start - 1] == "“" and text[end : end + 1] == "”":
        start, end = start - 1, end + 1
    farthest = max(0, start - _FARTHEST)
    begin = max((text.rfind(stop, farthest, start) for stop in _STOPS), default=-1) + 1
    if begin == 0 and farthest:
        return []
    if begin == 0 and (numbered := _NUMBERED.match(text)):
        begin = numbered.end()
    before = _listed(text, begin, start, number)
    if before:
        begin = _behind_verbs(lexicon, text, *before[0])
        # Where every other member begins with a verb too, nobody knows whether the first one's verb is its own.
        verbs = all(lexicon.at("verb", text, *member) for member in before[1:])
        return [(begin, before[0][1]), *before[1:]] if before[0][1] - begin >= 2 and not verbs else []
    if behind := _BEHIND.match(text, end):
        return _listed(text, behind.start("list"), behind.end("list"), number)
    return []


def _listed(text: str, start: int, end: int, number: int) -> list[tuple[int, int]]:
    """The pieces of a list between 、, the last after 和 or 及 too; none where there are not exactly so many."""
    if etc := _ETC.search(text[start:end]):
        end = start + etc.start()
    found, begin = [], start
    for n in range(start, end + 1):
        if n == end or text[n] in "、，,":
            found.append((begin, n))
            begin = n + 1
    if len(found) == number - 1 and (last := re.search("[和及与]", text[found[-1][0] + 2 : found[-1][1] - 2])):
        a, b = found.pop()
        cut = a + 2 + last.start()
        found += [(a, cut), (cut + 1, b)]
    right = len(found) == number and all(2 <= b - a <= _LONGEST_MEMBER for a, b in found)
    return found if right else []


def _behind_verbs(lexicon: Lexicon, text: str, start: int, end: int) -> int:
    """Where the first member begins behind the verb whose object the list is: 持续落实产业政策研学."""
    place = start
    while place < end and (word := lexicon.at("verb", text, place, end) or lexicon.at("modifier", text, place, end)):
        place += len(word)
    return place


def _whole(words: str) -> int:
    """A numeral in characters up to 99.

    >>> _whole("六"), _whole("十"), _whole("十二"), _whole("二十")
    (6, 10, 12, 20)
    """
    tens, ten, ones = words.partition("十")
    return (_NUMERALS[tens[-1]] if tens else 1) * 10 + (_NUMERALS[ones[0]] if ones else 0) if ten else _NUMERALS[words[0]]
