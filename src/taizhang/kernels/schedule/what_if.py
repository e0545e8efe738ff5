"""What would happen if: a change tried out on the side, and what the plan line has of it by a certain day. Nothing is saved."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Final, NamedTuple

from .baseline import AtFinish, Quantity
from .critical_path import Cause, CriticalPath, NodeTimes, critical_path
from .dating import NodeDates, Timeline, dates
from .figures import Exact, exact
from .network import Network, Node, When
from .passes import Actual, Axis


class Moved(NamedTuple):
    """A node whose times change; None on the side on which it is not there. `cause` says what holds it where it now is.

    `responsible` is whoever answers for the node: the one who has to be told.
    """

    key: str
    responsible: str
    before: NodeTimes | None
    after: NodeTimes
    cause: Cause

    @property
    def days(self) -> int | None:
        """By how many working days its finish is later."""
        return self.after.finish - self.before.finish if self.before else None


@dataclass(frozen=True)
class WhatIf:
    """A plan beside the same plan with changes; `moved` are the nodes with other times, predecessors first."""

    before: CriticalPath
    after: CriticalPath
    moved: tuple[Moved, ...]

    @property
    def days(self) -> int:
        """By how many working days the end is later; below zero: earlier."""
        return self.after.finish - self.before.finish

    @cached_property
    def dates_before(self) -> dict[str, NodeDates]:
        """Days without the changes. Raises BadInput when it was computed without a timeline."""
        return dates(self.before)

    @cached_property
    def dates_after(self) -> dict[str, NodeDates]:
        """Days with the changes. Raises as `dates_before`."""
        return dates(self.after)


def what_if(
    network: Network,
    *changed: Node,
    axis: Axis | None = None,
    actuals: Mapping[str, Actual] | None = None,
    data_date: When | None = None,
) -> WhatIf:
    """The end and every node that moves when these nodes stand in place of those of the same key.

    >>> from dataclasses import replace
    >>> from taizhang.kernels.schedule import Link, Network, Node
    >>> network = Network((Node("permit", 10, responsible="housing"), Node("build", 60, (Link("permit"),), responsible="builder")))
    >>> tried = what_if(network, replace(network["permit"], duration_working_days=4))
    >>> tried.days, [(m.key, m.responsible, m.days) for m in tried.moved]
    (-6, [('permit', 'housing', -6), ('build', 'builder', -6)])

    Raises:
        BadInput: the changes make a cycle or name a predecessor that is not there; see also `critical_path`.
    """
    before = critical_path(network, axis, actuals=actuals, data_date=data_date)
    other = network.with_(*changed)
    after = critical_path(other, axis, actuals=actuals, data_date=data_date)
    moved = []
    for at in other.order:
        node = other.nodes[at]
        was, now = before.times.get(node.key), after[node.key]
        if was is None or was[:2] != now[:2]:
            moved.append(Moved(node.key, node.responsible, was, now, after.cause(node.key)))
    return WhatIf(before, after, tuple(moved))


class Effect(NamedTuple):
    """What the plan line has reached by the end of a day, before and after a change."""

    day: date
    before: Fraction
    after: Fraction

    @property
    def gain(self) -> Fraction:
        return self.after - self.before


_EVEN: Final = Quantity(Fraction(1))


def effect_at(
    day: date,
    weights: Mapping[str, Exact],
    before: CriticalPath,
    after: CriticalPath,
    timeline: Timeline | None = None,
    at_finish: Collection[str] = (),
) -> Effect:
    """How far the plan line is by the end of a day such as 31 December, without and with a change.

    A node's weight is spread evenly over its days of the calendar; that of the nodes in `at_finish` counts when they are finished.

    Raises:
        BadInput: as `dates`.
    """

    def reached(path: CriticalPath) -> Fraction:
        dated = dates(path, timeline)
        found = Fraction(0)
        for key, weight in weights.items():
            method = AtFinish() if key in at_finish else _EVEN
            found += exact(weight) * method.planned(dated[key].start.date, dated[key].finish.date, day)
        return found

    return Effect(day, reached(before), reached(after))
