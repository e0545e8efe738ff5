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


def sealed_for_ever(
    row: models.Draw, by: Hand, *, limit: Annotated[str, Ask(Text("控制价", "Limit price"), visibility="sealed", example="100")]
) -> None:
    """The matter is done, at a price that is never to be told."""


def of_nobody(by: Hand, *, phone: Annotated[str, Ask(Text("电话", "Telephone"), visibility="personal", example="0371")]) -> models.Draw:
    """The matter is planned, with a number of nobody knows whom."""
    return by.put(models.Draw(name=phone))
