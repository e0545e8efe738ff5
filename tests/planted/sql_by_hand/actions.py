"""Planted: an action writes the table of a stored derivation, which is the derivation's own."""

from __future__ import annotations

from django.db import connection

from taizhang.frame.hand import Hand
from tests.trials import models


def finish(row: models.Draw, by: Hand) -> None:
    """The matter is done, and a total says so that nobody recomputed."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE trials_total SET done = done + 1 WHERE draw = %s", [row.pk])
