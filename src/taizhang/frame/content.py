"""The canonical after-image of a row: what a digest is taken of, the same on every database."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any
from uuid import UUID

from django.db import models
from django.db.backends.utils import format_number

from taizhang.kernels.ledger import canonical_json

#: Columns that say how a row is kept and found, not what it says.
BOOKKEEPING = frozenset({"id", "entry", "sought"})


_COLUMNS: dict[type[Any], tuple[str, ...]] = {}


def columns(model: type[Any]) -> tuple[str, ...]:
    """Attribute names of a record's columns, in the order of the model, without its bookkeeping."""
    found = _COLUMNS.get(model)
    if found is None:
        found = tuple(f.attname for f in model._meta.concrete_fields if f.attname not in BOOKKEEPING)
        _COLUMNS[model] = found
    return found


def plain(value: Any) -> Any:
    """A column's value as canonical JSON takes it; times in UTC with microseconds."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        # 1.50 and 1.5 are one value in the database, so they are one in the digest.
        text = format(value.normalize(), "f")
        return "0" if text == "-0" else text
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).hex()
    raise TypeError(f"a column holds {type(value).__name__}, which has no canonical form")


def content_of(model: type[Any], values: Sequence[Any]) -> bytes:
    """Canonical bytes of a row's values, given in the order of `columns`.

    A column that the model names in `LATER` is left out while it holds what its migration gave to the rows that were there
    before, or nothing as in an old version of the row: such a row has the digest that it was given then.
    """
    later: Mapping[str, Any] = getattr(model, "LATER", {})
    pairs = zip(columns(model), values, strict=True)
    return canonical_json({n: plain(v) for n, v in pairs if n not in later or (v is not None and v != later[n])})


def content(row: models.Model) -> bytes:
    """Canonical bytes of a row as it would be read back from the database."""
    model = type(row)
    names = columns(model)
    return content_of(model, [_stored(model, name, getattr(row, name)) for name in names])


@lru_cache(maxsize=4096)
def _normaliser(model: type[models.Model], attname: str) -> Callable[[Any], Any] | None:
    field = next(f for f in model._meta.concrete_fields if f.attname == attname)
    if isinstance(field, models.DecimalField):
        return partial(_rounded, field)
    if isinstance(field, (models.DateField, models.UUIDField, models.IntegerField, models.BooleanField)):
        return field.to_python
    return None


def _rounded(field: models.DecimalField[Any, Any], value: Any) -> Decimal:
    """A decimal with the places its column has: the database drops the others."""
    exact: Decimal = field.to_python(value)
    return Decimal(format_number(exact, field.max_digits, field.decimal_places) or "0")


def _stored(model: type[models.Model], attname: str, value: Any) -> Any:
    """A value that was assigned as text ('2026-01-01') as the database will give it back."""
    if value is None:
        return None
    normalise = _normaliser(model, attname)
    return normalise(value) if normalise else value
