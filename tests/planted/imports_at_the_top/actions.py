"""Planted: what it depends on does not stand in its first lines."""

from __future__ import annotations

from taizhang.frame.hand import Hand
from tests.trials import models


def finish(row: models.Draw, by: Hand) -> None:
    """The matter is done, with something fetched in between."""
    from datetime import date

    row.announced_on = date(2026, 1, 1)
