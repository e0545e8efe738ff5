"""A document's lines joined again where a column broke a sentence, each character with its place in the file."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from .blocks import PARAGRAPH_END
from .tables import Columns, columns_of, cut_row

Kind = Literal["title", "byline", "heading", "body", "row"]

#: A sentence ends here; what follows in the same quotation mark belongs to it.
FULL_STOPS: Final = "。！？!?"
STOPS: Final = FULL_STOPS + "；;"
_CLOSING: Final = "”’」』）)》〉"
_AS_WIDE: Final = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）"}
_NARROW: Final = re.compile(r"(?<=[\u4e00-\u9fff”》％%])[,;:!?()]|[,;:!?()](?=[\u4e00-\u9fff“《])")
_UNPRINTED: Final = "\ufeff\u200b\u200c\u200d\u00ad"
_INTERVIEW: Final = re.compile(r"(——|—)\s*访")
_BYLINE: Final = re.compile(r"[（(]?(本报|本台|本刊|特约)?(记者|通讯员)[\s:：/]*[\u4e00-\u9fff ·、\s]{2,24}[)）]?$|(责任)?编辑[:：].{2,12}$|来源[:：].{2,20}$")
_NUMBERED: Final = re.compile(r"第?[一二三四五六七八九十百]{1,4}[、章节篇部]|[（(][一二三四五六七八九十]{1,3}[)）]|[（(]?\d{1,2}[)）.．、](?!\d)|[①-⑳]")
#: How an item begins that stands on a line of its own; 十 alone may be the rest of a broken numeral.
_ITEM: Final = re.compile(
    r"第[一二三四五六七八九十百]{1,4}[章节篇部]|[一二三四五六七八九]{1,3}、|十[一二三四五六七八九]?、"
    r"|[（(][一二三四五六七八九十]{1,3}[)）]"
)
_SAYS_WHO: Final = re.compile(
    r"[〔\[（(【]?(?:(?:牵头|责任|配合|落实|主办|协办)(?:单位|部门|领导|人)|(?:完成|办结|整改|落实)?(?:时限|期限|时间))[:：]"
)
_BRACKETS_BEHIND: Final = re.compile(r"[。；;！？][（(〔\[【](?:[^（(〔【）)〕】]|[（(][^（()）]{1,12}[)）]){2,160}[)）〕\]】]$")
#: The same at the end of a line that has no stop.
_LABELLED_BEHIND: Final = re.compile(r"[（(〔\[【](?:牵头|责任|配合|落实|主办|协办|承办|实施)(?:单位|部门|领导|人|科室)[:：](?:[^（(〔【）)〕】]|"
    r"[（(][^（()）]{1,12}[)）]){2,160}[)）〕\]】]$")
_PAGE: Final = re.compile(r"[-—–\s]*(第\s*)?\d{1,4}(\s*页)?[-—–\s]*$")
#: A heading is read as one only up to this length; a longer line without a stop is a sentence that a column broke.
_LONGEST_HEADING: Final = 48
#: A headline names who is spoken to, with all posts, and is longer.
_LONGEST_HEADLINE: Final = 160
#: Characters of the beginning and of the end of a body that say whether the next line goes on with it.
_LOOKED_AT: Final = 400
#: No sentence is longer: what has no stop for so long is read piece by piece, so that the work grows with the text and not faster.
_LONGEST_SENTENCE: Final = 1_500


@dataclass(frozen=True, slots=True)
class Row:
    """What makes a line a row of a table of tasks: where its cells stand in it, its columns, and whether it is their heading."""

    cells: tuple[tuple[int, int], ...]
    columns: Columns
    head: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Joined text without blanks and line breaks, its stops wide; `at[n]` is the place of its n-th character in the file."""

    kind: Kind
    text: str
    at: tuple[int, ...]
    row: Row | None = None

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a piece of the text stands in the file: from its first character to behind its last."""
        return self.at[start], self.at[end - 1] + 1


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that has something on it, without blanks; `whole` when it ends a paragraph for good."""

    body: str
    at: list[int]
    whole: bool
    cells: tuple[tuple[int, int], ...]

    def words(self) -> list[str]:
        return [self.body[a:b] for a, b in self.cells]


