"""Words of what has to be coordinated."""

from __future__ import annotations

from taizhang.basis.text import Text

from .words import Words

COORDINATION_STATES: Words = (
    ("asked", Text("已提请", "Asked")),
    ("decided", Text("已议定，办理中", "Decided, under way")),
    ("reported", Text("已报办结", "Reported done")),
    ("closed", Text("已销号", "Closed")),
    ("declined", Text("不予协调", "Not taken up")),
)
#: What a month says where there is nothing to coordinate.
NOTHING_TO_COORDINATE = frozenset({"无", "没有", "暂无", "/", "-", "—", "无。", "none", "no", "n/a"})
