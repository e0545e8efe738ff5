"""Reads of the schedule: a project's nodes with what follows from them, late nodes of a portfolio, what waits for whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from taizhang.basis.predicate import Answer, Known
from taizhang.basis.text import Text
from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Record
from taizhang.kernels import schedule as kernel
from taizhang.registers import calendar as days
from taizhang.registers import scope

from .. import schedule, terms
from ..models import Baseline, BaselineHistory, BaselineNode, Document, Forecast, Link, Node, Project, ProjectHistory
from .scope import known_on, of_visible_project

#: Standings in which a project is to be driven on; of the others nothing is late.
_DRIVEN = ("normal", "adjusted")


@dataclass(frozen=True, slots=True)
class ScheduleRecords:
    """The records of a schedule, through which its pages read."""

    node: Record
    link: Record
    baseline: Record
    frozen: Record
    forecast: Record


def of_visible_node(actor: Actor) -> Q:
    """What belongs to a node of a project that the person may see."""
    return scope.ALL if actor.machine else Q(node__in=Node.objects.filter(of_visible_project(actor)).values("pk"))


def of_visible_baseline(actor: Actor) -> Q:
    """The frozen nodes of a project that the person may see."""
    return scope.ALL if actor.machine else Q(baseline__in=Baseline.objects.filter(of_visible_project(actor)).values("pk"))


def node_facts(node: Any, day: date, ask: Any) -> Mapping[str, Answer]:
    """Whether the proof on which a node is to be closed still counts."""
    proof = node.proof
    return {"node.proof": Known(proof is not None and proof.withdrawn_on is None, Text("节点证据", "Proof of the node"), day)}


# -- what actions look for ------------------------------------------------------------------------------------------------


def locked(project: int) -> Project:
    """The project, held until the end of the transaction: two changes of one network wait for each other."""
    return Project.objects.select_for_update().get(pk=project)


def nodes_of(project: int) -> list[Node]:
    """Every node of a project, dropped ones too, in the order in which they were added."""
    return list(Node.objects.filter(project=project).select_related("proof").order_by("id"))


def links_of(project: int) -> list[Link]:
    """Every link between the nodes of a project."""
    return list(Link.objects.filter(node__project=project).order_by("id"))


def node_of_key(project: int, key: str) -> Node | None:
    """The node of a project that has a key and was not dropped."""
    return Node.objects.filter(project=project, key=key).exclude(state="dropped").first()


def closed_on(document: Document) -> list[Node]:
    """The nodes that were closed on a document."""
    return list(Node.objects.filter(proof=document, state="closed").order_by("id"))


def followers(node: Node) -> list[Link]:
    """The links by which nodes that still count wait for this one."""
    return list(Link.objects.filter(before=node).exclude(node__state="dropped").select_related("node").order_by("id"))


def baseline_in(project: int, state: str) -> Baseline | None:
    """The newest baseline of a project in a state."""
    return Baseline.objects.filter(project=project, state=state).order_by("-version").first()


def newest_version(project: int) -> int:
    """The version of the newest baseline that was ever put forward; 0 for none."""
    return Baseline.objects.filter(project=project).order_by("-version").values_list("version", flat=True).first() or 0


def frozen_of(baseline: Baseline) -> list[BaselineNode]:
    """The nodes of a baseline, in its order."""
    return list(BaselineNode.objects.filter(baseline=baseline).order_by("id"))


def plan_now(project: Project, day: date) -> schedule.Plan:
    """The schedule of a project from the rows as they are now."""
    return schedule.plan(nodes_of(project.pk), links_of(project.pk), days.calendar(), day, project.registered_on)


# -- one project's page ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shown:
    """A project's schedule as an actor may see it on a day, with its baseline in force and what was forecast of each node."""

    plan: schedule.Plan
    nodes: Sequence[Any]
    links: Sequence[Any]
    baseline: Any
    frozen: Mapping[str, Any]
    forecasts: Mapping[int, Sequence[kernel.Forecast]]
    stored_forecasts: Sequence[Any]
    baselines: Sequence[Any]

    def kernel_baseline(self) -> kernel.Baseline | None:
        """The baseline in force as the kernel knows it."""
        if self.baseline is None:
            return None
        return approved_plan(self.baseline, self.frozen.values())


def approved_plan(row: Any, frozen: Any) -> kernel.Baseline:
    """A stored baseline as the kernel's; before its approval with nobody's name in it."""
    approver = f"registers.person:{row.approver_id}" if row.approver_id else "—"
    at = row.approved_at or datetime.combine(row.proposed_on, datetime.min.time(), UTC)
    return schedule.baseline_of(row, frozen, approver, at)


