"""A workbook as values: sheets of cells under the row numbers and column letters that the office program shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, Literal

#: The empty cell. A cell with an empty text and a cell that was never filled look alike to everybody.
EMPTY: Final = ""


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell that holds an error value such as #REF!, or a formula that nobody has calculated."""

    text: str

    def __str__(self) -> str:
        return self.text


Cell = str | float | bool | date | datetime | time | timedelta | CellError


@dataclass(frozen=True, slots=True)
class Area:
    """A block of cells; rows as the office program numbers them, columns counted from 0, both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: `rows[i][j]` is row i + 1, column `letter(j)`; all rows are equally long. Numbers are floats."""

    name: str
    rows: list[list[Cell]]
    merged: tuple[Area, ...] = ()
    hidden: bool = False

    @property
    def width(self) -> int:
        """How many columns there are, from column A."""
        return len(self.rows[0]) if self.rows else 0

    def at(self, reference: str) -> Cell:
        """The cell 'G24'; EMPTY outside the filled area.

        Raises:
            ValueError: when that is not a reference to one cell.
        """
        name = reference.rstrip("0123456789")
        row, column = int(reference[len(name) :]) - 1, column_index(name)
        return self.rows[row][column] if 0 <= row < len(self.rows) and column < self.width else EMPTY


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets in their order, hidden ones included."""

    kind: Literal["xlsx", "xls", "ods", "csv"]
    sheets: tuple[Sheet, ...]

    @property
    def keeps_errors(self) -> bool:
        """False for .xls and .ods, where an error value cannot be told from an empty cell: say so to the person."""
        return self.kind in ("xlsx", "csv")

    def sheet(self, name: str) -> Sheet:
        """The sheet with a name.

        Raises:
            KeyError: when there is none.
        """
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        raise KeyError(name)


def letter(index: int) -> str:
    """The name of a column counted from 0.

    >>> letter(0), letter(26), letter(16383)
    ('A', 'AA', 'XFD')
    """
    name, rest = "", index + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        name = chr(65 + digit) + name
    return name


def column_index(name: str) -> int:
    """The place of a column counted from 0; the inverse of `letter`.

    Raises:
        ValueError: when that is not the name of a column.
    """
    if not (name.isascii() and name.isalpha() and len(name) <= 3):
        raise ValueError(f"{name!r} is not the name of a column")
    place = 0
    for character in name.upper():
        place = place * 26 + ord(character) - 64
    return place - 1


def shown(cell: Cell) -> str:
    """The cell as a person would say it: whole numbers without a point, dates in ISO form.

    >>> shown(57743.0), shown(0.1), shown(date(2025, 3, 1))
    ('57743', '0.1', '2025-03-01')
    """
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return f"{cell:.15g}"
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    return cell if isinstance(cell, str) else str(cell)
