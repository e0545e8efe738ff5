"""Facts of entries in words: what a clerk reads in a time line is no key of the program."""

from __future__ import annotations

import pytest

from taizhang.basis.text import Text
from taizhang.frame.catalogue import installed
from taizhang.frame.declare import Field
from taizhang.surfaces.pages import fact_words


class _Known:
    """Names that are known without a database."""

    def record(self, subject):
        return type("Named", (), {"name": "施工合同 示例"})()

    def organ(self, name):
        return {"甲局": "Bureau A"}.get(name, name)


ODD = Field("pool_alarms", Text("池的异常", "Odd"), choices=(("small", Text("可抽对象少", "small")),))


@pytest.mark.parametrize(
    ("value", "field", "zh", "en"),
    [
        (True, None, "是", "Yes"),
        ([], None, "—", "—"),
        (["a", "b"], None, "a、b", "a, b"),
        ([["S1", "small"], ["S2", "small"]], ODD, "S1、可抽对象少；S2、可抽对象少", "S1, small; S2, small"),
        ({"甲局": [39, 8]}, None, "Bureau A：39、8", "Bureau A: 39, 8"),
        ("2026-10-22T13:30:00.000000Z", None, "2026-10-22 21:30", "2026-10-22 21:30"),
        ("2026-10-22T99", None, "2026-10-22T99", "2026-10-22T99"),
        ("projects.document:7 contract", None, "施工合同 示例", "施工合同 示例"),
    ],
)
def test_a_value_of_any_shape_is_one_line_in_the_readers_language(value, field, zh, en):
    assert fact_words.in_words(value, "zh", _Known(), field) == zh
    assert fact_words.in_words(value, "en", _Known(), field) == en


def test_numbers_of_documents_that_follow_each_other_stand_together():
    taken = [[23, "inspection_visit", 2026, n] for n in (3, 4, 5, 9)]
    assert fact_words.document_numbers(taken, "zh") == "〔2026〕3–5号、〔2026〕9号"
    assert fact_words.document_numbers(taken, "en") == "No. 3–5 of 2026, No. 9 of 2026"


def test_what_a_machine_went_by_is_named_by_its_condition_and_a_condition_that_is_no_more_by_its_key():
    visit = installed().records["inspection.visit"]
    said = fact_words.facts({"visit.items_recorded": "yes 2026-11-14 检查台账", "visit.gone": "no"}, "en", visit)
    assert said == "Every item has an outcome: Yes 2026-11-14 检查台账; visit.gone: No"
