"""Named places where a test may end the process at once, as a power cut or `kill -9` would.

TAIZHANG_FAILPOINT=name ends it when that place is first reached, name:n when it is reached for the n-th time.
"""

from __future__ import annotations

import itertools
import os

_NAME, _, _COUNT = os.environ.get("TAIZHANG_FAILPOINT", "").partition(":")
_arrivals = itertools.count(1)


def reached(name: str) -> None:
    """The process has ended, if this is the place named in the environment; otherwise nothing has happened."""
    if name == _NAME and next(_arrivals) == int(_COUNT or 1):
        os._exit(137)
