"""What the ledger holds, read as a test wants it."""

from __future__ import annotations

from typing import Any

from taizhang.kernels.ledger import parse_text, store
from taizhang.kernels.ledger.models import Entry


def entries(action: str) -> list[Any]:
    """Entries of an action, oldest first."""
    return list(Entry.objects.filter(action=action).order_by("key"))


def said(entry: Any, part: str = "p") -> dict[str, Any]:
    """What a part of an entry says: 'p' the public one, 'r' the restricted one."""
    shown = store.disclosure(entry.key, part)
    return parse_text(shown.payload) if shown else {}
