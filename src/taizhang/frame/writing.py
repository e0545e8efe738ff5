"""What is written beside the rows themselves: their history, the entry of the ledger, the journal of refusals."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from taizhang.basis.errors import Refused
from taizhang.basis.uuid7 import uuid7
from taizhang.kernels.ledger import (
    Entry,
    RowLine,
    canonical_json,
    check_entry,
    commitment,
    moment,
    parse_text,
    row_digest,
    row_line,
    rows_root,
    store,
)

from . import clock
from .actor import Actor
from .catalogue import BoundAction, Catalogue, installed
from .content import content
from .hand import Hand
from .keeping import keep, version
from .models import Refusal


def history_lines(catalogue: Catalogue, hand: Hand) -> list[RowLine]:
    """History rows of everything the hand touched; gives the lines of the entry, in order."""
    lines: list[RowLine] = []
    kept: dict[str, list[tuple[Any, ...]]] = {}
    ended: dict[type[Any], list[int]] = {}
    for (model, key), written in hand.written.items():
        record = catalogue.record_of(model)
        salt = secrets.token_bytes(16)
        said = content(written.row) if written.op == "w" else b""
        digest = row_digest(salt, record.kind, str(key), written.op, said)
        line = version(written.row, hand.entry, key, len(lines), written.op, salt, digest, hand.now)
        kept.setdefault(record.kind, []).append(line)
        if not written.fresh:
            ended.setdefault(record.history, []).append(key)
        lines.append(RowLine(record.kind, str(key), written.op, digest))
    for history, keys in ended.items():
        for start in range(0, len(keys), 500):
            _end(history, keys[start : start + 500], hand.now)
    for kind, versions in kept.items():
        record = catalogue.record(kind)
        keep(record.model, record.history, versions)
    return lines


def _end(history: type[Any], keys: list[int], now: datetime) -> None:
    # By hand: the same statement through the ORM takes five times as long to put together, once for every action.
    places = ",".join(["%s"] * len(keys))
    sql = f'UPDATE "{history._meta.db_table}" SET recorded_to = %s WHERE id IN ({places}) AND recorded_to IS NULL'  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [connection.ops.adapt_datetimefield_value(now), *keys])


def matter_of(catalogue: Catalogue, row: Any) -> str | None:
    """The topmost record that a row belongs to, as 'kind:key'."""
    if row is None:
        return None
    record = catalogue.record_of(type(row))
    while record.parent is not None:
        field = record.model._meta.get_field(record.parent)
        above = catalogue.record_of(field.related_model)
        key = getattr(row, field.attname)
        if key is None:
            break
        if above.parent is None:
            return f"{above.kind}:{key}"
        row, record = getattr(row, record.parent), above
    return f"{record.kind}:{row.pk}"


def canonical_inputs(values: Mapping[str, Any]) -> bytes:
    """Inputs as canonical bytes: what an idempotency key is compared by, and what the entry records."""
    return canonical_json({k: list(v) if isinstance(v, tuple) else v for k, v in values.items() if v not in (None, (), "")})


def payloads(bound: BoundAction, hand: Hand, inputs: bytes) -> tuple[bytes, bytes]:
    public: dict[str, Any] = {}
    restricted: dict[str, Any] = {}
    for name, value in parse_text(inputs.decode()).items():
        item = bound.inputs.get(name)
        part = public if item is not None and item.ask.visibility == "public" else restricted
        part[name] = value
    return canonical_json(public | hand.public), canonical_json(restricted | hand.restricted)


def write_entry(
    hand: Hand,
    *,
    action: str,
    law: str,
    subject: str | None,
    matter: str | None,
    lines: list[RowLine],
    public: bytes,
    restricted: bytes,
    cause: str | None,
) -> None:
    """The entry is in the ledger, with a salted commitment for each part that says something."""
    parts: list[tuple[bytes | None, store.Disclosure | None]] = []
    for payload in (public, restricted):
        if payload == b"{}":
            parts.append((None, None))
            continue
        salt = secrets.token_bytes(32)
        parts.append((commitment(salt, payload), store.Disclosure(salt, payload.decode())))
    entry = Entry(
        key=hand.entry,
        at=moment(hand.now),
        actor=hand.actor.key,
        action=action,
        law=law[:300],
        cause=cause,
        subject=subject,
        matter=matter,
        others=tuple(hand.others),
        public=parts[0][0],
        restricted=parts[1][0],
        rows_count=len(lines),
        rows_root=rows_root([row_line(line) for line in lines]),
    )
    check_entry(entry)
    store.insert(entry, parts[0][1], parts[1][1])


def journal(bound: BoundAction, target: int | None, actor: Actor, refused: Refused) -> None:
    """The refusal is on record: in the journal, or in the ledger where the action asks for that.

    For an entrance that turns somebody away before it comes to `perform`, which journals by itself.
    """
    now = clock.now()
    subject = f"{bound.action.on.kind}:{target}" if bound.action.on and target is not None else None
    with transaction.atomic():
        if bound.action.refusals == "entry":
            hand = Hand(actor, uuid7(now), now, installed())
            law = refused.law.cite("zh") if refused.law else ""
            said = canonical_json({"refused": refused.code, "status": refused.status, "reason": refused.reason.zh})
            write_entry(
                hand,
                action=f"{bound.key}.refused",
                law=law,
                subject=subject,
                matter=subject,
                lines=[],
                public=b"{}",
                restricted=said,
                cause=None,
            )
        else:
            _journal(now, actor, bound.key, subject or "", refused)
    refused.journalled = True


#: What a refused page has in the place of an action; its address stands where an action has its target.
PAGE = "page"


def journal_page(actor: Actor, path: str, refused: Refused) -> None:
    """The refusal of a page, or of an address of the API that is no action, is in the journal; never what was typed."""
    # PostgreSQL keeps no U+0000, and an address may hold anything.
    _journal(clock.now(), actor, PAGE, "".join(c for c in path if c.isprintable()), refused)
    refused.journalled = True


def _journal(now: datetime, actor: Actor, action: str, target: str, refused: Refused) -> None:
    Refusal.objects.create(
        at=now,
        actor=actor.key,
        action=action,
        target=target[:160],
        code=refused.code[:60],
        status=refused.status,
        law=refused.law.cite("zh")[:300] if refused.law else "",
    )
