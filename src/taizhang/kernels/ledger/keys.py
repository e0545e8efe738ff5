"""Keys that sign notes: their names, ids and one-line text (C2SP signed-note), and who holds the private half. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from .b64 import decode, encode

#: First byte of a key: which kind of signature it is for.
ED25519 = 0x01
COSIGNATURE = 0x04
#: An algorithm without a byte of its own: the public part begins with its name and a line feed.
NAMED = 0xFF


class BadNote(ValueError):
    """Text that is not a signed note, checkpoint, key or proof of the form it should have."""


#: What a key is for: signing a log's checkpoints, or cosigning them with a time. One key pair never does both.
Role = Literal["log", "witness"]


@dataclass(frozen=True, slots=True)
class Algorithm:
    """One way of signing: what its keys are for, whether bytes are such a key, whether a signature over a text is true.

    `holds(public, text, signature)` of a witness's algorithm takes the time from the first eight bytes of the signature, and
    looks at what `cosigned_message` gives for it.
    """

    role: Role
    is_key: Callable[[bytes], bool]
    holds: Callable[[bytes, str, bytes], bool]


def key_id(name: str, kind: int, public: bytes) -> bytes:
    """The four bytes that point from a signature to its key; they identify, they do not protect."""
    return sha256(f"{name}\n".encode() + bytes([kind]) + public).digest()[:4]


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A name and a public key for one kind of signature.

    Raises:
        BadNote: on construction, for a name that a signature line cannot carry, an unknown kind, or a key of small order,
            under which anybody can sign.
    """

    name: str
    kind: int
    public: bytes

    def __post_init__(self) -> None:
        if not is_key_name(self.name):
            raise BadNote(f"a key name is not empty and has neither spaces nor '+': {self.name!r}")
        found, raw = self._algorithm()
        if found is None:
            raise BadNote(f"{self.name}: keys of kind 0x{self.kind:02x} are not known here")
        if not found.is_key(raw):
            raise BadNote(f"{self.name}: not a key of its kind that only its holder can sign with")

    def _algorithm(self) -> tuple[Algorithm | None, bytes]:
        """How this key signs, and its public part without the algorithm's name."""
        if self.kind != NAMED:
            return ALGORITHMS.get(self.kind), self.public
        named, gap, raw = self.public.partition(b"\n")
        return ALGORITHMS.get(named) if gap else None, raw

    @property
    def role(self) -> Role:
        """Whether the key signs a log's checkpoints, or cosigns them as a witness."""
        found, _ = self._algorithm()
        assert found is not None  # looked at when the key was made
        return found.role

    def holds(self, text: str, signature: bytes) -> bool:
        """Whether this is the key's signature over a note's text."""
        found, raw = self._algorithm()
        return found is not None and found.holds(raw, text, signature)

    @property
    def id(self) -> bytes:
        """The key id, four bytes."""
        return key_id(self.name, self.kind, self.public)

    def __str__(self) -> str:
        """The key as one line of text (vkey), as it is given to those who verify."""
        return f"{self.name}+{self.id.hex()}+{encode(bytes([self.kind]) + self.public)}"


def parse_vkey(text: str) -> VerifierKey:
    """The key in a vkey line.

    Raises:
        BadNote: malformed, or the id does not belong to this name and key (a typing error, or a key that was exchanged).
    """
    try:
        name, id_hex, body = text.split("+", 2)
        raw = decode(body)
        key = VerifierKey(name, raw[0], raw[1:])
    except (ValueError, IndexError) as error:
        raise BadNote(f"not a vkey: {error}") from None
    if key.id.hex() != id_hex:
        raise BadNote(f"{name}: the key id {id_hex!r} does not belong to this key")
    return key


class Signer(Protocol):
    """Whatever holds a private key: a file here, a certified device elsewhere."""

    @property
    def key(self) -> VerifierKey:
        """The public half, with the name and the kind of the signatures made."""
        ...

    def sign(self, message: bytes) -> bytes:
        """The signature over the message as it stands, in the encoding of the key's kind."""
        ...


class Ed25519Signer:
    """A signer from 32 bytes of private key. One key pair serves one kind: a log's key never cosigns."""

    def __init__(self, name: str, private: bytes, kind: int = ED25519) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(private)
        self.key = VerifierKey(name, kind, self._private.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        return self._private.sign(message)


def is_key_name(name: str) -> bool:
    """True for a name that a signature line can carry: not empty, no spaces, no plus, real Unicode."""
    return bool(name) and not any(c.isspace() or c < " " or c == "+" or "\ud800" <= c <= "\udfff" for c in name)


# y-coordinates of the points of order 1, 2, 4 and 8, and the two of them that can also be written as y + p.
_SMALL_ORDER = frozenset(
    bytes.fromhex(y)
    for y in (
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    )
)


def _has_small_order(point: bytes) -> bool:
    return point[:31] + bytes([point[31] & 0x7F]) in _SMALL_ORDER


def _ed25519_holds(public: bytes, message: bytes, signature: bytes) -> bool:
    if len(signature) != 64 or _has_small_order(signature[:32]):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _note_holds(public: bytes, text: str, signature: bytes) -> bool:
    return _ed25519_holds(public, text.encode(), signature)


def _cosignature_holds(public: bytes, text: str, signature: bytes) -> bool:
    time = int.from_bytes(signature[:8], "big")
    return time < 2**63 and _ed25519_holds(public, cosigned_message(text, time), signature[8:])


def cosigned_message(text: str, time: int) -> bytes:
    """What a witness signs: the time and the whole text of the note."""
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def _is_ed25519(public: bytes) -> bool:
    return len(public) == 32 and not _has_small_order(public)


#: By kind, or by name for kind 0xff. Another algorithm is one more line here and a signer that makes its signatures.
ALGORITHMS: dict[int | bytes, Algorithm] = {
    ED25519: Algorithm("log", _is_ed25519, _note_holds),
    COSIGNATURE: Algorithm("witness", _is_ed25519, _cosignature_holds),
}
