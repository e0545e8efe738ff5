"""Stored derivations follow the rows that they are made of, inside the transaction that writes those rows.

What is read from a derivation is therefore never behind what is read from the rows. A derivation that fails takes the action
down with it: a figure that is silently old would be worse than a refusal.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from .catalogue import Catalogue
from .declare import Change
from .hand import Hand, both
from .models import Derived


def changes(catalogue: Catalogue, hands: Iterable[Hand]) -> list[Change]:
    """What the hands of one transaction wrote, each row once and as the last of them left it."""
    found: dict[tuple[str, int], Change] = {}
    for hand in hands:
        for (model, key), written in hand.written.items():
            kind = catalogue.record_of(model).kind
            before = found.get((kind, key))
            fresh, changed = (before.fresh, both(before.changed, written.changed)) if before else (written.fresh, written.changed)
            found[kind, key] = Change(kind, key, written.row, written.op, fresh, changed)
    return list(found.values())


def keep_up(catalogue: Catalogue, hands: Iterable[Hand], now: datetime) -> None:
    """Every derivation that follows a row which the hands wrote is up to date with it; costs nothing where none does."""
    if not catalogue.followed:
        return
    written = changes(catalogue, hands)
    for projection in catalogue.projections:
        mine = [change for change in written if projection.is_made_of(change)]
        if mine and projection.keep is not None:
            projection.keep(mine, now)


def make_first(catalogue: Catalogue) -> list[str]:
    """Derivations that came with this version, or are made by another rule in it, are made from the rows; gives their keys.

    Called after the migrations. The search indexes have a rule of their own (`search.projection.bring_up_to_date`).
    """
    own = [projection for projection in catalogue.projections if projection.tables]
    made = dict(Derived.objects.filter(key__in=[p.key for p in own]).values_list("key", "shape"))
    stale = [projection for projection in own if made.get(projection.key) != projection.shape]
    for projection in stale:
        projection.rebuild()
        Derived.objects.update_or_create(key=projection.key, defaults={"shape": projection.shape})
    return [projection.key for projection in stale]
