"""Documents read before a transaction is open: the reading is held, and the action that needs it finds it there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from taizhang.frame import clock
from taizhang.registers.models import Place

from ..models import Source
from ..queries.lexicon import document_for


def of_text(place: int | None, given: Mapping[str, Any]) -> None:
    """The text that is to be entered for a place has been read.

    Raises:
        BadInput: nobody can read it in a bearable time.
    """
    found = Place.objects.filter(pk=place).first() if place is not None else None
    if found is not None:
        document_for(given["text"], found, clock.today())


def of_source(source: int | None, given: Mapping[str, Any]) -> None:
    """The document has been read."""
    found = Source.objects.filter(pk=source).select_related("place").first() if source is not None else None
    if found is not None:
        document_for(found.text, found.place, clock.today())


def of_chosen(_: int | None, given: Mapping[str, Any]) -> None:
    """The document that the inputs name has been read, where they name one."""
    of_source(given.get("source"), given)
