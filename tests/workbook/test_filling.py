"""A blank form filled to the cell: numbers and words go in, everything else of the form stays byte for byte."""

from __future__ import annotations

import io
import re
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter

from taizhang.basis.errors import BadInput
from taizhang.surfaces.workbook.filling import fill
from tests.workbook.books import packed, parts_of


def form() -> bytes:
    """A form as superiors send it: a title over merged cells, formats, a sum, a note, page set-up, a list to choose from."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("附件1")
        frame = book.add_format({"border": 1, "num_format": "0.00", "bg_color": "#FFFF00"})
        sheet.merge_range("A1:D1", "重点项目月报表", book.add_format({"bold": True, "align": "center"}))
        sheet.write_row("A3", ["序号", "项目名称", "本月完成投资", "形象进度"])
        for row in range(3, 6):
            for column in range(4):
                sheet.write_blank(row, column, None, frame)
        sheet.write("A7", "合计")
        sheet.write_formula("C7", "=SUM(C4:C6)", frame, 0)
        sheet.data_validation("D4:D6", {"validate": "list", "source": ["a", "b"]})
        sheet.set_landscape()
        sheet.write_comment("A1", "示例批注")
        book.add_worksheet("说明").write("A1", "填表说明")
    return buffer.getvalue()


def cell(content: bytes, reference: str, sheet: str = "附件1"):
    return openpyxl.load_workbook(io.BytesIO(content))[sheet][reference]


def test_a_number_and_words_stand_in_their_cells_with_the_format_of_the_form():
    filled = fill(form(), "附件1", {"C4": Decimal("1200.5"), "B4": "=示例<一>&\n路"}).content
    assert (cell(filled, "C4").value, cell(filled, "C4").number_format) == (1200.5, "0.00")
    assert (cell(filled, "B4").value, cell(filled, "B4").data_type) == ("=示例<一>&\n路", "s")
    assert cell(filled, "B4").fill.start_color.rgb == "FFFFFF00"
    assert cell(filled, "A1").value == "重点项目月报表"


def test_everything_else_of_the_form_is_the_same_to_the_byte():
    sent = form()
    blank, filled = parts_of(sent), parts_of(fill(sent, "附件1", {"C4": Decimal(1)}).content)
    assert blank.keys() == filled.keys()
    changed = {name for name in blank if blank[name] != filled[name]}
    assert {"xl/worksheets/sheet1.xml"} <= changed <= {"xl/worksheets/sheet1.xml", "xl/workbook.xml"}
    before, after = blank["xl/worksheets/sheet1.xml"], filled["xl/worksheets/sheet1.xml"]
    assert before.split(b"</sheetData>")[1] == after.split(b"</sheetData>")[1]
    assert before.split(b"<sheetData>")[0] == after.split(b"<sheetData>")[0]


def test_a_formula_stays_and_is_calculated_anew_when_the_form_is_opened():
    filled = fill(form(), "附件1", {"C4": Decimal(5), "C7": Decimal(99)})
    assert filled.formulas == ("C7",)
    assert cell(filled.content, "C7").value == "=SUM(C4:C6)"
    parts = parts_of(filled.content)
    assert b'fullCalcOnLoad="1"' in parts["xl/workbook.xml"]
    assert b"</f></c>" in parts["xl/worksheets/sheet1.xml"]


def test_cells_and_rows_that_the_form_does_not_have_are_added_in_their_order():
    filled = fill(form(), "附件1", {"F4": "后", "B2": "中", "A20": "末", "B20": Decimal(3)}).content
    sheet = openpyxl.load_workbook(io.BytesIO(filled))["附件1"]
    assert [sheet[r].value for r in ("F4", "B2", "A20", "B20")] == ["后", "中", "末", 3]
    xml = parts_of(filled)["xl/worksheets/sheet1.xml"]
    numbers = [int(n) for n in re.findall(rb'<row r="(\d+)"', xml)]
    assert numbers == sorted(numbers)


def test_a_form_whose_xml_has_a_prefix_is_filled_the_same():
    parts = parts_of(form())
    name = "xl/worksheets/sheet1.xml"
    xml = parts[name].replace(b"<row", b"<x:row").replace(b"</row", b"</x:row").replace(b"<c ", b"<x:c ").replace(b"</c>", b"</x:c>")
    xml = xml.replace(b"<sheetData", b"<x:sheetData").replace(b"</sheetData", b"</x:sheetData").replace(b"<v>", b"<x:v>").replace(b"</v>", b"</x:v>")
    xml = xml.replace(b"<f>", b"<x:f>").replace(b"</f>", b"</x:f>")
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    parts[name] = xml.replace(space, space + b" " + space.replace(b"xmlns=", b"xmlns:x="))
    assert cell(fill(packed(parts), "附件1", {"C4": Decimal(7)}).content, "C4").value == 7


def test_the_same_form_with_the_same_figures_is_the_same_file():
    blank = form()
    assert fill(blank, "附件1", {"C4": Decimal(1)}) == fill(blank, "附件1", {"C4": Decimal(1)})


@pytest.mark.parametrize("content", [b"", b"<html>", b"PK\x03\x04cut off"])
def test_what_is_no_workbook_is_refused(content):
    with pytest.raises(BadInput):
        fill(content, "附件1", {})


def test_a_sheet_that_is_not_there_is_refused():
    with pytest.raises(BadInput):
        fill(form(), "附件9", {"A1": "x"})
