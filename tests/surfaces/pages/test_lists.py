"""Lists: scope, filters, totals, the number of statements, the past, and the workbook."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from taizhang.frame import clock
from taizhang.kernels.ledger.models import Entry
from taizhang.modules.projects.models import ProjectList

pytestmark = pytest.mark.django_db
PROJECTS = "/list/projects.projects/"
WAN = 1_000_000


def titles(response) -> list[str]:
    return [line.title for line in response.context["lines"]]


def test_a_list_shows_only_what_the_post_reaches(city, browser):
    city.project(name="甲区的项目")
    assert "甲区的项目" in browser("clerk").get(PROJECTS).content.decode()
    assert "甲区的项目" not in browser("other_clerk").get(PROJECTS).content.decode()


def test_filters_search_and_totals_agree(city, browser):
    city.project(name="一号桥", category="transport", total_investment_fen=57743 * WAN)
    city.project(name="二号桥", category="transport", total_investment_fen=12_345)
    city.project(name="三号桥", category="transport", total_investment_fen=None)
    city.project(name="水厂", category="water", total_investment_fen=5 * WAN)
    client = browser("clerk")
    page = client.get(PROJECTS, {"category": "transport", "sort": "name"})
    assert sorted(titles(page)) == ["一号桥", "三号桥", "二号桥"]
    total = next(t for t in page.context["totals"] if t)
    assert (total.text, total.empty) == ("57,743.012345", 1)
    assert titles(client.get(PROJECTS, {"q": "水"})) == ["水厂"]
    assert titles(client.get(PROJECTS, {"district": str(city.other_district.pk)})) == []
    assert len(titles(client.get(PROJECTS, {"district": str(city.district.pk)}))) == 4
    assert titles(client.get(PROJECTS, {"district": "x; drop"})) == []


@pytest.fixture
def key_list(db):
    return ProjectList.objects.create(name="市重点", name_en="City key projects", year=2026, entry="0" * 32)


def test_a_list_of_members_is_a_filter(city, browser, key_list):
    project = city.project(name="在清单内")
    city.project(name="不在清单内")
    city.do(city.clerk, "projects.put_on_list", project, list=key_list.pk)
    client = browser("clerk")
    page = client.get(PROJECTS, {"list": str(key_list.pk)})
    assert titles(page) == ["在清单内"]
    chip = next(chip for chip in page.context["chips"] if chip.key == "list")
    assert chip.chosen == "市重点"


@pytest.mark.parametrize("rows", [3, 60])
@pytest.mark.by_turns(3)
def test_a_list_takes_at_most_eight_statements_whatever_its_size(city, browser, rows):
    for i in range(rows):
        city.project(name=f"项目{i:03d}")
    client = browser("clerk")
    client.get(PROJECTS)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(PROJECTS)
    assert len(page.context["lines"]) == min(rows, 50)
    assert len(asked) <= 8, "\n".join(q["sql"][:160] for q in asked)


def test_pages_neither_repeat_nor_lose_a_row(city, browser):
    for i in range(45):
        city.project(name=f"项目{i:03d}", total_investment_fen=WAN)
    client = browser("clerk")
    seen = []
    for n in (1, 2, 3):
        page = client.get(PROJECTS, {"per": "20", "page": str(n)})
        seen += titles(page)
    assert len(seen) == len(set(seen)) == 45
    assert titles(client.get(PROJECTS, {"per": "20", "page": "99"})) == titles(client.get(PROJECTS, {"per": "20", "page": "3"}))


def test_the_address_chooses_columns_and_never_hidden_ones(city, browser):
    city.project()
    page = browser("clerk").get(PROJECTS, {"cols": "name,code,no_such"})
    assert [h.name for h in page.context["headers"]] == ["name", "code"]
    people = browser("leader").get("/list/office.people/", {"cols": "name,phone", "sort": "phone"})
    assert [h.name for h in people.context["headers"]] == ["name"]


def test_an_earlier_day_shows_what_was_known_then(city, browser):
    with clock.on(date(2026, 3, 1)):
        project = city.project(name="旧名称")
    with clock.on(date(2026, 4, 1)):
        city.do(city.clerk, "projects.amend", project, name="新名称", reason="更名")
    with clock.on(date(2026, 5, 1)):
        client = browser("clerk")
        assert titles(client.get(PROJECTS)) == ["新名称"]
        past = client.get(PROJECTS, {"at": "2026-03-15"})
        assert titles(past) == ["旧名称"] and "2026-03-15" in past.content.decode()
        assert titles(client.get(PROJECTS, {"at": "2026-02-01"})) == []
        assert "旧名称" in client.get(f"/r/projects.project/{project.pk}/", {"at": "2026-03-15"}).content.decode()
        assert client.get(PROJECTS, {"at": "yesterday"}).status_code == 422


def test_htmx_gets_only_the_table(city, browser):
    city.project(name="一号桥")
    part = browser("clerk").get(PROJECTS, HTTP_HX_REQUEST="true").content.decode()
    assert "一号桥" in part and "<html" not in part


def test_the_workbook_holds_what_the_page_shows(city, browser):
    city.project(name="=1+1", code="2025-410103-48-01-000123", total_investment_fen=57743 * WAN + 12_345)
    city.project(name="https://example.invalid/x", total_investment_fen=None)
    client = browser("clerk")
    response = client.get(PROJECTS + "export.xlsx", {"cols": "name,code,total_investment_fen,planned_start", "sort": "-total_investment_fen"})
    assert response["Content-Type"].startswith("application/vnd.openxmlformats")
    assert "filename*=utf-8''" in response["Content-Disposition"] or "filename=" in response["Content-Disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    rows = list(sheet.worksheets[0].iter_rows())
    assert [c.value for c in rows[0]] == ["项目名称", "项目代码", "总投资（万元）", "计划开工"]
    named = {r[0].value: r for r in rows[1:]}
    assert named["=1+1"][0].data_type == "s" and named["=1+1"][1].value == "2025-410103-48-01-000123"
    assert named["=1+1"][2].value == pytest.approx(57743.012345, abs=1e-9)
    assert named["https://example.invalid/x"][2].value is None and named["https://example.invalid/x"][0].hyperlink is None
    assert named["合计"][2].value == pytest.approx(57743.012345, abs=1e-9)
    assert sheet.worksheets[1]["B1"].value == "项目库"


def test_the_workbook_reaches_no_further_than_the_page(city, browser):
    city.project(name="甲区的项目")
    response = browser("other_clerk").get(PROJECTS + "export.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).worksheets[0]
    assert "甲区的项目" not in [c.value for row in sheet.iter_rows() for c in row]


def test_many_rows_are_chosen_and_those_that_fail_are_listed(city, browser, key_list):
    one, two = city.project(name="一号桥"), city.project(name="二号桥")
    city.do(city.clerk, "projects.put_on_list", one, list=key_list.pk)
    client, place = browser("clerk"), "/each/projects.put_on_list/"
    form = client.post(place, {"ids": [one.pk, two.pk]})
    assert form.status_code == 200 and "一号桥" in form.content.decode() and "二号桥" in form.content.decode()
    before = Entry.objects.count()
    assert client.post(place, {"ids": [one.pk, two.pk], "confirmed": "1"}).status_code == 422
    assert Entry.objects.count() == before
    done = client.post(place, {"ids": [one.pk, two.pk], "confirmed": "1", "list": key_list.pk, "nonce": "n1"})
    results = {r.title: r for r in done.context["results"]}
    assert results["二号桥"].entry and "已在“市重点”内" in results["一号桥"].reason
    assert Entry.objects.count() == before + 1
    assert client.post(place, {"ids": []}).status_code == 422
    assert client.post("/each/projects.amend/", {"ids": [one.pk]}).status_code == 404
    assert browser("leader").post(place, {"ids": [one.pk]}).status_code == 403
