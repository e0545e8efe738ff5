"""The statements by which month figures are made from the rows and their history, on either database.

They are text because the same expression serves a rebuild, the check and the keeping up: what the rows give, minus what is
stored, is what is missing.
"""

# ruff: noqa: S608 - names of tables and columns are this program's own; values are given apart.

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
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
_OF_REPORT: Final = {"workload": "workload_fen", "investment": "investment_fen", "paid": "paid_fen"}
_MADE_OF: Final = (
    (_REPORT, "project_id", "period", f"state NOT IN {_NOT_COUNTED}", _OF_REPORT),
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


def known_changes(into: str = "") -> list[str]:
    """(project, period, day, figures) by which each table's rows changed what was known: one statement for each table.

    Of a row whose next version says the same nothing is left: it ceased and began on one day. What a project with a plan
    invested counts from the day on which both were known; a plan is not taken back. Where the statements fill a table one
    after the other, `into` names it: what was known before the plan is then read from it, and not made a second time.
    """
    reports, *others = (_changes_of(*made_of) for made_of in _MADE_OF)
    return [_with_planned(reports), _before_the_plan(f'"{into}"' if into else f"({reports})"), *others]


def _changes_of(table: str, project: str, period: str, counts: str, columns: Mapping[str, str]) -> str:
    """What the versions of one table's rows changed when they began and when they ceased, added up by day."""
    parts = []
    for sign, moment in (("", "recorded_from"), ("-", "recorded_to")):
        shown = f"{project} AS project, {period} AS period, {city_day(moment)} AS day, {_shown(columns, sign, table)}"
        # The sum with '' keeps SQLite from looking nearly every version up one by one, in the order of an index.
        there = f" AND {moment} || '' IS NOT NULL" if connection.vendor == "sqlite" else f" AND {moment} IS NOT NULL"
        parts.append(f'SELECT {shown} FROM "{_HISTORY[table]}" WHERE op = \'w\' AND {counts}{there}')
    return _grouped(" UNION ALL ".join(parts), {*columns, *({"projects"} if table == _PROJECT else ())})


def _with_planned(reports: str) -> str:
    """The changes of reports, with what of them counts as planned: everything that was reported when the plan was known."""
    planned = {f"planned_{part}": f"CASE WHEN q.since <= g.day THEN g.investment_{part} ELSE 0 END" for part in ("fen", "known")}
    columns = ", ".join(f"{planned.get(name, f'g.{name}')} AS {name}" for name in SUMMED)
    joined = f"({reports}) g LEFT JOIN ({_planned_since()}) q ON q.planner = g.project AND q.of = {_year_of('g.period')}"
    return f"SELECT g.project, g.period, g.day, {columns} FROM {joined}"


def _before_the_plan(changes: str) -> str:
    """What was invested by a day on which a plan became known: it is planned from then on."""
    sums = {f"planned_{part}": f"CAST(SUM(f.investment_{part}) AS {_TYPES[f'planned_{part}']})" for part in ("fen", "known")}
    columns = ", ".join(f"{sums.get(name, '0')} AS {name}" for name in SUMMED)
    year = "CAST(q.of AS varchar(4))"
    # In this order SQLite asks the index of a project's months for each plan.
    joined = f"({_planned_since()}) q CROSS JOIN {changes} f WHERE f.project = q.planner AND f.period BETWEEN {year} || '-01' AND {year} || '-12'"
    some = "SUM(f.investment_fen) <> 0 OR SUM(f.investment_known) <> 0"
    return f"SELECT f.project, f.period, q.since AS day, {columns} FROM {joined} AND f.day < q.since GROUP BY f.project, f.period, q.since HAVING {some}"


def _planned_since() -> str:
    """(planner, of, since): the day on which a project's first plan of a year became known."""
    plans = f'"{_HISTORY[_PLAN]}" WHERE op = \'w\' AND role = \'annual_plan\''
    return f"SELECT project_id AS planner, year AS of, MIN({city_day('recorded_from')}) AS since FROM {plans} GROUP BY project_id, year"


def _year_of(period: str) -> str:
    return f"CAST(substr({period}, 1, 4) AS integer)"


def _shown(columns: Mapping[str, str], sign: str, table: str) -> str:
    """The summed columns that a table has figures for, as they stand in a SELECT."""
    measured = _measured(columns, sign, table == _PROJECT)
    return ", ".join(f"{measured[name]} AS {name}" for name in _own(columns, table))


def _own(figures: Collection[str], table: str = "") -> list[str]:
    return [name for name in SUMMED if name.rsplit("_", 1)[0] in figures or (name == "projects" and table == _PROJECT)]


def _grouped(changes: str, figures: Collection[str]) -> str:
    own = _own(figures)
    totals = ", ".join(f"CAST(SUM({n}) AS {_TYPES[n]}) AS {n}" if n in own else f"0 AS {n}" for n in SUMMED)
    some = " OR ".join(f"SUM({name}) <> 0" for name in own)
    return f"SELECT project, period, day, {totals} FROM ({changes}) c GROUP BY project, period, day HAVING {some}"


def expected() -> str:
    """Month figures as they have to be; a project's month and day may come once from each table."""
    return " UNION ALL ".join(f"SELECT * FROM ({changes}) t{n}" for n, changes in enumerate(known_changes()))


def missing_now(projects: Sequence[int], periods: Sequence[str]) -> tuple[str, list[object]]:
    """(project, period, figures) by which what is stored of some projects and periods lags behind the rows as they are now."""
    some_projects = ",".join(["%s"] * len(projects))
    some_periods = ",".join(["%s"] * len(periods))
    parts: list[str] = []
    values: list[object] = []
    for table, project, period, counts, own in _MADE_OF:
        of_the_year = f"q.project_id = t.project_id AND q.role = 'annual_plan' AND q.year = {_year_of('t.period')}"
        planned = f'CASE WHEN EXISTS (SELECT 1 FROM "{_PLAN}" q WHERE {of_the_year}) THEN investment_fen END'
        columns = own | {"planned": planned} if table == _REPORT else own
        measured = ", ".join(f"{value} AS {name}" for name, value in _measured(columns, "", table == _PROJECT).items())
        parts.append(
            f'SELECT {project} AS project, {period} AS period, {measured} FROM "{table}" t'
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


def expected_sums() -> list[str]:
    """Sums as they have to be, of the month figures that are stored: (period, day, placing, figures), to be added up.

    One statement for what came to a placing, and one for what left it; both at once SQLite would copy row by row before sorting.
    """
    return [
        _placed_sums("", "CASE WHEN f.day > p.since THEN f.day ELSE p.since END", "1 = 1"),
        _placed_sums("-", "p.until", "p.until IS NOT NULL"),
    ]


def _placed_sums(sign: str, day: str, which: str) -> str:
    """Placings have numbers while they are summed: one whole number is sorted much faster than five columns."""
    totals = ", ".join(f"CAST(SUM({sign}f.{name}) AS {_TYPES[name]}) AS {name}" for name in SUMMED)
    some = " OR ".join(f"SUM(f.{name}) <> 0" for name in SUMMED)
    return f"""
        WITH placed AS MATERIALIZED (
            SELECT project, since, until, there, {PLACES}, DENSE_RANK() OVER (ORDER BY {PLACES}) AS number FROM ({placings_in_time()}) t
        )
        SELECT g.period, g.day, {PLACES}, {COLUMNS} FROM (
            SELECT p.number, f.period, {day} AS day, {totals}
            FROM placed p JOIN "{FIGURES}" f ON f.project = p.project
            WHERE p.there = 1 AND (p.until IS NULL OR p.until > f.day) AND {which}
            GROUP BY p.number, f.period, {day} HAVING {some}
        ) g JOIN (SELECT DISTINCT number, {PLACES} FROM placed) d ON d.number = g.number
    """


def stored_negated(table: str, keys: str) -> str:
    """What is stored in a table, with its figures taken away: added to what is expected it leaves the differences."""
    negated = ", ".join(f"-{name} AS {name}" for name in SUMMED)
    return f'SELECT {keys}, {negated} FROM "{table}"'
