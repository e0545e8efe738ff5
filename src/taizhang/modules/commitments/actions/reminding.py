"""What a day says by itself: a deadline is near, has passed, or a task was not signed for in time."""

from __future__ import annotations

from typing import Annotated

from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand

from ..models import Task
from ..queries.messages import BY_CLOCK

Why = Annotated[str, Ask(Text("提醒原因", "Why"), choices=BY_CLOCK, example="task_overdue")]


def remind_by_clock(task: Task, by: Hand, *, why: Why) -> None:
    """The leading organ is told why the task is pointed out today; the register's own count of reminders stays."""
    if task.lead_id is not None:
        by.send("inbox", f"organ:{task.lead_id}", kind=why, task=task.pk)
