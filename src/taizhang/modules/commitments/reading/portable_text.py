"""The text layer of a PDF, page by page, without page numbers and the lines that stand on top of every page."""

from __future__ import annotations

import io
import logging
import re
import unicodedata
from collections import Counter
from typing import Final

import pypdf
from pypdf.errors import PyPdfError

from taizhang.surfaces.workbook.sandbox.fault import Fault

from . import seconds
from .blocks import CELL_END
from .portable_grid import Drawn, rejoined
from .portable_pieces import tell_apart

_PAGES: Final = 500
_LONGEST: Final = 1_000_000
_STREAM_BYTES: Final = 16 << 20
_PAGE_NUMBER: Final = re.compile(r"[-—–－·\s]*(?:第\s*)?\d{1,4}\s*(?:页|/\s*\d{1,4})?[-—–－·\s]*")
#: A line on top or at the foot of so many pages, and of half of all, is printed there by the office program.
_REPEATED: Final = 3
#: Characters that fonts without a table to Unicode leave behind.
_LOST: Final = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
#: Some fonts name a radical (⼈) where the character of the same look (人) is meant.
_RADICALS: Final = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}


def text_of_pdf(content: bytes) -> tuple[str, list[str]]:
    """The text, and what was left out of it by the names of `files.NOTES`.

    Raises:
        Fault: a password, no text layer, no readable characters, or more than a document asks for.
    """
    logging.disable(logging.CRITICAL)
    pypdf.overwrite_configuration(
        zlib_maximum_output_length=_STREAM_BYTES, lzw_maximum_output_length=_STREAM_BYTES, run_length_maximum_output_length=_STREAM_BYTES,
        array_based_stream_maximum_output_length=_STREAM_BYTES, stream_decoding_work_maximum_length=4 * _STREAM_BYTES,
    )  # fmt: skip
    try:
        with_text, without = _pages(content)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError, NotImplementedError, RecursionError, OSError) as error:
        raise Fault("truncated") from error
    if not any(with_text):
        raise Fault("no_text_layer")
    lines, left_out = _without_edges(with_text)
    rejoined(lines)
    text = "".join(f"{line}\n" for page in lines for line in page)
    if len(_LOST.findall(text)) * 5 > len(text):
        raise Fault("no_characters")
    notes = {"pages_without_text"} if without else set[str]()
    return text.translate(_RADICALS), sorted(notes | ({"page_edges"} if left_out else set()))


def _pages(content: bytes) -> tuple[list[list[str]], int]:
    """The lines of each page, and how many pages have none."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    # One that only forbids printing opens with the empty password.
    if reader.is_encrypted and not reader.decrypt(""):
        raise Fault("encrypted")
    if len(reader.pages) > _PAGES:
        raise Fault("too_many_pages", limit=_PAGES)
    found: list[list[str]] = []
    said = 0
    for page in reader.pages:
        seconds.begin()
        lines = _lines(page)
        said += sum(map(len, lines))
        if said > _LONGEST:
            raise Fault("text_too_long")
        found.append([line for line in lines if line])
    return found, sum(1 for page in found if not page)


def _lines(page: pypdf.PageObject) -> list[str]:
    """The lines of a page. A tab in a PDF is a gap on the page, and no cell of a table; between cells one stands where lines are ruled."""
    said = page.extract_text()
    if tell_apart(page):
        # Its tables are a second reading of the page.
        seconds.begin()
        drawn = Drawn()
        page.extract_text(visitor_text=drawn.text, visitor_operand_before=drawn.stroke)
        lines = drawn.lines()
        if any(CELL_END in line for line in lines):
            return [line if CELL_END in line else line.strip() for line in lines]
    return [line.replace("\t", " ").strip() for line in said.splitlines()]


def _without_edges(pages: list[list[str]]) -> tuple[list[list[str]], bool]:
    """The pages without their numbers, and without the first and last lines that so many have in common."""
    common = Counter(line for page in pages for line in {*page[:1], *page[-1:]})
    edge = {line for line, times in common.items() if times >= max(_REPEATED, len(pages) / 2)}
    left_out = False
    for page in pages:
        for end in (0, -1):
            while page and (_PAGE_NUMBER.fullmatch(page[end]) or page[end] in edge):
                page.pop(end)
                left_out = True
    return pages, left_out
