"""The ledger of a record as a time line: entries whose matter or subject it is, newest first, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse

from taizhang.basis.money import FEN_PER, decimal_text
from taizhang.basis.text import Text
from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.frame.catalogue import BoundAction, installed
from taizhang.frame.declare import Field, Record
from taizhang.frame.disclosure import VERB, WAYS
from taizhang.frame.noting import LABELS, words
from taizhang.frame.restricted import MACHINERY, OPENABLE, Piece, Restricted
from taizhang.kernels.ledger import parse_text, store
from taizhang.kernels.ledger.models import Entry, Number

from .names import Named, Names
from .values import enumerated, shown_value, unit_words

PAGE = 20
_REFUSED = ".refused"

_HIDDEN = Text("内容不在您的可见范围内", "Not within what you may see")
_WAITING = Text("待入链", "Waiting")
_REFUSED_WORDS = Text("{a}（已拒绝）", "{a} (refused)")
_YES, _NO = Text("是", "Yes"), Text("否", "No")
_EVIDENCE = Text("证据哈希", "Evidence hashes")


@dataclass(frozen=True, slots=True)
class Said:
    """One fact of an entry: what it is about, what it was before, what it is."""

    label: str
    value: str
    before: str = ""
    restricted: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class KeptBack:
    """One fact that is not shown: what it is called, why, until when; `openable` for a purpose."""

    label: str
    why: str
    until: str = ""
    openable: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry in words."""

    key: str
    href: str
    at: str
    who: str
    action: str
    law: str
    number: str
    pending: bool
    refused: bool
    rows: int
    about: Named | None
    said: tuple[Said, ...]
    hidden: str = ""
    machine: bool = False
    kept_back: tuple[KeptBack, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeLine:
    """A page of moments, and the key before which the next page begins."""

    moments: tuple[Moment, ...]
    earlier: str = ""


def timeline(actor: Actor, record: Record, key: int, lang: str, *, before: str = "", until: str = "") -> TimeLine:
    """What was recorded about a row and what belongs to it; `until` a day when the page shows an earlier one."""
    subject = f"{record.kind}:{key}"
    told_of = Q(matter=subject) | Q(subject=subject)
    if record.history is not None:
        # A batch is one entry over many rows, and names none of them.
        told_of |= Q(key__in=record.history._default_manager.filter(id=key).values("entry"))
    entries = Entry.objects.filter(told_of).order_by("-key")
    if record.on_record:
        # Who has read it would bury what was done; the module shows it apart.
        entries = entries.exclude(action=f"{record.kind}.{VERB}")
    if before:
        entries = entries.filter(key__lt=before)
    if until:
        entries = entries.filter(at__lt=until)
    found = list(entries[: PAGE + 1])
    moments = told(found[:PAGE], actor, lang, own=subject)
    return TimeLine(moments, found[PAGE - 1].key if len(found) > PAGE else "")


def told(entries: Sequence[Any], actor: Actor, lang: str, own: str = "") -> tuple[Moment, ...]:
    """Entries in words, for this reader; five statements however many they are."""
    keys = [e.key for e in entries]
    numbers = dict(Number.objects.filter(entry__in=keys).values_list("entry", "seq"))
    payloads = store.disclosures(keys)
    names = Names(actor, lang)
    names.learn([e.subject for e in entries], [e.actor for e in entries])
    said = {e.key: Payload(e, payloads, actor, lang) for e in entries}
    names.learn(ref for p in said.values() for ref in p.references())
    return tuple(_moment(e, numbers.get(e.key), said[e.key], names, lang, own) for e in entries)


def _moment(entry: Any, number: int | None, payload: Payload, names: Names, lang: str, own: str) -> Moment:
    about = names.record(entry.subject)
    visible = about is None or about.seen or entry.subject == own
    return Moment(
        key=entry.key,
        href=reverse("pages:entry", args=[entry.key]),
        at=local(entry.at),
        who=names.who(entry.actor),
        action=action_words(entry.action).in_(lang),
        law=law_words(entry.action, entry.law, lang),
        number=str(number) if number is not None else _WAITING.in_(lang),
        pending=number is None,
        refused=entry.action.endswith(_REFUSED),
        rows=entry.rows_count,
        about=about if entry.subject != own else None,
        said=payload.said(names) if visible else (),
        hidden="" if visible else _HIDDEN.in_(lang),
        machine=entry.actor == "system",
        kept_back=payload.kept_back() if visible else (),
    )


def local(at: str) -> str:
    """The time of an entry in the city's zone."""
    moment = datetime.fromisoformat(at.replace("Z", "+00:00"))
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(clock.ZONE).strftime("%Y-%m-%d %H:%M:%S")


def action_words(key: str) -> Text:
    """What an entry's action is called; its key where no installed module declares it any more."""
    base = key.removesuffix(_REFUSED)
    bound = installed().actions.get(base)
    label = bound.label if bound else words(base) or Text(base or "—", base or "—")
    return _REFUSED_WORDS.with_(a=label) if key.endswith(_REFUSED) else label


def law_words(action: str, cited: str, lang: str) -> str:
    """The law as the entry cites it; in the reader's language where it is still the law of the action."""
    bound = installed().actions.get(action.removesuffix(_REFUSED))
    law = bound.action.law if bound else None
    return law.cite(lang) if law is not None and law.cite("zh")[:300] == cited else cited


class Payload:
    """Both parts of an entry as facts with labels, as far as this reader may see each of them."""

    def __init__(self, entry: Any, payloads: Mapping[tuple[str, str], store.Disclosure], actor: Actor, lang: str) -> None:
        self.actor, self.lang = actor, lang
        self.bound: BoundAction | None = installed().actions.get(entry.action.removesuffix(_REFUSED))
        kind = (entry.subject or "").rpartition(":")[0]
        self.record: Record | None = installed().records.get(kind)
        self.facts: list[tuple[str, Any, bool]] = []
        self.withheld: tuple[Piece, ...] = ()
        for part, restricted in (("p", False), ("r", True)):
            found = payloads.get((entry.key, part))
            if found is None:
                continue
            said = parse_text(found.payload)
            if restricted:
                pieces = Restricted(actor, entry).pieces(said)
                self.facts += [(p.name, p.value, True) for p in pieces if p.shown and p.name not in MACHINERY]
                self.withheld = tuple(p for p in pieces if not p.shown)
            else:
                self.facts += [(name, value, False) for name, value in said.items() if self._may_see(name)]

    def _may_see(self, name: str) -> bool:
        field = self._field(name)
        return field is None or field.visibility in ("public", "internal") or reading.may_see(self.actor, field)

    def _field(self, name: str) -> Field | None:
        records = [r for r in (self.bound.on if self.bound else None, self.record) if r is not None]
        return next((f for r in records for f in r.fields if f.name == name), None)

    def references(self) -> list[str]:
        """Records that the inputs chose, as 'kind:key'."""
        found = []
        for name, value, _ in self.facts:
            item = self.bound.inputs.get(name) if self.bound else None
            if item is not None and item.ask.ref:
                found += [f"{item.ask.ref}:{v}" for v in (value if isinstance(value, list) else [value])]
        return found

    def said(self, names: Names) -> tuple[Said, ...]:
        """The facts in words."""
        return tuple(self._one(name, value, restricted, names) for name, value, restricted in self.facts)

    def _one(self, name: str, value: Any, restricted: bool, names: Names) -> Said:
        item = self.bound.inputs.get(name) if self.bound else None
        if item is not None:
            return Said(item.ask.label.in_(self.lang), self._input(item, value, names), restricted=restricted)
        if name == "evidence" and isinstance(value, list):
            return Said(_EVIDENCE.in_(self.lang), enumerated((str(v)[:12] + "…" for v in value), self.lang), restricted=restricted)
        if name == "fields" and self.bound is None and isinstance(value, list):
            # What a reading opened, by name of input or column; of a row in a proof as 'kind:key/column'.
            opened = (self._label(str(v).rpartition("/")[2]) for v in value)
            return Said(self._label(name), enumerated(opened, self.lang), restricted=restricted)
        if name == "way" and self.bound is None and value in WAYS:
            return Said(self._label(name), WAYS[value].in_(self.lang), restricted=restricted)
        field = self._field(name)
        if field is None:
            return Said(self._label(name), _plain(value, self.lang), restricted=restricted)
        label = field.label.in_(self.lang)
        if isinstance(value, list) and len(value) == 2:
            return Said(label, self._column(field, value[1]), self._column(field, value[0]), restricted)
        return Said(label, self._column(field, value), restricted=restricted)

    def _label(self, name: str) -> str:
        """What a fact is called: as its input or column is, or as the program calls its own; else its name."""
        item, field = self.bound.inputs.get(name) if self.bound else None, self._field(name)
        label = item.ask.label if item is not None else field.label if field is not None else LABELS.get(name)
        return label.in_(self.lang) if label is not None else name

    def kept_back(self) -> tuple[KeptBack, ...]:
        """What of the restricted part this reader does not have, each with the reason."""
        return tuple(
            KeptBack(
                self._label(p.name),
                p.why.in_(self.lang) if p.why else "",
                p.until.astimezone(clock.ZONE).strftime("%Y-%m-%d %H:%M") if p.until else "",
                p.kind in OPENABLE,
            )
            for p in self.withheld
        )

    def words(self, values: Mapping[str, Any], names: Names) -> tuple[Said, ...]:
        """Facts of the restricted part that were opened, in words."""
        return tuple(self._one(name, value, True, names) for name, value in values.items() if name not in MACHINERY)

    def _input(self, item: Any, value: Any, names: Names) -> str:
        if item.ask.ref:
            found = (names.record(f"{item.ask.ref}:{v}") for v in (value if isinstance(value, list) else [value]))
            return enumerated((n.name for n in found if n), self.lang)
        if item.kind == "fen" and isinstance(value, int):
            unit = item.ask.unit
            return decimal_text(value, unit, ",") + _unit(unit, self.lang)
        for key, text in item.ask.choices:
            if key == value:
                return text.in_(self.lang)
        return _plain(value, self.lang)

    def _column(self, field: Field, value: Any) -> str:
        record = self.bound.on if self.bound and self.bound.on else self.record
        if record is None:
            return _plain(value, self.lang)
        shown = shown_value(record, field, value, self.lang)
        return shown.text + (_unit(field.unit, self.lang) if field.unit in FEN_PER and not shown.absent else "")


def _unit(unit: str, lang: str) -> str:
    words = unit_words(Field("", Text("—", "—"), unit=unit), lang)
    return words if lang == "zh" else f" {words}"


def _plain(value: Any, lang: str) -> str:
    if isinstance(value, bool):
        return _YES.in_(lang) if value else _NO.in_(lang)
    if isinstance(value, list):
        return enumerated((_plain(v, lang) for v in value), lang)
    if isinstance(value, dict):
        return "; ".join(f"{k}: {_plain(v, lang)}" for k, v in value.items())
    return "—" if value is None or value == "" else str(value)
