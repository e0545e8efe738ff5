"""What a person may do to a record now, what they may not and why, and what the next steps still lack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse

from taizhang.basis.errors import Conflict, NotAllowed, Refused
from taizhang.basis.text import Text
from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.frame.catalogue import BoundAction, installed
from taizhang.frame.declare import Record
from taizhang.frame.gates import OTHER_WAY, column_of, possible_moves, reserves
from taizhang.frame.rights import apart, check_right, holds_right
from taizhang.kernels.casework import ALWAYS, BACK, STAY, Lifecycle, Move

from .values import enumerated


@dataclass(frozen=True, slots=True)
class Button:
    """One action on a record's page; with a `reason` it is grey."""

    key: str
    label: str
    href: str
    primary: bool = False
    reason: str = ""
    remedy: str = ""
    law: str = ""
    creates: str = ""
    elsewhere: bool = False
    #: It leads to a refusal or a step back (void, withdrawn, returned, thawed), or nowhere. Nobody is invited to that.
    ends: bool = False

    @property
    def anchor(self) -> str:
        """A name for the page, so that a reason can describe its button."""
        return self.key.replace(".", "-")


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that a next step still lacks: what, who holds it, under which law; `known` False when nobody has said."""

    step: str
    item: str
    holder: str
    law: str
    known: bool


@dataclass(frozen=True, slots=True)
class Steps:
    """Everything that can be said of a record's next steps to one person."""

    open: tuple[Button, ...] = ()
    blocked: tuple[Button, ...] = ()
    lacks: tuple[Lack, ...] = ()
    ready: tuple[str, ...] = ()
    #: What is there with a reserve: the thing, and what is to be known of it.
    reserves: tuple[tuple[str, str], ...] = ()

    @property
    def primary(self) -> tuple[Button, ...]:
        """At most two buttons that stand in the open; what gives a matter up is never one for want of another."""
        first = tuple(b for b in self.open if b.primary)[:2]
        return first or tuple(b for b in self.open if not b.ends)[:1]

    @property
    def more(self) -> tuple[Button, ...]:
        """The rest of what is possible."""
        return tuple(b for b in self.open if b not in self.primary)


def steps(actor: Actor, record: Record, row: Any, lang: str) -> Steps:
    """What the actor may do to a row now and what is missing for what comes next."""
    asked = _Asked(actor, record, row, lang)
    opened: list[Button] = []
    blocked: list[Button] = []
    for bound in installed().actions_on(record):
        button = asked.button(bound)
        if button is not None:
            (blocked if button.reason else opened).append(button)
    lacks, ready = asked.next_moves()
    # What only lacks something comes before what belongs to another state.
    blocked.sort(key=lambda b: b.elsewhere)
    return Steps(tuple(opened), tuple(blocked), tuple(lacks), tuple(ready), asked.reserves())


