"""Verbs of the organ that has a task: signed for or sent back, split, told of, reported done, more time asked for."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from taizhang.basis.errors import BadInput, Conflict
from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand
from taizhang.registers import evidence as files

from .. import queries, rules, terms
from ..models import Extension, Feedback, Task
from .assigning import give
from .inputs import Due, Helpers, Lead, Paper, Reason, Responsible, TaskTitle

Progress = Annotated[str, Ask(Text("进展情况", "How far it is"), multiline=True, example="示例：已完成前期调研")]


_BEHIND = Text("下级时限（{d}）晚于本任务时限（{w}）", "The deadline {d} lies behind that of the whole, {w}")


def sign(task: Task, by: Hand) -> None:
    """The leading organ has signed for the task today.

    Raises:
        Conflict: another organ leads it.
    """
    _held(task, by)
    task.signed_on = by.today
    by.put(task)


def decline(task: Task, by: Hand, *, reason: Reason) -> None:
    """The organ sends the task back to whoever gave it out, with the reason.

    Raises:
        Conflict: another organ leads it.
    """
    _held(task, by)
    task.reason = reason[:400]
    by.put(task)


def split(
    task: Task,
    by: Hand,
    *,
    title: TaskTitle,
    lead: Lead,
    cooperating: Helpers = (),
    person: Responsible = None,
    due: Due = None,
) -> Task:
    """Part of the task is another organ's, below the one that leads it; the whole is not done before its parts are.

    Raises:
        Conflict: another organ leads the task, or it is not in hand.
        BadInput: a deadline that has passed or lies behind the whole's.
    """
    _held(task, by)
    if task.state not in ("signed", "under_way", "returned"):
        raise Conflict(
            Text("签收后才能分解", "It can be split once it is signed for"), code="not_signed", remedy=Text("先签收", "Sign for it first")
        )
    rules.check_due(due, by.today)
    if due is not None and task.due is not None and due > task.due:
        raise BadInput(
            _BEHIND.with_(d=due.isoformat(), w=task.due.isoformat()), code="after_the_whole", field="due",
            remedy=Text("填不晚于本任务时限的日期", "Give a day not after it"),
        )  # fmt: skip
    assert task.lead is not None
    if not lead.place.path.startswith(task.lead.place.path):
        raise BadInput(
            Text("{o}不在{p}", "{o} is not in {p}").with_(o=lead.name, p=task.lead.place.name), code="elsewhere", field="lead",
            remedy=Text("需要外地单位办理的，请督查机构交办", "Where an organ of another place is needed, the supervision office gives it out"),
        )  # fmt: skip
    part = Task(
        parent=task, source=task.source, start=task.start, end=task.end, words=task.words, place=task.lead.place, title=title[:300],
        path=task.path, rule="split", due=due, due_from="set" if due else "", state="confirmed",
    )  # fmt: skip
    by.put(part)
    by.then("commitments.give_part", part.pk, lead=lead.pk, cooperating=[o.pk for o in cooperating], person=person.pk if person else None)
    return part


def give_part(task: Task, by: Hand, *, lead: Lead, cooperating: Helpers = (), person: Responsible = None) -> None:
    """The part is given to its organ by the organ that leads the whole.

    Raises:
        Conflict: it is no part of a task that the actor's organ leads.
    """
    if task.parent is None:
        raise Conflict(
            Text("这不是分解出的任务", "This is no part of another task"), code="no_part",
            remedy=Text("由督查机构交办", "The supervision office gives it out"),
        )  # fmt: skip
    _held(task.parent, by)
    give(task, by, lead, cooperating, task.parent.leader, person)


def feed_back(
    task: Task,
    by: Hand,
    *,
    progress: Progress,
    problem: Annotated[str, Ask(Text("存在问题", "What is in the way"), multiline=True)] = "",
    next_step: Annotated[str, Ask(Text("下步计划", "What comes next"), multiline=True)] = "",
    file: Paper = None,
) -> Feedback:
    """What an organ that leads or helps says of the task today is in its ledger.

    Raises:
        Conflict: neither leads nor helps.
    """
    organ = next((o for o in by.actor.organs if o == task.lead_id), None)
    if organ is None and not by.actor.machine:
        organ = next(iter(task.cooperators.filter(organ__in=by.actor.organs).values_list("organ", flat=True)), None)
        if organ is None:
            raise _not_yours(task)
    row = Feedback(
        task=task, organ_id=organ, said_on=by.today, progress=progress, problem=problem, next_step=next_step,
        proof=files.keep(by, file, f"commitments.task:{task.pk}") if file is not None else None,
    )  # fmt: skip
    return by.put(row)


def report_done(
    task: Task,
    by: Hand,
    *,
    result: Annotated[str, Ask(Text("办理结果", "Result"), multiline=True, example="示例：已完成并验收")],
    file: Paper = None,
) -> None:
    """The leading organ says that the task is done and with what result; another organ has yet to check it.

    Raises:
        Conflict: another organ leads it.
    """
    _held(task, by)
    task.result, task.reported_on = result, by.today
    if file is not None:
        task.proof = files.keep(by, file, f"commitments.task:{task.pk}")
    by.put(task)


def ask_extension(
    task: Task, by: Hand, *, due: Annotated[date, Ask(Text("申请延至", "Until"), example="2100-06-30")], reason: Reason
) -> Extension:
    """The organ asks for a later deadline, with the reason; the one that holds stays until that is approved.

    Raises:
        Conflict: another organ leads it, it has no deadline, or an extension is asked for already. BadInput: no later day.
    """
    _held(task, by)
    if task.due is None or task.state not in terms.WITH_DOER:
        raise Conflict(
            Text("没有时限或不在办理中的任务不需要延期", "A task without a deadline, or not in hand, needs no extension"), code="no_deadline"
        )
    if due <= max(task.due, by.today):
        raise BadInput(
            Text("应晚于现时限 {d} 和今天", "It has to be after the deadline {d} and after today").with_(d=task.due.isoformat()), code="not_later", field="due",
            remedy=Text("填更晚的日期", "Give a later day"),
        )  # fmt: skip
    if Extension.objects.filter(task=task, state="asked").exists():
        raise Conflict(Text("已有一份延期申请待审批", "An extension was asked for and is not decided"), code="asked")
    return by.put(
        Extension(task=task, organ_id=task.lead_id, asked_on=by.today, due=due, earlier_due=task.due, reason=reason[:400])
    )


def _held(task: Task, by: Hand) -> None:
    if not queries.in_hand(by.actor, task):
        raise _not_yours(task)


def _not_yours(task: Task) -> Conflict:
    name = task.lead.name if task.lead is not None else "—"
    return Conflict(
        Text("这项任务由{o}承办", "This task is for {o}").with_(o=name), code="not_yours", law=terms.SUPERVISION,
        remedy=Text("请由承办单位办理", "Ask that organ"),
    )  # fmt: skip


