"""A ledger that has a free column of its list fills it in: found by its heading, read by its kind, told where it does not fit."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from tests.city_fixture import City

from taizhang.frame import batches, clock
from taizhang.frame.models import IntakeRow
from taizhang.modules.projects import imports
from taizhang.modules.projects.models import ExtraColumn, ExtraValue, Project, ProjectList

pytestmark = pytest.mark.django_db
HEADS = ("序号", "项目名称", "建设地点", "总投资（万元）", "包联领导", "到位资金（亿元）", "没有这一列")
ROWS = ((1, "示例一号路", "一街道", 5000, "示例同志", 0.5, "x"), (2, "示例二号路", "一街道", 6000, "", "", "y"))


def ledger(rows=ROWS, heads=HEADS) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "重点项目"
    for row in (heads, *rows):
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.fixture
def city(db):
    """A district whose list of key projects has two free columns, neither of them filled month by month."""
    made = City()
    with clock.on(date(2026, 3, 3)):
        bring_in(made, ledger(heads=HEADS[:4], rows=[r[:4] for r in ROWS]))
        found = ProjectList.objects.get(key="2026-重点项目")
        for name, kind, filler in (("包联领导", "text", "district"), ("到位资金", "amount", "unit")):
            made.do(made.clerk, "projects.add_column", None, list=found.pk, name=name, kind=kind, monthly=False, filler=filler)
        yield made


def bring_in(city: City, content: bytes, **raw) -> imports.WorkbookReview:
    _, review = imports.read(content, reader=city.clerk)
    intake = imports.lay_ready(city.clerk, "台账.xlsx", content, review)
    city.do(city.clerk, "projects.accept_workbook", city.district, intake=intake.pk, year=2026, **raw)
    batches.run_waiting()
    return review


def cells() -> dict[tuple[str, str], str]:
    return {(v.project.name, v.column.name): v.value for v in ExtraValue.objects.select_related("project", "column")}


def test_the_columns_of_the_list_are_found_by_their_heading_and_an_amount_in_the_unit_of_the_heading(city):
    review = bring_in(city, ledger())
    leader, money = (f"free.{ExtraColumn.objects.get(name=n).pk}" for n in ("包联领导", "到位资金"))
    assert {c.heading: c.role for c in review.sheets[0].reading.columns}["包联领导"] == leader
    assert review.sheets[0].reading.column(money).unit == "亿元"
    assert cells() == {("示例一号路", "包联领导"): "示例同志", ("示例一号路", "到位资金"): "5000"}, "an empty cell says nothing"
    before = list(ExtraValue.objects.values_list("id", "entry"))
    bring_in(city, ledger())
    assert list(ExtraValue.objects.values_list("id", "entry")) == before, "a second import changes nothing"


def test_what_is_there_already_stays_and_is_told_unless_the_sheet_decides(city):
    project = Project.objects.get(name="示例一号路")
    city.do(city.clerk, "projects.fill_columns", project, cells="包联领导=原来的同志")
    key = f"free.{ExtraColumn.objects.get(name='包联领导').pk}"
    bring_in(city, ledger())
    assert cells()["示例一号路", "包联领导"] == "原来的同志"
    assert [r.outcome["differs"] for r in IntakeRow.objects.filter(outcome__differs__isnull=False)] == [[key]]
    bring_in(city, ledger(), sheet_decides=True)
    assert cells()["示例一号路", "包联领导"] == "示例同志"


def test_a_cell_that_is_not_of_the_columns_kind_holds_its_row_back(city):
    found = ProjectList.objects.get(key="2026-重点项目")
    city.do(city.clerk, "projects.add_column", None, list=found.pk, name="交付日期", kind="date", monthly=False)
    rows = [(*ROWS[0][:4], date(2026, 5, 3)), (*ROWS[1][:4], "很快")]
    review = bring_in(city, ledger(rows, (*HEADS[:4], "交付日期")))
    assert [(p.row, p.code) for p in review.problems if p.blocking] == [(3, "free_column")]
    assert cells() == {("示例一号路", "交付日期"): "2026-05-03"}


def test_a_list_without_the_column_takes_nothing_and_the_row_says_so(city):
    _, review = imports.read(ledger(), reader=city.clerk)
    intake = imports.lay_ready(city.clerk, "台账.xlsx", ledger(), review)
    city.do(city.clerk, "projects.accept_workbook", city.district, intake=intake.pk, year=2025)
    batches.run_waiting()
    assert cells() == {} and IntakeRow.objects.filter(intake=intake.pk, outcome__differs__isnull=False).count() == 1


def test_another_district_is_not_offered_the_column(city):
    _, review = imports.read(ledger(), reader=city.other_clerk)
    assert not any((c.role or "").startswith("free.") for c in review.sheets[0].reading.columns)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_preview_names_the_column_and_the_clerk_may_leave_it_out(city, browser, settings, tmp_path, language):
    settings.MEDIA_ROOT = str(tmp_path / "evidence")
    client = browser(city.clerk, language)
    sent = client.post("/projects/import/", {"file": io.BytesIO(ledger())})
    key = f"free.{ExtraColumn.objects.get(name='包联领导').pk}"
    page = client.get(sent["Location"])
    assert f'<option value="{key}" selected>' in page.content.decode()
    left = client.get(sent["Location"] + "&role|重点项目|E=none")
    assert f'<option value="{key}" selected>' not in left.content.decode()
    moved = client.get(sent["Location"] + f"&role|重点项目|E=none&role|重点项目|G={key}&role|重点项目|F=free.999")
    assert moved.status_code == 200 and moved.content.decode().count(f'<option value="{key}" selected>') == 1
