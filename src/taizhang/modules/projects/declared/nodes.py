"""The schedule: records of nodes, links, baselines and forecasts, and the verbs done to them."""

from __future__ import annotations

from typing import Final

from taizhang.basis.text import Text
from taizhang.frame.declare import Action, Apart, Field, Record

from .. import lifecycle, models, queries, terms
from ..actions import baselines, nodes
from .records import PROJECT

PLAN_RIGHT: Final = terms.EDIT
REPORT_NODES: Final = "projects.report"
CLOSE_NODES: Final = "projects.close_node"
APPROVE_BASELINES: Final = "projects.approve_baseline"
_LAW: Final = terms.DISPATCH

NODE = Record(
    "projects.node",
    Text("节点", "Node"),
    models.Node,
    models.NodeHistory,
    visible=queries.of_visible_project,
    fields=(
        Field("project", Text("项目", "Project")),
        Field("key", Text("编号", "Key")),
        Field("title", Text("节点", "Node")),
        Field("title_en", Text("英文名", "English name")),
        Field("state", Text("状态", "State"), choices=terms.NODE_STATES),
        Field("duration_working_days", Text("工期（工作日）", "Duration (working days)")),
        Field("least_working_days", Text("最短工期（工作日）", "Least duration (working days)")),
        Field("not_before", Text("不早于", "Not before")),
        Field("weight_points", Text("权重", "Weight")),
        Field("amount_fen", Text("节点投资", "Amount of the node"), unit="万元"),
        Field("designed_quantity", Text("设计工程量", "Designed quantity")),
        Field("quantity_unit", Text("计量单位", "Unit of the quantity")),
        Field("done_quantity", Text("累计完成工程量", "Quantity done")),
        Field("organ", Text("责任单位", "Organ")),
        Field("person", Text("责任人", "Person")),
        Field("team", Text("所需队伍", "Team"), choices=terms.TEAMS),
        Field("started_on", Text("开始日期", "Begun on")),
        Field("finished_on", Text("完成日期", "Finished on")),
        Field("remaining_working_days", Text("尚需（工作日）", "Still needs (working days)")),
        Field("proof", Text("完成证据", "Proof")),
        Field("source", Text("工期依据", "Source of the duration")),
        Field("reason", Text("说明", "Note")),
    ),
    title=lambda row: row.title,
    title_en=lambda row: row.title_en,
    parent="project",
    lifecycles={"node/1": lifecycle.NODE},
    facts=queries.node_facts,
    select_related=("organ", "person", "proof"),
)

LINK = Record(
    "projects.link",
    Text("前置关系", "Link"),
    models.Link,
    models.LinkHistory,
    visible=queries.of_visible_node,
    fields=(
        Field("before", Text("前置节点", "Node before")),
        Field("type", Text("关系", "Relation"), choices=terms.LINK_TYPES),
        Field("lag", Text("间隔", "Lag")),
        Field("lag_unit", Text("间隔单位", "Unit of the lag"), choices=terms.LAG_UNITS),
        Field("most_overlap_days", Text("最多可搭接（工作日）", "May overlap (working days)")),
    ),
    title=lambda row: row.before.title,
    title_en=lambda row: row.before.title_en,
    parent="node",
    select_related=("before",),
)

BASELINE = Record(
    "projects.baseline",
    Text("基线", "Baseline"),
    models.Baseline,
    models.BaselineHistory,
    visible=queries.of_visible_project,
    fields=(
        Field("version", Text("版本", "Version")),
        Field("state", Text("状态", "State"), choices=terms.BASELINE_STATES),
        Field("reason", Text("理由", "Reason")),
        Field("proposed_on", Text("提出日期", "Proposed on")),
        Field("approver", Text("批准人", "Approved by")),
        Field("approved_at", Text("批准时间", "Approved at")),
        Field("decision", Text("批准文号", "Number of the decision")),
        Field("calendar_version", Text("日历版本", "Version of the calendar")),
        Field("sha256", Text("内容摘要", "Digest of its contents")),
    ),
    title=lambda row: f"第{row.version}版",
    title_en=lambda row: f"Version {row.version}",
    parent="project",
    lifecycles={"baseline/1": lifecycle.BASELINE},
    select_related=("approver",),
)

