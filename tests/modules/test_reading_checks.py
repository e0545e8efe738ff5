"""Printed figures of a document computed anew: the sum is shown, a difference is told, and what has no base is not guessed."""

from __future__ import annotations

import argparse
import json

import pytest
from tests.conftest import shared

from taizhang.modules.commitments import commands
from taizhang.modules.commitments.reading.extract import read


@pytest.mark.parametrize(
    ("text", "kind", "outcome", "shown"),
    [
        ("全市安排重点项目97个，其中产业类40个、交通类57个。", "sum", "agrees", "40个 + 57个 = 97"),
        ("全市安排重点项目97个，分别为产业类40个、交通类30个、民生类25个。", "sum", "differs", "40个 + 30个 + 25个 = 95"),
        ("全市安排重点项目97个，其中产业类40个、交通类30个。", "sum", "cannot be checked", "40个 + 30个"),
        ("一期40个、二期57个，共98个。", "sum", "differs", "40个 + 57个 = 97"),
        ("产业项目投资50亿元、交通项目投资30亿元，合计80亿元。", "sum", "agrees", "50亿元 + 30亿元 = 80"),
        ("年度计划投资238亿元，1—8月完成投资133亿元，占年度计划的56%。", "rate", "agrees", "133亿元 ÷ 238亿元 = 56%"),
        ("开工项目12个，占总数20个的65%。", "rate", "differs", "12个 ÷ 20个 = 60%"),
        ("完成投资606.98亿元，占年度计划的64.1%。", "rate", "cannot be checked", ""),
        ("完成投资120亿元，去年同期100亿元，同比增长25%。", "growth", "differs", "120亿元 ÷ 100亿元 − 1 = 20%"),
        ("完成投资120亿元，同比增长8.5%。", "growth", "cannot be checked", ""),
        ("力争完成投资500亿元，其中产业类200亿元、交通类350亿元。", "sum", "cannot be checked", "200亿元 + 350亿元 = 550"),
    ],
)
def test_a_figure_that_follows_from_others_is_computed_anew(text, kind, outcome, shown):
    (check,) = read(text).checks
    assert (check.kind, check.outcome, check.shown) == (kind, outcome, shown)
    assert [text[term.start : term.end] for term in (*check.terms, check.printed)] == [term.text for term in (*check.terms, check.printed)]
    assert check.rule and (check.why is not None) == (outcome == "cannot be checked" or (kind == "sum" and outcome == "differs"))


def test_three_columns_of_money_are_never_added_up_and_the_page_of_the_origin_has_no_sum():
    assert read("实施项目97个，总投资1124亿元，年度计划投资382.5亿元，计划完成投资210亿元。").checks == ()
    assert read(shared("seed/plenum-interviews.txt").read_text("utf-8")).checks == ()


def test_places_are_those_of_the_file_where_a_column_broke_the_figures_and_in_a_cell():
    text = "全市安排重点项\n\n目97个，分别为产业类40个、交\n通类57个。\n任务\t牵头单位\n建园10个，其中甲4个、乙6个\t市园林局\n"
    first, second = read(text).checks
    assert [text[t.start : t.end] for t in (first.printed, *first.terms, second.printed, *second.terms)] == ["97个", "40个", "57个", "10个", "4个", "6个"]


def test_scripts_are_given_the_checks_and_the_terminal_what_does_not_agree(tmp_path):
    (tmp_path / "a.txt").write_text("开工项目12个，占总数20个的65%。完成项目8个，占总数20个的40%。", "utf-8")
    parser = argparse.ArgumentParser()
    commands.add_arguments(parser)
    told: dict[str, list[str]] = {}
    for words in ("", "--json"):
        told[words] = []
        commands.run(parser.parse_args(["extract", str(tmp_path / "a.txt"), *filter(None, [words])]), told[words].append)
    checks = json.loads(told["--json"][0])["checks"]
    assert [(c["printed"]["text"], c["outcome"], c["why"]) for c in checks] == [("65%", "differs", None), ("40%", "agrees", None)]
    assert [line.split("\t")[1] for line in told[""] if "÷" in line] == ["65%"]
