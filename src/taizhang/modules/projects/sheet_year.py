"""Of which year a workbook speaks, by its own words: what is planned in 2025 is no plan of the year in which it is brought in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from taizhang.surfaces.workbook.headings import plain
from taizhang.surfaces.workbook.model import Workbook

from .sheet_roles import WorkbookReview

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=年)")
#: In a file's name a year often stands alone, between signs that are no digits.
_ALONE = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_OF_THE_YEAR = ("annual_plan", "planned_completion")


def stated_year(workbook: Workbook, review: WorkbookReview, file_name: str) -> int | None:
    """The year named over the column of the year's plan, else in titles and names of sheets, else in the file's name.

    Where several are named, the one named most often, and of those the latest; None where none is.
    """
    for texts, pattern in ((_plans(review), _YEAR), (_titles(workbook, review), _YEAR), ((file_name,), _ALONE)):
        named = Counter(int(year) for text in texts for year in pattern.findall(plain(text)))
        if named:
            return max(named, key=lambda year: (named[year], year))
    return None


def _plans(review: WorkbookReview) -> Iterator[str]:
    for sheet in review.sheets:
        for role in _OF_THE_YEAR:
            column = sheet.reading.column(role)
            yield from column.path if column is not None else ()


def _titles(workbook: Workbook, review: WorkbookReview) -> Iterable[str]:
    for sheet in review.sheets:
        first = (sheet.reading.header_rows or (1, 1))[0]
        yield sheet.reading.sheet
        for row in workbook.sheet(sheet.reading.sheet).rows[: first - 1]:
            yield from (cell for cell in row if isinstance(cell, str))
