"""Who has read a problem, when and by which way: shown on its page to those who check."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from taizhang.frame.actor import Actor
from taizhang.frame.disclosure import readings
from taizhang.surfaces.pages.timeline import told

from . import terms
from .declarations import PROBLEM

_SHOWN = 20


def readers(actor: Actor, problem: Any, at: date | None, lang: str) -> Mapping[str, Any] | None:
    """The latest readings in words; none for the body that corrects, and none on a page of an earlier day."""
    if at is not None or not actor.may(terms.CHECK):
        return None
    found = readings(PROBLEM, problem.pk)
    return {"readings": told(list(found[:_SHOWN]), actor, lang, own=f"{PROBLEM.kind}:{problem.pk}"), "count": found.count()}
