"""Verbs of a batch before its draw: prepared under a published plan, its parts stated, its rosters frozen, given up, drawn anew."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from taizhang.basis.errors import BadInput, Conflict
from taizhang.basis.text import Text
from taizhang.frame import clock
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand
from taizhang.registers.models import Organ, Place

from .. import terms
from ..models import Batch, BatchPart, InspectionItem, Plan, PlanLine
from ..queries import rosters
from ..rules import draws as rules
from ..terms import draw_words
from .plans import Mode, Reason, own_organ

_LAW = terms.DOUBLE_RANDOM
#: More come to no firm at once: what is larger was mistyped, and no machine should try to staff it.
_MOST_INSPECTORS, _MOST_DEPARTMENTS = 20, 100


def prepare_batch(
    plan: Plan,
    by: Hand,
    *,
    title: Annotated[str, Ask(Text("批次名称", "Name of the batch"), example="示例批次")],
    mode: Mode,
    window_from: Annotated[date, Ask(Text("检查自", "Visits from"), example="2026-12-01")],
    window_to: Annotated[date, Ask(Text("检查至", "Visits until"), example="2026-12-31")],
    plan_line: Annotated[PlanLine | None, Ask(Text("计划中的批次", "Batch of the plan"), ref="inspection.plan_line")] = None,
    others: Annotated[
        tuple[Organ, ...],
        Ask(
            Text("配合部门或科室", "Departments or divisions that join"),
            help=Text("各自填报本部门的事项和比例", "Each states its own items and ratios"),
            ref="registers.organ",
        ),
    ] = (),
    team_size: Annotated[int, Ask(Text("每组人数", "Inspectors in a team"), unit="人")] = 2,
    most_departments: Annotated[
        int | None,
        Ask(
            Text("一次进门最多几个部门", "Most departments with one visit"),
            help=Text("留空即不限", "No limit when left empty"),
        ),
    ] = None,
) -> Batch:
    """A batch is being prepared under the plan by the actor's department, with an empty part for each that takes part.

    Raises:
        BadInput: a window that is not to come, a line of another plan, a team that is too small or too large, others where none may join.
    """
    organ = own_organ(by)
    if window_from < by.today or window_to < window_from or window_to.year != window_from.year:
        raise BadInput(
            Text("检查期间须自今天或之后起，且在同一年内", "The visits begin today or later, and end in the same year"),
            code="window",
            field="window_from",
            law=_LAW,
        )
    if plan_line is not None and plan_line.plan_id != plan.pk:
        raise BadInput(Text("所选批次不在这份计划里", "That batch is in another plan"), code="other_plan", field="plan_line")
    least = draw_words.TEAM_LEAST.on(by.today)
    if least is not None and team_size < least.value:
        raise BadInput(
            Text("检查组不少于{n}人", "A team has at least {n} inspectors").with_(n=least.value), code="team", field="team_size", law=least.law,
            remedy=Text("每组至少两名持证执法人员", "Each needs two with certificates"),
        )  # fmt: skip
    if team_size > _MOST_INSPECTORS:
        raise BadInput(Text("检查组至多{n}人", "A team has {n} inspectors at most").with_(n=_MOST_INSPECTORS), code="team", field="team_size")
    if most_departments is not None and not 1 <= most_departments <= _MOST_DEPARTMENTS:
        raise BadInput(Text("应为1至{n}个部门", "From one department to {n}").with_(n=_MOST_DEPARTMENTS), code="most", field="most_departments")
    if mode == "alone" and others:
        raise BadInput(
            Text("单独抽查没有配合部门", "Nobody joins where one department draws alone"), code="others", field="others",
            remedy=Text("选“内部综合”或“外部联合”", "Choose internal comprehensive or external joint"),
        )  # fmt: skip
    if mode == "internal" and (strange := [o for o in others if organ not in (o.pk, o.parent_id)]):
        raise BadInput(
            Text("“{o}”不是本部门的科室", "“{o}” is no division of the department").with_(o=strange[0].name), code="division", field="others",
            law=_LAW, remedy=Text("其他部门参加的选“外部联合”", "With other departments it is an external joint one"),
        )  # fmt: skip
    batch = by.put(
        Batch(
            plan=plan, plan_line=plan_line, place=plan.place, organ_id=organ, title=title.strip()[:120], mode=mode, window_from=window_from,
            window_to=window_to, team_size=team_size, most_departments=most_departments,
        )
    )  # fmt: skip
    for key in dict.fromkeys((organ, *(o.pk for o in others))):
        by.put(BatchPart(batch=batch, organ_id=key, items=[], ratios={}))
    return batch


def state_part(
    batch: Batch,
    by: Hand,
    *,
    items: Annotated[tuple[InspectionItem, ...], Ask(Text("抽查事项", "Items"), ref="inspection.item")],
    division: Annotated[
        Organ | None,
        Ask(
            Text("科室", "Division"),
            help=Text("内部综合时填；留空即本部门", "For an internal one; one's own department when empty"),
            ref="registers.organ",
        ),
    ] = None,
    ratio_a: Annotated[
        int | None,
        Ask(Text("A 类比例", "Ratio of class A"), unit="%", help=Text("留空即规定比例", "That of the rule when empty")),
    ] = None,
    ratio_b: Annotated[int | None, Ask(Text("B 类比例", "Ratio of class B"), unit="%")] = None,
    ratio_c: Annotated[int | None, Ask(Text("C 类比例", "Ratio of class C"), unit="%")] = None,
    ratio_d: Annotated[int | None, Ask(Text("D 类比例", "Ratio of class D"), unit="%")] = None,
    ratio_unknown: Annotated[int | None, Ask(Text("未分类比例", "Ratio of firms without a class"), unit="%")] = None,
    zero_whole: Annotated[
        bool,
        Ask(Text("年报数据全为零的企业全部抽取", "All firms whose annual report says nothing but zero"), example=True),
    ] = False,
    tags: Annotated[
        str,
        Ask(
            Text("企业类型", "Kinds of firm"),
            help=Text("以空格分开；留空即不限", "Separated by blanks; all when empty"),
        ),
    ] = "",
    sectors: Annotated[
        str, Ask(Text("行业代码", "Sectors"), help=Text("国民经济行业代码的开头", "Beginnings of codes of GB/T 4754"))
    ] = "",
    within: Annotated[Place | None, Ask(Text("所在区划", "Place"), ref="registers.place")] = None,
    attached: Annotated[
        bool,
        Ask(
            Text("附于发起部门的抽取", "Attached to the initiator's draw"),
            help=Text(
                "不另行抽取：发起部门抽一次，本部门适用的事项并入同一次进门；比例和范围不填",
                "No draw of its own: the initiator draws once, and the items that apply to a firm join the same visit; ratios and whom it concerns stay empty",
            ),
        ),
    ] = False,
) -> BatchPart:
    """What the actor's own department, or a division of it, inspects in the batch: of whom and in which ratios, or wherever the initiator comes.

    Raises:
        NotAllowed, Conflict: the department takes no part. BadInput: items or ratios that the rules do not allow, or an initiator that attaches.
    """
    part = _own_part(batch, by, division)
    ours = (ratio_a, ratio_b, ratio_c, ratio_d, ratio_unknown, zero_whole or None, tags.strip() or None, sectors.strip() or None, within)
    if attached:
        _check_attached(part, batch, any(value is not None for value in ours))
    lists = [_item(item, batch) for item in items]
    rules.check_items(lists, {part.organ_id, *_above(part, batch)}, terms.DISCIPLINE)
    asked = {"A": ratio_a, "B": ratio_b, "C": ratio_c, "D": ratio_d, rules.UNKNOWN_CLASS: ratio_unknown}
    general = [item.name for item in lists if item.general]
    part.items = sorted(item.code for item in lists)
    part.ratios = {} if attached else rules.ratios(asked, least_ratios(by.today), general, _LAW)
    part.full, part.attached = [rules.ZERO] if zero_whole else [], attached
    part.chosen = {
        key: value
        for key, value in (
            ("tags", tags.split()),
            ("sectors", sectors.split()),
            ("places", [within.path] if within else []),
        )
        if value
    }
    by.put(part)
    by.about(part)
    return part


def least_ratios(day: date) -> dict[str, int]:
    """The dated ratios of a day by class, in per cent; that of class A never below the floor that its own rule sets."""
    table = {**terms.RATIOS, rules.UNKNOWN_CLASS: draw_words.UNKNOWN_RATIO}
    found = {letter: span.value for letter, dated in table.items() if (span := dated.on(day)) is not None}
    if (floor := terms.RATIO_A_FLOOR.on(day)) is not None:
        found["A"] = max(found.get("A", 0), floor.value)
    return found


def thaw_batch(batch: Batch, by: Hand, *, reason: Reason) -> None:
    """The batch is being prepared again: nothing was committed, and what was frozen is left aside."""
    only_initiator(batch, by)
    for part in BatchPart.objects.filter(batch=batch):
        part.frame, part.frame_sha256, part.size, part.take, part.strata = "", "", 0, 0, {}
        by.put(part)
    batch.strata, batch.excluded, batch.alarms, batch.frozen_on, batch.reason = {}, "", [], None, reason[:400]
    by.put(batch)


def abort_batch(batch: Batch, by: Hand, *, reason: Reason) -> None:
    """The draw does not count, with the reason; it stays on record, and another draw is another batch.

    Raises:
        Conflict: another department's, or what was drawn is still being stored.
    """
    only_initiator(batch, by)
    batch.reason = reason[:400]
    by.put(batch)


def redraw_batch(batch: Batch, by: Hand, *, reason: Reason) -> Batch:
    """A new batch that names the aborted one, with the parts that the departments stated; each may state its own anew.

    Raises:
        Conflict: it is being drawn anew already, or its window is over.
    """
    only_initiator(batch, by)
    if Batch.objects.filter(redraw_of=batch).exists():
        raise Conflict(
            Text("已有重新抽取的批次", "There is a batch that draws it anew"), code="redrawn", law=_LAW,
            remedy=Text("在那一批上办理", "Go on with that one"),
        )  # fmt: skip
    if batch.window_to < by.today:
        raise Conflict(
            Text("原定检查期间已过", "Its window is over"),
            code="window_over",
            remedy=Text("在计划下另建批次", "Prepare another batch under the plan"),
        )
    new = by.put(
        Batch(
            plan=batch.plan, plan_line=batch.plan_line, place=batch.place, organ=batch.organ, title=f"{batch.title}（重抽）"[:120], mode=batch.mode,
            window_from=max(batch.window_from, by.today), window_to=batch.window_to, team_size=batch.team_size,
            most_departments=batch.most_departments, redraw_of=batch, reason=reason[:400],
        )
    )  # fmt: skip
    for part in BatchPart.objects.filter(batch=batch).order_by("pk"):
        by.put(
            BatchPart(
                batch=new, organ=part.organ, items=part.items, ratios=part.ratios, full=part.full, chosen=part.chosen, attached=part.attached
            )
        )
    return new


def complete_batch(batch: Batch, by: Hand) -> None:
    """Every visit of the batch has come to its end; the day is the batch's own."""
    only_initiator(batch, by)
    batch.completed_on = by.today
    by.put(batch)


