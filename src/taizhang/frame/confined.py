"""What a process that reads somebody else's file may use of the machine."""

from __future__ import annotations

import resource
from typing import Final

_OPEN_FILES: Final = 16


def confine(limits: dict[str, int]) -> None:
    """From now on this process has so much memory and time, writes no file and opens few."""
    memory = limits["memory_bytes"]
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits["cpu_seconds"], limits["cpu_seconds"] + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))
