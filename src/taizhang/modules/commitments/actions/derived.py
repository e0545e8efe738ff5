"""What follows by itself: tasks of what a meeting decided, and tasks that are done because a fact has come about."""

from __future__ import annotations

from typing import Annotated

from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand
from taizhang.modules.projects.public import Coordination
from taizhang.registers.models import Place

from .. import queries, terms
from ..models import Task, Tie

Matter = Annotated[Coordination, Ask(Text("提请协调事项", "Matter for coordination"), ref="projects.coordination")]


def follow_coordination(place: Place, by: Hand, *, coordination: Matter) -> Task:
    """What a meeting decided of a matter is a task of the register; where the matter goes from there, the task follows."""
    task = queries.task_of(coordination)
    if task is None:
        task = by.put(
            Task(
                coordination=coordination, place=place, words=coordination.decision, title=coordination.decision[:300], rule="meeting",
                path=coordination.meeting, lead=coordination.organ, person=coordination.person, due=coordination.due, due_from="meeting",
                assigned_on=coordination.met_on, state="assigned",
            )
        )  # fmt: skip
        by.put(Tie(task=task, project=coordination.project))
    return task


def close_with_meeting(task: Task, by: Hand) -> None:
    """The matter was closed where it is kept, by another person than the one who reported it, and the task with it."""
    task.closed_on = by.today
    by.put(task)


def reach(task: Task, by: Hand) -> None:
    """All that the task awaits has come about; it waits for the check, and nobody filled in a form."""
    awaited = Tie.objects.filter(task=task).exclude(awaits="").select_related("project")
    done = [f"{tie.project.name}：{dict(terms.AWAITS)[tie.awaits].zh}" for tie in awaited]
    task.reported_on = by.today
    task.result = task.coordination.result if task.coordination is not None else "；".join(done)
    by.put(task)


def unreach(task: Task, by: Hand) -> None:
    """What the task awaited no longer holds; it is under way again."""
    task.reported_on, task.result = None, ""
    if task.coordination is not None:
        task.reason = task.coordination.reason
    by.put(task)
