"""The critical path: against a second implementation, against itself run backwards, and with what has happened."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.examples import examples
from tests.kernels.schedule.networks import mirrored, networks, slow_latest, slow_starts

from taizhang.basis.errors import BadInput
from taizhang.kernels.schedule import Actual, Link, Network, Node, critical_path

CHAIN = Network(
    (
        Node("design", 20),
        Node("permit", 10),
        Node("build", 60, (Link("design"), Link("permit"))),
        Node("done", 0, (Link("build"),)),
    )
)


@settings(max_examples=examples(300), deadline=None)
@given(networks())
def test_both_passes_agree_with_the_slow_implementation(network: Network) -> None:
    path = critical_path(network)
    assert {k: t.start for k, t in path.times.items()} == slow_starts(network)
    assert {k: t.latest_start for k, t in path.times.items()} == slow_latest(network, path.finish)
    for key, times in path.times.items():
        days = network[key].duration_working_days
        assert times.finish - times.start == days == times.latest_finish - times.latest_start
        assert times.total_slack == times.latest_start - times.start >= times.free_slack >= 0
        assert times.critical is (times.total_slack == 0) is (key in path.critical)
    assert path.critical and path.finish == max(t.finish for t in path.times.values())


@settings(max_examples=examples(200), deadline=None)
@given(networks())
def test_latest_times_are_the_earliest_of_the_mirrored_network(network: Network) -> None:
    # An earliest start of its own has no mirror image; a link may reach before the first day, which has none either.
    plain = Network(tuple(replace(n, not_before=None) for n in network.nodes))
    path = critical_path(plain)
    back = slow_starts(mirrored(plain))
    assert {k: path.finish - t.latest_finish for k, t in path.times.items()} == back


@settings(max_examples=examples(200), deadline=None)
@given(networks(types=("FS", "SS")), st.data())
def test_a_longer_node_brings_nothing_forward(network: Network, data: st.DataObject) -> None:
    key = data.draw(st.sampled_from([n.key for n in network.nodes]))
    more = data.draw(st.integers(1, 5))
    node = network[key]
    before = critical_path(network)
    after = critical_path(network.with_(replace(node, duration_working_days=node.duration_working_days + more)))
    assert all(after[k].start >= t.start for k, t in before.times.items())
    slack = before[key].total_slack
    assert after.finish >= before.finish
    if all(link.type == "FS" for n in network.nodes for link in n.links):
        assert after.finish == max(before.finish, before.finish + more - slack)


@settings(max_examples=examples(200), deadline=None)
@given(networks(), st.data())
def test_what_moves_by_its_slack_moves_nothing_else(network: Network, data: st.DataObject) -> None:
    key = data.draw(st.sampled_from([n.key for n in network.nodes]))
    before = critical_path(network)
    times = before[key]
    for free, slack in ((True, times.free_slack), (False, times.total_slack)):
        after = critical_path(network.with_(replace(network[key], not_before=times.start + slack)))
        assert after.finish == before.finish and after[key].start == times.start + slack
        if free:
            assert all(after[k].start == t.start for k, t in before.times.items() if k != key)
        later = critical_path(network.with_(replace(network[key], not_before=times.start + slack + 1)))
        moved = [k for k, t in before.times.items() if k != key and later[k].start != t.start]
        assert later.finish > before.finish or (free and (moved or slack < times.total_slack))


@settings(max_examples=examples(200), deadline=None)
@given(networks())
def test_what_holds_a_node_explains_its_time(network: Network) -> None:
    path = critical_path(network)
    for node in network.nodes:
        cause, start = path.cause(node.key), path[node.key].start
        if cause.kind == "link":
            before = cause.link.predecessor
            pinned = replace(network[before], links=(), not_before=path[before].start)
            pair = Network((pinned, replace(node, links=(cause.link,), not_before=None)))
            assert critical_path(pair)[node.key].start == start
        else:
            assert start == {"not_before": node.not_before, "first_day": 0}[cause.kind]


def test_the_four_links_are_those_of_the_table() -> None:
    starts = {}
    for kind in ("FS", "SS", "FF", "SF"):
        network = Network((Node("i", 10, not_before=5), Node("j", 4, (Link("i", kind, 3),))))
        starts[kind] = critical_path(network)["j"].start
    assert starts == {"FS": 5 + 10 + 3, "SS": 5 + 3, "FF": 5 + 10 + 3 - 4, "SF": 5 + 3 - 4}


def test_a_deadline_counts_back_and_says_by_how_much_it_is_missed() -> None:
    path = critical_path(CHAIN, deadline=70)
    assert (path.finish, path["build"].latest_start, path["build"].total_slack) == (80, 10, -10)
    assert path.critical == ("design", "permit", "build", "done")
    assert critical_path(CHAIN, deadline=90).critical == ()


def test_an_empty_network_is_finished() -> None:
    path = critical_path(Network(()))
    assert (path.finish, path.critical, path.times) == (0, (), {})


def test_finished_and_started_nodes_are_where_they_were_and_the_rest_starts_on_the_data_date() -> None:
    done = {"design": Actual(0, 25), "permit": Actual(12)}
    path = critical_path(CHAIN, actuals=done, data_date=25)
    assert path["design"] == (0, 25, None, None, None, None, False)
    # Ten days from 12 were over at 22; it is not finished, so one more is left.
    assert path["permit"][:4] == (12, 26, 12, 26)
    assert path["build"][:2] == (26, 86) and path.critical == ("permit", "build", "done")
    assert path.cause("permit").kind == "data_date" and path.cause("design").kind == "actual"
    assert path.cause("build").link == Link("permit")


def test_the_rest_is_what_somebody_judges_it_to_be() -> None:
    path = critical_path(CHAIN, actuals={"design": Actual(0, remaining_working_days=3), "permit": Actual(0, 10)}, data_date=30)
    assert path["design"][:2] == (0, 33) and path.finish == 93


def test_what_was_not_begun_starts_no_earlier_than_the_data_date_and_a_finish_in_time_gives_time_back() -> None:
    late = critical_path(CHAIN, data_date=5)
    assert late["design"].start == late["permit"].start == 5 and late.finish == 85
    early = critical_path(CHAIN, actuals={"design": Actual(0, 12), "permit": Actual(2, 12)}, data_date=12)
    assert early["build"].start == 12 and early.finish == 72


def test_work_out_of_order_still_waits_with_its_rest_and_a_finished_one_holds_its_successors() -> None:
    begun = critical_path(CHAIN, actuals={"build": Actual(3, remaining_working_days=50)}, data_date=10)
    assert begun["design"].start == 10 and begun["build"][:2] == (3, 80)
    over = critical_path(CHAIN, actuals={"build": Actual(3, 9)}, data_date=10)
    assert over["done"].start == 10 and over["design"].total_slack == over.finish - over["design"].finish == 0
    lagged = Network((Node("a", 5), Node("b", 5, (Link("a", "FS", 20),)), Node("c", 5, (Link("a", "SS", 30),))))
    path = critical_path(lagged, actuals={"a": Actual(0, 4)}, data_date=6)
    assert (path["b"].start, path["c"].start) == (24, 30)
    assert path.cause("b").link == Link("a", "FS", 20) and path.cause("c").link == Link("a", "SS", 30)


def test_a_started_node_lets_those_start_that_waited_for_its_start() -> None:
    network = Network((Node("a", 30), Node("b", 5, (Link("a", "SS", 10),)), Node("c", 1, (Link("a", "FF", 2),))))
    path = critical_path(network, actuals={"a": Actual(0), "b": Actual(4)}, data_date=6)
    assert path["b"][:2] == (4, 9) and path["c"].finish == 32
    waiting = critical_path(network, actuals={"a": Actual(0)}, data_date=6)
    assert waiting["b"].start == 10


@settings(max_examples=examples(150), deadline=None)
@given(networks(types=("FS",)), st.data())
def test_a_plan_that_goes_as_planned_stays_as_it_was(network: Network, data: st.DataObject) -> None:
    plan = critical_path(network)
    today = data.draw(st.integers(0, plan.finish))
    actuals = {}
    for key, t in plan.times.items():
        if t.finish <= today:
            actuals[key] = Actual(t.start, t.finish)
        elif t.start < today:
            actuals[key] = Actual(t.start)
    path = critical_path(network, actuals=actuals, data_date=today)
    assert path.finish == plan.finish
    assert {k: t[:2] for k, t in path.times.items()} == {k: t[:2] for k, t in plan.times.items()}


def test_what_happened_is_refused_when_it_cannot_have_happened() -> None:
    wrong = [
        lambda: critical_path(CHAIN, actuals={"design": Actual(0)}),
        lambda: critical_path(CHAIN, actuals={"nothing": Actual(0)}, data_date=5),
        lambda: critical_path(CHAIN, actuals={"design": Actual(6)}, data_date=5),
        lambda: critical_path(CHAIN, actuals={"design": Actual(0, 7)}, data_date=5),
        lambda: critical_path(CHAIN, actuals={"done": Actual(0)}, data_date=5),
        lambda: Actual(5, 4),
    ]
    for make in wrong:
        with pytest.raises(BadInput) as caught:
            make()
        assert caught.value.code == "actual"
    for left, finished in ((0, None), (2, 4)):
        with pytest.raises(BadInput):
            Actual(0, finished, left)
