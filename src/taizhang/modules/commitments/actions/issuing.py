"""Verbs of papers with a number: a slip for one task, a letter to an organ with what it has not done in time, a notice on how tasks stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from taizhang.basis.errors import BadInput, Conflict
from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand
from taizhang.registers.models import Organ, Place

from .. import terms
from ..models import Source, Task
from ..outputs.issued import LETTER, MOST_TASKS, NAMES, NOTICE, SLIP, VERSION
from ..outputs.paper import number_words
from ..queries import notices, outputs
from .confirming import kept_here
from .inputs import check_days

#: Under this name the entry holds what the paper is made of.
PAPER = outputs.PAPER

Demand = Annotated[str, Ask(Text("督办要求", "What is asked"), multiline=True, example="示例：请加快办理")]
ReplyBy = Annotated[date, Ask(Text("反馈时限", "Answer by"), example="2099-12-31")]
Contact = Annotated[str, Ask(Text("联系人", "Contact"), help=Text("姓名和办公电话", "Name and office telephone"), example="示例联系人")]
To = Annotated[Organ, Ask(Text("发往单位", "To"), ref="registers.organ")]


def issue_slip(task: Task, by: Hand, *, demand: Demand, reply_by: ReplyBy, contact: Contact) -> None:
    """A slip with the next number of its organ and year asks for the task; the entry holds all that stands on it.

    Raises:
        Conflict: no organ has the task in hand, or its register is another place's. BadInput: an answer by a day that has passed.
    """
    kept_here(task, by)
    if task.lead is None or task.state not in terms.WITH_DOER:
        raise Conflict(
            Text("这项任务不在承办单位手中", "No organ has this task in hand"), code="not_held",
            remedy=Text("先交办，或等待核查", "Give it out first, or wait for the check"),
        )  # fmt: skip
    _issue(SLIP, by, _office(by, task.place), task.lead, [task], 0, demand, reply_by, contact)


def issue_letter(place: Place, by: Hand, *, organ: To, demand: Demand, reply_by: ReplyBy, contact: Contact) -> None:
    """A letter with the next number of its organ and year lists the organ's tasks of the place's register that are overdue or not signed for in time.

    Raises:
        Conflict: it has none. BadInput: an answer by a day that has passed.
    """
    late = outputs.late_of(Task.objects.filter(place__path__startswith=place.path), organ.pk, by.today)
    tasks = list(late.select_related("source", "leader")[:MOST_TASKS])
    if not tasks:
        raise Conflict(
            Text("{o}没有逾期未办结或逾期未签收的任务", "{o} has no task that is overdue or not signed for in time").with_(o=organ.short or organ.name),
            code="nothing_late", field="organ", remedy=Text("核对单位和台账", "Check the organ and the register"),
        )  # fmt: skip
    for task in tasks:
        by.about(task)
    _issue(LETTER, by, _office(by, place), organ, tasks, late.count() - len(tasks), demand, reply_by, contact)


def issue_notice(
    place: Place,
    by: Hand,
    *,
    source: Annotated[Source | None, Ask(Text("关于哪份文件", "On which document"), ref="commitments.source")] = None,
    since: Annotated[date | None, Ask(Text("办结时限自", "Due from"), help=Text("留空不限", "Any, when empty"))] = None,
    until: Annotated[date | None, Ask(Text("办结时限至", "Due until"), help=Text("留空不限", "Any, when empty"))] = None,
    demand: Annotated[str, Ask(Text("工作要求", "What is asked"), multiline=True, help=Text("可以不写", "May be left empty"))] = "",
) -> None:
    """A notice with the next number of its organ and year says how the tasks stand; the entry holds all that stands on it.

    It goes to the leading organs that it speaks of.

    Raises:
        Conflict: there are no such tasks. BadInput: days that end before they begin.
    """
    check_days(since, until, "until")
    about = notices.About(source, since, until)
    office = _office(by, place)
    facts = notices.facts_of(notices.narrowed(notices.tasks_of(by.actor, place), about), about, office, by.today)
    if not facts["tasks"]:
        raise Conflict(
            Text("没有可通报的任务", "There are no tasks to report on"), code="no_tasks", remedy=Text("核对文件和起止日期", "Check the document and the days")
        )
    if source is not None:
        by.about(source)
    number = _numbered(NOTICE, by, office)
    by.say(number=number)
    by.say_restricted(**{PAPER: facts | {"version": VERSION, "number": number, "demand": demand[:2000]}})
    for key in facts["to_keys"]:
        by.send("inbox", f"organ:{key}", kind="task_notice", number=number)


def _numbered(form: str, by: Hand, office: Organ) -> str:
    running = by.number(office.pk, f"commitments.{form}")
    return number_words(office.short or office.name, NAMES[form].zh, by.today.year, running)


def _issue(form: str, by: Hand, office: Organ, to: Organ, tasks: Sequence[Any], left: int, demand: str, reply_by: date, contact: str) -> None:
    if reply_by < by.today:
        raise BadInput(
            Text("反馈时限已经过去", "The day for the answer has passed"), code="past", field="reply_by", remedy=Text("改为今天或以后", "Choose today or later")
        )
    number = _numbered(form, by, office)
    facts = outputs.facts_of(form, office, to, tasks, by.today) | {
        "version": VERSION, "number": number, "left": left, "demand": demand[:2000], "reply_by": reply_by.isoformat(), "contact": contact[:200],
    }  # fmt: skip
    by.say(number=number)
    by.say_restricted(**{PAPER: facts})
    by.send("inbox", f"organ:{to.pk}", kind=f"task_{form}", number=number, tasks=[t.pk for t in tasks])


def _office(by: Hand, place: Place) -> Organ:
    """The organ in whose name the actor keeps the register of a place."""
    keys = [p.organ for p in by.actor.posts if p.place_path and place.path.startswith(p.place_path)]
    return Organ.objects.get(pk=(keys or by.actor.organs)[0])
