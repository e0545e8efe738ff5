"""Tables of tasks (任务分解表): which line begins one, what each column is, and what a row says of its task."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from .blocks import CELL_END, DITTO

#: What a column can be; which of them the task itself stands in, the finest first.
TASKS: Final = ("measure", "task", "goal", "project")
#: Columns of those who are to do it; of a `first` one the first that is named leads, because its head says so.
WHO: Final = ("lead", "owner", "first", "cooperating", "leader")
_BARS: Final = "|｜│┃"
_SAME: Final = frozenset({DITTO, "同上", "″", "“"})
_RULE: Final = re.compile(r"[-:=─－—\s]*")
#: The words over a column are few.
_LONGEST_HEAD: Final = 18
_FIRST: Final = re.compile(r"第一|首位|首个|排名|排在前")
_SECTION: Final = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）、]|第[一二三四五六七八九十]+[章部类]")
_DATED: Final = re.compile(r"\d|[一二三四]季度|年底|年内|上半年|下半年|月底|季度末")


def cut_row(row: str) -> list[tuple[int, int]]:
    """(start, end) of the cells of a line, tabs before bars; fewer than two when it is no row of a table.

    >>> cut_row("|1|建园|"), cut_row("1\\t建园")
    ([(1, 2), (3, 5)], [(0, 1), (2, 4)])
    """
    body = row.rstrip("\r\n\u2029")
    marks = CELL_END if CELL_END in body else _BARS
    ends = [n for n, char in enumerate(body) if char in marks]
    if not ends:
        return []
    cells = list(zip([0, *(n + 1 for n in ends)], [*ends, len(body)], strict=True))
    if marks is _BARS:
        # A bar before the first and behind the last cell is their frame.
        cells = cells[not body[: ends[0]].strip() : len(cells) - (not body[ends[-1] + 1 :].strip())]
    return cells if len(cells) > 1 else []


@dataclass(frozen=True, slots=True)
class Columns:
    """The roles of a table's columns from left to right; '' for one that is not known."""

    roles: tuple[str, ...]

    def of(self, role: str) -> list[int]:
        """The columns of a role."""
        return [n for n, own in enumerate(self.roles) if own == role]


def columns_of(cells: Sequence[str], words: Mapping[str, str], above: Columns | None = None) -> Columns | None:
    """What the columns of a heading row are; None when the cells are no heading of a table of tasks.

    `above` is the heading row before it: under a merged heading the second row says it more exactly.
    """
    roles = []
    for n, cell in enumerate(cells):
        held = above.roles[n] if above and n < len(above.roles) else ""
        own = "" if cell in _SAME else _role(cell, words)
        roles.append(own or (held if above and (cell in _SAME or not cell) else ""))
        # Below the heading proper every word is one over a column.
        if cell and cell not in _SAME and not own and (above or len(cell) > _LONGEST_HEAD or cell[0].isdigit()):
            return None
    known = {role for role in roles if role} - {"number", "note"}
    return Columns(tuple(roles)) if len(known) > 1 and known & set(TASKS) else None


def _role(cell: str, words: Mapping[str, str]) -> str:
    """By the word that stands first, the longer of two; what stands in brackets only says it more exactly."""
    head, _, note = cell.replace("(", "（").partition("（")
    if len(head) > _LONGEST_HEAD:
        return ""
    found = min((head.index(word), -len(word), word) for word in words if word in head) if any(word in head for word in words) else None
    role = words[found[2]] if found else ""
    return "first" if role in ("owner", "lead") and "牵头" in note and _FIRST.search(note) else role


def is_rule(cells: Sequence[str]) -> bool:
    """Whether a row only draws a line below the heading."""
    return all(_RULE.fullmatch(cell) for cell in cells) and any(cells)


def is_section(cells: Sequence[str], columns: Columns) -> bool:
    """Whether a row is a heading over those below it: one cell is filled, and it is a number's or begins like a heading."""
    filled = [n for n, cell in enumerate(cells) if cell and cell not in _SAME]
    if len(filled) != 1:
        return False
    role = columns.roles[filled[0]] if filled[0] < len(columns.roles) else ""
    return role not in TASKS or bool(_SECTION.match(cells[filled[0]]))


def same_as_above(cell: str) -> bool:
    """Whether a cell says that it is the one above it."""
    return cell in _SAME


def is_dated(words: str) -> bool:
    """Whether what stands in a column of deadlines is one; 长期坚持 is none."""
    return bool(_DATED.search(words))
