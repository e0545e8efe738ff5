"""A project's stored rows as the inputs of its lights: each figure with whoever says it, and what nobody says as not known."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from taizhang.basis.civil_dates import CivilDate
from taizhang.basis.predicate import Answer, Known, Unknown
from taizhang.basis.text import Text, verbatim
from taizhang.kernels.score import ABSENT

from .. import rules, terms
from .inputs import NOBODY_SAYS, LightInputs, month_number, year_to_date
from .replay import NOT_YET, LightColumns

_MONTHLY: Final = Text("各月月报累计到{p}", "monthly reports up to {p}")
_CERTIFIED: Final = Text("各月纳统数累计到{p}", "certified figures up to {p}")
_DESCRIPTION: Final = Text("项目基本情况", "description of the project")
_PROOFS: Final = Text("项目材料（四项开工证据）", "documents of the project (four proofs of a start)")
_NO_CLAIM: Final = Text("项目材料与自报均无开工", "neither documents nor claims speak of a start")
_LIBRARY: Final = Text("统计入库办理情况", "record of the statistics entry")
_BY_FIGURE: Final = Text("纳统数（{p}已入库）", "certified figures (entered by {p})")
#: What a unit may claim that presupposes a start.
CLAIMS_A_START: Final = frozenset({"started", "building", "finished", "producing"})
#: Of the roles of a plan, those that progress may be measured by, the better one first.
PLAN_ROLES: Final = ("annual_plan", "planned_completion")
#: What is reported or certified month by month, each kept apart from the others.
QUANTITIES: Final = ("investment", "certified", "workload", "paid")
#: What is to be paid in a year; due evenly by month, as nobody gives it by month.
PAYMENT_ROLES: Final = ("payment_plan", "payment_required")


class MonthRow(NamedTuple):
    """What a project's standing report says of one month, in fen."""

    workload: int | None
    investment: int | None
    paid: int | None


@dataclass(slots=True)
class ProjectRows:
    """The rows of one project that its lights are made of. `plans` by (role, year): amount in fen and its ground."""

    key: int
    name: str
    name_en: str = ""
    planned_start: str = ""
    started_on: date | None = None
    claimed_stage: str = ""
    claimed_start: date | None = None
    entered_on: date | None = None
    library: str = "none"
    plans: dict[tuple[str, int], tuple[int, str]] = field(default_factory=dict)
    months: dict[str, MonthRow] = field(default_factory=dict)
    certified: dict[str, tuple[bool, int | None]] = field(default_factory=dict)


def inputs_of(rows: ProjectRows) -> LightInputs:
    """What is known of the project, from its rows alone."""
    return LightInputs(
        f"projects.project:{rows.key}",
        Text(rows.name or "—", rows.name_en or rows.name or "—"),
        planned_start=planned_start(rows.planned_start),
        started_on=_started(rows),
        entered_on=_entered(rows),
        plans=_plans(rows),
        investment=_reported(rows, "investment"),
        workload=_reported(rows, "workload"),
        paid=_reported(rows, "paid"),
        certified=_certified(rows),
        payment_plan=_due(rows, "payment_plan"),
        payment_required=_due(rows, "payment_required"),
        bonds=None,
    )


def planned_start(text: str) -> Answer:
    """The planned start as exact as it was given; not known when nobody gave it."""
    if not rules.is_civil(text):
        return NOBODY_SAYS["planned_start"]
    return Known(CivilDate(*(int(part) for part in text.split("-"))), _DESCRIPTION)


def _started(rows: ProjectRows) -> Answer:
    if rows.started_on is not None:
        return Known(rows.started_on, _PROOFS)
    if rows.claimed_start is not None or rows.claimed_stage in CLAIMS_A_START:
        # Somebody says that it has begun and has not proved it: neither 'started' nor 'not started' is known.
        return Unknown(Text("项目单位（自报已开工，开工证据未齐）", "the project unit (a start is claimed, its proofs are not complete)"))
    return Known(None, _NO_CLAIM)


def _entered(rows: ProjectRows) -> Answer:
    if rows.entered_on is not None:
        return Known(rows.entered_on, _LIBRARY)
    first = min((p for p, (inside, _) in rows.certified.items() if inside), default=None)
    if first is not None:
        return Known(rules.last_day(first), _BY_FIGURE.with_(p=first))
    return Known(None, _LIBRARY)


def _plans(rows: ProjectRows) -> dict[int, Answer]:
    found: dict[int, Answer] = {}
    for role in reversed(PLAN_ROLES):
        for (one, year), (amount, ground) in rows.plans.items():
            if one == role:
                found[year] = Known(amount, verbatim(ground) if ground else dict(terms.PLAN_ROLES)[role])
    return found


