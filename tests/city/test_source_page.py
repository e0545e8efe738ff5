"""What the example city says about the source page really stands there, at the place given."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby, pairwise
from pathlib import Path

import pytest

from taizhang.modules.commitments.reading.lines import paragraphs, sentences
from taizhang.registers.laws import all_laws, unconfirmed
from taizhang.site.example_city.glossary_terms import TERMS, gloss
from taizhang.site.example_city.mechanisms import INTERVIEWS, OPENING, PAGE_HEADINGS, mechanisms
from taizhang.site.example_city.named_projects import LADDER, LISTS, NAMED_PROJECTS, PAGE_TOTALS, PERIOD_NOT_STATED
from taizhang.site.example_city.organs import ORGANS
from taizhang.site.example_city.places import places_by_key
from taizhang.site.example_city.systems import ARTICLES, HEADINGS, STATUSES, SYSTEMS, system
from taizhang.site.source_text import articles, cut

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


def test_phrases_lie_in_their_own_interview_under_their_own_heading_and_in_its_order(page: str) -> None:
    starts = [page.index(i.headline.zh) for i in INTERVIEWS]
    bounds = dict(zip((i.number for i in INTERVIEWS), pairwise([*starts, len(page)]), strict=True))
    assert not [m.key for m in mechanisms() if not bounds[m.interview.number][0] <= m.start < m.end <= bounds[m.interview.number][1]]
    for number, headings in PAGE_HEADINGS.items():
        begins = [bounds[number][0], *(page.index(words, bounds[number][0]) for words in headings if words), bounds[number][1]]
        assert begins == sorted(begins)
        stretches = dict(zip(headings.values(), pairwise(begins), strict=True))
        for m in (m for m in mechanisms() if m.interview.number == number):
            assert stretches[m.heading][0] <= m.start < stretches[m.heading][1], m.key


def test_every_phrase_names_the_paragraph_and_the_sentence_it_stands_in(page: str) -> None:
    stretches: dict[tuple[int, int, int], tuple[int, int]] = {}
    interview = paragraph = 0
    for found in (p for p in paragraphs(page) if p.kind != "byline"):
        interview, paragraph = (interview + 1, 0) if found.kind == "title" else (interview, paragraph + 1)
        for number, (begin, end) in enumerate(sentences(found), 1):
            stretches[interview, paragraph, number if paragraph else 0] = found.place(begin, end)
    for m in mechanisms():
        begin, end = stretches[m.interview.number, m.paragraph, m.sentence]
        assert begin <= m.start < m.end <= end, m.key


def test_every_sentence_that_promises_something_has_a_phrase(page: str) -> None:
    has = [(m.start, m.end) for m in mechanisms()]
    without = []
    for found in (p for p in paragraphs(page) if p.kind == "body"):
        for begin, end in (found.place(*span) for span in sentences(found)):
            if not any(begin <= start and stop <= end for start, stop in has):
                without.append("".join(page[begin:end].split()))
    # Two speakers begin with praise of the plenum, which asks for nothing.
    assert len(without) == 2
    assert all(words.startswith("“市委十二届八次全会") for words in without)


def test_the_named_projects_of_the_page_are_underlined() -> None:
    spans = [(m.start, m.end) for m in mechanisms()]
    plain = [p.key for p in NAMED_PROJECTS if not any(a <= p.name_span[0] and p.name_span[1] <= b for a, b in spans)]
    assert not plain


def test_less_than_half_of_the_page_is_quoted_and_no_phrase_is_long(page: str) -> None:
    assert max(len(m.phrase) for m in mechanisms()) <= 30
    assert sum(len(m.phrase) for m in mechanisms()) * 2 < len("".join(page.split()))


def test_mechanisms_stand_in_the_order_of_the_page_and_every_system_has_one() -> None:
    assert len(mechanisms()) == len({m.key for m in mechanisms()})
    assert all(one.end <= next_.start for one, next_ in pairwise(mechanisms()))
    for number, those in groupby(mechanisms(), key=lambda m: m.interview.number):
        orders = [m.order for m in those]
        assert orders == list(range(1, len(orders) + 1)), number
    assert {m.system.number for m in mechanisms()} == set(range(1, 19))
    used = [(n, h) for (n, h), _ in groupby((m.interview.number, m.heading) for m in mechanisms())]
    assert used == [(n, heading) for n, headings in PAGE_HEADINGS.items() for heading in headings.values()]


def test_the_text_is_cut_at_every_phrase_where_it_stands_and_nothing_is_lost(page: str) -> None:
    found = cut(page, mechanisms())
    pieces = [piece for article in found for passage in article for piece in passage.pieces]
    assert [piece.key for piece in pieces if piece.key] == [m.key for m in mechanisms()]
    assert "".join("".join(piece.words.split()) for piece in pieces) == "".join(page.split())
    # Each stands behind as many characters of the page as its own place says.
    before, spans = 0, {m.key: m.start for m in mechanisms()}
    for piece in pieces:
        if piece.key:
            assert before == len("".join(page[: spans[piece.key]].split())), piece.key
        before += len("".join(piece.words.split()))


def test_a_file_that_is_not_the_page_is_refused_and_the_outline_remains(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    other = tmp_path / "other.txt"
    other.write_text("别的文章\n\n一是抓项目。\n", encoding="utf-8")
    with pytest.raises(ValueError, match="not the page"):
        cut(other.read_text(encoding="utf-8"), mechanisms())
    assert articles(str(other)) == articles(str(tmp_path / "none.txt")) == articles("") == ()
    assert [r.levelname for r in caplog.records] == ["WARNING", "WARNING"]


def test_every_mechanism_has_one_plain_sentence_in_each_language() -> None:
    for mechanism in mechanisms():
        assert mechanism.meaning.en.endswith(".")
        assert set(re.findall("[\u4e00-\u9fff]+", mechanism.meaning.en)) <= QUOTED
        assert re.fullmatch("[^。]+。", mechanism.meaning.zh)
        assert HAN.search(mechanism.meaning.zh) and not re.search("[A-Za-z]", mechanism.meaning.zh)
        assert mechanism.english and not HAN.search(mechanism.english)
        assert mechanism.status in STATUSES
    assert len({m.meaning.zh for m in mechanisms()}) == len(mechanisms())


def test_no_chinese_meaning_is_the_newspapers_own_sentence(page: str) -> None:
    printed = "".join(page.split())
    assert not [m.key for m in mechanisms() if m.meaning.zh.rstrip("。") in printed]


def test_what_is_said_to_work_names_a_page_and_a_test_and_says_what_is_there_in_both_languages() -> None:
    for mechanism in mechanisms():
        if mechanism.status == "not yet":
            assert not (mechanism.page or mechanism.test or mechanism.there), mechanism.key
        else:
            assert mechanism.page and mechanism.test and mechanism.there, mechanism.key
            assert HAN.search(mechanism.there.zh) and mechanism.there.zh.endswith("。")
            assert not HAN.search(mechanism.there.en) and mechanism.there.en.endswith(".")


def test_the_eighteen_systems_stand_under_the_headings() -> None:
    assert [s.number for s in SYSTEMS] == list(range(1, 19))
    assert len({s.module for s in SYSTEMS}) == 18
    assert {s.heading for s in SYSTEMS} == set(HEADINGS) - {"mine"}
    assert system(4).heading_text.zh == "抓项目促投资"
    of_the_page = [words for headings in PAGE_HEADINGS.values() for words in headings.values()]
    headlines = [text for i in INTERVIEWS for text in (i.headline, i.speaker)]
    for label in (*HEADINGS.values(), *(s.name for s in SYSTEMS), *ARTICLES.values(), *STATUSES.values(), *of_the_page, *headlines):
        assert label.zh and label.en and not HAN.search(label.en)
    assert all(words.zh == key or (words == OPENING and not key) for headings in PAGE_HEADINGS.values() for key, words in headings.items())


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
