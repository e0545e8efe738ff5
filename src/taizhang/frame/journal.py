"""The journal of refusals, closed day by day: an entry holds how many there were and a root over all of them.

A refusal is no entry, so that nobody can fill the ledger by being refused. Once its day is closed, its row can neither be
changed nor dropped unnoticed; what came since is stated by the full check, as the window is.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from taizhang.kernels.ledger import canonical_json, parse_text, rows_root, store
from taizhang.kernels.ledger.models import Entry

from . import clock
from .actor import MACHINE
from .content import plain
from .hand import CLAIM, claim_hash
from .models import Claim, Refusal
from .noting import note

ACTION = "frame.journal.refusals_closed"
SUBJECT = "frame.journal:refusals"
#: A refusal of the last minute may still be on its way into the database when the day is over.
MARGIN = timedelta(hours=1)
_COLUMNS = ("id", "at", "actor", "action", "target", "code", "status", "law")


def close() -> int:
    """Every day that is over is closed, in one entry for all that were open; gives how many refusals that covers.

    Two workers at once write one entry.
    """
    until = (clock.now() - MARGIN).astimezone(clock.ZONE).date() - timedelta(days=1)
    with transaction.atomic():
        last = closed_until()
        if last is not None and last >= until:
            return 0
        refusals = between(last, until)
        count, root = summed(refusals)
        if last is None and count == 0:
            return 0  # nothing to begin with
        # One row, one key: whoever comes second waits here and then finds it taken.
        claim, mine = Claim.objects.get_or_create(
            actor=MACHINE.key, key=f"{ACTION}:{until}", defaults={"inputs": root, "entry": "", "at": clock.now()}
        )
        if not mine:
            return 0
        claim.entry = note(
            MACHINE, ACTION, subject=SUBJECT, matter=SUBJECT,
            public={"until": until.isoformat(), "refusals": count},
            restricted={"root": root, CLAIM: claim_hash(claim.actor, claim.key, root)},
        )  # fmt: skip
        claim.save(update_fields=["entry"])
    return count


def closings() -> Iterable[tuple[str, date, int, str | None]]:
    """Entry, last day, count and root of every closing, oldest first; the root is None where it was erased."""
    keys = list(Entry.objects.filter(subject=SUBJECT, action=ACTION).order_by("key").values_list("key", flat=True))
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        held = store.disclosures(some)
        for key in some:
            public, restricted = held.get((key, "p")), held.get((key, "r"))
            said = parse_text(public.payload) if public else {}
            root = parse_text(restricted.payload).get("root") if restricted else None
            if said:
                yield key, date.fromisoformat(said["until"]), said["refusals"], root


def closed_until() -> date | None:
    """The last day that is closed, None when none is."""
    last = Entry.objects.filter(subject=SUBJECT, action=ACTION).order_by("-key").values_list("key", flat=True).first()
    shown = store.disclosure(last, "p") if last else None
    return date.fromisoformat(parse_text(shown.payload)["until"]) if shown else None


def between(last: date | None, until: date) -> QuerySet[Refusal]:
    """The refusals after one day up to the end of another, in the order in which they are counted."""
    found = Refusal.objects.filter(at__lt=clock.end_of(until))
    return (found.filter(at__gte=clock.end_of(last)) if last else found).order_by("id")


def since(last: date | None) -> int:
    """How many refusals are not in any closing yet."""
    return (Refusal.objects.filter(at__gte=clock.end_of(last)) if last else Refusal.objects).count()


def summed(refusals: QuerySet[Refusal]) -> tuple[int, str]:
    """How many they are, and the root over their canonical lines as 64 hexadecimal digits."""
    lines = [_line(row) for row in refusals.values_list(*_COLUMNS).iterator(chunk_size=2000)]
    return len(lines), rows_root(lines).hex()


def _line(row: tuple[Any, ...]) -> bytes:
    return canonical_json([plain(value) for value in row])
