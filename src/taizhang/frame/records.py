"""Base of the tables whose rows are records, and the history table that goes with each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Self

from django.db import models

from .content import BOOKKEEPING


class Recorded(models.Model):
    """A row that only `perform` writes. `entry` is the entry that last wrote it, and so its version too."""

    id = models.BigAutoField(primary_key=True)
    entry = models.CharField(max_length=32, editable=False)

    class Meta:
        abstract = True

    #: The columns as they were read, and what they said.
    _read: tuple[Collection[str], Sequence[Any]] | None = None

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **more: Any) -> Self:
        """As Django's; the row remembers what was read."""
        row = super().from_db(db, field_names, values, **more)
        row._read = (field_names, tuple(values))
        return row

    def refresh_from_db(self, *arguments: Any, **named: Any) -> None:
        """As Django's; what was read first is no longer what the row is compared with."""
        super().refresh_from_db(*arguments, **named)
        self._read = None

    def changed_columns(self) -> frozenset[str] | None:
        """The columns that say something else than when the row was read; None where not all of it was read, or it is new."""
        if self._read is None or len(self._read[0]) < len(self._meta.concrete_fields):
            return None
        return frozenset(name for name, value in zip(*self._read, strict=True) if getattr(self, name) != value)


class Kept(models.Model):
    """One version of a row: what it said, which entry wrote it, and from when until when it was what we knew.

    `line` is its place among the rows of the entry; `digest` is over `salt` and the canonical content, and outlives the
    content where that is erased.
    """

    history_id = models.BigAutoField(primary_key=True)
    id = models.BigIntegerField()
    entry = models.CharField(max_length=32)
    line = models.IntegerField()
    op = models.CharField(max_length=1)
    salt = models.BinaryField(null=True)
    digest = models.BinaryField()
    erased = models.BooleanField(default=False)
    recorded_from = models.DateTimeField()
    recorded_to = models.DateTimeField(null=True)

    class Meta:
        abstract = True


def history_of(model: type[models.Model], *, index: tuple[tuple[str, ...], ...] = ()) -> Any:
    """The history model of a record: the same columns, all of them optional, with the times during which they held.

    Columns keep their names, so that one query function reads the present and the past. Foreign keys keep joining, but
    the database does not enforce them: the past may speak of what is gone. Called once, beside the model it belongs to.

    Raises:
        ValueError: a column has the name of one of the history's own, and one would silently take the other's place.
    """
    own = {field.attname for field in Kept._meta.fields} - set(BOOKKEEPING)
    if taken := sorted(field.name for field in model._meta.concrete_fields if {field.attname, field.name} & own):
        raise ValueError(f"{model.__name__}: the history table has columns of its own called {', '.join(taken)}; name these otherwise")
    name = f"{model.__name__}History"
    short = f"{model._meta.app_label}_{model.__name__}".lower()[:20]
    attributes: dict[str, Any] = {"__module__": model.__module__, "__doc__": f"History of {model.__name__}."}
    for field in model._meta.concrete_fields:
        if field.attname not in BOOKKEEPING:
            attributes[field.name] = _optional(field)
    indexes = [
        models.Index(fields=["id", "recorded_from"], name=f"{short}_h_id"),
        models.Index(fields=["entry", "line"], name=f"{short}_h_entry"),
        models.Index(fields=["recorded_to", "recorded_from"], name=f"{short}_h_at"),
    ]
    indexes += [models.Index(fields=list(names), name=f"{short}_h_{i}") for i, names in enumerate(index)]
    attributes["Meta"] = type("Meta", (), {"app_label": model._meta.app_label, "indexes": indexes})
    return type(name, (Kept,), attributes)


def _optional(field: models.Field[Any, Any]) -> models.Field[Any, Any]:
    if isinstance(field, models.ForeignKey):
        # Not `deconstruct`: it asks the registry of models, which is still being filled.
        return models.ForeignKey(
            field.remote_field.model,
            on_delete=models.DO_NOTHING,
            null=True,
            related_name="+",
            db_constraint=False,
            db_index=False,
        )
    _, _, args, options = field.deconstruct()
    options.pop("unique", None)
    options.pop("db_index", None)
    options["null"] = True
    return type(field)(*args, **options)
