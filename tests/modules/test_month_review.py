"""审核表格: the reports of a month in one table; what stands out, and what many ticked rows become at once."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from tests.city_fixture import City

from taizhang.basis.errors import Conflict, NotAllowed
from taizhang.frame import clock
from taizhang.kernels.ledger.models import Entry
from taizhang.modules.projects.declared.worklist import worklist
from taizhang.modules.projects.models import Report
from taizhang.modules.projects.month_remarks import Month, Seen, remarks

WAN = 1_000_000
REVIEW, DECIDE = "/projects/review/", "/projects/review/decide/"


def said(seen: Seen) -> list[str]:
    return [r.en for r in remarks(seen)]


def test_a_month_like_the_one_before_has_nothing_that_stands_out():
    month = Month({"workload_fen": 5, "investment_fen": 4, "paid_fen": 3}, "to the third floor")
    assert said(Seen(month, Month(month.amounts, "to the second floor"), month.amounts, 100)) == []


def test_a_jump_more_paid_than_done_and_the_same_words_stand_out():
    now = Month({"investment_fen": 320 * WAN, "workload_fen": 10 * WAN, "paid_fen": 1}, "piles")
    last = Month({"investment_fen": 100 * WAN, "workload_fen": 30 * WAN}, " piles ")
    ever = {"workload_fen": 50 * WAN, "paid_fen": 60 * WAN, "investment_fen": 900 * WAN}
    assert said(Seen(now, last, ever, 800 * WAN)) == [
        "last month’s workload was 3.0 times this one",
        "investment is 3.2 times last month’s",
        "600,000 yuan paid in all, 500,000 yuan of work done",
        "9,000,000 yuan invested in all, the project’s total is 8,000,000 yuan",
        "the progress is worded exactly as last month",
    ]


def test_figures_that_were_not_given_are_compared_with_nothing():
    assert said(Seen(Month({}), Month({"paid_fen": 5}), {"paid_fen": 5}, None)) == []


@pytest.fixture
def reported(city: City) -> list[Report]:
    """Three months that wait for the bureau."""
    found = []
    with clock.on(date(2026, 3, 3)):
        for n in "一二三":
            project = city.project(name=f"示例{n}号路")
            city.do(city.clerk, "projects.assign_unit", project, unit=city.organs["甲区城投公司"].pk)
            key = city.do(city.reporter, "projects.report_month", project, period="2026-02", progress="示例", investment_fen=9 * WAN).key
            found.append(Report.objects.get(pk=key))
        yield found


def states(reports: list[Report]) -> list[str]:
    return [Report.objects.get(pk=r.pk).state for r in reports]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_table_begins_with_what_waits_for_the_person(city, reported, browser, language):
    page = browser(city.reviewer, language).get(REVIEW, {"period": "2026-02"})
    assert page.status_code == 200
    assert page.content.decode().count('name="ids"') == 3
    waiting_for_district = browser(city.clerk, language).get(REVIEW, {"period": "2026-02"}).content.decode()
    assert 'name="ids"' not in waiting_for_district
    everybody_elses = browser(city.other_reviewer, language).get(REVIEW, {"period": "2026-02"}).content.decode()
    assert "示例一号路" not in everybody_elses


@pytest.mark.django_db
def test_ticked_reports_are_passed_with_one_entry_each_and_one_is_returned_with_its_own_reason(city, reported, browser):
    client = browser(city.reviewer)
    first, second, third = (r.pk for r in reported)
    client.post(DECIDE, {"period": "2026-02", "do": "review", "ids": [first, second], "nonce": "a"})
    assert states(reported) == ["reviewed", "reviewed", "submitted"]
    assert Entry.objects.filter(action="projects.review_report").count() == 2
    given = {"period": "2026-02", "do": "return", "ids": [second, third], "nonce": "b", "reason": "请核对", f"reason-{third}": "照片不符"}
    client.post(DECIDE, given)
    assert states(reported) == ["reviewed", "returned", "returned"]
    assert list(Report.objects.filter(state="returned").order_by("id").values_list("return_reason", flat=True)) == ["请核对", "照片不符"]


@pytest.mark.django_db
def test_what_is_refused_is_listed_with_its_reason_and_the_rest_is_done(city, reported, browser):
    city.do(city.reviewer, "projects.review_report", reported[0])
    page = browser(city.clerk).post(DECIDE, {"period": "2026-02", "do": "accept", "ids": [r.pk for r in reported]})
    assert states(reported) == ["accepted", "submitted", "submitted"]
    words = page.content.decode()
    assert "1 条已办" in words
    assert "2 条没有办" in words


@pytest.mark.django_db
def test_the_district_sends_reviewed_months_back_to_the_unit_or_to_the_bureau_with_a_reason(city, reported, browser):
    for report in reported:
        city.do(city.reviewer, "projects.review_report", report)
    first, second, third = (r.pk for r in reported)
    clerk = browser(city.clerk)
    clerk.post(DECIDE, {"period": "2026-02", "do": "to-unit", "ids": [first], "reason": "与纳统数不符"})
    page = clerk.post(DECIDE, {"period": "2026-02", "do": "to-bureau", "ids": [second, third], "reason": "请再审", f"reason-{third}": "请查实付款"})
    assert "2 条已办" in page.content.decode()
    assert states(reported) == ["returned", "submitted", "submitted"]
    assert [Report.objects.get(pk=r.pk).return_reason for r in reported] == ["与纳统数不符", "请再审", "请查实付款"]
    # The bureau reads why, here and in its work, looks again, and the reason has been answered.
    assert "请查实付款" in browser(city.reviewer).get(REVIEW, {"period": "2026-02"}).content.decode()
    assert "区级退回，请重新审核：请再审" in [t.why.zh for t in worklist(city.reviewer, date(2026, 3, 3))]
    city.do(city.reviewer, "projects.review_report", second)
    assert (Report.objects.get(pk=second).state, Report.objects.get(pk=second).return_reason) == ("reviewed", "")


@pytest.mark.django_db
def test_a_bureau_does_not_send_back_for_the_district_nor_the_district_what_the_bureau_has_not_passed(city, reported):
    with pytest.raises(NotAllowed):
        city.do(city.reviewer, "projects.return_to_unit", reported[0], reason="示例")
    with pytest.raises(Conflict):
        city.do(city.clerk, "projects.return_to_bureau", reported[0], reason="示例")


@pytest.mark.django_db
def test_a_report_of_the_first_version_goes_on_as_it_was(city, reported):
    Report.objects.filter(pk=reported[0].pk).update(lifecycle=None)
    city.do(city.reviewer, "projects.review_report", reported[0])
    for verb in ("return_to_unit", "return_to_bureau"):
        with pytest.raises(Conflict):
            city.do(city.clerk, f"projects.{verb}", reported[0], reason="示例")
    city.do(city.clerk, "projects.accept_report", reported[0])
    assert states(reported)[0] == "accepted"


@pytest.mark.django_db
def test_a_return_without_a_reason_is_refused(city, reported, browser):
    page = browser(city.reviewer).post(DECIDE, {"period": "2026-02", "do": "return", "ids": [reported[0].pk]})
    assert page.status_code == 422
    assert states(reported) == ["submitted"] * 3


@pytest.mark.django_db
def test_a_report_that_changed_since_the_table_was_opened_is_not_passed(city, reported, browser):
    seen = reported[0].entry
    city.do(city.reviewer, "projects.return_report", reported[0], reason="请核对")
    given = {"period": "2026-02", "do": "review", "ids": [reported[0].pk], f"version-{reported[0].pk}": seen}
    page = browser(city.reviewer).post(DECIDE, given)
    assert "别人已更新了这条记录" in page.content.decode()


@pytest.mark.django_db
def test_what_free_columns_say_of_a_month_stands_in_the_table_and_its_workbook(city, reported, browser):
    project = reported[0].project
    made = city.do(city.clerk, "projects.open_list", None, name="示例重点清单", year=2026)
    city.do(city.clerk, "projects.put_on_list", project, list=made.key)
    city.do(city.clerk, "projects.add_column", None, list=made.key, name="新增岗位", kind="number", unit="个")
    city.do(city.reporter, "projects.fill_columns", project, cells="新增岗位=1,200", period="2026-02")
    client = browser(city.reviewer)
    assert "新增岗位（个）：1,200" in client.get(REVIEW, {"period": "2026-02"}).content.decode()
    book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(REVIEW, {"period": "2026-02", "take": "xlsx"}))))
    assert "新增岗位（个）：1,200" in [c.value for row in book.active.iter_rows() for c in row]
