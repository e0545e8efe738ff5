"""The lights of each project and month as a projection: kept in step inside `perform`'s transaction, made anew, and checked.

A month's lights are those of the first day after it, by the rule that holds on that day. The newest month is looked at on the
day on which it was made: what time alone turns there is turned by the daily round, which also opens the next month. Only this
file writes the table.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import repeat
from typing import Final

from django.db import connection, transaction

from taizhang.basis import memory
from taizhang.basis.text import Text
from taizhang.frame import clock
from taizhang.frame.declare import Change

from .. import rules, terms
from ..models import MonthLight, Project
from ..queries import lights as known
from .inputs import moment_of, months_before
from .replay import replay
from .rows import ProjectRows, columns_of_rows
from .terms import STRENGTH, Growth, Measure, MonthsInColour, PaymentShortfall, RuleSet, worst_of

KEY: Final = "projects.lights"
FOLLOWS: Final = frozenset({"projects.project", "projects.report", "projects.stat", "projects.plan", "projects.light_choice"})
#: So many months are kept; as many as this before them are looked at for 'so many months in a row'.
MONTHS: Final = 24
WARM_UP: Final = 12
DIMENSIONS: Final = tuple(key for key, _ in terms.LIGHT_WORDS)
_MANY: Final = 500
#: Projects made anew in one transaction: writers wait for a second.
_AT_ONCE: Final = 4000
_SHOWN: Final = 5
_TABLE: Final = MonthLight._meta.db_table
_COLUMNS: Final = ("project_id", "period", "day", "rule_set", *DIMENSIONS, "worst")
_NAMES: Final = ", ".join(f'"{c}"' for c in _COLUMNS)
_Row = tuple[int, str, date, str, str, str, str, str, str]


def newest_month() -> str:
    """The newest month that has lights, '' while there are none."""
    return MonthLight.objects.order_by("-period").values_list("period", flat=True).first() or ""


# -- made -----------------------------------------------------------------------------------------------------------------


def made(rows: Sequence[ProjectRows], periods: Sequence[str], newest: str, day: date, choices: known.Choices) -> Iterator[_Row]:
    """The lights of projects for some months in a row, as rows of the table; `day` is the one on which the newest is looked at."""
    if not rows or not periods:
        return
    on = {newest: day} if rules.due_period(day) == newest else {}
    days = {p: on.get(p) or moment_of(p).day for p in periods}
    by_rule: dict[str, tuple[RuleSet, list[str]]] = {}
    for period in periods:
        rule_set = choices.on(days[period])
        if rule_set is not None:
            by_rule.setdefault(rule_set.key, (rule_set, []))[1].append(period)
    for rule_set, months in by_rule.values():
        # The months of one rule follow one another; only a rule that counts months in a row looks at those before them.
        before = WARM_UP if _has(rule_set, MonthsInColour) else 0
        looked_at = months_before(moment_of(months[-1]).day, len(_between(months[0], months[-1])) + before)
        columns = columns_of_rows(rows, looked_at, with_last_year=_has(rule_set, Growth), quantities=_quantities(rule_set))
        found = replay(rule_set, columns, on)
        for period in months:
            at = looked_at.index(period)
            states = [found.states[d][at] if d in found.states else repeat(None) for d in DIMENSIONS]
            for one, codes in zip(rows, zip(*states, strict=False), strict=False):
                yield (one.key, period, days[period], rule_set.key, *_words(codes))  # type: ignore[misc]


@lru_cache(maxsize=4096)
def _words(codes: tuple[int | None, ...]) -> tuple[str, ...]:
    """The state of each light, '' where there is none, and the worst of them."""
    said = ["" if code is None else STRENGTH[code] for code in codes]
    return (*said, worst_of(said))


def _has(rule_set: RuleSet, measure: type) -> bool:
    """Whether a light of projects measures something of a kind."""
    return any(isinstance(m, measure) for m in _measures(rule_set))


def _measures(rule_set: RuleSet) -> list[Measure]:
    return [part.measure for d in rule_set.dimensions if d.of == "project" for part in d.parts]


def _quantities(rule_set: RuleSet) -> frozenset[str]:
    """Of which quantities the lights of projects are made."""
    return frozenset("paid" if isinstance(m, PaymentShortfall) else getattr(m, "quantity", "") for m in _measures(rule_set)) - {""}


def _between(first: str, last: str) -> list[str]:
    found = [first]
    while found[-1] < last:
        found.append(rules.next_period(found[-1]))
    return found


def _write(rows: Iterable[_Row]) -> int:
    """What is not in the table as it has to be is; gives how many rows."""
    right = list(rows)
    there = _stored({r[0] for r in right}, {r[1] for r in right}) if right else {}
    return _put([r for r in right if there.get((r[0], r[1])) != r])


def _put(new: Sequence[_Row]) -> int:
    """The rows are in the table in the place of those of the same projects and months; gives how many they are."""
    places = f"({','.join(['%s'] * len(_COLUMNS))})"
    said = ", ".join(f"{c} = excluded.{c}" for c in _COLUMNS[2:])
    sql = f'INSERT INTO "{_TABLE}" ({_NAMES}) VALUES %s ON CONFLICT (project_id, period) DO UPDATE SET {said}'  # noqa: S608
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # A short statement for each row: reading thousands of placeholders takes longer than writing their rows.
            cursor.executemany(sql.replace("%s", places, 1), new)
            return len(new)
        for start in range(0, len(new), _MANY):
            some = new[start : start + _MANY]
            cursor.execute(sql.replace("%s", ",".join([places] * len(some)), 1), [value for row in some for value in row])
    return len(new)


def _stored(projects: Iterable[int], periods: Iterable[str]) -> Mapping[tuple[int, str], _Row]:
    found = MonthLight.objects.filter(project_id__in=list(projects), period__in=list(periods)).order_by()
    return {(r[0], r[1]): r for r in found.values_list(*_COLUMNS)}


# -- kept in step -------------------------------------------------------------------------------------------------------


def keep(changes: Sequence[Change], moment: datetime) -> None:
    """The lights that the rows can have changed are what they now have to be; nothing is made where they change no month.

    Another rule changes every light from its day on.
    """
    today = moment.astimezone(clock.ZONE).date()
    chosen = [c.row.valid_from for c in changes if c.kind == "projects.light_choice"]
    if chosen:
        _all(rules.period_before(rules.month_of(min(chosen))), newest_month() or rules.due_period(today), today)
        return
    newest = newest_month() or rules.due_period(today)
    since: dict[int, str] = {}
    for change in changes:
        if change.op == "d" and change.kind == "projects.project":
            continue
        key = change.key if change.kind == "projects.project" else change.row.project_id
        since[key] = min(since.get(key, "9999-12"), _first_month(change))
    touched = {key: period for key, period in since.items() if period <= newest}
    if not touched:
        return
    _one_at_a_time(sorted(touched))
    choices = known.choices()
    for period in sorted(set(touched.values())):
        _write(_of_projects([k for k, p in touched.items() if p == period], period, newest, today, choices))


def _first_month(change: Change) -> str:
    """The first month whose lights a row can change: the whole past for a project, its own month for a report."""
    if change.kind == "projects.project":
        return ""
    return f"{change.row.year}-01" if change.kind == "projects.plan" else str(change.row.period)


def _of_projects(keys: Sequence[int], since: str, newest: str, day: date, choices: known.Choices) -> Iterator[_Row]:
    kept = months_before(moment_of(newest).day, MONTHS)
    periods = [p for p in kept if p >= since]
    for start in range(0, len(keys), _MANY):
        yield from made(list(known.rows_of(known.stored(), keys[start : start + _MANY])), periods, newest, day, choices)


def _one_at_a_time(projects: Sequence[int]) -> None:
    """Two writers of one project's rows make its lights one after the other, the second from what the first has written."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(7203, 0)")
            cursor.execute("SELECT pg_advisory_xact_lock(7204, k) FROM unnest(%s::int[]) k", [[p % 2**31 for p in projects]])


