"""The portfolio in time: 100,000 projects x 24 months, each reported and accepted.

Promises: the leader's screen under 0.5 s from derivations that verify, any past date under 1 s, two dates compared under 3 s, the
derivation made anew under 60 s, a month's bulletin under 0.5 s for each 20,000 projects. The peer in the same run is the bare SQL
aggregate over the reports themselves.
Run: python -m benchmarks.portfolio. TAIZHANG_BENCH_PROJECTS sets the number of projects, TAIZHANG_BENCH_URL a PostgreSQL.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import date
from statistics import median
from time import process_time
from typing import Any

from benchmarks.machine import line, load, scratch_database, seconds

PROJECTS = int(os.environ.get("TAIZHANG_BENCH_PROJECTS", "100000"))
LEADER, PAST, TWO, ANEW = 0.5, 1.0, 3.0, 60.0
#: For each 20,000 projects: what is counted is counted project by project.
BULLETIN = 0.5 * max(PROJECTS / 20_000, 1)
#: The clock stands here: the 24 months are over and reported.
TODAY = date(2026, 2, 1)
_FAILED: list[str] = []


def main() -> int:
    """Prints the figures; 1 when one is above its promise."""
    with scratch_database() as path:
        from taizhang.frame import clock

        with clock.on(TODAY):
            _measure()
        print(f"database {path.stat().st_size / 2**30:.2f} GiB; {load()}")
    return 1 if _FAILED else 0


def _measure() -> None:
    from benchmarks import portfolio_rows
    from tests.city_fixture import City

    from taizhang.modules.projects import month_figures, queries
    from taizhang.modules.projects.declared.records import RECORDS
    from taizhang.modules.projects.lights import month_lights
    from taizhang.modules.projects.models import FigureSum, MonthFigure

    city = City()
    took = seconds(lambda: portfolio_rows.build(PROJECTS, city.place.pk, city.place.path))
    line("rows put in", f"{PROJECTS:,} projects, 24 months", f"{took:.0f} s")
    whole = city.city_clerk

    def anew() -> None:
        line("  of which month figures", f"{seconds(month_figures.rebuild):.1f} s")
        line("  of which lights of every month", f"{seconds(month_lights.rebuild):.1f} s")

    _promised("figures and lights made anew from nothing", ANEW, anew, 1)
    line("  month figures and sums", f"{MonthFigure.objects.count():,}", f"{FigureSum.objects.count():,}")
    found: list[Any] = []
    busy, took = process_time(), seconds(lambda: found.extend(month_figures.verify()))
    line("verified against the rows", f"{took:.1f} s", f"processor {process_time() - busy:.1f} s, {len(found)} differences")
    if found:
        _FAILED.append("verify")
    FigureSum.objects.filter(period="2025-06").update(investment_fen=1)
    _promised("figures and lights made anew where a sum was wrong", ANEW, anew, 1)
    last, day = "2025-12", date(2025, 5, 12)
    bare = median(seconds(_bare) for _ in range(3))
    line("peer: bare SQL over the reports of a year", f"{bare:.3f} s")
    screen = _promised("leader's screen: year, 24 months, two rankings", LEADER, lambda: _screen(queries, whole, last, None))
    line("  peer / this", f"{bare / screen:.1f}")
    _promised(f"the same as of {day}", PAST, lambda: _screen(queries, whole, "2025-04", day))
    _promised("a district's leader as of the same", PAST, lambda: _screen(queries, city.leader, "2025-04", day))
    _pages(whole)
    _promised("two dates compared", TWO, lambda: queries.compared(whole, RECORDS, date(2024, 12, 31), TODAY))
    _round()


def _round() -> None:
    """The daily round of cross-checks: what it reads each day, and what one project costs that has to be asked."""
    from benchmarks import portfolio_rows

    from taizhang.basis import memory
    from taizhang.frame.actor import MACHINE
    from taizhang.frame.perform import perform
    from taizhang.modules.projects.queries import questions

    portfolio_rows.quantities()
    asked: list[int] = []
    with memory.searched_seldom():
        took = seconds(lambda: asked.extend(questions.to_be_asked(TODAY)))
    line("daily round of cross-checks, reading", f"{took:.1f} s", f"{len(asked):,} projects to be asked")
    some = asked[:100]
    took = seconds(lambda: [perform("projects.check_figures", key, MACHINE, {}) for key in some])
    line("  asking one of them", f"{took / max(len(some), 1) * 1000:.1f} ms", f"mean of {len(some)}")


def _pages(actor: Any) -> None:
    """What the leader's screen and the map of the city ask for, every panel of them, without the drawing."""
    from taizhang.frame import reading
    from taizhang.modules.projects.declared.records import PROJECT
    from taizhang.modules.projects.pages import leading
    from taizhang.modules.projects.queries import mapped

    moment = leading.when(None)

    def screen() -> None:
        leading.money(actor, moment, "zh")
        leading.light_numbers(actor, moment)
        leading.asked(actor)
        leading.stuck(actor, "zh")
        leading.starts(actor, moment, "zh")
        leading.ranking(actor, moment, "zh")

    _promised("every panel of the leader's screen", LEADER, screen)
    line("map: counts by district and light", f"{median(seconds(lambda: mapped.counts(reading.rows(actor, PROJECT), 'district')) for _ in range(5)):.3f} s")
    _promised("a month's bulletin, checked against the ledger", BULLETIN, lambda: _bulletin(actor))


def _bulletin(actor: Any) -> None:
    from taizhang.modules.projects import queries
    from taizhang.modules.projects.briefing.bulletin import bulletin
    from taizhang.modules.projects.briefing.ledger import against_ledger
    from taizhang.modules.projects.declared.nodes import SCHEDULE_RECORDS
    from taizhang.modules.projects.declared.records import RECORDS
    from taizhang.modules.projects.queries.bulletin import bulletin_figures

    said = bulletin(bulletin_figures(actor, RECORDS, SCHEDULE_RECORDS, "2025-12", None, "zh"), "zh")
    against_ledger(said.text(), queries.ledger_facts(actor, "2025-12", None))


def _screen(queries: Any, actor: Any, last: str, at: date | None) -> None:
    queries.portfolio(actor, last, at=at)
    queries.by_month(actor, f"{int(last[:4]) - 1}-01", last, at=at)
    queries.ranked(actor, "organ", last, at=at)
    queries.ranked(actor, "district", last, at=at)


def _bare() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT period, SUM(workload_fen), SUM(investment_fen), SUM(paid_fen) FROM projects_report"
            " WHERE period BETWEEN '2025-01' AND '2025-12' AND state NOT IN ('superseded', 'returned') GROUP BY period"
        )
        cursor.fetchall()


def _promised(name: str, limit: float, work: Callable[[], object], rounds: int = 5) -> float:
    took, busy = [], []
    for _ in range(rounds):
        begun = process_time()
        took.append(seconds(work))
        busy.append(process_time() - begun)
    middle = median(took)
    if middle > limit:
        _FAILED.append(name)
    line(name, f"{middle:.3f} s", f"promised {limit:g} s; processor {median(busy):.3f} s")
    return middle


if __name__ == "__main__":
    sys.exit(main())
