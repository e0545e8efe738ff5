"""Words are found wherever they stand in a text, and nowhere else; noise of writing makes no difference."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.basis.grams import MOST_CHARACTERS, MOST_PHRASES, Phrase, fold, grams, phrases

ALPHABET = "郑州区项目ab19 -（）·A９"
TEXTS = st.text(ALPHABET, max_size=30)


def found(words: str, text: str) -> bool:
    """What an index does with the grams: each phrase stands there, gram after gram."""
    there = grams(text)
    parts = phrases(words)
    return bool(parts) and all(any(stands(p, there[i:]) for i in range(len(there))) for p in parts)


def stands(phrase: Phrase, there: list[str]) -> bool:
    here = there[: len(phrase.grams)]
    if len(here) < len(phrase.grams):
        return False
    *exact, last = phrase.grams
    return here[:-1] == exact and (here[-1].startswith(last) if phrase.open else here[-1] == last)


def plainly(words: str, text: str) -> bool:
    """The same without grams: runs with a bar between them, and every word a part of that."""
    wanted = [w for part in fold(words).split() if (w := barred(part))]
    return bool(wanted) and all(w in barred(fold(text)) for w in wanted[:MOST_PHRASES])


def barred(folded: str) -> str:
    runs = re.findall(r"[郑州区项目]+|[a-z0-9]+", folded)
    joined = ""
    for i, run in enumerate(runs):
        chinese = run[0] > "\u3000"
        joined += ("" if not i or (chinese and runs[i - 1][0] > "\u3000") else "|") + run
    return joined


@given(TEXTS, TEXTS)
def test_words_are_found_exactly_where_they_stand(words, text):
    assert found(words, text) == plainly(words, text)


@given(TEXTS, st.integers(0, 30), st.integers(1, 8))
def test_every_part_of_a_text_finds_it(text, start, length):
    part = text[start : start + length]
    assert not phrases(part) or found(part, text) or found(part.strip(" -（）·"), text)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("华鹏飞", "華鵬飛智能制造产业园"),
        ("产业园一期", "智能制造产业园（一期）"),
        ("２０２６", "豫发改审〔2026〕17号"),
        ("豫发改审(2026)17", "豫发改审〔2026〕17号"),
        ("410103-12", "2026-410103-12-01-123456"),
        ("202641010312", "2026-410103-12-01-123456"),
        ("3456", "2026-410103-12-01-123456"),
        ("MA40", "91410100MA40ABCD1X"),
        ("cafe", "Café Zhengzhou"),
        ("zhengzhou SCHOOL", "No. 7 School of Zhengzhou"),
        ("园", "产业园"),
        ("张三", "张 三"),
    ],
)
def test_width_script_case_brackets_and_hyphens_make_no_difference(words, text):
    assert found(words, text)


@pytest.mark.parametrize(("words", "text"), [("园区", "产业园"), ("20261", "2026年1月"), ("区园", "园区"), ("ab", "a b"), ("州郑", "郑州")])
def test_what_does_not_stand_there_is_not_found(words, text):
    assert not found(words, text)


@given(st.text(max_size=50))
def test_any_text_can_be_cut_and_asked_for(text):
    phrases(text)
    # Nothing in a gram means anything to an index: it stands in a query as it is.
    assert all(gram and len(gram) <= 3 and not re.search(r"[\s\x00'\"*:()|&!<>\\]", gram) for gram in grams(text))


def test_long_texts_and_many_words_have_bounds():
    assert len(grams("字" * 10 * MOST_CHARACTERS)) == MOST_CHARACTERS
    assert len(phrases(" ".join(f"词{n}" for n in range(50)))) == MOST_PHRASES
    assert phrases("（）—…《》") == ()
