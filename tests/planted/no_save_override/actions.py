"""Planted: a table that does something of its own when it is saved."""

from __future__ import annotations

from typing import Any

from taizhang.frame.hand import Hand
from tests.trials import models


class Busy:
    """Not a table: a real one would need a place in the database. The rule reads the words."""

    def save(self, *given: Any, **more: Any) -> None:
        """Something else would happen here."""


def finish(row: models.Draw, by: Hand) -> None:
    """The matter is done, and its table does something more."""
