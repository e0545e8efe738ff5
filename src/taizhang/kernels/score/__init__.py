"""Dated breakpoint tables with named gaps, the arithmetic shown, and the same tables over columns. No database here.

A table that changes with the law is a `Dated[Table]` of `taizhang.basis.law`.
"""

from .columns import ABSENT, NO_PIECE, keys_of, placed, placed_between, placed_ratios
from .core import (
    NOT_DEFINED,
    Band,
    Cuts,
    Figure,
    Interval,
    Number,
    Piece,
    Reading,
    Table,
    Threshold,
    Worked,
    band,
    cuts_of,
    exact,
    figure,
    interval,
    number_text,
)

__all__ = [
    "ABSENT",
    "NOT_DEFINED",
    "NO_PIECE",
    "Band",
    "Cuts",
    "Figure",
    "Interval",
    "Number",
    "Piece",
    "Reading",
    "Table",
    "Threshold",
    "Worked",
    "band",
    "cuts_of",
    "exact",
    "figure",
    "interval",
    "keys_of",
    "number_text",
    "placed",
    "placed_between",
    "placed_ratios",
]
