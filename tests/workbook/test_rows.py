"""What a clerk gets back: every readable row, every other cell named with its reason."""

from __future__ import annotations

import io

import openpyxl
import pytest

from taizhang.basis.errors import BadInput
from taizhang.modules.projects.sheet_roles import ROLES, check_workbook, review_workbook
from taizhang.surfaces.workbook.annotation import Question, annotate
from taizhang.surfaces.workbook.opening import open_workbook
from taizhang.surfaces.workbook.recognition import recognise
from taizhang.surfaces.workbook.template import Template, fingerprint, recognise_with, template_for, template_from

from . import books

HEAD = ["序号", "项目名称", "项目代码", "建设地点", "总投资（万元）", "年度计划投资（万元）", "开工时间", "竣工时间"]


def code(number: int) -> str:
    return f"2025-410103-48-01-{number:06d}"


def project(number: int, **changed):
    cells = {
        "serial": number, "name": f"改造{number}号", "code": code(number), "place": "侯寨乡",
        "total": 100, "plan": 10, "start": "2025.3", "finish": "2027.12",
    } | changed  # fmt: skip
    return list(cells.values())


def review(*rows, head=HEAD):
    return review_workbook(open_workbook(books.book([head, *rows])))


def problems(*rows):
    return [(p.cell, p.code, p.detail) for p in review(*rows).problems]


def test_all_problems_of_a_row_are_listed_and_only_that_row_is_held_back():
    seen = review(
        project(1), project(2, total="待定", plan=-5, start="2027.1", finish="2026.1", code="2025-4101"), project(3)
    )
    assert [(p.cell, p.code) for p in seen.problems] == [
        ("C3", "bad_code"), ("E3", "text"), ("F3", "negative"), ("H3", "finish_before_start"),
    ]  # fmt: skip
    assert [row.row_number for row in seen.sheets[0].accepted] == [2, 4]
    assert seen.sheets[0].accepted[1].cells["annual_plan"] == "F4"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"name": None}, ("B2", "no_name", "")),
        ({"code": 20254101030001.0}, ("C2", "bad_code", "code_is_number")),
        ({"total": "=1/0"}, ("E2", "text", "not_an_amount")),
        ({"total": True}, ("E2", "text", "not_an_amount")),
        ({"total": 0.00000001}, ("E2", "text", "finer_than_fen")),
        ({"plan": "-3"}, ("F2", "negative", "")),
        ({"start": 2026.1}, ("G2", "text", "january_or_october")),
        ({"finish": "2025年13月"}, ("H2", "text", "impossible_date")),
    ],
)
def test_a_cell_that_cannot_go_in_is_named_with_its_reason(changed, expected):
    assert problems(project(1, **changed), project(2)) == [expected]


def test_empty_cells_are_absent_and_hold_nothing_back():
    seen = review(project(1, code=None, total=None, plan="  ", start=None, finish=None), project(2))
    assert seen.problems == []
    assert seen.sheets[0].accepted[0].values["total_investment"] is None
    assert seen.sheets[0].accepted[0].values["annual_plan"] is None


def test_a_second_row_with_a_code_is_held_back_on_the_same_sheet_only():
    sheets = {"甲": [HEAD, project(1), project(2, code=code(1))], "乙": [HEAD, project(1)]}
    answer = check_workbook(open_workbook(books.books(sheets)))
    assert answer["held_back"] == [{"sheet": "甲", "row": 3, "column": "C", "reason": "duplicate_code"}]
    assert answer["distinct_projects"] == 1
    assert answer["sheets"]["乙"] == {
        "accepted": 1,
        "sums_fen": {"total_investment": 100_000_000, "annual_plan": 10_000_000},
    }


def test_a_date_that_may_be_in_order_is_not_called_backwards():
    assert problems(project(1, start="2026.5", finish="2026"), project(2, start="2026.5.9", finish="2026.5")) == []


