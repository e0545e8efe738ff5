"""Refusals that several of the projects' actions share."""

from __future__ import annotations

from typing import Any

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text

from .. import terms


def not_negative(amount: Any, field: str) -> Any:
    if amount is not None and amount < 0:
        raise BadInput(Text("金额不能为负", "The amount cannot be negative"), code="negative", field=field)
    return amount


def plausible(amount: int | None, field: str) -> int | None:
    if amount is not None and abs(amount) > terms.LARGEST_FEN:
        raise BadInput(
            Text("金额超出合理范围", "The amount cannot be right"),
            code="implausible",
            field=field,
            remedy=Text("核对单位：表单用万元，接口用分", "Check the unit: forms take 10,000 yuan, the API takes fen"),
        )
    return amount
