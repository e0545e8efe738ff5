"""A chain of seeds for routine days: its head is on record, its secret is nowhere in the database."""

from __future__ import annotations

import re
from typing import Annotated

from taizhang.basis.errors import BadInput, Conflict
from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand
from taizhang.registers.models import Place

from .. import terms
from ..models import SeedChain
from .plans import own_organ

#: A seed for every day of the year, and one more.
LENGTH = 366


def set_up_chain(
    place: Place,
    by: Hand,
    *,
    name: Annotated[str, Ask(Text("链名", "Name of the chain"), example="示例种子链")],
    keeper: Annotated[
        str,
        Ask(
            Text("种子保管人", "Who keeps the secret"),
            help=Text("抽取部门以外的一方", "Somebody outside the department that draws"),
            example="示例公证处",
        ),
    ],
    head: Annotated[
        str,
        Ask(
            Text("链头", "Head of the chain"),
            help=Text(
                "在“每日种子链”页由保管人的浏览器生成：密值只显示一次，只把链头交来（64位十六进制）",
                "Made in the keeper's browser on the page ‘Daily chain’: the secret is shown once, and the head alone is handed in (64 hexadecimal digits)",
            ),
            example="0" * 64,
            visibility="public",
        ),
    ],
    length: Annotated[int, Ask(Text("种子个数", "How many seeds"))] = LENGTH,
) -> SeedChain:
    """The head of a chain is on record: from now on each of its seeds proves to be the next, and none can be chosen.

    Raises:
        BadInput: no hash, or no length that is one. Conflict: there is a chain of that name or head.
    """  # fmt: skip
    value = head.strip().lower()
    if not re.fullmatch(r"[0-9a-f]{64}", value):
        raise BadInput(
            Text("链头是64位十六进制", "The head is 64 hexadecimal digits"),
            code="head",
            field="head",
            law=terms.DOUBLE_RANDOM,
        )
    if not 1 <= length <= 3_660:
        raise BadInput(Text("种子个数为1至3660", "A chain has 1 to 3,660 seeds"), code="length", field="length")
    if (
        SeedChain.objects.filter(place=place, name=name.strip()[:80]).exists()
        or SeedChain.objects.filter(head=value).exists()
    ):
        raise Conflict(
            Text("已有同名或同一链头的种子链", "There is a chain of that name or head"),
            code="known",
            remedy=Text("另起名称，重新生成", "Give it another name, or make another"),
        )
    return by.put(
        SeedChain(
            place=place, organ_id=own_organ(by), name=name.strip()[:80], keeper=keeper.strip()[:120], length=length, head=value, last=value,
            set_up_on=by.today,
        )
    )  # fmt: skip
