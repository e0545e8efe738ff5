"""Labelled examples, exported as an office would: what was read rightly once is read rightly still."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from taizhang.modules.commitments.reading.examples import Example, exported, imported, judged, report
from taizhang.modules.commitments.reading.extract import read
from taizhang.modules.commitments.reading.lexicon import own, program_on
from taizhang.modules.commitments.reading.own_words import OwnWord, details_of, merged

FILE = Path(__file__).with_name("reading_examples.json")


@pytest.fixture(scope="module")
def labelled():
    return imported(FILE.read_text("utf-8"))


def test_nothing_got_worse_since_the_examples_were_kept(labelled):
    found = report((each, None) for each in labelled)
    print({kind: f"{right}/{all_}" for kind, (right, all_) in sorted(found.counted().items())})
    assert found.worse == ()
    assert sum(all_ for _, all_ in found.counted().values()) == sum(len(each.examples) for each in labelled) >= 10


def test_a_word_less_is_a_step_back_and_is_named(labelled):
    poorer = merged(own(), [OwnWord("verb", "谋划", adds=False)])
    found = report((each, poorer) for each in labelled)
    assert {("missed", ""), ("wrong_field", "stage")} <= {(v.example.kind, v.example.field) for v in found.worse}
    assert found.as_json()["worse"] == len([d for d in found.as_json()["disagreements"] if d["worse"]])


def test_what_is_exported_is_what_is_read_back_and_another_file_is_refused(labelled):
    assert imported(exported(labelled)) == labelled
    for wrong in ("", "[]", "{}", '{"format": "other", "documents": []}', '{"format": "taizhang-examples/1", "documents": [{"title": 1}]}'):
        with pytest.raises(ValueError, match="not a file of examples"):
            imported(wrong)


def test_what_is_no_task_agrees_only_where_nothing_like_it_is_read():
    text = "加快推进示例大道建设。"
    document = read(text)
    whole = Example(0, 10, "not_a_task")
    assert not judged(document, whole).agrees and judged(document, replace(whole, start=0, end=3)).agrees
    order = Example(0, 10, "wrong_field", "projects", "示例大道")
    assert judged(document, order).agrees and judged(document, replace(order, value="")).said == "示例大道"


def test_words_of_an_office_lie_over_those_of_the_program_on_a_day():
    assert program_on(date(2020, 1, 1)).words == program_on(date(2026, 11, 1)).words, "before its first day it reads with its first words"
    base = own()
    over = merged(base, [OwnWord("verb", "示例", "task"), OwnWord("verb", "示例", "context"), OwnWord("verb", "推进", adds=False)])
    assert over.words["verb"]["示例"] == "context" and "推进" not in over.words["verb"] and "推进" in base.words["verb"]
    assert details_of("verb") >= {"task", "context"} and details_of("modifier") == frozenset()
