"""Lights: the record of whose rule was chosen, waivers with their verbs, and the panel on the page of a project."""

from __future__ import annotations

from typing import Final

from taizhang.basis.text import Text
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Action, Apart, Daily, Field, Filter, Listing, Projection, Record, Task
from taizhang.registers import scope

from .. import lifecycle, models, terms
from ..actions import lights as verbs
from ..lights import month_lights
from ..queries import lights as known
from .naming import named
from .records import PROJECT

REQUEST: Final = "projects.request_waiver"
APPROVE: Final = "projects.approve_waiver"
_LAW: Final = terms.RULE
_MOST: Final = 50

CHOICE = Record(
    "projects.light_choice",
    Text("选用的亮灯规则", "Rule of lights chosen"),
    models.LightChoice,
    models.LightChoiceHistory,
    visible=scope.staff,
    fields=(
        Field("city", Text("城市", "City"), choices=terms.LIGHT_CITIES),
        Field("valid_from", Text("自何日起", "From")),
        Field("reason", Text("理由", "Reason")),
        Field("chosen_on", Text("选定日期", "Chosen on")),
    ),
    title=lambda row: f"{dict(terms.LIGHT_CITIES)[row.city].zh} {row.valid_from}",
    title_en=lambda row: f"{dict(terms.LIGHT_CITIES)[row.city].en} {row.valid_from}",
)

WAIVER = Record(
    "projects.waiver",
    Text("亮灯豁免", "Waiver"),
    models.Waiver,
    models.WaiverHistory,
    visible=known.of_visible_waiver,
    fields=(
        Field("project", Text("项目", "Project")),
        Field("dimension", Text("豁免的灯", "Light"), choices=terms.LIGHT_WORDS),
        Field("rule", Text("规则编号", "Rule")),
        Field("state", Text("状态", "State"), choices=terms.WAIVER_STATES),
        Field("reason", Text("正当理由", "Justified reason")),
        Field("valid_until", Text("豁免至", "Waived until")),
        Field("requested_on", Text("申请日期", "Asked on")),
        Field("requested_by", Text("申请单位", "Asked by")),
        Field("proof", Text("依据附件", "File")),
        Field("approved_on", Text("批准日期", "Approved on")),
        Field("approver", Text("批准人", "Approved by")),
        Field("ended_on", Text("提前终止日期", "Ended on")),
        Field("answer", Text("意见", "Remark")),
    ),
    title=lambda row: f"{dict(terms.LIGHT_WORDS)[row.dimension].zh} 至 {row.valid_until}",
    title_en=lambda row: f"{dict(terms.LIGHT_WORDS)[row.dimension].en} until {row.valid_until}",
    parent="project",
    lifecycles={"waiver/1": lifecycle.WAIVER},
    facts=known.waiver_facts,
    stirs=known.lapsing,
    select_related=("requested_by", "approver", "proof"),
)

LIGHTS = Projection(
    month_lights.KEY,
    Text("红黄绿灯（项目、月份）", "Lights by project and month"),
    month_lights.rebuild,
    month_lights.verify,
    follows=month_lights.FOLLOWS,
    keep=month_lights.keep,
    columns={"projects.project": frozenset(known.OF_A_PROJECT)},
    tables=(models.MonthLight,),
)

TURN_DAILY = Daily(month_lights.KEY, Text("红黄绿灯逐日更新", "Lights as each day turns them"), month_lights.day_begins)

LIGHT_ACTIONS = (
    Action(
        verbs.choose_light_rule,
        Text("选用亮灯规则", "Choose the rule of lights"),
        None,
        terms.CHOOSE_RULE,
        law=_LAW,
        creates=CHOICE,
        topmost=True,
        confirm=Text("自该日起，所有项目的灯按此规则计算。", "From that day on the lights of every project are computed by it."),
    ),
    Action(verbs.request_waiver, Text("申请亮灯豁免", "Ask for a waiver"), PROJECT, REQUEST, law=_LAW, creates=WAIVER),
    Action(
        verbs.approve_waiver,
        Text("批准豁免", "Approve the waiver"),
        WAIVER,
        APPROVE,
        law=_LAW,
        primary=True,
        apart_from=(Apart("projects.request_waiver"),),
        confirm=Text("豁免期内该灯标为已豁免，原灯仍然显示。", "While it lasts the light is marked as waived; what it hides stays visible."),
    ),
    Action(verbs.refuse_waiver, Text("不予豁免", "Refuse the waiver"), WAIVER, APPROVE, law=_LAW),
    Action(verbs.end_waiver, Text("提前终止豁免", "End the waiver"), WAIVER, APPROVE, law=_LAW),
    Action(verbs.lapse_waiver, Text("豁免到期", "Waiver lapsed"), WAIVER, law=_LAW, machine=True, shown=False),
)

WAIVERS_LIST = Listing(
    "projects.waivers",
    WAIVER,
    Text("亮灯豁免", "Waivers"),
    columns=("project", "dimension", "state", "reason", "valid_until", "requested_by", "approver"),
    filters=(Filter("state", Text("状态", "State"), "state"), Filter("dimension", Text("豁免的灯", "Light"), "dimension")),
    sorts={"until": ("state", "valid_until", "id"), "-until": ("-state", "-valid_until", "-id")},
    default_sort="until",
    empty=Text("没有豁免。", "No waivers."),
)


def waiver_tasks(actor: Actor) -> list[Task]:
    """Waivers that wait for the actor's approval."""
    if not actor.may(APPROVE):
        return []
    words = dict(terms.LIGHT_WORDS)
    return [
        Task(
            named(w.project),
            Text("申请豁免“{d}”灯，等待批准", "Asked to waive the light “{d}”; waits for approval").with_(d=words[w.dimension]),
            WAIVER.kind,
            w.pk,
            None,
            "projects.approve_waiver",
            _LAW,
        )
        for w in known.waivers(actor.with_right(APPROVE), WAIVER, "requested")[:_MOST]
    ]
