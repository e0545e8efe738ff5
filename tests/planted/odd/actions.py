"""Planted: actions that say too little, or ask in the wrong way."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand
from tests.trials import models


def unsaid(row: models.Draw, by: Hand) -> None:
    pass


def unseen(row: models.Draw, by: Hand, quietly: bool = False) -> None:
    """The matter is done, in a way that no form asks about."""


def inexact(row: models.Draw, by: Hand, *, amount: Annotated[Decimal, Ask(Text("金额", "Amount"), unit="万元", example="1.5")]) -> None:
    """The matter is done, for an amount that is not whole."""


def no_example(row: models.Draw, by: Hand, *, reason: Annotated[str, Ask(Text("理由", "Reason"))]) -> None:
    """The matter is done, for a reason that nobody gives an example of."""


def lose(row: models.Draw, by: Hand) -> None:
    """The matter is lost, and nothing leads on from there."""
