"""Lifecycles: what is possible next, what has become true, and what a version is."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from tests.kernels.casework.samples import LICENCE, MATERIALS, MOVES, PAID, STATES, WINDOW

from taizhang.basis.errors import Conflict
from taizhang.basis.predicate import ALWAYS, Known, Need, Not, Unknown
from taizhang.basis.text import Text
from taizhang.kernels.casework import (
    ANY,
    BACK,
    STAY,
    Lifecycle,
    Move,
    State,
    Track,
    Unsettled,
    next_steps,
    settle,
    target,
)

FULL = {"materials.complete": Known(True), "report.site": Known(True), "fee.paid": Known(True)}


def names(moves: list[Move]) -> list[str]:
    return [m.action.removeprefix("licence.") for m in moves]


def test_one_answer_says_what_is_possible_and_what_is_missing() -> None:
    steps = {s.move.action: s for s in next_steps(LICENCE, LICENCE.initial, {})}
    assert list(steps) == ["licence.accept", "licence.tell_missing", "licence.withdraw", "licence.stop"]
    accept = steps["licence.accept"]
    assert not accept.open and accept.verdict.value is None
    assert [(m.fact, m.holder) for m in accept.verdict.missing] == [("materials.complete", WINDOW)]
    assert steps["licence.tell_missing"].open


def test_a_derived_move_shows_what_it_still_lacks_like_any_other() -> None:
    steps = next_steps(LICENCE, {"licence": "reviewed"}, {"fee.paid": Known(True)})
    (prove,) = [s for s in steps if s.move.derived]
    assert [m.need_text.en for m in prove.verdict.missing] == ["Site or expert"]


def test_an_action_on_two_tracks_is_possible_only_when_both_allow_it() -> None:
    both = {"licence": "proved", "clock": "running"}
    assert [m.track for m in LICENCE.moves_of("licence.decide", both)] == ["licence", "clock"]
    assert LICENCE.moves_of("licence.decide", both | {"clock": "closed"}) == ()
    assert "licence.decide" not in {s.move.action for s in next_steps(LICENCE, both | {"clock": "closed"}, FULL)}


def test_a_move_leads_on_stays_or_goes_back() -> None:
    by = {m.action: m for m in LICENCE.moves}
    assert target(by["licence.review"], "accepted") == "reviewed"
    assert target(by["licence.note"], "reviewed") == "reviewed"
    assert target(by["licence.supply"], "missing", "received") == "received"
    with pytest.raises(Conflict, match="退回"):
        target(by["licence.supply"], "missing")


def test_moves_are_found_by_state_and_any_means_every_state() -> None:
    track = Track("t", WINDOW, 1, (State("a", WINDOW), State("b", WINDOW)), "a")
    lifecycle = Lifecycle((track,), (Move("t", ANY, "b", "x"), Move("t", frozenset({"a"}), STAY, "y")))
    assert [m.action for m in lifecycle.moves_from("t", "a")] == ["x", "y"]
    assert [m.action for m in lifecycle.moves_from("t", "b")] == ["x"]
    assert track.state("a").label == WINDOW and track.label_of("gone").en == "gone"
    for missing in (lambda: track.state("gone"), lambda: lifecycle.track("gone")):
        with pytest.raises(KeyError, match="gone"):
            missing()


def test_a_derived_move_happens_when_its_facts_are_complete() -> None:
    assert names(settle(LICENCE, {"licence": "reviewed"}, FULL)) == ["prove"]
    assert settle(LICENCE, {"licence": "reviewed"}, {"report.site": Known(True)}) == []
    assert settle(LICENCE, {"licence": "accepted"}, FULL) == []


def test_a_fact_that_fell_away_takes_the_move_back_but_a_fact_unknown_does_not() -> None:
    assert names(settle(LICENCE, {"licence": "proved"}, FULL | {"fee.paid": Known(False)})) == ["unprove"]
    assert settle(LICENCE, {"licence": "proved"}, FULL | {"fee.paid": Unknown(WINDOW)}) == []
    assert settle(LICENCE, {"licence": "proved"}, FULL) == []


def test_one_derived_move_may_make_the_next_one_due() -> None:
    states = tuple(State(k, WINDOW) for k in "abcd")
    chain = tuple(Move("t", frozenset({a}), b, f"to_{b}", gate=PAID, derived=True) for a, b in ("cd", "ab", "bc"))
    lifecycle = Lifecycle((Track("t", WINDOW, 1, states, "a"),), chain)
    assert [m.action for m in settle(lifecycle, {"t": "a"}, FULL)] == ["to_b", "to_c", "to_d"]


def test_derived_moves_in_a_circle_are_an_error_that_names_them() -> None:
    states = tuple(State(k, WINDOW) for k in "abc")
    ring = tuple(Move("t", frozenset({a}), b, f"to_{b}", gate=PAID, derived=True) for a, b in ("ab", "bc", "cb"))
    lifecycle = Lifecycle((Track("t", WINDOW, 1, states, "a"),), ring)
    with pytest.raises(Unsettled, match=r"in a circle: to_c -> to_b$"):
        settle(lifecycle, {"t": "a"}, FULL)


def test_a_derived_move_back_needs_a_state_that_was_left() -> None:
    states = (State("a", WINDOW), State("b", WINDOW))
    lifecycle = Lifecycle((Track("t", WINDOW, 1, states, "a"),), (Move("t", frozenset({"b"}), BACK, "back", gate=PAID, derived=True),))
    assert settle(lifecycle, {"t": "b"}, FULL) == []
    assert len(settle(lifecycle, {"t": "b"}, FULL, {"t": "a"})) == 1


def test_a_reverse_move_has_the_contrary_gate_unless_it_names_its_own() -> None:
    prove, unprove = (next(m for m in LICENCE.moves if m.action == f"licence.{a}") for a in ("prove", "unprove"))
    assert unprove.gate == Not(prove.gate)
    with pytest.raises(ValueError, match="give it a gate"):
        Lifecycle(LICENCE.tracks, (replace(prove, gate=ALWAYS), replace(unprove, gate=ALWAYS)))


def test_a_version_is_frozen_by_its_fingerprint() -> None:
    assert LICENCE.fingerprint() == "52f5b14f31bbec14494f868ea770eb0a989d83b3e78d4416ab60e5b13d50dc8e"


CHANGES = {
    "a gate": lambda: replace(LICENCE, moves=(replace(MOVES[0], gate=Need("other", WINDOW)), *MOVES[1:])),
    "a threshold": lambda: replace(LICENCE, moves=(replace(MOVES[0], gate=Not(MATERIALS)), *MOVES[1:])),
    "a law": lambda: replace(LICENCE, moves=(replace(MOVES[0], law=None), *MOVES[1:])),
    "a source": lambda: replace(LICENCE, moves=(replace(MOVES[0], sources=frozenset({"received"})), *MOVES[1:])),
    "a state": lambda: replace(LICENCE, tracks=(replace(LICENCE.tracks[0], states=STATES[:-1]), LICENCE.tracks[1])),
    "a stage": lambda: replace(LICENCE, tracks=(replace(LICENCE.tracks[0], states=(replace(STATES[0], stage=None), *STATES[1:])),)),
    "a version": lambda: replace(LICENCE, tracks=(replace(LICENCE.tracks[0], version=2), LICENCE.tracks[1])),
    "a clock": lambda: replace(LICENCE, clocks=LICENCE.clocks[1:]),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_fingerprint_changes_with(what: str) -> None:
    assert CHANGES[what]().fingerprint() != LICENCE.fingerprint()


def test_a_fingerprint_does_not_change_with_wording() -> None:
    states = (replace(STATES[0], label=Text("接件", "Taken in")), *STATES[1:])
    assert replace(LICENCE, tracks=(replace(LICENCE.tracks[0], states=states), LICENCE.tracks[1])).fingerprint() == LICENCE.fingerprint()


def test_ten_thousand_random_walks_never_leave_the_declared_states() -> None:
    chance = random.Random(45)
    declared = {t.key: {s.key for s in t.states} for t in LICENCE.tracks}
    final = {s.key for t in LICENCE.tracks for s in t.states if s.final}
    choices = {
        (track.key, s.key): LICENCE.moves_from(track.key, s.key) for track in LICENCE.tracks for s in track.states
    }
    seen: set[str] = set()
    for _ in range(10_000):
        for track, now in LICENCE.initial.items():
            left: str | None = None
            for _ in range(12):
                possible = [m for m in choices[track, now] if m.to != BACK or left is not None]
                if not possible:
                    assert now in final
                    break
                then = target(chance.choice(possible), now, left)
                if then != now:
                    left, now = now, then
                assert now in declared[track]
                seen.add(now)
    assert seen | {"received"} == set().union(*declared.values())
