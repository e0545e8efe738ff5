"""What a page shows, as a workbook: the same rows, order, choice and scope; text stays text, amounts stay exact."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from tests.city_fixture import City

from taizhang.frame import clock

pytestmark = pytest.mark.django_db
WAN = 1_000_000
FORMULA = "=HYPERLINK(\"https://example.invalid\",\"x\")"


@pytest.fixture
def city(db):
    return City()


@pytest.fixture
def month(city):
    """Two projects of one unit, the first with a hostile name, a plan and a report; the day is in March."""
    with clock.on(date(2026, 3, 3)):
        unit = city.organs["甲区城投公司"].pk
        one, other = city.project(name=FORMULA), city.project(name="示例二号路")
        for project in (one, other):
            city.do(city.clerk, "projects.assign_unit", project, unit=unit)
        city.do(city.clerk, "projects.plan", one, role="annual_plan", year=2026, amount_fen=900 * WAN + 1)
        city.do(city.reporter, "projects.report_month", one, period="2026-02", progress="@示例", problems="+1", investment_fen=100 * WAN + 1)
        yield one, other


def taken(client, path: str) -> tuple[list[list], object]:
    """The rows of the first sheet, and the workbook."""
    page = client.get(path)
    assert page.status_code == 200
    address = page.context["frame"].take
    assert address in page.content.decode().replace("&amp;", "&") and "take=xlsx" in address
    answer = client.get(path.partition("?")[0] + address)
    assert answer["Content-Disposition"].endswith(".xlsx") or ".xlsx" in answer["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    return [[c.value for c in row] for row in book.worksheets[0].iter_rows()], book


@pytest.mark.parametrize(
    ("path", "columns"),
    [
        ("/projects/round/?period=2026-02", {"项目": FORMULA, "投资量（万元）": 100.000001, "形象进度": "@示例", "存在问题": "+1"}),
        ("/projects/review/?period=2026-02&state=all", {"项目": FORMULA, "投资量·本月（万元）": 100.000001, "工作量·本月（万元）": None}),
        ("/projects/ranking/?period=2026-02", {"填报单位": "甲区城投公司", "年度计划（万元）": 900.000001, "完成计划（%）": 11.1, "名次": 1}),
        ("/projects/totals/?by=district&year=2026", {"区县": "甲区", "年度计划（万元）": 900.000001, "年度计划：有数的项目": 1, "项目数": 2}),
        ("/projects/reserve/", {"项目": FORMULA, "区县": "甲区"}),
    ],
)
def test_a_page_is_taken_away_as_it_is(city, browser, month, path, columns):
    rows, book = taken(browser(city.clerk), path)
    head = rows[0]
    row = next(r for r in rows[1:] if r[head.index(next(iter(columns)))] == next(iter(columns.values())))
    for label, value in columns.items():
        assert row[head.index(label)] == (pytest.approx(value, abs=1e-9) if isinstance(value, float) else value), label
    assert all(c.data_type != "f" for sheet in book.worksheets for r in sheet.iter_rows() for c in r)
    assert "导出时存证数" in [r[0].value for r in book.worksheets[1].iter_rows()]


def test_the_choice_of_the_page_is_the_choice_of_the_workbook(city, browser, month):
    missing, _ = taken(browser(city.clerk), "/projects/round/?period=2026-02&state=missing")
    assert [r[0] for r in missing[1:]] == ["示例二号路"]
    foreign, _ = taken(browser(city.other_clerk), "/projects/round/?period=2026-02")
    assert foreign[1:] == []


def test_late_nodes_are_taken_away_whole_and_in_english(city, browser):
    project = city.project(kind="filed", name="示例园区")
    city.do(city.clerk, "projects.lay_out_nodes", project, starts_on="2025-03-03")
    city.do(city.chief, "projects.approve_baseline", city.do(city.clerk, "projects.propose_baseline", project, reason="首次").key)
    rows, _ = taken(browser(city.clerk, "en"), "/projects/late-nodes/")
    assert rows[0] == ["Node", "Project", "District", "Who", "Due", "Days late"] and len(rows) > 1
    assert all(r[1] == "示例园区" and r[5] > 0 and hasattr(r[4], "year") for r in rows[1:])
