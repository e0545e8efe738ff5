"""Names for the keys that entries hold: people, organs and records, each only as far as the reader may see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from taizhang.basis.text import Text
from taizhang.frame import reading
from taizhang.frame.actor import SYSTEM, Actor, ActorKey
from taizhang.frame.catalogue import installed
from taizhang.registers.records import ORGAN, PERSON

from .values import page_of

_SYSTEM = Text("系统", "System")
_PUBLIC = Text("公众", "The public")
_FOR = Text("{a}（代{b}）", "{a} (for {b})")


@dataclass(frozen=True, slots=True)
class Named:
    """A record by name, with its page; `seen` is False where the reader may not see it."""

    name: str
    href: str = ""
    seen: bool = True


class Names:
    """Names that one page needs, read kind by kind: one statement for each kind, however many keys."""

    def __init__(self, actor: Actor, lang: str) -> None:
        self.actor, self.lang = actor, lang
        self._known: dict[str, dict[int, Named]] = defaultdict(dict)
        self._organs: dict[str, str] = {}

    def learn(self, subjects: Iterable[str | None], actors: Iterable[str] = ()) -> None:
        """From now on these records ('kind:key') and actors ('p12/o5/for9') have names."""
        wanted: dict[str, set[int]] = defaultdict(set)
        for subject in subjects:
            kind, _, key = (subject or "").rpartition(":")
            if key.isdigit():
                wanted[kind].add(int(key))
        for text in actors:
            parts = ActorKey.read(text)
            wanted[PERSON.kind] |= set(parts.people)
            if parts.organ:
                wanted[ORGAN.kind].add(parts.organ)
        for kind, keys in wanted.items():
            self._read(kind, keys - self._known[kind].keys())

    def _read(self, kind: str, keys: set[int]) -> None:
        record = installed().records.get(kind)
        if record is None or not keys:
            return
        for row in reading.rows(self.actor, record).filter(id__in=keys):
            self._known[kind][row.id] = Named(record.name_of(row, self.lang), page_of(record, row.id))

    def learn_organs(self, names: Iterable[str]) -> None:
        """From now on organs that entries name by their own name have one in the reader's language."""
        if self.lang == "en" and (wanted := {n for n in names if n} - self._organs.keys()):
            for row in reading.rows(self.actor, ORGAN).filter(name__in=wanted):
                self._organs[row.name] = ORGAN.name_of(row, self.lang)

    def organ(self, name: str) -> str:
        """An organ by the name in the reader's language, any other text as it is."""
        return self._organs.get(name, name)

    def record(self, subject: str | None) -> Named | None:
        """The record that an entry speaks of; without a name where it is gone or not for the reader."""
        if not subject:
            return None
        kind, _, key = subject.rpartition(":")
        found = self._known[kind].get(int(key)) if key.isdigit() else None
        if found is not None:
            return found
        record = installed().records.get(kind)
        return Named(f"{record.label.in_(self.lang) if record else kind} #{key}", seen=False)

    def who(self, text: str) -> str:
        """The person of an entry with their organ; only the organ where people have no names for the reader."""
        if text == SYSTEM:
            return _SYSTEM.in_(self.lang)
        if text == "public":
            return _PUBLIC.in_(self.lang)
        parts = ActorKey.read(text)
        person = self._name(PERSON.kind, parts.person)
        if parts.acting_for:
            person = _FOR.with_(a=person, b=self._name(PERSON.kind, parts.acting_for)).in_(self.lang)
        organ = self._name(ORGAN.kind, parts.organ)
        return " · ".join(n for n in (person, organ) if n)

    def _name(self, kind: str, key: int | None) -> str:
        found: Any = self._known[kind].get(key) if key else None
        return found.name if found else ""
