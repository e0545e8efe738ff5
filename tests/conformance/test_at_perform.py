"""Every declared action at the one door: what its example does, who is kept out, and in which states it is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from taizhang.basis.errors import Conflict, NotAllowed, NotFound, Refused
from taizhang.frame import clock, fsck
from taizhang.frame.catalogue import BoundAction
from taizhang.frame.gates import column_of
from taizhang.frame.models import Refusal
from taizhang.frame.perform import perform
from taizhang.kernels.casework import Lifecycle
from taizhang.kernels.ledger.models import Entry
from taizhang.surfaces.pages.form import Form
from tests.conformance.samples import Samples, undone
from tests.examples import whose_turn

FAR = 2**40
_COUNTED = f"""
    SELECT count(CASE WHEN cause IS NULL THEN 1 END), count(CASE WHEN action LIKE '%.refused' THEN 1 END),
           (SELECT count(*) FROM {Refusal._meta.db_table})
    FROM {Entry._meta.db_table}
"""


def _counts() -> tuple[int, int, int]:
    """Entries that nothing caused, lines of the journal, entries of refusals."""
    with connection.cursor() as cursor:
        # One statement: it is asked more than a thousand times.
        cursor.execute(_COUNTED)
        alone, refused, journalled = cursor.fetchone()
    return alone - refused, journalled, refused


def _attempt(bound: BoundAction, target: int | None, actor: Any, raw: dict[str, Any]) -> tuple[Refused | None, tuple[int, ...]]:
    """The refusal if there was one, and by how much entries, the journal and entries of refusals grew."""
    before = _counts()
    try:
        perform(bound.key, target, actor, raw)
        refused = None
    except Refused as refusal:
        refused = refusal
    return refused, tuple(a - b for a, b in zip(_counts(), before, strict=True))


def _journalled(bound: BoundAction) -> tuple[int, int, int]:
    return (0, 0, 1) if bound.action.refusals == "entry" else (0, 1, 0)


@pytest.mark.once
@pytest.mark.by_turns(2)
def test_every_example_runs_with_one_entry_or_is_refused_by_a_state_or_gate_with_none(everything):
    wrong, done = [], 0
    for bound in _creating_first(everything):
        with undone():
            target, raw = everything.target(bound), everything.raw(bound)
            refused, grown = _attempt(bound, target, everything.who(bound), raw)
            done += refused is None
            expected = (1, 0, 0) if refused is None else _journalled(bound)
            if grown != expected or not isinstance(refused, Conflict | None):
                wrong.append(f"{bound.key} {grown} {refused and refused.in_('en')}")
    assert wrong == [], "\n".join(map(str, wrong))
    # What makes no move simply succeeds; a stage that waits for its document does not.
    moved = {m.action for r in everything.catalogue.records.values() for lc in r.lifecycles.values() for m in lc.moves}
    free = [b for b in everything.catalogue.actions.values() if b.key not in moved and not b.action.machine]
    assert done > len(free) * 3 // 4


def _creating_first(everything: Samples) -> Iterator[BoundAction]:
    """Every action: what creates a row while there is none, then the others, each on a row that was made once for all of them."""
    actions = everything.catalogue.actions.values()
    yield from (b for b in actions if b.action.creates)
    everything.one_of_each()
    yield from (b for b in actions if not b.action.creates)


def test_nobody_without_the_right_does_anything(everything):
    wrong = []
    for bound in everything.catalogue.actions.values():
        if bound.action.public:
            continue
        with undone():
            refused, grown = _attempt(bound, FAR, everything.powerless, {})
            if not isinstance(refused, NotAllowed) or grown != _journalled(bound):
                wrong.append((bound.key, refused, grown))
    assert wrong == [], "\n".join(map(str, wrong))


@pytest.mark.either
def test_what_does_not_exist_and_what_is_out_of_scope_look_alike(everything):
    wrong = []
    everything.one_of_each()
    for bound in everything.catalogue.actions.values():
        if bound.on is None or bound.action.machine or bound.action.public:
            continue
        with undone():
            target, raw = everything.target(bound), everything.raw(bound)
            absent, _ = _attempt(bound, FAR, everything.everybody, raw)
            there, grown = _attempt(bound, target, everything.stranger, raw)
            seen = bound.on.model._default_manager.filter(bound.on.visible(everything.stranger), pk=target).exists()
            kept_out = isinstance(there, NotAllowed) if seen else isinstance(there, NotFound)
            if not isinstance(absent, NotFound) or not kept_out or grown != _journalled(bound):
                wrong.append((bound.key, absent, there, grown))
    assert wrong == [], "\n".join(map(str, wrong))


@pytest.mark.once
def test_every_action_is_refused_in_every_state_it_does_not_start_from(everything):
    wrong, tried = [], 0
    everything.one_of_each()
    for bound, lifecycle, key, wrong_states in _wrong_states(everything):
        with undone():
            row = _under(everything, bound, lifecycle, key)
            if row is None:
                wrong.append((bound.key, key, "no row runs under this lifecycle"))
                continue
            raw = everything.raw(bound)
            # Every action on each push; of its wrong states a third, by turns.
            for states in whose_turn(wrong_states, 3, f"{bound.key} {key}"):
                with undone():
                    type(row).objects.filter(pk=row.pk).update(**states)
                    refused, grown = _attempt(bound, row.pk, everything.who(bound), raw)
                tried += 1
                if not isinstance(refused, Conflict) or refused.code != "wrong_state" or grown != _journalled(bound):
                    wrong.append((bound.key, key, states, refused and refused.in_("en"), grown))
    assert wrong == [], "\n".join(map(str, wrong))
    assert tried > 100


def _wrong_states(everything: Samples) -> Iterator[tuple[BoundAction, Lifecycle, str, list[dict[str, str]]]]:
    """Every action with every state of its tracks that it does not start from, the other tracks being as they have to be."""
    for record in everything.catalogue.records.values():
        for key, lifecycle in record.lifecycles.items():
            for action in dict.fromkeys(m.action for m in lifecycle.moves):
                own = [m for m in lifecycle.moves if m.action == action]
                fit = {column_of(m.track): sorted(m.sources or {lifecycle.track(m.track).initial})[0] for m in own}
                found = [
                    fit | {column_of(track.key): state.key}
                    for track in {m.track: lifecycle.track(m.track) for m in own}.values()
                    for state in track.states
                    if not any(m.track == track.key and m.applies_from(state.key) for m in own)
                ]
                if found:
                    yield everything.catalogue.action(action), lifecycle, key, found


def _under(everything: Samples, bound: BoundAction, lifecycle: Lifecycle, key: str) -> Any:
    """A row that runs under a lifecycle; one of another kind is given its key where the record keeps it in a column."""
    assert bound.on is not None
    row = everything.row(bound.on.kind)
    if bound.on.lifecycle(row) is not lifecycle and hasattr(row, "lifecycle"):
        type(row).objects.filter(pk=row.pk).update(lifecycle=key)
        row.refresh_from_db()
    return row if bound.on.lifecycle(row) is lifecycle else None


def test_form_schema_and_function_ask_for_the_same(everything):
    for bound in everything.catalogue.actions.values():
        boxes = Form(bound, everything.everybody, "zh", {}).boxes()
        schema = bound.inputs.model.model_json_schema()
        assert [b.name for b in boxes] == list(schema.get("properties", {})) == [i.name for i in bound.inputs], bound.key
        needed = {b.name for b in boxes if b.required or b.kind == "boolean"}
        assert set(schema.get("required", ())) <= needed, bound.key


def test_after_everything_was_made_every_row_is_explained_by_an_entry(everything):
    everything.one_of_each()
    report = fsck.check(everything.catalogue, clock.now(), quick=True)
    assert [f.line("en") for f in report.findings if f.code != "no_checkpoint"] == []
    assert report.rows > 30
