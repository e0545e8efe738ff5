"""Paragraphs and tables of a document as one text: a line for each paragraph, a line of cells for each row of a table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from taizhang.surfaces.workbook.sandbox.fault import Fault

#: Ends a paragraph for good: the line is never joined to the next one, as those are that a newspaper column broke.
PARAGRAPH_END: Final = "\u2029"
#: Stands in a cell that is the same as the one above it, because the two are merged.
DITTO: Final = "〃"
CELL_END: Final = "\t"
_WIDEST: Final = 100
_TALLEST: Final = 2_000
_MOST_CELLS: Final = 200_000
_DEEPEST: Final = 40


@dataclass(slots=True)
class _Cell:
    """What a cell holds, over how many columns and rows it goes, and whether it only goes on with the cell above it."""

    columns: int = 1
    rows: int = 1
    goes_on: bool = False
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Table:
    """A table that is being read. One that holds another table, or has one column, is there for the looks alone."""

    rows: list[list[_Cell]] = field(default_factory=list)
    holds_table: bool = False


class Blocks:
    """Takes words, ends of paragraphs, cells and tables in the order of the document; `text()` is what they come to."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._words: list[str] = []
        self._open: list[_Table] = []

    def say(self, words: str) -> None:
        """The words belong to the paragraph that is open."""
        self._words.append(words)

    def end_paragraph(self) -> None:
        """The next word begins a paragraph; an empty one is none."""
        said = "".join(self._words).replace("\t", " ").replace(PARAGRAPH_END, " ").strip()
        self._words.clear()
        if said:
            self._into().append(said)

    def begin_table(self) -> None:
        """Rows and cells belong to this table until it ends.

        Raises:
            Fault: tables in tables in tables, as no office program writes them.
        """
        self.end_paragraph()
        if self._open:
            self._open[-1].holds_table = True
        if len(self._open) >= _DEEPEST:
            raise Fault("unsafe_parts")
        self._open.append(_Table())

    def begin_row(self) -> None:
        self.end_paragraph()
        if self._open:
            self._open[-1].rows.append([])

    def begin_cell(self, columns: int = 1, rows: int = 1) -> None:
        self.end_paragraph()
        if self._open:
            if not self._open[-1].rows:
                self._open[-1].rows.append([])
            self._open[-1].rows[-1].append(_Cell(min(max(columns, 1), _WIDEST), min(max(rows, 1), _TALLEST)))

    def widen_cell(self, columns: int) -> None:
        """The cell that is open goes over so many columns."""
        if cell := self._cell():
            cell.columns = min(max(columns, 1), _WIDEST)

    def go_on_with_cell(self) -> None:
        """The cell that is open is one with the cell above it."""
        if cell := self._cell():
            cell.goes_on = True

    def end_table(self) -> None:
        self.end_paragraph()
        if self._open:
            table = self._open.pop()
            self._into().extend(_lines_of(table))

    def text(self) -> str:
        """Every paragraph and row on a line that ends for good; what is still open is closed."""
        while self._open:
            self.end_table()
        self.end_paragraph()
        return "".join(f"{line}{PARAGRAPH_END}\n" for line in self._lines)

    def _into(self) -> list[str]:
        """Where a paragraph goes: into the cell that is open, otherwise into the document."""
        cell = self._cell()
        return self._lines if cell is None else cell.lines

    def _cell(self) -> _Cell | None:
        rows = self._open[-1].rows if self._open else None
        return rows[-1][-1] if rows and rows[-1] else None


def _lines_of(table: _Table) -> list[str]:
    if table.holds_table or max((sum(c.columns for c in row) for row in table.rows), default=0) < 2:
        return [line for row in table.rows for cell in row for line in cell.lines]
    found: list[str] = []
    made = 0
    #: By column: how many more rows the cell above covers, and whether there is something in it.
    above: dict[int, tuple[int, bool]] = {}
    for row in table.rows:
        cells: list[str] = []
        for cell in row:
            _fill(cells, above)
            said = " ".join(cell.lines).replace("\n", " ") or (DITTO if cell.goes_on else "")
            for n in range(cell.columns):
                if cell.rows > 1:
                    above[len(cells)] = (cell.rows - 1, bool(said) and n == 0)
                cells.append(said if n == 0 else "")
        _fill(cells, above)
        made += len(cells)
        if made > _MOST_CELLS:
            raise Fault("too_large")
        if any(cells):
            found.append(CELL_END.join(cells))
    return found


def _fill(cells: list[str], above: dict[int, tuple[int, bool]]) -> None:
    """Columns that a cell of an earlier row covers stand in this row as well."""
    while (covered := above.pop(len(cells), None)) is not None:
        rows, full = covered
        if rows > 1:
            above[len(cells)] = (rows - 1, full)
        cells.append(DITTO if full else "")
