"""Printed rates, growth, points and sums are recomputed from the figures beside them; nothing is guessed."""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import shared
from tests.examples import examples

from taizhang.basis.errors import BadInput, NotFound
from taizhang.basis.text import Text
from taizhang.kernels.score.printed import words as briefing_words
from taizhang.kernels.score.printed.arithmetic import (
    Printed,
    check_growth,
    check_points,
    check_rate,
    check_sum,
    decimals_of,
    implied_totals,
    round_half_up,
)
from taizhang.kernels.score.printed.reader import read_bulletin
from taizhang.modules.projects import commands

pytestmark = pytest.mark.once

quick = settings(max_examples=examples(200), deadline=None)


def of(value: object) -> Printed:
    """An exact figure."""
    return Printed(Fraction(str(value)))


# -- the published report ---------------------------------------------------------------------------------------------------


def cases() -> list[dict]:
    return json.loads(shared("data/cn_rules/briefing_arithmetic.json").read_text("utf-8"))["cases"]


@pytest.mark.parametrize("n", range(5))
def test_the_five_published_cases(n):
    case = cases()[n]
    printed = round_half_up(Fraction(str(case["printed_pct"])), case["printed_decimals"])
    if "den" not in case:
        checked = check_rate(of(case["num"]), None, printed, count=True)
        assert (checked.verdict, checked.implied.en) == ("not_checkable", str(case["implied_den"]))
        return
    checked = check_rate(of(case["num"]), of(case["den"]), printed)
    assert (checked.verdict == "right") is case["ok"]
    assert float(checked.right) == case.get("true_pct", case["printed_pct"])


# -- arithmetic -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (Fraction(135, 2), 0, "68"),
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(-1, 8), 2, "-0.13"),
        (Fraction(129, 270) * 100, 0, "48"),
        (Fraction(70), 1, "70.0"),
        (Fraction(0), 0, "0"),
    ],
)
def test_a_half_goes_up(value, decimals, text):
    assert str(round_half_up(value, decimals)) == text


@quick
@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 4))
def test_what_is_rounded_half_up_is_right_and_the_next_digit_is_wrong(part, whole, decimals):
    right = round_half_up(Fraction(100 * part, whole), decimals)
    assert check_rate(of(part), of(whole), right).verdict == "right"
    step = Decimal(1).scaleb(-decimals)
    for other in (right - step, right + step):
        checked = check_rate(of(part), of(whole), other)
        assert (checked.verdict, checked.right) == ("wrong", right)


@quick
@given(st.integers(1, 500), st.integers(0, 500), st.integers(0, 2))
def test_the_true_total_is_among_the_implied_ones(part, more, decimals):
    whole = part + more
    printed = round_half_up(Fraction(100 * part, whole), decimals)
    implied = implied_totals(of(part), printed, count=True)
    if printed == 0:
        assert implied is None
        return
    assert implied is not None
    ends = [int(n.replace(",", "")) for n in implied.en.replace(" to ", ", ").split(", ") if n]
    assert min(ends) <= whole <= max(ends) if " to " in implied.en else whole in ends


@quick
@given(st.integers(1, 10**5), st.integers(1, 10**5), st.integers(0, 2), st.integers(0, 2))
def test_amounts_that_were_rounded_themselves_never_make_a_true_rate_wrong(part, whole, digits, decimals):
    """The true amounts are known to the fen, the bulletin prints both rounded to `digits` and the rate of the true ones."""
    true_part, true_whole = Fraction(part, 997), Fraction(whole, 997)
    half = Fraction(1, 2 * 10**digits)
    shown = [Printed(Fraction(round_half_up(n, digits)), half) for n in (true_part, true_whole)]
    if shown[1].value <= half:
        return
    rate = round_half_up(100 * true_part / true_whole, decimals)
    assert check_rate(shown[0], shown[1], rate).verdict in ("right", "rounding")