def paragraphs(text: str, heads: Mapping[str, str] | None = None) -> list[Paragraph]:
    """Titles, bylines, headings, bodies and rows in the order of the file. Every character that is no blank is in exactly one of them.

    `heads`: the words over the columns of a table of tasks, with what such a column is.
    """
    found: list[Paragraph] = []
    held = _Held()
    table: Columns | None = None
    in_head = False
    for line in _lines(text):
        row, in_head = _row(line, table, heads or {}, in_head)
        if row is not None:
            held.end(found)
            table = row.columns
            found.append(Paragraph("row", line.body, tuple(line.at), row))
            continue
        if line.whole and len(line.cells) > 2 and not held.at and "".join(line.words()) == line.body:
            # A table of something else, its cells apart by tabs: each is read by itself.
            found += (Paragraph(_kind(line.body[a:b]), line.body[a:b], tuple(line.at[a:b])) for a, b in line.cells if b > a)
            continue
        kind = _kind(line.body)
        # A headline never follows a sentence that has not ended, but the rest of a broken one may look like a headline.
        # Nor does a new item of a list, whether or not the one before it has its stop.
        if held.at and says_who(held.head) and held.tail[-1] not in "、，":
            # A line that says who is responsible is whole, with or without a stop.
            held.end(found)
        if held.at and not (kind in ("body", "title") and _runs_on(held.tail) and not _ITEM.match(line.body) and not says_who(line.body)):
            held.end(found)
        if held.at or kind == "body":
            held.take(line)
        else:
            found.append(Paragraph(kind, line.body, tuple(line.at)))
        if line.whole:
            held.end(found)
    held.end(found)
    return found


class _Held:
    """The body that may go on with the next line: how it begins, how it ends, and its lines, joined once."""

    def __init__(self) -> None:
        self.head, self.tail, self.lines, self.at = "", "", list[str](), list[int]()

    def take(self, line: _Line) -> None:
        self.head = self.head if len(self.head) >= _LOOKED_AT else (self.head + line.body)[:_LOOKED_AT]
        self.tail = (self.tail + line.body)[-_LOOKED_AT:]
        self.lines.append(line.body)
        self.at += line.at

    def end(self, found: list[Paragraph]) -> None:
        if self.at:
            found.append(Paragraph("body", "".join(self.lines), tuple(self.at)))
            self.head, self.tail, self.lines, self.at = "", "", [], []


def _row(line: _Line, table: Columns | None, heads: Mapping[str, str], in_head: bool) -> tuple[Row | None, bool]:
    """The row that a line is, if it is one, and whether it belongs to the heading of its table."""
    if not line.cells or not heads:
        return None, False
    columns = columns_of(line.words(), heads, table if in_head else None)
    if columns is not None:
        return Row(line.cells, columns, head=True), True
    # Of a line with fewer or more cells than its table has columns nobody knows which is which.
    if table is None or len(line.cells) != len(table.roles):
        return None, False
    return Row(line.cells, table, head=False), False


def _wide(body: str) -> str:
    """Stops and brackets beside a Chinese character as Chinese ones: pages often have the narrow ones. Each stays in its place."""
    return _NARROW.sub(lambda found: _AS_WIDE[found[0]], body)


def _lines(text: str) -> Iterator[_Line]:
    """Each line that has something on it; a page number alone is kept as a byline is."""
    place = 0
    for row in text.splitlines(keepends=True):
        kept = [(c, place + n) for n, c in enumerate(row) if not c.isspace() and c not in _UNPRINTED]
        if kept:
            at = [where for _, where in kept]
            cells = tuple((bisect_left(at, place + a), bisect_left(at, place + b)) for a, b in cut_row(row))
            yield _Line(_wide("".join(c for c, _ in kept)), at, row.endswith(PARAGRAPH_END), cells)
        place += len(row)


def _kind(body: str) -> Kind:
    if len(body) <= _LONGEST_HEADLINE and _INTERVIEW.search(body):
        return "title"
    if _BYLINE.fullmatch(body) or _PAGE.fullmatch(body):
        return "byline"
    stops = any(c in body for c in "，。；！？,;:：")
    if _NUMBERED.match(body):
        return "body" if stops or len(body) > _LONGEST_HEADING else "heading"
    if not stops and len(body) <= _LONGEST_HEADING:
        return "title"
    return "body"


def _runs_on(body: str) -> bool:
    """Whether a body stops in the middle of a sentence; brackets behind a stop, with who is responsible, end it."""
    if body[-1:] in ")）〕】]" and (_BRACKETS_BEHIND.search(body) or _LABELLED_BEHIND.search(body)):
        return False
    return body.rstrip(_CLOSING)[-1:] not in tuple(FULL_STOPS + "：:；;…")


def says_who(text: str) -> bool:
    """Whether a line only says who is responsible, or until when."""
    return bool(_SAYS_WHO.match(text))


def sentences(paragraph: Paragraph) -> Iterator[tuple[int, int]]:
    """(start, end) of each sentence of a paragraph, its stop and closing marks with it; together they are the paragraph."""
    text, start, depth = paragraph.text, 0, 0
    for n, char in enumerate(text):
        if char in "“「『（(〔【[":
            depth += 1
        elif char in "”」』）)〕】]":
            depth = max(0, depth - 1)
        if n - start >= _LONGEST_SENTENCE and (char in "，、：" or n - start >= 2 * _LONGEST_SENTENCE):
            yield start, n + 1
            start, depth = n + 1, 0
            continue
        ends = (char in STOPS and depth == 0) or (char in "”」』" and depth == 0 and n > start and text[n - 1] in FULL_STOPS)
        if ends and n >= start and not (n + 1 < len(text) and text[n + 1] in "”」』"):
            yield start, n + 1
            start = n + 1
    if start < len(text):
        yield start, len(text)
