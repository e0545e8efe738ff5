"""Words of the columns that a list has beyond the core tables."""

from __future__ import annotations

from typing import Final

from taizhang.basis.text import Text

from .words import EDIT, Words

COLUMN_KINDS: Words = (
    ("text", Text("文字", "Text")),
    ("number", Text("数字", "Number")),
    ("amount", Text("金额", "Amount")),
    ("date", Text("日期", "Date")),
    ("choice", Text("选项", "Choice")),
)
COLUMN_FILLERS: Words = (
    ("unit", Text("填报单位", "Reporting unit")),
    ("bureau", Text("主管部门", "Sector bureau")),
    ("district", Text("区级", "District")),
)
#: The right to fill in cells at all, and the right that each kind of filler has to hold besides; whoever keeps lists may fill any.
FILL: Final = "projects.fill"
FILLER_RIGHTS: Final = {"unit": "projects.report", "bureau": "projects.review", "district": EDIT}
#: A list with more columns than this is a table of its own.
MOST_COLUMNS: Final = 20
