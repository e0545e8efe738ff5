"""Cells as JSON: canonical units, references by kind and key, what is hidden by name only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models

from taizhang.frame import reading
from taizhang.frame.actor import Actor
from taizhang.frame.catalogue import installed
from taizhang.frame.declare import Record


def row_of(actor: Actor, record: Record, row: Any, language: str) -> dict[str, Any]:
    """One row as this actor may see it: values by column, and the names of those that are not for them."""
    shown: dict[str, Any] = {}
    hidden: list[str] = []
    covered = reading.covered_columns(row)
    for name in record_columns(record):
        field = record.field(name)
        if name not in covered and reading.may_see(actor, field, row):
            shown[name] = plain(_value(row, name), language)
        else:
            # Not read at all: a hidden reference is not even looked up.
            hidden.append(name)
    return {
        "kind": record.kind,
        "id": row.id,
        "version": getattr(row, "entry", None),
        "title": record.name_of(row, language),
        "cells": shown,
        "hidden": hidden,
    }


def record_columns(record: Record) -> tuple[str, ...]:
    """Names of the declared columns, in order."""
    return tuple(f.name for f in record.fields)


def _value(row: Any, name: str) -> Any:
    try:
        return getattr(row, name)
    except ObjectDoesNotExist:
        # The past may speak of a row that is gone.
        return None


def plain(value: Any, language: str) -> Any:
    """A cell's value in JSON's types; a decimal as text, a time in UTC, another row as a reference."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, models.Model):
        return reference(value, language)
    if isinstance(value, Mapping):
        return {str(k): plain(v, language) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v, language) for v in value]
    return str(value)


def reference(row: models.Model, language: str) -> dict[str, Any]:
    """Another row by kind, key and name."""
    record = installed().record_of(type(row))
    return {"kind": record.kind, "id": row.pk, "title": record.name_of(row, language)}
