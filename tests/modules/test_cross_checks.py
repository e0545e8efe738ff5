"""Each cross-check asks exactly when two reported figures do not fit, and never about a figure that nobody gave."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.examples import examples

from taizhang.basis.predicate import Known
from taizhang.basis.text import Text
from taizhang.modules.projects import terms
from taizhang.modules.projects.cross_checks import (
    CHECKS,
    Done,
    FundLine,
    MonthFigures,
    ProjectFile,
    Question,
    StatedTotal,
    questions_of,
)
from taizhang.modules.projects.rules import Paper

DAY = date(2026, 6, 1)
FILE = ProjectFile("projects.project:1", Text("示例项目", "Example project"))
LINE = FundLine("central", Text("中央预算内", "central budget"))


def codes(**given) -> list[str]:
    return [q.code for q in questions_of(replace(FILE, **given), DAY)]


def month(period: str, investment: int | None = 100, done: str | None = "5", **more) -> MonthFigures:
    quantities = () if done is None else (Done("桩基", "根", Decimal(done)),)
    return MonthFigures(period, investment_fen=investment, quantities=quantities, source="月报", **more)


def test_an_empty_file_raises_no_question():
    assert questions_of(FILE, DAY) == []


def test_a_project_far_behind_its_plan_raises_no_question_when_its_figures_fit():
    """No check compares with a target: being slow is a light, never a doubt about honest figures."""
    months = tuple(month(f"2026-0{n}", 1, "0.01", workload_fen=1, paid_fen=1) for n in range(1, 6))
    assert codes(months=months, total_fen=Known(10**12), capital_fen=Known(10**12)) == []


def test_nothing_in_a_question_could_carry_a_figure_to_report_instead():
    assert [f.name for f in fields(Question)] == ["code", "text", "law", "values", "asks", "period"]


# -- the four quantities ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("second", "supersedes", "asked"), [(99, False, True), (99, True, False), (100, False, False), (101, False, False)]
)
def test_a_total_that_falls_is_asked_about_unless_a_row_supersedes_it(second, supersedes, asked):
    totals = (
        StatedTotal("investment", "2026-05", second, "月报", supersedes),
        StatedTotal("investment", "2026-04", 100, "月报"),
        StatedTotal("paid", "2026-05", 1, "月报"),
    )
    assert codes(totals=totals) == ["total_falls"] * asked


def test_a_month_below_nothing_is_asked_about_and_kept_as_it_is():
    months = (month("2026-04", -5), month("2026-05", -5, supersedes=True))
    (question,) = questions_of(replace(FILE, months=months), DAY)
    assert (question.code, question.period, question.values[0].value) == ("total_falls", "2026-04", -5)


def test_who_certifies_is_asked_about_certified_totals():
    totals = (StatedTotal("certified", "2026-04", 2), StatedTotal("certified", "2026-05", 1))
    assert [q.asks for q in questions_of(replace(FILE, totals=totals), DAY)] == [terms.STAT_OFFICE]


@pytest.mark.parametrize(
    ("done", "asked"),
    [
        (["0"], 0),
        (["0", "0"], 1),
        (["0", "0", "0"], 1),
        (["0", "5", "0"], 0),
        (["0", "0", "5", "0", "0"], 2),
    ],
)
def test_money_with_flat_quantities_is_asked_about_once_a_run_of_two_months(done, asked):
    months = tuple(month(f"2026-0{n}", 100, d) for n, d in enumerate(done, 1))
    assert codes(months=months) == ["money_without_works"] * asked


def test_a_month_that_is_missing_breaks_the_run_and_no_money_is_no_run():
    assert codes(months=(month("2026-01", 100, "0"), month("2026-03", 100, "0"))) == []
    assert codes(months=(month("2026-01", 0, "0"), month("2026-02", 0, "0"))) == []


@pytest.mark.parametrize(("investment", "done", "asked"), [(100, None, 1), (0, None, 0), (None, None, 0), (100, "0.5", 0)])
def test_investment_without_any_quantity_is_asked_about(investment, done, asked):
    assert codes(months=(month("2026-05", investment, done),)) == ["investment_without_quantity"] * asked


@pytest.mark.parametrize(("paid", "asked"), [(100, 0), (101, 1)])
def test_paid_above_done_is_asked_about_from_the_first_fen(paid, asked):
    assert codes(months=(month("2026-05", workload_fen=100, paid_fen=paid),)) == ["paid_above_done"] * asked


def test_paid_above_done_says_since_when_and_stops_where_a_figure_is_missing():
    rows = [(100, 50), (100, 160), (100, 100)]
    months = tuple(month(f"2026-0{n}", workload_fen=w, paid_fen=p) for n, (w, p) in enumerate(rows, 1))
    (question,) = questions_of(replace(FILE, months=months), DAY)
    assert (question.text.en[:13], [v.value for v in question.values]) == ("Since 2026-02", [310, 300])
    caught_up = (*months, month("2026-04", workload_fen=500, paid_fen=0))
    assert codes(months=caught_up) == []
    unknown = (month("2025-12", workload_fen=None, paid_fen=5), *months)
    assert codes(months=unknown) == []


# -- money ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("planned", "allotted", "received", "paid", "expected"),
    [
        (4, 3, 2, 1, []),
        (2, 2, 2, 2, []),
        (2, 2, 2, 3, ["paid_above_received"]),
        (2, 2, 3, 3, ["received_above_allotted"]),
        (2, 3, 3, 3, ["allotted_above_planned"]),
        (1, 2, 3, 4, ["paid_above_received", "received_above_allotted", "allotted_above_planned"]),
        (None, 3, None, 9, []),
        (5, None, 2, 3, ["paid_above_received"]),
    ],
)
def test_the_chain_of_money_at_every_link(planned, allotted, received, paid, expected):
    line = replace(LINE, planned_fen=planned, allotted_fen=allotted, received_fen=received, paid_fen=paid)
    assert codes(funds=(line,)) == expected


@pytest.mark.parametrize(
    ("one", "other", "asked"),
    [
        (("central", "污水管网"), ("ultra_long", "污水管网"), 1),
        (("central", "污水管网"), ("ultra_long", "泵站"), 0),
        (("central", "污水管网"), ("central", "污水管网"), 0),
        (("central", "污水管网"), ("city", "污水管网"), 0),
        (("central", ""), ("ultra_long", ""), 0),
    ],
)
def test_the_same_works_from_two_central_sources_are_asked_about(one, other, asked):
    funds = tuple(replace(LINE, source=source, purpose=purpose) for source, purpose in (one, other))
    assert codes(funds=funds) == ["double_funding"] * asked


@pytest.mark.parametrize(
    ("industry", "capital", "asked", "relief"),
    [("general", 20, 0, False), ("general", 19, 1, True), ("general", 15, 1, True), ("general", 14, 1, False), ("airport", 24, 1, True), ("airport", 25, 0, False)],
)
def test_capital_below_the_least_share_of_its_industry(industry, capital, asked, relief):
    found = questions_of(replace(FILE, capital_fen=Known(capital), total_fen=Known(100), industry=industry), DAY)
    assert [q.code for q in found] == ["capital_below_minimum"] * asked
    assert any("lowered by decision" in q.text.en for q in found) is relief
    assert all(q.law.needs_confirmation for q in found)


def test_capital_that_nobody_stated_is_not_below_anything():
    assert codes(total_fen=Known(100)) == codes(capital_fen=Known(0)) == codes(capital_fen=Known(None), total_fen=Known(100)) == []


# -- estimates and starts ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("estimate", "asked"), [(1000, 0), (1100, 0), (1101, 1)])
def test_an_estimate_more_than_ten_per_cent_above_the_feasibility_figure(estimate, asked):
    assert codes(feasibility_fen=Known(1000), estimate_fen=Known(estimate)) == ["estimate_above_feasibility"] * asked
    before_the_rule = questions_of(replace(FILE, feasibility_fen=Known(1000), estimate_fen=Known(estimate)), date(2019, 6, 30))
    assert before_the_rule == []


@pytest.mark.parametrize(("final", "asked"), [(1000, 0), (1001, 1)])
def test_final_accounts_above_the_estimate(final, asked):
    assert codes(estimate_fen=Known(1000), final_fen=Known(final)) == ["final_above_estimate"] * asked


PAPERS = (
    Paper("construction_permit", date(2026, 3, 1), "许可001"),
    Paper("contract", date(2026, 2, 1)),
    Paper("works_photo", date(2026, 3, 5), located=True, with_file=True),
    Paper("supervision_log", date(2026, 3, 6)),
)


@pytest.mark.parametrize("stage", ["started", "building", "finished", "producing"])
def test_a_claimed_start_without_its_proofs_names_what_is_missing(stage):
    (question,) = questions_of(replace(FILE, claimed_stage=stage, papers=PAPERS[:2]), DAY)
    assert question.code == "start_not_proved"
    assert question.text.en.endswith("photo of permanent works, first payment or supervision log")
    assert codes(claimed_stage=stage, papers=PAPERS) == codes(claimed_stage="early") == []


@pytest.mark.parametrize(
    ("start", "permit", "asked"),
    [(date(2026, 3, 5), date(2026, 3, 5), 0), (date(2026, 3, 5), date(2026, 3, 6), 1), (date(2026, 3, 5), None, 1), (None, None, 0)],
)
def test_works_that_began_before_the_permit(start, permit, asked):
    papers = () if permit is None else (Paper("construction_permit", permit),)
    assert codes(started_on=start, papers=papers) == ["start_without_permit"] * asked


def test_the_law_of_the_permit_is_that_of_the_kind():
    found = [questions_of(replace(FILE, kind=kind, started_on=DAY), DAY)[0].law for kind in ("gov", "filed")]
    assert found[0].article == "第二十条" and found[1] == terms.PERMIT


@pytest.mark.parametrize(("period", "asked"), [("2026-02", 1), ("2026-03", 0), ("2026-04", 0)])
def test_payment_before_the_month_of_the_start(period, asked):
    months = (month(period, workload_fen=9, paid_fen=9),)
    assert codes(started_on=date(2026, 3, 5), papers=PAPERS, months=months) == ["payment_before_start"] * asked


def test_a_voucher_dated_before_the_start_is_asked_about():
    papers = (*PAPERS, Paper("first_payment", date(2026, 3, 4), "凭证7"))
    (question,) = questions_of(replace(FILE, started_on=date(2026, 3, 5), papers=papers), DAY)
    assert question.code == "payment_before_start" and question.values[0].source.zh == "凭证7"


# -- all of them ------------------------------------------------------------------------------------------------------------

amounts = st.none() | st.integers(-5, 200)
some_months = st.lists(
    st.builds(
        MonthFigures,
        st.integers(1, 12).map(lambda n: f"2026-{n:02d}"),
        amounts,
        amounts,
        amounts,
        st.lists(st.builds(Done, st.just("桩基"), st.just("根"), st.integers(0, 3).map(Decimal)), max_size=2).map(tuple),
        st.just("月报"),
        st.booleans(),
    ),
    max_size=6,
    unique_by=lambda m: m.period,
).map(tuple)
known = st.integers(0, 300).map(Known)


@settings(max_examples=examples(100), deadline=None)
@given(
    st.builds(
        ProjectFile,
        st.just("p"),
        st.just(FILE.name),
        months=some_months,
        estimate_fen=known,
        feasibility_fen=known,
        final_fen=known,
        total_fen=known,
        capital_fen=known,
        started_on=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
        claimed_stage=st.sampled_from(["", "early", "started"]),
    ),
    st.data(),
)
def test_every_question_has_both_languages_figures_with_sources_and_somebody_to_ask(file, data):
    before = repr(file)
    found = questions_of(file, DAY)
    assert repr(file) == before
    for question in found:
        assert question.text.zh and question.text.en and question.law.cite("en") and question.asks.en
        assert all(v.source.zh and v.shown.en for v in question.values)
    turned = replace(file, months=tuple(data.draw(st.permutations(file.months))))
    assert sorted(map(repr, questions_of(turned, DAY))) == sorted(map(repr, found))


def test_a_file_cannot_be_changed_by_a_check_and_no_check_is_listed_twice():
    with pytest.raises(FrozenInstanceError):
        FILE.kind = "filed"  # type: ignore[misc]
    assert len(set(CHECKS)) == len(CHECKS) == 12
