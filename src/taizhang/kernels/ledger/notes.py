"""Signed notes, checkpoints, cosignatures and proofs as text, after C2SP signed-note, tlog-checkpoint, tlog-cosignature and
tlog-proof, so that other people's tools can check this ledger. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .b64 import decode, encode
from .keys import BadNote, Signer, VerifierKey, cosigned_message, is_key_name
from .tree import HASH_BYTES, MAX_SIZE

#: Twice what any ledger here needs; the format demands that 16 be accepted.
MAX_SIGNATURES = 100
MAX_NOTE_BYTES = 1_000_000
MAX_PROOF_HASHES = 63

_EM_DASH = "—"
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}").fullmatch
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]").search
_PROOF_HEADER = "c2sp.org/tlog-proof@v1"


class BadSignature(BadNote):
    """A note that must not be believed: no known key signed it, or a known key's signature is false."""


# -- notes -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who claims to have signed, with which key, and the bytes that key's kind defines."""

    name: str
    id: bytes
    value: bytes

    def __str__(self) -> str:
        """The line, without its line feed."""
        return f"{_EM_DASH} {self.name} {encode(self.id + self.value)}"

    @property
    def time(self) -> int:
        """POSIX seconds of a cosignature; says nothing about a line of another kind."""
        return int.from_bytes(self.value[:8], "big")


@dataclass(frozen=True, slots=True)
class Note:
    """A text ending in LF, and the signature lines under it. Nothing is said about whether they are true."""

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        """The note as it is stored and sent."""
        return self.text + "\n" + "".join(f"{s}\n" for s in self.signatures)

    def with_(self, signatures: Iterable[Signature]) -> Note:
        """The same text with further signature lines, each line once."""
        return Note(self.text, tuple(dict.fromkeys([*self.signatures, *signatures])))


def parse_note(raw: bytes | str) -> Note:
    """The text and the lines of a signed note; writing it again gives the same bytes.

    Raises:
        BadNote: not UTF-8, a control character other than LF, no signature line, a malformed one, or above the limits.
    """
    if isinstance(raw, bytes):
        try:
            raw = raw.decode()
        except UnicodeDecodeError:
            raise BadNote("a note is UTF-8") from None
    elif any("\ud800" <= c <= "\udfff" for c in raw):
        raise BadNote("a note is Unicode; this one holds half a character")
    if len(raw) > MAX_NOTE_BYTES or _CONTROL(raw):
        raise BadNote(f"a note has no control characters but LF and at most {MAX_NOTE_BYTES} characters")
    text, gap, lines = raw.rpartition("\n\n")
    if not gap or not lines.endswith("\n"):
        raise BadNote("a note is a text, an empty line and signature lines, each ending in LF")
    signatures = tuple(map(_parse_signature, lines[:-1].split("\n")))
    if len(signatures) > MAX_SIGNATURES:
        raise BadNote(f"more than {MAX_SIGNATURES} signatures")
    return Note(text + "\n", signatures)


def parse_signatures(lines: str) -> tuple[Signature, ...]:
    """Signature lines alone, each ending in LF, as a witness answers them.

    Raises:
        BadNote: anything else.
    """
    if not lines.endswith("\n"):
        raise BadNote("signature lines end in LF")
    return tuple(map(_parse_signature, lines[:-1].split("\n")))


def _parse_signature(line: str) -> Signature:
    dash, _, rest = line.partition(" ")
    name, _, body = rest.partition(" ")
    try:
        value = decode(body)
    except ValueError:
        value = b""
    if dash != _EM_DASH or not is_key_name(name) or len(value) < 5:
        raise BadNote(f"not a signature line: {line[:200]!r}")
    return Signature(name, value[:4], value[4:])


def sign_note(text: str, signer: Signer) -> Signature:
    """The signer's line under a text (which ends in LF)."""
    key = signer.key
    return Signature(key.name, key.id, signer.sign(text.encode()))


def cosign(text: str, signer: Signer, time: int) -> Signature:
    """A witness's timestamped line under a checkpoint's text: at `time` (POSIX seconds) this was the largest tree it knew.

    Raises:
        BadNote: the signer's key is of another kind.
    """
    key = signer.key
    if key.role != "witness":
        raise BadNote(f"{key.name}: a cosignature needs a key of kind 0x04, or of another kind for witnesses")
    return Signature(key.name, key.id, time.to_bytes(8, "big") + signer.sign(cosigned_message(text, time)))


