"""The first sheet of an annotated workbook: its headings, by which it is known when the file comes back."""

from __future__ import annotations

from typing import Final

from taizhang.basis.text import Text

from .model import Sheet

NAME: Final = Text("说明", "Notes")
COLUMNS: Final = (
    Text("工作表", "Sheet"),
    Text("单元格", "Cell"),
    Text("项", "Column"),
    Text("单元格内容", "Content"),
    Text("原因", "Reason"),
)
#: The row of the headings, counted from 0.
HEADING_ROW: Final = 2


def is_cover(sheet: Sheet) -> bool:
    """True for the sheet this program put in front, which holds nothing of the person's."""
    if len(sheet.rows) <= HEADING_ROW:
        return False
    row = sheet.rows[HEADING_ROW][: len(COLUMNS)]
    return any(row == [title.in_(language) for title in COLUMNS] for language in ("zh", "en"))
