"""A blank form (.xlsx) filled to the cell: what is written goes into the sheet's own XML, and every other byte of it stays.

Styles, merged cells, print settings, pictures and validations of the form are not read and so cannot be lost. A cell that
holds a formula keeps it; its last value is taken out, and the office program is told to calculate when it opens the file.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from xml.parsers import expat
from xml.sax.saxutils import escape

from .model import column_index
from .refusals import refusal
from .sandbox.container import Container, kind_of
from .sandbox.fault import Fault
from .sandbox.sheet_xml import scan_part, sheet_parts

#: A form is a page or two; what is larger is a workbook full of figures.
_MOST_BYTES: Final = 4 << 20
_MOST_UNPACKED: Final = 48 << 20
# A name ends before a space, a slash or the end of its tag: `<c:x>` is no cell, and looking for the end of one that never comes,
# once for each, is how a file keeps a process busy for hours. `_check` sees to it that every tag has its end.
_ROW: Final = re.compile(rb"<((?:\w+:)?)row(?=[\s/>])([^>]*?)(?:/>|>(.*?)</\1row>)", re.DOTALL)
_CELL: Final = re.compile(rb"<((?:\w+:)?)c(?=[\s/>])([^>]*?)(?:/>|>(.*?)</\1c>)", re.DOTALL)
_DATA: Final = re.compile(rb"<((?:\w+:)?)sheetData\b[^>]*?(?:/>|>(.*?)</\1sheetData>)", re.DOTALL)
_NUMBER_OF: Final = re.compile(rb'\br="(\d+)"')
_REFERENCE_OF: Final = re.compile(rb'\br="([A-Z]{1,3})\d+"')
_TYPE: Final = re.compile(rb'\st="[^"]*"')
_VALUE: Final = re.compile(rb"<((?:\w+:)?)v(?=[\s/>])[^>]*?(?:/>|>.*?</\1v>)", re.DOTALL)
#: Comments, sections of raw text, instructions: no office program writes them into a sheet, and tags in them have no end.
_UNSEEN: Final = re.compile(rb"<!|<\?(?!xml\s)")
_CALC: Final = re.compile(rb"<((?:\w+:)?)calcPr\b([^>]*?)/?>(?:</\1calcPr>)?")
_AFTER_CALC: Final = re.compile(
    rb"<(?:\w+:)?(?:oleSize|customWorkbookViews|pivotCaches|smartTagPr|smartTagTypes|webPublishing|fileRecoveryPr"
    rb"|webPublishObjects|extLst)\b|</(?:\w+:)?workbook>"
)
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Value = Decimal | str


@dataclass(frozen=True, slots=True)
class Filled:
    """The form with its cells filled, and the cells that hold a formula and so were left to it."""

    content: bytes
    formulas: tuple[str, ...]


def fill(form: bytes, sheet: str, cells: Mapping[str, Value]) -> Filled:
    """The form with these cells of a sheet filled: 'D7' to a number or a text. Cells that were empty keep their format.

    Raises:
        BadInput: not an .xlsx that can be opened, or no such sheet.
        KeyError: a reference that is none.
    """
    try:
        parts = _parts(form)
        names = sheet_parts(parts["xl/workbook.xml"], parts["xl/_rels/workbook.xml.rels"])
        part = names[sheet]
        for name in {part, "xl/workbook.xml", *(set(names.values()) & parts.keys())}:
            _check(parts[name])
    except Fault as fault:
        raise refusal(fault.code, fault.values) from fault
    except KeyError as missing:
        raise refusal("not_a_workbook", {}) from missing
    formulas: list[str] = []
    parts[part] = _filled(parts[part], cells, formulas)
    for name in set(names.values()) & parts.keys():
        parts[name] = _CELL.sub(_without_value, parts[name])
    parts["xl/workbook.xml"] = _calculated(parts["xl/workbook.xml"])
    return Filled(_packed(parts), tuple(formulas))


def _parts(form: bytes) -> dict[str, bytes]:
    if len(form) > _MOST_BYTES:
        raise Fault("file_too_large", limit=_MOST_BYTES >> 20)
    if kind_of(form) != "zip":
        raise Fault("not_a_workbook")
    container = Container(form, parts=400, unpacked_bytes=_MOST_UNPACKED, ratio=200)
    return {name: container.read(name) for name in container.parts}


def _check(xml: bytes) -> None:
    """Nothing, when a part is XML in which every tag has its end and nothing is hidden from whoever looks for tags.

    Raises:
        Fault: otherwise.
    """
    scan_part([xml])
    if _UNSEEN.search(xml):
        raise Fault("unsafe_parts")
    try:
        expat.ParserCreate().Parse(xml, True)
    except expat.ExpatError:
        raise Fault("unreadable") from None


def _packed(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            # No time of writing: the same form with the same figures is the same file.
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _filled(xml: bytes, cells: Mapping[str, Value], formulas: list[str]) -> bytes:
    wanted: dict[int, dict[str, Value]] = {}
    for reference, value in cells.items():
        column = reference.rstrip("0123456789")
        column_index(column)
        wanted.setdefault(int(reference[len(column) :]), {})[column] = value
    data = _DATA.search(xml)
    if data is None:
        raise refusal("unreadable", {})
    prefix, body = data[1], data[2] or b""
    pieces: list[bytes] = []
    at = 0
    for row in _ROW.finditer(body):
        number = _number(row[2])
        pieces.append(body[at : row.start()])
        # Rows that the form does not have stand before the next one that it has.
        for missing in sorted(n for n in wanted if n < number):
            pieces.append(_new_row(prefix, missing, wanted.pop(missing)))
        pieces.append(_row(row, wanted.pop(number), formulas) if number in wanted else row[0])
        at = row.end()
    pieces.append(body[at:])
    pieces += [_new_row(prefix, n, wanted[n]) for n in sorted(wanted)]
    tag = prefix + b"sheetData"
    return xml[: data.start()] + b"<" + tag + b">" + b"".join(pieces) + b"</" + tag + b">" + xml[data.end() :]


def _row(row: re.Match[bytes], values: Mapping[str, Value], formulas: list[str]) -> bytes:
    prefix, attributes, body = row[1], row[2], row[3] or b""
    number, left = _number(attributes), dict(values)
    pieces: list[bytes] = []
    at = 0
    for cell in _CELL.finditer(body):
        column = _column(cell[2])
        pieces.append(body[at : cell.start()])
        for missing in sorted((c for c in left if column_index(c) < column_index(column)), key=column_index):
            pieces.append(_new_cell(prefix, f"{missing}{number}", b"", left.pop(missing)))
        pieces.append(_cell(cell, f"{column}{number}", left.pop(column), formulas) if column in left else cell[0])
        at = cell.end()
    pieces.append(body[at:])
    pieces += [_new_cell(prefix, f"{c}{number}", b"", left[c]) for c in sorted(left, key=column_index)]
    tag = prefix + b"row"
    return b"<" + tag + attributes + b">" + b"".join(pieces) + b"</" + tag + b">"


def _cell(cell: re.Match[bytes], reference: str, value: Value, formulas: list[str]) -> bytes:
    if re.search(rb"<(?:\w+:)?f\b", cell[3] or b""):
        formulas.append(reference)
        return cell[0]
    kept = _TYPE.sub(b"", re.sub(rb'\br="[A-Z]{1,3}\d+"', b"", cell[2])).strip()
    return _new_cell(cell[1], reference, b" " + kept if kept else b"", value)


def _new_row(prefix: bytes, number: int, values: Mapping[str, Value]) -> bytes:
    cells = b"".join(_new_cell(prefix, f"{c}{number}", b"", values[c]) for c in sorted(values, key=column_index))
    return b'<%brow r="%d">%b</%brow>' % (prefix, number, cells, prefix)


def _new_cell(prefix: bytes, reference: str, attributes: bytes, value: Value) -> bytes:
    at = reference.encode()
    if isinstance(value, Decimal):
        return b'<%bc r="%b"%b><%bv>%b</%bv></%bc>' % (prefix, at, attributes, prefix, f"{value:f}".encode(), prefix, prefix)
    text = escape(_UNPRINTABLE.sub("", value)[:32_767]).encode()
    said = b'<%bis><%bt xml:space="preserve">%b</%bt></%bis>' % (prefix, prefix, text, prefix, prefix)
    return b'<%bc r="%b"%b t="inlineStr">%b</%bc>' % (prefix, at, attributes, said, prefix)


def _without_value(cell: re.Match[bytes]) -> bytes:
    """A formula without the value it had in the blank form: a stale figure is worse than none."""
    body = cell[3] or b""
    if not re.search(rb"<(?:\w+:)?f\b", body):
        return cell[0]
    tag = cell[1] + b"c"
    return b"<" + tag + _TYPE.sub(b"", cell[2]) + b">" + _VALUE.sub(b"", body) + b"</" + tag + b">"


def _calculated(workbook: bytes) -> bytes:
    found = _CALC.search(workbook)
    if found is not None:
        kept = re.sub(rb'\s(?:fullCalcOnLoad|calcMode)="[^"]*"', b"", found[2])
        return workbook[: found.start()] + b"<%bcalcPr%b fullCalcOnLoad=\"1\"/>" % (found[1], kept) + workbook[found.end() :]
    after = _AFTER_CALC.search(workbook)
    if after is None:
        return workbook
    prefix = re.match(rb"</?((?:\w+:)?)", after[0])
    assert prefix is not None
    return workbook[: after.start()] + b'<%bcalcPr fullCalcOnLoad="1"/>' % prefix[1] + workbook[after.start() :]


def _number(attributes: bytes) -> int:
    found = _NUMBER_OF.search(attributes)
    if found is None:
        raise refusal("unreadable", {})
    return int(found[1])


def _column(attributes: bytes) -> str:
    found = _REFERENCE_OF.search(attributes)
    if found is None:
        raise refusal("unreadable", {})
    return found[1].decode()