FROZEN = Record(
    "projects.baseline_node",
    Text("基线节点", "Node of the baseline"),
    models.BaselineNode,
    models.BaselineNodeHistory,
    visible=queries.of_visible_baseline,
    fields=(
        Field("title", Text("节点", "Node")),
        Field("start", Text("计划开始", "Planned start")),
        Field("finish", Text("计划完成", "Planned finish")),
        Field("provisional", Text("暂定", "Provisional")),
        Field("weight_points", Text("权重", "Weight")),
        Field("amount_fen", Text("节点投资", "Amount of the node"), unit="万元"),
        Field("designed_quantity", Text("设计工程量", "Designed quantity")),
        Field("quantity_unit", Text("计量单位", "Unit of the quantity")),
    ),
    title=lambda row: row.title,
    parent="baseline",
)

FORECAST = Record(
    "projects.forecast",
    Text("完成预测", "Forecast"),
    models.Forecast,
    models.ForecastHistory,
    visible=queries.of_visible_node,
    fields=(
        Field("expected_finish", Text("预计完成", "Expected finish")),
        Field("made_at", Text("预测时间", "Said at")),
        Field("maker", Text("预测人", "Said by")),
        Field("reason", Text("理由", "Reason")),
    ),
    title=lambda row: row.expected_finish.isoformat() if row.expected_finish else "",
    parent="node",
    select_related=("maker",),
)

SCHEDULE_RECORDS = queries.ScheduleRecords(NODE, LINK, BASELINE, FROZEN, FORECAST)
RECORDS_OF_NODES = (NODE, LINK, BASELINE, FROZEN, FORECAST)

NODE_ACTIONS = (
    Action(nodes.lay_out_nodes, Text("按模板排节点", "Lay out the nodes"), PROJECT, PLAN_RIGHT, law=_LAW),
    Action(nodes.add_node, Text("新增节点", "Add a node"), PROJECT, PLAN_RIGHT, law=_LAW, creates=NODE),
    Action(nodes.amend_node, Text("修改节点", "Amend the node"), NODE, PLAN_RIGHT, law=_LAW),
    Action(nodes.link_node, Text("设置前置节点", "Link to a node before"), NODE, PLAN_RIGHT, law=_LAW),
    Action(nodes.unlink, Text("解除前置关系", "Take the link away"), LINK, PLAN_RIGHT, law=_LAW),
    Action(nodes.drop_node, Text("取消节点", "Drop the node"), NODE, PLAN_RIGHT, law=_LAW),
    Action(nodes.begin_node, Text("报节点开工", "Report its beginning"), NODE, REPORT_NODES, law=_LAW),
    Action(nodes.report_node_progress, Text("报节点进展", "Report its progress"), NODE, REPORT_NODES, law=_LAW),
    Action(nodes.forecast_node, Text("预测完成日期", "Forecast its finish"), NODE, REPORT_NODES, law=_LAW, creates=FORECAST),
    Action(nodes.report_node_done, Text("报节点完成", "Report it done"), NODE, REPORT_NODES, law=_LAW, primary=True),
    Action(
        nodes.close_node,
        Text("节点销号", "Close the node"),
        NODE,
        CLOSE_NODES,
        law=_LAW,
        primary=True,
        each=True,
        apart_from=(Apart("projects.report_node_done"),),
    ),
    Action(nodes.return_node, Text("退回节点", "Return the report"), NODE, CLOSE_NODES, law=_LAW),
    Action(nodes.reopen_node, Text("重新打开节点", "Reopen the node"), NODE, CLOSE_NODES, law=_LAW),
    Action(baselines.propose_baseline, Text("提出基线", "Propose a baseline"), PROJECT, PLAN_RIGHT, law=_LAW, creates=BASELINE),
    Action(baselines.re_baseline, Text("调整基线", "Adjust the baseline"), PROJECT, PLAN_RIGHT, law=_LAW, creates=BASELINE),
    Action(
        baselines.approve_baseline,
        Text("批准基线", "Approve the baseline"),
        BASELINE,
        APPROVE_BASELINES,
        law=_LAW,
        primary=True,
        apart_from=(Apart("projects.propose_baseline"), Apart("projects.re_baseline")),
        confirm=Text("批准后不能修改，只能调整为下一版。", "Once approved it is not changed, only adjusted by the next version."),
    ),
    Action(baselines.refuse_baseline, Text("不予批准", "Do not approve"), BASELINE, APPROVE_BASELINES, law=_LAW),
)
