"""What an action's function is given: who acts, when, and the only way to write a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import models

from taizhang.basis.errors import BadInput
from taizhang.basis.predicate import Answer as Fact
from taizhang.basis.text import Text
from taizhang.kernels.ledger import Op, canonical_json

from . import clock
from .actor import Actor
from .away import Overtaken
from .content import plain
from .declare import Event, Question, Record
from .fitting import fit
from .models import Number, Outbox

#: Under these names an entry holds what ties rows beside the records to it: document numbers, messages, the key of a retry.
NUMBERS, OUTBOX, CLAIM = "document_numbers", "outbox", "claim"
#: Under this name the entry of a derived move holds the facts that it followed from.
FACTS = "facts"


@dataclass(frozen=True, slots=True)
class Follow:
    """Another action that this one causes, run in the same transaction under its own gate."""

    action: str
    target: int | None
    raw: dict[str, Any] = field(default_factory=dict)
    machine: bool = True


@dataclass(slots=True)
class Written:
    """A row touched by the action: 'w' written, 'd' deleted; `fresh` when it did not exist before.

    `changed` names the columns that say something else than when it was read; None where that is not known.
    """

    row: Any
    op: Op
    fresh: bool
    changed: frozenset[str] | None = None


def both(earlier: frozenset[str] | None, later: frozenset[str] | None) -> frozenset[str] | None:
    """The columns that changed in one of two writings of a row; None where one of them does not know."""
    return None if earlier is None or later is None else earlier | later


class Hand:
    """The actor's hand inside one transaction: `put` and `remove` rows, `say` what the entry records."""

    def __init__(self, actor: Actor, entry: str, now: datetime, catalogue: Any) -> None:
        self.actor, self.entry, self.now, self._catalogue = actor, entry, now, catalogue
        self.written: dict[tuple[type[Any], int], Written] = {}
        self.public: dict[str, Any] = {}
        self.restricted: dict[str, Any] = {}
        self.given: dict[str, str] = {}
        self.follow: list[Follow] = []
        self.others: list[str] = []
        self._messages: list[Outbox] = []

    @property
    def today(self) -> date:
        """The present day in the city."""
        return self.now.astimezone(clock.ZONE).date()

    def put(self, row: Any) -> Any:
        """The row is in the database as it stands now, and its history and digest belong to this entry.

        Raises:
            BadInput: a value that does not fit its column. Overtaken: it was changed since it was read.
        """
        fresh, read_at = row.pk is None, row.entry
        row.entry = self.entry
        fit(row)
        changed = row.changed_columns()
        if fresh:
            row.save(force_insert=True)
        elif not _overwrite(row, read_at):
            raise _overtaken()
        before = self.written.get((type(row), row.pk))
        self.written[(type(row), row.pk)] = Written(row, "w", before.fresh if before else fresh, both(before.changed, changed) if before else changed)
        return row

    def put_new(self, rows: Sequence[Any]) -> Sequence[Any]:
        """Many new rows of one model, inserted together."""
        if not rows:
            return rows
        for row in rows:
            row.entry = self.entry
            fit(row)
        type(rows[0])._default_manager.bulk_create(rows)
        for row in rows:
            self.written[(type(row), row.pk)] = Written(row, "w", True)
        return rows

    def remove(self, row: Any) -> None:
        """The row is gone; its history stays, and the entry explains why it is no longer there.

        Raises:
            Overtaken: it was changed since it was read.
        """
        key = row.pk
        if not type(row)._default_manager.filter(pk=key, entry=row.entry).delete()[0]:
            raise _overtaken()
        row.pk = key
        self.written[(type(row), key)] = Written(row, "d", False)

    def say(self, **facts: Any) -> None:
        """Facts for the public part of the entry, beside the inputs."""
        self.public.update(facts)

    def say_restricted(self, **facts: Any) -> None:
        """Facts for the restricted part of the entry."""
        self.restricted.update(facts)

    def give(self, **secrets: str) -> None:
        """Whoever asked is given these once, with the outcome; no row, no entry and no repetition of the request holds them."""
        self.given.update(secrets)

    def about(self, row: Any) -> None:
        """The entry also concerns this row."""
        record = self._catalogue.record_of(type(row))
        self.others.append(f"{record.kind}:{row.pk}")

    def then(self, action: str, target: int | None, **raw: Any) -> None:
        """Another action follows in the same transaction, by the same person."""
        self.follow.append(Follow(action, target, raw, machine=False))

    def happened(self, event: Event, subject: int, **raw: Any) -> None:
        """An event other modules may react to; their actions follow in the same transaction."""
        for on in self._catalogue.reactions(event.key):
            self.follow.append(Follow(on.action, subject, raw))

    def send(self, channel: str, to: str, **payload: Any) -> None:
        """A message leaves once the transaction is committed; the entry holds the hash of what it says."""
        self._messages.append(Outbox(at=self.now, entry=self.entry, channel=channel, to=to, payload=payload))
        self.restricted.setdefault(OUTBOX, []).append(message_hash(channel, to, payload))

    @property
    def messages(self) -> Sequence[Outbox]:
        """Messages that leave after the commit."""
        return self._messages

    def ask(self, question: Question, keys: Sequence[int]) -> dict[int, Fact]:
        """What another module knows, by key; unknown when nobody answers."""
        return dict(self._catalogue.ask(question, keys, self.today))

    def number(self, organ: int, series: str) -> int:
        """The next document number of an organ and year, without gaps: a refusal later gives it back."""
        year = self.today.year
        place = Number.objects.select_for_update().filter(organ=organ, year=year, series=series)
        if not place.update(last=models.F("last") + 1):
            Number.objects.get_or_create(organ=organ, year=year, series=series, defaults={"last": 0})
            place.update(last=models.F("last") + 1)
        number = place.get().last
        self.public.setdefault(NUMBERS, []).append([organ, series, year, number])
        return number

    def scope_of(self, record: Record) -> Any:
        """Rows of a record that the actor may choose from."""
        return record.model._default_manager.filter(record.visible(self.actor))


def not_future(day: date | None, by: Hand, field: str) -> None:
    """Nothing, when a day has come on the day of the action, or none is given.

    Raises:
        BadInput: it has not.
    """
    if day is not None and day > by.today:
        raise BadInput(
            Text("{d} 还没有到", "{d} has not come yet").with_(d=day.isoformat()), code="future", field=field,
            remedy=Text("核对日期", "Check the date"),
        )  # fmt: skip


def message_hash(channel: str, to: str, payload: Mapping[str, Any]) -> str:
    """What an entry holds of a message, as 64 hexadecimal digits."""
    return sha256(canonical_json([channel, to, plain(dict(payload))])).hexdigest()


def claim_hash(actor: str, key: str, inputs: str) -> str:
    """What an entry holds of the key under which it was asked for, as 64 hexadecimal digits."""
    return sha256(f"{actor}\n{key}\n{inputs}".encode("utf-8", "surrogatepass")).hexdigest()


def _overwrite(row: models.Model, read_at: str) -> int:
    """How many rows now hold these values: one, or none when another entry has written since `read_at`."""
    columns = [c for c in row._meta.concrete_fields if not c.primary_key]
    values = {c.attname: c.pre_save(row, False) for c in columns}
    return type(row)._base_manager.filter(pk=row.pk, entry=read_at).update(**values)


def _overtaken() -> Overtaken:
    # The target of an action is locked, so this is about another row that it writes.
    return Overtaken(
        Text("别人刚刚更新了同一条记录", "Somebody has just changed the same record"),
        code="version",
        remedy=Text("请核对最新内容后再提交", "Check what is new, then submit again"),
    )
