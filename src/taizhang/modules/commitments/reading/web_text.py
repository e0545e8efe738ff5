"""The text of a web page: what is shown of it in blocks and tables; scripts, styles and menus are left out. Nothing is fetched."""

from __future__ import annotations

import codecs
import re
from html.parser import HTMLParser
from typing import Final

from taizhang.surfaces.workbook.sandbox.fault import Fault

from .blocks import Blocks

_LEFT_OUT: Final = frozenset({
    "script", "style", "nav", "noscript", "template", "svg", "select", "button", "head", "footer", "aside", "iframe", "object", "textarea", "canvas",
})  # fmt: skip
_BLOCKS: Final = frozenset({
    "p", "div", "section", "article", "main", "header", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote",
    "pre", "figure", "figcaption", "form", "fieldset", "caption", "hr", "address", "body", "html", "center", "td", "th", "tr",
})  # fmt: skip
#: Elements that have no end, so that one of them left out leaves nothing else out.
_EMPTY: Final = frozenset({"br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr"})
_CHARSET: Final = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_\-]{2,20})", re.IGNORECASE)
_BLANKS: Final = re.compile(r"[ \t\r\n\f\v]+")
#: Offices write their pages in one of these; whatever else a page names is tried as UTF-8.
_AS_GB: Final = frozenset({"gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80", "hz-gb-2312"})
_LONGEST: Final = 1_000_000


def text_of_page(content: bytes) -> tuple[str, list[str]]:
    """The text, and what was left out of it by the names of `files.NOTES`.

    Raises:
        Fault: the page declares entities of its own, or is longer than a document.
    """
    if re.search(rb"<!ENTITY", content, re.IGNORECASE):
        raise Fault("document_type")
    page = _Page()
    page.feed(_decoded(content))
    page.close()
    return page.blocks.text(), sorted(page.notes)


def _decoded(content: bytes) -> str:
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    named = _CHARSET.search(content[:4096])
    first = "gb18030" if named and named[1].decode("ascii").lower() in _AS_GB else "utf-8"
    for encoding in (first, "utf-8", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode(first, "replace")


class _Page(HTMLParser):
    """Goes through a page and keeps what is shown of it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks, self.notes = Blocks(), set[str]()
        self._left_out: list[str] = []
        self._said = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        hidden = "hidden" in given or re.search(r"display\s*:\s*none", given.get("style") or "", re.IGNORECASE)
        if self._left_out:
            if tag == self._left_out[0]:
                self._left_out.append(tag)
            return
        if (tag in _LEFT_OUT or hidden) and tag not in _EMPTY:
            if tag == "nav":
                self.notes.add("menus")
            self._left_out.append(tag)
            return
        match tag:
            case "br":
                self.blocks.say("\n")
            case "table":
                self.blocks.begin_table()
            case "tr":
                self.blocks.begin_row()
            case "td" | "th":
                self.blocks.begin_cell(_number(given.get("colspan")), _number(given.get("rowspan")))
            case "img":
                self.notes.add("pictures")
            case _ if tag in _BLOCKS:
                self.blocks.end_paragraph()

    def handle_endtag(self, tag: str) -> None:
        if self._left_out:
            if tag == self._left_out[0]:
                self._left_out.pop()
            return
        if tag == "table":
            self.blocks.end_table()
        elif tag in _BLOCKS:
            self.blocks.end_paragraph()

    def handle_data(self, data: str) -> None:
        if self._left_out:
            return
        self._said += len(data)
        if self._said > 2 * _LONGEST:
            raise Fault("text_too_long")
        self.blocks.say(_BLANKS.sub(" ", data))


def _number(said: str | None) -> int:
    return int(said) if said and said.isascii() and said.isdecimal() and len(said) < 4 else 1
