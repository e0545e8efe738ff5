"""What has to be coordinated (提请协调): the record, its verbs, its list, and what of it waits for whom."""

from __future__ import annotations

from datetime import date
from typing import Final

from taizhang.basis.text import Text
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Action, Apart, Field, Filter, Listing, Record, Task

from .. import lifecycle, models, queries, terms
from ..actions import coordination as verbs
from .naming import named
from .records import PROJECT

ASK: Final = "projects.ask_coordination"
DECIDE: Final = "projects.decide_coordination"
DO: Final = "projects.prove"
CLOSE: Final = "projects.accept"
_LAW: Final = terms.DISPATCH
_MOST: Final = 50

COORDINATION = Record(
    "projects.coordination",
    Text("提请协调", "Coordination"),
    models.Coordination,
    models.CoordinationHistory,
    visible=queries.of_visible_coordination,
    fields=(
        Field("project", Text("项目", "Project")),
        Field("period", Text("月份", "Month")),
        Field("matter", Text("需协调事项", "To be coordinated")),
        Field("state", Text("状态", "State"), choices=terms.COORDINATION_STATES),
        Field("asked_by", Text("提请单位", "Asked by")),
        Field("asked_on", Text("提请日期", "Asked on")),
        Field("meeting", Text("会议", "Meeting")),
        Field("met_on", Text("会议日期", "Held on")),
        Field("decision", Text("议定意见", "Decision")),
        Field("organ", Text("办理单位", "Organ that does it")),
        Field("person", Text("办理责任人", "Person who answers for it")),
        Field("due", Text("办结时限", "Due")),
        Field("result", Text("办理结果", "Result")),
        Field("done_on", Text("报办结日期", "Reported done on")),
        Field("reason", Text("意见", "Why not")),
    ),
    title=lambda row: row.matter[:60],
    parent="project",
    lifecycles={"coordination/1": lifecycle.COORDINATION},
    select_related=("organ", "person", "asked_by"),
)

COORDINATION_ACTIONS = (
    Action(verbs.ask_coordination, Text("提请协调", "Ask for coordination"), PROJECT, ASK, law=_LAW, creates=COORDINATION),
    Action(verbs.decide_coordination, Text("议定", "Decide"), COORDINATION, DECIDE, law=_LAW, primary=True),
    Action(verbs.decline_coordination, Text("不予协调", "Do not take up"), COORDINATION, DECIDE, law=_LAW),
    Action(verbs.report_coordination_done, Text("报办结", "Report it done"), COORDINATION, DO, law=_LAW, primary=True),
    Action(verbs.return_coordination, Text("退回办理", "Return the task"), COORDINATION, CLOSE, law=_LAW),
    Action(
        verbs.close_coordination,
        Text("销号", "Close"),
        COORDINATION,
        CLOSE,
        law=_LAW,
        primary=True,
        apart_from=(Apart("projects.report_coordination_done"),),
    ),
)

COORDINATIONS_LIST = Listing(
    "projects.coordinations",
    COORDINATION,
    Text("提请协调", "Coordination"),
    columns=("project", "matter", "asked_on", "state", "organ", "due"),
    filters=(Filter("state", Text("状态", "State"), "state"), Filter("organ", Text("办理单位", "Organ that does it"), "organ")),
    sorts={"due": ("state", "due", "id"), "-due": ("-state", "-due", "-id")},
    default_sort="due",
    empty=Text("没有需要协调的事项。", "Nothing has to be coordinated."),
)


def coordination_tasks(actor: Actor, today: date) -> list[Task]:
    """Matters to decide, tasks of the actor's own organs, and tasks that were reported done and wait to be closed."""
    found: list[Task] = []
    if actor.may(DECIDE):
        waiting = queries.coordinations(actor.with_right(DECIDE), COORDINATION, "asked")
        found += [_task(c, Text("提请协调，等待议定", "Asked for; waits for a decision"), "decide_coordination") for c in waiting[:_MOST]]
    if actor.may(DO):
        able = actor.with_right(DO)
        own = queries.coordinations(able, COORDINATION, "decided").filter(organ__in=able.organs)
        found += [_task(c, _left(c, today), "report_coordination_done") for c in own[:_MOST]]
    if actor.may(CLOSE):
        done = queries.coordinations(actor.with_right(CLOSE), COORDINATION, "reported")
        found += [_task(c, Text("已报办结，等待销号", "Reported done; waits to be closed"), "close_coordination") for c in done[:_MOST]]
    return found


def _left(row: models.Coordination, today: date) -> Text:
    if row.due is not None and row.due < today:
        return Text("协调任务逾期 {d} 天", "The task is {d} day(s) late").with_(d=(today - row.due).days)
    return Text("会议议定的任务", "A task that a meeting decided")


def _task(row: models.Coordination, why: Text, verb: str) -> Task:
    return Task(named(row.project, row.matter[:60]), why, COORDINATION.kind, row.pk, row.due, f"projects.{verb}", _LAW)
