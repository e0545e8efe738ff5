"""Whether a row fits its columns. SQLite takes text of any length and any integer; PostgreSQL fails on both, too late to explain."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db import models
from django.db.backends.base.operations import BaseDatabaseOperations

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text


@lru_cache(maxsize=512)
def _limits(model: type[models.Model]) -> tuple[tuple[tuple[str, int], ...], tuple[tuple[str, int, int], ...]]:
    """Columns with a greatest length; columns with a range that PostgreSQL keeps."""
    texts, numbers = [], []
    for column in model._meta.concrete_fields:
        if isinstance(column, models.CharField) and column.max_length is not None:
            texts.append((column.attname, column.max_length))
        elif isinstance(column, models.IntegerField):
            low, high = BaseDatabaseOperations.integer_field_ranges[column.get_internal_type()]
            numbers.append((column.attname, low, high))
    return tuple(texts), tuple(numbers)


def fit(row: models.Model) -> None:
    """Nothing, when every value fits its column on both databases.

    Raises:
        BadInput: naming the column, and how long it may be.
    """
    texts, numbers = _limits(type(row))
    for name, most in texts:
        value: Any = getattr(row, name)
        if isinstance(value, str) and len(value) > most:
            raise BadInput(
                Text("“{v}…”有{n}个字，最多{m}个", "“{v}…” has {n} characters; at most {m} fit").with_(v=value[:20], n=len(value), m=most),
                code="too_long",
                field=name,
                remedy=Text("写短一些", "Make it shorter"),
            )
    for name, low, high in numbers:
        value = getattr(row, name)
        if isinstance(value, int) and not low <= value <= high:
            raise BadInput(Text("{v} 超出范围", "{v} is out of range").with_(v=value), code="out_of_range", field=name)
