"""What would happen if: who moves, why, and what the plan line has of it at the end of the year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.examples import examples
from tests.kernels.schedule.networks import networks

from taizhang.basis.errors import BadInput
from taizhang.kernels.casework import national_calendar
from taizhang.kernels.schedule import Actual, Link, Network, Node, Timeline, critical_path
from taizhang.kernels.schedule.what_if import effect_at, what_if

CALENDAR = national_calendar()
LINE = Timeline(CALENDAR, date(2026, 9, 1))
ROAD = Network(
    (
        Node("land", 30, responsible="district"),
        Node("permit", 20, (Link("land"),), responsible="housing"),
        Node("pipes", 10, (Link("land"),), responsible="water"),
        Node("road", 40, (Link("permit"), Link("pipes")), responsible="builder"),
    )
)


def test_a_shorter_node_moves_what_waits_for_it_and_names_who_has_to_be_told() -> None:
    tried = what_if(ROAD, replace(ROAD["permit"], duration_working_days=5))
    assert tried.days == -10
    assert [(m.key, m.responsible, m.days) for m in tried.moved] == [("permit", "housing", -15), ("road", "builder", -10)]
    # Now it is the pipes that hold the road.
    assert tried.moved[1].cause.link == Link("pipes")
    assert ROAD["permit"].duration_working_days == 20 and tried.before.finish == 90


def test_a_later_start_within_its_slack_moves_nobody_else() -> None:
    tried = what_if(ROAD, replace(ROAD["pipes"], not_before=date(2026, 11, 2)), axis=LINE)
    assert tried.days == 0 and [m.key for m in tried.moved] == ["pipes"]
    assert tried.moved[0].cause.kind == "not_before"
    assert (str(tried.dates_before["pipes"].start), str(tried.dates_after["pipes"].start)) == ("2026-10-19", "2026-11-02")


def test_a_link_can_be_made_to_overlap_and_a_new_node_put_in() -> None:
    tried = what_if(ROAD, ROAD["permit"].with_link(Link("land", "FS", -8)))
    assert tried.days == -8 and ROAD["permit"].links == (Link("land"),)
    added = what_if(ROAD, Node("trees", 15, (Link("permit"),), responsible="parks"), ROAD["road"].with_link(Link("trees")))
    assert [(m.key, m.days) for m in added.moved] == [("trees", None), ("road", 15)]


def test_what_has_happened_stays_where_it_was() -> None:
    happened = {"land": Actual(0, 33)}
    tried = what_if(ROAD, replace(ROAD["land"], duration_working_days=5), actuals=happened, data_date=33)
    assert tried.moved == () and tried.after.finish == 93


def test_a_change_that_makes_a_circle_is_refused() -> None:
    with pytest.raises(BadInput, match="road"):
        what_if(ROAD, ROAD["land"].with_link(Link("road")))


@settings(max_examples=examples(100), deadline=None)
@given(networks(), st.data())
def test_exactly_the_nodes_with_other_times_are_named_and_no_change_moves_nothing(network: Network, data: st.DataObject) -> None:
    assert what_if(network).moved == ()
    node = data.draw(st.sampled_from(network.nodes))
    other = replace(node, duration_working_days=data.draw(st.integers(0, 9)))
    tried = what_if(network, other)
    fresh = critical_path(network.with_(other))
    old = critical_path(network)
    assert {m.key for m in tried.moved} == {k for k in old.times if old[k][:2] != fresh[k][:2]}
    assert tried.days == fresh.finish - old.finish


def test_the_plan_line_at_the_end_of_the_year_shows_what_a_change_is_worth() -> None:
    tried = what_if(ROAD, replace(ROAD["land"], duration_working_days=10), axis=LINE)
    day = date(2026, 12, 31)
    before, after = tried.dates_before["road"], tried.dates_after["road"]
    assert before.finish.date > day > after.start.date > date(2026, 10, 8)
    found = effect_at(day, {"road": 1000}, tried.before, tried.after)
    gone = (day - before.start.date).days + 1
    assert found.before == Fraction(1000 * gone, (before.finish.date - before.start.date).days + 1)
    assert found.gain == found.after - found.before > 0
    milestone = effect_at(day, {"road": 1000}, tried.before, tried.after, at_finish={"road"})
    assert milestone == (day, 0, 1000 if after.finish.date <= day else 0)
    plain = what_if(ROAD, replace(ROAD["land"], duration_working_days=10))
    assert effect_at(day, {"road": 1000}, plain.before, plain.after, LINE) == found
