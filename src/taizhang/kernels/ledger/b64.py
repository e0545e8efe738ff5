"""Base64 with exactly one spelling per value, as signatures and hashes need it."""

from __future__ import annotations

from binascii import Error, a2b_base64, b2a_base64


def encode(value: bytes) -> str:
    """Standard base64 with padding, without line breaks (RFC 4648 section 4)."""
    return b2a_base64(value, newline=False).decode()


def decode(text: str) -> bytes:
    """The bytes whose one spelling this is.

    Raises:
        ValueError: anything but what `encode` writes: other characters, missing padding, unused bits that are not zero.
    """
    try:
        value = a2b_base64(text.encode("ascii"))
    except (Error, UnicodeEncodeError):
        raise ValueError(f"not base64: {text[:80]!r}") from None
    if encode(value) != text:
        raise ValueError(f"not the one spelling of base64: {text[:80]!r}")
    return value