class _Asked:
    """The questions about one row, with its facts looked up once."""

    def __init__(self, actor: Actor, record: Record, row: Any, lang: str) -> None:
        self.actor, self.row, self.lang = actor, row, lang
        self.record = replace(record, facts=_once(record)) if record.facts else record
        self._reach: dict[str, bool] = {}
        self._refusals: dict[str, Refused | None] = {}

    def button(self, bound: BoundAction) -> Button | None:
        """The button of an action; None when it has none here, or is no business of this person."""
        action = bound.action
        if not action.shown or action.machine or action.batch:
            return None
        refusal = self._right(bound)
        moves = any(True for _ in self._moves_here(bound))
        if refusal is not None and not moves:
            return None
        if refusal is None:
            refusal = self.gate(bound) or apart(bound, self.row, self.actor)
        if refusal is not None and refusal.code == "wrong_kind":
            return None
        return self._made(bound, refusal)

    def _made(self, bound: BoundAction, refusal: Refused | None) -> Button:
        href = reverse("pages:act", args=[self.record.kind, self.row.id, bound.key])
        creates = bound.action.creates.kind if bound.action.creates else ""
        label = bound.label.in_(self.lang)
        if refusal is None:
            return Button(bound.key, label, href, bound.action.primary, creates=creates, ends=self._ends(bound))
        lacking = [d.reason.in_(self.lang) for d in refusal.details]
        reason = refusal.reason.in_(self.lang)
        if lacking:
            reason += ("：" if self.lang == "zh" else ": ") + enumerated(lacking, self.lang)
        remedy = refusal.remedy.in_(self.lang) if refusal.remedy else ""
        law = refusal.law.cite(self.lang) if refusal.law else ""
        return Button(bound.key, label, href, bound.action.primary, reason, remedy, law, creates, refusal.code == "wrong_state")

    def _ends(self, bound: BoundAction) -> bool:
        lifecycle = self.record.lifecycle(self.row)
        if lifecycle is None:
            return False
        refusals, moves = _given_up(lifecycle), tuple(self._moves_here(bound))
        if any((move.track, move.to) in refusals for move in moves):
            return True
        # What leaves a matter where it is, is no next step either.
        return bool(moves) and all(move.to == STAY or goes_back(lifecycle, move, getattr(self.row, column_of(move.track))) for move in moves)

    def _right(self, bound: BoundAction) -> Refused | None:
        try:
            check_right(bound, self.actor)
        except NotAllowed as refused:
            return refused
        if bound.action.public or self._reaches(bound.action.may):
            return None
        return NotAllowed(
            Text("您的权限不及于这个{l}", "Your right does not extend to this {l}").with_(l=self.record.label), code="no_right_here", law=bound.action.law
        )

    def _reaches(self, right: str) -> bool:
        if right not in self._reach:
            rows = reading.rows(self.actor.with_right(right), self.record)
            self._reach[right] = len(self.actor.posts) == 1 or rows.filter(id=self.row.id).exists()
        return self._reach[right]

    def gate(self, bound: BoundAction) -> Refused | None:
        """The refusal of state or gate, None when the step is open."""
        if bound.key not in self._refusals:
            own = replace(bound, action=replace(bound.action, on=self.record))
            try:
                possible_moves(installed(), own, self.row, clock.now())
            except Conflict as refused:
                self._refusals[bound.key] = refused
            else:
                self._refusals[bound.key] = None
        return self._refusals[bound.key]

    def _moves_here(self, bound: BoundAction) -> Iterator[Any]:
        lifecycle = self.record.lifecycle(self.row)
        for move in lifecycle.moves if lifecycle else ():
            if move.action == bound.key and move.applies_from(getattr(self.row, column_of(move.track))):
                yield move

    def next_moves(self) -> tuple[list[Lack], list[str]]:
        """What each move from the present states lacks; moves back are no goal, so they lack nothing."""
        lacks, ready = [], []
        lifecycle = self.record.lifecycle(self.row)
        for bound in self._next_actions(lifecycle) if lifecycle else ():
            refusal = self.gate(bound)
            if refusal is None:
                ready.append(bound.label.in_(self.lang))
            elif refusal.code == "gate":
                lacks += self._lacks(bound, refusal)
        return lacks, ready

    def _lacks(self, bound: BoundAction, refusal: Refused) -> list[Lack]:
        """What a step lacks; nothing where the step is not one that this row can ever take."""
        if any(d.code == OTHER_WAY for d in refusal.details):
            return []
        return [self._lack(bound, d) for d in refusal.details]

    def reserves(self) -> tuple[tuple[str, str], ...]:
        """What the moves from the present states rely on with a reserve, each thing once."""
        lifecycle = self.record.lifecycle(self.row)
        found: dict[tuple[str, str], None] = {}
        for move in lifecycle.moves if lifecycle else ():
            if move.applies_from(getattr(self.row, column_of(move.track))) and move.gate != ALWAYS and not move.reverse_of:
                for what, why in reserves(self.record, self.row, move, clock.now(), installed().ask):
                    found[what.in_(self.lang), why.in_(self.lang)] = None
        return tuple(found)

    def _next_actions(self, lifecycle: Any) -> Iterator[BoundAction]:
        seen = set()
        given_up = _given_up(lifecycle)
        for move in lifecycle.moves:
            here = move.applies_from(getattr(self.row, column_of(move.track)))
            if move.derived and (move.track, move.to) in given_up:
                # What a machine gives up when something goes wrong is no step that anybody waits for.
                continue
            if here and not move.reverse_of and move.action not in seen and move.gate != ALWAYS:
                seen.add(move.action)
                yield installed().action(move.action)

    def _lack(self, bound: BoundAction, detail: Refused) -> Lack:
        holder = detail.remedy.in_(self.lang) if detail.remedy else ""
        law = detail.law.cite(self.lang) if detail.law else ""
        return Lack(bound.label.in_(self.lang), detail.reason.in_(self.lang), holder, law, detail.code != "unknown_fact")


def goes_back(lifecycle: Lifecycle, move: Move, state: str) -> bool:
    """Whether a move leads from a state to one that comes before it on its track: taken back, thawed, put off."""
    order = next([s.key for s in track.states] for track in lifecycle.tracks if track.key == move.track)
    return move.to == BACK or (move.to in order and state in order and order.index(move.to) < order.index(state))


def _given_up(lifecycle: Any) -> frozenset[tuple[str, str]]:
    """The states, with their tracks, in which a matter is given up."""
    return frozenset((t.key, s.key) for t in lifecycle.tracks for s in t.states if s.refusal)


def _once(record: Record) -> Any:
    """The record's facts, looked up the first time and remembered: a page asks for them once per step."""
    found: dict[tuple[int, date], Mapping[str, Any]] = {}

    def facts(row: Any, day: date, ask: Any) -> Mapping[str, Any]:
        if (row.id, day) not in found:
            assert record.facts is not None
            found[(row.id, day)] = record.facts(row, day, ask)
        return found[(row.id, day)]

    return facts


def row_buttons(actor: Actor, record: Record, row: Any, lang: str) -> tuple[Button, ...]:
    """Actions on a row inside a table: by right and state alone; its own page says the rest."""
    found = []
    lifecycle = record.lifecycle(row)
    for bound in installed().actions_on(record):
        action = bound.action
        if not action.shown or action.machine or action.batch or not holds_right(bound, actor):
            continue
        own = [m for m in lifecycle.moves if m.action == bound.key] if lifecycle else []
        if own and not all(m.applies_from(getattr(row, column_of(m.track))) for m in own):
            continue
        href = reverse("pages:act", args=[record.kind, row.id, bound.key])
        found.append(Button(bound.key, bound.label.in_(lang), href, action.primary))
    return tuple(sorted(found, key=lambda b: not b.primary))[:2]
