"""填报表格: a unit's month as one sheet. Drafts while it is typed, one entry for each row that is complete, the rest in red."""

from __future__ import annotations

from datetime import date

import pytest
from tests.city_fixture import City

from taizhang.frame import clock
from taizhang.frame.models import Draft
from taizhang.kernels.ledger.models import Entry
from taizhang.modules.projects import queries
from taizhang.modules.projects.declared.records import RECORDS
from taizhang.modules.projects.models import ExtraColumn, ExtraValue, Project, Quantity, Report
from taizhang.modules.projects.queries import grid

pytestmark = pytest.mark.django_db
WAN = 1_000_000
GRID, SAVE, SUBMIT = "/projects/grid/", "/projects/grid/save/", "/projects/grid/submit/"


@pytest.fixture
def march():
    with clock.on(date(2026, 3, 3)):
        yield


@pytest.fixture
def unit(city: City) -> list[Project]:
    """Three projects that 甲区城投公司 reports."""
    owner = city.organs["甲区城投公司"].pk
    made = [city.project(name=f"示例{n}号路") for n in "一三二"]
    for project in made:
        city.do(city.clerk, "projects.assign_unit", project, unit=owner)
    return sorted(made, key=lambda p: p.name)


def boxes(project: Project, **typed: str) -> dict[str, str]:
    names = ("workload_fen", "investment_fen", "paid_fen", "progress", "problems", "next_steps", "coordination")
    return {f"p{project.pk}-{n}": typed.get(n, "") for n in names} | (
        {f"p{project.pk}-reason": typed["reason"]} if "reason" in typed else {}
    )


def sent(city: City, *rows: dict[str, str], period: str = "2026-02") -> dict[str, str]:
    found = {"period": period, "unit": str(city.organs["甲区城投公司"].pk), "nonce": "n1"}
    for row in rows:
        found |= row
    return found


def test_the_sheet_has_the_units_projects_with_the_month_before_and_what_they_add_up_to(city, unit):
    for period, day, amount in (("2025-12", date(2026, 1, 4), 70), ("2026-01", date(2026, 2, 3), 30)):
        with clock.on(day):
            city.do(city.reporter, "projects.report_month", unit[0], period=period, progress="示例", investment_fen=amount * WAN)
    with clock.on(date(2026, 3, 3)):
        rows = grid.grid(city.reporter, city.reporter, RECORDS, "2026-02", city.organs["甲区城投公司"].pk)
    assert [r.project.pk for r in rows] == [p.pk for p in unit]
    first = rows[0]
    assert (first.state, first.open, first.last.investment_fen) == ("missing", True, 30 * WAN)
    assert (first.before.year, first.before.ever) == ({"investment_fen": 30 * WAN}, {"investment_fen": 100 * WAN})
    assert rows[1].before == grid.Sums()


