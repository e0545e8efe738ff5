"""Each rule of the lint has one definition that breaks it, and breaks nothing that is not named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.kernels.casework.samples import LICENCE, MOVES, PAID, REPORT, WINDOW

from taizhang.basis.clockunits import CalendarDays, WorkingDays
from taizhang.basis.predicate import ALWAYS, All, AnyOf, Need, Not
from taizhang.basis.text import Text
from taizhang.kernels.casework import ANY, BACK, Lifecycle, Move, State, Track
from taizhang.kernels.casework.lint import lint

A, B, C = State("a", WINDOW), State("b", WINDOW), State("c", WINDOW, final=True)
AB, BC = Move("t", frozenset({"a"}), "b", "go"), Move("t", frozenset({"b"}), "c", "end")


def small(*moves: Move, states: tuple[State, ...] = (A, B, C), **track: object) -> Lifecycle:
    """Three states in a row, and what a test does to them."""
    return Lifecycle((Track("t", WINDOW, 1, states, "a", **track),), moves or (AB, BC))  # type: ignore[arg-type]


def gated(gate: object) -> Lifecycle:
    return small(replace(AB, gate=gate), BC)


IS_GOV, IS_FILED = (Need("kind", WINDOW, WINDOW, op="==", value=v) for v in ("gov", "filed"))

PLANTED: dict[str, Callable[[], Lifecycle]] = {
    "duplicate_track": lambda: Lifecycle(small().tracks * 2, (AB, BC)),
    "duplicate_state": lambda: small(states=(A, B, B, C)),
    "unknown_state": lambda: small(AB, BC, Move("t", frozenset({"a"}), "gone", "x")),
    "unknown_track": lambda: small(AB, BC, replace(AB, track="gone", action="x")),
    "unknown_reverse": lambda: small(AB, BC, Move("t", frozenset({"b"}), "a", "x", gate=PAID, derived=True, reverse_of="gone")),
    "unreachable": lambda: small(AB, BC, Move("t", frozenset({"d"}), "c", "x"), states=(A, B, C, State("d", WINDOW))),
    "dead_end": lambda: small(AB, replace(BC, sources=frozenset({"a"}))),
    "way_out_of_final": lambda: small(AB, BC, Move("t", ANY, "a", "x")),
    "refusal_without_remedy": lambda: small(states=(A, B, replace(C, refusal=True))),
    "over_legal_total": lambda: small(
        states=(replace(A, stage=WorkingDays(15)), replace(B, stage=WorkingDays(6)), C), legal_total=WorkingDays(20)
    ),
    "unlike_units": lambda: small(states=(replace(A, stage=CalendarDays(1)), B, C), legal_total=WorkingDays(20)),
    "derived_without_gate": lambda: small(replace(AB, derived=True), BC, Move("t", frozenset({"b"}), "a", "x", PAID, derived=True, reverse_of="go")),
    "derived_without_reverse": lambda: small(replace(AB, gate=PAID, derived=True), BC),
    "ambiguous": lambda: small(AB, BC, replace(AB, to="c")),
    "back_from_start": lambda: small(AB, BC, Move("t", frozenset({"a"}), BACK, "x")),
    "single_branch": lambda: gated(AnyOf(WINDOW, PAID)),
    "empty_part": lambda: gated(All(PAID, All())),
    "repeated_part": lambda: gated(All(PAID, PAID)),
    "never_open": lambda: gated(All(IS_GOV, IS_FILED)),
    "need_without_holder": lambda: gated(Need("f", WINDOW)),
}


@pytest.mark.parametrize("rule", PLANTED)
def test_a_planted_fault_is_found_by(rule: str) -> None:
    assert {f.rule for f in lint(PLANTED[rule]())} == {rule}


def test_an_action_that_no_role_may_do_is_a_warning() -> None:
    (found,) = lint(small(), {"go": {"clerk"}, "end": ()})
    assert (found.rule, found.where, found.level) == ("nobody_may", "end", "warning")


def test_a_gate_that_asks_for_a_thing_and_its_contrary_never_opens() -> None:
    assert [f.rule for f in lint(gated(All(PAID, Not(PAID))))] == ["never_open"]
    assert [f.rule for f in lint(gated(All(PAID, Not(AnyOf(WINDOW, REPORT, PAID)))))] == ["never_open"]


def test_a_final_state_may_reopen_when_it_says_so() -> None:
    again = Move("t", frozenset({"c"}), "a", "reopen")
    assert [f.rule for f in lint(small(AB, BC, again))] == ["way_out_of_final"]
    assert lint(small(AB, BC, again, states=(A, B, replace(C, reopens=True)))) == []


def test_stages_are_summed_along_the_longest_way_not_over_side_ways() -> None:
    side = State("s", WINDOW, stage=WorkingDays(9))
    states = (replace(A, stage=WorkingDays(10)), replace(B, stage=WorkingDays(10)), side, C)
    ways = (AB, BC, Move("t", frozenset({"a"}), "s", "x"), Move("t", frozenset({"s"}), "c", "y"))
    assert lint(small(*ways, states=states, legal_total=WorkingDays(20))) == []


def test_the_sample_is_clean_and_errors_come_before_warnings() -> None:
    roles = {m.action: {"clerk"} for m in MOVES}
    assert lint(LICENCE, roles) == []
    bad = small(replace(AB, gate=All(AnyOf(WINDOW, Need("f", WINDOW)))), BC)
    assert [f.level for f in lint(bad, {})] == ["error", "warning", "warning", "warning"]


def test_every_finding_is_a_sentence_in_both_languages() -> None:
    for plant in PLANTED.values():
        for found in lint(plant()):
            assert isinstance(found.text, Text) and found.where
    assert lint(gated(ALWAYS)) == []


def test_a_derived_move_whose_facts_cannot_fall_away_needs_no_way_back() -> None:
    gate = Need("term.over", Text("期限届满", "The term is over"))
    track = Track("state", Text("状态", "State"), 1, (State("a", Text("甲", "A")), State("b", Text("乙", "B"), final=True)), "a")
    for lasting in (False, True):
        lifecycle = Lifecycle((track,), (Move("state", frozenset({"a"}), "b", "x.deem", gate, derived=True, lasting=lasting),))
        rules = {finding.rule for finding in lint(lifecycle)}
        assert ("derived_without_reverse" in rules) is not lasting