def signature_holds(key: VerifierKey, text: str, signature: Signature) -> bool:
    """True when the line is this key's and its signature over the text is true."""
    return signature.name == key.name and signature.id == key.id and key.holds(text, signature.value)


def open_note(note: Note, known: Iterable[VerifierKey]) -> dict[VerifierKey, Signature]:
    """The known keys that signed the note, each with its first line; lines of unknown keys are passed over.

    Raises:
        BadSignature: a line of a known key is false, or no known key signed.
    """
    by_name = {(key.name, key.id): key for key in known}
    signed: dict[VerifierKey, Signature] = {}
    for line in note.signatures:
        key = by_name.get((line.name, line.id))
        if key is None:
            continue
        if not signature_holds(key, note.text, line):
            raise BadSignature(f"the signature of {key.name} is false")
        signed.setdefault(key, line)
    if not signed:
        raise BadSignature("no known key signed this note")
    return signed


# -- checkpoints and proofs ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A tree head: whose log, how many entries, which root (32 bytes). Extension lines are kept, never written here."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What is signed."""
        return "".join(f"{line}\n" for line in (self.origin, str(self.size), encode(self.root), *self.extensions))


def parse_checkpoint(text: str) -> Checkpoint:
    """The tree head in a note's text; its `text` is the same again.

    Raises:
        BadNote: fewer than three lines, an empty line, a size with a leading zero, a root that is not 32 bytes.
    """
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop() or not all(lines):
        raise BadNote("a checkpoint is three lines or more, none of them empty, each ending in LF")
    origin, size, root, *extensions = lines
    return Checkpoint(origin, parse_decimal(size), parse_hash(root), tuple(extensions))


def parse_decimal(text: str) -> int:
    """A size or index: ASCII digits without leading zero, below 2**63.

    Raises:
        BadNote: anything else.
    """
    if not _DECIMAL(text) or int(text) >= MAX_SIZE:
        raise BadNote(f"not a size: {text[:40]!r}")
    return int(text)


def parse_hash(text: str) -> bytes:
    """A hash of 32 bytes in base64.

    Raises:
        BadNote: anything else.
    """
    try:
        value = decode(text)
    except ValueError as error:
        raise BadNote(str(error)) from None
    if len(value) != HASH_BYTES:
        raise BadNote(f"a hash has {HASH_BYTES} bytes, not {len(value)}")
    return value


@dataclass(frozen=True, slots=True)
class TlogProof:
    """The content of a .tlog-proof file: where the entry is, the path from its leaf, the signed checkpoint.

    `extra` is not covered by any signature: show it, never rely on it.
    """

    index: int
    hashes: tuple[bytes, ...]
    note: Note
    extra: bytes | None = None

    def __str__(self) -> str:
        """The file's text."""
        extra = "" if self.extra is None else f"extra {encode(self.extra)}\n"
        path = "".join(f"{encode(h)}\n" for h in self.hashes)
        return f"{_PROOF_HEADER}\n{extra}index {self.index}\n{path}\n{self.note}"


def format_proof(index: int, hashes: Sequence[bytes], note: Note, extra: bytes | None = None) -> str:
    """The text of a .tlog-proof file."""
    return str(TlogProof(index, tuple(hashes), note, extra))


def parse_proof(text: str) -> TlogProof:
    """What a .tlog-proof file says; whether it is true is for `verify_inclusion` and `open_note`.

    Raises:
        BadNote: malformed.
    """
    head, _, note = text.partition("\n\n")
    lines = head.split("\n")
    if lines.pop(0) != _PROOF_HEADER:
        raise BadNote(f"a proof begins with {_PROOF_HEADER}")
    extra = None
    if lines and lines[0].startswith("extra "):
        try:
            extra = decode(lines.pop(0).removeprefix("extra "))
        except ValueError as error:
            raise BadNote(f"extra: {error}") from None
    if not lines or not lines[0].startswith("index ") or len(lines) - 1 > MAX_PROOF_HASHES:
        raise BadNote(f"a proof has an index line and at most {MAX_PROOF_HASHES} hashes")
    index = parse_decimal(lines.pop(0).removeprefix("index "))
    return TlogProof(index, tuple(map(parse_hash, lines)), parse_note(note), extra)
