"""Verbs of a list's free columns: added, amended, ended by whoever keeps the list; filled in by whom the column names."""

from __future__ import annotations

from typing import Annotated

from taizhang.basis.errors import BadInput, Conflict, NotAllowed
from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand

from .. import extra_columns, queries, rules, terms
from ..models import ExtraColumn, ExtraValue, Project
from ..terms.extra import COLUMN_FILLERS, COLUMN_KINDS, FILLER_RIGHTS, MOST_COLUMNS
from .inputs import OnList

Name = Annotated[str, Ask(Text("列名", "Name of the column"), visibility="public", example="示例新列")]
NameEn = Annotated[str, Ask(Text("英文名", "English name"), visibility="public")]
Kind = Annotated[str, Ask(Text("种类", "Kind"), choices=COLUMN_KINDS, visibility="public")]
Unit = Annotated[
    str,
    Ask(
        Text("单位", "Unit"),
        help=Text("如 个；金额列不写即为万元", "Such as pcs; amounts without one are in 10,000 yuan"),
        visibility="public",
    ),
]
Choices = Annotated[str, Ask(Text("选项", "Choices"), help=Text("一行一项", "One a line"), multiline=True, visibility="public")]
Filler = Annotated[str, Ask(Text("由谁填", "Filled in by"), choices=COLUMN_FILLERS, visibility="public")]
Order = Annotated[int, Ask(Text("次序", "Order"), visibility="public")]


def add_column(
    by: Hand,
    *,
    list: OnList,
    name: Name,
    name_en: NameEn = "",
    kind: Kind = "text",
    unit: Unit = "",
    choices: Choices = "",
    filler: Filler = "unit",
    monthly: Annotated[bool, Ask(Text("逐月填", "A value for each month"), visibility="public", example=True)] = True,
    order: Order = 0,
) -> ExtraColumn:
    """The list has one more column, for its projects in the place of the actor's organ.

    Raises:
        BadInput: no name, an amount without a unit of money, a choice without choices.
        Conflict: a column of that name stands on the list, or the list has as many as it may.
    """
    measured = unit.strip()[:12] or ("万元" if kind == "amount" else "")
    extra_columns.check_column(kind, measured, choices)
    column = ExtraColumn(list=list, kind=kind, unit=measured, monthly=monthly, added_on=by.today)
    organ = queries.actors_organ(by.actor)
    if organ is None:
        raise Conflict(Text("没有任职单位", "There is no post to add it from"), code="no_organ")
    column.organ, column.place = organ, organ.place
    column.name = _free_name(column, name)
    column.name_en, column.choices, column.filler, column.order = name_en.strip()[:80], choices, filler, _ordered(order)
    return by.put(column)


def amend_column(
    column: ExtraColumn,
    by: Hand,
    *,
    name: Name,
    name_en: NameEn = "",
    choices: Choices = "",
    filler: Filler = "unit",
    order: Order = 0,
) -> None:
    """The column has another name, other choices, another filler or place; its kind and unit stay, or old values would change their meaning.

    Raises:
        BadInput: no name, too few choices. Conflict: the column has ended, or another one of the list has that name.
    """
    _standing(column)
    extra_columns.check_column(column.kind, column.unit, choices)
    if name.strip() != column.name:
        column.name = _free_name(column, name)
    column.name_en, column.choices, column.filler, column.order = name_en.strip()[:80], choices, filler, _ordered(order)
    by.put(column)


def end_column(column: ExtraColumn, by: Hand) -> None:
    """Nobody fills the column in any more; what it says stays to be read.

    Raises:
        Conflict: it has ended already.
    """
    _standing(column)
    column.ended_on = by.today
    by.put(column)


def fill_columns(
    project: Project,
    by: Hand,
    *,
    cells: Annotated[
        str,
        Ask(
            Text("各列内容", "Cells"),
            help=Text("一行一列：列名=内容", "One a line: column=content"),
            multiline=True,
            example="示例列=12",
        ),
    ],
    period: Annotated[
        str, Ask(Text("月份", "Month"), help=Text("逐月填的列要写月份，如 2026-10", "For monthly columns, such as 2026-10"), example="2026-01")
    ] = "",
) -> None:
    """The cells of a project say what was given, in one entry; a cell that was not named stays as it was.

    Raises:
        BadInput: a cell that cannot be read, a monthly column without a month, nothing that is new.
        NotAllowed: a column that somebody else fills in. Conflict: the project has no free columns.
    """
    if period:
        rules.check_period(period, by.today)
    columns = {c.pk: c for c in queries.columns_of([project], by.today).get(project.pk, ())}
    if not columns:
        raise Conflict(
            Text("项目所在的清单没有附加列", "No list that the project stands on has free columns"),
            code="no_columns",
            remedy=Text("先列入清单，或由清单所在区级加一列", "Put it on a list, or have the district add a column"),
        )
    given = extra_columns.read_lines(cells, [*columns.values()])
    there = queries.extra_values([project.pk], [period])
    new, changed = [], 0
    for key, text in given.items():
        column = columns[key]
        value, month = _read(column, text, period, by), period if column.monthly else ""
        row = there.get((project.pk, key, month))
        if row is None:
            new.append(ExtraValue(column=column, project=project, period=month, value=value))
        elif row.value != value:
            row.value, changed = value, changed + 1
            by.put(row)
    new = [row for row in new if row.value]
    if not new and not changed:
        raise BadInput(Text("没有改动", "Nothing is new"), code="nothing_new", field="cells")
    by.put_new(new)


def _read(column: ExtraColumn, text: str, period: str, by: Hand) -> str:
    if not (by.actor.machine or by.actor.may(FILLER_RIGHTS[column.filler]) or by.actor.may(terms.EDIT)):
        raise NotAllowed(
            Text("“{c}”由{w}填", "“{c}” is filled in by: {w}").with_(c=column.name, w=dict(COLUMN_FILLERS)[column.filler]), code="not_the_filler"
        )
    if column.monthly and not period:
        raise BadInput(Text("“{c}”逐月填，请写月份", "“{c}” has a value for each month: name it").with_(c=column.name), code="missing", field="period")
    try:
        return extra_columns.read_cell(extra_columns.cell_of(column), text)
    except BadInput as refused:
        told = Text("{c}：{w}", "{c}: {w}").with_(c=column.name, w=refused.reason)
        raise BadInput(told, code=refused.code, field="cells", remedy=refused.remedy) from None


def _free_name(column: ExtraColumn, name: str) -> str:
    given = " ".join(name.split())[:40]
    if not given or "=" in given or given.startswith("#"):
        raise BadInput(Text("请填写列名，不含“=”，不以“#”开头", "The column needs a name without ‘=’, not beginning with ‘#’"), code="missing", field="name")
    there = queries.column_names(column.list, column.place_id)
    if len(there) >= MOST_COLUMNS and column.pk is None:
        raise Conflict(Text("一个清单最多 {n} 列", "A list has at most {n} such columns").with_(n=MOST_COLUMNS), code="too_many")
    if given in there:
        raise Conflict(Text("清单已有“{n}”一列", "The list has a column “{n}” already").with_(n=given), code="column_there")
    return given


def _ordered(order: int) -> int:
    return max(-1000, min(order, 1000))


def _standing(column: ExtraColumn) -> None:
    if column.ended_on is not None:
        raise Conflict(Text("该列已停用", "The column has ended"), code="column_ended")
