"""How many examples a property is tried with: a quarter on each push, all of them in the long run."""

from __future__ import annotations

import os

LONG = bool(os.environ.get("TAIZHANG_LONG"))


def examples(most: int) -> int:
    """`most` in the long run (TAIZHANG_LONG=1), otherwise a quarter of it and at least 20."""
    return most if LONG else max(20, most // 4)
