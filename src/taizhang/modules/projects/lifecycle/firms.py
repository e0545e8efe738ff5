"""Lifecycles of what firms build with their own money: the same steps and papers, under the laws that are theirs.

The first versions cited the regulations on the government's investment for starts, changes and acceptance of every kind.
Those are the law of government projects alone. Projects that began under a first version keep it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from taizhang.basis.law import Law
from taizhang.basis.predicate import All, AnyOf, Need, Node, Not
from taizhang.kernels.casework import Lifecycle, Move
from taizhang.registers import laws

from .. import terms
from . import kinds

_START, _CHANGE, _ACCEPTANCE = (
    terms.INVESTMENT.at("第二十条", "S"),
    terms.INVESTMENT.at("第二十一条", "S"),
    terms.INVESTMENT.at("第二十五条", "S"),
)


def _of_firms(old: Lifecycle, change: Law) -> Lifecycle:
    """The lifecycle with the laws of firms' projects; `change` is the article on changing what was filed or verified."""
    common = {_CHANGE: change, _ACCEPTANCE: laws.COMPLETION_ACCEPTANCE}
    steps = {**common, _START: laws.DERIVED_START}
    papers = {**common, _START: laws.START_REPORT}
    return replace(old, moves=tuple(_move(m, steps, papers) for m in old.moves))


def _move(move: Move, steps: Mapping[Law, Law], papers: Mapping[Law, Law]) -> Move:
    law = move.law if move.law is None else steps.get(move.law, move.law)
    return replace(move, law=law, gate=_gate(move.gate, papers))


def _gate(node: Node, papers: Mapping[Law, Law]) -> Node:
    if isinstance(node, Need):
        return node if node.law is None else replace(node, law=papers.get(node.law, node.law))
    if isinstance(node, Not):
        return Not(_gate(node.node, papers))
    within = [_gate(part, papers) for part in node.nodes]
    return AnyOf(node.label, *within) if isinstance(node, AnyOf) else All(*within)


FILED = _of_firms(kinds.FILED, laws.FILED_CHANGES)
APPROVED = _of_firms(kinds.APPROVED, laws.VERIFIED_CHANGES)
PROMOTION = _of_firms(kinds.PROMOTION, laws.FILED_CHANGES)
PARK = _of_firms(kinds.PARK, laws.FILED_CHANGES)
