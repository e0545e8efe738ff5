"""The restricted part of an entry: which of it a reader has at once, and which is only opened, for a purpose and on record.

Whoever sees what an entry is about has, of its restricted part: what is internal, as staff; what is sealed, after its
time; what the action said beside its inputs, with the right to do the same. Personal data, and what the program itself
noted of a person, are shown to nobody who merely looks: `disclosure` opens them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Literal, Protocol

from taizhang.basis.text import Text
from taizhang.kernels.ledger import parse_text, store

from . import clock
from .actor import Actor, ActorKey
from .catalogue import BoundAction, installed
from .declare import Ask, Field, Record
from .hand import CLAIM, FACTS, OUTBOX
from .reading import PERSONAL, is_staff, rows

REFUSED = ".refused"
#: Hashes that the program put there: they say nothing, and belong to the whole.
MACHINERY = frozenset({CLAIM, OUTBOX})

#: How a piece is held back: as declared; 'said' by the action beside its inputs; 'noted' by the program itself.
Kind = Literal["internal", "sealed", "personal", "said", "noted"]
#: Kinds that somebody with the right opens for a purpose.
OPENABLE: frozenset[Kind] = frozenset({"personal", "noted"})
_STRICTER: tuple[Kind, ...] = ("internal", "sealed", "personal")

WHY: Mapping[str, Text] = {
    "internal": Text("仅限工作人员", "For staff"),
    "sealed": Text("到时方可查看", "Sealed until its time"),
    "personal": Text("个人信息，须写明用途查阅并留痕", "Personal data: opened for a purpose, and on record"),
    "said": Text("仅限有权办理此事的人员", "For those who may do this themselves"),
    "noted": Text("涉及个人，须写明用途查阅并留痕", "About a person: opened for a purpose, and on record"),
}


class Header(Protocol):
    """What is needed of an entry, wherever it was read from."""

    @property
    def key(self) -> str: ...
    @property
    def action(self) -> str: ...
    @property
    def actor(self) -> str: ...
    @property
    def subject(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Piece:
    """One fact of a restricted part: its value where this reader has it, else why not, and until when if that is known."""

    name: str
    value: Any
    kind: Kind
    shown: bool
    until: datetime | None = None

    @property
    def why(self) -> Text | None:
        """Why it is held back, None when it is shown."""
        return None if self.shown else WHY[self.kind]


class Restricted:
    """The restricted part of one entry, for one reader who sees the row that the entry is about."""

    def __init__(self, actor: Actor, entry: Header) -> None:
        self.actor, self.entry = actor, entry
        self.bound: BoundAction | None = installed().actions.get(entry.action.removesuffix(REFUSED))
        self.record = record_of(entry.subject)

    def piece(self, name: str, value: Any) -> Piece:
        """What this reader has of one fact."""
        kind = self.kind(name)
        until = self._until(name) if kind == "sealed" else None
        shown = self._has(kind, until)
        return Piece(name, value if shown else None, kind, shown, until)

    def pieces(self, said: Mapping[str, Any]) -> tuple[Piece, ...]:
        """What this reader has of all facts, in the order of the payload."""
        return tuple(self.piece(name, value) for name, value in said.items())

    def kind(self, name: str) -> Kind:
        """How a fact is held back."""
        if name in MACHINERY or name == FACTS:
            return "internal"
        ask, field = self._ask(name), self._field(name)
        said = installed().said(self.bound.key, name)[0] if self.bound else None
        if said is not None and said.visibility == "personal":
            # Of what an action says beside its inputs the module declares this much: a paper may name people.
            return "personal"
        stated = [_kind(each.visibility) for each in (ask, field) if each is not None]
        if stated:
            return max(stated, key=_STRICTER.index)
        if self.bound is None:
            return "noted"
        return "internal" if self.bound.action.machine or self.bound.action.public else "said"

    def _has(self, kind: Kind, until: datetime | None) -> bool:
        if self.actor.machine:
            return True
        if not is_staff(self.actor):
            return False
        if kind == "sealed":
            return until is not None and until <= clock.now()
        if kind == "said":
            return self.bound is not None and self.actor.may(self.bound.action.may)
        return kind == "internal" or (kind == "noted" and self._is_mine)

    @property
    def _is_mine(self) -> bool:
        """Whoever did it, and the person it is about, know of it anyway."""
        me = self.actor.person
        return me is not None and (ActorKey.read(self.entry.actor).person == me or self.entry.subject == person_key(me))

    @cached_property
    def may_open(self) -> bool:
        """Whether this reader's right to personal data reaches the row that the entry is about."""
        return self.actor.machine or may_open(self.actor, self.entry.subject)

    # -- what was declared ---------------------------------------------------------------------------------------------

    def _ask(self, name: str) -> Ask | None:
        item = self.bound.inputs.get(name) if self.bound else None
        return item.ask if item is not None else None

    def _field(self, name: str) -> Field | None:
        action = self.bound.action if self.bound else None
        records = (action.on, action.creates, self.record) if action else (self.record,)
        return next((f for r in records if r is not None for f in r.fields if f.name == name), None)

    def _until(self, name: str) -> datetime | None:
        """When a sealed fact opens: the time stands in a column of the row that the entry is about."""
        declared = (self._ask(name), self._field(name))
        column = next((each.sealed_until for each in declared if each is not None and each.sealed_until), None)
        return getattr(self._row, column, None) if column and self._row is not None else None

    @cached_property
    def _row(self) -> Any:
        if self.record is None:
            return None
        key = int((self.entry.subject or "").partition(":")[2])
        return self.record.model._default_manager.filter(id=key).first()


def _kind(visibility: str) -> Kind:
    return "sealed" if visibility == "sealed" else "personal" if visibility == "personal" else "internal"


def record_of(subject: str | None) -> Record | None:
    """The record of 'kind:key', None when no installed module holds such rows or the key is none."""
    kind, _, key = (subject or "").partition(":")
    record = installed().records.get(kind)
    return record if record is not None and record.history is not None and key.isdigit() else None


def person_key(person: int) -> str:
    """How entries name a person."""
    return f"registers.person:{person}"


def visible(actor: Actor, subject: str | None) -> bool:
    """Whether the row that an entry is about is for this reader; of one that is gone, its last version decides."""
    if actor.machine:
        return True
    record = record_of(subject)
    if record is None:
        return bool(actor.posts)
    key = int((subject or "").partition(":")[2])
    if rows(actor, record).filter(id=key).exists():
        return True
    if record.model._default_manager.filter(id=key).exists():
        return False
    last = record.history._default_manager.filter(id=key, op="w").order_by("-history_id").first()
    seen = record.history._default_manager.filter(record.visible(actor), history_id=last.history_id) if last else None
    return seen is not None and seen.exists()


def may_open(actor: Actor, subject: str | None) -> bool:
    """Whether the right to personal data of one of the actor's posts reaches the row."""
    record = record_of(subject)
    if record is None or not actor.may(PERSONAL):
        return False
    key = int((subject or "").partition(":")[2])
    reach = record.reached_by(actor.with_right(PERSONAL))
    return bool(record.model._default_manager.filter(record.visible(actor), reach, id=key).exists())


def said(key: str) -> dict[str, Any]:
    """What the restricted part of an entry says; nothing where there is none, or where it was erased."""
    held = store.disclosure(key, "r")
    return dict(parse_text(held.payload)) if held else {}


def whole(pieces: Iterable[Piece]) -> bool:
    """Whether a reader has all of it, and so may have it with the salt that proves it."""
    return all(piece.shown for piece in pieces)
