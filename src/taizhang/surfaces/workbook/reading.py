"""What was understood of a sheet, as values a page can show and a clerk can correct."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from taizhang.basis.money import Unit
from taizhang.basis.text import Text

SkipKind = Literal["blank", "total", "section", "remark", "heading", "column_numbers", "title"]
UnitSource = Literal["heading", "note", "default", "correction"]


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """One column: its headings from the top down, the key of the role it is taken for, and why."""

    letter: str
    path: tuple[str, ...]
    role: str | None
    unit: Unit | None
    unit_from: UnitSource | None
    confidence: float
    why: Text

    @property
    def heading(self) -> str:
        """The heading path as one text: '投资（万元） / 总投资'."""
        return " / ".join(self.path)


@dataclass(frozen=True, slots=True)
class UnitNote:
    """A note such as '单位：万元' and the cell it stands in."""

    unit: Unit
    cell: str


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that is not one of the things listed, and what it is instead."""

    row: int
    kind: SkipKind
    why: Text


@dataclass(frozen=True, slots=True)
class SheetReading:
    """How one sheet is read. `unread` says why it is not; then there are no data rows.

    `header_rows` are the first and the last row of headings; `data_rows` the numbers of the rows to read, in order.
    """

    sheet: str
    header_rows: tuple[int, int] | None
    columns: tuple[ColumnGuess, ...]
    first_data_row: int
    data_rows: tuple[int, ...]
    unit_note: UnitNote | None
    skipped: tuple[SkippedRow, ...]
    warnings: tuple[Text, ...]
    unread: Text | None = None

    def column(self, role: str) -> ColumnGuess | None:
        """The column taken for a role."""
        return next((column for column in self.columns if column.role == role), None)
