"""Verbs of whoever keeps the register: given out, given to another, reminded, merged, dropped."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from taizhang.basis.errors import BadInput, Conflict
from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand
from taizhang.registers import calendar as days
from taizhang.registers.models import Organ, Person

from .. import queries, rules, terms
from ..models import Cooperator, Task
from .confirming import kept_here
from .inputs import Due, Helpers, Lead, Leader, Reason, Responsible

Into = Annotated[Task, Ask(Text("并入哪项任务", "Merged into"), ref="commitments.task")]


def assign(
    task: Task,
    by: Hand,
    *,
    lead: Lead,
    cooperating: Helpers = (),
    leader: Leader = None,
    person: Responsible = None,
    due: Due = None,
) -> None:
    """The task is the leading organ's, which has to sign for it; a deadline that the task had stays where none is given.

    Raises:
        BadInput: a deadline that has passed, an organ that leads and helps, or one that was closed. Conflict: its register is
        another place's, or a deadline that an organ already had would be put off.
    """
    kept_here(task, by)
    _due(task, by, due)
    give(task, by, lead, cooperating, leader, person)


def reassign(
    task: Task,
    by: Hand,
    *,
    lead: Lead,
    reason: Reason,
    cooperating: Helpers = (),
    leader: Leader = None,
    person: Responsible = None,
    due: Due = None,
) -> None:
    """The task is another organ's from now on, with the reason; that one signs for it anew.

    Raises:
        BadInput: as for giving it out. Conflict: its register is another place's.
    """
    kept_here(task, by)
    _due(task, by, due)
    task.reason = reason[:400]
    before = task.lead_id
    give(task, by, lead, cooperating, leader, person)
    if before is not None and before != lead.pk:
        by.send("inbox", f"organ:{before}", kind="task_taken_away", task=task.pk)


def remind(task: Task, by: Hand, *, note: Annotated[str, Ask(Text("催办意见", "What to say"), multiline=True)] = "") -> None:
    """The leading organ is reminded of what it holds, and the register says how often.

    Raises:
        Conflict: nobody has it, or its register is another place's.
    """
    kept_here(task, by)
    if task.lead_id is None or task.state not in terms.WITH_DOER:
        raise Conflict(
            Text("这项任务不在承办单位手中", "No organ has this task in hand"), code="not_held",
            remedy=Text("先交办，或等待核查", "Give it out first, or wait for the check"),
        )  # fmt: skip
    task.reminded, task.reminded_on = task.reminded + 1, by.today
    by.put(task)
    by.send("inbox", f"organ:{task.lead_id}", kind="task_reminder", task=task.pk, note=note[:400], times=task.reminded)


def merge(
    task: Task,
    by: Hand,
    *,
    into: Into,
    reason: Reason,
) -> None:
    """The task goes on as part of another one; its words stay tied to it.

    Raises:
        Conflict: that one has ended, is the task itself or was merged into it; or the register is another place's.
    """
    kept_here(task, by)
    kept_here(into, by)
    if into.pk == task.pk or into.state not in terms.OPEN:
        raise Conflict(
            Text("只能并入另一项未办结的任务", "It can only be merged into another task that is not done"), code="into", field="into",
            remedy=Text("另选一项任务", "Choose another task"),
        )  # fmt: skip
    if task.assigned_on is not None and (into.lead_id != task.lead_id or (task.due is not None and (into.due is None or into.due > task.due))):
        raise Conflict(
            Text("已交办的任务只能并入同一牵头单位、时限不更晚的任务", "A task that was given out is only merged into one of its organ, due no later"),
            code="escapes", field="into", remedy=Text("需要撤销的，由有审批权的领导撤销", "To drop it, ask somebody who may approve that"),
        )  # fmt: skip
    if queries.parts_open(task):
        raise Conflict(
            Text("下级分解任务尚未办结", "Parts of it are not done"), code="parts", remedy=Text("先处理下级任务", "See to its parts first")
        )
    task.merged_into, task.reason = into, reason[:400]
    by.put(task)


def drop(task: Task, by: Hand, *, reason: Reason) -> None:
    """The task is not pursued any more, with the reason.

    Raises:
        Conflict: its register is another place's.
    """
    kept_here(task, by)
    task.reason = reason[:400]
    by.put(task)
    if task.lead_id is not None:
        by.send("inbox", f"organ:{task.lead_id}", kind="task_dropped", task=task.pk)


def _due(task: Task, by: Hand, due: date | None) -> None:
    """A new deadline is the task's; once an organ had the task, a later one is an extension, which somebody above approves."""
    if due is None or due == task.due:
        return
    rules.check_due(due, by.today)
    if task.assigned_on is not None and task.due is not None and due > task.due:
        raise Conflict(
            Text("已交办任务的时限（{d}）不能在交办中推后", "The deadline {d} of a task that was given out is not put off by giving it out again").with_(
                d=task.due.isoformat()
            ),
            code="given_out", field="due", law=terms.SUPERVISION, remedy=Text("由承办单位申请延期", "Its organ asks for an extension"),
        )  # fmt: skip
    task.due, task.due_from = due, "set"


def give(task: Task, by: Hand, lead: Organ, cooperating: tuple[Organ, ...], leader: Person | None, person: Person | None) -> None:
    helpers = {organ.pk: organ for organ in cooperating}
    if lead.pk in helpers:
        raise BadInput(
            Text("{o}不能既牵头又配合", "{o} cannot lead and help at once").with_(o=lead.short or lead.name), code="lead_helps", field="cooperating",
            remedy=Text("从配合单位中去掉牵头单位", "Take the leading organ out of the cooperating ones"),
        )  # fmt: skip
    for organ in (lead, *helpers.values()):
        if organ.closed_on is not None and organ.closed_on <= by.today:
            raise BadInput(
                Text("{o}已于{d}撤销", "{o} was closed on {d}").with_(o=organ.name, d=organ.closed_on.isoformat()), code="closed_organ", field="lead",
                remedy=Text("选承接其职能的机构", "Choose the organ that took over its duties"),
            )  # fmt: skip
    span = terms.SIGN_WITHIN.on(by.today)
    task.lead, task.leader, task.person = lead, leader, person
    task.assigned_on, task.signed_on = by.today, None
    task.sign_by = days.calendar().due_day(by.today, span.value).date if span else None
    by.put(task)
    there = {row.organ_id: row for row in Cooperator.objects.filter(task=task)}
    for key, row in there.items():
        if key not in helpers:
            by.remove(row)
    by.put_new([Cooperator(task=task, organ=organ) for key, organ in helpers.items() if key not in there])
    by.send("inbox", f"organ:{lead.pk}", kind="task_assigned", task=task.pk)
    for key in helpers:
        by.send("inbox", f"organ:{key}", kind="task_to_help", task=task.pk)
