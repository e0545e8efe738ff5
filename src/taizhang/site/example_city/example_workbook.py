"""The district's workbook as an office would write it, without errors or with six kinds of error for a newcomer to find."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Final, Literal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from taizhang.basis.text import Text

from .example_projects import FEN_PER_WAN, ExampleProject, ExampleRow, example_workbook_rows, units_in_order
from .named_projects import LISTS, PAGE_TOTALS, PageTotal
from .places import places_by_key

Fault = Literal["text", "negative", "finish_before_start", "bad_code", "duplicate_code", "no_name"]

FAULTS: Final[dict[Fault, Text]] = {
    "text": Text("金额是文字，无法识别", "The amount is words that cannot be read"),
    "negative": Text("金额为负", "The amount is negative"),
    "finish_before_start": Text("竣工早于开工", "It finishes before it starts"),
    "bad_code": Text("项目代码格式不对", "The project code has a wrong form"),
    "duplicate_code": Text("项目代码与另一行相同", "The project code is that of another row"),
    "no_name": Text("没有项目名称", "The project has no name"),
}

#: Two faults on each sheet, at the n-th generated project of that sheet.
_PLANTED: Final[dict[str, dict[int, Fault]]] = {
    "industry": {20: "text", 61: "duplicate_code"},
    "key": {47: "negative", 203: "bad_code"},
    "renewal": {12: "finish_before_start", 40: "no_name"},
}

_WIDTHS: Final = (6, 40, 27, 16, 18, 14, 14, 13, 13, 10, 46)
_COLUMN_OF: Final[dict[Fault, str]] = {
    "text": "F",
    "negative": "G",
    "finish_before_start": "I",
    "bad_code": "C",
    "duplicate_code": "C",
    "no_name": "B",
}


@dataclass(frozen=True, slots=True)
class Planted:
    """One error put into the workbook on purpose: sheet name, cell such as 'G24', and its kind."""

    sheet: str
    cell: str
    fault: Fault


@dataclass(slots=True)
class WorkbookTruth:
    """What a reader should find: rows per sheet, and the errors, in the order in which they were written."""

    rows: dict[str, int] = field(default_factory=dict)
    planted: list[Planted] = field(default_factory=list)


def write_example_workbook(path: Path, today: date, *, faulty: bool = False) -> WorkbookTruth:
    """A workbook of three sheets is at `path`, the same bytes for the same day; what it holds is returned.

    Amounts are in 万元, as the note above the table says. Headers are merged over two rows, each responsible unit has a subtotal, dates come
    in five styles, and cells that are not known are empty.
    """
    truth = WorkbookTruth()
    rows = example_workbook_rows(today)
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": "示例项目台账", "created": datetime(today.year, today.month, today.day)})
        for total in PAGE_TOTALS:
            sheet = _Sheet(book, total, today, truth, faulty)
            sheet.write([row for row in rows if row.list_key == total.list_key])
    return truth


class _Sheet:
    """One sheet while it is written; rows are counted from 0 as XlsxWriter does."""

    def __init__(
        self, book: xlsxwriter.Workbook, total: PageTotal, today: date, truth: WorkbookTruth, faulty: bool
    ) -> None:
        self.total, self.today, self.truth = total, today, truth
        self.name = LISTS[total.list_key].zh
        self.sheet: Worksheet = book.add_worksheet(self.name)
        self.planted = _PLANTED[total.list_key] if faulty else {}
        # Dates keep to one style per row, and the styles are mixed as they are where several people type.
        self.chance = Random(f"{today.year} {total.list_key}")  # noqa: S311 - invents examples, decides nothing
        cell = {"font_name": "宋体", "font_size": 11, "border": 1, "valign": "vcenter"}
        self.title: Format = book.add_format(
            {"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"}
        )
        self.plain: Format = book.add_format({"font_name": "宋体", "font_size": 11})
        self.head: Format = book.add_format({**cell, "bold": True, "align": "center", "text_wrap": True})
        self.text: Format = book.add_format({**cell, "text_wrap": True})
        self.amount: Format = book.add_format({**cell, "num_format": "#,##0"})
        self.day: Format = book.add_format({**cell, "num_format": "yyyy-mm-dd", "align": "left"})
        self.sum: Format = book.add_format({**cell, "bold": True, "num_format": "#,##0"})

    def write(self, rows: list[ExampleRow]) -> None:
        self._headers()
        at, generated, previous = 4, 0, ""
        for unit, block in units_in_order(rows):
            first = at
            for row in block:
                generated += unit is not None
                fault = self.planted.get(generated) if unit is not None else None
                self._row(at, row.number, _spoilt(row.project, fault, previous), fault)
                previous = row.project.code or previous
                at += 1
            if unit is not None:
                self._sums(at, f"小计（{unit}）", first, at, [r.project for r in block], fault_free=not self.planted)
                at += 1
        self._sums(at, "合计", 4, at, [r.project for r in rows], fault_free=not self.planted)
        self.sheet.merge_range(
            at + 1, 0, at + 1, 10, "注：金额单位为万元；空格表示尚无数据，不是零；标“（示例）”的均为生成。", self.plain
        )
        self.truth.rows[self.name] = len(rows)

    def _headers(self) -> None:
        for column, width in enumerate(_WIDTHS):
            self.sheet.set_column(column, column, width)
        self.sheet.merge_range(0, 0, 0, 10, f"二七区{self.today.year}年{self.name}台账（示例）", self.title)
        self.sheet.write_string(1, 0, "填报单位：二七区发展改革委（示例）", self.plain)
        self.sheet.write_string(1, 9, "单位：万元", self.plain)
        for column, label in (
            (0, "序号"),
            (1, "项目名称"),
            (2, "项目代码"),
            (3, "建设地点"),
            (4, "责任单位"),
            (9, "当前阶段"),
            (10, "备注"),
        ):
            self.sheet.merge_range(2, column, 3, column, label, self.head)
        self.sheet.merge_range(2, 5, 2, 6, "投资（万元）", self.head)
        self.sheet.merge_range(2, 7, 2, 8, "建设年限", self.head)
        second = "计划完成投资" if self.total.role == "planned_completion" else "年度计划投资"
        for column, label in ((5, "总投资"), (6, second), (7, "开工时间"), (8, "竣工时间")):
            self.sheet.write_string(3, column, label, self.head)
        self.sheet.freeze_panes(4, 2)

    def _row(self, at: int, number: int, project: ExampleProject, fault: Fault | None) -> None:
        self.sheet.write_number(at, 0, number, self.text)
        street = places_by_key()[project.place].name.zh if project.place else None
        texts = {1: project.name, 2: project.code, 3: street, 4: project.unit, 9: project.stage, 10: project.note}
        for column, words in texts.items():
            self._text(at, column, words)
        for column, fen in ((5, project.total_investment_fen), (6, self._second(project))):
            if fault == "text" and column == 5:
                self._text(at, column, "约三亿左右")
            elif fen is None:
                self.sheet.write_blank(at, column, None, self.amount)
            else:
                self.sheet.write_number(
                    at,
                    column,
                    -(fen // FEN_PER_WAN) if fault == "negative" and column == 6 else fen // FEN_PER_WAN,
                    self.amount,
                )
        style = self.chance.randrange(5)
        for column, day in ((7, project.starts_on), (8, project.finishes_on)):
            self._month(at, column, day, style)
        if fault is not None:
            self.truth.planted.append(Planted(self.name, f"{_COLUMN_OF[fault]}{at + 1}", fault))

    def _second(self, project: ExampleProject) -> int | None:
        return project.planned_completion_fen if self.total.role == "planned_completion" else project.annual_plan_fen

    def _text(self, at: int, column: int, words: str | None) -> None:
        if words:
            self.sheet.write_string(at, column, words, self.text)
        else:
            self.sheet.write_blank(at, column, None, self.text)

    def _month(self, at: int, column: int, day: date | None, style: int) -> None:
        if day is None:
            self.sheet.write_blank(at, column, None, self.text)
        elif style == 4:
            self.sheet.write_datetime(at, column, day, self.day)
        else:
            written = (
                f"{day.year}/{day.month}",
                f"{day.year}.{day.month:02}",
                f"{day.year}年{day.month}月",
                f"{day.year}-{day.month:02}",
            )
            self.sheet.write_string(at, column, written[style], self.text)

    def _sums(
        self, at: int, label: str, first: int, end: int, projects: list[ExampleProject], *, fault_free: bool
    ) -> None:
        """A line of SUBTOTAL formulas, which do not count each other; the value is stored too when the cells are as generated."""
        for column in range(11):
            self.sheet.write_blank(at, column, None, self.sum)
        self.sheet.write_string(at, 1, label, self.sum)
        values = ([p.total_investment_fen for p in projects], [self._second(p) for p in projects])
        for column, fens in zip((5, 6), values, strict=True):
            letter = "FG"[column - 5]
            stored = sum(fen for fen in fens if fen is not None) // FEN_PER_WAN if fault_free else 0
            self.sheet.write_formula(at, column, f"=SUBTOTAL(9,{letter}{first + 1}:{letter}{end})", self.sum, stored)


def _spoilt(project: ExampleProject, fault: Fault | None, previous_code: str) -> ExampleProject:
    """The project with the fault that can be put into its values; faults of amounts are put in when the cell is written."""
    if fault == "finish_before_start" and project.starts_on is not None:
        return replace(project, finishes_on=date(project.starts_on.year - 1, project.starts_on.month, 1))
    if fault == "bad_code" and project.code is not None:
        return replace(project, code=project.code[:-2])
    if fault == "duplicate_code":
        return replace(project, code=previous_code)
    if fault == "no_name":
        return replace(project, name="")
    return project
