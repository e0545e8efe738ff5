"""What somebody has typed and not submitted, kept by action and target. Free to change, nobody else's, not in the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from . import clock
from .actor import Actor
from .models import Draft

#: What one box holds at most; a form keeps no more either.
LONGEST = 20_000

Typed = Mapping[str, Sequence[str]]


def drafts_of(actor: Actor, action: str, targets: Iterable[int]) -> list[Draft]:
    """The person's drafts of an action on these rows, the newest first."""
    if actor.person is None:
        return []
    return list(Draft.objects.filter(person=actor.person, action=action, target__in=list(targets)).order_by("-saved_at", "-id"))


def keep(actor: Actor, action: str, target: int, typed: Typed, draft: Draft | None = None) -> Draft:
    """What was typed is kept: in the draft given, else in a new one."""
    kept = draft or Draft(person=actor.person or 0, action=action, target=target)
    kept.raw = {name: [value[:LONGEST] for value in values][:500] for name, values in typed.items()}
    kept.saved_at = clock.now()
    kept.save()
    return kept


def drop(draft: Draft | None) -> None:
    """The draft is gone, if there was one."""
    if draft is not None:
        draft.delete()
