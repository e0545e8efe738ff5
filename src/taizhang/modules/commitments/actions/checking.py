"""Verbs of the check: sent back, closed, opened again, archived; extensions decided."""

from __future__ import annotations

from typing import Annotated

from taizhang.basis.errors import Conflict
from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand
from taizhang.registers import evidence as files

from .. import terms
from ..models import Extension, Task
from .confirming import kept_here
from .inputs import Note, Paper, Reason

Finding = Annotated[str, Ask(Text("核查情况", "What the check found"), multiline=True, example="示例：现场核查属实")]


def return_task(task: Task, by: Hand, *, reason: Reason) -> None:
    """The task is not done, and the organ that reported it can read why.

    Raises:
        Conflict: the actor's own organ did it.
    """
    _another(task, by)
    task.reason, task.reported_on = reason[:400], None
    by.put(task)
    by.send("inbox", f"organ:{task.lead_id}", kind="task_returned", task=task.pk)


def close(task: Task, by: Hand, *, finding: Finding, file: Paper = None) -> None:
    """The task is closed on what another organ than its doer found.

    Raises:
        Conflict: the actor's own organ did it.
    """
    _another(task, by)
    task.finding, task.closed_on = finding, by.today
    if file is not None:
        files.keep(by, file, f"commitments.task:{task.pk}")
    by.put(task)


def reopen(task: Task, by: Hand, *, reason: Reason) -> None:
    """A closed task is under way again, with the reason.

    Raises:
        Conflict: the actor's own organ did it.
    """
    _another(task, by)
    task.reason, task.closed_on, task.reported_on = reason[:400], None, None
    by.put(task)


def archive(task: Task, by: Hand) -> None:
    """The closed task is on file: it is not opened again.

    Raises:
        Conflict: its register is another place's.
    """
    kept_here(task, by)


def approve_extension(extension: Extension, by: Hand, *, remark: Note = "") -> None:
    """The task has the later deadline, and keeps which one it had.

    Raises:
        Conflict: its register is another place's, or the task is not in the hands of the organ that asked, with the deadline that it had.
    """
    task = Task.objects.select_for_update(no_key=True).get(pk=extension.task_id)
    kept_here(task, by)
    if task.state not in terms.WITH_DOER or task.due != extension.earlier_due or task.lead_id != extension.organ_id:
        raise Conflict(
            Text("任务已不在申请单位手中，或时限已经变动", "The task is no longer in the hands of the organ that asked, or its deadline has changed"),
            code="overtaken", remedy=Text("不予延期；仍有需要的重新申请", "Refuse it; it can be asked for again"),
        )  # fmt: skip
    extension.decided_on, extension.remark = by.today, remark[:400]
    by.put(extension)
    task.due, task.due_from = extension.due, "extended"
    by.put(task)
    by.send("inbox", f"organ:{extension.organ_id}", kind="extension_approved", task=task.pk)


def refuse_extension(extension: Extension, by: Hand, *, remark: Reason) -> None:
    """The deadline stays as it was, with the reason.

    Raises:
        Conflict: its register is another place's.
    """
    kept_here(extension.task, by)
    extension.decided_on, extension.remark = by.today, remark[:400]
    by.put(extension)
    by.send("inbox", f"organ:{extension.organ_id}", kind="extension_refused", task=extension.task_id)


def _another(task: Task, by: Hand) -> None:
    kept_here(task, by)
    if not by.actor.machine and task.lead_id in by.actor.organs:
        raise Conflict(
            Text("承办单位不能核查自己的任务", "The organ that did it does not check it"), code="own_task", law=terms.VERIFIED_BY_ANOTHER,
            remedy=Text("请由其他机构核查", "Another organ has to check it"),
        )  # fmt: skip
