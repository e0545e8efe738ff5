"""Physical quantities as they are typed: lines, and the boxes of measures that a project reports already."""

from __future__ import annotations

from decimal import Decimal

import pytest

from taizhang.basis.errors import BadInput
from taizhang.modules.projects.physical import Amount, Measure, beside, read_amounts, together

PILES, EARTH = Measure("桩基", "根"), Measure("土方", "立方米")


def test_thousands_and_full_width_digits_are_read_and_commas_may_part_the_words():
    found = read_amounts("桩基 根 1,200\n土方，立方米，３．５\n\n管线,米,8")
    assert found == [Amount("桩基", "根", Decimal(1200)), Amount("土方", "立方米", Decimal("3.5")), Amount("管线", "米", Decimal(8))]


@pytest.mark.parametrize("line", ["桩基 120", "桩基 根 一百", "桩基 根 NaN", "桩基，根，1,200", "桩基 根 120 完成", "桩基 根 1e20"])
def test_a_line_that_could_mean_something_else_is_refused(line):
    with pytest.raises(BadInput):
        read_amounts(line)


def test_a_text_is_taken_apart_into_boxes_and_put_together_again():
    text = "桩基 根 12\n管线 米 8"
    values, others = beside(text, [EARTH, PILES])
    assert (values, others) == ({("桩基", "根"): "12"}, "管线 米 8")
    assert together(values, others, [EARTH, PILES]) == text


def test_a_line_about_a_known_measure_counts_where_its_own_box_is_empty():
    assert together({}, "桩基 根 9", [PILES]) == "桩基 根 9"
    assert together({PILES.key: "7"}, "桩基 根 9", [PILES]) == "桩基 根 7"
