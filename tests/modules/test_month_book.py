"""The workbook of a unit's month: it goes out with the last figures and comes back merged cell by cell."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from tests.city_fixture import City

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text
from taizhang.frame import clock
from taizhang.frame.models import Draft
from taizhang.modules.projects import round_book
from taizhang.modules.projects.models import Project
from taizhang.modules.projects.pages.grid_rows import COLUMNS
from taizhang.surfaces.workbook.model import Sheet, Workbook
from taizhang.surfaces.workbook.opening import open_workbook

WAN = 1_000_000
BOOK = tuple(round_book.Column(name, label) for name, label in COLUMNS)
NAMES = frozenset(c.name for c in BOOK)
OUT, BACK, DECIDE = "/projects/grid/workbook.xlsx", "/projects/grid/workbook/", "/projects/grid/workbook/decide/"


def returned(cells: dict[int, dict[str, str]], base: dict[int, dict[str, str]]) -> round_book.Returned:
    return round_book.Returned("2026-02", 1, "", cells, base)


def test_a_cell_changed_in_the_file_alone_is_taken_and_one_changed_here_alone_stays():
    base = {1: {"progress": "土方", "paid_fen": "5"}}
    merged = round_book.merge(returned({1: {"progress": "桩基", "paid_fen": "5"}}, base), {1: {"progress": "土方", "paid_fen": "6"}}, {1: NAMES})
    assert merged.taken == {1: {"progress": "桩基"}}
    assert not merged.conflicts


def test_a_cell_changed_on_both_sides_is_a_conflict_unless_both_say_the_same():
    base = {1: {"paid_fen": "5", "progress": "土方"}}
    file = {1: {"paid_fen": "1200", "progress": "桩基"}}
    merged = round_book.merge(returned(file, base), {1: {"paid_fen": "1,200.0", "progress": "基坑"}}, {1: NAMES})
    assert merged.conflicts == (round_book.Conflict(1, "progress", "土方", "基坑", "桩基"),)
    assert not merged.taken


def test_rows_that_are_reported_or_unknown_take_nothing():
    file = {1: {"progress": "桩基"}, 2: {"progress": ""}, 3: {"progress": "x"}}
    merged = round_book.merge(returned(file, {}), {1: {}, 2: {}}, {})
    assert (merged.taken, merged.closed, merged.unknown) == ({}, (1,), (3,))


def test_what_goes_out_locked_stamped_and_summed_comes_back_as_it_was():
    head = round_book.Head("2026-02", 7, "甲区城投公司", "2026-03-03 09:00")
    line = round_book.Line(4, "=示例一号路", "未报", NAMES, {"workload_fen": "1,200.5", "progress": "土方"}, {"paid_fen": "3"}, {"workload_fen": 10 * WAN})
    content = round_book.write(head, BOOK, [line], "zh")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert [(s.title, s.sheet_state) for s in book] == [("填报", "visible"), ("说明", "visible"), ("_taizhang", "veryHidden")]
    month = book["填报"]
    assert month.protection.sheet
    assert (month["B4"].value, month["B4"].data_type, month["B4"].protection.locked) == ("=示例一号路", "s", True)
    assert (month["G4"].value, month["G4"].protection.locked) == (1200.5, False)
    assert month["O4"].value == "=N(G4)+10"
    found = round_book.read(open_workbook(content), BOOK)
    assert (found.period, found.unit) == ("2026-02", 7)
    assert found.cells[4]["workload_fen"] == "1200.5"
    assert round_book.merge(found, {4: line.now}, {4: NAMES}) == round_book.Merged({}, (), (), ())


def test_a_workbook_from_elsewhere_is_refused_with_what_to_do():
    with pytest.raises(BadInput) as refused:
        round_book.read(Workbook("xlsx", (Sheet("表", [["项目"]]),)), BOOK)
    assert refused.value.code == "not_a_round_book"
    assert isinstance(refused.value.remedy, Text)


@pytest.fixture
def project(city: City) -> Project:
    made = city.project(name="示例一号路")
    city.do(city.clerk, "projects.assign_unit", made, unit=city.organs["甲区城投公司"].pk)
    with clock.on(date(2026, 3, 3)):
        yield made


def filled(content: bytes, **cells: object) -> io.BytesIO:
    book = openpyxl.load_workbook(io.BytesIO(content))
    heads = {c.value: c.column for c in book["填报"][3]}
    labels = {name: label.zh for name, label in COLUMNS}
    for name, value in cells.items():
        book["填报"].cell(4, heads[labels[name]]).value = value
    sent = io.BytesIO()
    book.save(sent)
    sent.seek(0)
    sent.name = "month.xlsx"
    return sent


@pytest.mark.django_db
def test_a_filled_workbook_becomes_the_persons_draft(city, project, browser):
    client = browser(city.reporter)
    asked = {"period": "2026-02", "unit": city.organs["甲区城投公司"].pk}
    content = client.get(OUT, asked).content
    answer = client.post(BACK, asked | {"file": filled(content, workload_fen=1200.5, progress="桩基")})
    assert answer.status_code == 302
    assert answer["Location"].endswith("&merged=2")
    assert Draft.objects.get().raw == {"workload_fen": ["1200.5"], "progress": ["桩基"], "period": ["2026-02"]}


@pytest.mark.django_db
@pytest.mark.parametrize(("choice", "kept"), [("file", "桩基"), ("here", "基坑")])
def test_a_cell_changed_on_both_sides_is_put_to_the_person(city, project, browser, choice, kept):
    client = browser(city.reporter)
    asked = {"period": "2026-02", "unit": city.organs["甲区城投公司"].pk}
    content = client.get(OUT, asked).content
    box = f"p{project.pk}-progress"
    client.post("/projects/grid/save/", asked | {box: "基坑"})
    page = client.post(BACK, asked | {"file": filled(content, progress="桩基", paid_fen=3)})
    assert page.status_code == 200
    assert "1 格两边都改过" in page.content.decode()
    assert Draft.objects.get().raw["paid_fen"] == ["3"]
    client.post(DECIDE, asked | {f"take-{box}": choice, f"file-{box}": "桩基"})
    assert Draft.objects.get().raw["progress"] == [kept]


@pytest.mark.django_db
def test_the_workbook_of_another_month_is_not_merged(city, project, browser):
    client = browser(city.reporter)
    asked = {"period": "2026-01", "unit": city.organs["甲区城投公司"].pk}
    content = client.get(OUT, asked).content
    answer = client.post(BACK, asked | {"period": "2026-02", "file": filled(content, progress="桩基")})
    assert answer.status_code == 422
    assert not Draft.objects.exists()


@pytest.mark.django_db
def test_all_cells_changed_on_both_sides_are_taken_from_the_file_with_one_button(city, project, browser):
    client = browser(city.reporter)
    asked = {"period": "2026-02", "unit": city.organs["甲区城投公司"].pk}
    content = client.get(OUT, asked).content
    client.post("/projects/grid/save/", asked | {f"p{project.pk}-progress": "基坑", f"p{project.pk}-problems": "无"})
    client.post(BACK, asked | {"file": filled(content, progress="桩基", problems="缺水")})
    cells = {"progress": "桩基", "problems": "缺水"}
    given = {f"take-p{project.pk}-{n}": "here" for n in cells} | {f"file-p{project.pk}-{n}": t for n, t in cells.items()}
    client.post(DECIDE, asked | given | {"all": "file"})
    assert {n: Draft.objects.get().raw[n] for n in cells} == {"progress": ["桩基"], "problems": ["缺水"]}


@pytest.mark.django_db
def test_free_columns_go_out_and_come_back_also_for_a_month_that_is_reported(city, project, browser):
    made = city.do(city.clerk, "projects.open_list", None, name="示例重点清单", year=2026)
    city.do(city.clerk, "projects.put_on_list", project, list=made.key)
    column = city.do(city.clerk, "projects.add_column", None, list=made.key, name="新增岗位", kind="number", unit="个").key
    city.do(city.reporter, "projects.report_month", project, period="2026-02", progress="示例", quantities="桩基 根 3")
    client = browser(city.reporter)
    asked = {"period": "2026-02", "unit": city.organs["甲区城投公司"].pk}
    book = openpyxl.load_workbook(io.BytesIO(client.get(OUT, asked).content))
    heads = {c.value: c.column for c in book["填报"][3]}
    cell = book["填报"].cell(4, heads["新增岗位（个）"])
    assert (cell.protection.locked, book["填报"].cell(4, heads["形象进度"]).protection.locked) == (False, True)
    assert book["填报"].cell(4, heads["实物量"]).value == "桩基 根 3"
    cell.value = 12
    sent = io.BytesIO()
    book.save(sent)
    sent.seek(0)
    sent.name = "month.xlsx"
    answer = client.post(BACK, asked | {"file": sent})
    assert answer["Location"].endswith("&merged=1")
    assert Draft.objects.get().raw == {"period": ["2026-02"], "cells": [f"#{column}=12"]}
