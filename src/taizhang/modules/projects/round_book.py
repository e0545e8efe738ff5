"""A unit's month as a workbook: it goes out with what is known, and what comes back is merged cell by cell.

The hidden sheet holds what each cell said when the workbook went out. A cell that nobody changed in the file changes nothing
here; one that was changed only in the file is taken; one that was changed on both sides is a conflict, for a person to decide.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import xlsxwriter

from taizhang.basis.errors import BadInput
from taizhang.basis.money import decimal_text, read_amount
from taizhang.basis.text import Text
from taizhang.surfaces.workbook.model import Cell, Sheet, Workbook, shown

STAMP: Final = "taizhang-round/1"
_HIDDEN: Final = "_taizhang"
_GUIDE, _MONTH = Text("说明", "Read me"), Text("填报", "Month")
_AMOUNTS: Final = ("workload_fen", "investment_fen", "paid_fen")
#: The columns of a workbook that went out before the stamp named them.
_FIRST_NAMES: Final = (*_AMOUNTS, "progress", "problems", "next_steps", "coordination")
_LINES: Final = (
    Text("只填白色单元格；灰色的是系统里的数，改了也不会带回去。", "Fill in the white cells only; grey ones are the system’s and do not come back."),
    Text("金额以万元计，可以带千分位；没有的留空，空不等于零。", "Amounts are in 10,000 yuan; leave empty what is not known: empty is not zero."),
    Text("“本年累计”“开工以来累计”随本月数自动算。", "Year to date and since the start follow from the month’s figures."),
    Text("不要删列、改表头；行的次序可以调，项目按编号对应。", "Keep the columns and headings; rows may be sorted, projects are known by their number."),
    Text(
        "填好后在“填报表格”页面上传：先并入您的草稿，两边都改过的格逐格请您选定，核对后再提交。",
        "Send it back on the page ‘Reporting grid’: it becomes your draft, cells changed on both sides are put to you one by one, "
        "and you submit after a last look.",
    ),
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column that can be filled in: its key and what stands above it; one that is not `needed` may be missing in the file."""

    name: str
    label: Text
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """One project as it goes out: texts by column now and last month, fen of the sums before, and which columns can be filled in."""

    key: int
    title: str
    state: str
    open: frozenset[str]
    now: Mapping[str, str]
    last: Mapping[str, str]
    year: Mapping[str, int] = field(default_factory=dict)
    ever: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Head:
    """What a workbook is of: the month, the unit's key and name, and the moment it went out, as text."""

    period: str
    unit: int
    unit_name: str
    at: str


def write(head: Head, columns: Sequence[Column], lines: Sequence[Line], lang: str) -> bytes:
    """The workbook: the month's sheet with everything locked but what is to be filled in, how to fill it in, and the stamp."""
    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = xlsxwriter.Workbook(buffer, options)
    month = book.add_worksheet(_MONTH.in_(lang))
    guide = book.add_worksheet(_GUIDE.in_(lang))
    hidden = book.add_worksheet(_HIDDEN)
    _month_sheet(book, month, head, columns, lines, lang)
    guide.set_column(0, 0, 100)
    for row, text in enumerate(_LINES):
        guide.write_string(row, 0, text.in_(lang))
    _stamp_sheet(hidden, head, columns, lines)
    hidden.very_hidden()
    book.close()
    return buffer.getvalue()


