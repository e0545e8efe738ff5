"""What was sent to an organ about tasks: the messages of the outbox that stay inside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from taizhang.basis.text import Text
from taizhang.frame.models import Outbox

#: What each kind of message says. A kind that is not here is another module's.
KINDS: Final[Mapping[str, Text]] = {
    "task_assigned": Text("交办给你单位牵头", "Given to your organ to lead"),
    "task_to_help": Text("请你单位配合", "Your organ is asked to help"),
    "task_reminder": Text("催办", "A reminder"),
    "task_slip": Text("督办单", "A supervision slip"),
    "task_letter": Text("督办函", "A supervision letter"),
    "task_returned": Text("核查退回", "Returned by the check"),
    "task_taken_away": Text("已改交其他单位", "Given to another organ"),
    "task_dropped": Text("任务已撤销", "The task was dropped"),
    "extension_approved": Text("延期已批准", "The extension was approved"),
    "extension_refused": Text("延期未批准", "The extension was refused"),
}
_MOST: Final = 100


def to_organs(organs: Sequence[int]) -> list[Any]:
    """The newest messages to some organs, the newest first."""
    sent = Outbox.objects.filter(channel="inbox", to__in=[f"organ:{o}" for o in organs], payload__kind__in=list(KINDS))
    return list(sent.order_by("-id")[:_MOST])