def _alone() -> None:
    """Until the transaction ends nobody else makes lights: one lock, however many projects are looked at."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(7203, 0)")


# -- made anew, opened and checked ----------------------------------------------------------------------------------------


def rebuild() -> int:
    """The lights of every project and month are what the rows and the rules give; gives how many had been otherwise."""
    today = clock.today()
    newest = rules.due_period(today)
    return _forget(months_before(moment_of(newest).day, MONTHS)[0], newest) + _all("", newest, today)


def day_begins(today: date) -> int:
    """The newest month is as it is today; where a month has begun, the next one is open and the last one is as it was at its end.

    Gives how many rows changed. The month before is looked at too: a run that was cut off is made good by the next one.
    """
    newest = newest_month()
    if not newest:
        return rebuild()
    due = rules.due_period(today)
    return _forget(months_before(moment_of(due).day, MONTHS)[0], due) + _all(rules.period_before(newest), due, today)


def _all(since: str, newest: str, today: date) -> int:
    keys = list(Project.objects.order_by("id").values_list("id", flat=True))
    changed = 0
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        # A transaction for each part: what people do meanwhile waits for one of them, not for all.
        with memory.searched_seldom(), transaction.atomic():
            _alone()
            there = _stored_since(some, since)
            # What is right is taken out of what is stored; what is left of it has no right to be there.
            new = [r for r in _of_projects(some, since, newest, today, known.choices()) if there.pop((r[0], r[1]), None) != r]
            changed += _put(new) + _without(there.keys())
    return changed


def _stored_since(projects: Sequence[int], since: str) -> dict[tuple[int, str], _Row]:
    found = MonthLight.objects.filter(project_id__in=list(projects), period__gte=since).order_by()
    return {(r[0], r[1]): r for r in found.values_list(*_COLUMNS)}


def _without(gone: Collection[tuple[int, str]]) -> int:
    """No light is left where the rules give none; gives how many were."""
    stale: dict[str, list[int]] = {}
    for key, period in gone:
        stale.setdefault(period, []).append(key)
    with connection.cursor() as cursor:
        for period, some in stale.items():
            marks = ",".join(["%s"] * len(some))
            cursor.execute(f'DELETE FROM "{_TABLE}" WHERE period = %s AND project_id IN ({marks})', [period, *some])  # noqa: S608
    return len(gone)


def _forget(first: str, last: str) -> int:
    """Months before or after those that are kept are gone; gives how many rows there were after them."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{_TABLE}" WHERE period < %s', [first])  # noqa: S608
        cursor.execute(f'DELETE FROM "{_TABLE}" WHERE period > %s', [last])  # noqa: S608
        return int(cursor.rowcount)


