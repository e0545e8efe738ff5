"""The lexicon by which the documents of a place are read on a day: the program's own, with the words of the place and of those above it."""

from __future__ import annotations

from datetime import date
from itertools import accumulate
from typing import Any

from django.db.models import Q, QuerySet

from taizhang.registers.models import Place

from ..models import LexiconWord
from ..reading.lexicon import Lexicon, program_on
from ..reading.own_words import OwnWord, merged


def lexicon_for(place: Place, day: date, known: QuerySet[Any] | None = None) -> Lexicon:
    """The words that hold for a place on a day; a nearer place's stand over a farther one's, a later one over an earlier.

    `known` are the words that were on record at a past moment, where that is asked for.
    """
    held = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    every = LexiconWord.objects.all() if known is None else known
    rows = every.filter(held, valid_from__lte=day, place__path__in=above(place.path)).select_related("place")
    words = sorted(rows, key=lambda row: (len(row.place.path), row.valid_from, row.id))
    base = program_on(day)
    return merged(base, (OwnWord(w.kind, w.word, w.detail, w.effect == "adds") for w in words)) if words else base


def above(path: str) -> list[str]:
    """The paths of a place and of all that it lies in.

    >>> above("/4101/甲区/一街道/")
    ['/4101/', '/4101/甲区/', '/4101/甲区/一街道/']
    """
    return [f"/{so_far}" for so_far in accumulate(f"{key}/" for key in path.strip("/").split("/"))]
