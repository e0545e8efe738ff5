"""The lexicon by which the documents of a place are read on a day, and the reading: made once for the same words, and then held for a while."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from itertools import accumulate
from typing import Any, Final

from django.db.models import Q, QuerySet

from taizhang.registers.models import Place

from ..models import LexiconWord
from ..reading.extract import Document, read
from ..reading.lexicon import Lexicon, program_on
from ..reading.own_words import OwnWord, merged

#: What stands as the detail of a place's name that comes from the division tree (区划) of the site.
TREE: Final = "division tree"
#: Readings that are held, so that a document which is looked at, entered and confirmed is read once and never under a lock.
_HELD: Final = 8


def lexicon_for(place: Place, day: date, known: QuerySet[Any] | None = None) -> Lexicon:
    """The words that hold for a place on a day: the program's own, the names of the division tree, and those of the place and of the places above it.

    A nearer place's words stand over a farther one's, a later one over an earlier. `known` are the words that were on record at a
    past moment, where that is asked for.
    """
    return _lexicon(day, _words(place, day, known))


def document_for(text: str, place: Place, day: date, known: QuerySet[Any] | None = None) -> Document:
    """A text as it is read for a place on a day, by the words on record then.

    Raises:
        BadInput: nobody can read it in a bearable time.
    """
    return _read(text, day, _words(place, day, known))


def _words(place: Place, day: date, known: QuerySet[Any] | None) -> tuple[OwnWord, ...]:
    held = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    every = LexiconWord.objects.all() if known is None else known
    rows = every.filter(held, valid_from__lte=day, place__path__in=above(place.path)).select_related("place")
    own = sorted(rows, key=lambda row: (len(row.place.path), row.valid_from, row.id))
    tree = Place.objects.filter(held, path__startswith=above(place.path)[0]).filter(Q(valid_from__isnull=True) | Q(valid_from__lte=day))
    names = sorted({name for name in tree.order_by().values_list("name", flat=True) if len(name) > 1})
    return (*(OwnWord("place", name, TREE) for name in names), *(OwnWord(w.kind, w.word, w.detail, w.effect == "adds") for w in own))


@lru_cache(maxsize=_HELD)
def _lexicon(day: date, words: tuple[OwnWord, ...]) -> Lexicon:
    base = program_on(day)
    return merged(base, words) if words else base


@lru_cache(maxsize=_HELD)
def _read(text: str, day: date, words: tuple[OwnWord, ...]) -> Document:
    return read(text, _lexicon(day, words))


def above(path: str) -> list[str]:
    """The paths of a place and of all that it lies in.

    >>> above("/4101/甲区/一街道/")
    ['/4101/', '/4101/甲区/', '/4101/甲区/一街道/']
    """
    return [f"/{so_far}" for so_far in accumulate(f"{key}/" for key in path.strip("/").split("/"))]
