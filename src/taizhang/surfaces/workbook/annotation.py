"""The workbook goes back as it came, with every problem marked in its cell and listed on a first sheet.

What people wrote stays text: nothing becomes a formula or a link, and codes keep all their digits.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import xlsxwriter

from taizhang.basis.text import Text

from . import cover
from .model import EMPTY, Cell, CellError, Sheet, Workbook, column_index, letter, shown
from .reading import SheetReading
from .roles import Role
from .rows import CellProblem

_TEXT_LIMIT: Final = 32_767
_LINK_LIMIT: Final = 60_000
_NAME_LIMIT: Final = 31
_NOT_IN_NAMES: Final = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))
_FIRST_DATE: Final = date(1900, 3, 1)
_WIDEST: Final = 40
_RED: Final = "#FFC7CE"
_AMBER: Final = "#FFEB9C"
_TINTS: Final = ("#DDEBF7", "#E2EFDA", "#FFF2CC", "#EDEDED", "#FCE4D6", "#D9E1F2")

_HEADLINE = Text(
    "有{problems}处读不出来或不能接收，已在表中标红；点单元格可直接跳到该处。改好后把原表再传一次即可。",
    "{problems} places could not be read or accepted; they are red in the sheets. Click a cell to jump to it. "
    "Correct them and upload the workbook again.",
)
_CLEAN = Text("所有行都读出来了。", "Every row was read.")
_SHEETS = Text("各表读取情况", "How each sheet was read")
_READ_AS = Text("{column}列“{heading}”读作“{role}”", "Column {column} “{heading}” is read as “{role}”")
_IN_UNIT = Text("（单位：{unit}）", " (unit: {unit})")
_QUESTIONS = Text("请确认", "Please decide")
_READ_COMMENT = Text("读作：{role}", "Read as: {role}")


@dataclass(frozen=True, slots=True)
class Question:
    """Something only a person can decide, and the (sheet, cell) pairs it is about."""

    text: Text
    cells: tuple[tuple[str, str], ...]


def annotate(
    workbook: Workbook,
    readings: Iterable[SheetReading],
    problems: Sequence[CellProblem],
    roles: Sequence[Role],
    *,
    questions: Sequence[Question] = (),
    language: str = "zh",
) -> bytes:
    """An .xlsx file: first the sheet 说明 with all problems and links to them, then the same sheets, rows and cells.

    Cells with a problem are red and carry the reasons as a comment, cells in question are amber; headings are tinted
    and say as what their column is read. Formulas are their values, formats of the original are not kept.
    """
    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = xlsxwriter.Workbook(buffer, options)
    names = _sheet_names(workbook, cover.NAME.in_(language))
    labels = {role.key: role.label.in_(language) for role in roles}
    by_sheet = {reading.sheet: reading for reading in readings}
    _write_cover(book, names, by_sheet, problems, questions, labels, language)
    for sheet in workbook.sheets:
        page = _Page(book, names[sheet.name], sheet, language)
        page.mark_problems([p for p in problems if p.sheet == sheet.name])
        page.mark_questions([cell for q in questions for name, cell in q.cells if name == sheet.name])
        page.mark_headings(by_sheet.get(sheet.name), labels)
        page.write()
    book.close()
    return buffer.getvalue()


def _sheet_names(workbook: Workbook, reserved: str) -> dict[str, str]:
    """A name an office program accepts for every sheet, different from each other and from the cover."""
    taken, names = {reserved.lower()}, dict[str, str]()
    for sheet in workbook.sheets:
        base = sheet.name.translate(_NOT_IN_NAMES).strip("'")[:_NAME_LIMIT] or "Sheet"
        name, count = base, 1
        while name.lower() in taken:
            count += 1
            name = f"{base[: _NAME_LIMIT - 4]}({count})"
        taken.add(name.lower())
        names[sheet.name] = name
    return names


class _Page:
    """One sheet on its way out: marks are collected first, because a cell is written once with its final format."""

    def __init__(self, book: Any, name: str, sheet: Sheet, language: str) -> None:
        self._book, self._sheet, self._language = book, sheet, language
        self._page = book.add_worksheet(name)
        self._fill: dict[tuple[int, int], str] = {}
        self._comments: dict[tuple[int, int], list[str]] = {}
        self._formats: dict[tuple[str, str], Any] = {}
        if sheet.hidden:
            self._page.hide()

    def mark_problems(self, problems: Iterable[CellProblem]) -> None:
        """Red, with the reasons."""
        for problem in problems:
            place = problem.row - 1, column_index(problem.column)
            self._fill[place] = _RED
            self._comments.setdefault(place, []).append(problem.reason.in_(self._language))

    def mark_questions(self, cells: Iterable[str]) -> None:
        """Amber, unless red already."""
        for cell in cells:
            column = cell.rstrip("0123456789")
            self._fill.setdefault((int(cell[len(column) :]) - 1, column_index(column)), _AMBER)

    def mark_headings(self, reading: SheetReading | None, labels: Mapping[str, str]) -> None:
        """A tint per recognised column, and a comment on its lowest heading."""
        if reading is None or reading.header_rows is None:
            return
        first, last = reading.header_rows
        for order, column in enumerate(c for c in reading.columns if c.role):
            place = column_index(column.letter)
            for row in range(first - 1, last):
                self._fill.setdefault((row, place), _TINTS[order % len(_TINTS)])
            filled = [row for row in range(first - 1, last) if self._sheet.rows[row][place] != EMPTY]
            says = _READ_COMMENT.with_(role=labels.get(column.role or "", "")).in_(self._language)
            unit = _IN_UNIT.with_(unit=column.unit).in_(self._language) if column.unit else ""
            self._comments.setdefault((filled[-1] if filled else last - 1, place), []).append(says + unit)

    def write(self) -> None:
        """All cells, merged areas and comments."""
        self._merge()
        for row, cells in enumerate(self._sheet.rows):
            for column, cell in enumerate(cells):
                fill = self._fill.get((row, column), "")
                if cell != EMPTY:
                    self._write_cell(row, column, cell, fill)
                elif fill:
                    self._page.write_blank(row, column, None, self._format(fill, ""))
        for (row, column), reasons in self._comments.items():
            self._page.write_comment(row, column, "\n".join(reasons)[:_TEXT_LIMIT], {"x_scale": 2})
        for column in range(self._sheet.width):
            sample = [_drawn_width(shown(cells[column])) for cells in self._sheet.rows[:60]]
            self._page.set_column(column, column, min(_WIDEST, max(8, sorted(sample)[len(sample) * 9 // 10] + 2)))

    def _merge(self) -> None:
        covered: set[tuple[int, int]] = set()
        for area in self._sheet.merged:
            rows = range(area.first_row - 1, min(area.last_row, len(self._sheet.rows)))
            columns = range(area.first_column, min(area.last_column + 1, self._sheet.width))
            cells = {(row, column) for row in rows for column in columns}
            if len(cells) > 1 and not cells & covered:
                covered |= cells
                fill = self._fill.get((rows[0], columns[0]), "")
                self._page.merge_range(rows[0], columns[0], rows[-1], columns[-1], "", self._format(fill, ""))

    def _write_cell(self, row: int, column: int, cell: Cell, fill: str) -> None:
        if isinstance(cell, bool):
            self._page.write_boolean(row, column, cell, self._format(fill, ""))
        elif isinstance(cell, float) and math.isfinite(cell):
            self._page.write_number(row, column, cell, self._format(fill, ""))
        elif isinstance(cell, date) and _date_of(cell) >= _FIRST_DATE:
            kind = "yyyy-mm-dd hh:mm:ss" if isinstance(cell, datetime) else "yyyy-mm-dd"
            self._page.write_datetime(row, column, cell, self._format(fill, kind))
        elif isinstance(cell, time | timedelta):
            self._page.write_datetime(row, column, cell, self._format(fill, "[h]:mm:ss"))
        else:
            text = cell.text if isinstance(cell, CellError) else shown(cell)
            self._page.write_string(row, column, text[:_TEXT_LIMIT], self._format(fill, "@"))

    def _format(self, fill: str, number: str) -> Any:
        key = fill, number
        if key not in self._formats:
            asked = {"bg_color": fill} if fill else {}
            self._formats[key] = self._book.add_format(asked | ({"num_format": number} if number else {}))
        return self._formats[key]


def _date_of(cell: date) -> date:
    return cell.date() if isinstance(cell, datetime) else cell


def _drawn_width(text: str) -> int:
    """Chinese characters are two columns wide."""
    return sum(2 if ord(character) > 0x2E80 else 1 for character in text[:_WIDEST])


def _write_cover(
    book: Any,
    names: Mapping[str, str],
    readings: Mapping[str, SheetReading],
    problems: Sequence[CellProblem],
    questions: Sequence[Question],
    labels: Mapping[str, str],
    language: str,
) -> None:
    page = book.add_worksheet(cover.NAME.in_(language))
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    headline = _HEADLINE.with_(problems=len(problems)) if problems else _CLEAN
    page.write_string(0, 0, headline.in_(language))
    for column, title in enumerate(cover.COLUMNS):
        page.write_string(cover.HEADING_ROW, column, title.in_(language), bold)
    row = cover.HEADING_ROW + 1
    for problem in problems:
        page.write_string(row, 0, problem.sheet)
        _link(page, row, 1, names, problem.sheet, problem.cell)
        page.write_string(row, 2, labels.get(problem.role, problem.role))
        page.write_string(row, 3, problem.shown)
        page.write_string(row, 4, problem.reason.in_(language), wrap)
        row += 1
    row = _write_questions(page, row + 1, names, questions, bold, language)
    page.write_string(row, 0, _SHEETS.in_(language), bold)
    for line in _how_read(readings.values(), labels, language):
        row += 1
        page.write_string(row, 0, line[0])
        page.write_string(row, 1, line[1])
    page.set_column(0, 3, 18)
    page.set_column(4, 4, 70)
    page.freeze_panes(cover.HEADING_ROW + 1, 0)


def _write_questions(
    page: Any, row: int, names: Mapping[str, str], questions: Sequence[Question], bold: Any, language: str
) -> int:
    """The row after the questions."""
    if not questions:
        return row
    page.write_string(row, 0, _QUESTIONS.in_(language), bold)
    for question in questions:
        for sheet, cell in question.cells:
            row += 1
            page.write_string(row, 0, sheet)
            _link(page, row, 1, names, sheet, cell)
            page.write_string(row, 4, question.text.in_(language))
    return row + 2


def _link(page: Any, row: int, column: int, names: Mapping[str, str], sheet: str, cell: str) -> None:
    if row < _LINK_LIMIT and sheet in names:
        target = names[sheet].replace("'", "''")
        page.write_url(row, column, f"internal:'{target}'!{cell}", string=cell)
    else:
        page.write_string(row, column, cell)


def _how_read(readings: Iterable[SheetReading], labels: Mapping[str, str], language: str) -> Iterable[tuple[str, str]]:
    for reading in readings:
        if reading.unread:
            yield reading.sheet, reading.unread.in_(language)
        for warning in reading.warnings:
            yield reading.sheet, warning.in_(language)
        for column in reading.columns:
            if column.role:
                says = _READ_AS.with_(
                    column=column.letter, heading=column.heading, role=labels.get(column.role, column.role)
                ).in_(language)
                yield reading.sheet, says + (_IN_UNIT.with_(unit=column.unit).in_(language) if column.unit else "")
        for skipped in reading.skipped:
            yield reading.sheet, f"{letter(0)}{skipped.row}: {skipped.why.in_(language)}"
