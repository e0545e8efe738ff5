"""Whether a round of the beacon is genuine: the signature of drand's quicknet over the number of the round (BLS on BLS12-381, RFC 9380).

`py_ecc` (MIT, pure Python) is an optional extra and is looked for when a round is checked. A signature that cannot even be read is
not genuine, and never an error of the program: libraries of curves throw on points that were tampered with.
"""

from __future__ import annotations

from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text

from .randomness import Beacon

#: The key of drand's quicknet, a point of G2, as its operators publish it.
PUBLIC_KEY: Final = (
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451"
    "0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
)
_DOMAIN: Final = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
_G1_BYTES: Final = 48


def is_installed() -> bool:
    """Whether rounds can be checked here; looked for without loading it."""
    return find_spec("py_ecc") is not None


def needed() -> None:
    """Nothing, when rounds can be checked here: asked before anything is committed to a round that nobody here could check.

    Raises:
        BadInput: `py_ecc` is not installed (`needs_py_ecc`).
    """
    if not is_installed():
        raise _missing()


def verified(beacon: Beacon, signature: str) -> bool:
    """Whether the beacon's operators signed this round. Whatever goes wrong while looking means that they did not.

    Raises:
        BadInput: `py_ecc` is not installed (`needs_py_ecc`).
    """
    parts = _parts()
    try:
        return _holds(parts, beacon.round.to_bytes(8, "big"), bytes.fromhex(signature))
    except Exception:  # a library of curves throws what it likes, and all of it means the same
        return False


def _holds(parts: tuple[Any, ...], number: bytes, signature: bytes) -> bool:
    """e(signature, generator) = e(hash of the round, key), with the signature in the right group and not the point that signs everything."""
    curve, pairing, points, hashing, compressed = parts
    if len(signature) != _G1_BYTES:
        return False
    point = points.decompress_G1(compressed(int.from_bytes(signature, "big")))
    if curve.is_inf(point) or not curve.is_on_curve(point, curve.b) or not curve.is_inf(curve.multiply(point, curve.curve_order)):
        return False
    raw = bytes.fromhex(PUBLIC_KEY)
    key = points.decompress_G2((int.from_bytes(raw[:_G1_BYTES], "big"), int.from_bytes(raw[_G1_BYTES:], "big")))
    message = hashing.hash_to_G1(sha256(number).digest(), _DOMAIN, sha256)
    # One final exponentiation for both pairings: their quotient is one where they are equal.
    both = pairing.pairing(curve.G2, point, False) * pairing.pairing(key, curve.neg(message), False)
    return bool(pairing.final_exponentiate(both) == both.one())


def _parts() -> tuple[Any, ...]:
    try:
        return (
            import_module("py_ecc.optimized_bls12_381"),
            import_module("py_ecc.optimized_bls12_381.optimized_pairing"),
            import_module("py_ecc.bls.point_compression"),
            import_module("py_ecc.bls.hash_to_curve"),
            import_module("py_ecc.bls.typing").G1Compressed,
        )
    except ImportError:
        raise _missing() from None


def _missing() -> BadInput:
    return BadInput(
        Text("核对信标签名需另装 py_ecc", "Checking a beacon's signature needs py_ecc, which is not installed"),
        code="needs_py_ecc",
        remedy=Text("安装：pip install py_ecc；或用任一 drand 客户端核对", "pip install py_ecc, or check it with any drand client"),
    )
