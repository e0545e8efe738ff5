"""Tasks counted by what is shown of them: by document, leader and organ, now or as they were known on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import CharField, Count, F, Q, QuerySet, Value
from django.db.models.functions import Cast

from taizhang.registers.models import Organ, Person

from .. import rules, terms
from .tasks import soon_until

#: What a tree or a wall begins with: the column that its lines are made by.
WAYS: Final = ("source", "leader", "lead")
#: Standings that are counted; what was merged into another task or dropped is nobody's to do.
COUNTED: Final = tuple(key for key in terms.STANDING_ORDER if key != "ended")
#: What the list is narrowed to where all of them are counted.
ALIVE: Final = "alive"


@dataclass(slots=True)
class Tally:
    """How many tasks there are of each standing, and how many of them are parts of another one."""

    n: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTED, 0))
    parts: int = 0

    @property
    def all(self) -> int:
        """All of them together."""
        return sum(self.n.values())


def counted(rows: QuerySet[Any], today: date, *ways: str) -> dict[str, dict[int | None, Tally]]:
    """The tasks by each of some columns and by standing, in one statement; None is the key of those that have nothing in it."""
    found: dict[str, dict[int | None, Tally]] = {way: {} for way in ways}
    until = soon_until(today)
    parts = [_grouped(alive(rows), way, today, until) for way in ways]
    for way, key, state, number, late, near, below in (
        parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    ):
        tally = found[way].setdefault(key, Tally())
        tally.parts += below
        # A deadline for each of the three cases; the rule says what is shown of them.
        for due, n in ((today - timedelta(days=1), late), (today, near), (None, number - late - near)):
            tally.n[rules.standing(state, due, today, until)] += n
    return found


def _grouped(rows: QuerySet[Any], way: str, today: date, until: date) -> Any:
    """Lines of way, key, state, how many, of them late, of them near, and parts: in the order of an index, which is walked once."""
    grouped = rows.annotate(way=Value(way, output_field=CharField(max_length=12)), key=F(f"{way}_id")).values_list(
        "way", "key", "state"
    )
    late, near = Count("id", filter=Q(due__lt=today)), Count("id", filter=Q(due__gte=today, due__lte=until))
    return grouped.annotate(number=Count("id"), late=late, near=near, below=Count("parent"))


def alive(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The tasks that count: all but those that were merged or dropped."""
    return rows.select_related(None).order_by().exclude(state__in=("merged", "dropped"))


def summed(counts: Iterable[Tally]) -> Tally:
    """All of them in one."""
    over = Tally()
    for each in counts:
        over.parts += each.parts
        for standing, number in each.n.items():
            over.n[standing] += number
    return over


def narrowed(rows: QuerySet[Any], chosen: Mapping[str, int | None]) -> QuerySet[Any]:
    """The tasks of a document, a leader, an organ; None asks for those that have none."""
    for way, key in chosen.items():
        rows = rows.filter(**({f"{way}__isnull": True} if key is None else {way: key}))
    return rows


def parts_of(rows: QuerySet[Any], tasks: Iterable[int], today: date) -> dict[int, Tally]:
    """The parts of each of a few tasks by standing, in one statement."""
    found = counted(rows.filter(parent__in=list(tasks)), today, "parent")["parent"]
    return {key: count for key, count in found.items() if key is not None}


def names(keys: Mapping[str, Iterable[int | None]], documents: QuerySet[Any]) -> dict[tuple[str, int], tuple[str, str]]:
    """What documents, people and organs are called, in both languages; one statement for all of them.

    Only those of `documents` have a name: whoever sees a task need not see the document that it is from.
    """
    asked = {way: [k for k in some if k is not None] for way, some in keys.items()}
    parts = [_named(way, some, documents) for way, some in asked.items() if some]
    if not parts:
        return {}
    lines = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return {(way, key): (name, name_en or name) for way, key, name, name_en in lines}


def choices(rows: QuerySet[Any], documents: QuerySet[Any]) -> dict[str, list[tuple[int, str, str]]]:
    """The documents, leaders and organs that the tasks have: key, name, English name; one statement for all three.

    A document that is none of `documents` is not offered.
    """
    found: dict[str, list[tuple[int, str, str]]] = {way: [] for way in WAYS}
    plain = rows.select_related(None).order_by()
    parts = [_named(way, plain.values(way), documents) for way in WAYS]
    for way, key, name, name_en in parts[0].union(*parts[1:], all=True):
        found[way].append((key, name, name_en or name))
    return {way: sorted(each, key=lambda c: c[1])[:_MOST_CHOICES] for way, each in found.items()}


_MOST_CHOICES: Final = 300
_MODELS: Final[Mapping[str, Any]] = {"leader": Person, "lead": Organ}
_NAMES: Final = {"source": "title", "leader": "name", "lead": "name"}


def _named(way: str, keys: Any, documents: QuerySet[Any]) -> Any:
    text = CharField(max_length=400)
    english: Any = F("title") if way == "source" else F("name_en")
    every = documents.select_related(None) if way == "source" else _MODELS[way]._default_manager.all()
    return (
        every.filter(id__in=keys)
        .order_by()
        .annotate(way=Value(way, output_field=text), said=Cast(F(_NAMES[way]), text), said_en=Cast(english, text))
        .values_list("way", "id", "said", "said_en")
    )
