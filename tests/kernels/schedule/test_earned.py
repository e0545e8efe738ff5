"""Earned value: every worked figure, and reasons instead of zeros."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.examples import examples

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text
from taizhang.kernels.schedule import (
    AtFinish,
    Baseline,
    FrozenNode,
    PlanCurve,
    Quantity,
    Undefined,
    WeightedSteps,
    assess,
    completion_rate,
    curve_of,
    earned_schedule,
    linear_year,
    measure,
    period_ends,
    rounded,
    stepped,
)

START, FINISH = date(2026, 3, 1), date(2026, 3, 31)
STEPS = WeightedSteps((("ground", 1, date(2026, 3, 10)), ("frame", 2, date(2026, 3, 20)), ("roof", 1, FINISH)))
PLAN = Baseline(
    3,
    (
        FrozenNode("permit", START, START, Fraction(10)),
        FrozenNode("house", START, FINISH, Fraction(60), STEPS),
        FrozenNode("pipe", START, FINISH, Fraction(30), Quantity(Fraction(1000), "米")),
    ),
    "staff:01",
    datetime(2026, 1, 9, tzinfo=UTC),
    "首次批准",
)


def test_the_worked_example_gives_every_figure() -> None:
    found = measure(bac=100, pv=50, ev=40, ac=45)
    assert (found.sv, found.cv) == (-10, -5)
    assert (found.spi, rounded(found.cpi, 4)) == (Fraction(8, 10), Decimal("0.8889"))
    assert (found.eac_at_cpi, found.eac_at_plan) == (Fraction(225, 2), 105)
    assert (found.tcpi, rounded(found.tcpi, 4)) == (Fraction(60, 55), Decimal("1.0909"))
    assert (found.lag_points, found.relative_lag) == (10, Fraction(20, 100))
    line = earned_schedule([10, 20, 30, 50], 40, 4)
    assert (line.periods_earned, line.spi_t) == (Fraction(7, 2), Fraction(875, 1000))


@pytest.mark.parametrize(
    ("given", "undefined"),
    [
        ({"pv": 0}, {"spi", "relative_lag"}),
        ({"ac": 0}, {"cpi", "eac_at_cpi"}),
        ({"ev": 0}, {"eac_at_cpi"}),
        ({"ac": 100}, {"tcpi"}),
        ({"bac": 0}, {"lag_points"}),
        ({"ac": None}, {"ac", "cv", "cpi", "eac_at_cpi", "eac_at_plan", "tcpi"}),
        ({"ev": None}, {"ev", "sv", "cv", "spi", "cpi", "eac_at_cpi", "eac_at_plan", "tcpi", "lag_points", "relative_lag"}),
        ({"pv": None}, {"pv", "sv", "spi", "lag_points", "relative_lag"}),
        ({"bac": None}, {"bac", "eac_at_cpi", "eac_at_plan", "tcpi", "lag_points"}),
    ],
)
def test_a_figure_that_is_not_defined_says_why_in_both_languages(given: dict, undefined: set) -> None:
    found = measure(**({"bac": 100, "pv": 50, "ev": 40, "ac": 45} | given))
    figures = {name: getattr(found, name) for name in type(found).__slots__}
    assert {name for name, figure in figures.items() if isinstance(figure, Undefined)} == undefined
    assert all(f.reason.zh != f.reason.en for f in figures.values() if isinstance(f, Undefined))


def test_what_is_not_defined_is_neither_true_nor_false_nor_a_number() -> None:
    spi = measure(bac=100, pv=0, ev=0).spi
    assert isinstance(spi, Undefined) and rounded(spi) is None
    with pytest.raises(TypeError, match="neither true nor false"):
        bool(spi)
    with pytest.raises(TypeError):
        spi + 1  # type: ignore[operator]
    with pytest.raises(TypeError, match="float"):
        measure(bac=100.0, pv=1, ev=1)  # type: ignore[arg-type]


amounts = st.integers(1, 10**15)


@settings(max_examples=examples(100), deadline=None)
@given(amounts, amounts, amounts, amounts)
def test_the_figures_agree_with_each_other_exactly(bac: int, pv: int, ev: int, ac: int) -> None:
    found = measure(bac=bac, pv=pv, ev=ev, ac=ac)
    assert found.spi * pv == ev == found.cpi * ac
    assert found.eac_at_cpi * found.cpi == bac and found.eac_at_plan - ac == bac - ev
    assert found.lag_points * bac == 100 * (pv - ev) == -100 * found.sv
    assert found.relative_lag == 1 - found.spi
    if bac != ac:
        assert found.tcpi * (bac - ac) == bac - ev


def test_printed_figures_are_rounded_half_up() -> None:
    cases = [(Fraction(1, 8), 2, "0.13"), (Fraction(-1, 8), 2, "-0.13"), (Fraction(134, 238) * 100, 0, "56"), (Fraction(15, 1), 1, "15.0")]
    assert [str(rounded(figure, places)) for figure, places, _ in cases] == [text for _, _, text in cases]
    assert str(rounded(Fraction(153 * 1000, 183), 0)) == "836"


def test_the_completion_rate_is_that_of_the_annual_plan() -> None:
    assert completion_rate(Decimal("33.5"), 67) == Fraction(1, 2)
    assert isinstance(completion_rate(5, 0), Undefined) and isinstance(completion_rate(None, 5), Undefined)


def test_without_a_baseline_the_line_is_even_by_month_and_says_so() -> None:
    line = linear_year(1000, 2026)
    assert [line.at(d) for d in (date(2026, 1, 30), date(2026, 1, 31), date(2026, 10, 31), date(2027, 5, 1))] == [
        0,
        Fraction(1000, 12),
        Fraction(10_000, 12),
        1000,
    ]
    assert line.source == Text("未设基线，按月均摊（m/12）", "No baseline: even by month (m/12)")
    assert linear_year(1200, 2026, reporting_day=25).at(date(2026, 2, 25)) == 200


def test_quarterly_targets_are_a_line_with_steps() -> None:
    # Completion rates set by a city for 2025: 45 % by the second quarter, 70 %, 80 %.
    line = stepped(500, [(date(2025, 6, 30), Decimal("0.45")), (date(2025, 9, 30), Decimal("0.7")), (date(2025, 12, 31), Decimal("0.8"))], Text("季度目标", "Targets by quarter"))
    assert [line.at(date(2025, m, 30)) for m in (3, 6, 8, 9, 11)] == [0, 225, 225, 350, 350]
    assert (line.total, line.periods_gone(date(2025, 10, 1))) == (400, 2)


def test_a_line_that_falls_or_goes_back_is_refused() -> None:
    for points in ((), ((START, Fraction(5)), (FINISH, Fraction(4))), ((FINISH, Fraction(1)), (START, Fraction(2))), ((START, Fraction(-1)),)):
        with pytest.raises(BadInput):
            PlanCurve(points, Text("x", "x"))


def test_the_reporting_day_of_a_short_month_is_its_last() -> None:
    assert [d.day for d in period_ends(2026, 1, 4, reporting_day=30)] == [30, 28, 30, 30]
    assert period_ends(2025, 12, 2)[1] == date(2026, 1, 31)


def test_earned_schedule_at_the_ends_of_the_line() -> None:
    line = [10, 20, 20, 50, 50]
    assert [earned_schedule(line, ev, 5).periods_earned for ev in (0, 5, 10, 20, 35, 50, 60)] == [0, Fraction(1, 2), 1, 3, Fraction(7, 2), 4, 4]
    assert earned_schedule(line, 50, 8).spi_t == Fraction(1, 2)
    assert earned_schedule(line, 10, 0).spi_t == Undefined(Text("尚无已过的期间", "No period has gone by yet"))
    assert isinstance(earned_schedule([0, 0], 0, 2).spi_t, Undefined)
    with pytest.raises(BadInput):
        earned_schedule(line, -1, 2)


@settings(max_examples=examples(100), deadline=None)
@given(st.lists(st.integers(0, 50), min_size=1, max_size=12), st.data())
def test_more_earned_is_never_less_of_the_schedule(steps: list[int], data: st.DataObject) -> None:
    line = [sum(steps[: n + 1]) for n in range(len(steps))]
    if not line[-1]:
        return
    less, more = sorted((data.draw(st.integers(0, line[-1])), data.draw(st.integers(0, line[-1]))))
    first, second = earned_schedule(line, less, 1), earned_schedule(line, more, 1)
    assert 0 <= first.periods_earned <= second.periods_earned <= len(line)


# -- a plan and what was reported -------------------------------------------------------------------------------------


def test_each_node_earns_by_its_own_method() -> None:
    found = assess(PLAN, date(2026, 3, 20), {"permit": True, "house": {"ground"}, "pipe": Decimal("250")}, costs={"house": 20, "pipe": 9})
    shares = {v.key: (v.planned_share, v.earned_share) for v in found.nodes}
    assert shares == {"permit": (1, 1), "house": (Fraction(3, 4), Fraction(1, 4)), "pipe": (Fraction(20, 31), Fraction(1, 4))}
    assert found.measures.ev == 10 + 15 + Fraction(15, 2)
    assert found.measures.pv == PLAN.planned_value(date(2026, 3, 20)) == 10 + 45 + Fraction(600, 31)
    assert (found.measures.bac, found.measures.ac, found.baseline_version) == (100, 29, 3)


def test_done_by_the_plan_is_on_the_plan_line() -> None:
    found = assess(PLAN, FINISH, {"permit": True, "house": ["ground", "frame", "roof"], "pipe": 1000})
    assert found.measures.ev == found.measures.pv == found.measures.bac == PLAN.total
    assert isinstance(found.measures.cpi, Undefined)
    line = curve_of(PLAN, period_ends(2026, 3, 1))
    assert line.points == ((FINISH, 100),) and line.source.en == "Baseline, version 3"


def test_what_was_not_approved_is_listed_and_what_it_costs_is_counted() -> None:
    found = assess(PLAN, FINISH, {"permit": True, "lamps": True}, costs={"lamps": 7, "house": 5, "old_wall": 2})
    assert found.excluded_unbaselined == ("lamps", "old_wall")
    assert (found.measures.ev, found.measures.ac) == (10, 14)
    assert found.unreported == ("house", "pipe")


def test_a_cancelled_node_is_neither_done_nor_in_the_total_and_its_cost_stays() -> None:
    found = assess(PLAN, FINISH, {"permit": True, "house": {"ground"}}, costs={"house": 50}, cancelled={"house"})
    assert (found.measures.bac, found.measures.ev, found.measures.ac) == (40, 10, 50)
    assert found.cancelled == ("house",) and found.unreported == ("pipe",)
    assert PLAN.total == 100


def test_more_than_was_designed_earns_no_more_and_is_marked() -> None:
    found = assess(PLAN, FINISH, {"pipe": 1200})
    assert [(v.ev, v.over) for v in found.nodes if v.key == "pipe"] == [(30, True)]


def test_a_reading_for_a_past_day_is_marked() -> None:
    assert assess(PLAN, FINISH, {}, taken_on=date(2026, 4, 2)).retrospective
    assert not assess(PLAN, FINISH, {}, taken_on=FINISH).retrospective


def test_a_node_that_is_not_due_yet_owes_no_report() -> None:
    assert assess(PLAN, date(2026, 2, 1), {}).unreported == ()


def test_a_report_that_does_not_fit_the_method_is_refused_by_name() -> None:
    for done in ({"permit": 1}, {"house": True}, {"house": {"cellar"}}, {"house": "ground"}, {"pipe": True}, {"pipe": -1}, {"pipe": {"x"}}):
        with pytest.raises(BadInput) as caught:
            assess(PLAN, FINISH, done)
        assert caught.value.code == "report" and next(iter(done)) in caught.value.reason.en
    assert PLAN.nodes[0].method == AtFinish()
