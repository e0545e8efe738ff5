"""Sheets of the list and the rosters: what is read, what is held back by cell, what goes in, and that nothing is lost."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
import xlsxwriter
from tests.city_fixture import City
from tests.modules.test_rosters import code_of, firm, inspector, listed

from taizhang.basis.errors import BadInput, Conflict
from taizhang.frame import batches, clock, fsck
from taizhang.frame.catalogue import installed
from taizhang.frame.models import IntakeRow
from taizhang.modules.inspection.models import InspectedObject, InspectionItem, Inspector, Interest
from taizhang.modules.inspection.pages import roster_reading
from taizhang.modules.inspection.queries import roster_imports
from taizhang.modules.inspection.queries import rosters as queries
from taizhang.modules.inspection.rules import roster_sheets as sheets

CODE = code_of("91410100MA0000001")
OTHER = code_of("91410100MA0000002")


def table(*rows: list[str | None]) -> list[sheets.Table]:
    return [sheets.Table("Sheet1", rows)]


def letter(score: int, day: Any, overrides: str) -> str:
    return roster_reading.class_of(score, day, overrides)


# -- rules ----------------------------------------------------------------------------------------------------------------


def test_each_wrong_cell_is_named_and_holds_its_row_back_whole():
    found = sheets.read(
        "objects",
        table(
            ["某区检查对象名录"],
            ["序号", "统一社会信用代码*", "企业名称", "年报全零年度"],
            ["1", CODE, "甲", "2024"],
            ["2", CODE[:-1] + "?", "乙", ""],
            ["3", OTHER, "丙", "二〇二四"],
            ["4", None, "丁", ""],
            ["5", "", "戊", ""],
            ["", "", "", ""],
        ),
    )
    sheets.against(found, sheets.Known(firms=frozenset({CODE, OTHER})), letter)
    assert [row["uscc"] for row in found.accepted] == [CODE]
    assert [(p.row, p.letter, p.column, p.code) for p in found.problems] == [
        (4, "B", "统一社会信用代码*", "cell"),
        (5, "D", "年报全零年度", "cell"),
        (6, "B", "统一社会信用代码*", "lost"),
        (7, "B", "统一社会信用代码*", "missing"),
    ]
    assert [line[1] for line in found.held_lines()] == ["4", "5", "6", "7"]


def test_a_second_row_of_the_same_and_a_firm_that_nobody_knows_are_held_back():
    found = sheets.read("objects", table(["统一社会信用代码"], [CODE], [CODE], [OTHER]))
    sheets.against(found, sheets.Known(firms=frozenset({CODE})), letter)
    assert [(p.row, p.code) for p in found.problems] == [(3, "duplicate"), (4, "no_firm")]


def test_a_class_in_a_sheet_of_scores_has_to_be_the_one_of_the_rule():
    rows = [[CODE, "120", "2026-01", "A", ""], [OTHER, "120", "2026-01", "A", "失信被执行人"], [code_of("91410100MA0000003"), "1001", "2026-01", "", ""]]
    found = sheets.read("scores", table(["信用代码", "分值", "月份", "信用风险分类", "直接判定情形"], *rows))
    sheets.against(found, sheets.Known(listed=frozenset({CODE, OTHER, rows[2][0]})), letter)
    assert [(p.row, p.code) for p in found.problems] == [(4, "cell"), (3, "other_class")]
    assert found.accepted[0]["scored_on"] == "2026-01-01"


def test_words_and_keys_and_both_languages_are_understood():
    found = sheets.read(
        "items",
        table(
            ["Code", "Item", "Legal basis", "Kind", "Method"],
            ["1", "示例", "示例", "重点检查事项", "By video"],
            ["2", "示例", "示例", "key", "书面检查"],
            ["3", "示例", "示例", "?", ""],
        ),
    )
    assert [(row["kind"], row["method"]) for row in found.accepted] == [("key", "video"), ("key", "papers")]
    with pytest.raises(BadInput, match="表头"):
        sheets.read("items", table(["名称"], ["示例"]))


# -- through the machinery ------------------------------------------------------------------------------------------------


@pytest.fixture
def city(db) -> City:
    return City()


def workbook(rows: list[list[Any]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("名录")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()


def csv_file(rows: list[list[Any]], encoding: str = "gb18030") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode(encoding)


def taken_in(city: City, kind: str, content: bytes) -> Any:
    """The intake, accepted and applied."""
    intake = roster_reading.laid_ready(city.planner, kind, "示例.xlsx", content, city.district)
    city.do(city.planner, "inspection.accept_roster", city.district, intake=intake.pk)
    batches.run_waiting()
    return intake


def outcomes(intake: Any) -> list[Any]:
    return list(IntakeRow.objects.filter(intake=intake.pk).order_by("index").values_list("outcome", flat=True))


@pytest.mark.by_turns(2)
def test_fifty_firms_come_in_from_a_sheet_in_gb18030_with_their_scores_and_classes(city):
    codes = [firm(city, n).uscc for n in range(1, 51)]
    rows = [[code, "示例，“企业”", "F5212", "食品经营 特种设备"] for code in codes]
    intake = taken_in(city, "objects", csv_file([["统一社会信用代码", "企业名称", "行业代码", "标签"], *rows, ["没有代码", "", "", ""]]))
    assert (intake.reading["total"], intake.reading["held"], intake.rows_count) == (51, 1, 50)
    assert InspectedObject.objects.filter(tags="特种设备 食品经营", place=city.district).count() == 50
    scores = [[code, 20 * n, "2026年1月"] for n, code in enumerate(codes)]
    taken_in(city, "scores", workbook([["统一社会信用代码", "风险分值", "月份"], *scores]))
    classes = dict.fromkeys("ABCD", 0)
    for row in InspectedObject.objects.all():
        classes[row.risk_class] += 1
    assert classes == {"A": 10, "B": 15, "C": 13, "D": 12}
    assert [f.risk_class for f in queries.firm_rows(city.district, clock.today())].count("D") == 12
    # The same again changes nothing; an older month does not replace a newer one and is told row by row.
    assert all("new" not in o for o in outcomes(taken_in(city, "scores", workbook([["统一社会信用代码", "风险分值", "月份"], *scores]))))
    older = taken_in(city, "scores", workbook([["统一社会信用代码", "风险分值", "月份"], [codes[0], 900, "2025-12"]]))
    assert [refusal["code"] for _, refusal in roster_imports.refused_rows(older)] == ["older"]
    assert fsck.check(installed(), clock.now()).findings == ()


def test_items_inspectors_and_interests_come_in_and_a_second_time_nothing_is_entered_twice(city):
    one, name = firm(city), city.officer.name
    items = workbook([["事项编码", "事项名称", "检查依据", "检查方式", "年度频次上限"], ["A-1", "示例", "示例法", "书面检查", 2]])
    people = workbook(
        [
            ["姓名", "人员身份", "执法证号", "证件有效期至", "可任组长"],
            [name, "执法人员", "16010000001", "2099-12-31", "是"],
            [city.street.name, "网格员", "", "", ""],
            ["无此人", "执法人员", "1", "2099-12-31", ""],
            [city.clerk.name, "网格员", "", "", "是"],
        ]
    )
    interests = workbook([["姓名", "统一社会信用代码", "回避事由"], [name, one.uscc, "亲属关系"], [city.chief.name, one.uscc, "其他"]])
    for again in (False, True):
        taken_in(city, "items", items)
        second = taken_in(city, "inspectors", people)
        third = taken_in(city, "interests", interests)
        assert [p["code"] for p in second.problems] == ["no_person", "not_an_officer"] and [p["code"] for p in third.problems] == ["no_person"]
        assert again is all("new" not in o for o in outcomes(second))
    item = InspectionItem.objects.get()
    assert (item.method, item.yearly_limit, item.organ, item.published_on) == ("papers", 2, city.organs["甲区市场监管局"], None)
    assert {(i.person.name, i.standing) for i in Inspector.objects.all()} == {(name, "official"), (city.street.name, "grid_worker")}
    assert [i.person.name for i in queries.certified_on(city.district, clock.today())] == [name]
    assert Interest.objects.get().kind == "relative"


def test_a_sheet_is_for_the_place_for_which_it_was_read_and_is_accepted_once(city):
    listed(city)
    inspector(city)
    intake = roster_reading.laid_ready(
        city.planner, "scores", "示例.csv", csv_file([["信用代码", "分值", "月份"], [CODE, 1, "2026-01"]], "utf-8"), city.district
    )
    with pytest.raises(BadInput, match="别的区划"):
        city.do(city.planner, "inspection.accept_roster", city.street_place, intake=intake.pk)
    city.do(city.planner, "inspection.accept_roster", city.district, intake=intake.pk)
    with pytest.raises(Conflict, match="受理过"):
        city.do(city.planner, "inspection.accept_roster", city.district, intake=intake.pk)
    with pytest.raises(BadInput):
        roster_reading.laid_ready(city.planner, "scores", "x.xlsx", b"PK\x03\x04" + b"\x00" * 100, city.district)
