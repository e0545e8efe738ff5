"""What a witness remembers, on the disk before it answers."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from taizhang.frame import keyfile
from taizhang.kernels.ledger import (
    COSIGNATURE,
    Answer,
    Checkpoint,
    VerifierKey,
    add_checkpoint,
    parse_add_checkpoint,
    parse_checkpoint,
    parse_note,
    parse_signatures,
)


class Witness:
    """One witness in its folder: a key, the last checkpoint of each log it follows, and a lock for two processes at once."""

    def __init__(self, name: str, folder: Path, logs: list[VerifierKey]) -> None:
        self.folder, self.trusted = folder, {key.name: [key] for key in logs}
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.signer = keyfile.read_or_make(folder / "witness.key", name, COSIGNATURE)

    def answer(self, request: bytes, now: int) -> Answer:
        """The answer to add-checkpoint; what it commits to is on the disk before this returns."""
        with self._locked():
            notes = self._notes()
            seen = {origin: _checkpoint(note) for origin, note in notes.items()}
            answer = add_checkpoint(seen, request, self.trusted, self.signer, now)
            if answer.status == 200:
                note = parse_add_checkpoint(request)[2].with_(parse_signatures(answer.body))
                notes[parse_checkpoint(note.text).origin] = str(note)
                keyfile.replace_durably(self._state, json.dumps(notes, ensure_ascii=False, indent=1))
        return answer

    def last_seen(self, origin: str) -> str | None:
        """The last checkpoint of a log, with this witness's signature under it."""
        return self._notes().get(origin)

    @property
    def _state(self) -> Path:
        return self.folder / "seen.json"

    def _notes(self) -> dict[str, str]:
        try:
            held: Mapping[str, str] = json.loads(self._state.read_text())
        except FileNotFoundError:
            return {}
        return dict(held)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        handle = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


def _checkpoint(note: str) -> Checkpoint:
    return parse_checkpoint(parse_note(note).text)
