"""Rows are read column by column: every readable row goes in, every problem of every other row is named with its cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple

from taizhang.basis.civil_dates import CivilSpan, read_date, read_span
from taizhang.basis.errors import BadInput
from taizhang.basis.money import Unit, read_amount, read_floats
from taizhang.basis.text import Text

from .model import EMPTY, Cell, CellError, Sheet, column_index, shown
from .pause import collection_paused
from .reading import SheetReading
from .roles import Role

_ERROR_VALUE = Text("单元格是错误值 {shown}", "The cell holds the error value {shown}")
_NOT_A_DATE = Text("“{shown}”不是日期", "“{shown}” is not a date")
_NOT_AN_AMOUNT = Text("“{shown}”不是金额", "“{shown}” is not an amount")
_NOT_WHOLE = Text("“{shown}”不是整数", "“{shown}” is not a whole number")
_LONGEST_SHOWN: Final = 60
_TEXT_KINDS: Final = frozenset({"text", "code", "place", "organ", "stage"})


@dataclass(frozen=True, slots=True)
class RowRead:
    """One row that goes in: role key to value, None where the cell is empty.

    Values: fen for amounts, CivilDate for dates, int for whole numbers, otherwise text or what the role's reader gives.
    """

    row_number: int
    values: dict[str, Any]
    letters: Mapping[str, str] = field(repr=False, compare=False)

    @property
    def cells(self) -> dict[str, str]:
        """Role key to the cell it came from, such as 'G24'."""
        return {key: f"{letter}{self.row_number}" for key, letter in self.letters.items()}


@dataclass(frozen=True, slots=True)
class CellProblem:
    """One thing wrong with one cell. `code` is stable, `detail` says more exactly what could not be read."""

    sheet: str
    row: int
    column: str
    role: str
    code: str
    reason: Text
    shown: str
    detail: str = ""
    blocking: bool = True

    @property
    def cell(self) -> str:
        """The reference an office program understands: 'G24'."""
        return f"{self.column}{self.row}"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check of the caller found: `index` counts the rows of the `Columns` it was given, from 0."""

    index: int
    role: str
    code: str
    reason: Text
    blocking: bool = True


@dataclass(frozen=True, slots=True)
class Columns:
    """The rows of a sheet as columns: role key to one value per row, None for an empty or unreadable cell."""

    row_numbers: tuple[int, ...]
    values: Mapping[str, list[Any]]
    unreadable: Mapping[str, frozenset[int]]

    def get(self, role: str) -> list[Any] | None:
        """The values of a role, or None when the sheet has no such column."""
        return self.values.get(role)


#: Looks at whole columns, because a check per row costs more than reading the row.
RowCheck = Callable[[Columns], Iterable[Finding]]


class RowsRead(NamedTuple):
    """The rows that go in and the problems of the others, both in the order of the sheet."""

    accepted: list[RowRead]
    problems: list[CellProblem]


def read_rows(
    sheet: Sheet, reading: SheetReading, roles: Sequence[Role], row_checks: Sequence[RowCheck] = ()
) -> RowsRead:
    """Every row without a blocking problem is accepted; of the others all problems are listed, not only the first."""
    with collection_paused():
        return _read_rows(sheet, reading, roles, row_checks)


def _read_rows(sheet: Sheet, reading: SheetReading, roles: Sequence[Role], row_checks: Sequence[RowCheck]) -> RowsRead:
    by_key = {role.key: role for role in roles}
    rows = [sheet.rows[number - 1] for number in reading.data_rows]
    values, letters, problems = {}, dict[str, str](), list[CellProblem]()
    unreadable = dict[str, frozenset[int]]()
    for column in reading.columns:
        if column.role is None:
            continue
        role, place = by_key[column.role], column_index(column.letter)
        raw = [row[place] for row in rows]
        read = _read_column(raw, role, column.unit)
        bad = _refused(read)
        for index in bad:
            problems.append(_unreadable(reading, index, column.letter, role, read[index], raw[index]))
            read[index] = None
        for key, part in _parts(role, read):
            values[key], letters[key], unreadable[key] = part, column.letter, frozenset(bad)
    columns = Columns(reading.data_rows, values, unreadable)
    for check in row_checks:
        problems.extend(_problem(sheet, reading, finding, letters) for finding in check(columns))
    problems.sort(key=lambda problem: (problem.row, column_index(problem.column)))
    held = {problem.row for problem in problems if problem.blocking}
    return RowsRead(_accepted(columns, letters, held), problems)


def _accepted(columns: Columns, letters: Mapping[str, str], held: set[int]) -> list[RowRead]:
    keys = tuple(columns.values)
    return [
        RowRead(number, dict(zip(keys, row, strict=True)), letters)
        for number, row in zip(columns.row_numbers, zip(*columns.values.values(), strict=True), strict=True)
        if number not in held
    ]


