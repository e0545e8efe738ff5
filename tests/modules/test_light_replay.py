"""Columns give the light that the single project gives, and another year's rule gives another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.examples import examples

from taizhang.basis.civil_dates import CivilDate
from taizhang.basis.predicate import Known, Unknown
from taizhang.basis.text import verbatim
from taizhang.kernels.score import ABSENT
from taizhang.modules.projects import terms
from taizhang.modules.projects.lights.inputs import Curve, LightInputs, moment_of
from taizhang.modules.projects.lights.light import state_of
from taizhang.modules.projects.lights.replay import NOT_YET, LightColumns, columns_of, differences, replay
from taizhang.modules.projects.lights.rule_sets import EXAMPLE_2025, EXAMPLE_2026, YINCHUAN_2025
from taizhang.modules.projects.lights.terms import (
    Dimension,
    Growth,
    MonthsInColour,
    MonthsNotEntered,
    Part,
    PaymentShortfall,
    RelativeLag,
    colours,
)

PERIODS = tuple(f"{y}-{m:02d}" for y in (2025, 2026) for m in range(1, 13))
NAME = verbatim("x")
SETS = [YINCHUAN_2025, EXAMPLE_2025, EXAMPLE_2026]


def set_of(key: str, *parts: Part):
    return replace(EXAMPLE_2026, key="t", dimensions=(Dimension(key, NAME, parts, terms.RULE),))


#: Shapes that none of the three sets uses, each read by columns too.
MORE = [
    set_of("growth", Part(Growth("last_year"), colours("g", Growth("last_year"), green="[1/3, inf)", yellow="[-5, 1/3)"))),
    set_of("paid", Part(PaymentShortfall("requirement", "percent"), colours("p", RelativeLag(), green="(-inf, 0]", red="(12.5, inf)"))),
    set_of(
        "run",
        Part(RelativeLag("paid"), colours("r", RelativeLag(), green="(-inf, 20]", yellow="(20, inf)")),
        Part(MonthsInColour("yellow"), colours("m", MonthsInColour("yellow"), silent="[0, 2)", red="[2, inf)")),
    ),
]
amounts = st.none() | st.integers(0, 1_500_000) | st.sampled_from([0, 100_000, 350_000, 500_000, 10**15])
first_days = st.dates(date(2025, 1, 1), date(2026, 12, 31)) | st.sampled_from([date(2025, m, 1) for m in range(1, 13)])
happened = st.none() | first_days


def series(draw: st.DrawFn, periods=PERIODS):
    given = draw(st.lists(amounts, min_size=len(periods), max_size=len(periods)))
    return {p: Known(v) for p, v in zip(periods, given, strict=True) if v is not None}


@st.composite
def projects(draw: st.DrawFn) -> LightInputs:
    year_before = tuple(f"2024-{m:02d}" for m in range(1, 13))
    curve = Curve(tuple(sorted(draw(st.lists(st.integers(0, 10_000), min_size=12, max_size=12)))), NAME)
    planned = draw(st.none() | st.sampled_from([2025, 2026]))
    month = draw(st.none() | st.integers(1, 12))
    return LightInputs(
        "projects.project:1",
        NAME,
        planned_start=Known(CivilDate(planned, month)) if planned else Unknown(NAME),
        started_on=draw(happened.map(Known) | st.just(Unknown(NAME))),
        entered_on=draw(happened.map(Known) | st.just(Unknown(NAME))),
        plans={y: Known(draw(st.integers(0, 1_200_000) | st.just(1_200_000))) for y in draw(st.sampled_from([(), (2025,), (2025, 2026)]))},
        curves=draw(st.sampled_from([{}, {2025: curve}])),
        investment=series(draw),
        certified=series(draw, (*year_before, *PERIODS)),
        paid=series(draw),
        payment_plan=series(draw),
        payment_required=series(draw),
    )


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(projects(), min_size=1, max_size=3))
def test_columns_say_of_every_project_and_month_what_the_light_says(several):
    columns = columns_of(several, PERIODS)
    for rule_set in [*SETS, *MORE]:
        found = replay(rule_set, columns)
        for dimension in rule_set.dimensions:
            if dimension.key in found.left_out or dimension.of != "project":
                continue
            for n, inputs in enumerate(several):
                # Months in a row begin with the columns, so the single light is asked about the same months only.
                seen = replace(inputs, **{q: {p: a for p, a in getattr(inputs, q).items() if p >= "2025" or (q == "certified" and dimension.key == "growth")} for q in ("investment", "certified", "paid")})
                said = [state_of(rule_set, dimension, seen, moment_of(p)) for p in PERIODS]
                assert [found.state(dimension.key, p, n) for p in PERIODS] == said, dimension.key


def test_what_has_no_columns_is_left_out_by_name():
    columns = columns_of([], PERIODS)
    assert replay(EXAMPLE_2026, columns).left_out == ("bonds",)
    assert replay(YINCHUAN_2025, columns).left_out == ()
    half = set_of("half", Part(MonthsNotEntered(), colours("h", MonthsNotEntered(), green="[0, 1/2]", red="(1/2, inf)")))
    assert replay(half, columns).left_out == ("half",)
    city = set_of("city", Part(Growth("city_average"), colours("c", Growth("city_average"), green="[0, inf)")))
    assert replay(city, columns).left_out == ("city",)


def one(done: int, started: int = NOT_YET) -> LightColumns:
    return LightColumns(
        ("2025-06",), [2025 * 12], [started], [ABSENT], {2025: [1_200_000]}, investment={"2025-06": [done]}, certified={"2025-06": [done]}
    )


@pytest.mark.parametrize(("done", "was", "would_be"), [(600_000, "green", "green"), (540_000, "not_defined", "red"), (480_000, "yellow", "red")])
def test_last_years_rule_gives_another_light(done, was, would_be):
    mine, theirs = replay(YINCHUAN_2025, one(done)), replay(EXAMPLE_2026, one(done))
    assert (mine.state("progress", "2025-06", 0), theirs.state("progress", "2025-06", 0)) == (was, would_be)
    assert differences(mine, theirs)["progress", was, would_be] == (was != would_be)
    assert mine.tally("progress", "2025-06") == {was: 1}


def test_a_project_that_nobody_knows_anything_of_is_nowhere_green():
    nothing = LightColumns(PERIODS, [ABSENT], [ABSENT], [ABSENT])
    for rule_set in SETS:
        found = replay(rule_set, nothing)
        for dimension, months in found.states.items():
            assert {found.state(dimension, p, 0) for p in PERIODS} == {"no_data"} and len(months) == 24
