"""Values that nobody may guess: keys, salts and codes that an action lays down in rows. From the operating system alone.

The example city makes its own of the day on which it is loaded, because two loads of one day have to be the same city. It is marked as
an example, and nothing else may do so.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import sha256
from itertools import count

_example: ContextVar[Iterator[bytes] | None] = ContextVar("taizhang_example_values", default=None)


def some_bytes(n: int) -> bytes:
    """So many bytes that nobody can guess."""
    made = _example.get()
    if made is None:
        return secrets.token_bytes(n)
    return b"".join(next(made) for _ in range(-(-n // 32)))[:n]


def some_letters(alphabet: str, n: int) -> str:
    """So many letters of an alphabet of at most 256, each as likely as the others."""
    whole = 256 - 256 % len(alphabet)
    found = ""
    while len(found) < n:
        found += "".join(alphabet[byte % len(alphabet)] for byte in some_bytes(n) if byte < whole)
    return found[:n]


@contextmanager
def of_example(name: str) -> Iterator[None]:
    """Inside the block every value follows from the name of the example and from how many came before it."""
    token = _example.set(sha256(f"taizhang example|{name}|{n}".encode()).digest() for n in count())
    try:
        yield
    finally:
        _example.reset(token)
