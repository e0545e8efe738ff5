"""Entries of the ledger by their key: the header and the number, for those who may see what the entry is about."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from taizhang.basis.errors import NotFound
from taizhang.basis.text import Text
from taizhang.frame import reading
from taizhang.frame.actor import Actor
from taizhang.frame.catalogue import installed
from taizhang.kernels.ledger import Entry, store

from .answers import answer
from .door import only_parameters


def one(request: HttpRequest, key: str) -> HttpResponse:
    """GET /api/entries/{key}/: what was done, by whom (as a key), under which law, to what; never a payload."""
    only_parameters(request, ())
    entry = store.read(key)
    if entry is None or not _concerns(request.actor, entry):  # type: ignore[attr-defined]
        raise NotFound(
            Text("没有找到存证{k}，或者它不在您的工作范围内", "Entry {k} was not found, or is outside your scope").with_(k=key),
            code="not_found",
        )
    return answer(_header(entry))


def _concerns(actor: Actor, entry: Entry) -> bool:
    """Whether the actor may see the row the entry is about, or the matter it belongs to."""
    return any(_sees(actor, name) for name in (entry.subject, entry.matter) if name)


def _sees(actor: Actor, name: str) -> bool:
    kind, _, key = name.partition(":")
    record = installed().records.get(kind)
    return record is not None and key.isdigit() and reading.rows(actor, record).filter(id=int(key)).exists()


def _header(entry: Entry) -> dict[str, Any]:
    return {
        "key": entry.key,
        "seq": store.number_of(entry.key),
        "at": entry.at,
        "actor": entry.actor,
        "action": entry.action,
        "law": entry.law,
        "cause": entry.cause,
        "subject": entry.subject,
        "matter": entry.matter,
        "others": list(entry.others),
        "public": entry.public.hex() if entry.public is not None else None,
        "restricted": entry.restricted.hex() if entry.restricted is not None else None,
        "rows": {"count": entry.rows_count, "root": entry.rows_root.hex()},
    }
