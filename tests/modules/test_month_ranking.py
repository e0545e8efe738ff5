"""月度排名: units and districts beside one another, every share with what was divided by what."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from tests.city_fixture import City

from taizhang.basis.errors import BadInput, NotAllowed
from taizhang.frame import clock
from taizhang.modules.projects.declared.records import RECORDS
from taizhang.modules.projects.models import Commentary, CommentaryHistory
from taizhang.modules.projects.queries import ranking

pytestmark = pytest.mark.django_db
WAN = 1_000_000


@pytest.fixture
def two_units(city: City):
    """甲区城投公司 with a planned and an unplanned project, 甲区住建局 with one that reports late."""
    with clock.on(date(2026, 3, 3)):
        own, other = city.organs["甲区城投公司"].pk, city.organs["甲区住建局"].pk
        planned, unplanned = city.project(name="示例一号路"), city.project(name="示例二号路")
        third = city.project(name="示例三号路", organ=other)
        for project, unit in ((planned, own), (unplanned, own), (third, other)):
            city.do(city.clerk, "projects.assign_unit", project, unit=unit)
        city.do(city.clerk, "projects.plan", planned, role="annual_plan", year=2026, amount_fen=900 * WAN)
        city.do(city.clerk, "projects.plan", third, role="annual_plan", year=2026, amount_fen=100 * WAN)
        for project in (planned, unplanned):
            city.do(city.reporter, "projects.report_month", project, period="2026-02", progress="示例", investment_fen=100 * WAN)
    with clock.on(date(2026, 3, 9)):
        city.do(city.reviewer, "projects.report_month", third, period="2026-02", progress="示例", investment_fen=50 * WAN)
        yield


def test_units_stand_in_the_order_of_their_share_of_the_plan(city, two_units):
    first, second = ranking.ranking(city.clerk, RECORDS, "2026-02", "unit")
    assert (first.name, first.done_tenths, first.in_time, first.reported) == ("甲区住建局", 500, 0, 1)
    assert (second.name, second.done_tenths, second.in_time, second.reported) == ("甲区城投公司", 111, 2, 2)


def test_a_project_without_a_plan_counts_in_the_sum_and_not_in_the_share(city, two_units):
    line = next(r for r in ranking.ranking(city.clerk, RECORDS, "2026-02", "unit") if r.name == "甲区城投公司")
    assert (line.year, line.year_planned, line.plan) == (200 * WAN, 100 * WAN, 900 * WAN)


def test_districts_add_up_their_units(city, two_units):
    [line] = ranking.ranking(city.clerk, RECORDS, "2026-02", "district")
    assert (line.name, line.due, line.reported, line.month, line.plan) == ("甲区", 3, 3, 250 * WAN, 1000 * WAN)
    assert ranking.ranking(city.other_clerk, RECORDS, "2026-02", "district") == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_says_what_was_divided_by_what(city, two_units, browser, language):
    page = browser(city.clerk, language).get("/projects/ranking/", {"period": "2026-02"}).content.decode()
    assert "100 ÷ 900" in page
    assert "11.1%" in page


def test_a_district_comments_on_a_units_month_once_amends_it_and_the_unit_reads_it(city, two_units, browser):
    unit, address = city.organs["甲区城投公司"], "/projects/ranking/comment/"
    client = browser(city.clerk)
    given = {"period": "2026-02", "unit": unit.pk, "text": "进度靠后\n请抓紧"}
    assert client.post(address, given).status_code == 302
    again = client.post(address, given)
    assert again.status_code == 422
    assert "2026-02 已经点评过" in again.content.decode()
    said = Commentary.objects.get()
    client.post(address, given | {"commentary": said.pk, "version": said.entry, "text": "进度已赶上"})
    assert Commentary.objects.get().text == "进度已赶上"
    assert [h.text for h in CommentaryHistory.objects.order_by("history_id")] == ["进度靠后\n请抓紧", "进度已赶上"]
    assert "进度已赶上" in browser(city.reporter).get("/projects/grid/", {"period": "2026-02"}).content.decode()
    assert "进度已赶上" in browser(city.clerk, "en").get("/projects/ranking/", {"period": "2026-02"}).content.decode()
    assert "进度已赶上" not in browser(city.other_clerk).get("/projects/ranking/", {"period": "2026-02"}).content.decode()
    book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get("/projects/ranking/", {"period": "2026-02", "take": "xlsx"}))))
    assert "进度已赶上" in [c.value for row in book.active.iter_rows() for c in row]


def test_a_unit_does_not_comment_and_another_districts_words_are_its_own(city, two_units):
    unit = city.organs["甲区城投公司"]
    for stranger in (city.reporter, city.other_clerk):
        with pytest.raises(NotAllowed):
            city.do(stranger, "projects.comment_on_unit", unit, period="2026-02", text="示例")
    with pytest.raises(BadInput):
        city.do(city.clerk, "projects.comment_on_unit", unit, period="2026-02", text=" ")
