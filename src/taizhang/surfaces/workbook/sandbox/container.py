"""What a file is, judged by its bytes and never by its name, and what a zip container may hold."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from typing import Final, Literal

from .fault import Fault

Kind = Literal["zip", "ole", "text"]

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END_OF_DIRECTORY: Final = b"PK\x05\x06"
_DIRECTORY_ENTRY: Final = b"PK\x01\x02"
_END: Final = struct.Struct("<4sHHHHLLH")
#: Of one entry, from its flags on: flags, method, (time, date, checksum), sizes, lengths, (disk, attributes), offset.
_ENTRY: Final = struct.Struct("<HH8xLLHHH8xL")
_STORED: Final = 0
_DEFLATED: Final = 8
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_WEB_PAGE: Final = re.compile(
    rb"^\s*(?:<!doctype html|<html|<table|<\?xml[^>]*\?>\s*<\?mso-application)", re.IGNORECASE
)
#: Below this size a high ratio is ordinary: an empty style sheet packs 20 to 1 and harms nobody.
_RATIO_MATTERS_FROM: Final = 1 << 20
_DIRECTORY_BYTES_PER_PART: Final = 512
_CHUNK: Final = 1 << 18


def kind_of(content: bytes) -> Kind:
    """zip, OLE or text.

    Raises:
        Fault: empty, a web page under another name, or none of the three.
    """
    if not content:
        raise Fault("empty_file")
    if content.startswith(_ZIP):
        return "zip"
    if content.startswith(_OLE):
        return "ole"
    head = content[:4096].removeprefix(b"\xef\xbb\xbf")
    if _WEB_PAGE.search(head):
        raise Fault("web_page")
    if head.lstrip().startswith(b"<") or _CONTROL.search(content):
        raise Fault("not_a_workbook")
    return "text"


def check_ole(content: bytes) -> None:
    """The OLE file is a plain .xls or .et workbook.

    Raises:
        Fault: encrypted, with macros, or another kind of document.
    """
    if _utf16("EncryptedPackage") in content or _utf16("EncryptionInfo") in content:
        raise Fault("encrypted")
    if _utf16("_VBA_PROJECT") in content:
        raise Fault("macros")
    if _utf16("Workbook") not in content and _utf16("Book") not in content:
        raise Fault("not_a_workbook")


class Part:
    """One entry of the directory of a zip; sizes in bytes."""

    __slots__ = ("flags", "method", "name", "offset", "packed_size", "size")

    def __init__(self, name: bytes, flags: int, method: int, packed_size: int, size: int, offset: int) -> None:
        self.name, self.flags, self.method = name, flags, method
        self.packed_size, self.size, self.offset = packed_size, size, offset


class Container:
    """A zip whose directory is within the limits; parts come out in chunks and are exactly as long as declared.

    Raises:
        Fault: on construction, when the directory is cut off, too large, hides something or unpacks too far.
    """

    def __init__(self, content: bytes, *, parts: int, unpacked_bytes: int, ratio: int) -> None:
        self._content = memoryview(content)
        entries = _directory(content, parts)
        self.parts = {_text_of(part).replace("\\", "/"): part for part in entries}
        if len({name.lower() for name in self.parts}) != len(entries):
            raise Fault("unsafe_parts")
        self._check_names()
        self._check_sizes(unpacked_bytes, ratio)

    def chunks(self, name: str) -> Iterator[bytes]:
        """The unpacked part, piece by piece.

        Raises:
            Fault: when the part does not unpack to its declared size or is packed in a way office programs never use.
        """
        part = self.parts[name]
        packed = self._packed(part)
        if part.method == _STORED:
            for start in range(0, len(packed), _CHUNK):
                yield bytes(packed[start : start + _CHUNK])
            return
        unpacker = zlib.decompressobj(-15)
        total, pending = 0, bytes(packed)
        try:
            while not unpacker.eof:
                piece = unpacker.decompress(pending, _CHUNK)
                pending = unpacker.unconsumed_tail
                total += len(piece)
                if total > part.size or (not piece and not unpacker.eof):
                    raise Fault("truncated")
                if piece:
                    yield piece
        except zlib.error as error:
            raise Fault("truncated") from error
        if total != part.size:
            raise Fault("truncated")

    def read(self, name: str) -> bytes:
        """The whole part; for parts that are small by nature."""
        return b"".join(self.chunks(name))

    def _packed(self, part: Part) -> memoryview:
        start = part.offset
        header = bytes(self._content[start : start + 30])
        if len(header) < 30 or header[:4] != _ZIP:
            raise Fault("truncated")
        name_length, extra_length = struct.unpack("<HH", header[26:30])
        name = bytes(self._content[start + 30 : start + 30 + name_length])
        begin = start + 30 + name_length + extra_length
        packed = self._content[begin : begin + part.packed_size]
        if name != part.name or len(packed) != part.packed_size:
            raise Fault("truncated")
        if part.method == _STORED and part.packed_size != part.size:
            raise Fault("truncated")
        return packed

    def _check_names(self) -> None:
        for name, part in self.parts.items():
            lower = name.lower()
            if name.startswith("/") or ":" in name or "\x00" in name or ".." in name.split("/"):
                raise Fault("unsafe_parts")
            if lower.endswith("vbaproject.bin") or "/macrosheets/" in lower or lower.startswith(("basic/", "scripts/")):
                raise Fault("macros")
            if part.flags & 0x1:
                raise Fault("encrypted")
            if part.method not in (_STORED, _DEFLATED):
                raise Fault("unsafe_parts")

    def _check_sizes(self, unpacked_bytes: int, ratio: int) -> None:
        total = sum(part.size for part in self.parts.values())
        if total > unpacked_bytes:
            raise Fault("unpacks_too_far", limit=unpacked_bytes >> 20)
        for part in self.parts.values():
            if part.size > _RATIO_MATTERS_FROM and part.size > ratio * max(part.packed_size, 1):
                raise Fault("unpacks_too_far", limit=unpacked_bytes >> 20)

    def refuse_nested_archives(self) -> None:
        """No part is itself a zip: what is packed twice is seen by nobody.

        Raises:
            Fault: when one is.
        """
        for name, part in self.parts.items():
            if part.size >= 4 and next(self.chunks(name), b"")[:4] == _ZIP:
                raise Fault("nested_archive")


def _directory(content: bytes, limit: int) -> list[Part]:
    """The entries of the one directory, which lies directly before the end of the file without a gap or a comment.

    Two programs can then not read two different files in it. Archives beyond 4 GB have no place here.
    """
    end = len(content) - _END.size
    if end < 0 or content[end : end + 4] != _END_OF_DIRECTORY:
        raise Fault("truncated")
    count, size, offset = _END.unpack_from(content, end)[4:7]
    if count > limit or size > limit * _DIRECTORY_BYTES_PER_PART:
        raise Fault("too_many_parts", limit=limit)
    if offset + size != end:
        raise Fault("truncated")
    entries, place = [], offset
    for _ in range(count):
        if place + 8 + _ENTRY.size > end or content[place : place + 4] != _DIRECTORY_ENTRY:
            raise Fault("truncated")
        flags, method, packed, unpacked, name, extra, comment, start = _ENTRY.unpack_from(content, place + 8)
        place += _ENTRY.size + 8
        entries.append(Part(content[place : place + name], flags, method, packed, unpacked, start))
        place += name + extra + comment
    if place != end:
        raise Fault("truncated")
    return entries


def _text_of(part: Part) -> str:
    try:
        return part.name.decode("utf-8" if part.flags & 0x800 else "cp437")
    except UnicodeDecodeError as error:
        raise Fault("unsafe_parts") from error


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")
