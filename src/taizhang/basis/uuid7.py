"""Keys that sort by time (RFC 9562, version 7), made from a given clock."""

from __future__ import annotations

import secrets
import threading
from datetime import UTC, datetime

_lock = threading.Lock()
_last = 0


def uuid7(now: datetime) -> str:
    """32 hex digits; within one process every key is greater than the one before it while the clock does not go back."""
    global _last  # noqa: PLW0603 - the last key of this process, under the lock
    stamp = int(now.timestamp() * 1000)
    with _lock:
        # 12 bits of counter after the milliseconds keep two keys of one millisecond in order.
        tick = (stamp << 12) | secrets.randbits(8)
        if _last < tick + (1 << 12) and tick <= _last and (_last >> 12) == stamp:
            tick = _last + 1
        _last = tick
    stamp, counter = tick >> 12, tick & 0xFFF
    value = (stamp << 80) | (0x7 << 76) | (counter << 64) | (0b10 << 62) | secrets.randbits(62)
    return f"{value:032x}"


def moment_of(key: str) -> datetime:
    """The millisecond in which a key was made.

    >>> moment_of(uuid7(datetime(2026, 1, 2, tzinfo=UTC))).date().isoformat()
    '2026-01-02'
    """
    return datetime.fromtimestamp(int(key[:12], 16) / 1000, UTC)
