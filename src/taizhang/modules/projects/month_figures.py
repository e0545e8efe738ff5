"""The month figures as a projection: kept in step inside `perform`'s transaction, made anew, and checked against the rows.

Only this file writes their tables.
"""

# ruff: noqa: S608 - names of tables and columns are this program's own; values are given apart.

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db import connection, transaction

from taizhang.basis.text import Text
from taizhang.frame import clock
from taizhang.frame.declare import Change

from . import models
from .figure_statements import (
    ANY,
    COLUMNS,
    FIGURES,
    PLACES,
    PLACINGS,
    SUMS,
    expected,
    expected_sums,
    known_changes,
    missing_now,
    placings_in_time,
    stored_negated,
)
from .models.figures import PLACING, SUMMED

FOLLOWS: Final = frozenset({"projects.project", "projects.report", "projects.stat", "projects.plan"})
#: The columns of a project that are in them: where it stands, and its total.
OF_A_PROJECT: Final = frozenset({"district_id", "place_id", "organ_id", "unit_id", "source", "total_investment_fen"})
TABLES: Final = (models.MonthFigure, models.FigureSum, models.Placing)
#: Projects asked of in one statement.
_MANY: Final = 500
_SHOWN: Final = 5

_Place = tuple[int, int, int, int, str]
_Figures = tuple[int, ...]
_Makes = Callable[[str], Sequence[str]]


# -- kept in step -------------------------------------------------------------------------------------------------------


def keep(changes: Sequence[Change], moment: datetime) -> None:
    """What the rows changed is in the figures under today. Four statements for one report, five where a project moved."""
    today = moment.astimezone(clock.ZONE).date()
    projects = {change.key: change.row for change in changes if change.kind == "projects.project"}
    touched: dict[int, set[str]] = defaultdict(set)
    for change in changes:
        if change.kind == "projects.project":
            touched[change.key].add("")
        else:
            touched[change.row.project_id] |= _periods(change)
    with connection.cursor() as cursor:
        keys = sorted(touched)
        for start in range(0, len(keys), _MANY):
            some = keys[start : start + _MANY]
            _keep(cursor, some, sorted(set().union(*(touched[key] for key in some))), projects, today)


def _periods(change: Change) -> set[str]:
    """The periods of which a row says something; with a plan, all months of its year count as planned."""
    if change.kind == "projects.plan":
        return {str(change.row.year), *(f"{change.row.year}-{month:02d}" for month in range(1, 13))}
    return {str(change.row.period)}


def _keep(cursor: Any, keys: Sequence[int], periods: Sequence[str], projects: dict[int, Any], today: date) -> None:
    cursor.execute(*missing_now(keys, periods))
    missing = {(row[0], row[1]): tuple(row[2:]) for row in cursor.fetchall()}
    looked_at = sorted({key for key, _ in missing} | (set(keys) & projects.keys()))
    if not looked_at:
        return
    places = _places(cursor, looked_at)
    sums: dict[tuple[str, _Place], list[int]] = defaultdict(lambda: [0] * len(SUMMED))
    moved: dict[int, tuple[_Place, _Place]] = {}
    for key in set(looked_at) & projects.keys():
        now = placing_of(projects[key])
        if key in places and places[key] != now:
            moved[key] = (places[key], now)
        if places.get(key) != now:
            _place(cursor, key, now, today)
        places[key] = now
    if moved:
        _take_along(cursor, moved, sums)
    for (key, period), figures in missing.items():
        _add(sums[period, places[key]], figures)
    _add_figures(cursor, [(key, period, today, *figures) for (key, period), figures in sorted(missing.items())])
    rows = [(period, today, *place, *figures) for (period, place), figures in sorted(sums.items()) if any(figures)]
    _add_sums(cursor, rows)


def placing_of(project: Any) -> _Place:
    """Under which keys a project's figures are summed."""
    return (project.district_id or 0, project.place_id or 0, project.organ_id or 0, project.unit_id or 0, project.source or "")


def _places(cursor: Any, keys: Sequence[int]) -> dict[int, _Place]:
    cursor.execute(f'SELECT project, {PLACES} FROM "{PLACINGS}" WHERE project IN ({",".join(["%s"] * len(keys))})', list(keys))
    return {row[0]: tuple(row[1:]) for row in cursor.fetchall()}


