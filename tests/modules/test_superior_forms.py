"""上级表样: guessed from its headings, corrected once, filled every month to the cell."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.city_fixture import City

from taizhang.basis.errors import BadInput, NotAllowed
from taizhang.frame import clock
from taizhang.kernels.ledger.models import Entry
from taizhang.modules.projects.models import ExtraColumn, Project, SuperiorForm
from taizhang.modules.projects.superior_forms import FormMap, Occasion, cells_for, guess
from taizhang.surfaces.workbook.model import Area, Sheet

WAN = 1_000_000
ROWS = [
    ["附件2 全市重点项目投资完成情况月报表", "", "", "", "", "", ""],
    ["填报单位：", "", "", "", "", "单位：亿元", ""],
    ["序号", "项目名称", "总投资", "完成投资", "", "", "工程形象进度"],
    ["", "", "", "本月完成", "年初至本月累计", "自开工累计", ""],
    ["", "1", "2", "3", "4", "5", "6"],
    ["", "", "", "", "", "", ""],
    ["", "", "", "", "", "", ""],
    ["合计", "", "", "", "", "", ""],
]
MERGED = (Area(1, 0, 1, 6), Area(3, 3, 3, 5), *(Area(3, c, 4, c) for c in (0, 1, 2, 6)))
SHEET = Sheet("附件2", [list(r) for r in ROWS], MERGED)
MAP = guess(SHEET)
OCCASION = Occasion("二七区发展改革委", "2026-02", date(2026, 3, 4))


def project(name: str, month: int | None, year: int | None = None) -> dict[str, object]:
    return {"name": name, "investment_fen.month": month, "investment_fen.year": year, "progress": "主体三层"}


def test_the_meaning_of_columns_is_guessed_through_two_lines_of_headings_and_merged_cells():
    assert MAP.columns == {
        "A": "serial",
        "B": "name",
        "C": "total_investment_fen",
        "D": "investment_fen.month",
        "E": "investment_fen.year",
        "F": "investment_fen.ever",
        "G": "progress",
    }
    assert (MAP.first_row, MAP.last_row, MAP.unit) == (6, 7, "亿元")
    assert MAP.cells == {"A2": "head.organ"}


def test_a_sheet_without_headings_gives_no_columns():
    assert guess(Sheet("说明", [["填表说明"], ["一、本表按月填报"]])).columns == {}


def test_amounts_are_in_the_forms_unit_without_rounding_and_what_is_unknown_stays_empty():
    cells = cells_for(MAP, SHEET, [project("示例一号路", 120_000_000_001, None)], OCCASION)
    assert cells["D6"] == Decimal("12.0000000001")
    assert "E6" not in cells
    assert (cells["A6"], cells["B6"], cells["G6"]) == (Decimal(1), "示例一号路", "主体三层")
    assert cells["A2"] == "填报单位：二七区发展改革委"


def test_a_form_that_lists_its_projects_gets_each_in_its_own_row():
    rows = [list(r) for r in ROWS]
    rows[5][1], rows[6][1] = "示例二号路", "示例 一号路"
    listed = Sheet("附件2", rows, MERGED)
    cells = cells_for(MAP, listed, [project("示例一号路", 10**10), project("示例二号路", 2 * 10**10)], OCCASION)
    assert (cells["D6"], cells["D7"]) == (Decimal(2), Decimal(1))
    assert "A6" not in cells
    with pytest.raises(BadInput) as absent:
        cells_for(MAP, listed, [project("示例三号路", 1)], OCCASION)
    assert absent.value.code == "not_on_the_form"


def test_more_projects_than_rows_are_refused_with_what_to_do():
    with pytest.raises(BadInput) as refused:
        cells_for(MAP, SHEET, [project(str(n), 1) for n in range(3)], OCCASION)
    assert (refused.value.code, refused.value.remedy.zh) == ("too_few_rows", "在表样里多插几行后重新上传")


def test_a_map_survives_being_kept_and_one_that_names_nothing_known_is_refused():
    assert FormMap.from_json(MAP.to_json()) == MAP
    for text in ("[]", "{}", '{"sheet": "a", "first_row": 9, "last_row": 2, "columns": {"A": "name"}}', '{"sheet": "a", "first_row": 1, "last_row": 2, "columns": {"A": "password"}}'):
        with pytest.raises(BadInput):
            FormMap.from_json(text)


def blank() -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("附件2")
        frame = book.add_format({"border": 1, "num_format": "0.00"})
        for n, row in enumerate(ROWS):
            for c, text in enumerate(row):
                sheet.write(n, c, text, frame)
        sheet.merge_range("D3:F3", "完成投资", frame)
        sheet.write_formula("D8", "=SUM(D6:D7)", frame)
    return buffer.getvalue()


@pytest.fixture
def accepted(city: City):
    """One project whose month was accepted, and one whose month waits."""
    with clock.on(date(2026, 3, 3)):
        for name in ("示例一号路", "示例二号路"):
            made = city.project(name=name)
            city.do(city.clerk, "projects.assign_unit", made, unit=city.organs["甲区城投公司"].pk)
            report = city.do(city.reporter, "projects.report_month", made, period="2026-02", progress="桩基", investment_fen=5000 * WAN).key
            if name == "示例一号路":
                city.do(city.reviewer, "projects.review_report", report)
                city.do(city.clerk, "projects.accept_report", report)
        yield


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_blank_is_sent_mapped_once_and_filled_with_what_was_accepted(city, accepted, browser, settings, tmp_path, language):
    settings.MEDIA_ROOT = str(tmp_path / "evidence")
    client = browser(city.clerk, language)
    sent = client.post("/projects/forms/", {"file": SimpleUploadedFile("附件2.xlsx", blank())})
    page = client.get(sent["Location"]).content.decode()
    assert '<option value="investment_fen.ever" selected>' in page
    upload = sent["Location"].split("=")[1]
    columns = {f"column-{c}": key for c, key in MAP.columns.items()}
    given = {"upload": upload, "name": "市月报", "sheet": "附件2", "first_row": 6, "last_row": 7, "unit": "亿元", "cell": ["A2"], "single": ["head.organ"]}
    saved = client.post("/projects/forms/map/", given | columns)
    assert saved.status_code == 302
    assert Entry.objects.filter(action="projects.save_form").count() == 1
    form = SuperiorForm.objects.get()
    assert client.get(f"/projects/forms/{form.pk}/", {"period": "2026-02"}).status_code == 200
    filled = client.get(f"/projects/forms/{form.pk}/filled.xlsx", {"period": "2026-02"})
    sheet = openpyxl.load_workbook(io.BytesIO(filled.content))["附件2"]
    assert (sheet["B6"].value, sheet["D6"].value, sheet["D6"].number_format) == ("示例一号路", 0.5, "0.00")
    assert sheet["B7"].value is None
    assert sheet["D8"].value == "=SUM(D6:D7)"


def test_a_heading_that_is_the_name_of_a_free_column_asks_for_it_and_no_known_field_gives_way():
    rows = [["序号", "项目名称", "新增 岗位", "形象进度"], ["", "", "", ""]]
    found = guess(Sheet("表", rows), [("新增岗位", 7), ("形象进度", 8)])
    assert found.columns == {"A": "serial", "B": "name", "C": "free.7", "D": "progress"} and found.free == {7}
    assert FormMap.from_json(found.to_json()) == found
    with pytest.raises(BadInput):
        FormMap.from_json(found.to_json().replace("free.7", "free.x"))
    cells = cells_for(found, Sheet("表", rows), [{"name": "示例路", "free.7": Decimal("1200.5")}], OCCASION)
    assert cells["C2"] == Decimal("1200.5"), "a number is no amount: the form's unit does not change it"


@pytest.mark.django_db
def test_a_cell_of_the_form_is_filled_from_a_free_column_of_a_list(city, accepted, browser, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "evidence")
    project = Project.objects.get(name="示例一号路")
    made = city.do(city.clerk, "projects.open_list", None, name="示例重点清单", year=2026).key
    city.do(city.clerk, "projects.put_on_list", project, list=made)
    for name, kind, monthly in (("新增岗位", "number", True), ("到位资金", "amount", True), ("包联领导", "text", False)):
        city.do(city.clerk, "projects.add_column", None, list=made, name=name, kind=kind, monthly=monthly)
    city.do(city.clerk, "projects.fill_columns", project, cells="新增岗位=1,200\n到位资金=5000\n包联领导=示例同志", period="2026-02")
    city.do(city.clerk, "projects.fill_columns", project, cells="新增岗位=9", period="2026-01")
    jobs, money, leader = (f"free.{ExtraColumn.objects.get(name=n).pk}" for n in ("新增岗位", "到位资金", "包联领导"))
    client = browser(city.clerk)
    sent = client.post("/projects/forms/", {"file": SimpleUploadedFile("附件2.xlsx", blank())})
    page = client.get(sent["Location"]).content.decode()
    assert f'<option value="{jobs}">新增岗位 · 示例重点清单</option>' in page
    assert "示例重点清单" not in browser(city.other_clerk).get("/projects/forms/").content.decode()
    given = {"upload": sent["Location"].split("=")[1], "name": "市月报", "sheet": "附件2", "first_row": 6, "last_row": 7, "unit": "亿元"}
    columns = {"column-B": "name", "column-C": money, "column-D": jobs, "column-G": leader}
    assert client.post("/projects/forms/map/", given | columns).status_code == 302
    key = SuperiorForm.objects.get().pk
    city.do(city.clerk, "projects.end_column", ExtraColumn.objects.get(name="包联领导"))
    assert "包联领导 · 示例重点清单" in client.get(f"/projects/forms/{key}/", {"period": "2026-02"}).content.decode()
    filled = client.get(f"/projects/forms/{key}/filled.xlsx", {"period": "2026-02"})
    sheet = openpyxl.load_workbook(io.BytesIO(filled.content))["附件2"]
    assert (sheet["C6"].value, sheet["D6"].value, sheet["G6"].value) == (0.5, 1200, "示例同志")


@pytest.mark.django_db
def test_only_who_takes_the_months_as_the_districts_own_keeps_forms(city):
    with pytest.raises(NotAllowed):
        city.do(city.reporter, "projects.save_form", None, name="市月报", body=MAP.to_json())


@pytest.mark.django_db
def test_a_form_without_its_blank_says_so(city, browser):
    key = city.do(city.clerk, "projects.save_form", None, name="市月报", body=MAP.to_json()).key
    client = browser(city.clerk)
    assert "还没有空白表样" in client.get(f"/projects/forms/{key}/").content.decode()
    assert client.get(f"/projects/forms/{key}/filled.xlsx", {"period": "2026-02"}).status_code == 404
