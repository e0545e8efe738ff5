"""Planted: a row is written behind the back of perform."""

from __future__ import annotations

from taizhang.frame.hand import Hand
from tests.trials import models


def finish(row: models.Draw, by: Hand) -> None:
    """The matter is done, and no history says so."""
    models.Draw.objects.filter(pk=row.pk).update(name="改过")
