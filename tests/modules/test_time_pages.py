"""The portfolio in time as pages: figures as of a past day, two days compared, every number with its rows, in scope."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from taizhang.frame import clock

pytestmark = pytest.mark.django_db
WAN = 1_000_000


@pytest.fixture
def told(city):
    """Two projects with four reported months, one of them slipped since spring."""
    with clock.on(date(2026, 1, 5)):
        steady, slow = (city.project(name=name, planned_finish="2026-08") for name in ("示例稳步工程", "示例推迟工程"))
        city.do(city.clerk, "projects.plan", steady, role="annual_plan", year=2026, amount_fen=1200 * WAN)
    for month, amount in ((1, 100), (2, 90), (3, 120), (4, 90)):
        with clock.on(date(2026, month + 1, 3)):
            city.do(city.reporter, "projects.report_month", steady, period=f"2026-{month:02d}", progress="示例", investment_fen=amount * WAN)
    with clock.on(date(2026, 4, 20)):
        city.do(city.clerk, "projects.amend", slow, name=slow.name, planned_finish="2027-02", total_investment_fen=slow.total_investment_fen, reason="示例")
    return steady, slow


@pytest.fixture
def summer():
    with clock.on(date(2026, 6, 10)):
        yield


def shown(browser, actor, path):
    answer = browser(actor).get(path)
    assert answer.status_code == 200, answer.content.decode()[:400]
    return answer.content.decode()


def test_the_year_is_told_against_plan_and_time_with_an_outlook(browser, city, told, summer):
    text = shown(browser, city.leader, "/projects/time/?last=2026-04")
    assert "0.04 亿元" in text and "33.3%" in text
    assert "上年同期没有数据" in text
    assert "0.112 亿元 – 0.136 亿元" in text
    assert "2026-05" in shown(browser, city.leader, "/projects/time/")


def test_as_of_a_past_day_later_reports_are_not_known(browser, city, told, summer):
    text = shown(browser, city.leader, "/projects/time/?at=2026-03-10&last=2026-02")
    assert "0.019 亿元" in text and "不做预计" in text
    rows = shown(browser, city.leader, "/projects/time/rows/?at=2026-03-10&last=2026-02")
    assert ">190<" in rows and "示例推迟工程" in rows


def test_two_days_show_what_slipped_and_give_its_rows_as_a_workbook(browser, city, told, summer):
    text = shown(browser, city.leader, "/projects/time/compare/?from=2026-03-01&to=2026-06-01")
    assert "推迟中位数 6 个月" in text and "50.0%" in text and "示例推迟工程" in text and "2027-02" in text
    answer = browser(city.leader).get("/projects/time/compare.xlsx?from=2026-03-01&to=2026-06-01&show=slipped")
    (_, row) = load_workbook(BytesIO(b"".join(answer.streaming_content)), read_only=True).worksheets[0].iter_rows(values_only=True)
    assert row[0] == "示例推迟工程" and row[-1] == 6
    assert browser(city.leader).get("/projects/time/compare/?from=2026-06-01&to=2026-03-01").status_code == 422


def test_next_door_nothing_of_it_is_seen(browser, city, told, summer):
    for path in ("/projects/time/", "/projects/time/rows/", "/projects/time/compare/?from=2026-03-01&to=2026-06-01&show=new"):
        assert "示例推迟工程" not in shown(browser, city.other_clerk, path)
