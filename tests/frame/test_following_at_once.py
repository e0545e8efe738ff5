"""Two at once add to the same sums of a stored derivation: neither is lost, and neither waits for both."""

from __future__ import annotations

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

WAN = 1_000_000


def test_reports_of_one_unit_sent_at_once_are_all_in_its_sums(real_commits):  # noqa: F811
    if connection.vendor != "postgresql":
        pytest.skip("about PostgreSQL's transactions; SQLite has one writer")
    city = City()
    with clock.on(date(2026, 1, 5)):
        projects = [city.project(name=f"示例工程{n}").pk for n in range(4)]
    start = Barrier(len(projects))

    def report(key: int) -> None:
        try:
            with clock.on(date(2026, 3, 3)):
                start.wait(20)
                for month in ("2026-01", "2026-02"):
                    perform("projects.report_month", key, city.reporter, {"period": month, "progress": "示例", "investment_fen": 10 * WAN})
        finally:
            connection.close()

    with ThreadPoolExecutor(len(projects)) as pool:
        for done in [pool.submit(report, key) for key in projects]:
            done.result(60)
    assert month_figures.verify() == []
    with clock.on(date(2026, 3, 4)):
        assert queries.portfolio(city.leader, "2026-02").fen["investment"] == 80 * WAN
