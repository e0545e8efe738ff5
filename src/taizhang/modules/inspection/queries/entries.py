"""Entries of the ledger that say when a batch was fixed and drawn: what an outsider checks the order of a draw by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from taizhang.frame.actor import ActorKey
from taizhang.kernels.ledger import store
from taizhang.kernels.ledger.models import Entry, Number

from ..models import Batch

#: Verbs of a batch in the order of the procedure, of which everybody may have the proof.
PROVED: Final = tuple(
    f"inspection.{verb}" for verb in ("freeze_batch", "commit_batch", "commit_by_chain", "draw_batch", "assign_teams", "abort_batch", "complete_batch")
)


#: What makes somebody a party to how a batch came out.
_MADE: Final = frozenset({"inspection.freeze_batch", "inspection.draw_batch"})


def doers(batch: Batch) -> frozenset[int]:
    """Everybody who ever froze or drew a batch, and for whom they acted."""
    acts = store.acts([f"inspection.batch:{batch.pk}"], set(_MADE))
    return frozenset(person for _, actor, _ in acts for person in ActorKey.read(actor).people)


@dataclass(frozen=True, slots=True)
class Proved:
    """An entry with its number in the log, None while it waits for one; `signed` when a checkpoint covers it."""

    key: str
    action: str
    at: datetime
    number: int | None
    signed: bool


def proved(batch: Batch) -> list[Proved]:
    """The entries of a batch that was committed, oldest first."""
    rows = list(Entry.objects.filter(subject=f"inspection.batch:{batch.pk}", action__in=PROVED).order_by("key").values_list("key", "action", "at"))
    numbers = dict(Number.objects.filter(entry__in=[key for key, _, _ in rows]).values_list("entry", "seq"))
    last = store.latest_checkpoint()
    signed = last[0] if last else 0
    return [Proved(key, action, datetime.fromisoformat(at), numbers.get(key), numbers.get(key, signed) < signed) for key, action, at in rows]
