"""Whole numbers as addresses and forms carry them."""

from __future__ import annotations


def whole(text: str) -> int | None:
    """The number that at most 15 ASCII digits say; None for anything else.

    `str.isdigit` alone also takes '²' and '٣', which `int` refuses or reads as something nobody typed.

    >>> whole("42"), whole("²"), whole("-1"), whole("")
    (42, None, None, None)
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 15 else None
