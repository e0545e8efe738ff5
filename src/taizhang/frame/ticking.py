"""What time alone brings about: derived moves that have become due are made, one transaction and one entry each.

The tick may come late; what it records has its legal date, which the action takes from the clock and not from the hour of
the tick. A row is looked at only in a state from which something can happen by itself.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from taizhang.basis.errors import Refused

from . import clock
from .actor import MACHINE
from .away import is_away
from .catalogue import Catalogue, installed
from .declare import Record
from .gates import column_of, due_moves
from .perform import perform

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ticked:
    """What one tick did: rows looked at, moves made, moves refused (each of those is journalled)."""

    looked_at: int
    made: int
    refused: int


def tick() -> Ticked:
    """Every derived move that is due by now has been made. A second tick at the same time finds nothing to do."""
    catalogue = installed()
    looked_at = made = refused = 0
    for record in catalogue.records.values():
        for row in _waiting(record):
            looked_at += 1
            try:
                made += _move(catalogue, record, row)
            except Refused:
                refused += 1
            except Exception as error:
                if is_away(error):
                    # It is away for every other row too; the worker tries again in a while.
                    raise
                # One faulty row must not keep all others waiting for their legal dates.
                _log.exception("tick: %s:%s", record.kind, row.pk)
                refused += 1
    return Ticked(looked_at, made, refused)


def _waiting(record: Record) -> Iterator[Any]:
    """Rows in a state from which a derived move leads, in the order of their keys."""
    condition = _where(record)
    if condition is not None and record.stirs is not None:
        # What a write brings about was settled with the write: here only those rows count for which a day can.
        condition &= record.stirs(clock.today())
    if condition is not None:
        keys = record.model._default_manager.filter(condition).order_by("id").values_list("id", flat=True)
        for start in range(0, len(keys), 500):
            yield from record.model._default_manager.filter(id__in=list(keys[start : start + 500])).order_by("id")


def _where(record: Record) -> Q | None:
    found: Q | None = None
    for lifecycle in record.lifecycles.values():
        for move in lifecycle.moves:
            if move.derived:
                column = column_of(move.track)
                one = Q() if move.sources is None else Q(**{f"{column}__in": sorted(move.sources)})
                found = one if found is None else found | one
    return found


def _move(catalogue: Catalogue, record: Record, row: Any) -> int:
    # `perform` makes the moves that follow from this one, so that one call is enough for each row.
    for follow in due_moves(catalogue, record, row, clock.now()):
        perform(follow.action, row.pk, MACHINE, follow.raw)
        return 1
    return 0
