"""The benchmark of the portfolio in time measures what is right: its rows at a small size, beside sums over the rows themselves."""

from __future__ import annotations

from datetime import date

import pytest
from benchmarks import portfolio_rows

from taizhang.frame import clock
from taizhang.modules.projects import month_figures, queries
from taizhang.modules.projects.declared.records import RECORDS

pytestmark = pytest.mark.django_db
COUNT = 210


@pytest.fixture
def portfolio(city):
    with clock.on(date(2026, 2, 1)):
        portfolio_rows.build(COUNT, city.place.pk, city.place.path)
        assert month_figures.rebuild() > COUNT * 24
        yield city.city_clerk


def test_sums_as_of_any_day_are_those_over_the_rows_known_then(portfolio):
    assert month_figures.verify() == []
    for day in (None, date(2025, 5, 12), date(2024, 12, 31), date(2024, 3, 5)):
        year = (day or date(2025, 12, 31)).year
        _, over = queries.totals(portfolio, RECORDS, by="district", year=year, at=day)
        figures = queries.portfolio(portfolio, f"{year}-12", at=day)
        assert (figures.projects, figures.fen["total"], figures.fen["plan"]) == (over.projects, over.total_investment, over.annual_plan)
        assert (figures.fen["investment"], figures.fen["certified"]) == (over.reported, over.certified)
        assert figures.fen["planned"] == figures.fen["investment"], "every project of the benchmark has a plan"


def test_two_days_differ_by_what_the_rows_were_given(portfolio):
    found = queries.compared(portfolio, RECORDS, date(2024, 12, 31), date(2026, 2, 1))
    slipped, stopped = COUNT // portfolio_rows.SLIPPED, COUNT // portfolio_rows.STOPPED
    assert (len(found.of("slipped")), len(found.of("gone")), found.dated) == (slipped, stopped, COUNT)
    assert set(found.slips) == {12}
