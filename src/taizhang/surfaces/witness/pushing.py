"""The log's side: the newest checkpoint goes to the witnesses, and what they sign comes back."""

from __future__ import annotations

import http.client
from urllib.parse import quote, urlsplit

from taizhang.frame import signing
from taizhang.kernels.ledger import BadNote, Note, format_add_checkpoint, parse_checkpoint, parse_decimal, store

_MAX_ANSWER = 64 * 1024


class Unwitnessed(RuntimeError):
    """A witness that did not sign, and what it said."""


def push(url: str, seconds: float = 10) -> list[str]:
    """The newest checkpoint is cosigned by the witness at that address; gives the names that signed.

    Raises:
        Unwitnessed: it cannot be reached, it refuses, or what it signed does not count under the policy.
    """
    note = signing.newest_note()
    if note is None:
        raise Unwitnessed("there is no checkpoint yet")
    size = parse_checkpoint(note.text).size
    status, body = _ask(url, "POST", "/add-checkpoint", _request(0, size, note), seconds)
    if status == 409:
        # It says which size it saw last; from there the tree has to be shown to continue.
        old = _size(body)
        if old > size:
            raise Unwitnessed(f"{url} has seen {old} entries, this log has signed only {size}: entries are gone")
        status, body = _ask(url, "POST", "/add-checkpoint", _request(old, size, note), seconds)
    if status != 200:
        raise Unwitnessed(f"{url} answers {status}: {body.strip()[:200]}")
    try:
        return signing.accept_cosignatures(size, body)
    except BadNote as error:
        raise Unwitnessed(f"{url}: {error}") from None


def last_seen(url: str, origin: str, seconds: float = 10) -> str:
    """The checkpoint that the witness at that address saw last, with its signature: what `fsck --seen` compares with.

    Raises:
        Unwitnessed: it cannot be reached, or has seen nothing.
    """
    status, body = _ask(url, "GET", f"/checkpoint/{quote(origin, safe='')}", None, seconds)
    if status != 200:
        raise Unwitnessed(f"{url} answers {status}: {body.strip()[:200]}")
    return body


def _request(old: int, size: int, note: Note) -> bytes:
    proof = store.consistency_proof(old, size) if 0 < old < size else []
    return format_add_checkpoint(old, proof, note)


def _size(body: str) -> int:
    try:
        return parse_decimal(body.strip())
    except BadNote as error:
        raise Unwitnessed(f"the witness's last size cannot be read: {error}") from None


def _ask(url: str, method: str, path: str, body: bytes | None, seconds: float) -> tuple[int, str]:
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Unwitnessed(f"not the address of a witness: {url}")
    connection = kind(parts.hostname, parts.port, timeout=seconds)
    try:
        connection.request(method, parts.path.rstrip("/") + path, body)
        answer = connection.getresponse()
        return answer.status, answer.read(_MAX_ANSWER).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException) as error:
        raise Unwitnessed(f"{url} cannot be reached: {error}") from None
    finally:
        connection.close()
