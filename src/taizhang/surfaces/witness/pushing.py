"""The log's side: the newest checkpoint goes to the witnesses, what they sign comes back, and what they saw is compared."""

from __future__ import annotations

import http.client
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, urlsplit

from taizhang.basis.text import Text
from taizhang.frame import signing
from taizhang.kernels.ledger import (
    BadNote,
    Note,
    format_add_checkpoint,
    open_note,
    parse_checkpoint,
    parse_decimal,
    parse_note,
    store,
)

_MAX_ANSWER = 64 * 1024
_log = logging.getLogger(__name__)


class Unwitnessed(RuntimeError):
    """A witness that did not sign, and what it said."""


#: How a witness stands to this log: it has seen nothing; what we signed last; less; more than we signed, but not more than
#: we hold; more entries than we hold; a tree that is not ours.
State = Literal["new", "level", "behind", "unsigned", "gone", "split"]

WORDS: dict[State, Text] = {
    "new": Text("见证方还没有见过本日志", "The witness has seen nothing of this log yet"),
    "level": Text("一致：见证方所见就是最后签发的检查点", "Level: the witness saw the checkpoint that was signed last"),
    "behind": Text("见证方落后 {n} 条，下一次送签即可补上", "The witness is {n} entries behind; the next push catches up"),
    "unsigned": Text(
        "本日志丢了最后签发的检查点，条目还在：重新签发并送签即可",
        "This log lost the checkpoint it signed last; the entries are there: sign anew and push",
    ),
    "gone": Text(
        "见证方见过 {s} 条，本日志只有 {t} 条：条目丢失。停止写入，找回丢失的条目",
        "The witness saw {s} entries, this log holds {t}: entries are gone. Stop writing and find them again",
    ),
    "split": Text(
        "见证方所见的 {s} 条不是本日志的前 {s} 条：历史被改写，或有两份日志用同一密钥。停止写入，保全证据",
        "The {s} entries that the witness saw are not the first {s} of this log: history was rewritten, or two logs use one key. "
        "Stop writing and secure the evidence",
    ),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What a witness saw last, against what this log holds now."""

    state: State
    seen: int
    signed: int
    held: int
    note: str = ""

    @property
    def sound(self) -> bool:
        """Nothing is lost and nothing contradicts."""
        return self.state not in ("gone", "split")

    @property
    def text(self) -> Text:
        """What it means, and what to do."""
        return WORDS[self.state].with_(n=self.signed - self.seen, s=self.seen, t=self.held)


def push(url: str, seconds: float = 10) -> list[str]:
    """The newest checkpoint is cosigned by the witness at that address; gives the names that signed.

    A witness that is behind by however much is shown one proof. A checkpoint that was lost here is signed anew.

    Raises:
        Unwitnessed: it cannot be reached, it refuses, or what it signed does not count under the policy.
    """
    note = signing.newest_note()
    if note is None:
        raise Unwitnessed("there is no checkpoint yet")
    status, body = _offer(url, 0, note, seconds)
    if status == 409:
        # It says which size it saw last; from there the tree has to be shown to continue.
        old = _size(body)
        if old > _size_of(note):
            note = _signed_again(url, old)
        status, body = _offer(url, old, note, seconds)
    if status == 422:
        raise Unwitnessed(f"{url} refuses: {standing(url, seconds).text.en}")
    if status != 200:
        raise Unwitnessed(f"{url} answers {status}: {body.strip()[:200]}")
    try:
        return signing.accept_cosignatures(_size_of(note), body)
    except BadNote as error:
        raise Unwitnessed(f"{url}: {error}") from None


def _signed_again(url: str, seen: int) -> Note:
    """The head, if the log still holds what the witness saw: then only the checkpoint was lost."""
    held = store.size()
    signing.checkpoint()
    note = signing.newest_note()
    if note is None or _size_of(note) < seen:
        raise Unwitnessed(f"{url}: {Standing('gone', seen, _size_of(note) if note else 0, held).text.en}")
    return note


def push_all(urls: Sequence[str]) -> int:
    """The newest checkpoint went to every witness; gives how many did not sign, each with a line in the log."""
    failed = 0
    for url in urls:
        try:
            push(url)
        except (Unwitnessed, signing.Rewritten) as error:
            _log.error("witness: %s", error)
            failed += 1
    return failed


def standing(url: str, seconds: float = 10) -> Standing:
    """How the witness at that address stands to this log: nothing is changed on either side.

    Raises:
        Unwitnessed: it cannot be reached, or what it gives is not signed by this log's key.
    """
    key = signing.signer().key
    newest, held = store.latest_checkpoint(), store.size()
    signed = newest[0] if newest else 0
    try:
        raw = last_seen(url, key.name, seconds)
    except NothingSeen:
        return Standing("new", 0, signed, held)
    try:
        note = parse_note(raw)
        head = parse_checkpoint(note.text)
        if key not in open_note(note, (key,)):
            raise BadNote("this log's key has not signed it")
    except BadNote as error:
        raise Unwitnessed(f"{url}: {error}") from None
    return Standing(_state(head.size, head.root, signed, held), head.size, signed, held, raw)


def _state(seen: int, root: bytes, signed: int, held: int) -> State:
    if seen > held:
        return "gone"
    if store.root_at(seen) != root:
        return "split"
    return "unsigned" if seen > signed else "level" if seen == signed else "behind"


class NothingSeen(Unwitnessed):
    """The witness has not seen that log."""


def last_seen(url: str, origin: str, seconds: float = 10) -> str:
    """The checkpoint that the witness at that address saw last, with its signature: what `fsck --seen` compares with.

    Raises:
        NothingSeen: nothing of that log. Unwitnessed: it cannot be reached, or does not know.
    """
    status, body = _ask(url, "GET", f"/checkpoint/{quote(origin, safe='')}", None, seconds)
    if status == 404:
        raise NothingSeen(f"{url} answers {status}: {body.strip()[:200]}")
    if status != 200:
        raise Unwitnessed(f"{url} answers {status}: {body.strip()[:200]}")
    return body


def _offer(url: str, old: int, note: Note, seconds: float) -> tuple[int, str]:
    size = _size_of(note)
    proof = store.consistency_proof(old, size) if 0 < old < size else []
    return _ask(url, "POST", "/add-checkpoint", format_add_checkpoint(old, proof, note), seconds)


def _size_of(note: Note) -> int:
    return parse_checkpoint(note.text).size


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
