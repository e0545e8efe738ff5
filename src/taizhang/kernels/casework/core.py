"""Lifecycles as declared values, and the two questions asked of them: what is possible next, and what has become true.

A lifecycle is written down in code: named tracks of states, and moves between them with their gate and their law. A record
keeps the version it began under; `fingerprint` lets a test freeze a version that is in use.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from taizhang.basis.clockunits import ClockUnit
from taizhang.basis.errors import Conflict
from taizhang.basis.law import Law
from taizhang.basis.predicate import ALWAYS, Answer, Node, Not, Verdict, as_plain, judge
from taizhang.basis.text import Text

if TYPE_CHECKING:
    from .clocks import ClockRule

#: As a move's sources: every state of the track.
ANY: Final = None
#: As a move's target: the track stays where it is.
STAY: Final = "=stay"
#: As a move's target: the state that was left when the present one was entered.
BACK: Final = "=back"


@dataclass(frozen=True, slots=True)
class State:
    """A state of a track. A refusal names its remedy. `stage` is the time a matter may spend in it.

    `reopens` marks a final state from which a way leads back on purpose.
    """

    key: str
    label: Text
    final: bool = False
    refusal: bool = False
    remedy: Text | None = None
    stage: ClockUnit | None = None
    reopens: bool = False


@dataclass(frozen=True, slots=True)
class Track:
    """One line of states that a record runs through; `states` stand in their natural order.

    `legal_total` is the term that the law gives for the whole way, to be compared with the sum of the stages.
    """

    key: str
    label: Text
    version: int
    states: tuple[State, ...]
    initial: str
    legal_total: ClockUnit | None = None
    total_law: Law | None = None

    def state(self, key: str) -> State:
        """The state of a key. Raises KeyError."""
        for state in self.states:
            if state.key == key:
                return state
        raise KeyError(f"the track {self.key} has no state {key}")

    def label_of(self, key: str) -> Text:
        """How a state is called; the key itself for one that is not declared, as in an old record."""
        return next((s.label for s in self.states if s.key == key), Text(key, key))


@dataclass(frozen=True, slots=True)
class Move:
    """One way from some states of a track to another, made by an action when its gate is open.

    A derived move has no button: `settle` or a clock fires it. `reverse_of` names the action whose move this one takes back
    when its facts fall away; without a gate of its own it is open when that move's gate is known to fail. Not known is not
    enough: nobody loses a proved state because an office has not answered. A derived move without a reverse says that it
    is `lasting`: its facts cannot fall away, as when lots were drawn or a term ran out in silence. `watches` names the kinds
    of record whose writing can open it, None: any; it saves looking, and changes no promise.
    """

    track: str
    sources: frozenset[str] | None
    to: str
    action: str
    gate: Node = ALWAYS
    law: Law | None = None
    derived: bool = False
    reverse_of: str | None = None
    lasting: bool = False
    watches: frozenset[str] | None = None

    def applies_from(self, state: str) -> bool:
        """True when the move can start in a state."""
        return self.sources is None or state in self.sources


@dataclass(frozen=True, slots=True)
class Step:
    """A move that the states allow, and the verdict of its gate: may it be made, and if not, what is missing."""

    move: Move
    verdict: Verdict

    @property
    def open(self) -> bool:
        return self.verdict.value is True


class Unsettled(RuntimeError):
    """Derived moves lead in a circle: a fault of the declaration, found when the facts allow the whole circle."""


@dataclass(frozen=True)
class Lifecycle:
    """Tracks, moves and clocks that belong together.

    Every reverse move without a gate of its own has been given the contrary of the gate it takes back.

    Raises:
        ValueError: when a reverse move needs a gate and the move it takes back has none, or several.
    """

    tracks: tuple[Track, ...]
    moves: tuple[Move, ...]
    clocks: tuple[ClockRule, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "moves", tuple(self._with_gate(m) for m in self.moves))

    def _with_gate(self, move: Move) -> Move:
        if move.reverse_of is None or move.gate != ALWAYS:
            return move
        gates = [m.gate for m in self.moves if m.action == move.reverse_of and m.track == move.track and m.gate != ALWAYS]
        if not gates or any(g != gates[0] for g in gates):
            raise ValueError(f"{move.action} takes back {move.reverse_of}, which has no single gate: give it a gate of its own")
        return replace(move, gate=Not(gates[0]))

    def track(self, key: str) -> Track:
        """The track of a key. Raises KeyError."""
        for track in self.tracks:
            if track.key == key:
                return track
        raise KeyError(f"there is no track {key}")

    @property
    def initial(self) -> dict[str, str]:
        """The state of every track at the beginning."""
        return {t.key: t.initial for t in self.tracks}

    def moves_from(self, track: str, state: str) -> tuple[Move, ...]:
        """The moves of a track that can start in a state, in the order of declaration."""
        return tuple(m for m in self.moves if m.track == track and m.applies_from(state))

    def moves_of(self, action: str, states: Mapping[str, str]) -> tuple[Move, ...]:
        """The moves that an action makes from these states; none at all when one of its tracks is in a wrong state."""
        own = [m for m in self.moves if m.action == action and m.track in states]
        here = [m for m in own if m.applies_from(states[m.track])]
        return tuple(here) if {m.track for m in here} == {m.track for m in own} else ()

    def fingerprint(self) -> str:
        """SHA-256 over what a running matter was promised: states, moves, gates, laws, clocks, versions.

        Wording and the marks of confidence are left out: correcting a translation changes no promise.
        """
        tracks = [
            [
                t.key,
                t.version,
                t.initial,
                _unit(t.legal_total),
                _law(t.total_law),
                [[s.key, s.final, s.refusal, s.reopens, _unit(s.stage)] for s in t.states],
            ]
            for t in self.tracks
        ]
        moves = [
            [
                m.track,
                None if m.sources is None else sorted(m.sources),
                m.to,
                m.action,
                as_plain(m.gate),
                _law(m.law),
                m.derived,
                m.reverse_of,
            ]
            for m in self.moves
        ]
        content = json.dumps([tracks, moves, [c.as_plain() for c in self.clocks]], ensure_ascii=False, separators=(",", ":"))
        return sha256(content.encode()).hexdigest()


def _unit(unit: ClockUnit | None) -> str | None:
    return f"{type(unit).__name__} {unit.n}" if unit else None


def _law(law: Law | None) -> list[str] | None:
    return [law.number, law.name.zh, law.article] if law else None


def target(move: Move, state: str, previous: str | None = None) -> str:
    """The state a move leads to from a state; `previous` is the one that was left before.

    Raises:
        Conflict: when the move goes back and there is nothing to go back to.
    """
    if move.to == STAY:
        return state
    if move.to != BACK:
        return move.to
    if previous is None:
        raise Conflict(Text("没有可以退回的上一状态", "There is no earlier state to go back to"), code="no_state_left", law=move.law)
    return previous


def next_steps(lifecycle: Lifecycle, states: Mapping[str, str], facts: Mapping[str, Answer]) -> tuple[Step, ...]:
    """Every move that the states allow with the verdict of its gate, in the order of declaration.

    The one answer to 'may I' and to 'what is missing, who holds it, under which law'. Derived moves are among them: what a
    start still lacks is shown like anything else. An action that moves several tracks appears only when all of them allow it.
    """
    allowed = {a: lifecycle.moves_of(a, states) for a in dict.fromkeys(m.action for m in lifecycle.moves)}
    return tuple(
        Step(m, judge(m.gate, facts)) for m in lifecycle.moves if m.track in states and any(m is own for own in allowed[m.action])
    )


def settle(
    lifecycle: Lifecycle,
    states: Mapping[str, str],
    facts: Mapping[str, Answer],
    previous: Mapping[str, str] | None = None,
) -> list[Move]:
    """The derived moves that these facts now make, in the order in which they happen; reverse moves are among them.

    One at a time, the first declared first: what a move changes decides which is next. `previous` are the states left before.

    Raises:
        Unsettled: when the same states come round again; the message names the moves of the circle.
    """
    now, left = dict(states), dict(previous or {})
    # No state of a track, no move of it: the lifecycle may have more tracks than this record.
    derived = [m for m in lifecycle.moves if m.derived and m.track in now]
    # The facts stay the same all the time, so each gate is judged once.
    ready = [m for m in derived if judge(m.gate, facts).value is True]
    made: list[Move] = []
    seen = {tuple(sorted(now.items())): 0}
    while True:
        move = next((m for m in ready if _leads_on(m, now, left)), None)
        if move is None:
            return made
        before = now[move.track]
        now[move.track] = target(move, before, left.get(move.track))
        left[move.track] = before
        made.append(move)
        here = tuple(sorted(now.items()))
        if here in seen:
            circle = " -> ".join(m.action for m in made[seen[here] :])
            raise Unsettled(f"derived moves lead in a circle: {circle}")
        seen[here] = len(made)


def _leads_on(move: Move, now: Mapping[str, str], left: Mapping[str, str]) -> bool:
    state = now[move.track]
    if not move.applies_from(state) or (move.to == BACK and move.track not in left):
        return False
    return target(move, state, left.get(move.track)) != state
