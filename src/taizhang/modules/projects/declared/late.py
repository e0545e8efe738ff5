"""What of the schedule waits for somebody: late nodes, reports to be closed or corrected, baselines to be approved."""

from __future__ import annotations

from datetime import date

from taizhang.basis.text import Text
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Task

from .. import queries, terms
from .naming import named
from .nodes import APPROVE_BASELINES, BASELINE, CLOSE_NODES, NODE, REPORT_NODES

_MOST = 50


def node_tasks(actor: Actor, today: date) -> list[Task]:
    """Late nodes that the actor answers for, those to be closed or reported again, and baselines to be approved."""
    found: list[Task] = []
    if actor.may(REPORT_NODES):
        able = actor.with_right(REPORT_NODES)
        found += _late(able, today) + _returned(able)
    if actor.may(CLOSE_NODES):
        found += [
            Task(
                named(n.project, n.title, n.title_en),
                Text("节点已报完成，等待核验销号", "Reported done; waits to be checked and closed"),
                NODE.kind,
                n.pk,
                None,
                "projects.close_node",
                terms.DISPATCH,
            )
            for n in queries.reported_nodes(actor.with_right(CLOSE_NODES), NODE)[:_MOST]
        ]
    if actor.may(APPROVE_BASELINES):
        found += [
            Task(
                named(b.project),
                Text("基线第{v}版待批：{w}", "Version {v} of the baseline waits for approval: {w}").with_(v=b.version, w=b.reason),
                BASELINE.kind,
                b.pk,
                None,
                "projects.approve_baseline",
                terms.DISPATCH,
            )
            for b in queries.proposed_baselines(actor.with_right(APPROVE_BASELINES), BASELINE)[:_MOST]
        ]
    return found


def _late(actor: Actor, today: date) -> list[Task]:
    return [
        Task(
            named(n.project, n.title, n.title_en),
            Text("节点逾期 {d} 天", "The node is {d} day(s) late").with_(d=(today - n.due).days),
            NODE.kind,
            n.pk,
            n.due,
            "projects.report_node_done",
            terms.DISPATCH,
        )
        for n in queries.late_nodes(actor, NODE, today).filter(queries.own_nodes(actor))[:_MOST]
    ]


def _returned(actor: Actor) -> list[Task]:
    return [
        Task(
            named(n.project, n.title, n.title_en),
            Text("节点被退回：{w}", "The node was returned: {w}").with_(w=n.reason or "—"),
            NODE.kind,
            n.pk,
            None,
            "projects.report_node_done",
            terms.DISPATCH,
        )
        for n in queries.returned_nodes(actor, NODE)[:_MOST]
    ]
