"""Rows below the headings that are not data: totals, sections, remarks, headings again, blanks; each with its reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from taizhang.basis.text import Text

from .headings import plain, unit_note
from .model import EMPTY, Cell, Sheet, column_index
from .reading import ColumnGuess, SkipKind, SkippedRow
from .roles import Role

_REASONS: Final[dict[SkipKind, Text]] = {
    "blank": Text("空行", "A blank row"),
    "total": Text("合计或小计行，数字由明细重新计算", "A total or subtotal; it is computed again from the rows"),
    "section": Text("分类标题行", "The title of a section"),
    "remark": Text("说明或签注行", "A remark or a signature"),
    "heading": Text("重复的表头", "The headings once more"),
    "column_numbers": Text("列号行", "A row that numbers the columns"),
    "title": Text("重复的标题或单位行", "The title or the note on units once more"),
}
_OTHER_UNIT = Text(
    "第{row}行写明单位为{unit}，与上面不同；其后的金额仍按上面的单位读取，请核对",
    "Row {row} names the unit {unit}, which differs from above; amounts after it are still read in the unit above. Check",
)
_TOTAL: Final = re.compile(
    r"(?:[一二三四五六七八九十]+、)?[^,。;]{0,10}?(?:小计|合计|总计|共计|累计)(?:[:)]|\(.*\)|共?\d+[个项]?(?:项目)?)*"
)
_REMARK: Final = re.compile(
    r"(?:备?注\d?|说明|填[表报]说明|附注|填[表报]人|制表人?|审核人?|(?:单位|分管)?负责人|联系人|联系电话|填报日期)[:.]"
)
_NUMERAL: Final = re.compile(r"[(（]?[一二三四五六七八九十百]+[)）]?[、.]?")
_SECTION: Final = re.compile(
    r"(?:[一二三四五六七八九十百]+、|\([一二三四五六七八九十百]+\)|第[一二三四五六七八九十]+[类部章])"
)
_COUNTED: Final = re.compile(r".{2,20}\(?共?\d+[个项](?:项目)?\)?")
#: A name with one of these may be something other than a name; everything else is data at first sight.
_SUSPICIOUS_NAME: Final = re.compile(
    r"[合小总共累]\s*计|计\s*[:：(（]|计\s*$|^\s*(?:备?\s*注|说明|附注|填|制表|审核|[（(]?[一二三四五六七八九十]+[、)）]|第|(?:\d{1,3}|.)\s*$)|[:：]"
)
_SUSPICIOUS_LEAD: Final = re.compile(r"^\D*$|[计注:：]|^\s*[（(]?[一二三四五六七八九十]")
_DIGIT: Final = re.compile(r"\d")
_DIGITS_OF_A_CODE: Final = 5
_COLUMN_LETTERS: Final = "甲乙丙丁戊己庚辛"


def data_rows(
    sheet: Sheet, first: int, last: int, columns: Sequence[ColumnGuess], roles: Sequence[Role]
) -> tuple[tuple[int, ...], tuple[SkippedRow, ...], tuple[Text, ...]]:
    """The numbers of the rows to read, the rows that are skipped, and warnings; blank rows at the end are not listed."""
    seen = _Seen(sheet, first, last, columns, roles)
    end = len(sheet.rows)
    while end > last and seen.is_blank(sheet.rows[end - 1]):
        end -= 1
    numbers, skipped, warnings = [], list[SkippedRow](), list[Text]()
    for number in range(last + 1, end + 1):
        row = sheet.rows[number - 1]
        kind = None if seen.surely_data(row) else seen.kind_of(row, number)
        if kind is None:
            numbers.append(number)
            continue
        skipped.append(SkippedRow(number, kind, _REASONS[kind]))
        note = unit_note(row) if kind == "title" else None
        if note and seen.unit not in (None, note[1]):
            warnings.append(_OTHER_UNIT.with_(row=number, unit=note[1]))
    return tuple(numbers), tuple(skipped), tuple(warnings)


class _Seen:
    """What is known of a sheet when its rows are judged."""

    def __init__(
        self, sheet: Sheet, first: int, last: int, columns: Sequence[ColumnGuess], roles: Sequence[Role]
    ) -> None:
        kinds = {role.key: role for role in roles}
        by_role = [(column_index(c.letter), kinds[c.role]) for c in columns if c.role]
        headed = [column_index(c.letter) for c in columns if c.path]
        self.width = sheet.width
        self.lead = headed[0] if headed else 0
        self.name = next((place for place, role in by_role if role.required), self.lead)
        self.code = next((place for place, role in by_role if role.kind == "code"), None)
        self.first_columns = tuple(dict.fromkeys([*headed[:3], self.name]))
        self.headings = {
            column: {plain(cell) for row in sheet.rows[first - 1 : last] if isinstance(cell := row[column], str)} - {""}
            for column in headed
        }
        self.above = {
            plain(cell) for row in sheet.rows[: first - 1] for cell in row if isinstance(cell, str) and cell.strip()
        }
        self.wide = {area.first_row: area for area in sheet.merged if area.last_column - area.first_column >= 2}
        notes = [note[1] for row in sheet.rows[:last] if (note := unit_note(row))]
        self.unit = notes[-1] if notes else None
        self.numerals_are_numbers = self._counts_in_numerals(sheet, last)

    def _counts_in_numerals(self, sheet: Sheet, last: int) -> bool:
        """True when most rows are numbered 一、二、三, which then marks no section."""
        cells = [row[self.lead] for row in sheet.rows[last : last + 200] if row[self.lead] != EMPTY]
        numerals = sum(isinstance(cell, str) and bool(_NUMERAL.fullmatch(plain(cell))) for cell in cells)
        return numerals * 2 > len(cells)

    def is_blank(self, row: Sequence[Cell]) -> bool:
        """Nothing in it, or only spaces, or only a number somebody filled in beforehand."""
        filled = [(place, cell) for place, cell in enumerate(row) if cell != EMPTY]
        if len(filled) == 1 and filled[0][0] == self.lead and self.lead != self.name:
            return isinstance(filled[0][1], float)
        return all(isinstance(cell, str) and not cell.strip() for _, cell in filled)

    def surely_data(self, row: Sequence[Cell]) -> bool:
        """The cheap test that most rows pass: filled, with an ordinary name and an ordinary number in front."""
        name, lead = row[self.name], row[self.lead]
        return (
            self.width - row.count(EMPTY) > 3
            and type(name) is str
            and name != EMPTY
            and _SUSPICIOUS_NAME.search(name) is None
            and (type(lead) is float or (type(lead) is str and self._ordinary_lead(lead)))
        )

    def _ordinary_lead(self, lead: str) -> bool:
        if self.lead == self.name:
            return "".join(lead.split()) not in self.headings.get(self.lead, ())
        return _SUSPICIOUS_LEAD.search(lead) is None

    def kind_of(self, row: Sequence[Cell], number: int) -> SkipKind | None:
        """What the row is when it is not data."""
        if self.is_blank(row):
            return "blank"
        texts = {place: plain(cell) for place, cell in enumerate(row) if isinstance(cell, str) and cell.strip()}
        filled = self.width - row.count(EMPTY)
        if self._repeats_headings(texts, filled):
            return "heading"
        if _numbers_columns(row):
            return "column_numbers"
        first = next(iter(texts.values()), "")
        if filled <= 3 and texts and (set(texts.values()) <= self.above or unit_note(row)):
            return "title"
        if _REMARK.match(first):
            return "remark"
        if self._is_total(row, texts):
            return "total"
        if self._is_section(row, texts, filled, number):
            return "section"
        return "remark" if self._is_loose_sentence(texts, filled) else None

    def _has_code(self, row: Sequence[Cell]) -> bool:
        """Something with the digits of a code; a total or a section may also stand in that column."""
        return self.code is not None and len(_DIGIT.findall(str(row[self.code]))) >= _DIGITS_OF_A_CODE

    def _repeats_headings(self, texts: dict[int, str], filled: int) -> bool:
        same = sum(text in self.headings.get(place, ()) for place, text in texts.items())
        return same >= 2 and same * 2 >= filled

    def _is_total(self, row: Sequence[Cell], texts: dict[int, str]) -> bool:
        leading = [texts[place] for place in self.first_columns if place in texts]
        return not self._has_code(row) and any(_TOTAL.fullmatch(text) for text in leading)

    def _is_section(self, row: Sequence[Cell], texts: dict[int, str], filled: int, number: int) -> bool:
        if self._has_code(row):
            return False
        lead, name = texts.get(self.lead, ""), texts.get(self.name, "")
        if lead and not self.numerals_are_numbers and _NUMERAL.fullmatch(lead):
            return True
        title = lead if self.lead != self.name and lead else name
        if _SECTION.match(title) and (filled <= 3 or title == lead):
            return True
        if filled > 1 or not texts:
            return False
        return number in self.wide or self.name not in texts or bool(_COUNTED.fullmatch(name))

    def _is_loose_sentence(self, texts: dict[int, str], filled: int) -> bool:
        if filled > 1 or len(texts) != 1:
            return False
        text = next(iter(texts.values()))
        return text.startswith(("※", "*")) or text.endswith(("。", ";")) or len(text) > 60


def _numbers_columns(row: Sequence[Cell]) -> bool:
    """1, 2, 3 … or 甲, 乙, 1, 2 … from left to right."""
    filled = [cell for cell in row if cell != EMPTY]
    numbers = [int(c) for c in (plain(str(c)).removesuffix(".0") for c in filled) if c.isascii() and c.isdigit()]
    letters = [c for c in filled if isinstance(c, str) and plain(c) in _COLUMN_LETTERS]
    if len(filled) < 3 or len(numbers) + len(letters) != len(filled) or not numbers:
        return False
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= 2