def shown(actor: Actor, records: ScheduleRecords, project: Any, at: date | None = None) -> Shown:
    """Everything that the page of a schedule is drawn from, now or as it was known at the end of a day."""
    key, today = project.id, at or clock.today()
    nodes = list(reading.rows(actor, records.node, at=at).filter(project=key).order_by("id"))
    ids = [n.id for n in nodes]
    links = list(reading.rows(actor, records.link, at=at).filter(node__in=ids).order_by("id"))
    baselines = list(reading.rows(actor, records.baseline, at=at).filter(project=key).order_by("-version"))
    baseline = next((b for b in baselines if b.state == "approved"), None)
    frozen: dict[str, Any] = {}
    if baseline is not None:
        rows = reading.rows(actor, records.frozen, at=at).filter(baseline=baseline.id).order_by("id")
        frozen = {str(f.node_id): f for f in rows}
    forecasts: dict[int, list[kernel.Forecast]] = {}
    stored = list(reading.rows(actor, records.forecast, at=at).filter(node__in=ids).order_by("-made_at", "-id"))
    for f in stored:
        maker = f.maker.name if f.maker else ""
        forecasts.setdefault(f.node_id, []).append(kernel.Forecast(str(f.node_id), f.made_at, maker, f.expected_finish))
    found = schedule.plan(nodes, links, days.calendar(), today, project.registered_on)
    return Shown(found, nodes, links, baseline, frozen, forecasts, stored, baselines)


def invested_fen(actor: Actor, report: Record, project: int, at: date | None = None) -> int | None:
    """What the months of a project reported as investment in all; None when no month states one."""
    rows = reading.rows(actor, report, at=at).filter(project=project).exclude(state__in=("superseded", "returned"))
    total: int | None = rows.aggregate(n=Sum("investment_fen"))["n"]
    return total


# -- late nodes -----------------------------------------------------------------------------------------------------------


def late_nodes(actor: Actor, node: Record, today: date) -> QuerySet[Any]:
    """Open nodes whose day has passed, the longest overdue first: `due` is the day that the baseline in force gives.

    Where no baseline is in force it is the day of the newest forecast. A node with neither has no day to be late against.
    """
    frozen = BaselineNode.objects.filter(baseline__state="approved")
    rows = reading.rows(actor, node).filter(project__standing__in=_DRIVEN)
    return _late(rows, frozen, Forecast.objects.all(), today)


def late_nodes_then(actor: Actor, node: Record, at: date) -> QuerySet[Any]:
    """The nodes that were late at the end of a day, by the states, baselines, forecasts and standings known then.

    What a baseline froze and what somebody forecast is never changed, so only which of them there were is asked of the past.
    """
    if at >= clock.today():
        return late_nodes(actor, node, at)
    # Each looked up by its key: what is approved or driven on is no list that every node would be compared with.
    driven = known_on(ProjectHistory, at).filter(id=OuterRef("project_id"), standing__in=_DRIVEN)
    approved = known_on(BaselineHistory, at).filter(id=OuterRef("baseline_id"), state="approved")
    rows = reading.rows(actor, node, at=at).filter(Exists(driven))
    return _late(rows, BaselineNode.objects.filter(Exists(approved)), Forecast.objects.filter(made_at__lt=clock.end_of(at)), at)


def _late(rows: QuerySet[Any], frozen: QuerySet[BaselineNode], forecasts: QuerySet[Forecast], day: date) -> QuerySet[Any]:
    in_force = frozen.filter(node=OuterRef("id")).order_by("-baseline__version")
    expected = forecasts.filter(node=OuterRef("id")).order_by("-made_at", "-id")
    return (
        rows.filter(state__in=terms.OPEN_NODES)
        .annotate(
            baseline_finish=Subquery(in_force.values("finish")[:1]), expected=Subquery(expected.values("expected_finish")[:1])
        )
        .annotate(due=Coalesce("baseline_finish", "expected"))
        .filter(due__lt=day)
        .order_by("due", "id")
        .select_related("project", "project__district", "organ", "person")
    )


def own_nodes(actor: Actor) -> Q:
    """Nodes that the actor or one of their organs answers for; where no organ is named, those of the project's organs."""
    organs = actor.organs
    of_project = Q(organ__isnull=True) & (Q(project__unit__in=organs) | Q(project__unit__isnull=True, project__organ__in=organs))
    found = Q(organ__in=organs) | of_project
    return found | Q(person=actor.person) if actor.person is not None else found


def reported_nodes(actor: Actor, node: Record) -> QuerySet[Any]:
    """Nodes that were reported done and wait for somebody else to close them, oldest first."""
    return reading.rows(actor, node).filter(state="reported").select_related("project").order_by("finished_on", "id")


def returned_nodes(actor: Actor, node: Record) -> QuerySet[Any]:
    """Nodes whose report was returned, of those that the actor answers for."""
    return reading.rows(actor, node).filter(state="returned").filter(own_nodes(actor)).select_related("project").order_by("id")


def proposed_baselines(actor: Actor, baseline: Record) -> QuerySet[Any]:
    """Baselines that wait for approval, oldest first."""
    return reading.rows(actor, baseline).filter(state="proposed").select_related("project").order_by("id")
