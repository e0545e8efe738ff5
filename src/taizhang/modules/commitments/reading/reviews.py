"""Headings under which a paper tells what was done, and nothing that is to be done."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from .lines import Paragraph

_REVIEW: Final = re.compile(r"回顾|(?<!及)工作总结$|工作(?:开展|完成|推进)?情况|进展情况$|(?:执行|完成|运行|落实)情况|主要成效|工作成效|"
    r"取得.{0,4}成效|存在(?:的)?(?:主要)?(?:问题|不足|困难)|^[一二三四]、(?:主要)?问题")
#: 二、2027年工作思路; 一、2026年主要工作 beside it tells what was.
_PLANNED_YEAR: Final = re.compile(r"(20\d\d)年[^，。]{0,6}(?:思路|打算|计划|安排|任务|目标)$")
_YEAR: Final = re.compile(r"(20\d\d)年[^，。；至到]{0,4}工作")
_LONGEST_HEADING: Final = 60


def planned_year(read: Sequence[Paragraph]) -> int:
    """The year whose work the paper plans, by a heading that says so; 0 where none does."""
    found = (_PLANNED_YEAR.search(paragraph.text) for paragraph in read if len(paragraph.text) < _LONGEST_HEADING)
    return max((int(year[1]) for year in found if year), default=0)


def reviews(heading: str, planned: int) -> bool:
    """Whether a heading stands over what was done: it says so, or it is of a year before the one that is planned."""
    year = _YEAR.search(heading)
    return bool(_REVIEW.search(heading)) or (year is not None and int(year[1]) < planned)
