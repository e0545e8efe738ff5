"""Workbooks for the tests, written with XlsxWriter, and hostile ones taken apart by hand."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

import xlsxwriter

_SHEET = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{before}'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData></worksheet>'
)
ONE_CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'


def book(rows: Iterable[Iterable[Any]], name: str = "项目") -> bytes:
    """One sheet with these rows from A1."""
    return books({name: rows})


def books(sheets: Mapping[str, Iterable[Iterable[Any]]], hidden: Iterable[str] = ()) -> bytes:
    """Sheets by name with their rows from A1."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"strings_to_formulas": False}) as workbook:
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            if name in hidden:
                sheet.hide()
            for i, row in enumerate(rows):
                for j, value in enumerate(row):
                    if hasattr(value, "isoformat"):
                        sheet.write_datetime(i, j, value, day)
                    elif value is not None:
                        sheet.write(i, j, value)
    return buffer.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    """Name to content of every part of a zip."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a zip, packed as hard as office programs do it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    """A small valid workbook with one part put in or replaced."""
    return packed(parts_of(book([[1]])) | {name: content})


def with_rows(rows: str, before: str = "") -> bytes:
    """A small valid workbook whose sheet holds these rows of XML."""
    return with_part("xl/worksheets/sheet1.xml", _SHEET.format(rows=rows, before=before).encode())


def understated(name: str, content: bytes) -> bytes:
    """A workbook whose directory says that a part is 1,000 bytes long, checksum included, while it unpacks to `content`."""
    honest = bytearray(with_part(name, content))
    lie = struct.pack("<L", zlib.crc32(content[:1000])), struct.pack("<L", 1000)
    truth = struct.pack("<L", zlib.crc32(content)), struct.pack("<L", len(content))
    for true, false in zip(truth, lie, strict=True):
        place = honest.find(true)
        while place >= 0:
            honest[place : place + 4] = false
            place = honest.find(true, place + 4)
    return bytes(honest)


def ole(*names: str) -> bytes:
    """Something that begins like an OLE file and names these streams."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
    return head + b"".join(name.encode("utf-16-le") + b"\x00" * 64 for name in names) + b"\x00" * 4096


_LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
_FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
_TEXT_200_MB = '<row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row>'
_ODS_ROW = (
    b'<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    b'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    b'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    b'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    b'<table:table table:name="S">%s</table:table></office:spreadsheet></office:body></office:document-content>'
)


def ods(rows: bytes) -> bytes:
    """A minimal OpenDocument spreadsheet."""
    manifest = (
        b'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        b'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    mimetype = b"application/vnd.oasis.opendocument.spreadsheet"
    return packed({"mimetype": mimetype, "META-INF/manifest.xml": manifest, "content.xml": _ODS_ROW % rows})


def hostile() -> dict[str, tuple[bytes, str]]:
    """Name to content and the code of the refusal it must meet."""
    small = book([[1]])
    many_rows = "<row><c><v>1</v></c><c><v>1</v></c></row>" * 1_400_000
    stored_rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n * 7919 % 99991}</v></c></row>' for n in range(1, 260_000))
    long_text = _TEXT_200_MB.format("长" * 66_000_000)
    nested = packed({"inner.zip": packed({"a.txt": b"a" * 1000})})
    repeated = (
        b'<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="float" '
        b'office:value="1" table:number-columns-repeated="%d"/></table:table-row>'
    )
    return {
        "rows that unpack 300 to 1": (with_rows(many_rows), "unpacks_too_far"),
        "more rows than allowed, honestly packed": (with_rows(stored_rows), "too_many_rows"),
        "one text of 200 MB": (with_rows(long_text), "unpacks_too_far"),
        "one text of 200 MB that the directory hides": (
            understated("xl/sharedStrings.xml", b"<sst><si><t>" + b"a" * 200_000_000 + b"</t></si></sst>"),
            "truncated",
        ),
        "a long text within the size limit": (
            with_rows(_TEXT_200_MB.format("".join(chr(0x4E00 + n * 7919 % 20000) for n in range(20_000)) * 100)),
            "text_too_long",
        ),
        "one cell in the far corner": (with_rows(_FAR), "too_many_rows"),
        "two cells in opposite corners": (with_rows(ONE_CELL + _FAR), "too_many_rows"),
        "two cells at the ends of a row": (
            with_rows('<row r="1"><c r="A1"><v>1</v></c></row><row r="9999"><c r="XFD9999"><v>1</v></c></row>'),
            "spread",
        ),
        "a row beyond the sheet": (with_rows('<row r="1048577"><c r="A1048577"><v>1</v></c></row>'), "beyond_sheet"),
        "a column beyond the sheet": (with_rows('<row r="1"><c r="XFE1"><v>1</v></c></row>'), "beyond_sheet"),
        "a reference of 4 billion rows": (
            with_rows('<row r="4294967295"><c r="ZZZZZZZ4294967295"><v>1</v></c></row>'),
            "beyond_sheet",
        ),
        "billion laughs in the sheet": (with_rows(ONE_CELL, _LAUGHS), "document_type"),
        "billion laughs in the shared texts": (with_part("xl/sharedStrings.xml", _LAUGHS.encode()), "document_type"),
        "an external entity": (
            with_rows(ONE_CELL, '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'),
            "document_type",
        ),
        "a sheet in UTF-16": (
            with_part("xl/worksheets/sheet1.xml", _SHEET.format(rows=ONE_CELL, before="").encode("utf-16")),
            "unsafe_parts",
        ),
        "macros": (with_part("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0"), "macros"),
        "macros in an old workbook": (ole("Workbook", "_VBA_PROJECT_CUR"), "macros"),
        "a picture": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 2000, "not_a_workbook"),
        "a PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nstream\n\x00\x01\nendstream\n", "not_a_workbook"),
        "a Word document": (packed({"word/document.xml": b"<w/>"}), "not_a_workbook"),
        "an old Word document": (ole("WordDocument"), "not_a_workbook"),
        "a web page": (b"\n<html><table><tr><td>1</td></tr></table></html>", "web_page"),
        "a truncated zip": (small[: len(small) // 2], "truncated"),
        "a zip with a tail": (small + b"PK\x05\x06" + b"\x00" * 30, "truncated"),
        "nothing": (b"", "empty_file"),
        "encrypted by a password": (ole("EncryptionInfo", "EncryptedPackage"), "encrypted"),
        "a zip in a zip": (nested, "nested_archive"),
        "a zip inside a workbook": (with_part("xl/media/x.bin", nested), "nested_archive"),
        "a part that climbs out of the folder": (with_part("xl/../../etc/cron.d/x", b"x"), "unsafe_parts"),
        "5,000 parts": (packed({f"p{n}.xml": b"" for n in range(5000)}), "too_many_parts"),
        "a binary workbook": (packed({"xl/workbook.bin": b"x"}), "binary_workbook"),
        "OpenDocument cells repeated 17 billion times": (ods(repeated % 16384), "unreadable"),
        "OpenDocument cells repeated 20 million times": (ods(repeated % 20), "too_large"),
        "an old workbook of rubbish": (ole("Workbook"), "unreadable"),
        "a larger file than allowed": (b"PK\x03\x04" + b"\x01" * (21 << 20), "file_too_large"),
    }