def _place(cursor: Any, project: int, place: _Place, today: date) -> None:
    new = ", ".join(f"{name} = excluded.{name}" for name in (*PLACING, "since"))
    sql = f'INSERT INTO "{PLACINGS}" (project, {PLACES}, since) VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (project) DO UPDATE SET {new}'
    cursor.execute(sql, [project, *place, today])


def _take_along(cursor: Any, moved: dict[int, tuple[_Place, _Place]], sums: dict[tuple[str, _Place], list[int]]) -> None:
    """All that is known of a project leaves the sums of where it stood and comes to where it stands."""
    totals = ", ".join(f"SUM({name})" for name in SUMMED)
    places = ",".join(["%s"] * len(moved))
    cursor.execute(f'SELECT project, period, {totals} FROM "{FIGURES}" WHERE project IN ({places}) GROUP BY project, period', list(moved))
    for project, period, *figures in cursor.fetchall():
        whole = [int(figure) for figure in figures]
        left, came = moved[project]
        _add(sums[period, left], [-figure for figure in whole])
        _add(sums[period, came], whole)


def _add(to: list[int], figures: Iterable[int]) -> None:
    for index, figure in enumerate(figures):
        to[index] += figure


def _add_figures(cursor: Any, rows: Sequence[tuple[Any, ...]]) -> None:
    _upsert(cursor, FIGURES, "project, period, day", 3, rows)


def _add_sums(cursor: Any, rows: Sequence[tuple[Any, ...]]) -> None:
    # In the order of their keys: two writers that add to the same sums wait for each other, and neither for both.
    _upsert(cursor, SUMS, f"period, day, {PLACES}", 2 + len(PLACING), rows)


def _upsert(cursor: Any, table: str, keys: str, count: int, rows: Sequence[tuple[Any, ...]]) -> None:
    added = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in SUMMED)
    places = ",".join(["%s"] * (count + len(SUMMED)))
    for start in range(0, len(rows), _MANY):
        some = rows[start : start + _MANY]
        sql = (
            f'INSERT INTO "{table}" ({keys}, {COLUMNS}) VALUES {",".join([f"({places})"] * len(some))}'
            f" ON CONFLICT ({keys}) DO UPDATE SET {added}"
        )
        cursor.execute(sql, [value for row in some for value in row])


# -- made anew and checked ----------------------------------------------------------------------------------------------


