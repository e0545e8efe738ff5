"""The payloads: each is the one its entry commits to, or was erased by an entry that says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from taizhang.basis.text import Text
from taizhang.kernels.ledger import commitment, parse_text

from ..erasure import VERB, payload_name
from .findings import Findings
from .snapshot import one, stream

_PARTS = (
    "SELECT e.key, e.public_commitment, e.restricted_commitment, p.part, p.salt, p.payload"
    " FROM ledger_entry e LEFT JOIN ledger_payload p ON p.entry = e.key ORDER BY e.key"
)


#: What erasing entries name, each with the time and key of the last entry that erased it.
Erased = Mapping[str, tuple[str, str]]


def erased_names() -> Erased:
    """Everything that erasing entries name: payloads, and rows whose past was emptied."""
    names: dict[str, tuple[str, str]] = {}
    for key, at, others in stream(
        "SELECT key, at, others FROM ledger_entry WHERE action LIKE %s ORDER BY key", [f"%.{VERB}%"]
    ):
        try:
            names.update(dict.fromkeys(parse_text(others), (at, key)))
        except (TypeError, ValueError):
            continue  # the log's own check names the entry
    return names


def check_payloads(found: Findings, erased: Erased, progress: Callable[[str, int], None]) -> None:
    """Every payload matches its commitment; an absent one was erased; none is without an entry."""
    held = 0
    for number, (key, rows) in enumerate(groupby(stream(_PARTS), key=itemgetter(0)), 1):
        parts: dict[Any, tuple[Any, Any]] = {}
        for _, public, restricted, part, salt, payload in rows:
            committed = {"p": public, "r": restricted}
            if part is not None:
                held += 1
                parts[part] = (salt, payload)
        for part, hash_ in committed.items():
            if part in parts:
                if not _matches(hash_, *parts.pop(part)):
                    found.add("payload", f"{key}/{part}", Text("内容与条目的承诺不符", "The payload is not the one the entry commits to"))
            elif hash_ is not None and payload_name(key, part) not in erased:
                text = Text("内容缺失，没有删除条目说明", "The payload is missing and no erasure entry explains it")
                found.add("payload_missing", f"{key}/{part}", text)
        for part in parts:
            found.add("payload", f"{key}/{part}", Text("不属于任何一部分的内容", "A payload of no part"))
        if number % 8192 == 0:
            progress("payloads", number)
    if one("SELECT count(*) FROM ledger_payload")[0] != held:
        orphans = "SELECT p.entry, p.part FROM ledger_payload p WHERE NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.key = p.entry)"
        for key, part in stream(orphans):
            found.add("payload", f"{key}/{part}", Text("没有条目的内容", "A payload without an entry"))


def _matches(committed: Any, salt: Any, payload: Any) -> bool:
    try:
        return committed is not None and commitment(bytes(salt), payload.encode()) == bytes(committed)
    except (TypeError, ValueError, AttributeError):
        return False
