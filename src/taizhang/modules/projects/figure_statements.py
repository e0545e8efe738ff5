"""The statements by which month figures are made from the rows and their history, on either database.

They are text because the same expression serves a rebuild, the check and the keeping up: what the rows give, minus what is
stored, is what is missing.
"""

# ruff: noqa: S608 - names of tables and columns are this program's own; values are given apart.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.db import connection

from . import models
from .models.figures import PLACING, SUMMED

#: The clock of the whole country, as SQLite is told it: east of Greenwich the year round since 1992.
_SQLITE_SHIFT: Final = "+8 hours"
_NOT_COUNTED: Final = "('superseded', 'returned')"

_REPORT = models.Report._meta.db_table
_STAT = models.StatFigure._meta.db_table
_PLAN = models.Plan._meta.db_table
_PROJECT = models.Project._meta.db_table
FIGURES = models.MonthFigure._meta.db_table
SUMS = models.FigureSum._meta.db_table
PLACINGS = models.Placing._meta.db_table
_HISTORY: Final[Mapping[str, str]] = {
    _REPORT: models.ReportHistory._meta.db_table,
    _STAT: models.StatFigureHistory._meta.db_table,
    _PLAN: models.PlanHistory._meta.db_table,
    _PROJECT: models.ProjectHistory._meta.db_table,
}
#: For each table: the project, the period, the rows that count, and the columns of which figures.
_MADE_OF: Final = (
    (_REPORT, "project_id", "period", f"state NOT IN {_NOT_COUNTED}", {"workload": "workload_fen", "investment": "investment_fen", "paid": "paid_fen"}),
    (_STAT, "project_id", "period", "investment_fen IS NOT NULL", {"certified": "investment_fen"}),
    (_PLAN, "project_id", "CAST(year AS varchar(7))", "role = 'annual_plan'", {"plan": "amount_fen"}),
    (_PROJECT, "id", "''", "1 = 1", {"total": "total_investment_fen"}),
)
#: SUM gives a numeric on PostgreSQL, which is no whole number to it.
_TYPES: Final = {name: "bigint" if name.endswith("_fen") else "integer" for name in SUMMED}
COLUMNS: Final = ", ".join(SUMMED)
PLACES: Final = ", ".join(PLACING)
ANY: Final = " OR ".join(f"SUM({name}) <> 0" for name in SUMMED)
TOTALS: Final = ", ".join(f"CAST(SUM({name}) AS {_TYPES[name]}) AS {name}" for name in SUMMED)


def city_day(column: str) -> str:
    """The day of the city on which a moment falls."""
    if connection.vendor == "sqlite":
        return f"date({column}, '{_SQLITE_SHIFT}')"
    return f"({column} AT TIME ZONE 'Asia/Shanghai')::date"


def _measured(columns: Mapping[str, str], sign: str, of_projects: bool) -> dict[str, str]:
    """The summed columns of one table as expressions: its own figures, zero for all others."""
    found = {"projects": f"{sign}1" if of_projects else "0"}
    for name in SUMMED[1:]:
        figure, part = name.rsplit("_", 1)
        column = columns.get(figure)
        if column is None:
            found[name] = "0"
        else:
            found[name] = f"{sign}COALESCE({column}, 0)" if part == "fen" else f"{sign}CASE WHEN {column} IS NULL THEN 0 ELSE 1 END"
    return found


def known_changes() -> list[str]:
    """(project, period, day, figures) by which each table's rows changed what was known: one statement for each table.

    Of a row whose next version says the same nothing is left: it ceased and began on one day.
    """
    found = []
    for table, project, period, counts, columns in _MADE_OF:
        own = [name for name in SUMMED if name.rsplit("_", 1)[0] in columns or (name == "projects" and table == _PROJECT)]
        parts = []
        for sign, moment, more in (("", "recorded_from", ""), ("-", "recorded_to", " AND recorded_to IS NOT NULL")):
            measured = _measured(columns, sign, table == _PROJECT)
            mine = ", ".join(f"{measured[name]} AS {name}" for name in own)
            parts.append(
                f'SELECT {project} AS project, {period} AS period, {city_day(moment)} AS day, {mine}'
                f' FROM "{_HISTORY[table]}" WHERE op = \'w\' AND {counts}{more}'
            )
        totals = ", ".join(f"CAST(SUM({n}) AS {_TYPES[n]}) AS {n}" if n in own else f"0 AS {n}" for n in SUMMED)
        changes = " OR ".join(f"SUM({name}) <> 0" for name in own)
        found.append(f"SELECT project, period, day, {totals} FROM ({' UNION ALL '.join(parts)}) c GROUP BY project, period, day HAVING {changes}")
    return found