def test_a_row_without_a_code_is_the_project_of_the_same_name_and_place():
    sheets = {"甲": [HEAD, project(1)], "乙": [HEAD, project(1, code=None), project(2, code=None)]}
    seen = review_workbook(open_workbook(books.books(sheets)))
    assert seen.identities.distinct == 2
    assert seen.identities.questions == ()


@pytest.mark.parametrize(
    ("first", "second", "third", "questions"),
    [
        ({}, {"code": code(9)}, {"name": "别的", "code": code(3)}, ["other_code"]),
        ({}, {"name": "改名1号"}, {"name": "别的", "code": code(3)}, ["other_name"]),
        ({}, {"code": code(9)}, {"code": None}, ["other_code", "which_code"]),
        ({"place": None}, {"code": None, "place": None}, {"name": "别的", "code": code(3)}, ["no_place"]),
    ],
)
def test_a_tie_is_asked_and_not_decided(first, second, third, questions):
    rows = {"甲": project(1, **first), "乙": project(1, **second), "丙": project(1, **third)}
    seen = review_workbook(open_workbook(books.books({name: [HEAD, row] for name, row in rows.items()})))
    assert [question.code for question in seen.identities.questions] == questions


def test_a_unit_that_is_nowhere_written_is_assumed_with_a_warning():
    head = [text.replace("（万元）", "") for text in HEAD]
    reading = review(project(1), head=head).sheets[0].reading
    assert [column.unit_from for column in reading.columns if column.unit] == ["default", "default"]
    assert len(reading.warnings) == 2
    assert "E列" in reading.warnings[0].zh


def test_a_sheet_without_the_needed_column_is_unread_with_the_reason():
    seen = review_workbook(
        open_workbook(books.books({"一": [["项目代码", "总投资"], [code(1), 1]], "二": [["说明文字"]]}))
    )
    assert "项目名称" in seen.sheets[0].reading.unread.zh
    assert "表头" in seen.sheets[1].reading.unread.zh


def test_a_hidden_sheet_is_reported_and_read_only_when_asked():
    workbook = open_workbook(books.books({"一": [HEAD, project(1)], "二": [HEAD, project(2)]}, hidden=["二"]))
    assert "隐藏" in recognise(workbook.sheet("二"), ROLES).unread.zh
    assert recognise(workbook.sheet("二"), ROLES, read_hidden=True).data_rows == (2,)


def test_rows_that_are_not_projects_are_skipped_each_with_its_kind():
    rows = [
        ["1", "2", "3", "4", "5", "6", "7", "8"],
        ["一", "产业类（2个）", None, None, 200, 20],
        project(1),
        [None, "小 计", None, None, 100, 10],
        HEAD,
        project(2),
        [None],
        ["合计（2个）", None, None, None, 200],
        ["注：以统计部门数据为准。"],
        ["填表人：张三", None, "审核人：李四"],
    ]
    reading = review(*rows).sheets[0].reading
    assert [(skipped.row, skipped.kind) for skipped in reading.skipped] == [
        (2, "column_numbers"), (3, "section"), (5, "total"), (6, "heading"), (8, "blank"), (9, "total"),
        (10, "remark"), (11, "remark"),
    ]  # fmt: skip
    assert reading.data_rows == (4, 7)


def test_names_that_look_like_totals_or_sections_are_still_projects():
    names = ["设计院统计大厦", "一马路改造", "合计路小学", "总计算中心", "第三水厂", "说明书印刷厂", "注塑产业园"]
    seen = review(*(project(n, name=name) for n, name in enumerate(names, 1)))
    assert [row.values["name"] for row in seen.sheets[0].accepted] == names


def test_a_note_of_another_unit_half_way_down_is_warned_about():
    rows = [["单位：万元"], HEAD, project(1), ["单位：亿元"], project(2)]
    reading = review_workbook(open_workbook(books.book(rows))).sheets[0].reading
    assert any("亿元" in warning.zh for warning in reading.warnings)


UNKNOWN = ["序号", "标的", "项目代码", "落点", "盘子", "年度计划投资", "开工时间", "竣工时间"]


