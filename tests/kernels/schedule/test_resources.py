"""Schedules under limits: feasible by the independent checker, the same for everybody, and near the proven optimum."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import shared
from tests.examples import examples
from tests.kernels.schedule.networks import random_network
from tests.kernels.schedule.psplib import optima, read_instance

from taizhang.basis.errors import BadInput
from taizhang.kernels.schedule import Link, Network, Node, critical_path
from taizhang.kernels.schedule.checker import violations
from taizhang.kernels.schedule.exact import shortest
from taizhang.kernels.schedule.resources import ResourceProblem, Schedule, brought_forward, levelled
from taizhang.kernels.schedule.waits import waits


def random_problem(count: int, seed: int) -> ResourceProblem:
    """A random network with up to three resources, one of them with a capacity in steps."""
    chance = random.Random(seed)
    network = random_network(count, seed)
    capacities = {f"r{n}": chance.randint(1, 5) for n in range(chance.randint(0, 3))}
    demands = {n.key: {r: chance.randint(0, c) for r, c in capacities.items() if chance.random() < 0.7} for n in network.nodes}
    steps = tuple((time, chance.randint(0, 3)) for time in sorted(chance.sample(range(20), chance.randint(0, 3))))
    windows = ((0, chance.randint(0, 3)), *((t + 1, n) for t, n in steps), (30, 3))
    demands[network.nodes[0].key]["window"] = chance.randint(0, 3)
    demands[network.nodes[-1].key]["window"] = 1
    return ResourceProblem(network, {**capacities, "window": windows}, demands)


problems = st.builds(random_problem, st.integers(1, 12), st.integers(0, 2**32 - 1))


@settings(max_examples=examples(150), deadline=None)
@given(problems, st.integers(1, 6))
def test_every_schedule_passes_the_checker(problem: ResourceProblem, samples: int) -> None:
    found = levelled(problem, samples)
    assert violations(problem, found) == ()
    assert found.finish >= found.lower_bound == critical_path(problem.network).finish
    assert 1 <= found.tried <= samples and (found.tried == samples or found.is_optimal)


@settings(max_examples=examples(100), deadline=None)
@given(problems, st.integers(0, 99))
def test_the_same_seed_gives_the_same_schedule_and_more_samples_never_a_longer_one(problem: ResourceProblem, seed: int) -> None:
    few = levelled(problem, 3, seed)
    assert levelled(problem, 3, seed) == few
    assert levelled(problem, 6, seed).finish <= few.finish


@settings(max_examples=examples(150), deadline=None)
@given(problems)
def test_one_unit_earlier_is_caught_for_every_node(problem: ResourceProblem) -> None:
    # Every node stands at the earliest time at which there was room for it, so one unit before that there is none.
    found = levelled(problem, 1)
    for key, start in found.starts.items():
        wrong = replace(found, starts={**found.starts, key: start - 1})
        kinds = {v.kind for v in violations(problem, wrong)}
        assert kinds & {"start", "link", "capacity"}, key


@settings(max_examples=examples(60), deadline=None)
@given(problems, st.sampled_from((-1, 1)))
def test_a_finish_one_unit_off_is_caught(problem: ResourceProblem, off: int) -> None:
    found = levelled(problem, 1)
    assert [v.kind for v in violations(problem, replace(found, finish=found.finish + off))] == ["finish"]


@settings(max_examples=examples(60), deadline=None)
@given(problems)
def test_with_plenty_of_everything_the_schedule_is_as_short_as_the_critical_path(problem: ResourceProblem) -> None:
    found = levelled(replace(problem, capacities=dict.fromkeys(problem.capacities, 99)), 1)
    assert found.is_optimal and found.tried == 1


def test_one_crew_works_on_one_thing_at_a_time_and_two_crews_share_it_out() -> None:
    network = Network((*(Node(f"n{i}", i + 1) for i in range(6)), Node("end", 0, tuple(Link(f"n{i}") for i in range(6)))))
    one = ResourceProblem(network, {"crew": 1}, {f"n{i}": {"crew": 1} for i in range(6)})
    found = levelled(one)
    assert (found.finish, found.lower_bound, found.tried, found.is_optimal) == (21, 6, 20, False)
    two = levelled(replace(one, capacities={"crew": 2}))
    assert two.finish == 11 == -(-21 // 2) and violations(replace(one, capacities={"crew": 2}), two) == ()


def test_the_draw_of_a_seed_never_changes() -> None:
    # Frozen: the same on every machine and every version of Python. The first pass alone takes 28.
    network = Network(tuple(Node(f"n{i}", i * 3 % 5 + 1, (Link(f"n{i // 3}"),) if i > 2 else ()) for i in range(14)))
    demands = {f"n{i}": {"crew": i * 5 % 4 + 1, "crane": i * 7 % 3} for i in range(14)}
    problem = ResourceProblem(network, {"crew": 5, "crane": 2}, demands)
    assert levelled(problem, 1, seed=6962).finish == 28
    found = levelled(problem, 20, seed=6962)
    assert (found.finish, list(found.starts.values())) == (24, [0, 2, 0, 10, 6, 9, 2, 6, 10, 19, 22, 15, 15, 19])


def test_work_waits_for_its_window_and_does_not_run_past_its_end() -> None:
    # Trees may be felled from day 10 up to day 20 and again from day 40 on.
    network = Network((Node("survey", 12), Node("fell", 9, (Link("survey"),)), Node("fence", 4, (Link("survey"),))))
    window = ((10, 1), (20, 0), (40, 1))
    problem = ResourceProblem(network, {"season": window}, {"fell": {"season": 1}, "fence": {"season": 1}})
    found = levelled(problem)
    assert dict(found.starts) == {"survey": 0, "fell": 40, "fence": 12}
    assert violations(problem, found) == ()
    outside = replace(found, starts={**found.starts, "fence": 17})
    assert [(v.kind, v.reason.en) for v in violations(problem, outside)] == [("capacity", "“season” on day 20: 1 is more than there is")]


def test_what_never_finds_room_is_refused_by_name() -> None:
    network = Network((Node("fell", 9),))
    with pytest.raises(BadInput, match="fell") as caught:
        levelled(ResourceProblem(network, {"season": ((10, 1), (15, 0))}, {"fell": {"season": 1}}))
    assert caught.value.code == "no_room"


def test_problems_that_contradict_themselves_are_refused() -> None:
    network = Network((Node("a", 3), Node("b", 2, (Link("a"),))))
    wrong = [
        lambda: ResourceProblem(network, {"crew": 1}, {"a": {"crew": 2}}),
        lambda: ResourceProblem(network, {"crew": 1}, {"a": {"crew": -1}}),
        lambda: ResourceProblem(network, {"crew": 1}, {"a": {"crane": 1}}),
        lambda: ResourceProblem(network, {"crew": 1}, {"x": {"crew": 1}}),
        lambda: ResourceProblem(network, {"crew": -1}, {}),
        lambda: ResourceProblem(network, {"crew": ()}, {}),
        lambda: ResourceProblem(network, {"crew": ((5, 1), (3, 1))}, {}),
    ]
    for make in wrong:
        with pytest.raises(BadInput) as caught:
            make()
        assert caught.value.code == "resource"


def test_the_checker_sees_missing_and_strange_nodes_and_early_starts() -> None:
    network = Network((Node("a", 3, not_before=4), Node("b", 2, (Link("a", "SF", 9),))))
    problem = ResourceProblem(network, {}, {})

    def kinds(**starts: int) -> list[str]:
        end = max((starts[k] + network[k].duration_working_days for k in starts if k in network), default=0)
        return [v.kind for v in violations(problem, Schedule(starts, end, 0, "by hand", 1))]

    assert kinds(a=4, b=11) == []
    assert kinds(a=4) == kinds(a=4, b=11, c=0) == ["nodes"]
    assert kinds(a=3, b=11) == ["start"] and kinds(a=4, b=10) == ["link"]
    assert kinds(a=-1, b=-1) == ["start", "start", "link"]


# -- the first instance of each of the 48 parameter sets of PSPLIB's j30 ------------------------------------------------


def test_all_48_first_instances_are_feasible_near_the_optimum_and_never_below_it() -> None:
    folder = shared("data/schedule/psplib")
    proven = optima(folder / "j30opt.sm")
    gaps = []
    for parameter in range(1, 49):
        name = f"j30{parameter}_1.sm"
        problem = read_instance(folder / "j30" / name)
        assert len(problem.network) == 32 and len(problem.capacities) == 4
        found = levelled(problem, samples=20)
        assert violations(problem, found) == (), name
        assert found.lower_bound <= proven[name] <= found.finish, name
        gaps.append((found.finish - proven[name]) / proven[name])
    assert len(proven) == 480 and len(gaps) == 48
    assert sum(gaps) / len(gaps) <= 0.015


def test_without_ortools_the_exact_solver_says_so() -> None:
    problem = ResourceProblem(Network((Node("a", 3),)), {}, {})
    try:
        import ortools  # noqa: F401
    except ImportError:
        with pytest.raises(BadInput) as caught:
            shortest(problem)
        assert caught.value.code == "needs_ortools" and "ortools" in caught.value.remedy.zh
    else:
        assert shortest(problem).finish == 3


def test_the_exact_solver_proves_what_the_heuristic_found_or_betters_it() -> None:
    pytest.importorskip("ortools", reason="the optional extra ortools is not installed")
    for seed in range(25):
        problem = random_problem(8, seed)
        heuristic, proved = levelled(problem), shortest(problem, seconds=5)
        assert violations(problem, proved) == () and proved.is_optimal
        assert heuristic.lower_bound <= proved.finish <= heuristic.finish


@pytest.mark.parametrize("seed", range(6))
def test_what_is_put_off_for_no_reason_is_brought_forward_and_nothing_gets_longer(seed: int) -> None:
    problem = random_problem(10, seed)
    best = levelled(problem)
    late = Schedule({key: start + 7 for key, start in best.starts.items()}, best.finish + 7, best.lower_bound, "by hand", 1)
    made = brought_forward(problem, late)
    assert violations(problem, made) == () and made.finish <= late.finish and made.method == "by hand"
    assert sum(made.starts.values()) < sum(late.starts.values()), "the first node at least has no reason to wait"


@pytest.mark.parametrize("seed", range(6))
def test_a_node_that_waits_could_not_begin_a_day_earlier_and_one_that_does_not_wait_begins_when_its_links_let_it(seed: int) -> None:
    chance = random.Random(seed)
    nodes = tuple(
        Node(f"n{at}", chance.randint(1, 6), tuple(Link(f"n{chance.randrange(at)}") for _ in range(1 if at % 3 else 0))) for at in range(18)
    )
    problem = ResourceProblem(Network(nodes), {"crew": ((0, 1), (20, 2))}, {n.key: {"crew": 1} for n in nodes if int(n.key[1:]) % 2})
    schedule = levelled(problem, samples=3)
    waiting = waits(problem, schedule)
    assert waiting
    for node in nodes:
        start = schedule.starts[node.key]
        earlier = replace(schedule, starts={**schedule.starts, node.key: start - 1})
        wrong = {v.kind for v in violations(problem, earlier)} - {"finish"}
        assert ("capacity" in wrong and not {"link", "start"} & wrong) if node.key in waiting else {"link", "start"} & wrong
        for behind in waiting[node.key].behind if node.key in waiting else ():
            assert schedule.starts[behind] + problem.network[behind].duration_working_days == start
