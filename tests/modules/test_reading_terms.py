"""Terms in a text: sets are named, their members are the text's own or none, and no numeral of a name is a figure."""

from __future__ import annotations

import pytest
from tests.conftest import shared

from taizhang.modules.commitments.reading.extract import read
from taizhang.modules.commitments.reading.labels import by_name
from taizhang.modules.commitments.reading.lexicon import own


def terms(text: str) -> dict[str, list[str]]:
    return {name: [item.text for item in label.items] for name, label in by_name(read(text).terms).items()}


@pytest.fixture(scope="module")
def page() -> str:
    return shared("seed/plenum-interviews.txt").read_text("utf-8")


def test_the_page_names_its_sets_and_lists_the_members_of_three_of_them(page):
    found = terms(page)
    assert {"7+20", "三标", "六个环境", "两高四着力", "九个一", "三区三轴", "双轮驱动", "六项机制", "四个“十严禁”", "三化"} <= found.keys()
    assert {name: len(items) for name, items in found.items() if items} == {"六项机制": 6, "四个“十严禁”": 4, "三赢": 3}
    assert found["六项机制"] == ["产业政策研学", "招商信息捕捉", "项目落地保障", "产业质量提升", "规划编制调整", "税源培育建设"]
    assert not {"十五五", "一号工程", "安居"} & found.keys(), "a plan, one of its kind and a name are no sets"


def test_every_offset_of_a_term_and_of_its_members_leads_to_its_words(page):
    for label in read(page).terms:
        assert label.name in page[label.start : label.end].replace("\n", "") and label.rule.startswith("term/")
        assert all("".join(page[item.start : item.end].split()) == item.text for item in label.items)


def test_no_figure_is_part_of_a_term(page):
    document = read(page + "\n推进六个环境建设，落实九个一，建成5个园区。")
    spans = [(t.start, t.end) for t in document.terms]
    figures = [*document.figures, *(q for c in document.commitments for q in c.quantities)]
    assert "5个" in {f"{q.value}{q.unit}" for q in figures}
    assert not [q for q in figures if any(a < q.end and q.start < b for a, b in spans)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("推进思想引领、组织建设、作风建设“三大工程”。", {"三大工程": ["思想引领", "组织建设", "作风建设"]}),
        ("落实“三项机制”：信息共享、会商研判和联合督办。", {"三项机制": ["信息共享", "会商研判", "联合督办"]}),
        ("落实“三项机制”（信息共享、会商研判、联合督办）。", {"三项机制": ["信息共享", "会商研判", "联合督办"]}),
        ("落实信息共享、会商研判等“三项机制”。", {"三项机制": []}),
        ("培育新兴产业、改造传统产业、布局未来产业“三大工程”。", {"三大工程": []}),
        ("编制“十五五”规划，实施“一号工程”，用好“3·15”平台。", {}),
        ("完成17+201公里管网。", {}),
    ],
)
def test_members_are_as_many_as_the_numeral_says_or_none(text, found):
    assert terms(text) == found


def test_a_word_of_the_lexicon_is_a_term_without_quotation_marks(page):
    assert terms("建设六个环境。") == {"六个环境": []}
    lexicon = own()
    words = {**lexicon.words, "term": {"示例行动": ""}}
    more = type(lexicon)(words, {**lexicon.longest, "term": 4})
    assert [t.rule for t in read("开展示例行动。", more).terms] == ["term/示例行动"]
