"""Bad modules, one for each rule of conformance: what a rule is worth is shown by what it catches.

Each is the sound module with one thing made wrong. Its key in `PLANTED` is the name of the rule that has to catch it, and
no other rule may.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db.models import Q

from taizhang.basis.text import Text
from taizhang.frame.catalogue import Catalogue
from taizhang.frame.declare import Apart, Ask, Module, On, Projection, nobody
from taizhang.frame.inputs import Input
from taizhang.kernels.casework import Lifecycle, Move, State, Track
from tests.planted.imports_at_the_top import actions as hidden_import
from tests.planted.no_save_override import actions as overriding
from tests.planted.no_signals import actions as listening
from tests.planted.odd import actions as odd
from tests.planted.sound.module import ACTIONS, LAW, LIFECYCLE, LINE, LISTING, MATTER, MODULE
from tests.planted.sql_by_hand import actions as past_the_derivation
from tests.planted.writes_by_hand import actions as behind_the_back
from tests.trials import models


def _action(verb: str, **changed: Any) -> Module:
    """The sound module with one action changed."""
    return replace(MODULE, actions=tuple(replace(a, **changed) if a.run.__name__ == verb else a for a in ACTIONS))


def _record(kind: str, **changed: Any) -> Module:
    """The sound module with one record changed, wherever it is named."""
    old = next(r for r in MODULE.records if r.kind == kind)
    new = replace(old, **changed)

    def swapped(value: Any) -> Any:
        return new if value is old else value

    return replace(
        MODULE,
        records=tuple(map(swapped, MODULE.records)),
        actions=tuple(replace(a, on=swapped(a.on), creates=swapped(a.creates)) for a in ACTIONS),
        listings=tuple(replace(item, record=swapped(item.record)) for item in MODULE.listings),
    )


def _verb(run: Callable[..., Any], name: str = "finish") -> Callable[..., Any]:
    run.__name__ = name
    return run


def _dead_end() -> Lifecycle:
    (track,) = LIFECYCLE.tracks
    states = (*track.states, State("lost", Text("不知去向", "Lost")))
    lost = Move("state", frozenset({"planned"}), "lost", action="planted.plan_loss", law=LAW)
    return Lifecycle((replace(track, states=states),), (*LIFECYCLE.moves, lost))


def _without_reverse() -> Lifecycle:
    """The machine closes the matter, and somebody opens it again by hand."""
    return replace(LIFECYCLE, moves=tuple(replace(m, reverse_of=None) for m in LIFECYCLE.moves))


def _with_dead_end() -> Module:
    words = tuple(f if f.name != "state" else replace(f, choices=()) for f in MATTER.fields)
    module = _record("planted.matter", lifecycles={"matter/1": _dead_end()}, fields=words)
    lose = replace(module.actions[2], run=_verb(odd.lose, "plan_loss"), apart_from=())
    return replace(module, actions=(*module.actions, lose))


def _without_column() -> Module:
    track = Track("mood", Text("心情", "Mood"), 1, LIFECYCLE.tracks[0].states, "planned")
    return _record("planted.matter", lifecycles={"matter/1": Lifecycle((track,), tuple(replace(m, track="mood") for m in LIFECYCLE.moves))})


def _in_chinese(text: Text) -> Text:
    return Text(text.zh, text.zh)


PLANTED: dict[str, Module] = {
    "right_named": _action("finish", may=""),
    "law_named": _action("finish", law=None),
    "truth_told": _action("finish", run=_verb(odd.unsaid)),
    "called_as_performed": _action("finish", run=_verb(odd.unseen)),
    "money_in_fen": _action("finish", run=_verb(odd.inexact)),
    "example_reads": _action("finish", run=_verb(odd.no_example)),
    "right_held": _action("finish", may="planted.nobody"),
    "apart_is_entered": _action("finish", apart_from=(Apart("planted.other"),)),
    "both_languages": _action("finish", label=_in_chinese(Text("办结", "Finish"))),
    "visible_declared": _record("planted.matter", visible=nobody),
    "scope_is_a_condition": _record("planted.line", visible=lambda actor: Q(draw__name="示例")),
    "history_mirrors": _record("planted.line", history=models.BeaconHistory),
    "fields_are_columns": _record("planted.line", fields=(replace(LINE.fields[0], name="colour"),)),
    "sealed_inputs_say_when": _action("finish", run=_verb(odd.sealed_for_ever)),
    "personal_has_somebody": _action("plan", run=_verb(odd.of_nobody, "plan")),
    "parent_is_a_key": _record("planted.line", parent="name"),
    "lifecycle_sound": _with_dead_end(),
    "derived_falls_back": _record("planted.matter", lifecycles={"matter/1": _without_reverse()}),
    "tracks_are_columns": _without_column(),
    "move_is_at_home": _action("deem", shown=True),
    "lists_show_fields": replace(MODULE, listings=(replace(LISTING, columns=("name", "list_root")),)),
    "search_is_open": replace(MODULE, search=(MATTER,)),
    "on_record_is_closed": _record("planted.line", on_record=True, fields=tuple(replace(f, visibility="public") for f in LINE.fields)),
    "sort_has_index": replace(MODULE, listings=(replace(LISTING, sorts={"opens_at": ("name", "id")}),)),
    "reaction_fits": replace(MODULE, on=(On(MODULE.events[0], "planted.nothing"),)),
    "batch_fits": replace(MODULE, batches=(replace(MODULE.batches[0], chunk=5000),)),
    "projection_follows": replace(
        MODULE,
        projections=(Projection("planted.total", Text("合计", "Total"), lambda: 0, list, follows=frozenset({"planted.line"})),),
    ),
    "sql_by_hand": _action("finish", run=past_the_derivation.finish),
    "writes_by_hand": _action("finish", run=behind_the_back.finish),
    "no_signals": _action("finish", run=listening.finish),
    "no_save_override": _action("finish", run=overriding.finish),
    "imports_at_the_top": _action("finish", run=hidden_import.finish),
}



def catalogue(rule: str) -> Catalogue:
    """The catalogue of the module planted against a rule."""
    if rule == "inputs_agree":
        # Form and schema are made from the same signature, so only a hand in between can part them.
        found = Catalogue((MODULE,))
        bound = found.actions["planted.plan"]
        bound.inputs.items = (*bound.inputs.items, Input("ghost", Ask(Text("幽灵项", "A ghost")), "text", False, ""))
        return found
    return Catalogue((PLANTED[rule],))


RULES_PLANTED = (*PLANTED, "inputs_agree")

__all__ = ["PLANTED", "RULES_PLANTED", "catalogue"]
