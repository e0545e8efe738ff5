"""The child process: confines itself, reads one file from standard input, writes its sheets as JSON lines.

Lines: `{"kind": "xlsx"}`, then per sheet `{"sheet": name, "hidden": bool, "merged": [[row, column, row, column], ...]}`
and lists of rows, at the end `{"done": true}` or, in place of everything after it, `{"refused": code, "values": {...}}`.
JSON cannot make the reader execute anything. Rows begin at row 1 and column A, whatever the file begins with.
"""

from __future__ import annotations

import csv
import gc
import io
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import python_calamine
from python_calamine import CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from taizhang.frame.confined import confine

from .container import Container, check_ole, kind_of
from .fault import Fault
from .sheet_xml import SheetXml, scan_part, scan_sheet, sheet_parts

_CHUNK: Final = 2_000
#: The longest text an office program keeps in a cell.
_TEXT: Final = 32_767


class LostCell:
    """An error value, told apart from the same text typed by a person."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


def main(limits: dict[str, int]) -> None:
    """The answer is on standard output; the exit status is 0 only when the last line says done."""
    confine(limits)
    gc.disable()  # nothing here refers to itself, and the child ends with the file
    out = sys.stdout.buffer
    try:
        content = sys.stdin.buffer.read(limits["file_bytes"] + 1)
        for line in _answer(content, limits):
            out.write(line)
            out.write(b"\n")
        _write(out, {"done": True})
    except Fault as fault:
        _write(out, {"refused": fault.code, "values": fault.values})
    except MemoryError:
        _write(out, {"refused": "too_large", "values": {}})
    except python_calamine.PasswordError:
        _write(out, {"refused": "encrypted", "values": {}})
    except python_calamine.CalamineError:
        _write(out, {"refused": "unreadable", "values": {}})
    out.flush()


def _answer(content: bytes, limits: dict[str, int]) -> Iterator[bytes]:
    if len(content) > limits["file_bytes"]:
        raise Fault("file_too_large", limit=limits["file_bytes"] >> 20)
    kind = kind_of(content)
    if kind == "text":
        yield _json({"kind": "csv"})
        yield from _csv_lines(content, limits)
        return
    scanned: dict[str, SheetXml] = {}
    if kind == "ole":
        check_ole(content)
        yield _json({"kind": "xls"})
    else:
        name, scanned = _scan_zip(content, limits)
        yield _json({"kind": name})
    yield from _calamine_lines(content, scanned, limits)


def _scan_zip(content: bytes, limits: dict[str, int]) -> tuple[str, dict[str, SheetXml]]:
    """The kind of the container and, for xlsx, what was found in the XML of each sheet, by sheet name."""
    container = Container(
        content, parts=limits["parts"], unpacked_bytes=limits["unpacked_bytes"], ratio=limits["ratio"]
    )
    names = container.parts
    if "xl/workbook.bin" in names:
        raise Fault("binary_workbook")
    if "xl/workbook.xml" not in names and "content.xml" not in names:
        raise Fault("nested_archive" if any(n.lower().endswith((".zip", ".xlsx")) for n in names) else "not_a_workbook")
    container.refuse_nested_archives()
    sheets: dict[str, SheetXml] = {}
    for name in names:
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            sheets[name] = scan_sheet(container.chunks(name), rows=limits["rows"], cells=limits["cells"])
        elif name.endswith((".xml", ".rels")):
            scan_part(container.chunks(name))
    if "xl/workbook.xml" in names:
        if b"macroEnabled" in container.read("[Content_Types].xml"):
            raise Fault("macros")
        parts = sheet_parts(container.read("xl/workbook.xml"), container.read("xl/_rels/workbook.xml.rels"))
        return "xlsx", {sheet: sheets[part] for sheet, part in parts.items() if part in sheets}
    manifest = container.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
    if b"encryption-data" in manifest:
        raise Fault("encrypted")
    return "ods", {}


def _calamine_lines(content: bytes, scanned: dict[str, SheetXml], limits: dict[str, int]) -> Iterator[bytes]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    cells_left = limits["cells"]
    for meta in workbook.sheets_metadata:
        if meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(meta.name)
        cells_left -= _size(sheet, limits)
        if cells_left < 0:
            raise Fault("too_many_cells", limit=limits["cells"])
        merged = [[r1 + 1, c1 + 1, r2 + 1, c2 + 1] for (r1, c1), (r2, c2) in sheet.merged_cell_ranges or ()]
        yield _head(meta.name, meta.visible != SheetVisibleEnum.Visible, merged)
        lost = scanned[meta.name].lost if meta.name in scanned else {}
        rows = _absolute_rows(sheet, lost)
        yield from _row_lines(rows if scanned else map(_with_floats, rows))


def _size(sheet: CalamineSheet, limits: dict[str, int]) -> int:
    """Cells from A1 to the last one with content."""
    if sheet.end is None:
        return 0
    rows, columns = sheet.end[0] + 1, sheet.end[1] + 1
    if rows > limits["rows"]:
        raise Fault("too_many_rows", limit=limits["rows"])
    return rows * columns


def _absolute_rows(sheet: CalamineSheet, lost: dict[tuple[int, int], str]) -> Iterator[list[Any]]:
    """Rows from row 1, columns from A; calamine leaves out empty columns on the left but not empty rows on top."""
    pad = [""] * (sheet.start[1] if sheet.start else 0)
    by_row: dict[int, list[tuple[int, str]]] = {}
    for (place, column), text in lost.items():
        by_row.setdefault(place, []).append((column, text))
    width = sheet.end[1] + 1 if sheet.end else 0
    number = 0
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        row: list[Any] = pad + cells if pad else cells
        for column, text in by_row.get(number, ()) if by_row else ():
            if column <= width:
                row[column - 1] = LostCell(text)
        yield row


def _with_floats(row: list[Any]) -> list[Any]:
    """Whole numbers as floats: calamine gives them as int from an old workbook and as float from a new one."""
    return [float(cell) if type(cell) is int else cell for cell in row]


def _csv_lines(content: bytes, limits: dict[str, int]) -> Iterator[bytes]:
    text = _decoded(content)
    csv.field_size_limit(_TEXT * 4)
    first_line = text.partition("\n")[0]
    delimiter = max(",\t;", key=first_line.count)
    try:
        rows = list(_counted(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), limits))
    except csv.Error as error:
        raise Fault("text_too_long") from error
    width = max(map(len, rows), default=0)
    if width * len(rows) > limits["cells"]:
        raise Fault("too_many_cells", limit=limits["cells"])
    yield _head("CSV", False, [])
    yield from _row_lines(row + [""] * (width - len(row)) for row in rows)


def _counted(rows: Iterable[list[str]], limits: dict[str, int]) -> Iterator[list[str]]:
    cells = 0
    for number, row in enumerate(rows, start=1):
        cells += len(row)
        if number > limits["rows"]:
            raise Fault("too_many_rows", limit=limits["rows"])
        if cells > limits["cells"]:
            raise Fault("too_many_cells", limit=limits["cells"])
        yield row


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return content.decode("gb18030")
        except UnicodeDecodeError as error:
            raise Fault("not_a_workbook") from error


def _head(name: str, hidden: bool, merged: list[list[int]]) -> bytes:
    return _json({"sheet": name, "hidden": hidden, "merged": merged})


def _row_lines(rows: Iterable[list[Any]]) -> Iterator[bytes]:
    chunk: list[list[Any]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == _CHUNK:
            yield _json(chunk)
            chunk.clear()
    if chunk:
        yield _json(chunk)


def _tagged(value: object) -> dict[str, object]:
    """What JSON has no form for, under a tag that no text of a cell can imitate."""
    if isinstance(value, datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, time):
        return {"time": value.isoformat()}
    if isinstance(value, timedelta):
        return {"seconds": value.total_seconds()}
    if isinstance(value, LostCell):
        return {"error": value.text}
    raise TypeError(type(value).__name__)


_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, default=_tagged, separators=(",", ":")).encode


def _json(value: object) -> bytes:
    return _encode(value).encode("utf-8")


def _write(out: Any, value: object) -> None:
    out.write(_json(value))
    out.write(b"\n")
