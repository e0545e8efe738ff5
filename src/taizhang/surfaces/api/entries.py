"""Entries of the ledger by their key: header and number for those who may see what the entry is about, and what it says."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from taizhang.basis.errors import BadInput, NotFound
from taizhang.basis.text import Text
from taizhang.frame import disclosure, proofs, reading, restricted
from taizhang.frame.actor import Actor
from taizhang.frame.catalogue import installed
from taizhang.frame.declare import Record
from taizhang.kernels.ledger import Entry, parse_text, store

from .answers import answer, sign_in_first
from .bodies import read_object
from .door import only_parameters
from .records import record_at
from .values import plain


def one(request: HttpRequest, key: str) -> HttpResponse:
    """GET /api/entries/{key}/: what was done, by whom (as a key), under which law, to what; and as much of what it says as is
    for this reader.
    """
    only_parameters(request, ())
    actor: Actor = request.actor  # type: ignore[attr-defined]
    entry = store.read(key)
    if entry is None or not _concerns(actor, entry):
        raise NotFound(
            Text("没有找到存证{k}，或者它不在您的工作范围内", "Entry {k} was not found, or is outside your scope").with_(k=key),
            code="not_found",
        )
    disclosure.looked_at_entry(actor, entry.subject, entry.action, "api")
    return answer(_header(entry) | _said(actor, entry))


def opened(request: HttpRequest, key: str) -> HttpResponse:
    """POST /api/entries/{key}/open/: the restricted part with its personal data, for a purpose; the reading is an entry.

    With `bundle` true the proof comes along, as an outsider can check it.
    """
    only_parameters(request, ())
    actor, body = _reader(request), _wanted(request, ("purpose", "bundle"))
    if body.get("bundle"):
        made, entry = proofs.opened_bundle(actor, key, body["purpose"])
        held = restricted.said(key) if made["restricted"] else {}
        return answer({"entry": entry, "said": held, "bundle": made})
    found = disclosure.open_entry(actor, key, body["purpose"])
    return answer({"entry": found.entry, "said": dict(found.values), "bundle": None})


def opened_row(request: HttpRequest, kind: str, key: int) -> HttpResponse:
    """POST /api/records/{kind}/{id}/open/: the personal columns of a row, for a purpose; the reading is an entry."""
    record = record_at(request, kind)
    only_parameters(request, ())
    actor, body = _reader(request), _wanted(request, ("purpose",))
    names = personal_columns(record)
    if not names:
        raise NotFound(Text("这类记录没有个人信息", "This kind of record has no personal data"), code="nothing_personal")
    reading.one(actor, record, key)
    if not (actor.machine or restricted.may_open(actor, f"{kind}:{key}")):
        raise disclosure.not_yours()
    found = disclosure.open_row(actor, record, key, body["purpose"])
    return answer({"entry": found.entry, "cells": {name: plain(found.values[name], "zh") for name in names}})


def personal_columns(record: Record) -> tuple[str, ...]:
    """Names of the columns of a record that are only opened."""
    return tuple(f.name for f in record.fields if f.visibility == "personal")


def _reader(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.is_public:
        raise sign_in_first()
    return actor


def _wanted(request: HttpRequest, known: tuple[str, ...]) -> dict[str, Any]:
    body = read_object(request)
    unknown = next((name for name in body if name not in known), None)
    if unknown is not None:
        raise BadInput(Text("没有“{n}”这一项", "There is no input “{n}”").with_(n=unknown), code="unknown_input", field=unknown)
    if not isinstance(body.get("purpose", ""), str) or "\x00" in body.get("purpose", ""):
        raise BadInput(Text("purpose 应为文字", "purpose is text"), code="bad_purpose", field="purpose")
    if not isinstance(body.get("bundle", False), bool):
        raise BadInput(Text("bundle 应为 true 或 false", "bundle is true or false"), code="bad_bundle", field="bundle")
    return {"purpose": "", **body}


def _said(actor: Actor, entry: Entry) -> dict[str, Any]:
    """What both parts say, as far as it is for this reader, and the names of what is held back."""
    if not restricted.visible(actor, entry.subject):
        return {"said": {"public": None, "restricted": None}, "withheld": []}
    shown = store.disclosure(entry.key, "p")
    pieces = restricted.Restricted(actor, entry).pieces(restricted.said(entry.key))
    return {
        "said": {
            "public": parse_text(shown.payload) if shown else None,
            "restricted": {p.name: p.value for p in pieces if p.shown} if reading.is_staff(actor) else None,
        },
        "withheld": [{"name": p.name, "kind": p.kind, "until": plain(p.until, "zh")} for p in pieces if not p.shown]
        if reading.is_staff(actor)
        else [],
    }


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