def test_a_total_of_nought_and_a_rate_that_no_total_gives():
    assert check_rate(of(3), of(0), Decimal("50")).verdict == "not_checkable"
    checked = check_rate(of(3), None, Decimal("99"), count=True)
    assert checked.verdict == "not_checkable" and "no whole number" in checked.why.en


@pytest.mark.parametrize(
    ("now", "before", "printed", "verdict"),
    [("134", "120", "11.7", "right"), ("90", "100", "-10", "right"), ("134", "120", "12.7", "wrong"), ("134", "0", "5", "not_checkable"), ("134", None, "12", "not_checkable")],
)
def test_growth(now, before, printed, verdict):
    assert check_growth(of(now), of(before) if before else None, Decimal(printed)).verdict == verdict


@pytest.mark.parametrize(
    ("rate", "month", "points", "verdict"),
    [("71.4", 10, "11.9", "right"), ("97.2", 10, "13.8", "rounding"), ("97.2", 10, "13.7", "wrong"), ("50", 6, "0", "right")],
)
def test_points_from_the_time_schedule(rate, month, points, verdict):
    assert check_points(Decimal(rate), Fraction(100 * month, 12), Decimal(points)).verdict == verdict


@pytest.mark.parametrize(
    ("parts", "total", "all_named", "verdict"),
    [
        ((97, 378, 68), 543, False, "right"),
        ((97, 378, 68), 525, False, "wrong"),
        ((97, 378), 543, False, "not_checkable"),
        ((97, 378), 543, True, "wrong"),
    ],
)
def test_parts_against_their_total(parts, total, all_named, verdict):
    assert check_sum([of(p) for p in parts], of(total), all_named=all_named).verdict == verdict


def test_printed_digits_are_counted():
    assert [decimals_of(Decimal(t)) for t in ("56", "83.60", "1E+2")] == [0, 2, 0]


# -- reading ----------------------------------------------------------------------------------------------------------------


@dataclass
class Found:
    kind: str
    verdict: str
    right: str | None
    part: str | None
    whole: str | None


def found(text: str) -> list[Found]:
    return [
        Found(s.kind, s.verdict, str(s.checked.right) if s.checked.right is not None else None, s.part and s.part.text, s.whole and s.whole.text)
        for s in read_bulletin(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年完成投资134亿元，占年度计划238亿元的56%。", ("rate", "right", "56", "134亿元", "238亿元")),
        ("新开工项目20个，已开工14个，开工率60%。", ("rate", "wrong", "70", "14个", "20个")),
        ("15个开工项目中，7个已投产，占47%。", ("rate", "right", "47", "7个", "15个")),
        ("17个投产项目中16个达产，达产率94%。", ("rate", "right", "94", "16个", "17个")),
        ("上半年开工153个，开工率83.6%。", ("rate", "not_checkable", None, "153个", None)),
        ("计划新开工项目270项，实际已开工129项，开工率达47%。", ("rate", "wrong", "48", "129项", "270项")),
        ("63个新开工项目共有47个实现开工，开工率达74.6%。", ("rate", "right", "74.6", "47个", "63个")),
        ("176个年度计划新开项目实际开工150个，开工率85%。", ("rate", "right", "85", "150个", "176个")),
        ("年度目标任务238亿元，已完成134亿元，占目标任务的56.3％。", ("rate", "right", "56.3", "134亿元", "238亿元")),
        ("年度计划410.1亿元，上半年已完成年度计划的50.4%，完成投资206.7亿元。", ("rate", "right", "50.4", "206.7亿元", "410.1亿元")),
        ("年度投资计划647.4亿元。累计完成投资629.0亿元，占年度投资计划的96.2%。", ("rate", "wrong", "97.2", "629.0亿元", "647.4亿元")),
        ("计划开工255项（其中前十月223项），已开工206项，完成年度计划的80.8%。", ("rate", "right", "80.8", "206项", "255项")),
        ("已拨付资金1亿2000万元，占计划3亿元的40%。", ("rate", "right", "40", "1亿2000万元", "3亿元")),
        ("完成投资１３４亿元，占年度计划２３８亿元的５６％。", ("rate", "right", "56", "１３４亿元", "２３８亿元")),
        ("总投资1124亿元，其中已完成281亿元，占总投资的25%。", ("rate", "right", "25", "281亿元", "1124亿元")),
        ("去年同期完成120亿元，今年完成134亿元，同比增长11.7%。", ("growth", "right", "11.7", "134亿元", "120亿元")),
        ("完成313.64亿元，较去年同期增长153.34亿元，同比增长95.66%。", ("growth", "right", "95.66", "313.64亿元", "153.34亿元")),
        ("完成投资90亿元，比去年同期减少10亿元，同比下降12%。", ("growth", "wrong", "-10", "90亿元", "10亿元")),
        ("完成投资134亿元，同比增长12%。", ("growth", "not_checkable", None, "134亿元", None)),
        ("共实施项目543个，其中产业97个、重点378个、城市更新68个。", ("sum", "right", "543", "97个", None)),
        ("产业97个、重点378个、城市更新68个，合计525个。", ("sum", "wrong", "543", "97个", None)),
        ("总投资100亿元，其中产业50亿元、交通60亿元。", ("sum", "wrong", "110", "50亿元", None)),
        ("14 of 20 projects started, 60 %.", ("rate", "wrong", "70", "14", "20")),
        ("已开工14/20，70%", ("rate", "right", "70", "14", "20")),
    ],
)
def test_a_sentence_is_read_and_recomputed(text, expected):
    assert [tuple(vars(f).values()) for f in found(text)] == [expected]


