"""The search: one index over the records that modules offer to it, kept by the rows' own writes, read through each one's scope.

A model has a column `sought = Sought("name", "code")` and its module lists the record under `search=`. What is found has
passed `visible(actor)`, and only by columns that the actor may see. docs/decisions/0007-search.md tells why it is so.
"""

from __future__ import annotations

from .column import SOUGHT, Finds, Sought, found_by, query_of, sought_of
from .finding import MOST, Found, find

__all__ = ["MOST", "SOUGHT", "Finds", "Found", "Sought", "find", "found_by", "query_of", "sought_of"]
