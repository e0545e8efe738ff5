"""Where time can be won: the smallest sets of levers, how far each helps, and why it ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.examples import examples
from tests.kernels.schedule.networks import networks

from taizhang.basis.clockunits import CalendarDays
from taizhang.basis.errors import BadInput
from taizhang.kernels.casework import national_calendar
from taizhang.kernels.schedule import Actual, Link, Network, Node, Timeline, critical_path
from taizhang.kernels.schedule.compress import Lever, advise
from taizhang.kernels.schedule.what_if import effect_at

ROAD = Network(
    (
        Node("design", 30),
        Node("land", 27),
        Node("permit", 20, (Link("design"),)),
        Node("road", 60, (Link("permit"), Link("land"))),
        Node("done", 0, (Link("road"),)),
    )
)


def shown(found):
    return [(sorted(lever.node for lever in step.levers), step.days, step.gain) for step in found.steps]


def test_each_lever_is_pulled_until_it_is_exhausted_or_another_chain_is_critical() -> None:
    found = advise(ROAD, least_durations={"design": 5, "permit": 18, "road": 50})
    assert shown(found) == [(["design"], 23, 23), (["road"], 10, 10)]
    first, second = found.steps
    assert first.newly_critical == ("land",) and first.exhausted == ()
    assert second.exhausted == (Lever("shorten", "road"),)
    assert found.stuck_on == ("land", "road")
    assert (found.before.finish, found.path.finish, found.gain) == (110, 77, 33)


def test_parallel_chains_are_shortened_together_and_by_as_few_levers_as_can_be() -> None:
    both = Network((Node("a", 10), Node("b", 10), Node("c", 20, (Link("a"), Link("b")))))
    assert shown(advise(both, least_durations={"a": 6, "b": 7})) == [(["a", "b"], 3, 3)]
    assert shown(advise(both, least_durations={"a": 6, "b": 7, "c": 15})) == [(["c"], 5, 5), (["a", "b"], 3, 3)]
    assert advise(both, least_durations={"a": 6}).steps == ()


def test_an_overlap_is_a_lever_too() -> None:
    found = advise(ROAD, overlaps={("permit", "road"): 15})
    assert found.steps[0].levers == (Lever("overlap", "road", "permit"),)
    assert (found.gain, found.path.network["road"].links[0]) == (15, Link("permit", "FS", -15))
    assert found.stuck_on == ("design", "permit", "road")


def test_it_stops_at_the_finish_that_is_wanted() -> None:
    found = advise(ROAD, least_durations={"design": 5, "road": 50}, until=100)
    assert shown(found) == [(["design"], 10, 10)] and found.path.finish == 100 and found.stuck_on == ()


def test_what_was_begun_stays_as_it_is() -> None:
    found = advise(ROAD, least_durations={"design": 5, "road": 50}, actuals={"design": Actual(0)}, data_date=10)
    assert shown(found) == [(["road"], 10, 10)]


def test_days_won_that_a_weekend_swallows_are_won_in_one_step_or_not_at_all() -> None:
    line = Timeline(national_calendar(), date(2026, 3, 2))
    # Two days after Friday, Thursday or Wednesday, work starts on Monday; after Tuesday, on Friday.
    network = Network((Node("notice", 5), Node("build", 10, (Link("notice", lag=CalendarDays(2)),))))
    assert critical_path(network, line)["build"].start == 5
    assert shown(advise(network, least_durations={"notice": 2}, axis=line)) == [(["notice"], 3, 1)]
    assert shown(advise(network, least_durations={"notice": 3}, axis=line)) == []
    assert shown(advise(network, least_durations={"notice": 3, "build": 8}, axis=line)) == [(["build"], 2, 2)]


def test_the_effect_on_the_plan_line_at_a_day_follows_from_the_steps() -> None:
    line = Timeline(national_calendar(), date(2026, 8, 3))
    found = advise(ROAD, least_durations={"design": 5, "road": 50})
    effect = effect_at(date(2026, 12, 31), {"design": 10, "road": 90}, found.before, found.path, line)
    assert effect.gain > 0 and effect.after == 100 > effect.before


def test_levers_that_are_not_there_are_refused_by_name() -> None:
    dated = ROAD.with_(replace(ROAD["road"], links=(Link("permit", lag=CalendarDays(3)), Link("land", "SS"))))
    wrong = [
        (ROAD, {"least_durations": {"x": 1}}),
        (ROAD, {"least_durations": {"road": 61}}),
        (ROAD, {"least_durations": {"road": -1}}),
        (ROAD, {"overlaps": {("land", "permit"): 1}}),
        (ROAD, {"overlaps": {("permit", "road"): -1}}),
        (dated, {"overlaps": {("permit", "road"): 1}}),
        (dated, {"overlaps": {("land", "road"): 1}}),
    ]
    for network, given_ in wrong:
        with pytest.raises(BadInput) as caught:
            advise(network, **given_)
        assert caught.value.code == "lever"


@settings(max_examples=examples(100), deadline=None)
@given(networks(most=7, lags=False, types=("FS",)), st.data())
def test_no_way_of_pulling_the_levers_is_better_than_the_advice_on_a_small_network(network: Network, data: st.DataObject) -> None:
    least = {n.key: data.draw(st.integers(max(0, n.duration_working_days - 2), n.duration_working_days)) for n in network.nodes}
    found = advise(network, least_durations=least)
    shortest = critical_path(network.with_(*(replace(n, duration_working_days=least[n.key]) for n in network.nodes)))
    assert found.path.finish == shortest.finish


@settings(max_examples=examples(60), deadline=None)
@given(networks(most=6, lags=False, types=("FS",)), st.data())
def test_no_smaller_set_of_levers_brings_the_end_forward(network: Network, data: st.DataObject) -> None:
    least = {n.key: n.duration_working_days - data.draw(st.integers(0, 1)) for n in network.nodes if n.duration_working_days}
    found = advise(network, least_durations=least)
    usable = [k for k, days in least.items() if days < network[k].duration_working_days]
    best = None
    for chosen in product((False, True), repeat=len(usable)):
        nodes = [replace(network[k], duration_working_days=least[k]) for k, on in zip(usable, chosen, strict=True) if on]
        if critical_path(network.with_(*nodes)).finish < found.before.finish:
            best = len(nodes) if best is None else min(best, len(nodes))
    assert best == (len(found.steps[0].levers) if found.steps else None)
