"""Verbs of the approved plan: put forward, approved by somebody else, adjusted as the next version. What was approved is never changed."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from taizhang.basis.errors import Conflict
from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand
from taizhang.registers.models import Person

from .. import queries, schedule
from ..models import Baseline, BaselineNode, Project
from .inputs import Reason

Decision = Annotated[str, Ask(Text("批准文号", "Number of the decision"))]


def propose_baseline(project: Project, by: Hand, *, reason: Reason) -> Baseline:
    """The schedule as it is written now is frozen and waits for somebody else to approve it.

    Raises:
        Conflict: there are no nodes, one is waiting already, or a baseline is in force (then it is adjusted).
    """
    if queries.baseline_in(project.pk, "approved") is not None:
        raise Conflict(
            Text("已有批准的基线", "A baseline is in force already"),
            code="in_force",
            remedy=Text("用“调整基线”", "Use “Adjust the baseline”"),
        )
    return _frozen(project, by, reason, as_written=True)


def re_baseline(project: Project, by: Hand, *, reason: Reason) -> Baseline:
    """An adjustment is put forward: what is left is frozen as it stands today. The version in force stays so until it is approved.

    Raises:
        Conflict: no baseline is in force, or a version is waiting already.
    """
    if queries.baseline_in(project.pk, "approved") is None:
        raise Conflict(
            Text("尚无批准的基线", "No baseline is in force"), code="none", remedy=Text("用“提出基线”", "Use “Propose a baseline”")
        )
    return _frozen(project, by, reason, as_written=False)


def approve_baseline(baseline: Baseline, by: Hand, *, decision: Decision = "") -> None:
    """The plan is approved as it was put forward and from now on what everything is measured against; versions before it stay to be read."""
    baseline.approver = Person.objects.filter(pk=by.actor.person or 0).first()
    baseline.approved_at, baseline.decision = by.now, decision
    approved = queries.approved_plan(baseline, queries.frozen_of(baseline))
    baseline.sha256 = approved.digest
    by.put(baseline)
    by.say(digest=approved.digest, version=baseline.version)


def refuse_baseline(baseline: Baseline, by: Hand, *, reason: Reason) -> None:
    """The plan was not approved, with the reason in the entry; another one can be put forward."""


def _frozen(project: Project, by: Hand, reason: str, *, as_written: bool) -> Baseline:
    if queries.baseline_in(project.pk, "proposed") is not None:
        raise Conflict(Text("已有一版基线待批", "A version is waiting for approval already"), code="waiting")
    plan = queries.plan_now(project, by.today)
    if not plan.rows:
        raise Conflict(
            Text("还没有节点", "There are no nodes yet"), code="no_nodes", remedy=Text("先按模板排节点", "Lay out the nodes first")
        )
    dated = schedule.as_planned(plan) if as_written else plan.dates
    versions = {d.finish.calendar_version for d in dated.values()}
    baseline = by.put(
        Baseline(
            project=project,
            version=queries.newest_version(project.pk) + 1,
            reason=reason[:400],
            proposed_on=by.today,
            calendar_version=",".join(sorted(versions))[:80],
        )
    )
    by.put_new([_node(baseline, row, dated[key].start.date, dated[key].finish.date, dated[key].finish.provisional) for key, row in plan.rows.items()])
    return baseline


def _node(baseline: Baseline, row: Any, start: date, finish: date, provisional: bool) -> BaselineNode:
    same = ("title", "weight_points", "amount_fen", "designed_quantity", "quantity_unit")
    copied = {name: getattr(row, name) for name in same}
    return BaselineNode(baseline=baseline, node=row, start=start, finish=max(start, finish), provisional=provisional, **copied)
