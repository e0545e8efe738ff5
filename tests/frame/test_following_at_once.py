"""Several at once write rows that stored derivations follow: nothing is lost, and nobody waits for somebody who waits for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection
from tests.city_fixture import City
from tests.ledger.conftest import real_commits, var  # noqa: F401 - fixtures

from taizhang.frame import clock
from taizhang.frame.perform import perform
from taizhang.modules.projects import month_figures, queries
from taizhang.modules.projects.lights import month_lights
from taizhang.modules.projects.models import MonthLight

WAN = 1_000_000


def at_once(works: Sequence[Callable[[], None]], day: date) -> None:
    """Each of them is done by a thread of its own with its own connection; all begin together."""
    start = Barrier(len(works))

    def one(work: Callable[[], None]) -> None:
        try:
            with clock.on(day):
                start.wait(20)
                work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        for done in [pool.submit(one, work) for work in works]:
            done.result(60)


def test_reports_of_one_unit_sent_at_once_are_all_in_its_sums(real_commits):  # noqa: F811
    if connection.vendor != "postgresql":
        pytest.skip("about PostgreSQL's transactions; SQLite has one writer")
    city = City()
    with clock.on(date(2026, 1, 5)):
        projects = [city.project(name=f"示例工程{n}").pk for n in range(4)]

    def report(key: int) -> None:
        for month in ("2026-01", "2026-02"):
            perform("projects.report_month", key, city.reporter, {"period": month, "progress": "示例", "investment_fen": 10 * WAN})

    at_once([lambda key=key: report(key) for key in projects], date(2026, 3, 3))
    assert month_figures.verify() == []
    with clock.on(date(2026, 3, 4)):
        assert queries.portfolio(city.leader, "2026-02").fen["investment"] == 80 * WAN


def test_lights_that_two_writers_keep_are_those_of_all_that_was_written(real_commits):  # noqa: F811
    if connection.vendor != "postgresql":
        pytest.skip("about PostgreSQL's transactions; SQLite has one writer")
    city = City()
    with clock.on(date(2026, 1, 5)):
        projects = [city.project(name=f"示例工程{n}").pk for n in range(2)]
        for key in projects:
            city.do(city.clerk, "projects.plan", key, role="annual_plan", year=2026, amount_fen=120 * WAN)
    with clock.on(date(2026, 3, 3)):
        month_lights.rebuild()

    def report(keys: Sequence[int], month: str) -> None:
        for key in keys:
            perform("projects.report_month", key, city.reporter, {"period": month, "progress": "示例", "investment_fen": 10 * WAN})

    # The same two projects in opposite orders: who keeps the lights of one waits for nobody who has those of the other.
    at_once([lambda: report(projects, "2026-01"), lambda: report(projects[::-1], "2026-02")], date(2026, 3, 3))
    with clock.on(date(2026, 3, 3)):
        assert month_lights.verify() == []
        assert month_lights.rebuild() == 0
    assert set(MonthLight.objects.filter(period="2026-02").values_list("progress", flat=True)) == {"green"}
