"""What the example city says about the source page really stands there, at the place given."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from taizhang.registers.laws import all_laws, unconfirmed
from taizhang.site.example_city.glossary_terms import TERMS, gloss
from taizhang.site.example_city.named_projects import LADDER, LISTS, NAMED_PROJECTS, PAGE_TOTALS, PERIOD_NOT_STATED
from taizhang.site.example_city.organs import ORGANS
from taizhang.site.example_city.places import places_by_key
from taizhang.site.example_city.systems import ARTICLES, HEADINGS, STATUSES, SYSTEMS, mechanisms, system

PAGE = Path(__file__).parents[3] / "shared" / "seed" / "plenum-interviews.txt"
HAN = re.compile("[\u4e00-\u9fff]")
#: Names that an English sentence has to quote because they have no English form.
QUOTED = {"磨街", "芝麻街", "国棉三厂"}


@pytest.fixture(scope="module")
def page() -> str:
    if not PAGE.exists():
        pytest.skip("../shared/seed/plenum-interviews.txt is not here")
    return PAGE.read_text(encoding="utf-8")


def _joined(page: str, span: tuple[int, int]) -> str:
    """A span of the page with the newspaper's column breaks closed."""
    return "".join(page[span[0] : span[1]].split())


def test_every_phrase_stands_where_it_is_said_to_stand(page: str) -> None:
    wrong = [m.key for m in mechanisms() if _joined(page, (m.start, m.end)) != m.phrase]
    assert not wrong


def test_phrases_lie_in_their_own_interview(page: str) -> None:
    starts = [page.index("乘全会东风"), page.index("坚持“三标”引领营造"), page.index("坚定信心奋发有为"), len(page)]
    bounds = dict(zip(ARTICLES, pairwise(starts), strict=True))
    assert not [m.key for m in mechanisms() if not bounds[m.article][0] <= m.start < m.end <= bounds[m.article][1]]


def test_there_are_136_mechanisms_in_the_order_of_the_page_and_every_system_has_one() -> None:
    assert len(mechanisms()) == len({m.key for m in mechanisms()}) == 136
    assert [m.start for m in mechanisms()] == sorted(m.start for m in mechanisms())
    assert {m.system.number for m in mechanisms()} == set(range(1, 19))


def test_every_mechanism_has_one_plain_sentence_in_each_language() -> None:
    for mechanism in mechanisms():
        assert mechanism.meaning.en.endswith(".")
        assert set(re.findall("[\u4e00-\u9fff]+", mechanism.meaning.en)) <= QUOTED
        assert re.fullmatch("[^。]+。", mechanism.meaning.zh)
        assert HAN.search(mechanism.meaning.zh) and not re.search("[A-Za-z]", mechanism.meaning.zh)
        assert mechanism.status in STATUSES
    assert len({m.meaning.zh for m in mechanisms()}) == len(mechanisms())


def test_no_chinese_meaning_is_the_newspapers_own_sentence(page: str) -> None:
    printed = "".join(page.split())
    assert not [m.key for m in mechanisms() if m.meaning.zh.rstrip("。") in printed]


def test_what_is_said_to_work_names_a_page_and_a_test() -> None:
    for mechanism in mechanisms():
        assert mechanism.status == "not yet" or (mechanism.page and mechanism.test)


def test_the_eighteen_systems_stand_under_the_headings() -> None:
    assert [s.number for s in SYSTEMS] == list(range(1, 19))
    assert len({s.module for s in SYSTEMS}) == 18
    assert {s.heading for s in SYSTEMS} == set(HEADINGS) - {"mine"}
    assert system(4).heading_text.zh == "抓项目促投资"
    for label in (*HEADINGS.values(), *(s.name for s in SYSTEMS), *ARTICLES.values(), *STATUSES.values()):
        assert not HAN.search(label.en)


def test_the_page_names_seventeen_construction_projects() -> None:
    assert len({p.key for p in NAMED_PROJECTS}) == len(NAMED_PROJECTS) == 17
    assert Counter(p.place for p in NAMED_PROJECTS) == {"zhengzhou": 6, "xingyang": 1, "zhongyuan": 2, "erqi": 8}
    assert Counter(x for p in NAMED_PROJECTS for x in p.lists) == {"industry": 2, "key": 2, "renewal": 2}


def test_names_verbs_and_sentences_of_the_named_projects_stand_on_the_page(page: str) -> None:
    for project in NAMED_PROJECTS:
        assert _joined(page, project.name_span) == project.name.zh
        sentence = _joined(page, project.sentence_span)
        assert project.name.zh in sentence
        assert project.verb in sentence
        assert sentence.endswith("。")
        assert sentence.count("。") == 1


def test_no_figure_is_invented_for_a_named_project() -> None:
    for p in NAMED_PROJECTS:
        assert (p.total_investment_fen, p.annual_plan_fen, p.starts_on, p.finishes_on) == (None, None, None, None)


def test_named_projects_point_to_known_organs_places_and_rungs() -> None:
    keys = {organ.key for organ in ORGANS}
    for project in NAMED_PROJECTS:
        assert project.speaker in keys
        assert project.place in places_by_key()
        assert project.rung in LADDER
        assert not HAN.search(project.name.en)


def test_the_three_totals_are_those_of_the_page_and_one_period_is_not_stated(page: str) -> None:
    assert [(t.count, t.amount_fen) for t in PAGE_TOTALS] == [
        (97, 112_400_000_000_00),
        (378, 38_250_000_000_00),
        (68, 21_000_000_000_00),
    ]
    for total in PAGE_TOTALS:
        printed = _joined(page, total.span)
        assert str(total.count) in printed
        assert f"{total.role_text.zh}{total.amount_fen / 10**10:g}亿元" in printed
        assert total.list_key in LISTS
    assert [t.list_key for t in PAGE_TOTALS if t.period is None] == ["renewal"]
    assert PERIOD_NOT_STATED.en == "period not stated"


def test_each_term_has_an_english_word_and_a_sentence() -> None:
    assert len({t.zh for t in TERMS}) == len(TERMS) >= 60
    for term in TERMS:
        assert term.gloss.endswith(".")
        assert not HAN.search(term.en + term.gloss)
    assert gloss("销号") is not None
    assert gloss("无此词") is None


def test_laws_carry_both_languages_and_a_mark() -> None:
    assert len(all_laws()) >= 40
    for law in all_laws():
        assert law.name.zh and not HAN.search(law.name.en)
        assert law.cite("zh").startswith(law.name.zh)
    assert all(law.mark in ("M", "U") for law in unconfirmed())
    assert unconfirmed()
