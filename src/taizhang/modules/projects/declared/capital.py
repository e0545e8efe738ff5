"""Other cities' capital commitments as the module declares them."""

from __future__ import annotations

from taizhang.basis.text import Text
from taizhang.frame.batches import BATCH
from taizhang.frame.declare import Action, Batching, Field, Record
from taizhang.registers import scope
from taizhang.registers.records import PLACE

from .. import capital, models, terms
from ..actions import capital as verbs
from .verbs import IMPORT

CAPITAL_PLAN = Record(
    "projects.capital_plan",
    Text("外市资本承诺", "Another city's commitments"),
    models.CapitalPlan,
    models.CapitalPlanHistory,
    visible=scope.staff,
    fields=(
        Field("city", Text("城市", "City")),
        Field("title", Text("名称", "Title")),
        Field("published_on", Text("公布日期", "Published on")),
        Field("currency", Text("币种", "Currency")),
        Field("source", Text("来源", "Source")),
        Field("file_sha256", Text("文件哈希", "Hash of the file")),
        Field("organ", Text("导入单位", "Taken in by")),
    ),
    title=lambda row: row.title,
    select_related=("organ",),
)

CAPITAL_LINE = Record(
    "projects.capital_line",
    Text("资本承诺行", "Line of commitments"),
    models.CapitalLine,
    models.CapitalLineHistory,
    visible=scope.staff,
    fields=(
        Field("row", Text("行", "Row")),
        Field("code", Text("项目编号", "Project ID")),
        Field("name", Text("项目", "Project")),
        Field("organ", Text("主管单位", "Agency")),
        Field("commitment_fen", Text("承诺额", "Commitment"), unit="万元"),
        Field("net_change_fen", Text("净变动", "Net change"), unit="万元"),
        Field("due", Text("承诺日期", "Commitment date")),
        Field("note", Text("备注", "Note")),
    ),
    title=lambda row: row.name or row.code,
    parent="plan",
)

CAPITAL_ACTIONS = (
    Action(
        verbs.take_in_capital_plan,
        Text("导入外市资本承诺", "Take in another city's commitments"),
        PLACE,
        IMPORT,
        law=terms.RULE,
        creates=BATCH,
        confirm=Text(
            "受理后逐块写入，作为该市在公布日的快照；不计入本市任何合计。",
            "After acceptance it is applied chunk by chunk, as what that city published that day; it is in no sum of our own.",
        ),
    ),
)
CAPITAL_BATCH = Batching(capital.KIND, Text("外市资本承诺", "Another city's commitments"), "projects.take_in_capital_plan", capital.apply)
