"""How long the child may work on a file, or on a page of it, before it refuses."""

from __future__ import annotations

import signal
from types import FrameType
from typing import Final

from taizhang.surfaces.workbook.sandbox.fault import Fault

#: Seconds of work; an honest work report takes less than half of that as a whole.
_SECONDS: Final = 0.8
_AGAIN: Final = 0.1


def begin() -> None:
    """From now on so many seconds are left; begun anew for each page of a file that has pages.

    When they are over `Fault` is raised in whatever is being done, again and again, so that no library can swallow it.
    """
    signal.signal(signal.SIGVTALRM, _over)
    signal.setitimer(signal.ITIMER_VIRTUAL, _SECONDS, _AGAIN)


def end() -> None:
    """No time is counted any more."""
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _over(*_: int | FrameType | None) -> None:
    raise Fault("too_slow")
