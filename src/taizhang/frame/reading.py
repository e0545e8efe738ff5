"""How anything is read: rows from `rows`, cells from `cells`, so that a total never shows what a page would refuse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from taizhang.basis.errors import NotFound
from taizhang.basis.text import Text

from . import clock
from .actor import Actor
from .declare import Field, Record

#: The right to open personal data; to look is not enough: `disclosure` writes down who read them and what for.
PERSONAL = "personal.read"


def rows(actor: Actor, record: Record, *, at: date | None = None) -> QuerySet[Any]:
    """Rows of a record that the actor may see, as they are now or as they were known at the end of a day.

    The past is read from the history with the same column names; its `id` is the row's key. A row that is there now and
    outside the scope now has no past for this actor either: what was withdrawn from somebody cannot be read as of before.
    """
    scope = record.visible(actor)
    found: QuerySet[Any]
    if at is None or at >= clock.today():
        found = record.model._default_manager.filter(scope)
    else:
        end = clock.end_of(at)
        known = Q(recorded_from__lt=end) & (Q(recorded_to__isnull=True) | Q(recorded_to__gte=end))
        now_outside = record.model._default_manager.filter(~scope).values("id")
        found = record.history._default_manager.filter(known, scope, op="w", erased=False).exclude(id__in=now_outside)
    return found.select_related(*record.select_related) if record.select_related else found


def one(actor: Actor, record: Record, key: int, *, at: date | None = None) -> Any:
    """One row by its key.

    Raises:
        NotFound: it is not there, or not for this actor; the two cannot be told apart.
    """
    found = rows(actor, record, at=at).filter(id=key).first()
    if found is None:
        raise not_found(record, key)
    return found


def not_found(record: Record, key: object) -> NotFound:
    """The one sentence for what is absent and for what is out of scope."""
    return NotFound(
        Text("没有找到{l}（{k}），或者它不在您的工作范围内", "{l} ({k}) was not found, or is outside your scope").with_(
            l=record.label, k=str(key)
        ),
        code="not_found",
        remedy=Text(
            "从列表重新打开；确需办理的，请本单位管理员核对您的任职和区划",
            "Open it from a list; if it is yours to handle, ask your administrator to check your post and place",
        ),
    )


@dataclass(frozen=True, slots=True)
class Cell:
    """One value as this actor may see it. `shown` is False when it exists but is not for them."""

    field: Field
    value: Any
    shown: bool = True
    why: Text | None = None


_HIDDEN = {
    "internal": Text("仅内部可见", "Internal only"),
    "personal": Text("个人信息，已脱敏", "Personal data, masked"),
    "sealed": Text("到时方可公开", "Sealed until its time"),
}


#: Said instead of the name of what a row refers to and its reader may not see.
OUT_OF_SCOPE = Text("不在您的工作范围内", "Outside your scope")


def covered_columns(row: Any) -> frozenset[str]:
    """The references of a row that `covering.covered` found not to be for its reader."""
    found: frozenset[str] = getattr(row, "covered_columns", frozenset())
    return found


def is_staff(actor: Actor) -> bool:
    """Somebody with a post, or whom a consent lets look; an account whose posts have all ended reads as the public does."""
    return actor.machine or bool(actor.posts or actor.granted)


def may_see(actor: Actor, field: Field, row: Any = None) -> bool:
    """Whether a column is for this actor; a sealed one needs the row, whose time decides."""
    if field.visibility == "public":
        return True
    if field.visibility == "internal":
        return is_staff(actor)
    if field.visibility == "personal":
        return actor.machine
    until = getattr(row, field.sealed_until, None) if row is not None and field.sealed_until else None
    return until is not None and until <= clock.now()


def fields(actor: Actor, record: Record) -> tuple[Field, ...]:
    """Columns that lists, exports and totals may show to this actor; sealed ones only on single rows."""
    return tuple(f for f in record.fields if may_see(actor, f))


def cells(actor: Actor, record: Record, row: Any) -> Mapping[str, Cell]:
    """The declared columns of a row, each as this actor may see it."""
    found: dict[str, Cell] = {}
    for field in record.fields:
        if field.name in covered_columns(row):
            found[field.name] = Cell(field, None, False, OUT_OF_SCOPE)
        elif may_see(actor, field, row):
            found[field.name] = Cell(field, getattr(row, field.name))
        else:
            found[field.name] = Cell(field, None, False, _HIDDEN.get(field.visibility))
    return found