def test_the_number_of_queries_does_not_grow_with_the_sheet(city, unit, march, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        assert len(grid.grid(city.reporter, city.reporter, RECORDS, "2026-02", city.organs["甲区城投公司"].pk)) == 3


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_sheet_opens_for_everybody_and_can_be_typed_into_by_who_reports(city, unit, march, browser, language):
    asked = {"period": "2026-02", "unit": city.organs["甲区城投公司"].pk}
    typed_by_unit = browser(city.reporter, language).get(GRID, asked).content.decode()
    assert typed_by_unit.count("data-row=") == 3
    assert f'name="p{unit[0].pk}-workload_fen"' in typed_by_unit
    seen = browser(city.clerk, language).get(GRID, asked).content.decode()
    assert "示例一号路" in seen
    assert "-workload_fen" not in seen.replace("sum=\"year-workload_fen", "").replace("sum=\"ever-workload_fen", "")


def test_what_is_typed_is_a_draft_that_says_what_is_wrong_and_what_it_adds_up_to(city, unit, march, browser):
    client = browser(city.reporter)
    answer = client.post(SAVE, sent(city, boxes(unit[0], workload_fen="１，２００．５", investment_fen="三百"))).json()
    row = answer["rows"][str(unit[0].pk)]
    assert row["problems"] == {"investment_fen": "“三百”读不出金额"}
    assert row["sums"]["year"]["workload_fen"] == "1,200.5"
    assert (row["ready"], row["blank"]) == (False, False)
    assert Entry.objects.filter(action="projects.report_month").count() == 0
    assert Draft.objects.get().raw["investment_fen"] == ["三百"]
    again = client.get(GRID, {"period": "2026-02"}).content.decode()
    assert 'value="三百"' in again
    client.post(SAVE, sent(city, boxes(unit[0])))
    assert not Draft.objects.exists()


def test_a_draft_is_nobody_elses_and_of_no_other_month(city, unit, march, browser):
    browser(city.reporter).post(SAVE, sent(city, boxes(unit[0], progress="只有我看得到")))
    asked = {"unit": city.organs["甲区城投公司"].pk}
    assert "只有我看得到" in browser(city.reporter).get(GRID, asked | {"period": "2026-02"}).content.decode()
    assert "只有我看得到" not in browser(city.reporter).get(GRID, asked | {"period": "2026-01"}).content.decode()
    assert "只有我看得到" not in browser(city.reviewer).get(GRID, asked | {"period": "2026-02"}).content.decode()


def test_every_complete_row_is_one_entry_and_the_others_stay_as_drafts_with_the_reason(city, unit, march, browser):
    good = boxes(unit[0], workload_fen="1,200万", investment_fen="1100", paid_fen="600.25", progress="桩基完成")
    bad = boxes(unit[1], investment_fen="一百", progress="土方")
    page = browser(city.reporter).post(SUBMIT, sent(city, good, bad, boxes(unit[2])))
    report = Report.objects.get()
    assert (report.project_id, report.workload_fen, report.paid_fen) == (unit[0].pk, 1200 * WAN, 600_250_000)
    assert Entry.objects.filter(action="projects.report_month").count() == 1
    assert [d.target for d in Draft.objects.all()] == [unit[1].pk]
    words = page.content.decode()
    assert page.status_code == 200
    assert "已报送 1 个项目" in words
    assert "1 个项目没有报送" in words
    assert "“一百”读不出金额" in words
    assert 'aria-invalid="true"' in words


def test_a_row_without_its_progress_is_not_sent(city, unit, march, browser):
    page = browser(city.reporter).post(SUBMIT, sent(city, boxes(unit[0], investment_fen="5")))
    assert page.status_code == 422
    assert "请填写“形象进度”" in page.content.decode()
    assert not Report.objects.exists()


def test_the_same_sheet_sent_twice_is_reported_once(city, unit, march, browser):
    client, rows = browser(city.reporter), sent(city, boxes(unit[0], progress="桩基完成"))
    assert client.post(SUBMIT, rows).status_code == 200
    client.post(SUBMIT, rows)
    assert Report.objects.count() == 1


def test_a_returned_row_is_corrected_in_the_sheet_and_keeps_its_physical_quantities(city, unit, march, browser):
    given = {"period": "2026-02", "progress": "桩基", "investment_fen": 9 * WAN, "quantities": "混凝土 立方米 350.5"}
    report = city.do(city.reporter, "projects.report_month", unit[0], **given).key
    city.do(city.reviewer, "projects.return_report", report, reason="与形象进度不符")
    client = browser(city.reporter)
    page = client.get(GRID, {"period": "2026-02"}).content.decode()
    assert "与形象进度不符" in page
    untouched = boxes(unit[0], investment_fen="9", progress="桩基", reason="")
    client.post(SUBMIT, sent(city, untouched))
    assert Report.objects.count() == 1
    client.post(SUBMIT, sent(city, boxes(unit[0], investment_fen="8", progress="桩基", reason="核实后更正")))
    now = Report.objects.get(supersedes=report)
    assert (now.investment_fen, now.state) == (8 * WAN, "submitted")
    assert Quantity.objects.get(report=now).measure == "混凝土"


def test_a_row_of_another_unit_is_not_written_whatever_is_sent(city, unit, march, browser):
    page = browser(city.other_reviewer).post(SUBMIT, sent(city, boxes(unit[0], progress="冒名")))
    assert page.status_code == 200
    assert not Report.objects.exists()
    browser(city.clerk).post(SAVE, sent(city, boxes(unit[0], progress="冒名")))
    assert not Draft.objects.exists()


def test_who_has_to_report_is_the_same_on_the_sheet_and_in_the_round(city, unit, march):
    _, lines = queries.monthly_round(city.clerk, RECORDS, "2026-02", date(2026, 3, 3))
    units = grid.reporting_units(city.clerk, RECORDS)
    assert {p.pk for p, _ in lines} == {p.pk for p in unit}
    assert [(name, n) for _, name, _, n in units] == [("甲区城投公司", 3)]


@pytest.fixture
def columned(city, unit, march) -> ExtraColumn:
    """A monthly column 新增岗位（个） on a list with the first of the unit's projects."""
    made = city.do(city.clerk, "projects.open_list", None, name="示例重点清单", year=2026)
    city.do(city.clerk, "projects.put_on_list", unit[0], list=made.key)
    made = city.do(city.clerk, "projects.add_column", None, list=made.key, name="新增岗位", kind="number", unit="个")
    return ExtraColumn.objects.get(pk=made.key)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_column_of_a_list_stands_in_the_sheet_for_the_projects_of_that_list(city, unit, columned, browser, language):
    page = browser(city.reporter, language).get(GRID, {"period": "2026-02"}).content.decode()
    assert f'data-name="x{columned.pk}"' in page
    assert f'name="p{unit[0].pk}-x{columned.pk}"' in page
    assert f'name="p{unit[1].pk}-x{columned.pk}"' not in page


def test_a_free_cell_is_a_draft_then_one_entry_also_where_the_month_is_reported_already(city, unit, columned, browser):
    client, box = browser(city.reporter), f"p{unit[0].pk}-x{columned.pk}"
    wrong = client.post(SAVE, sent(city, {box: "很多"})).json()["rows"][str(unit[0].pk)]
    assert wrong["problems"] == {f"x{columned.pk}": "“很多”不是数字"}
    city.do(city.reporter, "projects.report_month", unit[0], period="2026-02", progress="示例")
    right = client.post(SAVE, sent(city, {box: "1，200"})).json()
    assert (right["ready"], Draft.objects.get().action) == (1, "projects.fill_columns")
    assert not ExtraValue.objects.exists()
    client.post(SUBMIT, sent(city, {box: "1，200"}))
    assert (ExtraValue.objects.get().value, ExtraValue.objects.get().period) == ("1200", "2026-02")
    assert not Draft.objects.exists()
    listed = browser(city.clerk).get("/list/projects.reports/").content.decode()
    assert "新增岗位（个）：1,200" in listed


def test_a_measure_that_a_project_has_reported_has_a_box_of_its_own_with_last_month_and_the_sum(city, unit, march, browser):
    for period, day, done in (("2025-12", date(2026, 1, 4), 70), ("2026-01", date(2026, 2, 3), 30)):
        with clock.on(day):
            city.do(city.reporter, "projects.report_month", unit[0], period=period, progress="示例", quantities=f"桩基 根 {done}")
    page = browser(city.reporter).get(GRID, {"period": "2026-02"}).content.decode()
    assert "上月 30 · 累 100" in page
    typed = boxes(unit[0], progress="桩基") | {f"p{unit[0].pk}-q0": "１，２００", f"p{unit[0].pk}-quantities": "土方 立方米 5"}
    browser(city.reporter).post(SUBMIT, sent(city, typed))
    found = Quantity.objects.filter(report__period="2026-02").order_by("id").values_list("measure", "unit", "done")
    assert [(m, u, int(d)) for m, u, d in found] == [("桩基", "根", 1200), ("土方", "立方米", 5)]


def test_a_quantity_that_cannot_be_read_is_red_and_sends_nothing(city, unit, march, browser):
    typed = boxes(unit[0], progress="桩基") | {f"p{unit[0].pk}-quantities": "桩基 根 若干"}
    answer = browser(city.reporter).post(SAVE, sent(city, typed)).json()["rows"][str(unit[0].pk)]
    assert (list(answer["problems"]), answer["ready"]) == (["quantities"], False)
