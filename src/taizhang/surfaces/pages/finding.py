"""What the search finds, in words: groups of hits by kind, the same for the page, the box at the head, API and command line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import ForeignKey
from django.urls import reverse

from taizhang.basis.text import Text
from taizhang.basis.whole import whole
from taizhang.frame import reading
from taizhang.frame.actor import Actor
from taizhang.frame.catalogue import installed
from taizhang.frame.declare import Module, Record
from taizhang.frame.search import Found, find, sought_of
from taizhang.kernels.ledger.models import Entry, Number

from .entries import may_see
from .layout import HEADINGS
from .names import Names
from .values import page_of

#: Longer than any name: what is typed beyond it is not looked for.
LONGEST = 100
ENTRY = Text("存证", "Entry")
ENTRY_KIND = "ledger.entry"
#: Where a thing is, by the first of these columns that a record has.
_WHERE = ("district", "place", "parent")


@dataclass(frozen=True, slots=True)
class Hit:
    """One row that was found: what it is called, its codes and where it is, and its page."""

    kind: str
    key: str
    title: str
    detail: str
    href: str


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one kind; of `count` in all, or of more than that when the words are `common`. `listing` is its list's key."""

    kind: str
    label: str
    hits: tuple[Hit, ...]
    count: int
    common: bool = False
    listing: str = ""


def kinds() -> tuple[Record, ...]:
    """Records that the search finds, in the order of the menu."""
    order = [text.zh for text, _ in HEADINGS]

    def place(module: Module) -> int:
        return order.index(module.heading.zh) if module.heading.zh in order else len(order)

    return tuple(record for module in sorted(installed().modules, key=place) for record in module.search)


def search(
    actor: Actor, words: str, lang: str, *, limit: int, offset: int = 0, among: Iterable[Record] | None = None
) -> tuple[Group, ...]:
    """What the actor finds for some words, kind by kind; first the entry whose number or key the words are."""
    asked = words.strip()[:LONGEST]
    found = find(actor, asked, kinds() if among is None else among, limit=limit, offset=offset)
    names = Names(actor, lang)
    names.learn(_above(f.record, row) for f in found for row in f.rows)
    groups = tuple(_group(actor, f, names, lang) for f in found)
    entry = entry_named(actor, asked) if among is None else None
    return (_entry(entry, lang), *groups) if entry is not None else groups


def _group(actor: Actor, found: Found, names: Names, lang: str) -> Group:
    record = found.record
    seen = {f.name for f in reading.fields(actor, record)}
    hits = tuple(
        Hit(record.kind, str(row.id), record.name_of(row, lang), _detail(record, row, seen, names, lang), page_of(record, row.id))
        for row in found.rows
    )
    listing = next((x.key for x in installed().listings.values() if x.record is record and x.search), "")
    return Group(record.kind, record.label.in_(lang), hits, found.count, found.common, listing)


def _detail(record: Record, row: Any, seen: set[str], names: Names, lang: str) -> str:
    title = record.name_of(row, lang)
    sought = sought_of(record.model)
    columns: Sequence[str] = sought.columns[1:] if sought is not None else ()
    said = [_in_language(row, name, lang) for name in columns if name in seen and not name.endswith("_en")]
    above = names.record(_above(record, row)) if record.parent else None
    parts = [text for text in said if text and text not in title]
    parts += [_where(record, row, seen, lang), above.name if above is not None and above.seen else ""]
    return " · ".join(part for part in parts if part)


def _in_language(row: Any, name: str, lang: str) -> str | None:
    english = getattr(row, f"{name}_en", "") if lang == "en" else ""
    value: str | None = english or getattr(row, name)
    return value


def _where(record: Record, row: Any, seen: set[str], lang: str) -> str:
    name = next((n for n in _WHERE if n in seen and isinstance(record.model._meta.get_field(n), ForeignKey)), "")
    place = getattr(row, name) if name else None
    return installed().record_of(type(place)).name_of(place, lang) if place is not None else ""


def _above(record: Record, row: Any) -> str | None:
    if record.parent is None:
        return None
    column = record.model._meta.get_field(record.parent)
    return f"{installed().record_of(column.related_model).kind}:{getattr(row, column.attname)}"


# -- entries ------------------------------------------------------------------------------------------------------------


def entry_named(actor: Actor, words: str) -> Entry | None:
    """The entry that the words name by its key or its number ('18204', '#18204'), if the actor may see it."""
    key = words if len(words) == 32 and words.isalnum() else _numbered(words.removeprefix("#"))
    entry = Entry.objects.filter(key=key).first() if key else None
    return entry if entry is not None and may_see(actor, entry) else None


def _numbered(words: str) -> str:
    number = whole(words)
    return Number.objects.filter(seq=number).values_list("entry", flat=True).first() or "" if number is not None else ""


def _entry(entry: Entry, lang: str) -> Group:
    number = Number.objects.filter(entry=entry.key).values_list("seq", flat=True).first()
    bound = installed().actions.get(entry.action)
    title = Text("存证 {n}", "Entry {n}").with_(n=number if number is not None else entry.key).in_(lang)
    hit = Hit(ENTRY_KIND, entry.key, title, bound.label.in_(lang) if bound else entry.action, reverse("pages:entry", args=[entry.key]))
    return Group(ENTRY_KIND, ENTRY.in_(lang), (hit,), 1)
