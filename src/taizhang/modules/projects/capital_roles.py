"""What the sheets of a city's capital commitments hold: columns and the words for them, and what is wrong with a row.

Pure. Amounts may be negative: a city that takes a commitment back publishes a net change below zero, and it is kept as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from taizhang.basis.civil_dates import read_date
from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text
from taizhang.surfaces.workbook.model import Cell, Workbook
from taizhang.surfaces.workbook.reading import SheetReading
from taizhang.surfaces.workbook.roles import Role
from taizhang.surfaces.workbook.rows import CellProblem, Columns, Finding, RowCheck, RowRead, read_rows
from taizhang.surfaces.workbook.template import Template, recognise_with

#: The month before the year, as some countries write it: 06/2027, 6/30/2027.
_MONTH_FIRST: Final = re.compile(r"(0?[1-9]|1[0-2])/(?:(0?[1-9]|[12]\d|3[01])/)?(\d{4})")


def _read_due(cell: Cell) -> object | BadInput:
    """A date with the precision it was given with; with the month first where the year stands last."""
    if isinstance(cell, str) and (found := _MONTH_FIRST.fullmatch(cell.strip())):
        month, day, year = found.groups()
        return read_date(f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if day else ""))
    return read_date(cell) if isinstance(cell, str | int | float | date) else read_date(str(cell))


CAPITAL_ROLES: Final[tuple[Role, ...]] = (
    Role("code", Text("项目编号", "Project ID"), ("项目编号", "项目代码", "编号", "Project ID", "Project Id", "FMS ID", "ID"), "text"),
    Role(
        "name",
        Text("项目", "Project"),
        ("项目名称", "项目", "名称", "Project Description", "Project Name", "Short Description", "Project", "Description"),
        "text",
    ),
    Role("organ", Text("主管单位", "Agency"), ("主管单位", "责任单位", "单位", "部门", "Managing Agency", "Agency", "Department"), "text"),
    Role(
        "commitment",
        Text("承诺额", "Commitment"),
        ("承诺额", "承诺金额", "计划投资", "金额", "Planned Commitment", "Plan Commitment", "Commitment Amount", "Commitment", "Amount"),
        "amount",
        unit="元",
        required=True,
    ),
    Role(
        "net_change",
        Text("净变动", "Net change"),
        ("净变动", "净增减", "增减额", "调整额", "变动", "Net Change", "Change", "Variance"),
        "amount",
        unit="元",
    ),
    Role(
        "due",
        Text("承诺日期", "Commitment date"),
        ("承诺日期", "计划日期", "完成日期", "日期", "Plan Comm Date", "Commitment Date", "Planned Date", "Completion Date", "Date"),
        "date",
        reader=_read_due,
        problem="bad_date",
    ),
    Role("note", Text("备注", "Note"), ("备注", "说明", "Note", "Remarks"), "text"),
)
_NAMELESS = Text("没有项目名称，也没有编号", "There is neither a project nor an ID")


def nameless(columns: Columns) -> Iterator[Finding]:
    """A line says which project it is about, by name or by ID."""
    names, codes = columns.get("name"), columns.get("code")
    for index in range(len(columns.row_numbers)):
        if not any(values and values[index] for values in (names, codes)):
            yield Finding(index, "name" if names is not None else "commitment", "no_name", _NAMELESS)


CHECKS: Final[tuple[RowCheck, ...]] = (nameless,)


@dataclass(frozen=True, slots=True)
class CapitalSheet:
    """One sheet: how it was read, the lines that go in, the problems of the others."""

    reading: SheetReading
    accepted: list[RowRead]
    problems: list[CellProblem]


def review_capital(
    workbook: Workbook, templates: Iterable[Template] = (), corrections: Mapping[str, Mapping[str, str | None]] | None = None
) -> list[CapitalSheet]:
    """Every sheet of a workbook or the one of a CSV, as lines of commitments."""
    saved = list(templates)
    found = []
    for sheet in workbook.sheets:
        reading = recognise_with(sheet, CAPITAL_ROLES, saved, corrections=(corrections or {}).get(sheet.name))
        accepted, problems = read_rows(sheet, reading, CAPITAL_ROLES, CHECKS)
        found.append(CapitalSheet(reading, accepted, problems))
    return found


def canonical(sheets: Sequence[CapitalSheet]) -> list[dict[str, Any]]:
    """The lines as plain values: amounts in hundredths of the currency's unit, a date with the precision it was given."""
    rows = []
    for sheet in sheets:
        for row in sheet.accepted:
            plain = {key: value if isinstance(value, int) else str(value).strip() for key, value in row.values.items() if value not in (None, "")}
            rows.append({"sheet": sheet.reading.sheet, "row": row.row_number, **plain})
    return rows
