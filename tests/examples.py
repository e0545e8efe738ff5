"""How much is tried on each push, and how much in the long run: a part of the examples, and whose turn it is.

What costs much and rarely differs is asked by turns. The turn is a day's, another one on PostgreSQL than on SQLite, and so
that after a few days everybody was asked, with nothing left to chance: TAIZHANG_TURN=n repeats the run of another day, and
pytest prints the number it used.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from typing import TypeVar
from zlib import crc32

_Item = TypeVar("_Item")

LONG = bool(os.environ.get("TAIZHANG_LONG"))
# Written down for the processes that pytest starts: a run that goes on past midnight stays one run.
os.environ.setdefault("TAIZHANG_TURN", str(date.today().toordinal()))
TURN = int(os.environ["TAIZHANG_TURN"]) + bool(os.environ.get("TAIZHANG_DB", "").startswith("postgres"))


def examples(most: int) -> int:
    """`most` in the long run (TAIZHANG_LONG=1), otherwise a quarter of it and at least 20."""
    return most if LONG else max(20, most // 4)


def whose_turn(items: Sequence[_Item], days: int, what: str, turn: int = TURN) -> list[_Item]:
    """All in the long run, otherwise those whose turn it is: at least one, and within so many days everyone.

    `what` is asked of them: of another thing it is the turn of others.
    """
    if LONG or len(items) < 2:
        return list(items)
    each = -(-len(items) // days)
    first = (turn + crc32(what.encode())) * each
    return [items[(first + n) % len(items)] for n in range(each)]


def not_today(days: int, what: str) -> bool:
    """Whether it is another day's turn to ask what costs seconds; never in the long run, and one day in so many it is today's."""
    return not LONG and (TURN + crc32(what.encode())) % days != 0
