"""Free columns of a list (领导要加一列): read by kind, filled in by whom the column names, beside the core tables."""

from __future__ import annotations

from datetime import date

import pytest
from tests.city_fixture import City

from taizhang.basis.errors import BadInput, Conflict, NotAllowed
from taizhang.frame import clock
from taizhang.kernels.ledger.models import Entry
from taizhang.modules.projects import queries
from taizhang.modules.projects.extra_columns import Cell, read_cell, shown_cell
from taizhang.modules.projects.models import ExtraColumn, ExtraValue, Project, ProjectList


@pytest.mark.parametrize(
    ("cell", "typed", "value", "shown"),
    [
        (Cell("text"), "  桩基\n 完成 ", "桩基 完成", "桩基 完成"),
        (Cell("number", "个"), "１，２００．５０ 个", "1200.5", "1,200.5"),
        (Cell("number"), "-0", "0", "0"),
        (Cell("amount", "万元"), "1.2亿元", "12000", "12,000"),
        (Cell("date"), "2026年5月3日", "2026-05-03", "2026-05-03"),
        (Cell("choice", "", ("是", "否")), "否", "否", "否"),
        (Cell("choice", "", ("是", "否")), " ", "", ""),
    ],
)
def test_a_cell_has_one_way_to_be_written(cell, typed, value, shown):
    assert read_cell(cell, typed) == value
    assert read_cell(cell, value) == value
    assert shown_cell(cell.kind, value) == shown


@pytest.mark.parametrize(
    ("cell", "typed"),
    [(Cell("number"), "很多"), (Cell("number"), "NaN"), (Cell("amount", "元"), "0.001"), (Cell("date"), "近期"), (Cell("choice", "", ("是",)), "不")],
)
def test_what_cannot_be_read_is_refused(cell, typed):
    with pytest.raises(BadInput):
        read_cell(cell, typed)


@pytest.fixture
def listed(city: City):
    """A project of each district on one list, with two columns that 甲区 added."""
    with clock.on(date(2026, 3, 3)):
        project = city.project(name="示例一号路")
        other = city.do(city.other_clerk, "projects.register", city.other_district, name="示例外区路", kind="gov")
        elsewhere = Project.objects.get(pk=other.key)
        city.do(city.clerk, "projects.assign_unit", project, unit=city.organs["甲区城投公司"].pk)
        made = city.do(city.clerk, "projects.open_list", None, name="示例重点清单", year=2026)
        found = ProjectList.objects.get(pk=made.key)
        city.do(city.clerk, "projects.put_on_list", project, list=found.pk)
        city.do(city.other_clerk, "projects.put_on_list", elsewhere, list=found.pk)
        city.do(city.clerk, "projects.add_column", None, list=found.pk, name="新增岗位", kind="number", unit="个", order=1)
        city.do(city.clerk, "projects.add_column", None, list=found.pk, name="包联领导", name_en="Leader", filler="district", monthly=False, order=2)
        yield project, elsewhere, found


pytestmark = pytest.mark.django_db


def test_columns_are_of_the_projects_of_the_list_in_the_district_that_added_them(city, listed, django_assert_max_num_queries):
    project, elsewhere, _ = listed
    with django_assert_max_num_queries(3):
        found = queries.columns_of(list(Project.objects.select_related("district")), date(2026, 3, 3))
    assert [c.name for c in found[project.pk]] == ["新增岗位", "包联领导"]
    assert found[elsewhere.pk] == ()


def test_a_row_of_cells_is_one_entry_and_only_what_was_named_changes(city, listed):
    project = listed[0]
    city.do(city.clerk, "projects.fill_columns", project, cells="新增岗位=1,200\nLeader=示例", period="2026-02")
    city.do(city.reporter, "projects.fill_columns", project, cells="新增岗位=", period="2026-02")
    assert sorted(ExtraValue.objects.values_list("column__name", "period", "value")) == [("包联领导", "", "示例"), ("新增岗位", "2026-02", "")]
    assert Entry.objects.filter(action="projects.fill_columns").count() == 2
    with pytest.raises(BadInput) as refused:
        city.do(city.reporter, "projects.fill_columns", project, cells="新增岗位=", period="2026-02")
    assert refused.value.code == "nothing_new"


@pytest.mark.parametrize(
    ("cells", "period", "code"),
    [("新增岗位=多", "2026-02", "not_a_number"), ("新增岗位=1", "", "missing"), ("没有这列=1", "2026-02", "no_column"), ("新增岗位 1", "2026-02", "no_column")],
)
def test_a_cell_that_cannot_be_read_or_placed_changes_nothing(city, listed, cells, period, code):
    with pytest.raises(BadInput) as refused:
        city.do(city.reporter, "projects.fill_columns", listed[0], cells=cells, period=period)
    assert refused.value.code == code
    assert not ExtraValue.objects.exists()


def test_a_column_of_the_district_is_not_filled_in_by_the_unit(city, listed):
    with pytest.raises(NotAllowed):
        city.do(city.reporter, "projects.fill_columns", listed[0], cells="包联领导=示例")


def test_a_column_that_has_ended_keeps_its_values_and_takes_none(city, listed):
    project, _, project_list = listed
    city.do(city.reporter, "projects.fill_columns", project, cells="新增岗位=3", period="2026-02")
    city.do(city.clerk, "projects.end_column", ExtraColumn.objects.get(name="新增岗位"))
    with pytest.raises(BadInput):
        city.do(city.reporter, "projects.fill_columns", project, cells="新增岗位=4", period="2026-02")
    assert ExtraValue.objects.get().value == "3"
    city.do(city.clerk, "projects.add_column", None, list=project_list.pk, name="新增岗位")


def test_the_list_of_reports_as_of_a_day_shows_the_cells_as_they_were_known_then(city, listed, browser, django_assert_max_num_queries):
    project = listed[0]

    def cells(who, **asked) -> list[str]:
        page = browser(who).get("/list/projects.reports/", asked)
        at = [h.name for h in page.context["headers"]].index("extra")
        return [line.cells[at].text for line in page.context["lines"]]

    with clock.on(date(2026, 3, 4)):
        city.do(city.reporter, "projects.report_month", project, period="2026-02", progress="桩基")
        city.do(city.reporter, "projects.fill_columns", project, cells="新增岗位=1,200", period="2026-02")
    with clock.on(date(2026, 4, 1)):
        city.do(city.reporter, "projects.fill_columns", project, cells="新增岗位=1,300", period="2026-02")
        city.do(city.clerk, "projects.amend_column", ExtraColumn.objects.get(name="新增岗位"), name="带动就业", order=1)
    with clock.on(date(2026, 5, 1)):
        assert cells(city.clerk) == ["带动就业（个）：1,300"]
        assert cells(city.clerk, at="2026-03-04") == ["新增岗位（个）：1,200"] and cells(city.clerk, at="2026-03-03") == []
        client = browser(city.clerk)
        client.get("/list/projects.reports/")
        with django_assert_max_num_queries(9):
            client.get("/list/projects.reports/", {"at": "2026-03-04"})


def test_names_are_given_once_and_amounts_have_a_unit_of_money(city, listed):
    with pytest.raises(Conflict):
        city.do(city.clerk, "projects.add_column", None, list=listed[2].pk, name="新增岗位")
    with pytest.raises(BadInput):
        city.do(city.clerk, "projects.add_column", None, list=listed[2].pk, name="税收", kind="amount", unit="个")
    city.do(city.other_clerk, "projects.add_column", None, list=listed[2].pk, name="新增岗位")