def _due(rows: ProjectRows, role: str) -> dict[str, Answer]:
    """What has to be paid by the end of each month of the years in which an amount is given, rounded down to a fen."""
    found: dict[str, Answer] = {}
    for (one, year), (amount, ground) in rows.plans.items():
        if one == role:
            words = verbatim(ground) if ground else dict(terms.PAYMENT_ROLES)[role]
            source = Text("{w}，按月均摊", "{w}, even by month").with_(w=words)
            found |= {f"{year:04d}-{month:02d}": Known(amount * month // 12, source) for month in range(1, 13)}
    return found


def _reported(rows: ProjectRows, name: str) -> dict[str, Answer]:
    months = {p: getattr(month, name) for p, month in rows.months.items()}
    return totals(months, NOBODY_SAYS[name], _MONTHLY)


def _certified(rows: ProjectRows) -> dict[str, Answer]:
    return totals({p: fen for p, (_, fen) in rows.certified.items()}, NOBODY_SAYS["certified"], _CERTIFIED)


def totals(months: Mapping[str, int | None], nobody: Unknown, source: Text) -> dict[str, Answer]:
    """Totals of the year up to each month, from the first month that was given to the last one; a hole stays a hole."""
    if not months:
        return {}
    first, last = min(months), max(months)
    answers: dict[str, Answer] = {}
    period = first
    while period <= last:
        fen = months.get(period)
        answers[period] = nobody if fen is None else Known(fen, source.with_(p=period))
        period = rules.next_period(period)
    return year_to_date(answers, first, last)


# -- columns of many projects ---------------------------------------------------------------------------------------------


def columns_of_rows(
    projects: Sequence[ProjectRows], periods: Sequence[str], *, with_last_year: bool = True, quantities: Collection[str] = QUANTITIES
) -> LightColumns:
    """The same as `columns_of` over the inputs of each project, without making them: one number a project in each column.

    `with_last_year` for rules that speak of growth; others need no figures of the year before. `quantities` are those that the
    rule measures.
    """
    years = sorted({int(p[:4]) for p in periods})
    before = [f"{int(p[:4]) - 1:04d}{p[4:]}" for p in periods] if with_last_year else []
    wanted = tuple(dict.fromkeys([*before, *periods]))
    series: dict[str, dict[str, array[int]]] = {
        n: {p: array("q", [ABSENT]) * len(projects) for p in wanted} if n in quantities else {} for n in QUANTITIES
    }
    for at, rows in enumerate(projects):
        for name in quantities:
            if name != "certified":
                _fill(series[name], at, {p: getattr(m, name) for p, m in rows.months.items()})
            elif rows.certified:
                _fill(series[name], at, {p: fen for p, (_, fen) in rows.certified.items()})
    due = {role: _due_column(projects, role, periods) for role in PAYMENT_ROLES}
    plans = {y: array("q", [_plan(rows, y) for rows in projects]) for y in years}
    return LightColumns(
        tuple(periods),
        array("q", [_number(planned_start(rows.planned_start)) for rows in projects]),
        array("q", [_ordinal(_started(rows)) for rows in projects]),
        array("q", [_ordinal(_entered(rows)) for rows in projects]),
        plans,
        **series,
        **due,
    )


def _due_column(projects: Sequence[ProjectRows], role: str, periods: Sequence[str]) -> dict[str, array[int]]:
    """What has to be paid by the end of each month; months in which nobody has an amount have no column."""
    found = {}
    for period in periods:
        key, month = (role, int(period[:4])), int(period[5:7])
        if any(key in rows.plans for rows in projects):
            found[period] = array("q", [rows.plans[key][0] * month // 12 if key in rows.plans else ABSENT for rows in projects])
    return found


def _fill(columns: Mapping[str, array[int]], at: int, months: Mapping[str, int | None]) -> None:
    """Totals of the year up to each month; from a month that nobody gave on, the rest of its year stays absent."""
    if not months:
        return
    total, hole = 0, False
    for period, begins in _months_between(min(months), max(months)):
        if begins:
            total, hole = 0, False
        fen = months.get(period)
        if fen is None:
            hole = True
        elif not hole:
            total += fen
            column = columns.get(period)
            if column is not None:
                column[at] = total


@lru_cache(maxsize=4096)
def _months_between(first: str, last: str) -> tuple[tuple[str, bool], ...]:
    """The months from one to another, each with whether a year begins with it."""
    found = [first]
    while found[-1] < last:
        found.append(rules.next_period(found[-1]))
    return tuple((period, period.endswith("-01")) for period in found)


def _plan(rows: ProjectRows, year: int) -> int:
    for role in PLAN_ROLES:
        if (role, year) in rows.plans:
            return rows.plans[role, year][0]
    return ABSENT


def _number(answer: Answer) -> int:
    return month_number(rules.month_of(answer.value.last_day)) if isinstance(answer, Known) else ABSENT


def _ordinal(answer: Answer) -> int:
    if not isinstance(answer, Known):
        return ABSENT
    return answer.value.toordinal() if answer.value is not None else NOT_YET
