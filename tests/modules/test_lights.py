"""Lights as published: every boundary, what the text leaves out, waivers, repetition, and the day on which a light changes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import shared
from tests.examples import examples

from taizhang.basis.civil_dates import CivilDate
from taizhang.basis.errors import BadInput
from taizhang.basis.predicate import Known, Unknown
from taizhang.basis.text import Text, verbatim
from taizhang.kernels.score import Table, band, interval
from taizhang.modules.projects import rules, terms
from taizhang.modules.projects.lights.inputs import (
    BondIssue,
    Curve,
    LightInputs,
    moment,
    moment_of,
    total_of,
    year_to_date,
)
from taizhang.modules.projects.lights.light import check_waiver, light_of, lights_of, next_change, stand_still, state_of
from taizhang.modules.projects.lights.measures import months_between
from taizhang.modules.projects.lights.rule_sets import (
    EXAMPLE_2025,
    EXAMPLE_2026,
    LIGHT_RULES,
    RULE_SETS,
    YINCHUAN_2025,
    rule_set_on,
)
from taizhang.modules.projects.lights.terms import (
    BondUseLag,
    Dimension,
    FollowUp,
    Growth,
    LagInPoints,
    MonthsInColour,
    Part,
    RuleSet,
    Waiver,
    colours,
)

JUNE = date(2025, 6, 1)
PLAN = 120_000_00
NAME = Text("示例项目", "Example project")
quick = settings(max_examples=examples(60), deadline=None)


def project(**given) -> LightInputs:
    return LightInputs("projects.project:1", NAME, **given)


def behind(points: Fraction | int | str, plan: int = 12_000_000) -> LightInputs:
    """A project whose lag at the end of May is so many points of its plan."""
    done = plan * (Fraction(5, 12) - Fraction(points) / 100)
    assert done.denominator == 1, "choose a plan that makes whole fen"
    return project(plans={2025: Known(plan, "计划")}, investment={"2025-05": Known(int(done), "月报")})


def state(dimension: str, inputs: LightInputs, day: date = JUNE, rule_set: RuleSet = YINCHUAN_2025) -> str:
    return light_of(rule_set, rule_set.dimension(dimension), inputs, day).state


# -- the rule of Yinchuan is the published one ------------------------------------------------------------------------------


def published() -> dict:
    return json.loads(Path(shared("data/cn_rules/traffic_lights.json")).read_text("utf-8"))["rules"][0]


def test_the_set_of_yinchuan_says_what_was_published():
    said = published()
    assert (YINCHUAN_2025.name.zh, YINCHUAN_2025.issuer.zh) == (said["name_zh"], said["issuer_zh"])
    assert (YINCHUAN_2025.announced.isoformat(), str(YINCHUAN_2025.effective)) == (said["announced"], said["effective"])
    progress = YINCHUAN_2025.dimension("progress")
    assert progress.parts[0].measure == LagInPoints("investment")
    over = {p.key: p.over for p in progress.parts[0].table.pieces}
    yellow, undefined = said["progress_vs_time_schedule_points"]["yellow"], said["progress_vs_time_schedule_points"]["undefined"]
    assert over["yellow"] == interval(f"[{yellow['below_min']}, {yellow['below_max']}]") and yellow["inclusive"]
    assert over["red"] == interval(f"({said['progress_vs_time_schedule_points']['red']['below_more_than']}, inf)")
    assert over[None] == interval(f"({undefined['below_more_than']}, {undefined['below_less_than']})")
    assert [d.key for d in YINCHUAN_2025.dimensions if d.waivable] == ["start", "statistics"]
    assert said["justified_reason_switches_off"] == ["start", "statistics_entry"]
    assert YINCHUAN_2025.law.mark == "S" and not YINCHUAN_2025.example


def test_sets_that_no_city_published_say_so():
    for rule_set in RULE_SETS.values():
        assert rule_set.example is (rule_set is not YINCHUAN_2025)
        if rule_set.example:
            assert "示例" in rule_set.label.zh and rule_set.law.mark == "P"


def test_a_day_has_the_rule_of_its_date():
    assert rule_set_on("yinchuan", date(2025, 2, 28)) is None
    assert rule_set_on("yinchuan", date(2025, 3, 1)) is YINCHUAN_2025
    assert rule_set_on("example", date(2025, 12, 31)) is EXAMPLE_2025
    assert rule_set_on("example", date(2026, 1, 1)) is EXAMPLE_2026
    assert rule_set_on("nowhere", JUNE) is None
    assert all(span.law.mark for dated in LIGHT_RULES.values() for span in dated.spans)


# -- every boundary of the table --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lag", "expected"),
    [
        (-3, "green"),
        (0, "green"),
        (Fraction(1, 10**6), "not_defined"),
        (5, "not_defined"),
        (Fraction(999, 100), "not_defined"),
        (10, "yellow"),
        (30, "yellow"),
        (Fraction(3001, 100), "red"),
        (41, "red"),
    ],
)
def test_progress_at_every_boundary(lag, expected):
    assert state("progress", behind(lag, 1_200_000_000)) == expected


def test_a_light_names_the_lag_it_means_and_both_readings_differ():
    """plan 100, due 50, done 40: 10 points or 20 per cent."""
    inputs = project(plans={2025: Known(100)}, investment={"2025-06": Known(40)}, certified={"2025-06": Known(40)})
    day = moment_of("2025-06").day
    points = light_of(YINCHUAN_2025, YINCHUAN_2025.dimension("progress"), inputs, day)
    relative = light_of(EXAMPLE_2026, EXAMPLE_2026.dimension("progress"), inputs, day)
    assert [light.parts[0].found.worked.value for light in (points, relative)] == [10, 20]
    assert (points.state, relative.state) == ("yellow", "red")
    assert "points of the annual plan" in points.reason.en and "per cent of what is due" in relative.reason.en


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 3, 31), "not_due"),
        (date(2025, 4, 1), "not_due"),
        (date(2025, 4, 30), "not_due"),
        (date(2025, 5, 1), "yellow"),
        (date(2025, 5, 31), "yellow"),
        (date(2025, 6, 1), "not_defined"),
        (date(2025, 6, 30), "not_defined"),
        (date(2025, 7, 1), "red"),
        (date(2026, 3, 1), "red"),
    ],
)
def test_a_start_that_was_due_in_april_month_by_month(day, expected):
    inputs = project(planned_start=Known(CivilDate(2025, 4), "计划"), started_on=Known(None, "材料"))
    assert state("start", inputs, day) == expected


@pytest.mark.parametrize(
    ("started", "expected"), [(date(2025, 4, 30), "green"), (date(2025, 1, 2), "green"), (date(2025, 5, 1), "not_defined")]
)
def test_a_start_in_time_is_green_and_of_a_late_one_the_text_says_nothing(started, expected):
    inputs = project(planned_start=Known(CivilDate(2025, 4, 10)), started_on=Known(started))
    assert state("start", inputs) == expected
    assert state("start", inputs, rule_set=EXAMPLE_2025) == "green"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 3, 14), "not_due"),
        (date(2025, 3, 15), "not_defined"),
        (date(2025, 4, 14), "not_defined"),
        (date(2025, 4, 15), "yellow"),
        (date(2025, 5, 15), "yellow"),
        (date(2025, 5, 16), "red"),
    ],
)
def test_entry_after_a_start_on_the_fifteenth_of_march(day, expected):
    inputs = project(started_on=Known(date(2025, 3, 15)), entered_on=Known(None))
    assert state("statistics", inputs, day) == expected
    entered = replace(inputs, entered_on=Known(date(2025, 3, 20)))
    assert state("statistics", entered, day) == ("green" if day >= date(2025, 3, 20) else expected)


@pytest.mark.parametrize(
    ("paid", "plan", "required", "expected"),
    [
        (100, 100, 80, "green"),
        (99, 100, 80, "not_defined"),
        (80, 100, 80, "not_defined"),
        (79, 100, 80, "red"),
        (79, 60, 80, "red"),
        (0, 0, 0, "green"),
        (100, 100, None, "no_data"),
        (None, 100, 80, "no_data"),
        (100, None, 80, "no_data"),
        (79, None, 80, "red"),
    ],
)
def test_payment_against_plan_and_requirement(paid, plan, required, expected):
    def at(fen):
        return {} if fen is None else {"2025-05": Known(fen)}

    assert state("payment", project(paid=at(paid), payment_plan=at(plan), payment_required=at(required))) == expected


# -- absent is not green ----------------------------------------------------------------------------------------------------


def test_no_light_of_a_project_of_which_nothing_is_known_is_green():
    for rule_set in RULE_SETS.values():
        for light in lights_of(rule_set, project(), JUNE):
            assert light.state in ("no_data", "not_due"), light.rule


def test_a_month_without_a_report_has_no_data_and_says_who_holds_it():
    inputs = behind(0)
    light = light_of(YINCHUAN_2025, YINCHUAN_2025.dimension("progress"), inputs, date(2025, 7, 1))
    assert light.state == "no_data"
    assert light.reason.en == "2025-06 has no figure of reported investment (held by: project unit)"
    assert light.follow_up == () and light.thresholds == ()


def test_a_year_with_a_hole_has_no_total():
    months = {"2025-03": Known(5, "月报"), "2025-05": Known(7, "月报"), "2026-01": Known(2, "月报")}
    found = year_to_date(months, "2025-03", "2026-01")
    assert found["2025-03"].value == 5
    assert all(isinstance(found[p], Unknown) for p in ("2025-04", "2025-05", "2025-12"))
    assert found["2026-01"].value == 2


def test_a_zero_plan_gives_no_lag_and_a_zero_line_no_relative_lag():
    zero = project(plans={2025: Known(0)}, investment={"2025-05": Known(3)})
    assert state("progress", zero) == "no_data"
    curve = Curve.steps({6: 45}, verbatim("notice"))
    early = project(plans={2025: Known(100)}, curves={2025: curve}, certified={"2025-05": Known(3)})
    light = light_of(EXAMPLE_2026, EXAMPLE_2026.dimension("progress"), early, JUNE)
    assert light.state == "no_data" and "no value" in light.reason.en


# -- what a light holds -----------------------------------------------------------------------------------------------------


def test_a_light_holds_its_rule_article_figures_thresholds_and_steps():
    light = light_of(YINCHUAN_2025, YINCHUAN_2025.dimension("progress"), behind(12, 1_200_000_000), JUNE)
    assert light.rule == "yinchuan-2025/progress"
    assert light.law.cite("zh") == "银川市重点项目“红黄绿灯”推进机制（2025年3月18日）“序时进度”一项"
    assert [(f.name.en, f.source.en) for f in light.figures] == [
        ("due by now", "even by month (no baseline)"),
        ("reported investment", "月报"),
        ("annual plan", "计划"),
    ]
    assert light.reason.en.endswith("÷ annual plan 1,200 × 10,000 yuan = 12; yellow [10, 30]")
    assert [t.en for t in light.thresholds] == [
        "2 points less, at below 10: not defined in the rule",
        "18 points more, at above 30: red",
    ]
    assert [f.step.en for f in light.follow_up] == ["concentrated effort by the responsible unit"]
    plain = light.plain("en")
    assert json.loads(json.dumps(plain)) == plain and plain["state"] == "yellow" and len(plain["inputs"]) == 3


def test_at_an_edge_any_more_is_another_colour_and_months_do_not_come_back():
    at_thirty = light_of(YINCHUAN_2025, YINCHUAN_2025.dimension("progress"), behind(30), JUNE)
    assert at_thirty.thresholds[1].en == "any more: red"
    late = light_of(YINCHUAN_2025, YINCHUAN_2025.dimension("start"), LATE, date(2025, 4, 1))
    assert [t.en for t in late.thresholds] == ["any more: not defined in the rule"]
    assert light_of(YINCHUAN_2025, YINCHUAN_2025.dimension("start"), LATE, JUNE).thresholds == ()


def test_red_asks_for_the_plan_and_the_letter():
    light = light_of(YINCHUAN_2025, YINCHUAN_2025.dimension("progress"), behind(31), JUNE)
    assert [(f.step.en, f.paper and f.paper.zh) for f in light.follow_up] == [
        ("focused supervision: work plan, timetable and responsible persons", "督办函")
    ]


def test_a_rule_is_for_its_own_projects():
    assert lights_of(YINCHUAN_2025, project(groups=frozenset({"other"})), JUNE) == ()
    assert {light.covered for light in lights_of(YINCHUAN_2025, project(groups=frozenset({"central_budget"})), JUNE)} == {True}
    assert {light.covered for light in lights_of(YINCHUAN_2025, project(), JUNE)} == {None}


def test_a_schedule_in_steps_is_what_is_due():
    curve = Curve.steps({6: 45, 9: 70, 12: 80}, verbatim("notice of 2025-02-12"))
    inputs = project(plans={2025: Known(1000)}, curves={2025: curve}, investment={"2025-08": Known(350)})
    light = light_of(YINCHUAN_2025, YINCHUAN_2025.dimension("progress"), inputs, date(2025, 9, 1))
    assert light.parts[0].found.worked.value == 10 and light.state == "yellow"
    assert light.figures[0].source.en == "notice of 2025-02-12"
    with pytest.raises(ValueError):
        Curve((5,) * 11, verbatim("x"))
    with pytest.raises(ValueError):
        Curve((*range(11, -1, -1),), verbatim("x"))


# -- waivers ----------------------------------------------------------------------------------------------------------------

LATE = project(planned_start=Known(CivilDate(2025, 3)), started_on=Known(None))
WAIVER = Waiver("yinchuan-2025/start", "汛期停工令", "分管副市长", date(2025, 4, 1), date(2025, 6, 30))


@pytest.mark.parametrize(
    ("day", "hidden"), [(date(2025, 6, 1), True), (date(2025, 6, 30), True), (date(2025, 7, 1), False)]
)
def test_a_waiver_hides_the_light_until_its_last_day_and_the_light_stays_visible(day, hidden):
    light = light_of(YINCHUAN_2025, YINCHUAN_2025.dimension("start"), LATE, day, [WAIVER])
    assert light.state == "red" and light.hidden is hidden
    assert bool(light.follow_up) is not hidden
    assert (light.plain()["hidden_by"], light.plain()["state"]) == ("汛期停工令" if hidden else None, "red")


def test_a_waiver_hides_neither_green_nor_another_light():
    started = replace(LATE, started_on=Known(date(2025, 3, 3)))
    assert not light_of(YINCHUAN_2025, YINCHUAN_2025.dimension("start"), started, JUNE, [WAIVER]).hidden
    slow = Waiver("yinchuan-2025/progress", "x", "y", date(2025, 1, 1), date(2025, 12, 31))
    assert not light_of(YINCHUAN_2025, YINCHUAN_2025.dimension("progress"), behind(31), JUNE, [slow, WAIVER]).hidden


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"rule": "yinchuan-2025/progress"}, "not_waivable"),
        ({"rule": "yinchuan-2025/payment"}, "not_waivable"),
        ({"rule": "example-2025/start"}, "no_such_light"),
        ({"reason": " "}, "no_reason"),
        ({"approver": ""}, "no_approver"),
        ({"until": date(2025, 3, 31)}, "ends_before"),
    ],
)
def test_a_waiver_that_the_rule_does_not_know_is_refused(change, code):
    check_waiver(WAIVER, YINCHUAN_2025)
    with pytest.raises(BadInput) as refused:
        check_waiver(replace(WAIVER, **change), YINCHUAN_2025)
    assert refused.value.code == code and refused.value.law is not None


# -- the other shapes of rules ----------------------------------------------------------------------------------------------


def certified(*shares: int) -> LightInputs:
    """A project whose certified total is so many per cent of what is due at the end of January, February ... 2026."""
    months = {f"2026-{n:02d}": Known(100 * n * share) for n, share in enumerate(shares, 1)}
    return project(plans={2026: Known(120_000)}, certified=months)


def test_yellow_for_three_months_in_a_row_counts_as_red():
    inputs = certified(100, 95, 95, 95, 95, 100)
    states = [state("progress", inputs, moment_of(f"2026-{m:02d}").day, EXAMPLE_2026) for m in range(1, 7)]
    assert states == ["green", "yellow", "yellow", "red", "red", "green"]


def test_steps_grow_with_repetition():
    inputs = certified(95, 95, 80, 80, 80)
    lights = [
        light_of(EXAMPLE_2026, EXAMPLE_2026.dimension("progress"), inputs, moment_of(f"2026-{m:02d}").day) for m in range(1, 6)
    ]
    assert [(light.state, light.months, len(light.follow_up)) for light in lights] == [
        ("yellow", 1, 0),
        ("yellow", 2, 1),
        ("red", 1, 1),
        ("red", 2, 2),
        ("red", 3, 3),
    ]
    assert lights[-1].follow_up[-1].level == Text("区长", "head of the district")


def test_a_districts_total_and_its_growth():
    parts = [
        project(certified={"2025-05": Known(100), "2026-05": Known(grown)}, plans={2026: Known(500)}) for grown in (120, 90)
    ]
    district = replace(total_of("place:1", Text("示例区", "District"), parts), city_growth={"2026-05": Known(Fraction(4))})
    (light,) = lights_of(EXAMPLE_2026, district, moment_of("2026-05").day)
    assert (light.dimension.key, light.state) == ("growth", "green")
    assert [p.found.worked.value for p in light.parts] == [5, 1]
    below = replace(district, city_growth={"2026-05": Known(Fraction(6))})
    assert lights_of(EXAMPLE_2026, below, moment_of("2026-05").day)[0].state == "yellow"


def test_a_total_with_a_project_missing_is_no_total():
    parts = [project(certified={"2026-05": Known(1)}), project()]
    found = total_of("place:1", NAME, parts).certified["2026-05"]
    assert isinstance(found, Unknown) and found.holder.en == "the units of 1 project(s): Example project"


@pytest.mark.parametrize("against", ["plan", "city_average"])
def test_growth_is_read_against_plan_or_city(against):
    rule = one("growth", Growth(against), green="[0, inf)", red="(-inf, 0)")
    inputs = project(
        certified={"2025-05": Known(100), "2026-05": Known(110)},
        growth_plan={"2026-05": Known(Fraction(10))},
        city_growth={"2026-05": Known(Fraction(21, 2))},
    )
    assert state("growth", inputs, moment_of("2026-05").day, rule) == {"plan": "green", "city_average": "red"}[against]


@pytest.mark.parametrize(
    ("period", "used", "value"), [("2026-01", 0, 0), ("2026-02", 0, Fraction(100, 12)), ("2026-07", 500, 0), ("2027-03", 900, 10)]
)
def test_bond_use_against_a_line_from_the_month_after_issue(period, used, value):
    bond = BondIssue(verbatim("bond"), date(2026, 1, 20), 1000, {period: Known(used)}, verbatim("notice"))
    light = light_of(EXAMPLE_2026, EXAMPLE_2026.dimension("bonds"), project(bonds=(bond,)), moment_of(period).day)
    assert light.parts[0].found.worked.value == value
    assert light.state == ("green" if value == 0 else "yellow")


def test_of_several_bonds_the_one_furthest_behind_counts():
    def bond(used):
        return BondIssue(verbatim(used), date(2026, 1, 20), 1000, {"2026-07": Known(used)}, verbatim("notice"))

    light = light_of(EXAMPLE_2026, EXAMPLE_2026.dimension("bonds"), project(bonds=(bond(500), bond(200))), moment_of("2026-07").day)
    assert light.state == "red" and light.parts[0].found.worked.value == 30
    none = light_of(EXAMPLE_2026, EXAMPLE_2026.dimension("bonds"), project(), moment_of("2026-07").day)
    assert none.state == "not_due"


def one(key: str, measure, **over: str) -> RuleSet:
    """A rule set of one dimension."""
    dimension = Dimension(key, NAME, (Part(measure, colours(key, measure, **over)),), terms.RULE)
    return replace(EXAMPLE_2026, key="t", dimensions=(dimension,), follow_up=(), until=None)


def test_what_a_rule_set_cannot_mean_is_refused():
    with pytest.raises(ValueError, match="no colour"):
        Part(LagInPoints(), Table("x", NAME, (band("blue", NAME, "[0, 1]"),)))
    dimension = EXAMPLE_2026.dimension("progress")
    with pytest.raises(ValueError, match="one key"):
        replace(EXAMPLE_2026, dimensions=(dimension, dimension))
    with pytest.raises(ValueError, match="does not stand before"):
        one("x", MonthsInColour("yellow"), red="[3, inf)")
    with pytest.raises(ValueError, match="does not stand before"):
        one("x", MonthsInColour("yellow", "later"), red="[3, inf)")


def test_months_of_another_dimension_can_be_counted():
    base = EXAMPLE_2025.dimension("progress")
    table = colours("again", MonthsInColour("yellow"), green="[0, 2)", red="[2, inf)")
    again = Dimension("again", NAME, (Part(MonthsInColour("yellow", "progress"), table),), terms.RULE)
    rule = replace(EXAMPLE_2025, dimensions=(base, again))
    inputs = project(plans={2025: Known(1200)}, investment={"2025-01": Known(0), "2025-02": Known(100), "2025-03": Known(300)})
    assert [state("again", inputs, moment_of(f"2025-{m:02d}").day, rule) for m in range(1, 5)] == ["green", "red", "green", "no_data"]


# -- properties -------------------------------------------------------------------------------------------------------------


@quick
@given(st.fractions(-200, 200, max_denominator=10_000))
def test_every_number_has_exactly_one_piece_in_every_rule_set(value):
    for rule_set in RULE_SETS.values():
        for dimension in rule_set.dimensions:
            for part in dimension.parts:
                assert sum(value in piece.over for piece in part.table.pieces) == 1


days = st.dates(date(2025, 1, 1), date(2026, 12, 31))
periods = [f"{y}-{m:02d}" for y in (2025, 2026) for m in range(1, 13)]
totals = st.dictionaries(st.sampled_from(periods), st.integers(0, 1300).map(lambda n: Known(n * 1000, "月报")), max_size=20)


@st.composite
def projects(draw: st.DrawFn) -> LightInputs:
    """Projects of every sort: started or not, with and without reports."""
    full = draw(st.booleans())
    reported = {p: Known(draw(st.integers(0, 100)) * 12_000 * int(p[5:]) // 12, "月报") for p in periods} if full else draw(totals)
    return project(
        planned_start=Known(draw(st.builds(CivilDate, st.sampled_from([2025, 2026]), st.integers(1, 12)))),
        started_on=Known(draw(st.none() | days)),
        entered_on=Known(draw(st.none() | days)),
        plans={2025: Known(1_200_000), 2026: Known(draw(st.integers(0, 2_000_000)))},
        investment=reported,
        certified=reported,
        paid=reported,
        payment_plan={p: Known(10_000 * int(p[5:])) for p in periods},
        payment_required={p: Known(8_000 * int(p[5:])) for p in periods},
    )


@settings(max_examples=examples(40), deadline=None)
@given(projects(), st.dates(date(2025, 2, 1), date(2026, 3, 1)), st.sampled_from([YINCHUAN_2025, EXAMPLE_2025, EXAMPLE_2026]), st.data())
def test_the_day_of_change_is_right_when_every_day_until_then_is_replayed(inputs, day, rule_set, data):
    dimension = data.draw(st.sampled_from([d for d in rule_set.dimensions if d.of == "project"]))
    now = state_of(rule_set, dimension, inputs, moment(day))
    change = next_change(rule_set, dimension, inputs, day)
    still = stand_still(inputs, moment(day).period)
    last = change.on if change else min(day + timedelta(days=400), rule_set.until or date.max)
    passing = day + timedelta(days=1)
    while passing < last:
        assert state_of(rule_set, dimension, still, moment(passing)) == now, passing
        passing += timedelta(days=1)
    if change and change.to is not None:
        assert state_of(rule_set, dimension, still, moment(change.on)) == change.to != now
    elif change:
        assert change.on == rule_set.until


@settings(max_examples=examples(40), deadline=None)
@given(days, st.integers(0, 120), st.sampled_from([YINCHUAN_2025, EXAMPLE_2025, EXAMPLE_2026]))
def test_an_entry_that_does_not_come_changes_on_the_day_that_was_said(started, after, rule_set):
    inputs, day = project(started_on=Known(started), entered_on=Known(None)), started + timedelta(days=after)
    dimension = rule_set.dimension("statistics")
    open_ended = replace(rule_set, until=None)
    now, change = state_of(open_ended, dimension, inputs, moment(day)), next_change(open_ended, dimension, inputs, day)
    if change is None:
        assert now == "red"
        return
    states = [state_of(open_ended, dimension, inputs, moment(day + timedelta(days=n))) for n in range((change.on - day).days + 1)]
    assert set(states[:-1]) == {now} and states[-1] == change.to != now


def test_the_change_of_a_worked_case():
    """A yellow lag of 12 points at the end of May grows by 100/12 points a month: 28.67 in July, 37 in August... red on 1 September."""
    change = next_change(YINCHUAN_2025, YINCHUAN_2025.dimension("progress"), behind(12), JUNE)
    assert change and (change.on, change.to) == (date(2025, 9, 1), "red")
    start = next_change(YINCHUAN_2025, YINCHUAN_2025.dimension("start"), LATE, date(2025, 4, 1))
    assert start and (start.on, start.to) == (date(2025, 5, 1), "not_defined")
    unentered = project(started_on=Known(date(2025, 3, 15)), entered_on=Known(None))
    entry = next_change(YINCHUAN_2025, YINCHUAN_2025.dimension("statistics"), unentered, date(2025, 4, 20))
    assert entry and (entry.on, entry.to) == (date(2025, 5, 16), "red")


@quick
@given(days, st.integers(0, 900))
def test_months_gone_by_never_fall_and_are_whole_on_the_day_of_the_same_number(start, after):
    day = start + timedelta(days=after)
    assert months_between(start, day) < months_between(start, day + timedelta(days=1))
    assert (months_between(start, day).denominator == 1) or day.day != start.day


def test_a_follow_up_of_no_colour_is_never_due():
    steps = (FollowUp("yellow", NAME, from_month=3),)
    rule = replace(YINCHUAN_2025, follow_up=steps)
    assert rule.steps("not_defined", 9) == () and rule.steps("yellow", 2) == () and rule.steps("yellow", 3) == steps


def test_report_due_days_are_those_of_the_module():
    assert rules.due_period(JUNE) == moment(JUNE).period == "2025-05"
    assert BondUseLag(12).label.en == "points behind an even line of 12 months of bond use"
