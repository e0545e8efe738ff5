"""From an office's workbook of firms with defects to firms on file: read cell by cell, laid ready, accepted, applied chunk by chunk."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from taizhang.basis.civil_dates import read_date
from taizhang.basis.errors import BadInput, Refused
from taizhang.basis.identifiers import credit_code
from taizhang.basis.text import Text, joined
from taizhang.frame import batches
from taizhang.frame.actor import Actor
from taizhang.frame.hand import Hand
from taizhang.frame.models import Batch, Intake, IntakeRow
from taizhang.registers.models import Enterprise, Organ, Place
from taizhang.surfaces.workbook.annotation import annotate
from taizhang.surfaces.workbook.model import Cell, Workbook, shown
from taizhang.surfaces.workbook.opening import open_workbook
from taizhang.surfaces.workbook.reading import SheetReading
from taizhang.surfaces.workbook.roles import Role
from taizhang.surfaces.workbook.rows import CellProblem, Columns, Finding, RowRead, read_rows
from taizhang.surfaces.workbook.template import recognise_with

from . import terms
from .actions.entering import DEFECTS_KIND, check_trigger, proposed
from .queries import facts

#: How offices call the defects, by what their words contain; the first that fits.
_WORDS: Final = (
    ("late_report", ("年报", "年度报告", "annual report")),
    ("undisclosed", ("即时", "应当公示", "immediate")),
    ("concealed", ("隐瞒", "弄虚", "虚假", "conceal")),
    ("unreachable", ("无法联系", "失联", "住所", "unreachable")),
)
_NO_DEFECT = Text("认不出是哪一种公示缺陷", "No defect of disclosure that is known")
_NOT_THERE = Text("经营主体登记簿中没有这个代码", "The register of firms does not have this code")
_ELSEWHERE = Text("该企业不在所选区划", "The firm is not in the chosen place")
_TWICE = Text("同一企业的同一缺陷在表中出现过", "The same defect of the same firm stands in the sheet already")
_KNOWN = Text("该企业因同一缺陷已在册", "The firm is on file for this defect already")
_TO_COME = Text("日期还没有到", "The day has not come yet")


def _read_defect(cell: Cell) -> object | BadInput:
    text = shown(cell).strip().lower()
    found = next((key for key, words in _WORDS if any(word in text for word in words)), None)
    return found or BadInput(_NO_DEFECT, code="no_defect")


def _read_code(cell: Cell) -> object | BadInput:
    try:
        return credit_code(shown(cell)).code
    except Refused as refused:
        return BadInput(refused.reason, code="credit_code")


def _read_day(cell: Cell) -> object | BadInput:
    found: Any = read_date(cell) if isinstance(cell, str | float | int | date) else read_date(shown(cell))
    if isinstance(found, BadInput):
        return found
    try:
        return date.fromisoformat(str(found))
    except ValueError:
        return BadInput(Text("请写到日", "Give the day"), code="no_day")


ROLES: Final[tuple[Role, ...]] = (
    Role("name", Text("企业名称", "Firm"), ("企业名称", "市场主体名称", "经营主体名称", "名称", "Firm", "Company"), "text"),
    Role(
        "uscc", Text("统一社会信用代码", "Unified social credit code"), ("统一社会信用代码", "信用代码", "社会信用代码", "USCC", "Credit code"), "code",
        required=True, reader=_read_code, problem="bad_code",
    ),
    Role(
        "defect", Text("公示缺陷", "Defect"), ("公示缺陷", "缺陷", "情形", "列入情形", "问题类型", "Defect"), "text", required=True,
        reader=_read_defect, problem="no_defect",
    ),
    Role("report_year", Text("年报年度", "Year of the report"), ("年报年度", "年度", "Report year", "Year"), "integer"),
    Role(
        "triggered_on", Text("事由发生日", "Day that sets off the term"), ("事由发生日", "发生日期", "起算日期", "截止日期", "Trigger", "Date"), "date",
        required=True, reader=_read_day, problem="bad_date",
    ),
    Role(
        "arose_on", Text("即时信息产生日", "Day the information arose"), ("即时信息产生日", "信息产生日", "信息形成日期", "产生日期", "Arose on"), "date",
        reader=_read_day, problem="bad_date",
    ),
    Role("words", Text("备注", "Remark"), ("备注", "说明", "Note", "Remarks"), "text"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Read:
    """A workbook as it was understood: rows that go in, what is wrong with which cell, and how each sheet was read."""

    workbook: Workbook
    readings: tuple[SheetReading, ...]
    accepted: tuple[tuple[str, RowRead], ...]
    problems: tuple[CellProblem, ...]

    @property
    def held(self) -> int:
        """How many rows are held back."""
        return len({(p.sheet, p.row) for p in self.problems if p.blocking})


def read(source: bytes, place: Place, today: date) -> Read:
    """The workbook, each cell checked against the register of firms of a place and against what is on file.

    Raises:
        BadInput: the file is refused.
    """
    workbook = open_workbook(source)
    readings, accepted, problems = [], [], []
    for sheet in workbook.sheets:
        reading = recognise_with(sheet, ROLES, [])
        readings.append(reading)
        if reading.unread is not None:
            continue
        rows, wrong = read_rows(sheet, reading, ROLES, (lambda columns: _checked(columns, place, today),))
        accepted += [(sheet.name, row) for row in rows]
        problems += wrong
    return Read(workbook, tuple(readings), tuple(accepted), tuple(problems))


def _checked(columns: Columns, place: Place, today: date) -> Iterator[Finding]:
    """What a row says that cannot be: an unknown firm, one elsewhere, one on file, a day on which the defect was none yet."""
    codes, defects, on = columns.get("uscc") or [], columns.get("defect") or [], columns.get("triggered_on") or []
    blank = [None] * len(columns.row_numbers)
    years, arose = columns.get("report_year") or blank, columns.get("arose_on") or blank
    firms = {e.uscc: e for e in Enterprise.objects.select_related("place").filter(uscc__in={c for c in codes if c})}
    seen: set[tuple[str, str]] = set()
    for index, (code, defect, day, year, began) in enumerate(zip(codes, defects, on, years, arose, strict=False)):
        if code:
            yield from _about_firm(index, firms.get(code), place)
        if code and defect:
            if (code, defect) in seen:
                yield Finding(index, "uscc", "twice", _TWICE)
            seen.add((code, defect))
            if code in firms and facts.open_member(firms[code].pk, terms.DISCLOSURE_SCHEME, defect) is not None:
                yield Finding(index, "uscc", "known", _KNOWN)
        if day and day > today:
            yield Finding(index, "triggered_on", "future", _TO_COME)
        elif day and defect:
            yield from _about_day(index, defect, day, year, began, columns)


def _about_firm(index: int, firm: Enterprise | None, place: Place) -> Iterator[Finding]:
    if firm is None:
        yield Finding(index, "uscc", "not_registered", _NOT_THERE)
    elif firm.place is None or not firm.place.path.startswith(place.path):
        yield Finding(index, "uscc", "elsewhere", _ELSEWHERE)


def _about_day(index: int, defect: str, day: date, year: Any, arose_on: date | None, columns: Columns) -> Iterator[Finding]:
    try:
        check_trigger(defect, day, year, arose_on)
    except BadInput as refused:
        asked = refused.field or "defect"
        if index in columns.unreadable.get(asked, ()):
            return
        # What a sheet has no column for is missing for the sake of its defect.
        role = asked if columns.get(asked) is not None else "defect"
        yield Finding(index, role, refused.code, refused.reason)


def lay_ready(actor: Actor, name: str, content: bytes, place: Place, today: date) -> Intake:
    """The rows that go in lie ready for the actor to accept; what is wrong stands beside them, by cell.

    Raises:
        BadInput: the file is refused, or no sheet of it has the headings that are needed.
    """
    found = read(content, place, today)
    if all(r.unread is not None for r in found.readings):
        needed = [r.label for r in ROLES if r.required]
        raise BadInput(
            Text("没有找到表头：{c}", "The headings were not found: {c}").with_(c=joined(needed, "、", ", ")), code="no_column", field="file",
            remedy=Text("表的上方写列名，列名见本页", "Put the names of columns above the rows; this page has them"),
        )  # fmt: skip
    rows = [
        {
            "sheet": sheet, "row": row.row_number, "uscc": row.values["uscc"], "name": row.values.get("name") or "", "defect": row.values["defect"],
            "triggered_on": row.values["triggered_on"].isoformat(), "report_year": row.values.get("report_year"),
            "arose_on": began.isoformat() if (began := row.values.get("arose_on")) else None, "words": row.values.get("words") or "",
        }
        for sheet, row in found.accepted
    ]  # fmt: skip
    problems = [
        {
            "sheet": p.sheet, "row": p.row, "letter": p.column, "column": p.role, "code": p.code, "zh": p.reason.zh, "en": p.reason.en,
            "shown": p.shown, "blocking": p.blocking,
        }
        for p in found.problems
    ]  # fmt: skip
    said = {"place": place.pk, "held": found.held, "sheets": [r.sheet for r in found.readings if r.unread is None]}
    return batches.take_in(DEFECTS_KIND, actor, name, hashlib.sha256(content).hexdigest(), rows, reading=said, problems=problems)


def rows_of(intake: int, most: int) -> list[IntakeRow]:
    """The first rows of an intake as they lie ready, each with what became of it."""
    return list(IntakeRow.objects.filter(intake=intake).order_by("index")[:most])


def annotated(content: bytes, place: Place, today: date, language: str) -> bytes:
    """The workbook as it came, with the cells that were held back in red, and each reason."""
    found = read(content, place, today)
    return annotate(found.workbook, found.readings, found.problems, ROLES, language=language)


def apply(by: Hand, batch: Batch, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows of one chunk are firms on file; one outcome per row. A firm that is there already stays as it is."""
    place, organ = Place.objects.get(pk=batch.place or 0), Organ.objects.get(pk=batch.settings["organ"])
    firms = {e.uscc: e for e in Enterprise.objects.select_related("place").filter(uscc__in=[r["uscc"] for r in rows if "uscc" in r])}
    outcomes: list[dict[str, Any]] = []
    for row in rows:
        firm = firms.get(row.get("uscc", ""))
        if firm is None or firm.place is None or not firm.place.path.startswith(place.path):
            outcomes.append(_refused("not_registered", _NOT_THERE))
            continue
        there = facts.open_member(firm.pk, terms.DISCLOSURE_SCHEME, row["defect"])
        if there is not None:
            outcomes.append({"key": there.pk})
            continue
        on, began, year = date.fromisoformat(row["triggered_on"]), _day(row.get("arose_on")), row.get("report_year")
        try:
            # A sheet may have lain ready since a rule was another one.
            check_trigger(row["defect"], on, year, began)
        except BadInput as refused:
            outcomes.append(_refused(refused.code, refused.reason))
            continue
        member = proposed(by, firm.place, organ, firm.pk, row["defect"], on, year, began, row.get("words") or "")
        outcomes.append({"key": by.put(member).pk, "new": True})
    return outcomes


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _refused(code: str, reason: Text) -> dict[str, Any]:
    return {"refused": {"code": code, "zh": reason.zh, "en": reason.en}}
