"""Networks: what they refuse, and that they name it."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from tests.examples import examples
from tests.kernels.schedule.networks import networks

from taizhang.basis.clockunits import CalendarDays, Hours, WorkingDays
from taizhang.basis.errors import BadInput
from taizhang.kernels.schedule import Link, Network, Node


def node(key: str, *before: str, days: int = 1) -> Node:
    return Node(key, days, tuple(Link(b) for b in before))


def refused(*nodes: Node) -> BadInput:
    with pytest.raises(BadInput) as caught:
        Network(nodes)
    return caught.value


def test_a_cycle_is_named_in_the_order_of_the_work() -> None:
    error = refused(node("start"), node("a", "start", "c"), node("b", "a"), node("c", "b"), node("end", "c"))
    assert error.code == "cycle"
    assert error.reason.en == "These nodes wait for each other in a circle: a → b → c → a"
    assert error.reason.zh == "节点互为前置，成了循环：a → b → c → a"


def test_a_node_that_waits_for_itself_is_a_cycle() -> None:
    assert refused(node("a", "a")).reason.en.endswith(": a → a")


def test_a_long_chain_and_a_long_cycle_need_no_recursion() -> None:
    chain = [node("n0"), *(node(f"n{i}", f"n{i - 1}") for i in range(1, 5000))]
    assert Network(tuple(chain)).order == tuple(range(5000))
    assert refused(node("n0", "n4999"), *chain[1:]).code == "cycle"


def test_unknown_predecessors_and_keys_given_twice_are_named_together() -> None:
    error = refused(node("a"), node("a"), node("b", "x", "a"), node("c", "y"))
    assert [d.code for d in error.details] == ["duplicate_key", "unknown_predecessor"]
    assert error.reason.en == "Keys that occur more than once: a; Predecessors that are not there: x, before b; y, before c"
    assert refused(node("b", "x")).code == "unknown_predecessor"


def test_what_cannot_be_a_node_or_a_link_is_refused() -> None:
    wrong = [
        lambda: Node("a", -1),
        lambda: Node("a", 1.5),  # type: ignore[arg-type]
        lambda: Node("a", True),
        lambda: Node("a", 75_001),
        lambda: Node("", 1),
        lambda: Node("a", 1, not_before=datetime(2026, 1, 5)),
        lambda: Link("a", "XX"),  # type: ignore[arg-type]
        lambda: Link("a", lag=Hours(3)),
        lambda: Link("a", lag=80_000),
    ]
    codes = []
    for make in wrong:
        with pytest.raises(BadInput) as caught:
            make()
        codes.append(caught.value.code)
    assert codes == ["duration"] * 4 + ["no_key", "not_before", "link_type", "lag_in_hours", "lag"]


def test_a_lag_in_working_days_is_a_number_and_one_in_calendar_days_needs_a_calendar() -> None:
    assert Link("a", lag=WorkingDays(10)).lag == 10
    assert Network((node("a"), Node("b", 1, (Link("a", lag=CalendarDays(30)),)))).needs_calendar
    assert not Network((node("a"), node("b", "a"))).needs_calendar


def test_a_changed_node_gives_another_network_and_leaves_this_one_alone() -> None:
    network = Network((node("a"), node("b", "a")))
    other = network.with_(node("a", days=7), node("c", "b"))
    assert [n.key for n in other.nodes] == ["a", "b", "c"] and other["a"].duration_working_days == 7
    assert network["a"].duration_working_days == 1 and "c" not in network and len(network) == 2
    assert network == Network((node("a"), node("b", "a"))) != other


@settings(max_examples=examples(100), deadline=None)
@given(networks())
def test_the_order_has_every_predecessor_first(network: Network) -> None:
    place = {network.nodes[at].key: i for i, at in enumerate(network.order)}
    assert sorted(place.values()) == list(range(len(network)))
    assert all(place[link.predecessor] < place[n.key] for n in network.nodes for link in n.links)