def verify() -> list[Text]:
    """A sentence for what differs from what the rows give, each month on the day on which it was made."""
    wrong = list(_differing(newest_month() or rules.due_period(clock.today())))
    if not wrong:
        return []
    words = Text(
        "{n} 个项目的灯与各行不符，如 {k}；运行 taizhang rebuild", "The lights of {n} project(s) differ from the rows, such as {k}; run taizhang rebuild"
    )
    return [words.with_(n=len(wrong), k="; ".join(map(str, wrong[:_SHOWN])))]


def _differing(newest: str) -> Iterator[int]:
    choices = known.choices()
    days = dict(MonthLight.objects.filter(period=newest).values_list("project_id", "day"))
    keys = list(Project.objects.order_by("id").values_list("id", flat=True))
    kept = months_before(moment_of(newest).day, MONTHS)
    for start in range(0, len(keys), _MANY):
        some = keys[start : start + _MANY]
        there: dict[int, set[_Row]] = {}
        for row in _stored(some, kept).values():
            there.setdefault(row[0], set()).add(row)
        right: dict[int, set[_Row]] = {}
        by_day: dict[date, list[int]] = {}
        for key in some:
            by_day.setdefault(days.get(key) or moment_of(newest).day, []).append(key)
        for day, own in by_day.items():
            for row in _of_projects(own, "", newest, day, choices):
                right.setdefault(row[0], set()).add(row)
        yield from (key for key in some if there.get(key) != right.get(key))
