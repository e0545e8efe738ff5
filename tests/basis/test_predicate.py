"""Conditions with three values: what holds, what fails, what nobody knows, and what stands in the way."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from taizhang.basis.clockunits import CalendarDays, Hours, Months, WorkingDays, WorkingHours
from taizhang.basis.law import Law
from taizhang.basis.predicate import (
    ALWAYS,
    All,
    AnyOf,
    Choice,
    Known,
    Leaf,
    Need,
    Not,
    Unknown,
    WrongFactType,
    as_plain,
    facts_of,
    judge,
)
from taizhang.basis.text import Text, verbatim

LAW = Law("国令第712号", Text("政府投资条例", "Government Investment Regulations"), "第二十条", "S")
OWNER = Text("建设单位", "Owner")
BUREAU = Text("住建局", "Construction bureau")
PERMIT = Need("permit", Text("施工许可证", "Construction permit"), BUREAU, LAW)
REPORT = Need("report", Text("开工报告", "Start report"), OWNER, LAW)
CONTRACT = Need("contract", Text("施工合同", "Contract"), OWNER)
MONEY = Need("money", Text("资金到位", "Money in place"), OWNER, op=">=", value=100)
PAPER = AnyOf(Text("许可证或开工报告", "Permit or start report"), PERMIT, REPORT)


def test_an_absent_fact_is_neither_zero_nor_no() -> None:
    assert judge(CONTRACT, {}).value is None
    assert judge(MONEY, {"money": Unknown(BUREAU)}).value is None
    assert judge(Not(CONTRACT), {}).value is None


def test_a_known_absence_fails_only_the_need_for_presence() -> None:
    assert judge(MONEY, {"money": Known(None)}).value is None
    assert judge(Need("code", OWNER, op="present"), {"code": Known(None)}).value is False
    assert judge(Need("code", OWNER, op="present"), {"code": Known("2026-1")}).value is True


@pytest.mark.parametrize(
    ("op", "wanted", "got", "value"),
    [
        (">=", 100, 100, True),
        (">=", 100, Decimal("99.99"), False),
        ("<=", date(2026, 10, 1), date(2026, 10, 2), False),
        ("==", "gov", "gov", True),
        ("!=", "gov", "filed", True),
        ("in", ("a", "b"), "b", True),
        ("in", frozenset({1, 2}), 3, False),
    ],
)
def test_each_operator_compares_like_with_like(op: str, wanted: object, got: object, value: bool) -> None:
    need = Need("f", OWNER, op=op, value=wanted)  # type: ignore[arg-type]
    assert judge(need, {"f": Known(got)}).value is value
    assert judge(Not(need), {"f": Known(got)}).value is not value


@pytest.mark.parametrize(
    ("op", "wanted"),
    [(">=", "100"), (">=", True), (">=", 1.5), ("in", ()), ("in", (1, "a")), ("in", 3), ("==", None), ("is_true", 1), ("like", "a")],
)
def test_a_threshold_that_does_not_suit_is_refused_when_it_is_declared(op: str, wanted: object) -> None:
    with pytest.raises(ValueError, match="cannot take the value"):
        Need("f", OWNER, op=op, value=wanted)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("need", "got"),
    [
        (CONTRACT, 1),
        (CONTRACT, "yes"),
        (MONEY, "100"),
        (MONEY, True),
        (MONEY, 1.5),
        (Need("d", OWNER, op="<=", value=date(2026, 1, 1)), datetime(2026, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_fact_of_another_type_is_a_fault_of_the_program(need: Need, got: object) -> None:
    with pytest.raises(WrongFactType, match=need.fact):
        judge(need, {need.fact: Known(got)})


def test_a_choice_lists_its_alternatives_under_one_label() -> None:
    verdict = judge(All(PAPER, CONTRACT), {"permit": Known(False), "contract": Known(True)})
    (missing,) = verdict.missing
    assert isinstance(missing, Choice)
    assert missing.label.en == "Permit or start report"
    assert [way[0].fact for way in missing.alternatives] == ["permit", "report"]
    assert missing.fact == "permit|report"
    assert missing.holder is not None and missing.holder.en == "Construction bureau, Owner"
    assert missing.law == LAW
    assert verdict.value is None


def test_what_has_to_be_supplied_anyway_is_not_offered_as_a_choice_again() -> None:
    tree = All(CONTRACT, AnyOf(OWNER, All(CONTRACT, MONEY), All(CONTRACT, PERMIT)), AnyOf(BUREAU, CONTRACT, REPORT))
    contract, choice = judge(tree, {}).missing
    assert isinstance(contract, Leaf) and isinstance(choice, Choice)
    assert [[m.fact for m in way] for way in choice.alternatives] == [["money"], ["permit"]]


def test_a_verdict_keeps_every_leaf_with_its_source_and_age() -> None:
    verdict = judge(All(PAPER, CONTRACT), {"contract": Known(True, verbatim("HT-1"), date(2026, 9, 1))})
    leaf = verdict.leaves[2]
    assert (leaf.value, leaf.source, leaf.age(date(2026, 9, 11))) == (True, verbatim("HT-1"), 10)
    assert [x.value for x in verdict.leaves] == [None, None, True]


def test_the_office_named_by_the_answer_goes_before_the_one_named_by_the_need() -> None:
    assert judge(CONTRACT, {"contract": Unknown(BUREAU)}).missing[0].holder == BUREAU
    assert judge(CONTRACT, {}).missing[0].holder == OWNER


def test_an_explanation_names_what_is_missing_who_holds_it_and_the_law() -> None:
    tree = All(PAPER, CONTRACT, Not(MONEY))
    facts = {"permit": Known(False), "report": Known(False), "contract": Known(False), "money": Known(500)}
    assert judge(tree, facts).explain("zh").splitlines() == [
        "尚缺3项",
        "- 许可证或开工报告，下列之一：",
        "  * 施工许可证——住建局，政府投资条例（国令第712号） 第二十条",
        "  * 开工报告——建设单位，政府投资条例（国令第712号） 第二十条",
        "- 施工合同——建设单位",
        "- 不应成立：资金到位——建设单位",
    ]
    assert judge(CONTRACT, {}).explain("en") == "Cannot be decided yet: 1 open\n- Contract (not known yet) — Owner"
    assert judge(ALWAYS, {}).explain("en") == "Every condition is met"


def test_the_contrary_of_several_needs_is_a_choice_of_contraries() -> None:
    verdict = judge(Not(All(CONTRACT, PERMIT)), {"contract": Known(True), "permit": Known(True)})
    (missing,) = verdict.missing
    assert verdict.value is False and isinstance(missing, Choice) and len(missing.alternatives) == 2


def test_a_choice_without_alternatives_cannot_be_declared() -> None:
    with pytest.raises(ValueError, match="alternatives"):
        AnyOf(OWNER)


def test_two_trees_are_plain_in_the_same_way_whatever_their_wording() -> None:
    other = Need("contract", Text("合同", "The contract"), BUREAU)
    assert as_plain(All(other)) == as_plain(All(CONTRACT))
    assert as_plain(Need("f", OWNER, op=">=", value=Decimal("1.50"))) == as_plain(Need("f", OWNER, op=">=", value=Decimal("1.5")))
    assert as_plain(Need("f", OWNER, op="==", value=1)) != as_plain(Need("f", OWNER, op="==", value="1"))
    assert as_plain(All(CONTRACT)) != as_plain(Not(CONTRACT))
    assert facts_of(All(PAPER, Not(CONTRACT), PERMIT)) == ("permit", "report", "contract")


def test_a_leaf_with_a_list_for_a_fact_can_be_listed_as_missing() -> None:
    assert judge(All(Need("files", OWNER, op="present")), {"files": Known([])}).missing[0].value is False


def test_terms_of_unlike_units_never_add_up() -> None:
    for unit in (WorkingDays, CalendarDays, Months, WorkingHours, Hours):
        with pytest.raises(TypeError):
            unit(1) + WorkingDays(1)  # type: ignore[operator]
        with pytest.raises(ValueError, match="above zero"):
            unit(0)
    assert WorkingDays(20) != CalendarDays(20)
    assert WorkingDays(1).label.en == "1 working day"
