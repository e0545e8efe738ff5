"""Month figures: kept in step with the rows inside perform's transaction, the same as made anew, and checked row by row."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.city_fixture import City

from taizhang.frame import clock
from taizhang.modules.projects import month_figures, queries
from taizhang.modules.projects.declared.records import RECORDS
from taizhang.modules.projects.models import FigureSum, MonthFigure, Project, Report
from taizhang.modules.projects.models.figures import PLACING

pytestmark = pytest.mark.django_db
WAN = 1_000_000


@pytest.fixture
def city(db):
    return City()


def month(city, project, period, day, investment, **raw):
    with clock.on(day):
        city.do(city.reporter, "projects.report_month", project, period=period, progress="示例", investment_fen=investment * WAN, **raw)
    return Report.objects.get(project=project, period=period, supersedes=None)


def all_rows():
    return {
        (table.__name__, *(row[k] for k in row if k != "id"))
        for table in month_figures.TABLES
        for row in table.objects.values()
        if not isinstance(row.get("projects"), int) or any(v for k, v in row.items() if k.endswith(("_fen", "_known", "projects")))
    }


@pytest.fixture
def year(city):
    """A project that reported three months, corrected one, had one returned, was certified, and moved to another unit."""
    with clock.on(date(2026, 1, 5)):
        project = city.project()
        city.do(city.clerk, "projects.plan", project, role="annual_plan", year=2026, amount_fen=1200 * WAN)
    month(city, project, "2026-01", date(2026, 2, 3), 100, workload_fen=110 * WAN, paid_fen=50 * WAN)
    second = month(city, project, "2026-02", date(2026, 3, 3), 90)
    third = month(city, project, "2026-03", date(2026, 4, 3), 80)
    with clock.on(date(2026, 4, 10)):
        city.do(city.reviewer, "projects.return_report", third, reason="示例")
        city.do(city.statistician, "projects.certify", project, period="2026-01", in_library=True, investment_fen=95 * WAN)
    with clock.on(date(2026, 4, 15)):
        city.do(city.reporter, "projects.correct_report", second, progress="示例", investment_fen=70 * WAN, reason="示例")
    with clock.on(date(2026, 4, 20)):
        city.do(city.clerk, "projects.amend", project, name=project.name, total_investment_fen=600_000_000_00, organ=city.organs["甲区住建局"].pk, reason="示例")
    with clock.on(date(2026, 5, 20)):
        city.do(city.statistician, "projects.certify", project, period="2026-02", in_library=True, investment_fen=60 * WAN)
    return project


def test_every_column_by_which_figures_are_summed_is_followed():
    placing = {Project._meta.get_field(name).attname for name in PLACING}
    assert placing | {"total_investment_fen"} == month_figures.OF_A_PROJECT


def test_what_is_kept_in_step_is_what_is_made_anew(city, year):
    kept = all_rows()
    assert month_figures.verify() == []
    for table in month_figures.TABLES:
        table.objects.all().delete()
    assert month_figures.rebuild() > 0
    assert all_rows() == kept
    assert month_figures.rebuild() == 0


def test_a_figure_that_somebody_changed_is_named_and_put_right(city, year):
    MonthFigure.objects.filter(project=year.pk, period="2026-01").update(investment_fen=1)
    (said, *_) = month_figures.verify()
    assert f"{year.pk} 2026-01" in said.en
    assert month_figures.rebuild() > 0
    assert month_figures.verify() == []


def test_a_sum_that_somebody_changed_is_named(city, year):
    FigureSum.objects.filter(period="2026-01").update(paid_known=7)
    assert ["2026-01" in text.en for text in month_figures.verify()] == [True]


def test_what_following_costs_a_report(city):
    project = city.project()
    with CaptureQueriesContext(connection) as captured:
        month(city, project, "2026-01", date(2026, 2, 3), 100)
    tables = {table._meta.db_table for table in month_figures.TABLES}
    mine = [q["sql"] for q in captured if any(table in q["sql"] for table in tables)]
    assert len(mine) == 4, mine


def of(figures, *names):
    return [figures.of(name) and figures.of(name) // WAN for name in names]


def test_sums_as_of_a_day_are_those_of_the_rows_then(city, year):
    later = date(2026, 6, 1)
    with clock.on(later):
        for day, expected in (
            (date(2026, 2, 2), [None, None, None, 1200]),
            (date(2026, 3, 10), [190, None, 50, 1200]),
            (date(2026, 4, 12), [190, 95, 50, 1200]),
            (date(2026, 4, 16), [170, 95, 50, 1200]),
            (later, [170, 155, 50, 1200]),
        ):
            figures = queries.portfolio(city.leader, "2026-05", at=day)
            assert of(figures, "investment", "certified", "paid", "plan") == expected, day
            _, over = queries.totals(city.leader, RECORDS, by="organ", year=2026, at=day)
            assert (over.reported, over.certified, over.projects) == (figures.fen["investment"], figures.fen["certified"], figures.projects)


def test_sums_keep_to_the_scope_and_follow_a_project_that_moves(city, year):
    with clock.on(date(2026, 6, 1)):
        assert queries.portfolio(city.other_clerk, "2026-05").projects == 0
        then, now = (dict(queries.ranked(city.leader, "organ", "2026-05", at=day)) for day in (date(2026, 4, 12), None))
        assert list(then) == [city.organs["甲区城投公司"].pk] and list(now) == [city.organs["甲区住建局"].pk]
        assert [p for p, in queries.by_month(city.leader, "2026-01", "2026-05")] == ["2026-01", "2026-02"]
        # The company's reporter saw it then and does not any more: what was withdrawn is not read as of before either.
        assert queries.portfolio(city.reporter, "2026-05", at=date(2026, 4, 12)).projects == 0
        assert queries.portfolio(city.reporter, "2026-05", at=date(2026, 4, 12)).of("investment") is None


def test_two_days_are_compared_by_their_rows(city):
    with clock.on(date(2026, 1, 5)):
        slips, goes, stays = (city.project(name=name, planned_finish="2026-08") for name in ("示例一", "示例二", "示例三"))
    with clock.on(date(2026, 3, 5)):
        fresh = city.project(name="示例四")
        city.do(city.clerk, "projects.amend", slips, name="示例一", planned_finish="2026-11", total_investment_fen=slips.total_investment_fen, reason="示例")
        city.do(city.clerk, "projects.terminate", goes, reason="示例")
        city.do(city.clerk, "projects.plan", stays, role="annual_plan", year=2026, amount_fen=5 * WAN)
    with clock.on(date(2026, 6, 1)):
        found = queries.compared(city.leader, RECORDS, date(2026, 2, 1), date(2026, 6, 1))
        assert {key: set(turn.became) for key, turn in found.turns.items()} == {
            slips.pk: {"slipped"},
            goes.pk: {"gone"},
            stays.pk: {"amount"},
            fresh.pk: {"new"},
        }
        assert (found.slips, found.dated) == ([3], 3)
        assert queries.compared(city.leader, RECORDS, date(2026, 4, 1), date(2026, 6, 1)).turns == {}
        assert queries.compared(city.other_clerk, RECORDS, date(2026, 2, 1), date(2026, 6, 1)).turns == {}


def test_what_a_project_with_a_plan_invested_counts_from_the_day_both_were_known(city):
    with clock.on(date(2026, 1, 5)):
        project, without = city.project(), city.project(name="示例无计划工程")
    month(city, project, "2026-01", date(2026, 2, 3), 100)
    month(city, without, "2026-01", date(2026, 2, 3), 30)
    with clock.on(date(2026, 3, 5)):
        city.do(city.clerk, "projects.plan", project, role="annual_plan", year=2026, amount_fen=1200 * WAN)
    month(city, project, "2026-02", date(2026, 3, 9), 50)
    kept = all_rows()
    with clock.on(date(2026, 6, 1)):
        for day, planned in ((date(2026, 3, 1), None), (date(2026, 3, 6), 100), (None, 150)):
            assert of(queries.portfolio(city.leader, "2026-05", at=day), "planned") == [planned], day
        assert of(queries.portfolio(city.leader, "2026-05"), "investment") == [180]
    assert month_figures.verify() == []
    for table in month_figures.TABLES:
        table.objects.all().delete()
    month_figures.rebuild()
    assert all_rows() == kept
