"""The newspaper page itself, where the installation has it: its paragraphs cut at the phrases that are explained.

The project does not hold the page. Whoever may show it names its file in TAIZHANG_SOURCE_TEXT; without one the outline is shown.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from taizhang.modules.commitments.reading.lines import Paragraph, paragraphs

from .example_city.mechanisms import INTERVIEWS, Mechanism, mechanisms

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph: one phrase with its key, or the words between two of them."""

    words: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of the page; its kind is title, byline, heading or body."""

    kind: str
    pieces: tuple[Piece, ...]


#: The passages of each of the three interviews.
Articles = tuple[tuple[Passage, ...], ...]


def articles(path: str) -> Articles:
    """The page as its interviews; () when no file is named, or it is not this page, which is then said in the log once."""
    if not path:
        return ()
    try:
        changed = Path(path).stat().st_mtime_ns
    except OSError:
        changed = 0
    return _articles(path, changed)


@lru_cache(maxsize=1)
def _articles(path: str, changed: int) -> Articles:
    try:
        return cut(Path(path).read_text(encoding="utf-8"), mechanisms())
    except (OSError, ValueError) as wrong:
        _log.warning("TAIZHANG_SOURCE_TEXT: %s: %s; the source page shows its outline", path, wrong)
        return ()


def cut(text: str, phrases: Sequence[Mechanism]) -> Articles:
    """The interviews of a text, each paragraph cut at the phrases, which are looked for one after the other.

    Raises:
        ValueError: a phrase is not there in its turn, or the text has not as many headlines as the page has interviews.
    """
    found: list[list[Passage]] = []
    waiting = list(phrases)
    for paragraph in paragraphs(text):
        if paragraph.kind == "title":
            found.append([])
        if found:
            found[-1].append(Passage(paragraph.kind, tuple(_pieces(text, paragraph, waiting))))
    if waiting or len(found) != len(INTERVIEWS):
        missing = waiting[0].phrase if waiting else f"{len(found)} headlines"
        raise ValueError(f"is not the page whose phrases are explained ({missing})")
    return tuple(tuple(article) for article in found)


def _pieces(text: str, paragraph: Paragraph, waiting: list[Mechanism]) -> Iterator[Piece]:
    """The pieces of a paragraph; the phrases that were found are no longer among the waiting ones."""
    # As it is printed: the reader makes narrow stops wide, the phrases are the page's own.
    printed, at = "".join(text[place] for place in paragraph.at), 0
    while waiting and (begin := printed.find(waiting[0].phrase, at)) >= 0:
        if begin > at:
            yield Piece(_words(text, paragraph, at, begin))
        mechanism = waiting.pop(0)
        yield Piece(mechanism.phrase, mechanism.key)
        at = begin + len(mechanism.phrase)
    if at < len(paragraph.text):
        yield Piece(_words(text, paragraph, at, len(paragraph.text)))


def _words(text: str, paragraph: Paragraph, begin: int, end: int) -> str:
    """The words of a paragraph; those of a headline with the blanks between its halves, those of columns without their breaks."""
    if paragraph.kind != "title":
        return "".join(text[place] for place in paragraph.at[begin:end])
    behind = paragraph.at[end] if end < len(paragraph.at) else paragraph.at[end - 1] + 1
    return text[paragraph.at[begin] : behind]
