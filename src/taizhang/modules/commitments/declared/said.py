"""What the actions of the register of tasks say in their entries beside inputs and columns, in words."""

from __future__ import annotations

from typing import Final

from taizhang.basis.text import Text
from taizhang.frame.declare import Field

from ..queries.outputs import PAPER

SAYS: Final = (
    Field("number", Text("编号", "Number")),
    Field(PAPER, Text("文书内容", "Content of the paper")),
    Field("tasks", Text("任务数", "Tasks")),
    Field("duties", Text("职责条数", "Duties")),
    Field("terms", Text("名词条数", "Terms")),
    Field("frame_sha256", Text("抽样框的哈希", "Hash of the frame")),
    Field(
        "pool_alarms",
        Text("池的异常", "What is odd about the pool"),
        choices=(
            ("empty", Text("没有可抽的", "empty")),
            ("everybody", Text("全部抽中", "everything is drawn")),
            ("small", Text("可抽的少", "small")),
        ),
    ),
    Field("drawn", Text("抽中的任务（内部编号）", "Tasks drawn (keys)")),
    Field("substitutes", Text("候补的任务（内部编号）", "Substitutes (keys)")),
)
PAPERS: Final = {PAPER: "/commitments/papers/{entry}/"}
