"""Python's search for cyclic garbage, for the loops in which it finds none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

#: Objects made before a search; a loop over stored rows has fewer than these at once and frees them itself.
_SELDOM: Final = 500_000


@contextmanager
def searched_seldom() -> Iterator[None]:
    """Inside, cyclic garbage is looked for seldom: a quarter of the time of a loop that reads many rows went into that search."""
    before = gc.get_threshold()
    gc.set_threshold(_SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
