"""Reading that is itself on record: personal data, and what somebody has consented to let be read."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from taizhang.basis.errors import BadInput, NotFound
from taizhang.basis.text import Text

from . import clock, reading
from .actor import Actor
from .catalogue import installed
from .declare import Record
from .models import Refusal
from .noting import note
from .writing import matter_of

#: How the action of a disclosure's entry ends: 'registers.person.opened'.
VERB = "opened"


def open_row(actor: Actor, record: Record, key: int, purpose: str) -> Any:
    """The row, and an entry that says who opened it and what for. The purpose is in the restricted part.

    Raises:
        BadInput: without a purpose.
        NotFound: not there, or not for this actor, as when a consent has ended; the attempt is journalled.
    """
    if not purpose.strip():
        raise BadInput(Text("请写明查阅用途", "Say what it is opened for"), code="missing", field="purpose")
    action, subject, now = f"{record.kind}.{VERB}", f"{record.kind}:{key}", clock.now()
    try:
        with transaction.atomic(durable=True):
            row = reading.one(actor, record, key)
            shown = [f.name for f in record.fields if reading.may_see(actor, f, row)]
            note(
                actor, action, subject=subject, matter=matter_of(installed(), row),
                restricted={"purpose": purpose.strip()[:400], "fields": shown},
            )  # fmt: skip
    except NotFound as refused:
        Refusal.objects.create(at=now, actor=actor.key, action=action, target=subject[:160], code=refused.code, status=refused.status)
        raise
    return row