def _month_sheet(book: Any, sheet: Any, head: Head, columns: Sequence[Column], lines: Sequence[Line], lang: str) -> None:
    grey = {"bg_color": "#EEF1F5", "border": 1, "border_color": "#C3CCD8", "valign": "top", "text_wrap": True}
    heading = book.add_format({**grey, "bold": True, "bg_color": "#E8EEF6"})
    locked, locked_number = book.add_format(grey), book.add_format({**grey, "num_format": "#,##0.######"})
    white = {**grey, "bg_color": "#FFFFFF", "locked": False}
    words, number = book.add_format(white), book.add_format({**white, "num_format": "#,##0.######"})
    sheet.write_string(0, 0, f"{head.unit_name} {head.period}", book.add_format({"bold": True, "font_size": 14}))
    sheet.write_string(1, 0, _LINES[0].in_(lang))
    labels = [Text("编号", "No."), Text("项目", "Project"), Text("状态", "State")]
    labels += [Text("上月{l}", "Last: {l}").with_(l=c.label) for c in columns if c.name in _AMOUNTS]
    labels += [c.label for c in columns]
    sums = [(span, c) for span in ("year", "ever") for c in columns if c.name in _AMOUNTS]
    spans = {"year": Text("本年累计{l}", "Year: {l}"), "ever": Text("累计{l}", "All: {l}")}
    labels += [spans[span].with_(l=c.label) for span, c in sums]
    for at, label in enumerate(labels):
        sheet.write_string(2, at, label.in_(lang), heading)
        sheet.set_column(at, at, 28 if label.zh in {c.label.zh for c in columns[3:]} | {"项目"} else 12)
    for row, line in enumerate(lines, 3):
        sheet.write_number(row, 0, line.key, locked)
        sheet.write_string(row, 1, line.title, locked)
        sheet.write_string(row, 2, line.state, locked)
        at = 3
        for c in columns[:3]:
            _put(sheet, row, at, c.name, line.last.get(c.name, ""), locked_number)
            at += 1
        places = {}
        for c in columns:
            places[c.name] = at
            plain = words if c.name not in _AMOUNTS else number
            _put(sheet, row, at, c.name, line.now.get(c.name, ""), plain if c.name in line.open else locked)
            at += 1
        for span, c in sums:
            before = (line.year if span == "year" else line.ever).get(c.name, 0)
            cell = xlsxwriter.utility.xl_rowcol_to_cell(row, places[c.name])
            total = before + (_fen(line.now.get(c.name, "")) or 0)
            sheet.write_formula(row, at, f"=N({cell})+{decimal_text(before, '万元')}", locked_number, float(decimal_text(total, "万元")))
            at += 1
    sheet.freeze_panes(3, 2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.protect("", {"sort": True, "format_columns": True, "format_rows": True, "autofilter": True})


def _put(sheet: Any, row: int, column: int, name: str, text: str, shape: Any) -> None:
    fen = _fen(text) if name in _AMOUNTS else None
    if fen is not None and len(str(abs(fen))) <= 15:
        sheet.write_number(row, column, float(decimal_text(fen, "万元")), shape)
    elif text:
        sheet.write_string(row, column, text, shape)
    else:
        sheet.write_blank(row, column, None, shape)


def _stamp_sheet(sheet: Any, head: Head, columns: Sequence[Column], lines: Sequence[Line]) -> None:
    for column, text in enumerate((STAMP, head.period, str(head.unit), head.at, *(c.name for c in columns))):
        sheet.write_string(0, column, text)
    for row, line in enumerate(lines, 1):
        sheet.write_string(row, 0, str(line.key))
        for column, c in enumerate(columns, 1):
            sheet.write_string(row, column, line.now.get(c.name, ""))


# -- what comes back ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Returned:
    """A workbook that came back: by project key, the texts of its cells and what they said when it went out."""

    period: str
    unit: int | None
    at: str
    cells: Mapping[int, Mapping[str, str]]
    base: Mapping[int, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell that was changed in the file and here since the workbook went out."""

    key: int
    name: str
    was: str
    here: str
    file: str


@dataclass(frozen=True, slots=True)
class Merged:
    """What a workbook means for the sheet: cells to take over, conflicts to decide, rows that cannot take anything, unknown rows."""

    taken: Mapping[int, Mapping[str, str]]
    conflicts: tuple[Conflict, ...]
    closed: tuple[int, ...]
    unknown: tuple[int, ...]


def read(workbook: Workbook, columns: Sequence[Column]) -> Returned:
    """The month's sheet and its stamp.

    Raises:
        BadInput: no sheet has the headings, or the workbook was not made here.
    """
    stamp = next((s for s in workbook.sheets if s.rows and s.at("A1") == STAMP), None)
    if stamp is None:
        raise BadInput(
            Text("这不是从“填报表格”下载的工作簿", "This workbook was not downloaded from the reporting grid"),
            code="not_a_round_book",
            field="file",
            remedy=Text(
                "先在本页下载，填好后上传；也可以直接复制区域粘贴到表格",
                "Download it here, fill it in and send it; or copy a block and paste it into the grid",
            ),
        )
    names = tuple(filter(None, (_said(cell) for cell in stamp.rows[0][4:]))) or _FIRST_NAMES
    base = {
        int(shown(row[0])): {name: _said(row[i]) for i, name in enumerate(names, 1) if i < len(row)}
        for row in stamp.rows[1:]
        if shown(row[0]).isdigit()
    }
    return Returned(_said(stamp.at("B1")), _whole(stamp.at("C1")), _said(stamp.at("D1")), _cells(workbook, columns), base)


def _cells(workbook: Workbook, columns: Sequence[Column]) -> dict[int, dict[str, str]]:
    for sheet in workbook.sheets:
        found = _places(sheet, columns)
        if found is None:
            continue
        row_of_heads, places = found
        lines: dict[int, dict[str, str]] = {}
        for row in sheet.rows[row_of_heads + 1 :]:
            key = _whole(row[0])
            if key is not None:
                lines[key] = {name: _said(row[at]) for name, at in places.items()}
        return lines
    raise BadInput(
        Text("没有找到表头：工作簿的列被改动了", "The headings were not found: the columns were changed"),
        code="no_headings",
        field="file",
        remedy=Text("重新下载一份，把内容粘贴进去", "Download a fresh one and paste the contents into it"),
    )


def _places(sheet: Sheet, columns: Sequence[Column]) -> tuple[int, dict[str, int]] | None:
    for number, row in enumerate(sheet.rows[:12]):
        texts = [_said(cell) for cell in row]
        places = {c.name: i for c in columns for i, text in enumerate(texts) if text in (c.label.zh, c.label.en)}
        if all(c.name in places for c in columns if c.needed):
            return number, places
    return None


def merge(returned: Returned, here: Mapping[int, Mapping[str, str]], open_cells: Mapping[int, frozenset[str]]) -> Merged:
    """Three texts for each cell (when it went out, here now, in the file) decide what becomes of it, where it can be filled in."""
    taken: dict[int, dict[str, str]] = {}
    conflicts: list[Conflict] = []
    closed: list[int] = []
    for key, cells in returned.cells.items():
        base = returned.base.get(key, {})
        changed = {n: t for n, t in cells.items() if not same(n, t, base.get(n, ""))}
        if key not in here or not changed:
            continue
        there = open_cells.get(key, frozenset())
        if not there.issuperset(changed):
            closed.append(key)
        for name, text in changed.items():
            if name not in there:
                continue
            now = here[key].get(name, "")
            if same(name, now, text):
                continue
            if same(name, now, base.get(name, "")):
                taken.setdefault(key, {})[name] = text
            else:
                conflicts.append(Conflict(key, name, base.get(name, ""), now, text))
    return Merged(taken, tuple(conflicts), tuple(closed), tuple(k for k in returned.cells if k not in here))


def same(name: str, one: str, other: str) -> bool:
    """Whether two texts of a cell say the same: amounts by their fen, words without the blanks around them."""
    if name in _AMOUNTS and one and other:
        fens = (_fen(one), _fen(other))
        if None not in fens:
            return fens[0] == fens[1]
    return one.replace("\r\n", "\n").strip() == other.replace("\r\n", "\n").strip()


def _fen(text: str) -> int | None:
    found = read_amount(text, "万元") if text else None
    return found if isinstance(found, int) else None


def _said(cell: Cell) -> str:
    return shown(cell).strip()


def _whole(cell: Cell) -> int | None:
    text = shown(cell).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 15 else None
