"""What a leader looks at first: where projects are stuck, by whom and for how long, and what waits for a word. Bounded reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Window

from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Record

from .. import lifecycle, terms
from ..models import MonthLight, Project, Waiver
from .lights import HIDEABLE, lit
from .nodes import late_nodes

#: How many late nodes and overdue lines are looked at for the red list, the longest overdue first.
LOOKED_AT = 100


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
    """What is overdue, one line for a project, the longest first. Four statements: the first ones are counted while they are found."""
    over = Window(Count("pk"))
    late = late_nodes(actor, node, today)
    # With the day among what is asked for the database works it out once, not again to sort by it.
    keys = list(late.select_related(None).annotate(over=over).values_list("pk", "over", "due")[:LOOKED_AT])
    nodes = list(late.filter(pk__in=[key for key, *_ in keys]).select_related("project__organ"))
    overdue = reading.rows(actor, item).filter(state="open", due__lt=today, project__standing__in=("normal", "adjusted"))
    first = list(overdue.select_related(None).annotate(over=over).order_by("due", "id").values_list("pk", "over")[:LOOKED_AT])
    items = list(overdue.filter(pk__in=[key for key, _ in first]).select_related("project", "project__organ", "organ", "person"))
    found = [Stuck(n.project, n, True, (today - n.due).days) for n in nodes]
    found += [Stuck(i.project, i, False, (today - i.due).days) for i in items]
    worst: dict[int, Stuck] = {}
    for one in sorted(found, key=lambda s: (-s.days, not s.is_node, s.row.pk)):
        worst.setdefault(one.project.pk, one)
    return Late(tuple(worst.values()), keys[0][1] if keys else 0, first[0][1] if first else 0)


def light_numbers(actor: Actor, project: Record, period: str) -> dict[str, dict[str, int]]:
    """How many visible projects have which state of each light in a month, those that a waiver hides under 'hidden'.

    Two statements: one over the stored lights, one over the waivers in force.
    """
    names = [key for key, _ in terms.LIGHT_WORDS]
    stored = _lit_rows(actor, project, period)
    found: dict[str, dict[str, int]] = {name: {} for name in names}
    for *states, n in stored.values(*names).annotate(n=Count("id")).values_list(*names, "n"):
        for name, state in zip(names, states, strict=True):
            if state:
                found[name][state] = found[name].get(state, 0) + n
    for name, state in _waived(actor, project, period, names):
        found[name][state] -= 1
        found[name]["hidden"] = found[name].get("hidden", 0) + 1
    return {name: states for name, states in found.items() if states}


def _lit_rows(actor: Actor, project: Record, period: str) -> QuerySet[MonthLight]:
    """The stored lights of a month of visible projects that are neither built nor terminated."""
    rows = MonthLight.objects.filter(period=period).order_by()
    if actor.over_everything():
        # Whoever sees every project: those that do not count are few, and a list of the others would be long.
        gone = Project.objects.filter(Q(stage__in=lifecycle.BUILT) | Q(standing="terminated"))
        return rows.exclude(project__in=gone.values("pk"))
    return rows.filter(project__in=lit(actor, project).order_by().values("pk"))


def _waived(actor: Actor, project: Record, period: str, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The light and its state of each waiver that hides something of a visible project now."""
    held = Waiver.objects.filter(state="approved", valid_until__gte=clock.today(), project__in=lit(actor, project).order_by().values("pk"))
    waived = list(held.order_by().values_list("project_id", "dimension").distinct())
    if not waived:
        return
    there = MonthLight.objects.filter(period=period, project__in={key for key, _ in waived})
    states = {key: dict(zip(names, own, strict=True)) for key, *own in there.values_list("project_id", *names)}
    for key, dimension in waived:
        state = states.get(key, {}).get(dimension, "")
        if state in HIDEABLE:
            yield dimension, state


def newest_forecasts(actor: Actor, forecast: Record, nodes: Sequence[int]) -> dict[int, Any]:
    """What was said last of each of a few nodes: until when, and why. One statement."""
    rows = reading.rows(actor, forecast).select_related(None).filter(node__in=list(nodes)).order_by("made_at", "id")
    return {row.node_id: row for row in rows}


def stages(actor: Actor, project: Record, claims: Sequence[str], at: date | None = None) -> dict[str, tuple[int, int]]:
    """Projects at each proved stage, and how many of them say themselves that they have started. One statement."""
    rows = reading.rows(actor, project, at=at).select_related(None).order_by().values("stage")
    counted = rows.annotate(n=Count("id"), c=Count("id", filter=Q(claimed_stage__in=claims)))
    return {stage: (n, c) for stage, n, c in counted.values_list("stage", "n", "c")}