def _parts(role: Role, read: list[Any]) -> Iterator[tuple[str, list[Any]]]:
    if role.fills is None:
        yield role.key, read
        return
    yield role.fills[0], [span.start if span is not None else None for span in read]
    yield role.fills[1], [span.finish if span is not None else None for span in read]


class _Memo(dict[Any, Any]):
    """Each different cell is read once; the second look is a lookup in C."""

    def __init__(self, reader: Callable[[Any], Any]) -> None:
        super().__init__()
        self._reader = reader

    def __missing__(self, cell: Any) -> Any:
        value = self[cell] = self._reader(cell)
        return value


def _read_column(raw: list[Cell], role: Role, unit: Unit | None) -> list[Any]:
    """One value per cell: None for empty, a BadInput for what cannot be read."""
    reader = _reader(role, unit)
    kinds = set(map(type, raw))
    if bool in kinds:
        return [reader(cell) for cell in raw]  # True and 1.0 are the same key of a dict
    if kinds <= {str, float} and role.reader is None:
        if role.kind == "amount" and float in kinds and unit:
            return _read_amounts(raw, reader, unit)
        if role.kind in _TEXT_KINDS:
            return [(" ".join(cell.split()) or None) if type(cell) is str else shown(cell) for cell in raw]
    return list(map(_Memo(reader).__getitem__, raw))


def _read_amounts(raw: list[Cell], reader: Callable[[Any], Any], unit: Unit) -> list[Any]:
    """A column of floats and texts: the floats together, the texts each once."""
    memo = _Memo(reader)
    floats = iter(read_floats([cell for cell in raw if type(cell) is float], unit))
    return [next(floats) if type(cell) is float else memo[cell] for cell in raw]


def _reader(role: Role, unit: Unit | None) -> Callable[[Any], Any]:
    """The reading of one cell of a role: the value, None for an empty cell, or the refusal."""
    own = role.reader or _KIND_READERS.get(role.kind, _read_text)

    def read(cell: Cell) -> Any:
        if cell == EMPTY or (isinstance(cell, str) and not cell.strip()):
            return None
        if isinstance(cell, CellError):
            return BadInput(_ERROR_VALUE.with_(shown=cell.text), code="error_value")
        if role.kind == "amount" and role.reader is None:
            return _read_amount(cell, unit or role.unit or "元")
        return own(cell)

    return read


def _read_amount(cell: Cell, unit: Unit) -> Any:
    if isinstance(cell, str | float):
        return read_amount(cell, unit)
    return BadInput(_NOT_AN_AMOUNT.with_(shown=shown(cell)), code="not_an_amount")


def _read_date(cell: Cell) -> Any:
    if isinstance(cell, str | float | date):
        return read_date(cell)
    return BadInput(_NOT_A_DATE.with_(shown=shown(cell)), code="unreadable_date")


def _read_span(cell: Cell) -> CivilSpan | BadInput:
    if isinstance(cell, str | float | date):
        return read_span(cell)
    return BadInput(_NOT_A_DATE.with_(shown=shown(cell)), code="unreadable_date")


def _read_integer(cell: Cell) -> int | BadInput:
    text = shown(cell).strip()
    try:
        return int(text)
    except ValueError:
        return BadInput(_NOT_WHOLE.with_(shown=text[:_LONGEST_SHOWN]), code="not_whole")


def _read_text(cell: Cell) -> str:
    """The words as they were written, each run of spaces and line breaks as one space."""
    return " ".join(shown(cell).split())


_KIND_READERS: Final[dict[str, Callable[[Any], Any]]] = {
    "date": _read_date,
    "date_range": _read_span,
    "integer": _read_integer,
}


def _refused(read: list[Any]) -> list[int]:
    if BadInput not in set(map(type, read)):
        return []
    return [index for index, value in enumerate(read) if type(value) is BadInput]


def _unreadable(
    reading: SheetReading, index: int, column: str, role: Role, refusal: BadInput, cell: Cell
) -> CellProblem:
    code = "finish_before_start" if refusal.code == "finish_before_start" else role.problem
    row = reading.data_rows[index]
    return CellProblem(reading.sheet, row, column, role.key, code, refusal.reason, _short(cell), refusal.code)


def _problem(sheet: Sheet, reading: SheetReading, finding: Finding, letters: Mapping[str, str]) -> CellProblem:
    row, column = reading.data_rows[finding.index], letters[finding.role]
    cell = sheet.rows[row - 1][column_index(column)]
    return CellProblem(
        reading.sheet, row, column, finding.role, finding.code, finding.reason, _short(cell), "", finding.blocking
    )


def _short(cell: Cell) -> str:
    text = shown(cell)
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"
