"""Lines of a list that are a task each, though they have no stop and look like headings."""

from __future__ import annotations

import pytest

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
