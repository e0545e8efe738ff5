"""The text of a bulletin that somebody sends: pasted, a text file, or a Word document; nothing of it is kept."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import Final
from xml.parsers import expat
from zipfile import BadZipFile, LargeZipFile, ZipFile

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text

#: Longer than any bulletin; a file of this size is something else.
LARGEST_BYTES: Final = 5_000_000
LARGEST_TEXT: Final = 200_000
_MAIN: Final = "word/document.xml"
_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
_AS_TEXT: Final = Text("另存为 .docx 或纯文本（.txt），或把文字粘贴进来", "Save it as .docx or plain text (.txt), or paste the text")


def text_of(name: str, content: bytes) -> str:
    """The text of a file: UTF-8 or GB 18030, or the paragraphs and table rows of a Word document.

    Raises:
        BadInput: it is too large, or neither of them.
    """
    if len(content) > LARGEST_BYTES:
        raise _refused("file_too_large", Text("文件超过 5 MB", "The file is larger than 5 MB"))
    if content[:4] == b"PK\x03\x04":
        return short_enough(_of_word(content))
    if b"\0" not in content:
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return short_enough(content.decode(encoding))
            except UnicodeDecodeError:
                continue
    raise _refused("not_text", Text("“{f}”不是文本，也不是 Word 文档", "“{f}” is neither text nor a Word document").with_(f=name[-80:]))


def short_enough(text: str) -> str:
    """The text itself.

    Raises:
        BadInput: it is longer than any bulletin.
    """
    if len(text) > LARGEST_TEXT:
        raise _refused("text_too_long", Text("文字超过 20 万字", "The text is longer than 200,000 characters"))
    return text


def _of_word(content: bytes) -> str:
    try:
        with ZipFile(BytesIO(content)) as archive, archive.open(_MAIN) as file:
            # One byte more than is allowed tells a bomb from a document without unpacking it.
            said = file.read(4 * LARGEST_BYTES + 1)
        if len(said) > 4 * LARGEST_BYTES:
            raise _refused("file_too_large", Text("文档展开后过大", "The document is too large when unpacked"))
        return _Said().of(said)
    except (BadZipFile, LargeZipFile, KeyError, NotImplementedError, RuntimeError, EOFError, zlib.error, expat.ExpatError) as error:
        raise _refused("not_word", Text("打不开这个文档", "This document cannot be opened")) from error


class _Said:
    """The words of a document's body: one line a paragraph, the cells of a table's row on one line."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.in_text, self.in_row = False, 0

    def of(self, xml: bytes) -> str:
        """The text of word/document.xml. Raises ExpatError for what is no XML, and for a document type: none is needed there."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler, parser.EndElementHandler = self._begin, self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = _no_doctype
        parser.Parse(xml, True)
        return "\n".join(self.lines)

    def _begin(self, name: str, _: object) -> None:
        tag = name.removeprefix(_W)
        self.in_text = tag == "t"
        self.in_row += tag == "tr"
        if tag in ("tab", "br"):
            self.line.append(" ")

    def _end(self, name: str) -> None:
        tag = name.removeprefix(_W)
        self.in_text = False
        self.in_row -= tag == "tr"
        if tag == "tc":
            self.line.append("\t")
        if tag == "tr" or (tag == "p" and not self.in_row):
            self.lines.append("".join(self.line).strip())
            self.line = []

    def _characters(self, said: str) -> None:
        if self.in_text:
            self.line.append(said)


def _no_doctype(*_: object) -> None:
    raise expat.ExpatError("a document type")


def _refused(code: str, reason: Text) -> BadInput:
    return BadInput(reason, code=code, field="file", remedy=_AS_TEXT)
