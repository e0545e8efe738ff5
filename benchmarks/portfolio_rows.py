"""100,000 projects with 24 months of reports, plans and certified figures and their history, put in by SQL in a minute.

Not made by `perform`: what is measured is reading and rebuilding. The rows are what perform would have left: a version for
the report as sent and one as accepted, a corrected one for one in fifty, certified figures for every other project, planned
dates that slipped for one in five, and projects that stopped or moved to another organ.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import connection

YEARS: Final = (2024, 2025)
#: The number in the test of the mechanism that stands for a project of each kind.
SLIPPED, STOPPED, MOVED, CORRECTED = 5, 101, 97, 50
_DISTRICTS, _ORGANS = 16, 30


def month_list() -> list[tuple[int, str, str]]:
    """(number, month, next month) of the 24."""
    names = [f"{y}-{m:02d}" for y in (*YEARS, YEARS[-1] + 1) for m in range(1, 13)]
    return [(i, names[i], names[i + 1]) for i in range(24)]


def build(count: int, city: int, path: str) -> None:
    """So many projects in 16 districts below a city, with everything that is known of their two years."""
    with connection.cursor() as cursor:
        first_place, first_organ = _places(cursor, city, path)
        # Amounts in fen are made of these numbers: they are too large for the integers that PostgreSQL would choose.
        cursor.execute("CREATE TEMP TABLE nums (n bigint)")
        cursor.execute(f"INSERT INTO nums WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {count}) SELECT n FROM c")
        cursor.execute("CREATE TEMP TABLE months (m bigint, period varchar(7), later varchar(7))")
        for number, period, later in month_list():
            cursor.execute("INSERT INTO months VALUES (%s, %s, %s)", [number, period, later])
        _projects(cursor, first_place, first_organ)
        _months(cursor)
        _lines_and_nodes(cursor)
        cursor.execute("DROP TABLE nums")
        cursor.execute("DROP TABLE months")


def _places(cursor: Any, city: int, path: str) -> tuple[int, int]:
    from taizhang.registers.models import Organ, Place

    places = [Place(parent_id=city, name=f"示例{n}区", kind="county", path=f"{path}示例{n}区/", entry="0" * 32) for n in range(_DISTRICTS)]
    Place.objects.bulk_create(places)
    organs = [Organ(name=f"示例单位{n}", kind="bureau", place=places[n % _DISTRICTS], entry="0" * 32) for n in range(_DISTRICTS * _ORGANS)]
    Organ.objects.bulk_create(organs)
    return places[0].pk, organs[0].pk


def _moment(text: str) -> str:
    """The SQL of ten in the morning of a day that is a text."""
    if connection.vendor == "sqlite":
        return f"{text} || ' 02:00:00'"
    return f"CAST({text} || ' 02:00:00+00' AS timestamptz)"


def _day(text: str) -> str:
    return text if connection.vendor == "sqlite" else f"CAST({text} AS date)"


def _insert(cursor: Any, model: Any, given: Mapping[str, str], rows: str) -> None:
    """Rows of a table, each column an expression; what is not given is empty, as the column allows."""
    expressions = {}
    for field in model._meta.concrete_fields:
        if field.column in given:
            expressions[field.column] = given[field.column]
        elif not field.primary_key and not field.null:
            expressions[field.column] = _empty(field)
    names = ", ".join(f'"{n}"' for n in expressions)
    cursor.execute(f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT {", ".join(expressions.values())} {rows}')


def _empty(field: Any) -> str:
    kind = field.get_internal_type()
    if kind == "BinaryField":
        return "x'00'" if connection.vendor == "sqlite" else "'\\x00'::bytea"
    if kind == "BooleanField":
        return "0" if connection.vendor == "sqlite" else "false"
    return "''" if kind in ("CharField", "TextField") else "0"


def _version(key: str, since: str, until: str | None, digest: str = "") -> dict[str, str]:
    return {"id": key, "entry": "'0'", "line": "0", "op": "'w'", "recorded_from": _moment(since), "recorded_to": _moment(until) if until else "NULL"}


def _projects(cursor: Any, place: int, organ: int) -> None:
    from taizhang.modules.projects import models

    stood = {
        "name": "'示例项目' || n",
        "kind": "'gov'",
        "lifecycle": "'gov/2'",
        "stage": "'building'",
        "standing": "'normal'",
        "district_id": f"{place} + n % {_DISTRICTS}",
        "place_id": f"{place} + n % {_DISTRICTS}",
        "organ_id": f"{organ} + n % {_DISTRICTS * _ORGANS}",
        "unit_id": f"{organ} + n % {_DISTRICTS * _ORGANS}",
        "source": "CASE n % 5 WHEN 0 THEN 'private' WHEN 1 THEN 'state' ELSE 'government' END",
        "total_investment_fen": "1000000000 + (n * 7919 % 100000) * 1000000",
        "planned_start": "'2024-03'",
        "planned_finish": "'2026-0' || (1 + n % 9)",
        "registered_on": _day("'2023-12-20'"),
    }
    changed = stood | {
        "planned_finish": f"CASE WHEN n % {SLIPPED} = 0 THEN '2027-0' || (1 + n % 9) ELSE '2026-0' || (1 + n % 9) END",
        "total_investment_fen": f"{stood['total_investment_fen']} + CASE WHEN n % {SLIPPED} = 0 THEN 100000000 ELSE 0 END",
        "standing": f"CASE WHEN n % {STOPPED} = 0 THEN 'terminated' ELSE 'normal' END",
        "organ_id": f"{organ} + (n + CASE WHEN n % {MOVED} = 0 THEN {_DISTRICTS} ELSE 0 END) % {_DISTRICTS * _ORGANS}",
    }
    since, moved = "'2023-12-2' || (n % 9)", "'2025-0' || (1 + n % 9) || '-15'"
    some = f"(n % {SLIPPED} = 0 OR n % {STOPPED} = 0 OR n % {MOVED} = 0)"
    _insert(cursor, models.Project, changed | {"id": "n", "entry": "'0'"}, "FROM nums")
    _insert(cursor, models.ProjectHistory, stood | _version("n", since, None), f"FROM nums WHERE NOT {some}")
    _insert(cursor, models.ProjectHistory, stood | _version("n", since, moved), f"FROM nums WHERE {some}")
    _insert(cursor, models.ProjectHistory, changed | _version("n", moved, None), f"FROM nums WHERE {some}")
    for year in YEARS:
        plan = {"project_id": "n", "role": "'annual_plan'", "year": str(year), "amount_fen": "1200000000 + n % 1000 * 1000000"}
        key = f"n * 2 + {year % 2}"
        _insert(cursor, models.Plan, plan | {"id": key, "entry": "'0'"}, "FROM nums")
        _insert(cursor, models.PlanHistory, plan | _version(key, f"'{year}-01-1' || (n % 9)", None), "FROM nums")


def _months(cursor: Any) -> None:
    from taizhang.modules.projects import models

    amount = "100000000 + (n * 31 + m * 17) % 97 * 100000"
    key = "n * 48 + m"
    report = {
        "project_id": "n",
        "period": "period",
        "workload_fen": amount,
        "investment_fen": amount,
        "paid_fen": f"CASE WHEN (n + m) % 3 = 0 THEN NULL ELSE ({amount}) / 2 END",
        "submitted_on": _day("later || '-0' || (1 + (n + m) % 9)"),
    }
    sent, accepted, corrected = "later || '-0' || (1 + (n + m) % 9)", "later || '-1' || (n % 9)", "later || '-2' || (n % 8)"
    wrong = f"(n % {CORRECTED} = 0)"
    both, stays, goes = "FROM nums, months", f"FROM nums, months WHERE NOT {wrong}", f"FROM nums, months WHERE {wrong}"
    # What was corrected stays as it was, superseded, and another one stands in its place.
    _insert(cursor, models.Report, report | {"id": key, "entry": "'0'", "state": f"CASE WHEN {wrong} THEN 'superseded' ELSE 'accepted' END"}, both)
    other = report | {"investment_fen": f"{amount} - 5000000", "state": "'accepted'"}
    _insert(cursor, models.Report, other | {"id": f"{key} + 24", "entry": "'0'", "supersedes_id": key}, goes)
    history = models.ReportHistory
    _insert(cursor, history, report | {"state": "'submitted'"} | _version(key, sent, accepted), both)
    _insert(cursor, history, report | {"state": "'accepted'"} | _version(key, accepted, None), stays)
    _insert(cursor, history, report | {"state": "'accepted'"} | _version(key, accepted, corrected), goes)
    _insert(cursor, history, report | {"state": "'superseded'"} | _version(key, corrected, None), goes)
    _insert(cursor, history, other | _version(f"{key} + 24", corrected, None), goes)
    certified = {"project_id": "n", "period": "period", "in_library": "true" if connection.vendor == "postgresql" else "1", "investment_fen": f"({amount}) * 9 / 10"}
    half = "FROM nums, months WHERE n % 2 = 0"
    _insert(cursor, models.StatFigure, certified | {"id": "n * 24 + m", "entry": "'0'"}, half)
    _insert(cursor, models.StatFigureHistory, certified | _version("n * 24 + m", "later || '-19'", None), half)


def quantities() -> None:
    """A physical quantity for every accepted month; of one project in a hundred one month has none, which raises a question."""
    from taizhang.modules.projects import models

    some = "FROM projects_report WHERE state = 'accepted' AND NOT (project_id % 100 = 0 AND period = '2025-06')"
    given = {"report_id": "id", "entry": "'0'", "measure": "'桩基'", "unit": "'根'", "done": "3"}
    with connection.cursor() as cursor:
        _insert(cursor, models.Quantity, {"id": "id"} | given, some)


def _lines_and_nodes(cursor: Any) -> None:
    """Eight open lines for each project, overdue in one of twenty; twelve nodes and a baseline for one of ten, half of them closed."""
    from taizhang.modules.projects import models

    cursor.execute("CREATE TEMP TABLE places (k integer)")
    cursor.execute(f"INSERT INTO places VALUES {', '.join(f'({k})' for k in range(12))}")
    due = f"CASE WHEN k = 0 AND n % 20 = 0 THEN {_day(chr(39) + '2025-0' + chr(39) + ' || (1 + n % 9) || ' + chr(39) + '-15' + chr(39))} ELSE NULL END"
    item = {"id": "n * 12 + k", "entry": "'0'", "project_id": "n", "list": "'procedure'", "title": "'示例事项'", "state": "'open'", "due": due}
    _insert(cursor, models.Item, item, "FROM nums, places WHERE k < 8")
    some = "FROM nums, places WHERE n % 10 = 0"
    baseline = {"id": "n", "entry": "'0'", "project_id": "n", "version": "1", "state": "'approved'", "proposed_on": _day("'2024-01-02'")}
    _insert(cursor, models.Baseline, baseline, "FROM nums WHERE n % 10 = 0")
    node = {"id": "n * 12 + k", "entry": "'0'", "project_id": "n", "key": "'k' || k", "title": "'示例节点'", "duration_working_days": "20"}
    _insert(cursor, models.Node, node | {"state": "CASE WHEN k < 6 THEN 'closed' ELSE 'planned' END"}, some)
    month = "'202' || (5 + k / 10) || '-0' || (1 + (k * 5 + n) % 9) || '-20'"
    frozen = {"id": "n * 12 + k", "entry": "'0'", "baseline_id": "n", "node_id": "n * 12 + k", "key": "'k' || k", "title": "'示例节点'"}
    _insert(cursor, models.BaselineNode, frozen | {"start": _day("'2025-01-02'"), "finish": _day(month)}, some)
    cursor.execute("DROP TABLE places")
