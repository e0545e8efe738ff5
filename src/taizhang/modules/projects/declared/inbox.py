"""What is sent to organs about projects, and where it is read."""

from __future__ import annotations

from typing import Final

from taizhang.basis.text import Text
from taizhang.frame.declare import Inbox

from .coordination import COORDINATION
from .extra import COMMENTARY
from .records import PROJECT

INBOX_TITLE: Final = Text("项目消息", "Messages about projects")
INBOX: Final = Inbox(
    "/projects/messages/",
    {
        "report_reminder": Text("催报月报", "A reminder to report the month"),
        "question": Text("上报数需要说明", "A reported figure is asked about"),
        "commentary": Text("月度点评", "A comment on your month"),
        "coordination_task": Text("议定事项交你单位办理", "A decided matter is your organ's to do"),
    },
    {"project": PROJECT, "commentary": COMMENTARY, "coordination": COORDINATION},
)