def test_a_clerks_correction_outranks_the_guess_and_is_remembered_as_a_template():
    sheet = open_workbook(books.book([UNKNOWN, project(1)])).sheets[0]
    assert recognise(sheet, ROLES).unread
    fixed = {"B": "name", "D": "place", "E": "total_investment", "H": None}
    reading = recognise(sheet, ROLES, corrections=fixed, units={"E": "亿元"})
    assert reading.unread is None
    assert (reading.column("total_investment").unit, reading.column("finish")) == ("亿元", None)
    saved = Template.from_json(template_from("城建局月报", reading).to_json())
    moved = open_workbook(books.book([[], [None, *UNKNOWN], [None, *project(5)]])).sheets[0]
    again = recognise_with(moved, ROLES, [saved])
    assert [column.role for column in again.columns] == [column.role for column in reading.columns]
    assert again.column("total_investment").unit == "亿元"
    assert fingerprint(again) == fingerprint(reading)
    other = recognise(open_workbook(books.book([HEAD, project(1)])).sheets[0], ROLES)
    assert template_for(other, [saved]) is None


def test_a_correction_of_what_does_not_exist_is_an_error_of_the_program():
    sheet = open_workbook(books.book([HEAD, project(1)])).sheets[0]
    for wrong in ({"A": "nonsense"}, {"ZZ": "name"}):
        with pytest.raises(ValueError, match="there is no"):
            recognise(sheet, ROLES, corrections=wrong)


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("no json", "bad_template"),
        ("{}", "bad_template"),
        ('{"version":2,"name":"","fingerprint":"","roles":[],"units":[]}', "template_version"),
        ('{"version":1,"name":"","fingerprint":"","roles":["name"],"units":["斤"]}', "bad_template"),
    ],
)
def test_a_template_that_cannot_be_read_is_refused(text, refused):
    with pytest.raises(BadInput) as caught:
        Template.from_json(text)
    assert caught.value.code == refused


def annotated(rows, language="zh"):
    workbook = open_workbook(books.book(rows))
    seen = review_workbook(workbook)
    questions = [Question(q.question, q.cells) for q in seen.identities.questions]
    readings = [sheet.reading for sheet in seen.sheets]
    return workbook, annotate(workbook, readings, seen.problems, ROLES, questions=questions, language=language)


def test_the_annotated_file_reads_again_as_the_same_rows_and_problems():
    rows = [["题目"], HEAD, project(1), project(2, total="待定"), project(3, name="=cmd|' /C calc'!A0"), [None, "合计"]]
    workbook, content = annotated(rows)
    again = open_workbook(content)
    assert [sheet.name for sheet in again.sheets] == ["说明", "项目"]
    assert again.sheet("项目").rows == workbook.sheet("项目").rows
    first, second = check_workbook(workbook), check_workbook(again)
    assert first == second


def test_the_annotated_file_marks_the_cell_and_says_why():
    _, content = annotated([HEAD, project(1, total="待定")])
    book = openpyxl.load_workbook(io.BytesIO(content))
    cell = book["项目"]["E2"]
    assert cell.fill.start_color.rgb == "FFFFC7CE"
    assert "待定" in cell.comment.text
    assert "总投资" in book["项目"]["E1"].comment.text
    listed = [[c.value for c in row] for row in book["说明"].iter_rows(min_row=4, max_row=4)]
    assert listed[0][:4] == ["项目", "E2", "总投资", "待定"]
    assert "E2" in book["说明"]["B4"].hyperlink.location
    assert book["项目"]["C2"].data_type == "s"


def test_what_people_wrote_never_becomes_a_formula_or_a_link():
    _, content = annotated([HEAD, project(1, name="=1+1", place="http://example.org")])
    sheet = openpyxl.load_workbook(io.BytesIO(content))["项目"]
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=1+1", "s")
    assert sheet["D2"].hyperlink is None


def test_the_annotated_file_speaks_english_when_asked():
    _, content = annotated([HEAD, project(1, total="待定")], language="en")
    assert open_workbook(content).sheets[0].name == "Notes"