def only_initiator(batch: Batch, by: Hand) -> None:
    """Nothing, where the actor stands in the department that initiated the batch.

    Raises:
        Conflict: somebody else's.
    """
    if not by.actor.machine and batch.organ_id not in by.actor.organs:
        raise Conflict(
            Text("由发起部门“{o}”办理", "This is for the initiating department, {o}").with_(o=batch.organ.name), code="not_initiator", law=_LAW,
            remedy=Text("配合部门只填报本部门部分", "Those who join state their own part"),
        )  # fmt: skip


def _own_part(batch: Batch, by: Hand, division: Organ | None) -> BatchPart:
    own = by.actor.organs
    organ = (
        division.pk
        if division is not None
        else next((o for o in own if BatchPart.objects.filter(batch=batch, organ=o).exists()), 0)
    )
    if division is not None and organ not in own and not (batch.mode == "internal" and batch.organ_id in own):
        raise Conflict(
            Text("“{o}”的部分由该部门自己填报", "The part of {o} is stated by that department itself").with_(o=division.name), code="other_part", law=_LAW,
            remedy=Text("请该部门填报", "Ask that department"),
        )  # fmt: skip
    part = BatchPart.objects.select_for_update(of=("self",), no_key=True).filter(batch=batch, organ=organ).first()
    if part is None:
        raise Conflict(
            Text("本部门不在这一批次的参加部门中", "The department takes no part in this batch"), code="no_part", law=_LAW,
            remedy=Text("由发起部门在准备批次时列入", "The initiating department names who joins when it prepares the batch"),
        )  # fmt: skip
    return part


