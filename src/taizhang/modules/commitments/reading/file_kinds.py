"""What a file is, by its bytes and never by its name."""

from __future__ import annotations

import codecs
import re
from typing import Final, Literal

from taizhang.surfaces.workbook.sandbox.fault import Fault

Kind = Literal["txt", "docx", "pdf", "html"]

_PDF: Final = re.compile(rb"%PDF-\d")
_PAGE: Final = re.compile(rb"<(?:!doctype\s+html|html|head|body|div|p|table|h1|article|meta)\b", re.IGNORECASE)
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_OF_CHINESE: Final = re.compile("[\u4e00-\u9fff\u2010-\u303f\uff00-\uffef\u2460-\u24ff·×]")
#: Parts of a zip by which other office documents are known.
_OTHER: Final = (("xl/workbook", "workbook"), ("ppt/presentation", "slides"), ("OFD.xml", "ofd"), ("content.xml", "open_document"))
#: Of the characters of a text that is no ASCII so many of a hundred are Chinese or punctuation, or it was decoded by mistake.
_CHINESE_PER_CENT: Final = 60


def kind_of(content: bytes) -> Kind:
    """Which of the four it is.

    Raises:
        Fault: it is none of them, named for what it is where that is known.
    """
    if not content.strip():
        raise Fault("empty_file")
    if content.startswith(b"PK\x03\x04"):
        return "docx"
    if content.startswith(_OLE):
        raise Fault("encrypted" if _utf16("EncryptedPackage") in content else "old_document" if _utf16("WordDocument") in content else "not_a_document")
    if _PDF.search(content[:1024]):
        return "pdf"
    if content.startswith(b"{\\rtf"):
        raise Fault("rich_text")
    if content.startswith(_PICTURES):
        raise Fault("picture")
    head = content[:4096].removeprefix(codecs.BOM_UTF8).replace(b"\x00", b"")
    if _PAGE.search(head) and head.lstrip().startswith(b"<"):
        return "html"
    if head.lstrip().startswith((b"<?xml", b"<!")):
        raise Fault("document_type" if b"<!ENTITY" in head else "not_a_document")
    return "txt"


def refuse_other(parts: set[str]) -> None:
    """A zip that holds no Word document is refused for what it is.

    Raises:
        Fault: always.
    """
    raise Fault(next((code for part, code in _OTHER if any(name.startswith(part) for name in parts)), "not_a_document"))


def decoded(content: bytes) -> str:
    """The characters of a plain text in UTF-8, UTF-16 with its mark, or GB 18030; line ends as they are.

    Raises:
        Fault: none of them gives a text.
    """
    encodings = ("utf-16",) if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ("utf-8", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text) and (encoding != "gb18030" or _is_chinese(text)):
            return text
    raise Fault("not_text")


def _is_chinese(text: str) -> bool:
    """Whether bytes that any table turns into some characters were turned into those of a language."""
    wide = [c for c in text if not c.isascii()]
    return len(_OF_CHINESE.findall(text)) * 100 >= _CHINESE_PER_CENT * len(wide)


def _utf16(words: str) -> bytes:
    return words.encode("utf-16-le")
