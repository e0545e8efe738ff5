"""What the law lets people have deleted (个人信息保护法第四十七条): contents go, the entries that bind them stay provable.

An erasure is an action whose name begins with `erase`; its entry names what went in `others`. The full check accepts an
absent payload or an empty version of a row only with such an entry.
"""

from __future__ import annotations

from typing import Any

from taizhang.kernels.ledger import store

from .catalogue import installed
from .content import columns
from .hand import Hand
from .search import sought_of
from .search.tables import forget

#: How the name of an erasing action begins: 'office.erase_person'.
VERB = "erase"
_PARTS = {"public": "p", "restricted": "r"}


def payload_name(entry: str, part: str) -> str:
    """How an erasure's entry names one payload ('p' public, 'r' restricted) of another entry."""
    return f"ledger.payload:{entry}/{part}"


def erase_payload(by: Hand, entry: str, part: str) -> None:
    """A part ('public' or 'restricted') of an entry is gone with its salt: nothing can be guessed from what is left."""
    store.erase(entry, _PARTS[part])
    by.others.append(payload_name(entry, _PARTS[part]))


def erase_past(by: Hand, row: Any) -> None:
    """Every earlier version of a row says nothing any more; what the row says now is for the action to write first."""
    record = installed().record_of(type(row))
    emptied: dict[str, Any] = dict.fromkeys(columns(record.model))
    record.history._default_manager.filter(id=row.pk).update(erased=True, salt=None, **emptied)
    if sought_of(record.model) is not None:
        forget(record.model._meta.db_table)
    by.others.append(f"{record.kind}:{row.pk}")
