"""What a witness remembers, on the disk before it answers."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from taizhang.frame import keyfile
from taizhang.kernels.ledger import (
    COSIGNATURE,
    Answer,
    BadNote,
    Checkpoint,
    Note,
    Signer,
    VerifierKey,
    add_checkpoint,
    open_note,
    parse_add_checkpoint,
    parse_checkpoint,
    parse_note,
    parse_signatures,
)

#: Checkpoints that did not continue the last one are kept as evidence, so many at most: nobody fills the disk with them.
MOST_CONFLICTS = 100


class Forgotten(RuntimeError):
    """The witness has its key and no memory, or one that cannot be read: to sign on would vouch for any history.

    It signs nothing until `restore` has told it what it saw last.
    """


class Witness:
    """One witness in its folder: a key, the last checkpoint of each log it follows, and a lock for two processes at once.

    `signer` where something else than a file holds the key.
    """

    def __init__(self, name: str, folder: Path, logs: list[VerifierKey], signer: Signer | None = None) -> None:
        self.folder, self.trusted = folder, {key.name: [key] for key in logs}
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._locked():
            if not self._has_begun() and not self._state.exists():
                # First of all: a key without a memory then always means that the memory was lost.
                keyfile.write_durably(self._state, "{}")
            if signer is not None and not self._begun.exists():
                keyfile.write_durably(self._begun, "")
            self.signer: Signer = signer or keyfile.read_or_make(folder / "witness.key", name, COSIGNATURE)

    def answer(self, request: bytes, now: int) -> Answer:
        """The answer to add-checkpoint; what it commits to is on the disk before this returns.

        503 while the witness does not know what it saw last.
        """
        with self._locked():
            try:
                notes = self._notes()
            except Forgotten as error:
                return Answer(503, f"{error}\n", {})
            seen = {origin: _checkpoint(note) for origin, note in notes.items()}
            answer = add_checkpoint(seen, request, self.trusted, self.signer, now)
            if answer.status == 200:
                note = parse_add_checkpoint(request)[2].with_(parse_signatures(answer.body))
                notes[parse_checkpoint(note.text).origin] = str(note)
                self._remember(notes)
            elif answer.status == 422:
                self._keep_conflict(parse_add_checkpoint(request)[2], notes)
        return answer

    def last_seen(self, origin: str) -> str | None:
        """The last checkpoint of a log, with this witness's signature under it.

        Raises:
            Forgotten: it is not known.
        """
        return self._notes().get(origin)

    def restore(self, notes: Sequence[Note], never_seen: Collection[str] = ()) -> dict[str, int]:
        """The witness knows again what it saw last: of each log the largest of these checkpoints; gives the sizes.

        It never goes back behind what it still remembers. `never_seen` names logs of which it has not signed anything.

        Raises:
            BadNote: a checkpoint that the log or this witness has not signed, or a log of which nothing is given.
        """
        with self._locked():
            try:
                kept = self._notes()
            except Forgotten:
                kept = {}
            for note in notes:
                head = parse_checkpoint(note.text)
                signed = open_note(note, (*self.trusted.get(head.origin, ()), self.signer.key))
                if self.signer.key not in signed or len(signed) < 2:
                    raise BadNote(f"{head.origin} at {head.size}: the log or this witness has not signed it")
                if head.origin not in kept or _checkpoint(kept[head.origin]).size < head.size:
                    kept[head.origin] = str(note)
            lacking = sorted(set(self.trusted) - kept.keys() - set(never_seen))
            if lacking:
                raise BadNote(f"nothing is known of {', '.join(lacking)}: give a checkpoint that this witness signed")
            self._remember(kept)
            return {origin: _checkpoint(note).size for origin, note in kept.items()}

    def conflicts(self) -> list[Path]:
        """Files of evidence, each with two checkpoints that the log signed and that did not continue one another."""
        return sorted(self._conflicts.glob("*.txt")) if self._conflicts.exists() else []

    def _keep_conflict(self, note: Note, notes: Mapping[str, str]) -> None:
        head = parse_checkpoint(note.text)
        last = notes.get(head.origin)
        if last is None or len(self.conflicts()) >= MOST_CONFLICTS:
            return
        before = _checkpoint(last)
        # One size and two roots, both signed: the log has shown two histories. Else only a proof that did not hold.
        proved = "split view" if (before.size == head.size and before.root != head.root) else "no proof of consistency"
        text = f"{proved}\n\nlast seen:\n{last}\nrefused:\n{note}"
        self._conflicts.mkdir(mode=0o700, exist_ok=True)
        keyfile.replace_durably(self._conflicts / f"{sha256(text.encode()).hexdigest()[:16]}.txt", text)

    @property
    def _begun(self) -> Path:
        """Stands where the key would lie, when a device holds it."""
        return self.folder / "begun"

    def _has_begun(self) -> bool:
        return self._begun.exists() or (self.folder / "witness.key").exists()

    @property
    def _state(self) -> Path:
        return self.folder / "seen.json"

    @property
    def _conflicts(self) -> Path:
        return self.folder / "conflicts"

    def _remember(self, notes: Mapping[str, str]) -> None:
        keyfile.replace_durably(self._state, json.dumps(notes, ensure_ascii=False, indent=1))

    def _notes(self) -> dict[str, str]:
        try:
            held = json.loads(self._state.read_text())
            notes = {str(origin): str(note) for origin, note in held.items()}
            for origin, note in notes.items():
                if _checkpoint(note).origin != origin:
                    raise ValueError(origin)
        except (OSError, ValueError, AttributeError) as error:
            raise Forgotten(f"this witness does not know what it saw last ({type(error).__name__}); restore it first") from None
        return notes

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
