"""The sheet of a project on the screen: what is claimed beside what is proved, lights, the curve, where it is stuck and with whom."""

from __future__ import annotations

from datetime import date

import pytest
from tests.city_fixture import City

from taizhang.frame import clock
from taizhang.modules.projects.pages.s_curve import HEIGHT, curve_of
from taizhang.modules.projects.queries.figures import Figures


def month(fen: int) -> Figures:
    found = Figures()
    found.fen["investment"], found.known["investment"] = fen, 1
    return found


def test_a_curve_begins_at_zero_and_ends_with_the_month_that_is_known():
    curve = curve_of({"2026-02": month(100_000_000), "2026-03": month(300_000_000)}, "2026-03", 1200_000_000)
    assert curve is not None
    assert [(m, a) for m, _, a, _ in curve.rows] == [("2026-01", "—"), ("2026-02", "100"), ("2026-03", "400")]
    assert len(curve.planned.split()) == 12 and len(curve.reported.split()) == 2 and curve.certified == ""
    assert all(0 <= float(point.split(",")[1]) <= HEIGHT for point in curve.planned.split())


def test_without_a_plan_and_a_report_there_is_no_curve():
    assert curve_of({}, "2026-03", None) is None


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "claimed", "stuck"), [("zh-hans", "自报", "已拖"), ("en", "Claimed", "days late")])
def test_the_sheet_says_what_is_claimed_what_is_proved_and_where_it_is_stuck(city: City, browser, language, claimed, stuck):
    with clock.on(date(2026, 1, 5)):
        project = city.project(kind="filed", planned_start="2026-01")
        city.do(city.clerk, "projects.lay_out_nodes", project, starts_on="2026-01-06")
        city.do(city.chief, "projects.approve_baseline", city.do(city.clerk, "projects.propose_baseline", project, reason="首次").key)
    with clock.on(date(2026, 5, 20)):
        page = browser(city.clerk, language).get(f"/projects/{project.pk}/card/").content.decode()
        assert claimed in page and stuck in page and "甲区城投公司" in page
        assert f"/r/projects.project/{project.pk}/do/projects.ask_coordination/" in page
        assert "lt-is-red" in page
        assert "projects.ask_coordination" not in browser(city.supervisor, language).get(f"/projects/{project.pk}/card/").content.decode()
