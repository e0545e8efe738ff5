"""Verbs of the schedule: nodes added, amended, linked, begun, reported, closed by another, and what is expected of them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from taizhang.basis.errors import BadInput, Conflict
from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand, not_future
from taizhang.kernels import schedule as kernel
from taizhang.registers.models import Organ, Person

from .. import queries, schedule, terms
from ..models import Document, Forecast, Link, Node, Project
from .checks import not_negative, plausible
from .inputs import Lead, Note, Number, Paper, Reason, ResponsibleOrgan
from .papers import on_file

Title = Annotated[str, Ask(Text("节点名称", "Name of the node"), example="示例节点")]
TitleEn = Annotated[str, Ask(Text("英文名", "English name"))]
Duration = Annotated[
    int,
    Ask(
        Text("工期", "Duration"),
        unit="个工作日",
        help=Text("里程碑填 0", "0 for a milestone"),
        example=20,
    ),
]
Before = Annotated[
    str,
    Ask(
        Text("前置节点编号", "Key of the node before"),
        help=Text("本项目节点表“编号”一栏的值，如 permit", "As in the column ‘key’ of the schedule, such as permit"),
    ),
]
Key = Annotated[
    str,
    Ask(
        Text("前置节点编号", "Key of the node before"),
        help=Text("本项目节点表“编号”一栏的值，如 permit", "As in the column ‘key’ of the schedule, such as permit"),
        example="permit",
    ),
]
Type = Annotated[str, Ask(Text("关系", "Relation"), choices=terms.LINK_TYPES)]
Lag = Annotated[int, Ask(Text("间隔", "Lag"), help=Text("提前用负数（仅工作日）", "Below zero for an overlap (working days only)"))]
LagUnit = Annotated[str, Ask(Text("间隔单位", "Unit of the lag"), choices=terms.LAG_UNITS)]
Overlap = Annotated[
    int, Ask(Text("最多可搭接", "May overlap by at most"), unit="个工作日", help=Text("用于压缩工期建议", "For the advice on winning time"))
]
NotBefore = Annotated[date | None, Ask(Text("不早于", "Not before"))]
Points = Annotated[int, Ask(Text("权重（分）", "Weight in points"), help=Text("挣值按权重累计", "Earned value adds up weights"))]
Amount = Annotated[int | None, Ask(Text("节点投资", "Amount of the node"), unit="万元")]
Designed = Annotated[Decimal | None, Ask(Text("设计工程量", "Designed quantity"))]
QuantityUnit = Annotated[str, Ask(Text("计量单位", "Unit of the quantity"))]
Least = Annotated[int | None, Ask(Text("最短工期", "Least duration"), unit="个工作日", help=Text("不能压缩的留空", "Leave empty where it cannot be shortened"))]
Team = Annotated[str, Ask(Text("所需队伍", "Team it needs"), choices=terms.TEAMS)]
On = Annotated[date, Ask(Text("日期", "Date"), example="2026-01-20")]


def lay_out_nodes(
    project: Project,
    by: Hand,
    *,
    starts_on: Annotated[date, Ask(Text("首个节点不早于", "First node not before"), example="2026-03-02")],
) -> None:
    """The schedule has every node that the template of the project's kind names today, with its links; none is doubled.

    Raises:
        Conflict: nothing is missing.
    """
    there = {node.key: node for node in queries.nodes_of(project.pk)}
    lines = terms.nodes_for(project.kind, by.today)
    missing = [line for line in lines if line.key not in there]
    if not missing:
        raise Conflict(
            Text("节点已经齐全", "The schedule has every node of the template already"),
            code="complete",
            remedy=Text("另有节点的，用“新增节点”", "Use “Add a node” for anything else"),
        )
    names = {line.key for line in lines}
    made = {}
    for line in missing:
        first = not any(key in names for key, _, _ in line.after)
        made[line.key] = Node(
            project=project,
            key=line.key,
            title=line.title.zh,
            title_en=line.title.en,
            duration_working_days=line.days,
            least_working_days=line.least,
            not_before=starts_on if first else None,
            weight_points=line.weight_points,
            organ=project.unit or project.organ,
            team=line.team,
            source=f"{line.source.cite()} [{line.source.mark}]",
        )
    by.put_new(list(made.values()))
    known = there | made
    by.put_new(
        [
            Link(node=made[line.key], before=known[key], type=kind, lag=lag, most_overlap_days=line.overlap if kind == "FS" else 0)
            for line in missing
            for key, kind, lag in line.after
            if key in known
        ]
    )
    _consistent(project.pk)


def add_node(
    project: Project,
    by: Hand,
    *,
    title: Title,
    duration_working_days: Duration,
    title_en: TitleEn = "",
    before: Before = "",
    lag: Lag = 0,
    not_before: NotBefore = None,
    organ: ResponsibleOrgan = None,
    person: Lead = None,
    weight_points: Points = 0,
    amount_fen: Amount = None,
    designed_quantity: Designed = None,
    quantity_unit: QuantityUnit = "",
    least_working_days: Least = None,
    team: Team = "",
) -> Node:
    """The schedule has one more node, after the one named or from a day on; the baseline in force does not know it.

    Raises:
        Conflict: no node of the project has that key. BadInput: a duration, weight or quantity that cannot be.
    """
    count = len(queries.nodes_of(project.pk))
    node = Node(project=project, key=f"n{count + 1}", title=title, title_en=title_en)
    waits = _node_before(project.pk, before) if before else None
    _describe(
        node, duration_working_days, not_before, organ, person, weight_points, amount_fen, designed_quantity, quantity_unit,
        least_working_days, team,
    )  # fmt: skip
    by.put(node)
    if waits is not None:
        by.put(Link(node=node, before=waits, lag=lag))
    _consistent(project.pk)
    return node


def amend_node(
    node: Node,
    by: Hand,
    *,
    title: Title,
    duration_working_days: Duration,
    reason: Reason,
    title_en: TitleEn = "",
    not_before: NotBefore = None,
    organ: ResponsibleOrgan = None,
    person: Lead = None,
    weight_points: Points = 0,
    amount_fen: Amount = None,
    designed_quantity: Designed = None,
    quantity_unit: QuantityUnit = "",
    least_working_days: Least = None,
    team: Team = "",
) -> None:
    """The node is as stated now; what was approved stays in the baseline.

    Raises:
        Conflict: it is closed or dropped, or was reported. BadInput: a duration, weight or quantity that cannot be.
    """
    _still_open(node)
    queries.locked(node.project_id)
    node.title, node.title_en, node.reason = title, title_en, reason[:400]
    _describe(
        node, duration_working_days, not_before, organ, person, weight_points, amount_fen, designed_quantity, quantity_unit,
        least_working_days, team,
    )  # fmt: skip
    by.put(node)
    _consistent(node.project_id)


def link_node(
    node: Node,
    by: Hand,
    *,
    before: Key,
    type: Type = "FS",
    lag: Lag = 0,
    lag_unit: LagUnit = "working",
    most_overlap_days: Overlap = 0,
) -> None:
    """The node waits for another one of its project, in this way; an earlier link of the same sort to it has these values now.

    Raises:
        Conflict: no node of the project has that key, or this one is closed. BadInput: they would wait for each other.
    """
    _still_open(node)
    queries.locked(node.project_id)
    other = _node_before(node.project_id, before)
    if lag_unit != "working" and lag < 0:
        raise BadInput(
            Text("自然日或月的间隔不能为负", "A lag in calendar days or months is not below zero"), code="lag", field="lag"
        )
    if most_overlap_days < 0:
        raise BadInput(Text("搭接天数不能为负", "The overlap is not below zero"), code="overlap", field="most_overlap_days")
    link = next((k for k in queries.links_of(node.project_id) if (k.node_id, k.before_id, k.type) == (node.pk, other.pk, type)), None)
    link = link or Link(node=node, before=other, type=type)
    link.lag, link.lag_unit, link.most_overlap_days = lag, lag_unit, most_overlap_days
    by.put(link)
    _consistent(node.project_id)


def unlink(link: Link, by: Hand, *, reason: Reason) -> None:
    """The node no longer waits for that other one.

    Raises:
        Conflict: the node is closed.
    """
    _still_open(link.node)
    queries.locked(link.node.project_id)
    by.remove(link)


def drop_node(node: Node, by: Hand, *, reason: Reason) -> None:
    """The node is not needed any more: it is neither done nor part of the total, and stays in the baseline that knew it.

    Raises:
        Conflict: other nodes wait for it.
    """
    queries.locked(node.project_id)
    waiting = queries.followers(node)
    if waiting:
        raise Conflict(
            Text("以下节点以它为前置：{n}", "These nodes wait for it: {n}").with_(n="、".join(k.node.title for k in waiting)),
            code="awaited",
            remedy=Text("先解除或改接这些节点的前置关系", "First take their links away, or link them to another node"),
        )
    node.reason = reason[:400]
    by.put(node)


def begin_node(node: Node, by: Hand, *, on: On) -> None:
    """Work on the node has begun.

    Raises:
        BadInput: a day that has not come, or a milestone, which has no beginning.
    """
    not_future(on, by, "on")
    if node.duration_working_days == 0:
        raise BadInput(
            Text("里程碑没有开始，只有完成", "A milestone does not begin; it is reached"),
            code="milestone",
            field="on",
            remedy=Text("直接报完成", "Report it done"),
        )
    node.started_on = on
    by.put(node)


def report_node_progress(
    node: Node,
    by: Hand,
    *,
    done_quantity: Annotated[Decimal | None, Ask(Text("累计完成工程量", "Quantity done so far"))] = None,
    remaining_working_days: Annotated[
        int | None, Ask(Text("尚需", "Still needs"), unit="个工作日", example=10)
    ] = None,
    note: Note = "",
) -> None:
    """What is done of the node and how long the rest takes, as somebody judges it.

    Raises:
        Conflict: it is not under way. BadInput: less than nothing, or no day left.
    """
    if node.state != "under_way":
        raise Conflict(
            Text("节点未在进行中", "The node is not under way"), code="not_under_way", remedy=Text("先报节点开工", "Report its beginning first")
        )
    if done_quantity is not None and done_quantity < 0:
        raise BadInput(Text("完成量不能为负", "The quantity is not below zero"), code="negative", field="done_quantity")
    if remaining_working_days is not None and not 1 <= remaining_working_days <= _LONGEST:
        raise BadInput(
            Text("未完成的节点至少还需1个工作日", "What is unfinished takes at least another day"),
            code="remaining",
            field="remaining_working_days",
        )
    node.done_quantity = node.done_quantity if done_quantity is None else done_quantity
    node.remaining_working_days, node.reason = remaining_working_days, note[:400]
    by.put(node)


def forecast_node(
    node: Node,
    by: Hand,
    *,
    expected_finish: Annotated[date, Ask(Text("预计完成", "Expected finish"), example="2026-12-20")],
    reason: Reason,
) -> Forecast:
    """Somebody expects the node to be finished on this day; what was expected before stays to be read.

    Raises:
        Conflict: it is done or dropped. BadInput: a day that has passed.
    """
    _still_open(node)
    if expected_finish < by.today:
        raise BadInput(
            Text("预计完成日期已经过去", "The expected finish has passed already"),
            code="past",
            field="expected_finish",
            remedy=Text("已经完成的请报完成；否则填今后的日期", "Report it done if it is; otherwise give a day to come"),
        )
    return by.put(
        Forecast(
            node=node,
            expected_finish=expected_finish,
            made_at=by.now,
            maker=Person.objects.filter(pk=by.actor.person or 0).first(),
            reason=reason[:400],
        )
    )


def report_node_done(
    node: Node,
    by: Hand,
    *,
    on: On,
    number: Number = "",
    file: Paper = None,
    paper: Annotated[
        Document | None,
        Ask(Text("已登记的材料", "Document on file"), ref="projects.document", help=Text("已在项目档案中的，不必重传", "Need not be sent again")),
    ] = None,
) -> None:
    """The node was reported done on a day, with the proof on the project's file; it waits for somebody else to close it.

    Raises:
        BadInput: a day that has not come or before its beginning; no proof, or one of another project or withdrawn.
    """
    not_future(on, by, "on")
    if node.started_on is not None and on < node.started_on:
        raise BadInput(
            Text("完成（{f}）早于开始（{s}）", "The finish ({f}) is before the start ({s})").with_(
                f=on.isoformat(), s=node.started_on.isoformat()
            ),
            code="finish_before_start",
            field="on",
        )
    node.proof = _proof(node, by, on, number, file, paper)
    node.finished_on, node.remaining_working_days = on, None
    by.put(node)


def close_node(node: Node, by: Hand, *, note: Note = "") -> None:
    """The node is closed on its proof, by somebody other than the one who reported it."""


def return_node(node: Node, by: Hand, *, reason: Reason) -> None:
    """The report goes back with the reason; the node is not done."""
    node.reason, node.finished_on = reason[:400], None
    by.put(node)


def reopen_node(node: Node, by: Hand, *, reason: Reason) -> None:
    """A closed node is open again, with the reason; its proof no longer closes it."""
    node.reason, node.finished_on, node.proof = reason[:400], None, None
    by.put(node)


_LONGEST = 5_000


def _proof(node: Node, by: Hand, on: date, number: str, file: Any, paper: Document | None) -> Document:
    if paper is None:
        return on_file(node.project, by, "other", on, number=number, file=file, note=node.title)
    if paper.project_id != node.project_id or paper.withdrawn_on is not None:
        raise BadInput(
            Text("该材料属于其他项目或已作废", "That document is another project's, or was withdrawn"), code="paper", field="paper"
        )
    return paper


def _describe(
    node: Node,
    duration: int,
    not_before: date | None,
    organ: Organ | None,
    person: Person | None,
    points: int,
    amount_fen: int | None,
    designed: Decimal | None,
    unit: str,
    least: int | None,
    team: str,
) -> None:
    if not 0 <= duration <= _LONGEST:
        raise BadInput(
            Text("工期应为 0 至 {n} 个工作日", "A node takes from 0 to {n} working days").with_(n=_LONGEST),
            code="duration",
            field="duration_working_days",
        )
    if least is not None and not 0 <= least <= duration:
        raise BadInput(Text("最短工期应在 0 与工期之间", "The least duration lies between 0 and the duration"), code="least", field="least_working_days")
    if not 0 <= points <= 10_000:
        raise BadInput(Text("权重应为 0 至 10000", "The weight is from 0 to 10,000"), code="weight", field="weight_points")
    if designed is not None and designed <= 0:
        raise BadInput(Text("设计工程量须大于零", "The designed quantity is above zero"), code="quantity", field="designed_quantity")
    node.duration_working_days, node.not_before, node.least_working_days = duration, not_before, least
    node.organ, node.person, node.team, node.weight_points = organ, person, team, points
    node.amount_fen = plausible(not_negative(amount_fen, "amount_fen"), "amount_fen")
    node.designed_quantity, node.quantity_unit = designed, unit


def _node_before(project: int, key: str) -> Node:
    found = queries.node_of_key(project, key.strip())
    if found is None:
        raise Conflict(
            Text("本项目没有编号为“{k}”的节点", "The project has no node with the key “{k}”").with_(k=key),
            code="no_node",
            remedy=Text("在节点表中核对编号", "Look the key up in the schedule"),
        )
    return found


def _still_open(node: Node) -> None:
    if node.state not in terms.OPEN_NODES:
        raise Conflict(
            Text("节点已报完成、已销号或已取消", "The node was reported done, is closed or was dropped"),
            code="closed",
            remedy=Text("需要更改的，先退回或重新打开", "To change it, return or reopen it first"),
        )


def _consistent(project: int) -> kernel.Network:
    """The network of a project as it now is. Raises BadInput when nodes wait for each other."""
    return schedule.network_of(queries.nodes_of(project), queries.links_of(project))
