"""What a leader looks at first: where projects are stuck, by whom and for how long, and what waits for a word. Bounded reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from taizhang.frame import reading
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Record

from .nodes import late_nodes

#: How many late nodes and overdue lines are looked at for the red list, the longest overdue first.
LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Stuck:
    """Where one project is stuck (卡点): the node or line that is overdue longest, and who has to act."""

    project: Any
    row: Any
    is_node: bool
    days: int

    @property
    def organ(self) -> Any:
        """The organ that answers for it: of a node without one, the project's own."""
        return self.row.organ or (self.project.organ if self.is_node else None)


@dataclass(frozen=True, slots=True)
class Late:
    """The longest overdue of each project, and how many nodes and lines were overdue in all."""

    stuck: Sequence[Stuck]
    nodes: int
    items: int


def late(actor: Actor, node: Record, item: Record, today: date) -> Late:
    """What is overdue, one line for a project, the longest first. Four statements."""
    nodes = late_nodes(actor, node, today)
    items = (
        reading.rows(actor, item)
        .filter(state="open", due__lt=today, project__standing__in=("normal", "adjusted"))
        .select_related("project", "project__organ", "organ", "person")
        .order_by("due", "id")
    )
    found = [Stuck(n.project, n, True, (today - n.due).days) for n in nodes.select_related("project__organ")[:LOOKED_AT]]
    found += [Stuck(i.project, i, False, (today - i.due).days) for i in items[:LOOKED_AT]]
    worst: dict[int, Stuck] = {}
    for one in sorted(found, key=lambda s: (-s.days, not s.is_node, s.row.pk)):
        worst.setdefault(one.project.pk, one)
    return Late(tuple(worst.values()), _count(nodes), _count(items))


def _count(rows: Any) -> int:
    return int(rows.select_related(None).order_by().count())


def stages(actor: Actor, project: Record, claims: Sequence[str], at: date | None = None) -> dict[str, tuple[int, int]]:
    """Projects at each proved stage, and how many of them say themselves that they have started. One statement."""
    rows = reading.rows(actor, project, at=at).select_related(None).order_by().values("stage")
    counted = rows.annotate(n=Count("id"), c=Count("id", filter=Q(claimed_stage__in=claims)))
    return {stage: (n, c) for stage, n, c in counted.values_list("stage", "n", "c")}
