"""What pictures look like, so that one that was saved again, turned or touched up is known for the same one.

Each picture has 64 bits by its looks (`picture_child.dhash`), derived from its content alone: they can be made anew at any time
and stand in no entry. It is opened by a process of its own, with little memory and time.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any, Final

from django.db.models import Q

from .models import Evidence, Picture

#: Bits in which two pictures may differ and still be so near to one another that a person has to say why both are right. Measured:
#: saved again at quality 40 and 10, at a half and a third of the size, 30 per cent brighter, with a word in the corner: 0 to 2 bits;
#: the nearest of 271 pairs of different pictures: 9. Whoever crops a twentieth off each side gets past this.
NEAR: Final = 6
LIMITS: Final = {
    "file_bytes": 20 * 1024 * 1024,
    "pixels": 64_000_000,
    "memory_bytes": 448 * 1024 * 1024,
    "cpu_seconds": 10,
}
_WALL_SECONDS: Final = 20
#: One at a time in each process of the server: whoever sends many pictures at once waits for their own.
_LOOKING = threading.Lock()
_START: Final = (
    "import json, sys; sys.path[:0] = sys.argv[1:3]; "
    "from taizhang.registers.picture_child import main; main(json.loads(sys.argv[3]))"
)
_LOOK: Final = re.compile(r"[0-9a-f]{16}")
_WAYS: Final = 8


def look(sha256: str, path: Path) -> Picture | None:
    """What the picture of a content looks like is known, or that it cannot be opened; a content is looked at once.

    None when too many are being looked at: it is not known yet.
    """
    known = Picture.objects.filter(sha256=sha256).first()
    if known is not None:
        return known
    if not _LOOKING.acquire(timeout=_WALL_SECONDS):
        return None
    try:
        looks = _looks(path)
    finally:
        _LOOKING.release()
    made, _ = Picture.objects.get_or_create(
        sha256=sha256, defaults={"looks": "".join(looks), **_bytes_of(looks[0] if looks else "")}
    )
    return made


def near(sha256: str, among: Collection[str] | None = None) -> list[tuple[str, int]]:
    """Contents of other pictures that look like this one, each with the bits in which they differ, the nearest first.

    `among` leaves only these. It may be turned or mirrored. Pictures that nobody has looked at are not found.
    """
    own = Picture.objects.filter(sha256=sha256).exclude(looks="").first()
    if own is None:
        return []
    ways = [own.looks[i : i + 16] for i in range(0, len(own.looks), 16)]
    # Two that differ in few bits have at least one byte in common: eight indexes instead of every picture there is.
    alike = Q(pk__in=[])
    for place in range(8):
        alike |= Q(**{f"byte_{place}__in": {int(w[2 * place : 2 * place + 2], 16) for w in ways}})
    found = Picture.objects.filter(alike).exclude(sha256=sha256).exclude(looks="")
    if among is not None:
        found = found.filter(sha256__in=among)
    told = ((other, min(_apart(way, looks[:16]) for way in ways)) for other, looks in found.values_list("sha256", "looks"))
    return sorted(((other, bits) for other, bits in told if bits <= NEAR), key=lambda each: (each[1], each[0]))


def catch_up(path_of: Any, most: int = 100) -> int:
    """Pictures among the evidence that nobody has looked at are looked at, some of them; gives how many."""
    hashes = (
        Evidence.objects.filter(media_type__startswith="image/")
        .exclude(sha256__in=Picture.objects.values("sha256"))
        .values_list("sha256", flat=True)
        .distinct()[:most]
    )
    return sum(look(sha256, path_of(sha256)) is not None for sha256 in list(hashes))


def _apart(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()


def _bytes_of(looks: str) -> dict[str, int | None]:
    return {f"byte_{i}": int(looks[2 * i : 2 * i + 2], 16) if looks else None for i in range(8)}


def _looks(path: Path) -> list[str]:
    """The looks of a picture, as it is first; none of one that cannot be opened within the limits."""
    try:
        with path.open("rb") as file:
            child = subprocess.run(
                [sys.executable, "-I", "-S", "-B", "-c", _START, *_import_paths(), json.dumps(LIMITS)],
                stdin=file,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=_WALL_SECONDS,
                env={key: os.environ[key] for key in ("LD_LIBRARY_PATH",) if key in os.environ},
                check=False,
            )
    except (OSError, subprocess.TimeoutExpired):
        return []
    if child.returncode != 0 or len(child.stdout) > 1024:
        return []
    try:
        return _checked(json.loads(child.stdout))
    except (ValueError, TypeError, AttributeError):
        return []


def _checked(said: Any) -> list[str]:
    looks: Iterable[Any] = said.get("looks", ())
    found = [x for x in looks if isinstance(x, str) and _LOOK.fullmatch(x)]
    return found if len(found) == _WAYS else []


def _import_paths() -> tuple[str, str]:
    """Where this package and the library are found; the child has no other paths but the standard library's."""
    library = importlib.util.find_spec("PIL")
    assert library is not None and library.origin is not None
    return str(Path(__file__).resolve().parents[2]), str(Path(library.origin).resolve().parents[1])
