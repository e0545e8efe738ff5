"""Values that nobody may guess: keys, salts and codes that an action lays down in rows. From the operating system alone.

Of a code that belongs to somebody outside a row keeps what `sealed` makes of it; the code itself is given once (`Hand.give`).

The example city makes its own of the day on which it is loaded, because two loads of one day have to be the same city. It is marked as
an example, and nothing else may do so.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import sha256
from itertools import count

#: Characters of what is kept of a code: a salt of 16 bytes and a SHA-256, both in hexadecimal.
SEAL_LENGTH = 96
_SALT_LENGTH = 32
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


def sealed(code: str) -> str:
    """What may be kept of a code of at least 64 bits: whether somebody has it can be told from this, and the code cannot be found from it."""
    return _seal(some_bytes(_SALT_LENGTH // 2).hex(), code)


def opens(code: str, seal: str) -> bool:
    """Whether this is the code of which the seal was made.

    >>> seal = sealed("ABCD-EFGH-JKLM")
    >>> opens("ABCD-EFGH-JKLM", seal), opens("ABCD-EFGH-JKLN", seal), len(seal) == SEAL_LENGTH
    (True, False, True)
    """
    return hmac.compare_digest(_seal(seal[:_SALT_LENGTH], code).encode(), seal.encode())


def _seal(salt: str, code: str) -> str:
    return salt + sha256(f"{salt}|{code}".encode()).hexdigest()


@contextmanager
def of_example(name: str) -> Iterator[None]:
    """Inside the block every value follows from the name of the example and from how many came before it."""
    token = _example.set(sha256(f"taizhang example|{name}|{n}".encode()).digest() for n in count())
    try:
        yield
    finally:
        _example.reset(token)