def expected() -> str:
    """Month figures as they have to be; a project's month and day may come once from each table."""
    return " UNION ALL ".join(f"SELECT * FROM ({changes}) t{n}" for n, changes in enumerate(known_changes()))


def missing_now(projects: Sequence[int], periods: Sequence[str]) -> tuple[str, list[object]]:
    """(project, period, figures) by which what is stored of some projects and periods lags behind the rows as they are now."""
    some_projects = ",".join(["%s"] * len(projects))
    some_periods = ",".join(["%s"] * len(periods))
    parts: list[str] = []
    values: list[object] = []
    for table, project, period, counts, columns in _MADE_OF:
        measured = ", ".join(f"{value} AS {name}" for name, value in _measured(columns, "", table == _PROJECT).items())
        parts.append(
            f'SELECT {project} AS project, {period} AS period, {measured} FROM "{table}"'
            f" WHERE {counts} AND {project} IN ({some_projects}) AND {period} IN ({some_periods})"
        )
        values += [*projects, *periods]
    stored = ", ".join(f"-{name} AS {name}" for name in SUMMED)
    parts.append(f'SELECT project, period, {stored} FROM "{FIGURES}" WHERE project IN ({some_projects}) AND period IN ({some_periods})')
    values += [*projects, *periods]
    return f"SELECT project, period, {TOTALS} FROM ({' UNION ALL '.join(parts)}) c GROUP BY project, period HAVING {ANY}", values


def placings_in_time() -> str:
    """(project, district, place, organ, unit, source, since, until): where each project stood, from which day until which."""
    names = {"district": "district_id", "place": "place_id", "organ": "organ_id", "unit": "unit_id"}
    stood = ", ".join(f"COALESCE({column}, 0) AS {name}" for name, column in names.items())
    before = " OR ".join(f"{name} <> LAG({name}) OVER w" for name in PLACING)
    return f"""
        SELECT project, {PLACES}, day AS since, LEAD(day) OVER (PARTITION BY project ORDER BY history_id) AS until, there
        FROM (
            SELECT project, {PLACES}, day, history_id, there,
                CASE WHEN LAG(there) OVER w IS NULL OR there <> LAG(there) OVER w OR {before} THEN 1 ELSE 0 END AS moved
            FROM (
                SELECT id AS project, {stood}, COALESCE(source, '') AS source, {city_day("recorded_from")} AS day, history_id,
                    CASE WHEN op = 'w' THEN 1 ELSE 0 END AS there
                FROM "{_HISTORY[_PROJECT]}"
            ) v
            WINDOW w AS (PARTITION BY project ORDER BY history_id)
        ) m WHERE moved = 1
    """


def expected_sums() -> str:
    """Sums as they have to be, of the month figures that are stored: (period, day, placing, figures)."""
    stood = ", ".join(f"p.{name} AS {name}" for name in PLACING)
    came = ", ".join(f"f.{name} AS {name}" for name in SUMMED)
    left = ", ".join(f"-f.{name} AS {name}" for name in SUMMED)
    both = f'FROM placed p JOIN "{FIGURES}" f ON f.project = p.project WHERE p.there = 1 AND (p.until IS NULL OR p.until > f.day)'
    return f"""
        SELECT period, day, {PLACES}, {TOTALS} FROM (
            SELECT f.period, CASE WHEN f.day > p.since THEN f.day ELSE p.since END AS day, {stood}, {came} {both}
            UNION ALL
            SELECT f.period, p.until AS day, {stood}, {left} {both} AND p.until IS NOT NULL
        ) c GROUP BY period, day, {PLACES} HAVING {ANY}
    """


def stored_negated(table: str, keys: str) -> str:
    """What is stored in a table, with its figures taken away: added to what is expected it leaves the differences."""
    negated = ", ".join(f"-{name} AS {name}" for name in SUMMED)
    return f'SELECT {keys}, {negated} FROM "{table}"'
