"""Verbs of the yearly plan: drawn up line by line, filed with the level above, published, replaced by another one."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from taizhang.basis.errors import BadInput, Conflict
from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Follow, Hand
from taizhang.registers.models import Organ, Place

from .. import terms
from ..models import Plan, PlanLine

Reason = Annotated[str, Ask(Text("理由", "Reason"), multiline=True, example="示例理由")]
Begins = Annotated[date, Ask(Text("开始日期", "Begins on"), example="2026-03-01")]
Ends = Annotated[date, Ask(Text("结束日期", "Ends on"), example="2026-06-30")]
Department = Annotated[Organ, Ask(Text("发起部门", "Initiating department"), ref="registers.organ")]
Mode = Annotated[str, Ask(Text("抽查方式", "Mode"), choices=terms.MODES, example="alone")]


def own_organ(by: Hand) -> int:
    """The organ under which the actor acts.

    Raises:
        Conflict: there is none.
    """
    if not by.actor.organs:
        raise Conflict(Text("须以部门的岗位办理", "This is done from a post in a department"), code="no_organ")
    return by.actor.organs[0]


def only_own(plan: Plan, by: Hand) -> None:
    """Nothing, where the actor stands in the department whose plan it is.

    Raises:
        Conflict: somebody else's.
    """
    if not by.actor.machine and plan.organ_id not in by.actor.organs:
        raise Conflict(
            Text("这是“{o}”的计划", "This is the plan of {o}").with_(o=plan.organ.name), code="not_own_plan", law=terms.DOUBLE_RANDOM,
            remedy=Text("由制定计划的部门办理", "The department that draws it up does this"),
        )  # fmt: skip


def draw_up_plan(
    place: Place,
    by: Hand,
    *,
    year: Annotated[int, Ask(Text("年度", "Year"), example=2026)],
    title: Annotated[str, Ask(Text("计划名称", "Title"), example="示例年度抽查计划")],
) -> Plan:
    """A plan of the year is being drawn up by the actor's department.

    Raises:
        BadInput: a year that is over or far ahead. Conflict: the department has a plan of that year that stands.
    """
    if not by.today.year <= year <= by.today.year + 1:
        raise BadInput(
            Text("只能制定本年度或下一年度的计划", "A plan is for this year or the next"),
            code="year",
            field="year",
            law=terms.DOUBLE_RANDOM,
        )
    organ = own_organ(by)
    if Plan.objects.filter(place=place, organ=organ, year=year).exclude(state="replaced").exists():
        raise Conflict(
            Text("本部门已有{y}年度计划", "The department has a plan of {y}").with_(y=year), code="plan_exists", law=terms.DOUBLE_RANDOM,
            remedy=Text("在已公布的计划上“调整计划”", "Adjust the plan that is published"),
        )  # fmt: skip
    return by.put(Plan(place=place, organ_id=organ, year=year, title=title.strip()[:120]))


def add_plan_line(
    plan: Plan,
    by: Hand,
    *,
    title: Annotated[str, Ask(Text("批次名称", "Name of the batch"), example="示例批次")],
    mode: Mode,
    organ: Department,
    scope: Annotated[str, Ask(Text("抽查范围", "Whom it concerns"), example="示例：食品经营企业")],
    quantity: Annotated[str, Ask(Text("抽查数量", "How many"), example="示例：按类别比例")],
    begins_on: Begins,
    ends_on: Ends,
) -> PlanLine:
    """The plan announces one more batch: who, whom, how many, when.

    Raises:
        Conflict: another department's plan. BadInput: days that are not in order or outside the year.
    """
    only_own(plan, by)
    if not plan.year == begins_on.year == ends_on.year or begins_on > ends_on:
        raise BadInput(
            Text("起止日期须在计划年度内", "The days have to lie in the year of the plan, in order"),
            code="days",
            field="ends_on",
        )
    number = PlanLine.objects.filter(plan=plan).count() + 1
    return by.put(
        PlanLine(
            plan=plan, number=number, title=title.strip()[:120], mode=mode, organ=organ, scope=scope.strip()[:200],
            quantity=quantity.strip()[:120], begins_on=begins_on, ends_on=ends_on,
        )
    )  # fmt: skip


def remove_plan_line(line: PlanLine, by: Hand, *, reason: Reason) -> None:
    """The draft does not announce that batch any more; what is published is changed by another plan alone.

    Raises:
        Conflict: the plan is no draft, or another department's.
    """
    only_own(line.plan, by)
    if line.plan.state != "draft":
        raise Conflict(
            Text("计划已报备或公布，不能再改", "The plan is filed or published and cannot be changed"), code="plan_fixed", law=terms.DOUBLE_RANDOM,
            remedy=Text("用“调整计划”另立一份", "Adjust it by another plan"),
        )  # fmt: skip
    by.remove(line)


def file_plan(
    plan: Plan,
    by: Hand,
    *,
    filed_with: Annotated[str, Ask(Text("报备机关", "Filed with"), example="示例市市场监督管理局")],
    filed_on: Annotated[date, Ask(Text("报备日期", "Filed on"), example="2026-01-15")],
) -> None:
    """The plan is approved, and filed with the level above on that day.

    Raises:
        Conflict: another department's plan. BadInput: a day that is still to come.
    """
    only_own(plan, by)
    if filed_on > by.today:
        raise BadInput(
            Text("报备日期不能晚于今天", "It cannot have been filed on a day to come"), code="ahead", field="filed_on"
        )
    plan.filed_with, plan.filed_on = filed_with.strip()[:120], filed_on
    by.put(plan)


def take_plan_back(plan: Plan, by: Hand, *, reason: Reason) -> None:
    """The plan is a draft again, with the reason."""
    only_own(plan, by)
    plan.filed_with, plan.filed_on, plan.reason = "", None, reason[:400]
    by.put(plan)


def publish_plan(plan: Plan, by: Hand) -> None:
    """The plan is public under a number of its own; the one that it replaces stays readable and is in force no more."""
    only_own(plan, by)
    plan.published_on = by.today
    plan.number = (
        f"{plan.organ.short or plan.organ.name}〔{by.today.year}〕抽查计划{by.number(plan.organ_id, 'inspection_plan')}号"[
            :60
        ]
    )
    by.put(plan)
    if plan.replaces_id is not None:
        by.follow.append(Follow("inspection.replace_plan", plan.replaces_id))


def adjust_plan(plan: Plan, by: Hand, *, reason: Reason) -> Plan:
    """A new draft with the same lines stands beside the plan, which holds until the new one is published.

    Raises:
        Conflict: one is being drawn up already, or it is another department's.
    """
    only_own(plan, by)
    if Plan.objects.filter(replaces=plan).exclude(state="replaced").exists():
        raise Conflict(
            Text("调整后的计划已在拟制", "A plan that replaces it is being drawn up"), code="being_adjusted",
            remedy=Text("在那一份上修改", "Change that one"),
        )  # fmt: skip
    new = by.put(
        Plan(
            place=plan.place,
            organ=plan.organ,
            year=plan.year,
            title=f"{plan.title}（调整）"[:120],
            replaces=plan,
            reason=reason[:400],
        )
    )
    for line in PlanLine.objects.filter(plan=plan).order_by("number"):
        by.put(
            PlanLine(
                plan=new, number=line.number, title=line.title, mode=line.mode, organ=line.organ, scope=line.scope, quantity=line.quantity,
                begins_on=line.begins_on, ends_on=line.ends_on,
            )
        )  # fmt: skip
    return new


def replace_plan(plan: Plan, by: Hand) -> None:
    """The plan is in force no more: another one was published in its place."""
    by.put(plan)
