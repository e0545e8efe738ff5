"""What is sent to organs about tasks, and where it is read."""

from __future__ import annotations

from typing import Final

from taizhang.basis.text import Text
from taizhang.frame.declare import Inbox

from ..queries.messages import KINDS
from .records import TASK

INBOX_TITLE: Final = Text("任务消息", "Messages about tasks")
_PAPER: Final = "/commitments/papers/{entry}/"
INBOX: Final = Inbox(
    "/commitments/messages/", KINDS, {"task": TASK}, papers=dict.fromkeys(("task_slip", "task_letter", "task_notice"), _PAPER)
)
