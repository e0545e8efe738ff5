"""What the module's actions ask for, each declared once."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.registers.models import Organ, Person, Upload

Reason = Annotated[str, Ask(Text("理由", "Reason"), multiline=True, example="示例理由")]
Lead = Annotated[Organ, Ask(Text("牵头单位", "Leading organ"), ref="registers.organ")]
Helpers = Annotated[tuple[Organ, ...], Ask(Text("配合单位", "Cooperating organs"), ref="registers.organ")]
Leader = Annotated[Person | None, Ask(Text("责任领导", "Leader in charge"), ref="registers.person")]
Responsible = Annotated[Person | None, Ask(Text("责任人", "Person who answers for it"), ref="registers.person")]
Due = Annotated[
    date | None,
    Ask(
        Text("办结时限", "Deadline"),
        help=Text(
            "原文没有写、会议也没有定的，留空并显示“未写明”", "Leave it empty where neither the text nor a meeting sets one; it then shows as not stated"
        ),
        example="2099-12-31",
    ),
]
Paper = Annotated[Upload | None, Ask(Text("佐证材料", "Proof"), ref="registers.upload", evidence="any")]
Note = Annotated[str, Ask(Text("说明", "Note"), multiline=True)]
TaskTitle = Annotated[str, Ask(Text("任务", "Task"), multiline=True, example="示例任务")]


def check_days(begins: date | None, ends: date | None, field: str = "valid_to") -> None:
    """Nothing, when a time does not end before it begins.

    Raises:
        BadInput: it does.
    """
    if begins is not None and ends is not None and ends < begins:
        raise BadInput(
            Text("止于 {b} 早于起于 {a}", "It ends on {b}, before it begins on {a}").with_(a=begins.isoformat(), b=ends.isoformat()), code="days",
            field=field, remedy=Text("核对日期", "Check the dates"),
        )  # fmt: skip
