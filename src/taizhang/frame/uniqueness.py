"""What the database allows once, taken by somebody else: a refusal for a person, not a fault of the program.

Actions look before they write, and a transaction that lost to another one runs again; this is for what is left.
"""

from __future__ import annotations

import re

from django.db import IntegrityError

from taizhang.basis.errors import Conflict
from taizhang.basis.text import Text, joined

from .catalogue import Catalogue
from .declare import Record

_UNIQUE = "23505"
_SQLITE = re.compile(r"UNIQUE constraint failed: (.+)")
_DETAIL = re.compile(r"Key \((.+?)\)=")


def taken(error: BaseException, catalogue: Catalogue) -> Conflict | None:
    """The refusal of a row that may be there once and is there already; None for every other error."""
    if not isinstance(error, IntegrityError):
        return None
    found = _columns(error)
    if found is None:
        return None
    table, columns = found
    record = next((r for r in catalogue.records.values() if r.model._meta.db_table == table), None)
    labels = [text for name in columns if record is not None and (text := _label(record, name)) is not None]
    reason = (
        Text("已有{l}的{c}与此相同，没有记录任何内容", "There is a {l} with the same {c} already; nothing was recorded").with_(
            l=record.label, c=joined(labels, "、", ", ")
        )
        if record is not None and labels
        else Text("同样的内容刚刚由别人登记，没有记录任何内容", "Somebody has just recorded the same; nothing was recorded")
    )
    return Conflict(reason, code="taken", remedy=Text("请核对后再提交", "Look at what is there, then submit again"))


def _columns(error: IntegrityError) -> tuple[str, tuple[str, ...]] | None:
    """Table and columns of a rule of uniqueness that was broken."""
    cause = error.__cause__
    if getattr(cause, "sqlstate", None) == _UNIQUE:
        told = getattr(cause, "diag", None)
        named = _DETAIL.search(getattr(told, "message_detail", None) or "")
        return getattr(told, "table_name", None) or "", tuple(named[1].split(", ")) if named else ()
    said = _SQLITE.search(str(error))
    if said is None:
        return None
    places = [place.strip().partition(".") for place in said[1].split(",")]
    return places[0][0], tuple(column for _, _, column in places)


def _label(record: Record, column: str) -> Text | None:
    name = column.removesuffix("_id")
    return next((f.label for f in record.fields if f.name == name), None)
