"""How one stored value is shown: amounts in their unit, days, words for keys, names for references; never a guess."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import models
from django.urls import reverse

from taizhang.basis.money import FEN_PER, UNIT_TEXT, decimal_text
from taizhang.basis.text import Text
from taizhang.frame import clock
from taizhang.frame.catalogue import installed
from taizhang.frame.declare import Field, Record
from taizhang.frame.reading import OUT_OF_SCOPE, covered_columns

YES, NO = Text("是", "Yes"), Text("否", "No")


@dataclass(frozen=True, slots=True)
class Shown:
    """One value as it stands in a cell; `absent` when nothing was given, which is neither zero nor no."""

    text: str
    numeric: bool = False
    href: str = ""
    absent: bool = False
    masked: str = ""
    tone: str = ""


ABSENT = Shown("—", absent=True)


def shown(record: Record, field: Field, row: Any, lang: str) -> Shown:
    """A column of a row as text of the page's language; of a text that has its English beside it, an English reader sees that."""
    if field.name in covered_columns(row):
        return Shown(OUT_OF_SCOPE.in_(lang), masked=OUT_OF_SCOPE.in_(lang))
    value = getattr(row, field.name)
    if lang == "en" and isinstance(value, str):
        beside = f"{field.name}_en"
        if any(f.name == beside and f.visibility == field.visibility for f in record.fields):
            value = getattr(row, beside) or value
    return shown_value(record, field, value, lang)


def shown_value(record: Record, field: Field, value: Any, lang: str) -> Shown:
    """A value of a column as text; references become the name of what they refer to, with its page."""
    if value is None or value == "":
        return Shown(field.absent.in_(lang) if field.absent else "—", numeric=is_numeric(record, field), absent=True)
    if isinstance(value, models.Model):
        return reference(value, lang)
    if isinstance(value, Text):
        return Shown(value.in_(lang))
    word = field.word(value) or catalogue_word(field, value)
    if word is not None:
        return Shown(word.in_(lang))
    if isinstance(value, bool):
        return Shown((YES if value else NO).in_(lang))
    if isinstance(value, int | Decimal) and field.unit in FEN_PER:
        return Shown(decimal_text(int(value), field.unit, ","), numeric=True)  # type: ignore[arg-type]
    if isinstance(value, int | Decimal):
        # A year is a number that nobody writes with a thousands separator.
        plain = field.name in ("year",) or field.name.endswith("_year")
        return Shown(str(value) if plain else f"{value:,}", numeric=True)
    if isinstance(value, datetime):
        return Shown(value.astimezone(clock.ZONE).strftime("%Y-%m-%d %H:%M"))
    if isinstance(value, date):
        return Shown(value.isoformat())
    if isinstance(value, dict | list | tuple):
        return Shown(json.dumps(value, ensure_ascii=False, default=str)[:400])
    return Shown(str(value))


def reference(row: models.Model, lang: str) -> Shown:
    """The name of a record, with its page."""
    try:
        record = installed().record_of(type(row))
    except KeyError:
        return Shown(str(row))
    return Shown(record.name_of(row, lang), href=page_of(record, row.pk))


def enumerated(parts: Iterable[object], lang: str) -> str:
    """Several words as one enumeration, with the language's own mark between them."""
    return (", " if lang.startswith("en") else "、").join(str(p) for p in parts)


def page_of(record: Record, key: int) -> str:
    """The address of a record's page."""
    return reverse("pages:record", args=[record.kind, key])


def catalogue_word(field: Field, value: Any) -> Text | None:
    """Words for keys that the catalogue itself gives out: roles of appointments, kinds of batches."""
    if field.name == "kind" and isinstance(value, str) and value in installed().batchings:
        return installed().batching(value).label
    if field.name == "role" and isinstance(value, str):
        role = installed().roles.get(value)
        return role.label if role else None
    return None


def column_of(record: Record, name: str) -> models.Field[Any, Any] | None:
    """The model's column of a declared field, None when it is computed."""
    found = {f.name: f for f in record.model._meta.concrete_fields}
    return found.get(name)


def is_numeric(record: Record, field: Field) -> bool:
    """The column holds amounts, which stand right-aligned."""
    column = column_of(record, field.name)
    numeric = (models.IntegerField, models.BigIntegerField, models.DecimalField, models.FloatField)
    return isinstance(column, numeric) and not field.choices


#: Units that are words; signs such as % are the same in both languages.
_COUNTED: Final = {
    "次": Text("次", "times"),
    "人": Text("人", "people"),
    "天": Text("天", "days"),
    "分": Text("分", "points"),
    "工作日": Text("工作日", "working days"),
    "个工作日": Text("个工作日", "working days"),
}


def unit_words(field: Field, lang: str) -> str:
    """The unit as the header shows it."""
    return unit_in(field.unit, lang)


def unit_in(unit: str, lang: str) -> str:
    """A unit in the language of the page."""
    found = UNIT_TEXT.get(unit) or _COUNTED.get(unit)  # type: ignore[call-overload]
    return str(found.in_(lang)) if found is not None else unit