def _check_attached(part: BatchPart, batch: Batch, draws_itself: bool) -> None:
    """Nothing, when a part may attach its items to the draw of the initiating department. Raises BadInput."""
    if part.organ_id == batch.organ_id:
        raise BadInput(
            Text("发起部门自己抽取，不附于别人", "The initiating department draws itself and attaches to nobody"), code="initiator_draws", field="attached",
            law=_LAW, remedy=Text("由配合部门选择附于发起部门", "Those who join may attach their items"),
        )  # fmt: skip
    if draws_itself:
        raise BadInput(
            Text("附于发起部门的，不填比例和范围", "Whoever attaches its items states neither ratios nor whom it concerns"), code="attached_draws",
            field="attached", law=_LAW, remedy=Text("要自己抽取的，不勾选", "To draw itself a department leaves it unticked"),
        )  # fmt: skip


def _above(part: BatchPart, batch: Batch) -> set[int]:
    """A division inspects the items of its bureau."""
    return {batch.organ_id} if batch.mode == "internal" else set()


def _item(item: InspectionItem, batch: Batch) -> rules.Item:
    listed = rosters.items_on(batch.place, clock.today()).filter(pk=item.pk).exists() and (
        item.valid_to is None or batch.window_to < item.valid_to
    )
    return rules.Item(item.code, item.name, item.organ_id, item.kind == "general", listed)
