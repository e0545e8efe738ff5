"""What the actions of projects say in their entries beside inputs and columns, in words."""

from __future__ import annotations

from typing import Final

from taizhang.basis.text import Text
from taizhang.frame.declare import Field

SAYS: Final = (
    Field("papers", Text("证明材料", "Documents that prove it")),
    Field("day_typed", Text("日期为人工填写", "The day was typed")),
    Field("was_started_on", Text("原认定开工日期", "Start that was proved before")),
    Field("valid_by", Text("有效期依据", "Law of how long it holds")),
    Field("calendar", Text("所用节假日安排", "Calendar of holidays used")),
    Field("moved", Text("时限有变的事项（内部编号）", "Items whose term moved (keys)")),
    Field("digest", Text("进度计划的哈希", "Hash of the plan")),
    Field("version", Text("第几版", "Version")),
    Field("similar_to", Text("与这份材料的照片近似", "Looks like the photo of")),
    Field("bits_apart", Text("相差位数（共64位）", "Bits apart, of 64")),
)
