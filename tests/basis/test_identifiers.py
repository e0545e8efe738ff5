"""Identifiers: what is accepted, and what is said of what is not."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.basis.errors import BadInput
from taizhang.basis.identifiers import (
    CREDIT_ALPHABET,
    credit_check,
    credit_code,
    identity_check,
    identity_number,
    identity_numbers_in,
    level,
    mask_identity_number,
    mask_mobile_number,
    mask_person_name,
    mobile_number,
    mobile_numbers_in,
    organisation_check,
    organisation_code,
)

VECTORS = Path(__file__).parents[1] / "vectors" / "credit" / "uscc_dev.csv"
FIRMS = Path(__file__).parents[3] / "shared" / "data" / "enterprises" / "zhengzhou_companies.csv"
TODAY = date(2026, 11, 25)
GOOD = "91410100MAH0YWCM76"
PERSON = "41010219491231002"
PERSON += identity_check(PERSON)


def _rows() -> list[dict[str, str]]:
    with VECTORS.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("row", _rows(), ids=lambda r: f"{r['kind']}-{r['code']}")
def test_each_of_the_120_vectors_is_judged_as_stated(row: dict[str, str]) -> None:
    try:
        code = credit_code(row["code"])
        judged = ("True", str(code.organisation_check_holds))
    except BadInput as refusal:
        judged = ("False", "False")
        assert refusal.reason.zh and refusal.reason.en and refusal.remedy is not None and refusal.law is not None
    assert judged == (row["uscc_valid"], row["org_check_valid"])


def test_there_are_120_vectors() -> None:
    assert len(_rows()) == 120


def test_real_codes_all_check_and_28_of_them_carry_an_organisation_code_that_does_not() -> None:
    if not FIRMS.exists():
        pytest.skip("../shared/data/enterprises/zhengzhou_companies.csv is not here")
    with FIRMS.open(encoding="utf-8", newline="") as lines:
        holds = [credit_code(row["统一社会信用代码"]).organisation_check_holds for row in csv.DictReader(lines)]
    assert (len(holds), holds.count(False)) == (29_570, 28)


def test_width_case_and_blanks_carry_no_meaning() -> None:
    assert credit_code(" ９１４１０１００\u3000mah0ywcm\u200b76\n").code == GOOD


@pytest.mark.parametrize(
    ("raw", "code", "said"),
    [
        ("", "credit_code.missing", "没有填写"),
        (GOOD[:-1], "credit_code.length", "少了1位"),
        (GOOD + "1", "credit_code.length", "多了1位"),
        ("410100000012345", "credit_code.length", "旧注册号"),
        (GOOD[8:17], "credit_code.length", "组织机构代码"),
        (GOOD.replace("0Y", "OY"), "credit_code.character", "第12位是字母“O”"),
        ("914101-0MAH0YWCM76", "credit_code.character", "第7位“-”"),
        (GOOD[:17] + "5", "credit_code.check", "第1至8位和第18位"),
        (GOOD[:9] + "B" + GOOD[10:], "credit_code.check", "组织机构代码"),
        (GOOD[:12] + GOOD[13] + GOOD[12] + GOOD[14:], "credit_code.check", "第13、14位对调后相符"),
    ],
)
def test_the_reason_names_the_place(raw: str, code: str, said: str) -> None:
    with pytest.raises(BadInput) as refusal:
        credit_code(raw, field="B7")
    assert refusal.value.code == code
    assert said in refusal.value.reason.zh
    assert refusal.value.field == "B7"


def test_letters_may_stand_in_the_first_eight_places() -> None:
    head = "N1410Y02MAH0YWCM7"
    code = credit_code(head + credit_check(head))
    assert (code.division, code.authority.en, code.category.en) == (
        "410Y02",
        "Agriculture and rural affairs",
        "Not listed here",
    )


@given(st.text(CREDIT_ALPHABET, min_size=17, max_size=17), st.integers(0, 17), st.sampled_from(CREDIT_ALPHABET))
def test_every_single_wrong_character_is_found(head: str, place: int, other: str) -> None:
    right = head + credit_check(head)
    assert credit_code(right).code == right
    wrong = right[:place] + other + right[place + 1 :]
    if wrong != right:
        with pytest.raises(BadInput):
            credit_code(wrong)


@given(st.text(CREDIT_ALPHABET, min_size=17, max_size=17), st.integers(0, 16))
def test_every_exchange_of_neighbours_is_found(head: str, place: int) -> None:
    right = head + credit_check(head)
    wrong = right[:place] + right[place + 1] + right[place] + right[place + 2 :]
    if wrong != right:
        with pytest.raises(BadInput):
            credit_code(wrong)


@given(st.text(max_size=40))
def test_levelling_twice_changes_nothing_more(raw: str) -> None:
    assert level(level(raw)) == level(raw)


def test_an_organisation_code_may_carry_its_hyphen() -> None:
    body = "MAH0YWCM"
    assert organisation_code(f"{body.lower()}-{organisation_check(body)}") == body + organisation_check(body)
    with pytest.raises(BadInput, match="校验不符"):
        organisation_code("MAH0YWCM6")
    with pytest.raises(BadInput, match="8位"):
        organisation_code("MAH0")


def test_an_identity_number_is_masked_wherever_it_is_printed() -> None:
    number = identity_number(PERSON.lower(), TODAY)
    assert number.born_on == date(1949, 12, 31)
    assert number.division == "410102"
    for shown in (str(number), repr(number), number.masked, f"{number}"):
        assert PERSON not in shown
        assert PERSON[6:14] not in shown


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (PERSON[:-1], "length"),
        (PERSON[:5] + "O" + PERSON[6:], "character"),
        ("99" + PERSON[2:], "region"),
        (PERSON[:10] + "1332" + PERSON[14:], "birth"),
        (PERSON[:6] + "20991231" + PERSON[14:], "birth"),
        (PERSON[:17] + ("1" if PERSON[17] != "1" else "2"), "check"),
    ],
)
def test_a_bad_identity_number_is_refused_without_being_repeated(raw: str, kind: str) -> None:
    with pytest.raises(BadInput) as refusal:
        identity_number(raw, TODAY)
    assert refusal.value.code == f"identity_number.{kind}"
    assert raw not in str(refusal.value.in_("zh")) + str(refusal.value.in_("en"))


def test_unmasked_numbers_are_found_in_text_and_masked_ones_are_not() -> None:
    text = f"甲{PERSON}乙13800001234丙{mask_identity_number(PERSON)}丁{mask_mobile_number('13800001234')}戊{GOOD}"
    assert [text[a:b] for a, b in identity_numbers_in(text, TODAY)] == [PERSON]
    assert [text[a:b] for a, b in mobile_numbers_in(text)] == ["13800001234"]


def test_masks_keep_what_the_rule_allows_and_no_more() -> None:
    assert mask_identity_number(PERSON) == f"410102**********{PERSON[-2:]}"
    assert mask_identity_number("12345") == "*****"
    assert mask_mobile_number("13800001234") == "138****1234"
    assert mask_mobile_number("037112345678") == "*" * 12
    assert [mask_person_name(n) for n in ("示例", "示例人", "示", "欧阳示例人员", "", "Example Person")] == [
        "示*",
        "示**",
        "示*",
        "欧***",
        "",
        "E*** P***",
    ]


def test_a_mobile_number_is_read_with_its_country_code() -> None:
    assert {
        mobile_number(raw) for raw in ("+86 138-0000-1234", "008613800001234", "8613800001234", "１３８０００ 01234")
    } == {"13800001234"}
    with pytest.raises(BadInput) as refusal:
        mobile_number("0371-12345678")
    assert "12345678" not in str(refusal.value)
