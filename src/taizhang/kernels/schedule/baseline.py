"""The plan that was approved (基线): frozen nodes with their dates, weights and the way their progress is measured.

A baseline is never changed. An adjustment (调整) is the next version, with its own approver and reason. What was added after the
freeze is listed as not baselined and never mixed in.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from hashlib import sha256
from typing import Any

from .dating import NodeDates
from .figures import Exact, exact
from .network import bad, names


@dataclass(frozen=True, slots=True)
class AtFinish:
    """Progress is nothing until the node is finished, then all of it (0/100)."""

    def planned(self, start: date, finish: date, day: date) -> Fraction:
        """The share that the plan has done by the end of a day."""
        return Fraction(day >= finish)


@dataclass(frozen=True, slots=True)
class WeightedSteps:
    """Progress is the weight of the steps that are done; `steps` are (key, weight, planned day).

    Raises:
        BadInput: no steps, keys twice, or a weight that is not above zero.
    """

    steps: tuple[tuple[str, int, date], ...]

    def __post_init__(self) -> None:
        if not self.steps or len({key for key, _, _ in self.steps}) < len(self.steps) or any(w <= 0 for _, w, _ in self.steps):
            raise bad("steps", "分步权重须大于零，步骤不得重复", "Steps have weights above zero and occur once")

    @property
    def total(self) -> int:
        return sum(weight for _, weight, _ in self.steps)

    def planned(self, start: date, finish: date, day: date) -> Fraction:
        """The share that the plan has done by the end of a day."""
        return Fraction(sum(weight for _, weight, due in self.steps if due <= day), self.total)


@dataclass(frozen=True, slots=True)
class Quantity:
    """Progress is the quantity done over the quantity designed.

    The plan is even over the days of the calendar from start to finish, so a corrected holiday notice moves nothing in it.

    Raises:
        BadInput: a designed quantity that is not above zero.
    """

    designed: Fraction
    unit: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "designed", exact(self.designed))
        if self.designed <= 0:
            raise bad("quantity", "设计量须大于零", "The designed quantity is above zero")

    def planned(self, start: date, finish: date, day: date) -> Fraction:
        """The share that the plan has done by the end of a day."""
        gone = (min(day, finish) - start).days + 1
        return Fraction(max(gone, 0), (finish - start).days + 1)


Method = AtFinish | WeightedSteps | Quantity


@dataclass(frozen=True, slots=True)
class FrozenNode:
    """A node as it was approved; both days included. `weight` is what it counts for (its BAC), in fen or in points.

    `amount_fen` is what it was to cost; with a designed quantity that is also the rate for a unit.

    Raises:
        BadInput: a finish before the start, or a weight below zero.
    """

    key: str
    start: date
    finish: date
    weight: Fraction
    method: Method = AtFinish()
    amount_fen: int | None = None
    provisional: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "weight", exact(self.weight))
        if self.finish < self.start:
            raise bad("dates", "“{k}”的完成早于开始", "“{k}” finishes before it starts", k=self.key)
        if self.weight < 0:
            raise bad("weight", "“{k}”的权重小于零", "“{k}” has a weight below zero", k=self.key)

    @property
    def cost_rate_fen(self) -> Fraction | None:
        """The approved cost of one unit of the designed quantity; None when there is no amount or no quantity."""
        if self.amount_fen is None or not isinstance(self.method, Quantity):
            return None
        return self.amount_fen / self.method.designed

    def planned_share(self, day: date) -> Fraction:
        """How much of the node the plan has done by the end of a day, from 0 to 1."""
        return self.method.planned(self.start, self.finish, day)


@dataclass(frozen=True, slots=True)
class Baseline:
    """An approved plan. `digest` names its contents, so that a stored one can be seen to be the one that was approved.

    Raises:
        BadInput: no nodes or nodes twice, no approver or reason, a version below 1, or an approval at a time without a zone.
    """

    version: int
    nodes: tuple[FrozenNode, ...]
    approved_by: str
    approved_at: datetime
    reason: str
    calendar_version: str = ""

    def __post_init__(self) -> None:
        again = [key for key, count in Counter(node.key for node in self.nodes).items() if count > 1]
        if again or not self.nodes:
            raise bad("nodes", "基线的节点为空或重复：{k}", "A baseline has nodes, each once: {k}", k=names(again or [""]))
        if self.version < 1 or not self.approved_by.strip() or not self.reason.strip() or self.approved_at.tzinfo is None:
            raise bad("approval", "基线须有版本、批准人、批准时间和理由", "A baseline has a version, an approver, a time with its zone, and a reason")

    def __contains__(self, key: object) -> bool:
        return any(node.key == key for node in self.nodes)

    @property
    def total(self) -> Fraction:
        """The sum of all weights (BAC)."""
        return sum((node.weight for node in self.nodes), Fraction(0))

    def planned_value(self, day: date) -> Fraction:
        """What the plan has done by the end of a day (PV), in the unit of the weights."""
        return sum((node.weight * node.planned_share(day) for node in self.nodes), Fraction(0))

    def excluded(self, keys: Iterable[str]) -> tuple[str, ...]:
        """`excluded_unbaselined`: those of the present nodes that the baseline does not know, in their order."""
        known = {node.key for node in self.nodes}
        return tuple(key for key in keys if key not in known)

    def dropped(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Those nodes of the baseline that are no longer among the present ones. They stay in the plan until it is adjusted."""
        present = set(keys)
        return tuple(node.key for node in self.nodes if node.key not in present)

    def as_plain(self) -> dict[str, Any]:
        """The baseline as plain data for JSON; `from_plain` reads it back."""
        return {
            "version": self.version,
            "approved_by": self.approved_by,
            "approved_at": self.approved_at.astimezone(UTC).isoformat(),
            "reason": self.reason,
            "calendar_version": self.calendar_version,
            "nodes": [
                {
                    "key": node.key,
                    "start": node.start.isoformat(),
                    "finish": node.finish.isoformat(),
                    "weight": str(node.weight),
                    "method": _plain_method(node.method),
                    "amount_fen": node.amount_fen,
                    "provisional": node.provisional,
                }
                for node in self.nodes
            ],
        }

    @property
    def digest(self) -> str:
        """SHA-256 over all of it, in hexadecimal."""
        return sha256(json.dumps(self.as_plain(), ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def freeze(
    dated: Mapping[str, NodeDates],
    *,
    weights: Mapping[str, Exact],
    approved_by: str,
    approved_at: datetime,
    reason: str,
    methods: Mapping[str, Method] | None = None,
    amounts_fen: Mapping[str, int] | None = None,
    after: Baseline | None = None,
) -> Baseline:
    """The plan as it now stands, frozen: version 1, or the version after `after`.

    Nodes without a weight count for nothing; without a method they are measured 0/100.

    Raises:
        BadInput: weights, methods or amounts of nodes that are not there; see `Baseline`.
    """
    methods, amounts_fen = methods or {}, amounts_fen or {}
    if strange := sorted({*weights, *methods, *amounts_fen} - set(dated)):
        raise bad("nodes", "没有这些节点：{k}", "There are no such nodes: {k}", k=names(strange))
    nodes = tuple(
        FrozenNode(
            key=key,
            start=days.start.date,
            finish=days.finish.date,
            weight=exact(weights.get(key, 0)),
            method=methods.get(key, AtFinish()),
            amount_fen=amounts_fen.get(key),
            provisional=days.finish.provisional,
        )
        for key, days in dated.items()
    )
    versions = sorted({days.finish.calendar_version for days in dated.values()})
    return Baseline(after.version + 1 if after else 1, nodes, approved_by, approved_at, reason, ",".join(versions))


def from_plain(plain: Mapping[str, Any]) -> Baseline:
    """The baseline that `as_plain` wrote down."""
    nodes = tuple(
        FrozenNode(
            key=node["key"],
            start=date.fromisoformat(node["start"]),
            finish=date.fromisoformat(node["finish"]),
            weight=Fraction(node["weight"]),
            method=_method(node["method"]),
            amount_fen=node["amount_fen"],
            provisional=node["provisional"],
        )
        for node in plain["nodes"]
    )
    at = datetime.fromisoformat(plain["approved_at"])
    return Baseline(plain["version"], nodes, plain["approved_by"], at, plain["reason"], plain["calendar_version"])


def _plain_method(method: Method) -> list[Any]:
    if isinstance(method, WeightedSteps):
        return ["steps", [[key, weight, due.isoformat()] for key, weight, due in method.steps]]
    if isinstance(method, Quantity):
        return ["quantity", str(method.designed), method.unit]
    return ["at_finish"]


def _method(plain: Sequence[Any]) -> Method:
    if plain[0] == "steps":
        return WeightedSteps(tuple((key, weight, date.fromisoformat(due)) for key, weight, due in plain[1]))
    return Quantity(Fraction(plain[1]), plain[2]) if plain[0] == "quantity" else AtFinish()
