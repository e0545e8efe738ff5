"""A month of a project: reported, reviewed by somebody else, accepted, corrected; totals follow, and the past stays what it was."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.city_fixture import City

from taizhang.basis.errors import BadInput, Conflict, NotFound
from taizhang.frame import clock
from taizhang.modules.projects import queries
from taizhang.modules.projects.declared.records import RECORDS
from taizhang.modules.projects.models import Quantity, Report

pytestmark = pytest.mark.django_db
WAN = 1_000_000


def _reported(city: City, project, period: str = "2026-02", **raw):
    given = {
        "period": period,
        "progress": "示例：基础施工",
        "workload_fen": 300 * WAN,
        "investment_fen": 280 * WAN,
        "paid_fen": 120 * WAN,
        "quantities": "混凝土 立方米 350.5\n桩基 根 12",
    }
    return Report.objects.get(pk=city.do(city.reporter, "projects.report_month", project, **(given | raw)).key)


@pytest.fixture
def march():
    with clock.on(date(2026, 3, 3)):
        yield


def test_four_quantities_are_kept_apart_and_none_is_derived_from_another(city, march):
    report = _reported(city, city.project())
    assert (report.workload_fen, report.investment_fen, report.paid_fen) == (300 * WAN, 280 * WAN, 120 * WAN)
    assert list(Quantity.objects.filter(report=report).values_list("measure", "unit", "done").order_by("id")) == [
        ("混凝土", "立方米", Decimal("350.5")),
        ("桩基", "根", Decimal(12)),
    ]
    alone = _reported(city, city.project(name="只报工作量"), investment_fen=None, paid_fen=None, quantities="")
    assert (alone.investment_fen, alone.paid_fen) == (None, None)


def test_a_month_is_reported_once_and_not_before_it_comes(city, march):
    project = city.project()
    _reported(city, project)
    with pytest.raises(BadInput) as twice:
        _reported(city, project)
    assert twice.value.code == "reported"
    with pytest.raises(BadInput) as early:
        _reported(city, project, period="2026-04")
    assert early.value.code == "future_period"


def test_who_reviewed_a_report_does_not_accept_it_and_another_district_does_not_see_it(city, march):
    report = _reported(city, city.project())
    with pytest.raises(Conflict) as first:
        city.do(city.clerk, "projects.accept_report", report)
    assert first.value.code == "wrong_state"
    with pytest.raises(NotFound):
        city.do(city.other_reviewer, "projects.review_report", report)
    city.do(city.reviewer, "projects.review_report", report)
    city.do(city.clerk, "projects.accept_report", report)
    report.refresh_from_db()
    assert report.state == "accepted"


def test_a_returned_report_is_corrected_by_another_one_and_stays_to_be_read(city, march):
    report = _reported(city, city.project())
    city.do(city.reviewer, "projects.return_report", report, reason="与形象进度不符")
    corrected = city.do(
        city.reporter,
        "projects.correct_report",
        report,
        progress="示例：基础施工",
        investment_fen=250 * WAN,
        reason="核实后更正",
    )
    report.refresh_from_db()
    now = Report.objects.get(pk=corrected.key)
    assert (report.state, report.investment_fen) == ("superseded", 280 * WAN)
    assert (now.state, now.investment_fen, now.supersedes_id) == ("submitted", 250 * WAN, report.pk)


def test_totals_follow_a_correction_and_the_day_before_stays_what_it_was(city):
    with clock.on(date(2026, 3, 3)):
        project = city.project()
        report = _reported(city, project)
    with clock.on(date(2026, 3, 9)):
        city.do(
            city.reporter, "projects.correct_report", report, progress="示例", investment_fen=200 * WAN, reason="更正"
        )

    def reported(at: date | None) -> int:
        with clock.on(date(2026, 3, 10)):
            return queries.totals(city.clerk, RECORDS, by="district", year=2026, at=at)[1].reported

    assert reported(None) == 200 * WAN
    assert reported(date(2026, 3, 8)) == 280 * WAN
    assert reported(date(2026, 3, 2)) == 0


def test_planned_reported_and_certified_stand_in_columns_of_their_own(city, march):
    project = city.project()
    _reported(city, project)
    city.do(city.clerk, "projects.plan", project, role="annual_plan", year=2026, amount_fen=900 * WAN)
    city.do(city.statistician, "projects.certify", project, period="2026-02", in_library=True, investment_fen=260 * WAN)
    _, over = queries.totals(city.clerk, RECORDS, by="district", year=2026)
    assert (over.annual_plan, over.reported, over.certified) == (900 * WAN, 280 * WAN, 260 * WAN)
    with pytest.raises(BadInput) as refused:
        city.do(city.statistician, "projects.certify", project, period="2026-01", in_library=False, investment_fen=WAN)
    assert refused.value.code == "not_in_library"


def test_a_reminder_leaves_for_the_unit_that_has_not_reported_and_for_nobody_else(city, march):
    from taizhang.frame.models import Outbox

    project = city.project()
    city.do(city.clerk, "projects.remind", project, period="2026-02")
    message = Outbox.objects.get()
    assert (message.to, message.payload["period"]) == (f"organ:{project.organ_id}", "2026-02")
    _reported(city, project)
    with pytest.raises(Conflict):
        city.do(city.clerk, "projects.remind", project, period="2026-02")


def test_what_waits_for_a_reporter_says_how_often_they_were_reminded(city, march):
    from taizhang.modules.projects.declared.worklist import worklist

    project = city.project(kind="filed", planned_start="2026")
    for document, verb in (
        ("filing_certificate", "file"),
        ("factor_statement", "secure_factors"),
        ("construction_permit", "grant_permit"),
    ):
        city.document(project, document)
        city.do(city.clerk, f"projects.{verb}", project)
    city.do(city.clerk, "projects.remind", project, period="2026-02")
    task = next(t for t in worklist(city.reporter, date(2026, 3, 3)) if t.key == project.pk)
    assert task.why.en == "2026-02 is not reported; reminded 1 time(s)"
    assert (task.due, task.action) == (date(2026, 3, 5), "projects.report_month")
