"""Lines of a list that are a task each, though they have no stop and look like headings."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.examples import examples

from taizhang.modules.commitments.reading.extract import read


@pytest.mark.parametrize(
    ("text", "tasks"),
    [
        ("工作要点\n一、扩大有效投资\n（一）加快示例大桥建设\n（二）推进示例水厂建设\n二、改善民生\n办好民生实事。\n", ["加快示例大桥建设", "推进示例水厂建设", "办好民生实事"]),
        ("要点\n1.加快示例大桥建设\n2.完成老旧小区改造120个\n", ["加快示例大桥建设", "完成老旧小区改造120个"]),
        ("要点\n重点做好以下工作：\n加快示例大桥建设\n推进示例水厂建设\n", ["加快示例大桥建设", "推进示例水厂建设"]),
        ("要点\n（一）加快示例大桥建设\n完成征迁。\n", ["完成征迁"]),
        ("一、总体要求\n（一）指导思想\n（二）基本原则\n", []),
        ("报告\n一、2025年工作回顾\n（一）加快示例大桥建设\n（二）推进示例水厂建设\n", []),
        ("目录\n一、加快示例大桥建设……3\n二、推进示例水厂建设……5\n一、加快示例大桥建设\n完成征迁。\n二、推进示例水厂建设\n完成选址。\n", ["完成征迁", "完成选址"]),
        ("加快示例大桥建设\n本报记者张示\n", []),
        ("要点\n1.新建公办幼儿园4所。\n2.改造老旧小区120个；\n", ["新建公办幼儿园4所", "改造老旧小区120个"]),
        ("要点\n1.新建公办幼儿园4所。2.改造老旧小区120个。3.建成养老服务中心10个。\n", ["新建公办幼儿园4所", "改造老旧小区120个", "建成养老服务中心10个"]),
        ("要点\n一是改造老旧小区120个。二是新建公办幼儿园4所。\n", ["改造老旧小区120个", "新建公办幼儿园4所"]),
        ("要点\n1.推进示例水厂建设。\n任务\t牵头单位\n建成示例公园\t市园林局\n", ["推进示例水厂建设", "建成示例公园"]),
        ("报告\n（一）坚持项目为王，扩大有效投资。用好专项债券18亿元。\n（二）完善台账。\n", ["用好专项债券18亿元", "完善台账"]),
        ("要点\n（一）加强日常巡查。各单位要建立台账。\n（二）完善台账。\n", ["建立台账", "完善台账"]),
    ],
)
def test_a_line_with_nothing_below_it_is_a_task_where_it_says_what_to_do(text, tasks):
    document = read(text)
    assert [c.text for c in document.commitments] == tasks
    covered = sorted(n for s in document.segments for n in range(s.start, s.end))
    assert covered == [n for n, char in enumerate(text) if not char.isspace()]


def test_such_a_line_stands_below_its_heading_and_not_below_its_neighbour():
    text = "要点\n一、投资\n（一）加快示例大桥建设\n（二）推进示例水厂建设\n"
    assert [c.path for c in read(text).commitments] == [("要点", "一、投资")] * 2


def test_who_is_responsible_may_stand_on_lines_below_an_item_and_holds_for_all_its_tasks():
    text = "要点\n（一）推进示例片区更新。\n6月底前开工。\n完成征迁。\n责任单位：市城建局、市财政局\n完成时限：12月底\n（二）改造老旧小区。（责任单位：市住建局）\n"
    assert [(c.text, c.owners, c.deadline) for c in read(text).commitments] == [
        ("6月底前开工", ("市城建局", "市财政局"), "6月底前"),
        ("完成征迁", ("市城建局", "市财政局"), "12月底"),
        ("改造老旧小区", ("市住建局",), ""),
    ]


#: What documents are made of, put together in any order.
_PIECES = ["一是", "二、", "（一）", "1.", "①", "第一章", "在", "方面", "，", "。", "；", "：", "“", "”", "（", "）", "〔", "〕", ",", ":", "(", ")", "推进", "加快", "完成", "示例大桥", "项目", "97个", "2.5亿元", "56%", "占", "其中", "共", "力争", "6月底前", "责任单位：", "重点任务", "牵头单位", "市财政局", "张示例", "同志", "请", "由", "牵头", "配合", "负责", "会同", "批示：", "会议议定", "——访", "本报记者", "要", "将", "以下工作", "去年", "〃", "|", "\u200b", "7+20", "六项机制"]


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.sampled_from([*_PIECES, "\n", "\n", "\u2029\n", "\t", "\u3000"]), max_size=50).map("".join))
def test_pieces_of_documents_in_any_order_are_read_and_every_character_is_in_one_piece(text):
    document = read(text)
    covered = sorted(n for s in document.segments for n in range(s.start, s.end))
    assert covered == sorted(set(covered))
    assert all(text[n].isspace() or text[n] == "\u200b" for n in set(range(len(text))) - set(covered))
    assert all("".join(text[c.start : c.end].replace("\u200b", "").split()) == c.text for c in document.commitments)


def test_a_field_that_a_sentence_breaks_off_behind_is_a_heading_all_the_same():
    assert [s.kind for s in read("要点。\n在示例方面，").segments][-1] == "heading"
