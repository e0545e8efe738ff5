"""Stored lights follow the rows of perform, are made anew the same, and a touched one is found; the numbers open their projects."""

from __future__ import annotations

from datetime import date

import pytest
from tests.city_fixture import City

from taizhang.frame import clock
from taizhang.modules.projects.declared.records import PROJECT, RECORDS
from taizhang.modules.projects.lights import month_lights
from taizhang.modules.projects.lights.inputs import moment_of
from taizhang.modules.projects.lights.light import light_of
from taizhang.modules.projects.lights.replay import columns_of
from taizhang.modules.projects.lights.rows import columns_of_rows
from taizhang.modules.projects.models import MonthLight, Project
from taizhang.modules.projects.queries import lights

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 20)
PLAN_FEN = 1_200_000_00


@pytest.fixture
def april():
    with clock.on(TODAY):
        yield


def reported(city: City, project, **fen_by_month: int) -> list[int]:
    """Months of 2026 that were accepted with these amounts of investment."""
    keys = []
    for month, fen in fen_by_month.items():
        given = {"period": f"2026-{month[1:]}", "progress": "示例", "investment_fen": fen, "workload_fen": fen, "paid_fen": 0, "quantities": "桩基 根 3"}
        keys.append(city.do(city.reporter, "projects.report_month", project, **given).key)
    return keys


def planned(city: City, **raw):
    project = city.project(planned_start="2026-03", **raw)
    city.do(city.clerk, "projects.plan", project, role="annual_plan", year=2026, amount_fen=PLAN_FEN)
    return project


def states(project, period: str = "2026-03") -> dict[str, str]:
    return dict(lights.states_of([project.pk], period)[project.pk])


def test_lights_follow_the_rows_in_the_transaction_that_writes_them(city: City, april):
    project = planned(city)
    assert states(project) == {"progress": "no_data", "start": "yellow", "payment": "no_data", "statistics": "not_due"}
    reported(city, project, m01=100_000_00, m02=100_000_00, m03=100_000_00)
    assert states(project)["progress"] == "green"
    city.do(city.clerk, "projects.plan", project, role="annual_plan", year=2026, amount_fen=40 * PLAN_FEN)
    assert states(project)["progress"] == "yellow"
    assert month_lights.verify() == []


def test_what_is_made_anew_is_what_was_kept_in_step_and_a_touched_row_is_found(city: City, april):
    one, other = planned(city), planned(city, name="另一个")
    reported(city, one, m01=1_00, m02=2_00, m03=0)
    assert month_lights.rebuild() == 0
    assert month_lights.verify() == []
    MonthLight.objects.filter(project=other, period="2026-01").update(progress="green")
    assert [str(other.pk) in said.en for said in month_lights.verify()] == [True]
    assert month_lights.rebuild() == 1


def test_every_stored_light_is_the_one_that_the_page_computes(city: City, april):
    project = planned(city)
    reported(city, project, m01=90_000_00, m02=10_000_00, m03=1_00)
    inputs = lights.light_inputs(lights.stored(), [project.pk])[0]
    for row in MonthLight.objects.filter(project=project, period__gte="2025-06"):
        rule_set = lights.choices().on(row.day)
        for dimension in rule_set.dimensions:
            assert light_of(rule_set, dimension, inputs, row.day).state == getattr(row, dimension.key), (row.period, dimension.key)


def test_columns_from_rows_are_those_of_the_inputs(city: City, april):
    project = planned(city)
    reported(city, project, m01=90_000_00, m03=1_00)
    city.do(city.clerk, "projects.plan", project, role="payment_plan", year=2026, amount_fen=1_000_001)
    rows = list(lights.rows_of(lights.stored(), [project.pk]))
    periods = month_lights.months_before(TODAY, 15)
    ours, theirs = columns_of_rows(rows, periods), columns_of(lights.light_inputs(lights.stored(), [project.pk]), periods)
    for name in ("planned_start", "started_on", "entered_on", "plans", "investment", "certified", "workload", "paid"):
        assert getattr(ours, name) == getattr(theirs, name), name
    assert {p: list(c) for p, c in ours.payment_plan.items()} == {p: list(theirs.payment_plan[p]) for p in ours.payment_plan}


def test_money_is_red_below_what_is_required_and_green_as_planned(city: City, april):
    project = planned(city)
    city.do(city.clerk, "projects.plan", project, role="payment_required", year=2026, amount_fen=1200, ground="示例〔2026〕1号")
    city.do(city.clerk, "projects.plan", project, role="payment_plan", year=2026, amount_fen=2400)
    for month, paid in (("01", 100), ("02", 100), ("03", 99)):
        given = {"period": f"2026-{month}", "progress": "示例", "paid_fen": paid}
        report = city.do(city.reporter, "projects.report_month", project, **given).key
    assert (states(project, "2026-02")["payment"], states(project)["payment"]) == ("not_defined", "red")
    city.do(city.reporter, "projects.correct_report", report, progress="示例", paid_fen=400, reason="补报支付")
    assert states(project)["payment"] == "green"
    assert month_lights.verify() == []


def test_when_a_month_begins_the_next_one_is_open_and_the_last_one_is_as_at_its_end(city: City, april):
    project = planned(city)
    with clock.on(date(2026, 5, 2)):
        assert month_lights.newest_month() == "2026-03"
        month_lights.day_begins(date(2026, 5, 2))
        assert (month_lights.newest_month(), states(project, "2026-04")["start"]) == ("2026-04", "not_defined")
        assert MonthLight.objects.get(project=project, period="2026-03").day == moment_of("2026-03").day
        assert month_lights.verify() == []


def test_another_rule_changes_the_lights_from_its_day_on(city: City, april):
    project = planned(city)
    with clock.on(date(2026, 4, 21)):
        city.do(city.administrator, "projects.choose_light_rule", None, city="example", valid_from="2026-04-01", reason="示例")
    assert {r.rule_set for r in MonthLight.objects.filter(period="2026-03")} == {"example-2026"}
    assert {r.rule_set for r in MonthLight.objects.filter(period="2026-02")} == {"yinchuan-2025"}
    assert month_lights.verify() == []
    assert states(project)["start"] == "yellow"


def test_numbers_open_the_projects_behind_them_within_the_scope(city: City, april):
    planned(city)
    red = planned(city, name="红灯项目")
    reported(city, red, m01=0, m02=0, m03=0)
    elsewhere = city.do(city.other_clerk, "projects.register", city.other_district, name="乙区项目", kind="gov", planned_start="2026-03")
    behind = lights.projects_with(city.clerk, PROJECT, "start", "yellow")
    assert elsewhere.key not in set(behind.values_list("id", flat=True)) and behind.count() == 2
    assert {s: lights.projects_with(city.clerk, PROJECT, "progress", s).count() for s in ("no_data", "yellow", "red")} == {"no_data": 1, "yellow": 1, "red": 0}
    assert RECORDS.project is PROJECT and Project.objects.count() == 3
