"""Verbs of the district's comment on a unit's month (点评)."""

from __future__ import annotations

from typing import Annotated

from taizhang.basis.errors import BadInput, Conflict
from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand
from taizhang.registers.models import Organ

from .. import queries, rules
from ..models import Commentary
from .inputs import Period

Words = Annotated[
    str,
    Ask(Text("点评", "Comment"), multiline=True, example="示例：本月进度平稳，请抓紧补齐付款凭证", visibility="public"),
]


def comment_on_unit(unit: Organ, by: Hand, *, period: Period, text: Words) -> Commentary:
    """The district has said something about a unit's month, and the unit can read it.

    Raises:
        BadInput: no words, a month to come. Conflict: there is one already; it is amended instead.
    """
    rules.check_period(period, by.today)
    organ = queries.actors_organ(by.actor)
    if organ is None or queries.commentary_there(unit, period, organ.place_id):
        raise Conflict(
            Text("{p} 已经点评过", "{p} has a comment already").with_(p=period),
            code="comment_there",
            remedy=Text("打开原来的点评，用“修改点评”", "Open it and use “Amend the comment”"),
        )
    row = Commentary(unit=unit, period=period, text=_said(text), organ=organ, place=organ.place, written_on=by.today)
    by.put(row)
    by.send("inbox", f"organ:{unit.pk}", kind="commentary", commentary=row.pk, period=period)
    return row


def amend_commentary(commentary: Commentary, by: Hand, *, text: Words) -> None:
    """The comment says something else; what it said before stays in its history.

    Raises:
        BadInput: no words.
    """
    commentary.text, commentary.written_on = _said(text), by.today
    by.put(commentary)


def _said(text: str) -> str:
    if not text.strip():
        raise BadInput(Text("请写点评", "Write the comment"), code="missing", field="text")
    return text.strip()[:2000]
