"""A document's lines joined again where a column broke a sentence, each character with its place in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from .blocks import PARAGRAPH_END

Kind = Literal["title", "byline", "heading", "body"]

#: A sentence ends here; what follows in the same quotation mark belongs to it.
FULL_STOPS: Final = "。！？!?"
STOPS: Final = FULL_STOPS + "；;"
_CLOSING: Final = "”’」』）)》〉"
_UNPRINTED: Final = "\ufeff\u200b\u200c\u200d\u00ad"
_INTERVIEW: Final = re.compile(r"(——|—)\s*访")
_BYLINE: Final = re.compile(r"[（(]?(本报|本台|本刊|特约)?(记者|通讯员)[\s:：/]*[\u4e00-\u9fff ·、\s]{2,24}[)）]?$|(责任)?编辑[:：].{2,12}$|来源[:：].{2,20}$")
_NUMBERED: Final = re.compile(r"第?[一二三四五六七八九十百]{1,4}[、章节篇部]|[（(][一二三四五六七八九十]{1,3}[)）]|[（(]?\d{1,2}[)）.．、](?!\d)|[①-⑳]")
_PAGE: Final = re.compile(r"[-—–\s]*(第\s*)?\d{1,4}(\s*页)?[-—–\s]*$")
#: A heading is read as one only up to this length; a longer line without a stop is a sentence that a column broke.
_LONGEST_HEADING: Final = 48


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Joined text without blanks and line breaks; `at[n]` is the place of its n-th character in the file."""

    kind: Kind
    text: str
    at: tuple[int, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a piece of the text stands in the file: from its first character to behind its last."""
        return self.at[start], self.at[end - 1] + 1


def paragraphs(text: str) -> list[Paragraph]:
    """Titles, bylines, headings and bodies in the order of the file. Every character that is no blank is in exactly one of them."""
    found: list[Paragraph] = []
    held: tuple[list[str], list[int]] | None = None
    for body, places, whole in _lines(text):
        kind = _kind(body)
        if held is not None and kind in ("body", "title") and _runs_on("".join(held[0])):
            # A headline never follows a sentence that has not ended, but the rest of a broken one may look like a headline.
            held[0].extend(body)
            held[1].extend(places)
            kind = "body"
        else:
            if held is not None:
                found.append(Paragraph("body", "".join(held[0]), tuple(held[1])))
                held = None
            if kind == "body":
                held = (list(body), list(places))
            else:
                found.append(Paragraph(kind, body, tuple(places)))
        if held is not None and whole:
            found.append(Paragraph("body", "".join(held[0]), tuple(held[1])))
            held = None
    if held is not None:
        found.append(Paragraph("body", "".join(held[0]), tuple(held[1])))
    return found


def _lines(text: str) -> Iterator[tuple[str, list[int], bool]]:
    """Each line that has something on it, without blanks, with the places of its characters; a page number alone is kept as a byline is.

    Last whether it ends a paragraph for good, as the lines of a Word document or a web page do.
    """
    place = 0
    for row in text.splitlines(keepends=True):
        kept = [(c, place + n) for n, c in enumerate(row) if not c.isspace() and c not in _UNPRINTED]
        if kept:
            yield "".join(c for c, _ in kept), [at for _, at in kept], row.endswith(PARAGRAPH_END)
        place += len(row)


def _kind(body: str) -> Kind:
    if _INTERVIEW.search(body):
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
    """Whether a body stops in the middle of a sentence."""
    return body.rstrip(_CLOSING)[-1:] not in tuple(FULL_STOPS + "：:；;…")


def sentences(paragraph: Paragraph) -> Iterator[tuple[int, int]]:
    """(start, end) of each sentence of a paragraph, its stop and closing marks with it; together they are the paragraph."""
    text, start, depth = paragraph.text, 0, 0
    for n, char in enumerate(text):
        if char in "“「『（(〔【[":
            depth += 1
        elif char in "”」』）)〕】]":
            depth = max(0, depth - 1)
        ends = (char in STOPS and depth == 0) or (char in "”」』" and depth == 0 and n > start and text[n - 1] in FULL_STOPS)
        if ends and n >= start and not (n + 1 < len(text) and text[n + 1] in "”」』"):
            yield start, n + 1
            start = n + 1
    if start < len(text):
        yield start, len(text)
