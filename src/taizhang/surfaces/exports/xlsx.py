"""A list as a workbook: the rows and columns that the page shows, amounts as numbers, codes and names as text."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

import xlsxwriter

#: A file with more rows than this is not read by a person.
LIMIT_ROWS = 100_000

_OPTIONS = {
    # Only one row at a time is kept in memory, however long the list.
    "constant_memory": True,
    # A name that begins with '=' stays a name.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
#: A spreadsheet keeps 15 significant digits of a number.
_EXACT = 10**15
_CELL_LIMIT = 32_767


@dataclass(frozen=True, slots=True)
class Head:
    """One column: what stands above it, whether it holds numbers, and how wide it is in characters."""

    label: str
    numeric: bool = False
    width: int = 18


def workbook(
    sheet: str, heads: Sequence[Head], rows: Iterable[Sequence[Any]], totals: Sequence[Any], about: Sequence[tuple[str, str]], about_sheet: str
) -> IO[bytes]:
    """A temporary file with the list on the first sheet and where it comes from on the second, open at its beginning."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    book = xlsxwriter.Workbook(file, _OPTIONS)
    _list_sheet(book, book.add_worksheet(_sheet_name(sheet)), heads, rows, totals)
    note = book.add_worksheet(_sheet_name(about_sheet))
    note.set_column(0, 0, 18)
    note.set_column(1, 1, 60)
    for i, (label, text) in enumerate(about):
        note.write_string(i, 0, label)
        note.write_string(i, 1, text)
    book.close()
    file.seek(0)
    return file


def _list_sheet(book: Any, sheet: Any, heads: Sequence[Head], rows: Iterable[Sequence[Any]], totals: Sequence[Any]) -> None:
    bold = book.add_format({"bold": True, "bg_color": "#E8EEF6", "bottom": 1, "text_wrap": True, "valign": "vcenter"})
    formats = {
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        "number": book.add_format({"num_format": "#,##0.######"}),
        "whole": book.add_format({"num_format": "#,##0"}),
        "text": book.add_format({"num_format": "@"}),
    }
    for i, head in enumerate(heads):
        sheet.set_column(i, i, head.width)
        sheet.write_string(0, i, head.label, bold)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    at = 1
    for row in rows:
        for i, value in enumerate(row):
            _write(sheet, at, i, value, formats)
        at += 1
    if at > 1:
        sheet.autofilter(0, 0, at - 1, max(0, len(heads) - 1))
    for i, value in enumerate(totals):
        _write(sheet, at, i, value, formats)


def _write(sheet: Any, row: int, column: int, value: Any, formats: dict[str, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, column, value.replace(tzinfo=None), formats["moment"])
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), formats["day"])
    elif isinstance(value, int | Decimal) and _keeps_every_digit(value):
        whole = isinstance(value, int) or value == value.to_integral_value()
        sheet.write_number(row, column, float(value), formats["whole" if whole else "number"])
    else:
        sheet.write_string(row, column, str(value)[:_CELL_LIMIT], formats["text"])


def _keeps_every_digit(value: int | Decimal) -> bool:
    return len(Decimal(value).normalize().as_tuple().digits) <= 15 and -_EXACT < value < _EXACT


def _sheet_name(name: str) -> str:
    # What a sheet may not be called, and how long its name may be, is the spreadsheet's own rule.
    return "".join("_" if c in "[]:*?/\\'" else c for c in name)[:31] or "Sheet1"