def test_a_rate_and_its_distance_from_the_schedule():
    text = "截至10月底，累计完成382.5亿元，占年度计划71.4%，低于序时进度11.9个百分点。"
    assert [(f.kind, f.verdict) for f in found(text)] == [("rate", "not_checkable"), ("points", "right")]
    assert read_bulletin(text)[0].checked.implied == Text("535.27至536.16亿元", "535.27 to 536.16 × 100 million yuan")
    assert [f.verdict for f in found(text.replace("低于", "高于")) if f.kind == "points"] == ["wrong"]
    assert [f.verdict for f in found(text.replace("截至10月底，", "")) if f.kind == "points"] == ["not_checkable"]


def test_a_total_of_the_whole_is_not_taken_for_that_of_a_part():
    text = "年度计划投资853.8亿元。完成投资622.2亿元，占年度计划的73%。其中133个续建项目完成投资454.31亿元，占年度计划的75%。"
    assert [(f.verdict, f.whole) for f in found(text)] == [("right", "853.8亿元"), ("not_checkable", None)]


def test_of_two_plans_before_none_is_guessed():
    text = "市级年度计划100亿元。区级年度计划50亿元。完成投资20亿元，占年度计划的30%。"
    assert [f.verdict for f in found(text)] == ["not_checkable"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "贷款利率3.5%，税率13%。",
        "严格落实7+20条措施，5000万元以上项目378个。",
        "力争3个月内建成，用时20个工作日。",
        "1-10月，全市GDP增速提高0.5个百分点。",
        "2025年3月18日印发，自2025年起施行。",
        "谋划郑州西站，抓好庙湾水库前期，加快推进机场三期。",
    ],
)
def test_a_text_without_a_share_of_two_figures_yields_nothing(text):
    assert found(text) == []


def test_lines_broken_by_newspaper_columns_are_one_and_offsets_lead_back():
    text = "一、进展\n\n1—5月完成投资2.3亿\n元，占年度\n计划5亿元的46%。\n"
    (statement,) = read_bulletin(text)
    assert statement.verdict == "right"
    assert text[statement.part.start : statement.part.end] == statement.part.text == "2.3亿\n元"
    assert text[statement.printed.start : statement.printed.end] == "46%"
    assert text[statement.start : statement.end].startswith("2.3亿") and text[statement.start : statement.end].endswith("46%")


def test_a_list_does_not_run_into_the_line_before_it():
    text = "（一）计划开工20个\n（二）已开工7个，开工率50%"
    assert [(f.verdict, f.whole) for f in found(text)] == [("not_checkable", None)]


