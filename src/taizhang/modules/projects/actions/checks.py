"""Refusals that several of the projects' actions share."""

from __future__ import annotations

from datetime import date
from typing import Any

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text
from taizhang.frame.hand import Hand

from .. import terms


def not_negative(amount: Any, field: str) -> Any:
    if amount is not None and amount < 0:
        raise BadInput(Text("金额不能为负", "The amount cannot be negative"), code="negative", field=field)
    return amount


def not_future(day: date, by: Hand, field: str) -> None:
    if day > by.today:
        raise BadInput(
            Text("{d} 还没有到", "{d} has not come yet").with_(d=day.isoformat()),
            code="future",
            field=field,
            remedy=Text("核对日期", "Check the date"),
        )


def plausible(amount: int | None, field: str) -> int | None:
    if amount is not None and abs(amount) > terms.LARGEST_FEN:
        raise BadInput(
            Text("金额超出合理范围", "The amount cannot be right"),
            code="implausible",
            field=field,
            remedy=Text("核对单位：表单用万元，接口用分", "Check the unit: forms take 10,000 yuan, the API takes fen"),
        )
    return amount
