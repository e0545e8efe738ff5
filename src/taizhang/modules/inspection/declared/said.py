"""What the actions of inspections say in their entries beside inputs and columns, in words."""

from __future__ import annotations

from typing import Final

from taizhang.basis.text import Text
from taizhang.frame.declare import Field

from .. import terms
from ..queries.papers import PAPER
from ..rules.draws import UNKNOWN_CLASS, ZERO
from ..terms import draw_words, visit_words

_CLASSES: Final = (*terms.CLASSES, (UNKNOWN_CLASS, Text("未分类", "No class")), (ZERO, Text("年报全零", "All-zero report")))
#: Briefly what is odd about a pool: an entry has the kinds, the page of the draw the numbers.
_ODD: Final = (
    ("empty", Text("抽样框为空", "empty")),
    ("everybody", Text("全部抽中", "everybody is drawn")),
    ("small", Text("可抽对象少", "small")),
    ("many_left_out", Text("剔除偏多", "many left out")),
    ("shrunk", Text("比上一批缩减过半", "under half of the batch before")),
    ("roster_cut", Text("名录库缩减", "the roster was cut")),
    ("again", Text("有批次在承诺后中止", "a batch was aborted after its commitment")),
)

SAYS: Final = (
    Field("form", Text("文书", "Paper"), choices=visit_words.FORMS),
    Field("number", Text("编号", "Number"), visibility="public"),
    # Certificate numbers, and on a notice the code of the firm's page: who sees the visit has not therefore this.
    Field(PAPER, Text("文书内容", "Content of the paper"), visibility="personal"),
    Field("provisional", Text("期限为暂定", "The day is provisional")),
    Field("visits", Text("检查任务数", "Visits")),
    Field("firms", Text("企业数", "Firms")),
    Field("inspectors", Text("检查人员数", "Inspectors")),
    Field("late_interests", Text("冻结名录后登记的回避", "Interests declared after the freeze")),
    Field("drawn", Text("各部门抽中数", "Drawn by each department")),
    Field("frames", Text("各部门抽样框的哈希", "Hash of each department's frame")),
    Field("sizes", Text("各部门可抽数、应抽数", "Of each department: in the pool, to be drawn")),
    Field("left_out", Text("剔除的企业", "Firms left out"), choices=draw_words.LEFT_OUT),
    Field("pool_alarms", Text("池的异常", "What is odd about the pools"), choices=_ODD),
    Field("strata", Text("公开层名所指", "What public strata stand for"), choices=_CLASSES),
    Field("called_up", Text("递补的企业", "Firm called up")),
    Field("spent", Text("已用到第几个种子", "Seeds spent so far")),
)
PAPERS: Final = {PAPER: "/inspection/papers/{entry}/"}