def rebuild() -> int:
    """Figures, sums and placings are what the rows and their history give; gives how many of their rows had been otherwise."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Whoever writes a report now waits with its figures until these are there, and then adds to them.
            cursor.execute(f'LOCK TABLE "{FIGURES}", "{SUMS}", "{PLACINGS}" IN SHARE ROW EXCLUSIVE MODE')
        changed = _set(cursor, FIGURES, ("project", "period", "day"), SUMMED, known_changes, added=True)
        changed += _set(cursor, PLACINGS, ("project",), (*PLACING, "since"), lambda _: [_placed_now()])
        return changed + _set(cursor, SUMS, ("period", "day", *PLACING), SUMMED, lambda _: expected_sums(), added=True)


def _set(cursor: Any, table: str, keys: Sequence[str], columns: Sequence[str], makes: _Makes, *, added: bool = False) -> int:
    """The rows of a table are those that some statements make, which are added up where they are `added`; gives how many were otherwise.

    `makes` gives the statements for the name of the table that they fill one after the other.
    """
    names, key = ", ".join((*keys, *columns)), ", ".join(keys)
    if _is_empty(cursor, table):
        _fill(cursor, table, names, key, makes(table), columns if added else ())
        return _count(cursor, f'SELECT 1 FROM "{table}"')
    fresh = f"fresh_{table}"
    same = " AND ".join(f't.{k} = "{table}".{k}' for k in keys)
    other = " OR ".join(f't.{c} <> "{table}".{c}' for c in columns)
    nothing = " AND ".join(f"{c} = 0" for c in columns)
    cursor.execute(f'DROP TABLE IF EXISTS "{fresh}"')
    cursor.execute(f'CREATE TEMP TABLE "{fresh}" AS SELECT {names} FROM "{table}" WHERE 1 = 0')
    cursor.execute(f'CREATE UNIQUE INDEX "{fresh}_key" ON "{fresh}" ({key})')
    _fill(cursor, fresh, names, key, makes(fresh), columns if added else ())
    if added:
        cursor.execute(f'DELETE FROM "{table}" WHERE {nothing}')
    new = ", ".join(f"{c} = excluded.{c}" for c in columns)
    cursor.execute(
        f'INSERT INTO "{table}" ({names}) SELECT {", ".join(f"t.{n}" for n in (*keys, *columns))} FROM "{fresh}" t'
        f' LEFT JOIN "{table}" ON {same} WHERE "{table}".id IS NULL OR {other} ON CONFLICT ({key}) DO UPDATE SET {new}'
    )
    changed = int(cursor.rowcount)
    # Every right row is there now: where there are as many as that, no other one is left to be looked for.
    if _count(cursor, f'SELECT 1 FROM "{table}"') > _count(cursor, f'SELECT 1 FROM "{fresh}"'):
        cursor.execute(f'DELETE FROM "{table}" WHERE NOT EXISTS (SELECT 1 FROM "{fresh}" t WHERE {same})')
        changed += int(cursor.rowcount)
    cursor.execute(f'DROP TABLE "{fresh}"')
    return changed


def _is_empty(cursor: Any, table: str) -> bool:
    cursor.execute(f'SELECT 1 FROM "{table}" LIMIT 1')
    return cursor.fetchone() is None


def _fill(cursor: Any, into: str, names: str, key: str, makes: Sequence[str], added: Sequence[str]) -> None:
    """What some statements make is in a table, added up where it has columns to add."""
    more = ", ".join(f'{c} = "{into}".{c} + excluded.{c}' for c in added)
    for make in makes:
        onto = f" ON CONFLICT ({key}) DO UPDATE SET {more}" if added else ""
        cursor.execute(f'INSERT INTO "{into}" ({names}) SELECT * FROM ({make}) m WHERE 1 = 1{onto}')
    if added:
        # Figures that came and went on one day say nothing.
        cursor.execute(f'DELETE FROM "{into}" WHERE {" AND ".join(f"{c} = 0" for c in added)}')


def _count(cursor: Any, sql: str) -> int:
    cursor.execute(f"SELECT COUNT(*) FROM ({sql}) d")
    return int(cursor.fetchone()[0])


def _figures_off() -> str:
    """(project, period, day) of month figures that are otherwise than the rows say."""
    keys = "project, period, day"
    both = f"SELECT * FROM ({expected()}) e UNION ALL {stored_negated(FIGURES, keys)}"
    return f"SELECT {keys} FROM ({both}) b GROUP BY {keys} HAVING {ANY}"


def _sums_off() -> str:
    """(period, day, placing) of sums that are otherwise than the month figures say."""
    keys = f"period, day, {PLACES}"
    right = " UNION ALL ".join(f"SELECT * FROM ({made}) e{n}" for n, made in enumerate(expected_sums()))
    both = f"{right} UNION ALL {stored_negated(SUMS, keys)}"
    return f"SELECT {keys} FROM ({both}) b GROUP BY {keys} HAVING {ANY}"


def _placed_now() -> str:
    return f"SELECT project, {PLACES}, since FROM ({placings_in_time()}) t WHERE until IS NULL AND there = 1"


def _placings_off() -> str:
    """Projects whose placing is otherwise than their history says."""
    columns = f"project, {PLACES}, since"
    right = f"SELECT {columns}, 1 AS n FROM ({_placed_now()}) r"
    stored = f'SELECT {columns}, -1 AS n FROM "{PLACINGS}"'
    return f"SELECT {columns} FROM ({right} UNION ALL {stored}) b GROUP BY {columns} HAVING SUM(n) <> 0"


_CHECKS: Final = (
    (_figures_off, Text("{n} 行月度数与各行不符，如 {k}", "{n} month figure(s) differ from the rows, such as {k}"), 3),
    (_sums_off, Text("{n} 行汇总数与月度数不符，如 {k}", "{n} sum(s) differ from the month figures, such as {k}"), 7),
    (_placings_off, Text("{n} 个项目的归属与历史不符，如 {k}", "{n} placing(s) differ from the history, such as {k}"), 1),
)


def verify() -> list[Text]:
    """A sentence for each table in which something differs, with the rows that do."""
    with connection.cursor() as cursor:
        return [text for off, words, columns in _CHECKS for text in _said(cursor, off(), words, columns)]


def _said(cursor: Any, sql: str, words: Text, columns: int) -> list[Text]:
    wrong = _count(cursor, sql)
    if not wrong:
        return []
    cursor.execute(f"{sql} LIMIT {_SHOWN}")
    return [words.with_(n=wrong, k="; ".join(" ".join(map(str, row[:columns])) for row in cursor.fetchall()))]
