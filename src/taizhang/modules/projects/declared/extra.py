"""Free columns of a list and comments on a unit's month, as the module declares them."""

from __future__ import annotations

from typing import Final

from taizhang.basis.text import Text
from taizhang.frame.declare import Action, Field, Record
from taizhang.registers import scope
from taizhang.registers.records import ORGAN

from .. import models, queries, terms
from ..actions import commentary, extra
from ..terms.extra import COLUMN_FILLERS, COLUMN_KINDS, FILL
from .records import PROJECT
from .verbs import ACCEPT, EDIT

_PUBLIC: Final = "public"

EXTRA_COLUMN = Record(
    "projects.extra_column",
    Text("附加列", "Free column"),
    models.ExtraColumn,
    models.ExtraColumnHistory,
    visible=scope.staff,
    reach=scope.in_place("place"),
    fields=(
        Field("name", Text("列名", "Name"), visibility=_PUBLIC),
        Field("name_en", Text("英文名", "English name"), visibility=_PUBLIC),
        Field("kind", Text("种类", "Kind"), choices=COLUMN_KINDS, visibility=_PUBLIC),
        Field("unit", Text("单位", "Unit"), visibility=_PUBLIC),
        Field("choices", Text("选项", "Choices"), visibility=_PUBLIC),
        Field("filler", Text("由谁填", "Filled in by"), choices=COLUMN_FILLERS, visibility=_PUBLIC),
        Field("monthly", Text("逐月填", "A value for each month"), visibility=_PUBLIC),
        Field("order", Text("次序", "Order"), visibility=_PUBLIC),
        Field("organ", Text("设列单位", "Added by"), visibility=_PUBLIC),
        Field("added_on", Text("设列日期", "Added on"), visibility=_PUBLIC),
        Field("ended_on", Text("停用日期", "Ended on"), visibility=_PUBLIC),
    ),
    title=str,
    title_en=lambda row: row.name_en,
    parent="list",
    select_related=("organ",),
)

EXTRA_VALUE = Record(
    "projects.extra_value",
    Text("附加列内容", "Cell of a free column"),
    models.ExtraValue,
    models.ExtraValueHistory,
    visible=queries.of_visible_project,
    fields=(
        Field("column", Text("列", "Column")),
        Field("period", Text("月份", "Month")),
        Field("value", Text("内容", "Content")),
    ),
    title=lambda row: str(row.column),
    title_en=lambda row: row.column.name_en,
    parent="project",
    select_related=("column",),
)

COMMENTARY = Record(
    "projects.commentary",
    Text("点评", "Comment on a month"),
    models.Commentary,
    models.CommentaryHistory,
    visible=queries.of_visible_commentary,
    reach=scope.in_place("place"),
    fields=(
        Field("unit", Text("填报单位", "Unit")),
        Field("period", Text("月份", "Month")),
        Field("text", Text("点评", "Comment")),
        Field("organ", Text("点评单位", "Written by")),
        Field("written_on", Text("点评日期", "Written on")),
    ),
    title=lambda row: f"{row.unit.name} {row.period}",
    title_en=lambda row: f"{row.unit.name_en or row.unit.name} {row.period}",
    select_related=("unit", "organ"),
)

EXTRA_RECORDS = (EXTRA_COLUMN, EXTRA_VALUE, COMMENTARY)
EXTRA_ACTIONS = (
    Action(extra.add_column, Text("加一列", "Add a column"), None, EDIT, law=terms.DISPATCH, creates=EXTRA_COLUMN),
    Action(extra.amend_column, Text("修改附加列", "Amend the column"), EXTRA_COLUMN, EDIT, law=terms.DISPATCH),
    Action(
        extra.end_column,
        Text("停用附加列", "End the column"),
        EXTRA_COLUMN,
        EDIT,
        law=terms.DISPATCH,
        confirm=Text("停用后不再填报，已填的内容保留。", "Nobody fills it in any more; what it says stays."),
    ),
    Action(extra.fill_columns, Text("填附加列", "Fill in free columns"), PROJECT, FILL, law=terms.DISPATCH),
    Action(commentary.comment_on_unit, Text("点评", "Comment on a month"), ORGAN, ACCEPT, law=terms.DISPATCH, creates=COMMENTARY),
    Action(commentary.amend_commentary, Text("修改点评", "Amend the comment"), COMMENTARY, ACCEPT, law=terms.DISPATCH),
)
