"""What a witness answers, after C2SP tlog-witness. Pure: no clock, no network, no storage.

A witness remembers one tree head per log and cosigns only what continues it. Whoever serves this over HTTP has to compare
and store in one atomic step and to store before answering; otherwise two requests at once can roll the witness back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from .b64 import encode
from .keys import BadNote, Signer, VerifierKey
from .notes import (
    MAX_PROOF_HASHES,
    BadSignature,
    Checkpoint,
    Note,
    cosign,
    open_note,
    parse_checkpoint,
    parse_decimal,
    parse_hash,
    parse_note,
)
from .tree import EMPTY_ROOT, verify_consistency

#: By origin, the last tree head that was cosigned.
Seen = Mapping[str, Checkpoint]


class Answer(NamedTuple):
    """HTTP status, body, and what the witness has seen from now on (the same mapping unless the status is 200)."""

    status: int
    body: str
    state: Seen

    @property
    def content_type(self) -> str:
        """For the HTTP header; a client tells 'you are behind' by it."""
        return "text/x.tlog.size" if self.status == 409 else "text/plain; charset=utf-8"


def add_checkpoint(
    state: Seen, request: bytes, trusted: Mapping[str, Sequence[VerifierKey]], signer: Signer, now: int
) -> Answer:
    """The answer to one add-checkpoint request; a cosignature is given only to a checkpoint that continues the last one.

    `trusted` holds, by origin, the keys that may sign for that log; `now` is POSIX seconds. Statuses: 200 with the cosignature
    line; 400 malformed, or the old size above the new; 404 origin not trusted; 403 no true signature; 409 the old size is not
    the last one seen (the body says which is); 422 the proof does not hold, or is not empty where nothing is to be proved.
    """
    try:
        old, proof, note = parse_add_checkpoint(request)
        new = parse_checkpoint(note.text)
    except BadNote as error:
        return Answer(400, f"{error}\n", state)
    if new.origin not in trusted:
        return Answer(404, "this witness does not follow that log\n", state)
    try:
        open_note(note, trusted[new.origin])
    except BadSignature as error:
        return Answer(403, f"{error}\n", state)
    if old > new.size:
        return Answer(400, "the old size is above the new one\n", state)
    last = state.get(new.origin)
    last_size = last.size if last else 0
    if old != last_size:
        return Answer(409, f"{last_size}\n", state)
    if not _continues(last, new, proof):
        return Answer(422, "the checkpoint does not continue the last one seen\n", state)
    return Answer(200, f"{cosign(note.text, signer, now)}\n", {**state, new.origin: new})


def _continues(last: Checkpoint | None, new: Checkpoint, proof: Sequence[bytes]) -> bool:
    if new.size == 0 and new.root != EMPTY_ROOT:
        return False
    # From nothing, everything follows: there is no proof to check, and none may be given. The verifier itself refuses size 0.
    if last is None or last.size == 0:
        return not proof
    return verify_consistency(last.size, new.size, last.root, new.root, proof)


def parse_add_checkpoint(request: bytes) -> tuple[int, list[bytes], Note]:
    """The old size, the consistency proof and the signed checkpoint in a request's body.

    Raises:
        BadNote: malformed.
    """
    head, _, note = request.partition(b"\n\n")
    try:
        first, *lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise BadNote("the request begins with ASCII lines") from None
    if not first.startswith("old ") or len(lines) > MAX_PROOF_HASHES:
        raise BadNote(f"a request begins with 'old <size>' and at most {MAX_PROOF_HASHES} hashes")
    return parse_decimal(first.removeprefix("old ")), [parse_hash(line) for line in lines], parse_note(note)


def format_add_checkpoint(old: int, proof: Sequence[bytes], note: Note) -> bytes:
    """The body of a request to a witness."""
    lines = "".join(f"{encode(hash_)}\n" for hash_ in proof)
    return f"old {old}\n{lines}\n{note}".encode()
