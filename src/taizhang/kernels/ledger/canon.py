"""Canonical JSON for payloads and rows: the same bytes for equal values on every machine and database. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any
from uuid import UUID


class _Unfit(Exception):
    """Carries the path to a value on its way up, so that nothing is spent on paths while all is well."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.path: list[str] = []


def canonical_json(value: object) -> bytes:
    """The one encoding of a value, as bytes of UTF-8.

    Takes str, int, bool, None, lists, tuples and dicts of these with str keys; Decimal (as plain digits in a string, never
    with an exponent or a negative zero), datetime (UTC with microseconds and Z), date, UUID (32 hexadecimal digits).

    Raises:
        TypeError: anything else, with the path to it. A float above all: its digits depend on who prints it.
        ValueError: a datetime without a zone, a Decimal that is no number, text that is not Unicode.
    """
    return canonical_text(value).encode()


def canonical_text(value: object) -> str:
    """The same encoding as text, for a column of text. Raises as `canonical_json`, except that halves of characters pass."""
    try:
        return _encode(value)
    except _Unfit as error:
        path = "$" + "".join(reversed(error.path))
        raise TypeError(f"{path}: {error.reason}") from None


def parse_text(text: str) -> Any:
    """What a canonical text says, in JSON's own types: numbers and times that were made text stay text."""
    return json.loads(text)


def moment(at: datetime) -> str:
    """A time as the ledger writes it: UTC, microseconds, Z; 27 characters.

    Raises:
        ValueError: the datetime has no zone.
    """
    if at.tzinfo is None:
        raise ValueError(f"a time without a zone could be any of several: {at.isoformat()}")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")


def _encode(value: object) -> str:
    encode_one = _EXACT.get(type(value))
    if encode_one is not None:
        return encode_one(value)
    for kind, encode_one in _EXACT.items():  # a subclass: a choice of Django's is a str, a row type is a tuple
        if isinstance(value, kind):
            return encode_one(value)
    if isinstance(value, float):
        raise _Unfit("a float has no canonical digits; use int (fen, square metres) or Decimal")
    raise _Unfit(f"{type(value).__name__} has no canonical form")


def _encode_list(values: Sequence[object]) -> str:
    parts = []
    for index, value in enumerate(values):
        try:
            parts.append(_encode(value))
        except _Unfit as error:
            error.path.append(f"[{index}]")
            raise
    return f"[{','.join(parts)}]"


def _encode_dict(values: dict[str, object]) -> str:
    for key in values:
        if not isinstance(key, str):
            raise _Unfit(f"the key {key!r} is not text")
    parts = []
    for key in sorted(values):
        try:
            parts.append(f"{encode_basestring(key)}:{_encode(values[key])}")
        except _Unfit as error:
            error.path.append(f".{key}")
            raise
    return f"{{{','.join(parts)}}}"


def _encode_decimal(value: Decimal) -> str:
    if not value.is_finite():
        raise ValueError(f"{value} is no number")
    # PostgreSQL has no negative zero, so a row read back would differ.
    return f'"{value or abs(value):f}"'


_EXACT: dict[type, Callable[..., str]] = {
    str: encode_basestring,
    bool: lambda v: "true" if v else "false",  # before int: a bool is one
    int: int.__repr__,
    type(None): lambda _: "null",
    dict: _encode_dict,
    list: _encode_list,
    tuple: _encode_list,
    Decimal: _encode_decimal,
    datetime: lambda v: f'"{moment(v)}"',  # before date: a datetime is one
    date: lambda v: f'"{v.isoformat()}"',
    UUID: lambda v: f'"{v.hex}"',
}
