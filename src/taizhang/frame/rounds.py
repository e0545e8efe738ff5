"""A round: one passage of a record through its checks. Whoever had a hand in it may not be the one who checks it.

It begins when the record is made. It ends when every check that keeps the doers of an action away has been passed; what was
done after that belongs to the next one. A record that is sent back has not passed: its round goes on, and so it does when
another row takes its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from taizhang.kernels.ledger import store

from .actor import ActorKey
from .catalogue import BoundAction, Catalogue
from .declare import Record
from .gates import column_of

#: A row takes another's place a few times; a chain that is longer than this is not one.
_LONGEST_CHAIN = 1000


def doers(catalogue: Catalogue, bound: BoundAction, row: Any, action: str) -> Iterator[ActorKey]:
    """Everybody who did an action to a row in the round that it is in, each with whom they acted for; oldest first."""
    record = bound.action.on
    assert record is not None
    rows = standing_for(record, row)
    checks = _checks(catalogue, record, row, action)
    acts = store.acts([f"{record.kind}:{r.pk}" for r in rows], {action, *checks})
    begin = _begin(record, rows, checks, acts)
    for key, actor, done in acts:
        if done == action and key > begin:
            yield ActorKey.read(actor)


def standing_for(record: Record, row: Any) -> list[Any]:
    """The row and those in whose place it stands, the newest first."""
    rows = [row]
    while record.stands_for is not None and len(rows) < _LONGEST_CHAIN:
        before = getattr(rows[-1], record.stands_for)
        if before is None:
            break
        rows.append(before)
    return rows


def _checks(catalogue: Catalogue, record: Record, row: Any, action: str) -> frozenset[str]:
    """Actions that whoever did `action` may not do, of those that the row's own lifecycle has."""
    kept_apart = {
        b.key
        for b in catalogue.actions.values()
        if b.action.on is not None and b.action.on.kind == record.kind and any(rule.action == action for rule in b.action.apart_from)
    }
    lifecycle = record.lifecycle(row)
    moving = {m.action for lc in record.lifecycles.values() for m in lc.moves}
    own = {m.action for m in lifecycle.moves} if lifecycle is not None else set()
    return frozenset(k for k in kept_apart if k in own or k not in moving)


def _begin(record: Record, rows: list[Any], checks: frozenset[str], acts: list[tuple[str, str, str]]) -> str:
    """The key of the entry with which the round before ended, '' in the first round."""
    begin = earlier = ""
    passed: set[str] = set()
    sent_back = _sent_back(record, rows) if any(done in checks for _, _, done in acts) else set()
    steps = [(key, done) for key, _, done in acts if done in checks] + [(key, "") for key in sent_back]
    for key, done in sorted(steps):
        if done in checks:
            passed.add(done)
        if key in sent_back:
            # What had been passed was not, after all: the round that seemed to have ended goes on.
            begin, passed = earlier, set()
        elif passed >= checks:
            earlier, begin, passed = begin, key, set()
    return begin


def _sent_back(record: Record, rows: list[Any]) -> set[str]:
    """Entries by which one of the rows came into a state of refusal."""
    lifecycle = record.lifecycle(rows[0])
    found: set[str] = set()
    for track in lifecycle.tracks if lifecycle is not None else ():
        refusals = [s.key for s in track.states if s.refusal]
        if refusals:
            column = column_of(track.key)
            history = record.history._default_manager
            there = history.filter(id__in=[r.pk for r in rows], **{f"{column}__in": refusals})
            found.update(there.values_list("entry", flat=True))
    return found
