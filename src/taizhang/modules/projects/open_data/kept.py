"""The package of all published projects as a file: made once for all who ask, and never given out with a project that is no longer public.

The file is as new as what it was made from says it is: how many projects are published and which, when the newest of them and of
their papers was written. When that differs it is made anew by the one who asks first. What took long to make may serve for a
while longer, as long as every project in it is still public; meanwhile at most a twentieth of one processor goes into making it.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, ClassVar, Final

from django.conf import settings

from taizhang.basis.text import Text
from taizhang.frame import reading
from taizhang.frame.actor import PUBLIC
from taizhang.frame.away import Away

from .. import queries
from ..declared.records import PROJECT
from . import package

#: A file that took less than this to make is made anew at once; one that took longer serves for twenty times as long.
_SHORT_SECONDS: Final = 1.0
_TIMES: Final = 20
#: So that a new version of the program, and whatever else nobody thought of, shows after a day.
_OLDEST_SECONDS: Final = 24 * 3600
_STATE: Final = "latest.json"
_BLOCK: Final = 64 * 1024


class BeingMade(Away):
    """The package is being made at this moment, by another request, and there is none that may be given out instead."""

    retry_after_seconds: ClassVar[int] = 20


@dataclass(frozen=True, slots=True)
class Shape:
    """What a package is made from: a digest that changes with it, how many projects, and the sum of their keys."""

    digest: str
    projects: int
    keys: int


@dataclass(frozen=True, slots=True)
class Kept:
    """One file: the digest of what it was made from, what it is called, when and how long it took; `changed` is the day of its newest project."""

    shape: str
    name: str
    made: int
    seconds: float
    changed: str
    size: int

    @property
    def changed_at(self) -> datetime:
        return datetime.fromisoformat(self.changed)


def opened() -> tuple[Kept, BinaryIO] | None:
    """The package and its file, open; None when no project is published.

    Raises:
        BeingMade: another request is making it.
    """
    rows = reading.rows(PUBLIC, PROJECT)
    for _ in range(3):
        shape = _shape(rows)
        if shape is None:
            _forget()
            return None
        kept = _latest()
        if kept is None or not _may_serve(kept, shape):
            kept = _made(rows, shape, kept)
            if not _all_public(kept):
                continue  # Something was withdrawn while it was being made.
        try:
            return kept, (_folder() / kept.name).open("rb")
        except FileNotFoundError:
            continue  # Another one was made in between, and took this one away.
    raise _being_made()


def make_ready(today: date) -> int:
    """The package is there before anybody asks for it; gives 1 when it had to be made."""
    rows = reading.rows(PUBLIC, PROJECT)
    shape, kept = _shape(rows), _latest()
    if shape is None or (kept is not None and _is_new(kept, shape)):
        return 0
    _made(rows, shape, kept)
    return 1


def blocks(file: BinaryIO) -> Iterator[bytes]:
    """The file piece by piece, and closed at the end."""
    with file:
        while block := file.read(_BLOCK):
            yield block


def _folder() -> Path:
    return Path(settings.VAR) / "open_data"


def _shape(rows: Any) -> Shape | None:
    found = queries.shape_of_published(rows)
    if not found[0]:
        return None
    return Shape(sha256(json.dumps([*found, settings.TAIZHANG_OC4IDS_PREFIX]).encode()).hexdigest(), found[0], found[1])


def _latest() -> Kept | None:
    try:
        return Kept(**json.loads((_folder() / _STATE).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        # None yet, or what an older version of the program left: it is made anew.
        return None


def _is_new(kept: Kept, shape: Shape) -> bool:
    return kept.shape == shape.digest and time.time() - kept.made < _OLDEST_SECONDS


def _may_serve(kept: Kept, shape: Shape) -> bool:
    if _is_new(kept, shape):
        return True
    spared = kept.seconds >= _SHORT_SECONDS and time.time() - kept.made < kept.seconds * _TIMES
    return spared and _all_public(kept)


def _all_public(kept: Kept) -> bool:
    """Whether everything in the file is published now: what was withdrawn is never given out again."""
    try:
        inside = array("q", (_folder() / f"{kept.name}.keys").read_bytes())
    except (OSError, ValueError):
        return False
    return set(inside) <= set(reading.rows(PUBLIC, PROJECT).select_related(None).order_by().values_list("id", flat=True))


def _made(rows: Any, shape: Shape, before: Kept | None) -> Kept:
    """The package is made anew, by one at a time; whoever comes meanwhile gets the one before if all of it is still public."""
    _folder().mkdir(parents=True, exist_ok=True)
    with _alone() as mine:
        if not mine:
            if before is not None and _all_public(before):
                return before
            raise _being_made()
        latest = _latest()
        if latest is not None and _is_new(latest, shape):
            return latest
        return _write(rows, shape, latest)


def _forget() -> None:
    """Where nothing is published, nothing is kept."""
    for file in _folder().glob("[0-9l]*"):
        if file.name != "lock" and file.suffix != ".part":
            file.unlink(missing_ok=True)


@contextmanager
def _alone() -> Iterator[bool]:
    with (_folder() / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def _write(rows: Any, shape: Shape, before: Kept | None) -> Kept:
    folder, begun = _folder(), time.monotonic()
    changed = queries.changed_at(rows)
    assert changed is not None
    # No two of them are made in one second, so that the day and time in an answer tell them apart.
    made = max(int(time.time()), before.made + 1 if before else 0)
    name, keys = f"{made}-{shape.digest[:16]}", array("q")
    with (folder / f"{name}.part").open("w", encoding="utf-8") as file:
        for key, text in package.each(rows):
            keys.append(key)
            file.write(text)
        file.write(package.CLOSING)
    (folder / f"{name}.keys").write_bytes(keys.tobytes())
    os.replace(folder / f"{name}.part", folder / name)
    # Where something changed meanwhile it is as new as nothing, and may serve for a while if all of it is public.
    of = shape.digest if _shape(rows) == Shape(shape.digest, len(keys), sum(keys)) else ""
    kept = Kept(of, name, made, time.monotonic() - begun, changed.isoformat(), (folder / name).stat().st_size)
    (folder / f"{_STATE}.part").write_text(json.dumps(asdict(kept)), "utf-8")
    os.replace(folder / f"{_STATE}.part", folder / _STATE)
    for other in folder.iterdir():
        if other.name not in (_STATE, "lock", name, f"{name}.keys"):
            other.unlink(missing_ok=True)
    return kept


def _being_made() -> BeingMade:
    return BeingMade(
        Text("开放数据包正在生成", "The package of open data is being made"),
        code="being_made",
        remedy=Text("20秒后再取", "Ask again in 20 seconds"),
    )
