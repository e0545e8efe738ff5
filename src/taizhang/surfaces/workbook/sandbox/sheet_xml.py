"""What the XML of a workbook holds, counted in chunks before any of it is built in memory.

Also finds what calamine drops without a word: error values, and formulas that no office program has calculated yet.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable
from typing import Final

from .fault import Fault

LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384
#: Shown in place of the value of a formula that has none.
NOT_CALCULATED: Final = "#未计算"

#: Longer than any one cell with its formula, so that nothing is lost where two chunks meet.
_OVERLAP: Final = 1 << 14
_FORBIDDEN: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING: Final = re.compile(rb"^<\?xml[^>]*encoding\s*=\s*[\"']([^\"']+)[\"']")
_FAR: Final = re.compile(rb' r="([A-Z]{2,}|[A-Z]?(?=\d{6}))(\d+)"[^>]*?(/?)>')
_LAST_ROW_TAG: Final = re.compile(rb"<row[^>]*?\br=\"(\d+)\"")
_FORMULA: Final = rb"<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)"
_ERROR: Final = re.compile(rb"<c\b([^>]*\bt=\"e\"[^>]*)>(?:" + _FORMULA + rb")?<v>([^<]*)</v>")
_UNCALCULATED: Final = re.compile(rb"<c\b([^>]*)>" + _FORMULA + rb"</c>")
_REFERENCE: Final = re.compile(rb"\br=\"([A-Z]{1,3})(\d{1,7})\"")


class SheetXml:
    """What one sheet part holds: the last row, the last column behind Z (0: none), the cells calamine would lose."""

    __slots__ = ("columns", "lost", "rows")

    def __init__(self) -> None:
        self.rows, self.columns = 0, 0
        self.lost: dict[tuple[int, int], str] = {}


def scan_part(chunks: Iterable[bytes]) -> None:
    """The part is UTF-8 XML without a document type and without one endless text.

    Raises:
        Fault: otherwise.
    """
    for _ in _windows(chunks):
        pass


def scan_sheet(chunks: Iterable[bytes], *, rows: int, cells: int) -> SheetXml:
    """The sheet part is within the limits.

    Raises:
        Fault: too many rows or cells, content spread too far apart, a reference that no sheet has, or as `scan_part`.
    """
    sheet, row_tags, cell_tags = SheetXml(), 0, 0
    for overlap, window in _windows(chunks):
        row_tags += window.count(b"<row", overlap)
        cell_tags += window.count(b"<c ", overlap)
        if row_tags > rows:
            raise Fault("too_many_rows", limit=rows)
        if cell_tags > cells:
            raise Fault("too_many_cells", limit=cells)
        _measure(window, sheet, rows)
        _find_lost(window, sheet)
    if sheet.rows * sheet.columns > cells:
        if cell_tags * 4 > sheet.rows * sheet.columns:
            raise Fault("too_many_cells", limit=cells)
        raise Fault("spread", cell=f"{letters(sheet.columns)}{sheet.rows}")
    return sheet


def letters(column: int) -> str:
    """The name of a column counted from 1: 27 is AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def sheet_parts(workbook: bytes, relations: bytes) -> dict[str, str]:
    """Sheet name to the name of its part in the container.

    Raises:
        Fault: when the workbook part cannot be parsed or points at something that is not an XML part.
    """
    try:
        targets = {r.get("Id"): r.get("Target", "") for r in ElementTree.fromstring(relations)}  # noqa: S314 - no DOCTYPE
        sheets = [e for e in ElementTree.fromstring(workbook).iter() if e.tag.endswith("}sheet")]  # noqa: S314
    except ElementTree.ParseError as error:
        raise Fault("truncated") from error
    found = {}
    for sheet in sheets:
        relation = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), None)
        target = targets.get(relation, "").replace("\\", "/")
        if not target.endswith(".xml"):
            raise Fault("unsafe_parts")
        found[sheet.get("name", "")] = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    return found


def _windows(chunks: Iterable[bytes]) -> Iterable[tuple[int, bytes]]:
    """Each chunk behind the end of the one before it, with the length of that end; forbidden XML stops here."""
    tail, first = b"", True
    for chunk in chunks:
        if first:
            _check_encoding(chunk)
            first = False
        if len(chunk) > _OVERLAP and b"<" not in chunk:
            raise Fault("text_too_long")
        window = tail + chunk
        if b"<!" in window and _FORBIDDEN.search(window):
            raise Fault("document_type")
        yield len(tail), window
        tail = window[-_OVERLAP:]


def _check_encoding(head: bytes) -> None:
    head = head.removeprefix(b"\xef\xbb\xbf")
    declared = _ENCODING.match(head[:256])
    if b"\x00" in head[:4] or head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Fault("unsafe_parts")
    if declared and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii"):
        raise Fault("unsafe_parts")


def _measure(window: bytes, sheet: SheetXml, rows: int) -> None:
    last = window.rfind(b"<row")
    tag = _LAST_ROW_TAG.match(window, last) if last >= 0 else None
    # An empty formatted row far below is ordinary and costs nothing: only rows with content count as used.
    if tag and not window[last : window.find(b">", last) + 1].endswith(b"/>"):
        sheet.rows = max(sheet.rows, int(tag[1][:9]))
    for column, row, empty in _FAR.findall(window):
        number, position = int(row[:12]), _position(column) if column else 0
        if number > LAST_ROW or position > LAST_COLUMN:
            raise Fault("beyond_sheet", cell=f"{column.decode()[:12]}{row.decode()[:12]}")
        if column and not empty:
            if number > rows:
                raise Fault("too_many_rows", limit=rows)
            sheet.rows, sheet.columns = max(sheet.rows, number), max(sheet.columns, position)


def _find_lost(window: bytes, sheet: SheetXml) -> None:
    if b't="e"' in window:
        for attributes, value in _ERROR.findall(window):
            if at := _REFERENCE.search(attributes):
                sheet.lost[int(at[2]), _position(at[1])] = value.decode("utf-8", "replace")[:32]
    if b"</f></c>" in window or b"/></c>" in window:
        for attributes in _UNCALCULATED.findall(window):
            if at := _REFERENCE.search(attributes):
                sheet.lost[int(at[2]), _position(at[1])] = NOT_CALCULATED


def _position(name: bytes) -> int:
    position = 0
    for letter in name[:8]:
        position = position * 26 + letter - 64
    return position
