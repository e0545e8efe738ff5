"""A second way of signing, for tests alone: ECDSA on P-256 with SHA-256, as another body's device might do it.

It is here to show that nothing but `ALGORITHMS` and the signer knows how signatures are made.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from taizhang.kernels.ledger.keys import ALGORITHMS, NAMED, Algorithm, Role, VerifierKey, cosigned_message

NAMES: dict[Role, bytes] = {"log": b"tests.example/ecdsa-p256", "witness": b"tests.example/ecdsa-p256-cosignature"}


class P256Signer:
    """A signer with a fresh key of its own."""

    def __init__(self, name: str, role: Role = "log") -> None:
        self._private = ec.generate_private_key(ec.SECP256R1())
        public = self._private.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint)
        self.key = VerifierKey(name, NAMED, NAMES[role] + b"\n" + public)

    def sign(self, message: bytes) -> bytes:
        """The signature in DER: its length varies, and no two are the same."""
        return self._private.sign(message, ec.ECDSA(hashes.SHA256()))


def _key(public: bytes) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)


def _is_key(public: bytes) -> bool:
    try:
        _key(public)
    except ValueError:
        return False
    return True


def _holds(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        _key(public).verify(signature, message, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True


@contextmanager
def known() -> Iterator[None]:
    """Inside, keys of this kind can be read and their signatures checked."""
    ALGORITHMS[NAMES["log"]] = Algorithm("log", _is_key, lambda public, text, value: _holds(public, text.encode(), value))
    ALGORITHMS[NAMES["witness"]] = Algorithm(
        "witness",
        _is_key,
        lambda public, text, value: _holds(public, cosigned_message(text, int.from_bytes(value[:8], "big")), value[8:]),
    )
    try:
        yield
    finally:
        for name in NAMES.values():
            ALGORITHMS.pop(name, None)


_held: list[P256Signer] = []


def device() -> P256Signer:
    """What TAIZHANG_SIGNER names in these tests: the one signer of this process."""
    if not _held:
        _held.append(P256Signer("city.example/p256"))
    return _held[0]
