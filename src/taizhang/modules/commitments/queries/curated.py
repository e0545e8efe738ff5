"""What is seen of terms and of the lexicon: the items that a term has, or that nobody has stated them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from ..models import TermItem
from ..reading.labels import announced


def with_items(rows: Any, day: date | None) -> Iterable[Any]:
    """The terms with `stated`: their items in order, '' where there are none; and how many are missing, None where their name does not say."""
    found = list(rows)
    items: dict[int, list[str]] = {}
    for term, text in TermItem.objects.filter(term__in=[row.id for row in found]).order_by("term", "number").values_list("term", "text"):
        items.setdefault(term, []).append(text)
    for row in found:
        there, says = items.get(row.id, []), announced(row.name)
        row.stated = "；".join(there)
        row.lacking = max(0, says - len(there)) if says else None
    return found


def lacking_items(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """Terms without an item, or with some."""
    there = Exists(TermItem.objects.filter(term=OuterRef("pk")))
    return rows.filter({"none": ~there, "some": there}.get(value, Q(pk__in=[])))
