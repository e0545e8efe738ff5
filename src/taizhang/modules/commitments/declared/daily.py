"""Reminders that each day brings, once for a task and a deadline."""

from __future__ import annotations

from datetime import date

from taizhang.basis.text import Text
from taizhang.frame.actor import MACHINE
from taizhang.frame.declare import Daily
from taizhang.frame.perform import perform

from ..queries.messages import pointed_out


def remind_daily(today: date) -> int:
    """Organs have been told of tasks that are due soon, overdue or unsigned. A second run, or one after a kill, sends nothing twice."""
    told = 0
    for why, task, day in pointed_out(today):
        perform("commitments.remind_by_clock", task, MACHINE, {"why": why}, idempotency_key=f"{why}:{task}:{day.isoformat()}")
        told += 1
    return told


REMIND_DAILY = Daily("commitments.reminders", Text("任务临期、逾期、未签收提醒", "Reminders of tasks due soon, overdue or unsigned"), remind_daily)
