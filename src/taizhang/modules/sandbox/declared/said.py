"""What the actions of the sandbox say in their entries beside inputs and columns, in words."""

from __future__ import annotations

from typing import Final

from taizhang.basis.text import Text
from taizhang.frame.declare import Field

from ..queries.clocks import CODE, LETTER

SAYS: Final = (
    Field("by", Text("由谁办理", "Who did it"), choices=(("firm_code", Text("企业凭函上编码办理", "The firm, with the code on its letter")),)),
    Field(CODE, Text("企业回复编码", "Code for the firm")),
    Field(LETTER, Text("指导书内容", "Content of the letter")),
    Field("calendar", Text("所用节假日安排", "Calendar of holidays used")),
    Field("moved", Text("时限有变的档案（内部编号）", "Files whose term moved (keys)")),
)
_PAPER: Final = "/sandbox/letters/{entry}/"
PAPERS: Final = {LETTER: _PAPER, CODE: _PAPER}
