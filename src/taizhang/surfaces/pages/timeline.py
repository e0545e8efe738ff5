"""The ledger of a record as a time line: entries whose matter or subject it is, newest first, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
from taizhang.frame.hand import FACTS, NUMBERS
from taizhang.frame.noting import CHUNK, CHUNK_LABELS, LABELS, words
from taizhang.frame.restricted import MACHINERY, OPENABLE, Piece, Restricted
from taizhang.kernels.ledger import parse_text, store
from taizhang.kernels.ledger.models import Entry, Number

from . import fact_words
from .fact_words import local
from .names import Named, Names
from .values import enumerated, shown_value, unit_in

PAGE = 20
_REFUSED = ".refused"

_HIDDEN = Text("内容不在您的可见范围内", "Not within what you may see")
_WAITING = Text("待入链", "Waiting")
_REFUSED_WORDS = Text("{a}（已拒绝）", "{a} (refused)")
_CHUNK_WORDS = Text("{a}（分段写入）", "{a} (a part applied)")
_SEE_PAPER = Text("查看", "See it")
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
    names.learn_organs(name for p in said.values() for name in p.organs())
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


def action_words(key: str) -> Text:
    """What an entry's action is called; its key where no installed module declares it any more."""
    base = key.removesuffix(_REFUSED)
    bound = installed().actions.get(base.removesuffix(CHUNK))
    label = bound.label if bound else words(base) or Text(base or "—", base or "—")
    if bound and base.endswith(CHUNK):
        label = _CHUNK_WORDS.with_(a=label)
    return _REFUSED_WORDS.with_(a=label) if key.endswith(_REFUSED) else label


def law_words(action: str, cited: str, lang: str) -> str:
    """The law as the entry cites it; in the reader's language where it is still the law of the action, or of a step it makes."""
    bound = installed().actions.get(action.removesuffix(_REFUSED))
    if bound is None:
        return cited
    record = bound.action.on
    steps = [m.law for lc in record.lifecycles.values() for m in lc.moves if m.action == bound.key] if record else []
    laws = (law for law in (bound.action.law, *steps) if law is not None)
    return next((law.cite(lang) for law in laws if law.cite("zh")[:300] == cited), cited)


class Payload:
    """Both parts of an entry as facts with labels, as far as this reader may see each of them."""

    def __init__(self, entry: Any, payloads: Mapping[tuple[str, str], store.Disclosure], actor: Actor, lang: str) -> None:
        self.actor, self.lang, self.entry = actor, lang, entry.key
        self.action = entry.action.removesuffix(_REFUSED)
        self.bound: BoundAction | None = installed().actions.get(self.action)
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
                # A paper has a page of its own, which knows its readers: the way there is no secret.
                had = [p for p in pieces if p.name not in MACHINERY and (p.shown or self._declared(p.name)[1])]
                self.facts += [(p.name, p.value if p.shown else True, True) for p in had]
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
            found += fact_words.records_in(value)
            item = self.bound.inputs.get(name) if self.bound else None
            if item is not None and item.ask.ref:
                found += [f"{item.ask.ref}:{v}" for v in (value if isinstance(value, list) else [value])]
        return found

    def organs(self) -> list[str]:
        """What may be the names of organs in facts that say something of each."""
        return [name for fact, value, _ in self.facts if self._declared(fact)[0] is not None for name in fact_words.organs_in(value)]

    def said(self, names: Names) -> tuple[Said, ...]:
        """The facts in words; of what a program noted beside them, only what there is."""
        names_of = {name for name, *_ in self.facts}
        return tuple(
            self._one(name, value, restricted, names)
            for name, value, restricted in self.facts
            # A number that the paper itself states is not said twice.
            if not (name == NUMBERS and "number" in names_of) and not (value in ("", None, [], {}) and self._noted(name))
        )

    def _noted(self, name: str) -> bool:
        """Whether a fact is neither an input nor a column."""
        return (self.bound is None or self.bound.inputs.get(name) is None) and self._field(name) is None

    def _declared(self, name: str) -> tuple[Field | None, str]:
        """What the action's module says of a fact that is no input."""
        return installed().said(self.action.removesuffix(CHUNK), name)

    def _one(self, name: str, value: Any, restricted: bool, names: Names) -> Said:
        item = self.bound.inputs.get(name) if self.bound else None
        if item is not None and not (isinstance(value, dict) and self._declared(name)[0]):
            return Said(item.ask.label.in_(self.lang), self._input(item, value, names), restricted=restricted)
        if name == FACTS and isinstance(value, dict):
            return Said(LABELS[FACTS].in_(self.lang), fact_words.facts(value, self.lang, self.record), restricted=restricted)
        if name == NUMBERS and isinstance(value, list):
            return Said(self._label(name), fact_words.document_numbers(value, self.lang), restricted=restricted)
        if name == "evidence" and isinstance(value, list):
            return Said(_EVIDENCE.in_(self.lang), enumerated((str(v)[:12] + "…" for v in value), self.lang), restricted=restricted)
        if name == "fields" and self.bound is None and isinstance(value, list):
            # What a reading opened, by name of input or column; of a row in a proof as 'kind:key/column'.
            opened = (self._label(str(v).rpartition("/")[2]) for v in value)
            return Said(self._label(name), enumerated(opened, self.lang), restricted=restricted)
        if name == "way" and self.bound is None and value in WAYS:
            return Said(self._label(name), WAYS[value].in_(self.lang), restricted=restricted)
        declared, page = self._declared(name)
        if declared is not None and page:
            return Said(self._label(name), _SEE_PAPER.in_(self.lang), restricted=restricted, href=page.format(entry=self.entry))
        field = self._field(name)
        if declared is not None or field is None:
            return Said(self._label(name), fact_words.in_words(value, self.lang, names, declared), restricted=restricted)
        label = field.label.in_(self.lang)
        if isinstance(value, list) and len(value) == 2:
            return Said(label, self._column(field, value[1], names), self._column(field, value[0], names), restricted)
        return Said(label, self._column(field, value, names), restricted=restricted)

    def _label(self, name: str) -> str:
        """What a fact is called: as its input or column is, or as the program calls its own; else its name."""
        item = self.bound.inputs.get(name) if self.bound else None
        if item is not None:
            return item.ask.label.in_(self.lang)
        field = self._declared(name)[0] or self._field(name)
        counted = CHUNK_LABELS.get(name) if self.action.endswith(CHUNK) else None
        label = counted or (field.label if field is not None else LABELS.get(name))
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
        said = fact_words.in_words(value, self.lang, names, Field(item.name, item.ask.label, choices=item.ask.choices))
        return said + (_unit(item.ask.unit, self.lang) if item.kind != "text" and value is not None and not isinstance(value, str | list) else "")

    def _column(self, field: Field, value: Any, names: Names) -> str:
        record = self.bound.on if self.bound and self.bound.on else self.record
        if record is None or fact_words.unlike_a_column(value):
            return fact_words.in_words(value, self.lang, names, field)
        shown = shown_value(record, field, value, self.lang)
        return shown.text + (_unit(field.unit, self.lang) if field.unit in FEN_PER and not shown.absent else "")


def _unit(unit: str, lang: str) -> str:
    words = unit_in(unit, lang)
    return words if lang == "zh" or not words or words == "%" else f" {words}"