counts = st.integers(1, 400)


@quick
@given(counts, st.integers(0, 400), st.integers(0, 2), st.sampled_from(["计划开工{w}个，已开工{p}个，开工率{r}%。", "开工项目{p}个，占计划开工{w}个的{r}%。", "{w}个项目中{p}个已投产，投产率达{r}%。", "全市：\n  计划开工{w}个，实际开工\n{p}个，开工率为{r}%；"]))
def test_a_right_rate_is_right_in_every_frame_and_a_changed_one_is_not(part, more, decimals, frame):
    whole = part + more
    right = round_half_up(Fraction(100 * part, whole), decimals)
    text = frame.format(w=whole, p=part, r=right)
    (statement,) = read_bulletin(text)
    assert statement.verdict == "right"
    assert text[statement.printed.start : statement.printed.end] == f"{right}%"
    changed = right + Decimal(1).scaleb(-decimals)
    (statement,) = read_bulletin(frame.format(w=whole, p=part, r=changed))
    assert (statement.verdict, statement.checked.right) == ("wrong", right)


@settings(max_examples=examples(100), deadline=None)
@given(st.text(alphabet="占年度计划完成投资的率，。（）其中合计同比增长亿元个%0123456789.\n 0", max_size=120))
def test_any_text_is_read_without_a_fault_and_every_place_is_in_it(text):
    for statement in read_bulletin(text):
        assert 0 <= statement.start < statement.end <= len(text)
        for quoted in (statement.printed, statement.part, statement.whole):
            assert quoted is None or text[quoted.start : quoted.end] == quoted.text


def test_no_word_of_the_lexicon_hides_behind_a_shorter_one():
    for named in (briefing_words.SHARE_WORDS, briefing_words.AHEAD, briefing_words.GROWTH_UP):
        for at, word in enumerate(named):
            assert not any(word != other and word.startswith(other) for other in named[:at] if len(other) > 1), word
    units = [u for line in briefing_words.COUNTED for u in line]
    assert len(units) == len(set(units))


# -- the command ------------------------------------------------------------------------------------------------------------

BULLETIN = "全年完成投资134亿元，占年度计划238亿元的56%。\n新开工项目20个，已开工14个，开工率60%。\n"


def run(*words: str) -> tuple[int, list[str]]:
    parser, said = argparse.ArgumentParser(), []
    commands.add_arguments(parser)
    return commands.run(parser.parse_args([*map(str, words)]), said.append), said


def test_the_command_says_what_is_wrong_and_the_right_figure(tmp_path, monkeypatch):
    monkeypatch.setenv("TAIZHANG_LANG", "en")
    path = tmp_path / "bulletin.txt"
    path.write_text(BULLETIN, "utf-8")
    code, said = run("check-briefing", path)
    assert code == 1 and said[0].endswith(": right")
    assert said[1] == "line 2, rate “20个，已开工14个，开工率60%”: wrong, should be 70%"
    assert said[2] == "2 figure(s): 1 wrong, 0 that cannot be checked"
    path.write_text(BULLETIN.replace("60%", "70%"), "utf-8")
    assert run("check-briefing", path)[0] == 0


def test_the_command_reads_the_encoding_that_offices_use_and_prints_json(tmp_path):
    path = tmp_path / "bulletin.txt"
    path.write_bytes(BULLETIN.encode("gb18030"))
    code, said = run("check-briefing", path, "--json")
    first, second = json.loads(said[0])
    assert code == 1 and first["verdict"] == "right" and second["right"] == "70%"
    assert BULLETIN[second["start"] : second["end"]] == second["text"] and second["line"] == 2


def test_what_is_no_text_is_refused_with_a_remedy(tmp_path):
    with pytest.raises(NotFound):
        run("check-briefing", tmp_path / "none.txt")
    path = tmp_path / "a.docx"
    path.write_bytes(b"PK\x03\x04\0\0")
    with pytest.raises(BadInput) as refused:
        run("check-briefing", path)
    assert refused.value.code == "not_text" and refused.value.remedy is not None
