"""What was known of projects on two days, read from their history: only rows that differ between the two are fetched."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db.models import Q, QuerySet

from taizhang.frame import clock
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Record

from ..time_rules import Compared, Stand, turn_of
from .sums import Records

#: The planned date that is compared, by name in the page's address.
DATES: Final = {"finish": "planned_finish", "start": "planned_start"}


def compared(actor: Actor, records: Records, before: date, after: date, *, of: str = "finish", project_list: int | None = None) -> Compared:
    """What became of the projects an actor may see between the ends of two days. Five queries, memory by what changed.

    A project on a list is one that stood on it on either day.
    """
    column = DATES[of]
    only = _listed(actor, records, before, after, project_list) if project_list is not None else None
    first = _only(_known(actor, records.project, before), "id", only)
    last = _only(_known(actor, records.project, after), "id", only)
    was = _stands(_ended(first, after), column)
    now = _stands(_began(last, before), column)
    plans_before = _plans(_only(_ended(_known(actor, records.plan, before), after), "project_id", only), before.year)
    plans_after = _plans(_only(_began(_known(actor, records.plan, after), before), "project_id", only), after.year)
    _those_with_other_plans(first, last, column, was, now, plans_before.keys() | plans_after.keys())
    same_year = before.year == after.year
    turns = {}
    for key in was.keys() | now.keys():
        turn = turn_of(
            key,
            _stand(was.get(key), plans_before.get(key) if same_year else None),
            _stand(now.get(key), plans_after.get(key) if same_year else None),
        )
        if turn is not None:
            turns[key] = turn
    return Compared(turns, first.exclude(**{column: ""}).exclude(standing="terminated").count())


def _known(actor: Actor, record: Record, at: date) -> QuerySet[Any]:
    """Versions that were known at the end of a day, of rows in the actor's scope then and now."""
    end = clock.end_of(at)
    known = Q(recorded_from__lt=end) & (Q(recorded_to__isnull=True) | Q(recorded_to__gte=end))
    found: QuerySet[Any] = record.history._default_manager.filter(known, record.visible(actor), op="w", erased=False)
    if not actor.machine and not actor.over_everything():
        found = found.exclude(id__in=record.model._default_manager.filter(~record.visible(actor)).values("id"))
    return found.order_by()


def _ended(versions: QuerySet[Any], by: date) -> QuerySet[Any]:
    """Those that were no longer what was known at the end of a later day."""
    return versions.filter(recorded_to__lt=clock.end_of(by))


def _began(versions: QuerySet[Any], since: date) -> QuerySet[Any]:
    """Those that were not yet known at the end of an earlier day."""
    return versions.filter(recorded_from__gte=clock.end_of(since))


def _listed(actor: Actor, records: Records, before: date, after: date, key: int) -> set[int]:
    found: set[int] = set()
    for day in (before, after):
        rows = _known(actor, records.membership, day).filter(list_id=key).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day))
        found |= set(rows.values_list("project_id", flat=True))
    return found


def _only(rows: QuerySet[Any], column: str, keys: set[int] | None) -> QuerySet[Any]:
    return rows if keys is None else rows.filter(**{f"{column}__in": sorted(keys)})


_Raw = tuple[str, int | None, bool]


def _stands(rows: QuerySet[Any], column: str) -> dict[int, _Raw]:
    return {
        key: (planned or "", total, standing == "terminated")
        for key, planned, total, standing in rows.values_list("id", column, "total_investment_fen", "standing")
    }


def _plans(rows: QuerySet[Any], year: int) -> dict[int, int]:
    return dict(rows.filter(role="annual_plan", year=year).values_list("project_id", "amount_fen"))


def _those_with_other_plans(
    first: QuerySet[Any], last: QuerySet[Any], column: str, was: dict[int, _Raw], now: dict[int, _Raw], keys: Any
) -> None:
    """Projects whose own row is the same on both days, but not their plan, are among both."""
    alone = sorted(keys - was.keys() - now.keys())
    for start in range(0, len(alone), 20_000):
        same = _stands(first.filter(id__in=alone[start : start + 20_000]), column)
        was.update(same)
        now.update(same)


def _stand(raw: _Raw | None, plan: int | None) -> Stand | None:
    return Stand(raw[0], raw[1], plan, raw[2]) if raw is not None else None


def names_of(actor: Actor, records: Records, keys: Any, *, at: date) -> Mapping[int, Any]:
    """Rows of some projects as they were known at the end of a day, by key."""
    return {row.id: row for row in _known(actor, records.project, at).filter(id__in=list(keys)).select_related("district", "organ")}
