"""What the sheets of projects (项目台账) hold: columns and the words for them, what is wrong with a row, who is who.

Pure: values in, values out. A project on two sheets is one project; which rows are the same is decided by code, and
where a row has no code, by name and place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from taizhang.basis.errors import BadInput
from taizhang.basis.project_code import read_project_code
from taizhang.basis.text import Text, verbatim
from taizhang.surfaces.workbook.headings import bare, plain
from taizhang.surfaces.workbook.model import Cell, Workbook
from taizhang.surfaces.workbook.pause import collection_paused
from taizhang.surfaces.workbook.reading import SheetReading
from taizhang.surfaces.workbook.recognition import recognise
from taizhang.surfaces.workbook.roles import Role
from taizhang.surfaces.workbook.rows import CellProblem, Columns, Finding, RowCheck, RowRead, read_rows
from taizhang.surfaces.workbook.template import Template, recognise_with


def _read_code(cell: Cell) -> str | BadInput:
    return read_project_code(cell if isinstance(cell, str) else 0)


ROLES: Final[tuple[Role, ...]] = (
    Role("serial", Text("序号", "Number"), ("序号", "编号", "序"), "text"),
    Role(
        "name",
        Text("项目名称", "Project"),
        ("项目名称", "建设项目名称", "工程名称", "项目", "名称", "重点项目名称", "项目（工程）名称"),
        "text",
        required=True,
    ),
    Role(
        "code",
        Text("项目代码", "Project code"),
        (
            "项目代码",
            "项目编码",
            "统一代码",
            "项目统一代码",
            "国家统一代码",
            "投资项目代码",
            "赋码",
            "代码",
            "在线平台代码",
        ),
        "code",
        reader=_read_code,
        problem="bad_code",
    ),
    Role(
        "place",
        Text("建设地点", "Place"),
        (
            "建设地点",
            "项目地点",
            "建设地址",
            "项目地址",
            "所在街道",
            "所属街道",
            "所在乡镇",
            "属地",
            "所在区域",
            "街道",
            "地点",
            "项目位置",
            "建设位置",
            "所在乡镇（街道）",
            "所在县区",
        ),
        "place",
    ),
    Role(
        "organ",
        Text("责任单位", "Responsible office"),
        (
            "责任单位",
            "牵头单位",
            "主管部门",
            "行业主管部门",
            "责任部门",
            "牵头责任单位",
            "包保单位",
            "服务单位",
            "主管单位",
        ),
        "organ",
    ),
    Role(
        "owner",
        Text("建设单位", "Owner"),
        (
            "建设单位",
            "项目单位",
            "项目业主",
            "业主单位",
            "业主",
            "项目法人",
            "建设主体",
            "实施单位",
            "投资主体",
            "项目法人单位",
        ),
        "text",
    ),
    Role(
        "total_investment",
        Text("总投资", "Total investment"),
        (
            "总投资",
            "总投资额",
            "投资总额",
            "计划总投资",
            "项目总投资",
            "估算总投资",
            "概算总投资",
            "投资规模",
            "总投资规模",
            "总投资估算",
            "投资/总额",
            "投资/合计",
            "投资额/总",
        ),
        "amount",
        unit="万元",
    ),
    Role(
        "annual_plan",
        Text("年度计划投资", "Plan of the year"),
        (
            "年度计划投资",
            "年度投资计划",
            "本年计划",
            "本年计划投资",
            "当年计划投资",
            "当年计划",
            "年度计划",
            "年度计划投资额",
            "年计划投资",
            "年度目标投资",
            "今年计划投资",
            "年度投资目标",
            "投资/年度计划",
            "计划投资",
        ),
        "amount",
        unit="万元",
    ),
    Role(
        "planned_completion",
        Text("计划完成投资", "Planned completion"),
        (
            "计划完成投资",
            "年度计划完成投资",
            "年度完成投资",
            "计划完成投资额",
            "拟完成投资",
            "预计完成投资",
            "年度拟完成投资",
        ),
        "amount",
        unit="万元",
    ),
    Role(
        "cumulative",
        Text("累计完成投资", "Completed so far"),
        ("累计完成投资", "截至年度底累计完成投资", "已完成投资", "累计完成", "累计投资", "自开工累计完成投资"),
        "amount",
        unit="万元",
    ),
    Role(
        "start",
        Text("开工时间", "Start"),
        (
            "开工时间",
            "开工日期",
            "开工年月",
            "计划开工",
            "计划开工时间",
            "实际开工时间",
            "开工",
            "开始时间",
            "开始年月",
            "拟开工时间",
            "预计开工时间",
            "动工时间",
            "起始年月",
            "建设年限/起",
            "起止年限/起",
            "起止时间/起",
            "建设期限/起",
            "建设年限/开始",
            "起止年限/开始",
            "建设周期/开始",
            "建设起止/起",
        ),
        "date",
    ),
    Role(
        "finish",
        Text("竣工时间", "Finish"),
        (
            "竣工时间",
            "竣工日期",
            "竣工年月",
            "计划竣工",
            "计划竣工时间",
            "完工时间",
            "完工年月",
            "建成时间",
            "建成年月",
            "竣工",
            "完工",
            "预计竣工时间",
            "计划完工时间",
            "拟竣工时间",
            "投产时间",
            "结束时间",
            "终止年月",
            "建设年限/止",
            "起止年限/止",
            "起止时间/止",
            "建设期限/止",
            "建设年限/结束",
            "起止年限/结束",
            "建设周期/结束",
            "建设起止/止",
        ),
        "date",
    ),
    Role(
        "period",
        Text("建设起止年限", "From and to"),
        (
            "建设起止年限",
            "建设年限",
            "起止年限",
            "起止时间",
            "建设起止时间",
            "建设期限",
            "建设周期",
            "建设时间",
            "起止年月",
            "开竣工时间",
            "建设起止年月",
            "建设工期",
        ),
        "date_range",
        fills=("start", "finish"),
    ),
    Role(
        "stage",
        Text("当前阶段", "Stage"),
        (
            "当前阶段",
            "项目阶段",
            "所处阶段",
            "建设阶段",
            "目前阶段",
            "当前状态",
            "项目状态",
            "建设状态",
            "进展阶段",
            "阶段",
        ),
        "stage",
    ),
    Role(
        "category",
        Text("项目类别", "Category"),
        (
            "项目类别",
            "项目类型",
            "所属行业",
            "行业类别",
            "行业",
            "产业类别",
            "类别",
            "类型",
            "项目分类",
            "行业领域",
            "所属领域",
        ),
        "text",
    ),
    Role(
        "year_class",
        Text("建设性质", "New or continued"),
        ("建设性质", "新建/续建", "新建或续建", "项目性质", "年度类别", "年度分类", "新续建", "建设类别"),
        "text",
    ),
    Role(
        "content",
        Text("建设内容", "What is built"),
        (
            "建设内容",
            "建设内容及规模",
            "建设规模及内容",
            "主要建设内容",
            "建设规模",
            "项目概况",
            "主要建设内容及规模",
            "建设内容和规模",
        ),
        "text",
    ),
    Role(
        "progress",
        Text("进展情况", "Progress"),
        ("进展情况", "工程进展", "形象进度", "目前进展", "项目进展", "进展", "年度建设目标", "年度目标", "存在问题"),
        "text",
    ),
    Role("contact", Text("联系人", "Contact"), ("联系人", "责任人", "联系人及电话", "项目负责人", "联系方式"), "text"),
    Role("remark", Text("备注", "Remark"), ("备注", "说明", "备 注"), "text"),
)

#: Amounts that may not be below zero.
_NOT_NEGATIVE: Final = ("total_investment", "annual_plan", "planned_completion", "cumulative")
#: Sums that go into the answer of `check_workbook`, where a sheet has the column.
SUMMED: Final = ("total_investment", "annual_plan", "planned_completion")

_NEGATIVE = Text("{label}是负数", "{label} is negative")
_NO_NAME = Text("没有项目名称", "There is no project name")
_BACKWARDS = Text("竣工（{finish}）早于开工（{start}）", "The finish ({finish}) is before the start ({start})")
_DUPLICATE = Text("项目代码在本表第{row}行已经用过", "The project code is already used in row {row} of this sheet")


def no_name(columns: Columns) -> Iterator[Finding]:
    """A row that is counted must say which project it is."""
    unreadable = columns.unreadable.get("name", frozenset())
    for index, name in enumerate(columns.get("name") or ()):
        if name is None and index not in unreadable:
            yield Finding(index, "name", "no_name", _NO_NAME)


def negative_amount(columns: Columns) -> Iterator[Finding]:
    """A total or a plan below zero is a slip of the sign."""
    for role in ROLES:
        if role.key in _NOT_NEGATIVE:
            reason = _NEGATIVE.with_(label=role.label)
            for index, fen in enumerate(columns.get(role.key) or ()):
                if fen is not None and fen < 0:
                    yield Finding(index, role.key, "negative", reason)


def finish_before_start(columns: Columns) -> Iterator[Finding]:
    """Surely before: '2026' and '2026-05' do not contradict each other."""
    starts, finishes = columns.get("start"), columns.get("finish")
    if starts is None or finishes is None:
        return
    for index, (start, finish) in enumerate(zip(starts, finishes, strict=True)):
        if start is not None and finish is not None and finish.high < start.low:
            reason = _BACKWARDS.with_(start=verbatim(start), finish=verbatim(finish))
            yield Finding(index, "finish", "finish_before_start", reason)


def duplicate_code(columns: Columns) -> Iterator[Finding]:
    """The second row with a code is held back, also when the first is: which of the two is right, a person must say."""
    first: dict[str, int] = {}
    for index, code in enumerate(columns.get("code") or ()):
        if code is not None and first.setdefault(code, index) != index:
            yield Finding(index, "code", "duplicate_code", _DUPLICATE.with_(row=columns.row_numbers[first[code]]))


ROW_CHECKS: Final[tuple[RowCheck, ...]] = (no_name, negative_amount, finish_before_start, duplicate_code)


@dataclass(frozen=True, slots=True)
class SameOrNot:
    """A question for a person: are these rows one project? `cells` are (sheet, cell) of the rows in question."""

    code: str
    question: Text
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Identities:
    """Which accepted rows are the same project: (sheet, row) to the number of a project, counted from 0."""

    project_of: Mapping[tuple[str, int], int]
    questions: tuple[SameOrNot, ...]

    @property
    def distinct(self) -> int:
        """How many projects there are as long as the questions are open."""
        return len(set(self.project_of.values()))


@dataclass(frozen=True, slots=True)
class SheetReview:
    """One sheet: how it was read, the rows that go in, the problems of the others."""

    reading: SheetReading
    accepted: list[RowRead]
    problems: list[CellProblem]


@dataclass(frozen=True, slots=True)
class WorkbookReview:
    """All sheets in their order, and which rows on different sheets are the same project."""

    sheets: tuple[SheetReview, ...]
    identities: Identities
    #: What columns could mean: the roles of every ledger, and free columns of lists.
    roles: tuple[Role, ...] = ROLES

    @property
    def problems(self) -> list[CellProblem]:
        """The problems of all sheets, in their order."""
        return [problem for sheet in self.sheets for problem in sheet.problems]


_OTHER_CODE = Text(
    "名称、地点相同而代码不同，是同一个项目吗？（{name}）",
    "Same name and place, different codes: one project? ({name})",
)
_OTHER_NAME = Text(
    "代码相同而名称不同，是同一个项目吗？（{code}：{names}）",
    "Same code, different names: one project? ({code}: {names})",
)
_WHICH_CODE = Text(
    "没有代码，名称、地点与几个有代码的项目相同，是哪一个？（{name}）",
    "No code, and name and place are those of several projects with codes: which one? ({name})",
)
_NO_PLACE = Text(
    "没有代码也没有地点，只有名称相同，是同一个项目吗？（{name}）",
    "No code and no place, only the name is the same: one project? ({name})",
)


def review_workbook(
    workbook: Workbook,
    templates: Iterable[Template] = (),
    corrections: Mapping[str, Mapping[str, str | None]] | None = None,
    free: Mapping[str, Role] | None = None,
) -> WorkbookReview:
    """Every sheet read and checked; `corrections` maps a sheet's name to column letter and role key.

    `free` are further roles by the very heading of their column: they take a column only where no role of a ledger does.
    """
    known, by_sheet, named = list(templates), corrections or {}, free or {}
    roles = (*ROLES, *{role.key: role for role in named.values()}.values())
    keys = {role.key for role in roles}
    reviews = []
    for sheet in workbook.sheets:
        own = {letter: key for letter, key in by_sheet.get(sheet.name, {}).items() if key is None or key in keys}
        reading = _recognised(sheet, roles, known, own)
        if more := _by_name(reading, named, own):
            reading = _recognised(sheet, roles, known, own | more)
        read = read_rows(sheet, reading, roles, ROW_CHECKS)
        reviews.append(SheetReview(reading, read.accepted, read.problems))
    return WorkbookReview(tuple(reviews), identify([(review.reading.sheet, review.accepted) for review in reviews]), roles)


def _recognised(
    sheet: Any, roles: Sequence[Role], templates: Sequence[Template], corrections: Mapping[str, str | None]
) -> SheetReading:
    if templates:
        return recognise_with(sheet, roles, templates, corrections=corrections)
    return recognise(sheet, roles, corrections=corrections)


def _by_name(reading: SheetReading, named: Mapping[str, Role], corrections: Mapping[str, str | None]) -> dict[str, str | None]:
    """Columns that mean nothing yet and are headed with the very name of a further role; each role once."""
    taken = {column.role for column in reading.columns}
    found: dict[str, str | None] = {}
    for column in reading.columns if named else ():
        role = named.get(bare(column.path[-1])) if column.path and column.role is None and column.letter not in corrections else None
        if role is not None and role.key not in taken:
            found[column.letter] = role.key
            taken.add(role.key)
    return found


def check_workbook(workbook: Workbook) -> dict[str, Any]:
    """The review as plain JSON: accepted rows and sums in fen per sheet that was read, projects, cells held back.

    `{"sheets": {name: {"accepted": n, "sums_fen": {role: fen}}}, "distinct_projects": n,
    "held_back": [{"sheet", "row", "column", "reason"}]}`; a sum is there when the sheet has the column.
    """
    review = review_workbook(workbook)
    return {
        "sheets": {
            sheet.reading.sheet: {
                "accepted": len(sheet.accepted),
                "sums_fen": {
                    role: sum(row.values[role] or 0 for row in sheet.accepted)
                    for role in SUMMED
                    if sheet.reading.column(role)
                },
            }
            for sheet in review.sheets
            if sheet.reading.unread is None
        },
        "distinct_projects": review.identities.distinct,
        "held_back": [
            {"sheet": problem.sheet, "row": problem.row, "column": problem.column, "reason": problem.code}
            for problem in review.problems
            if problem.blocking
        ],
    }


def identify(sheets: Sequence[tuple[str, list[RowRead]]]) -> Identities:
    """Rows with one code are one project; a row without a code is the project of the same name and place.

    Where that is not certain the rows stay apart and a question is asked. Cost: one pass.
    """
    with collection_paused():
        return _identified([(name, row) for name, accepted in sheets for row in accepted])


def _identified(rows: list[tuple[str, RowRead]]) -> Identities:
    by_code: dict[str, list[tuple[str, RowRead]]] = {}
    coded: dict[tuple[str, str], dict[str, list[tuple[str, RowRead]]]] = {}
    for place in rows:
        if code := place[1].values.get("code"):
            by_code.setdefault(code, []).append(place)
            coded.setdefault(_name_and_place(place[1]), {}).setdefault(code, []).append(place)
    questions = [*_same_code(by_code), *_same_name(coded)]
    numbers: dict[str | tuple[str, ...], int] = {}
    project_of: dict[tuple[str, int], int] = {}
    for sheet, row in rows:
        key: str | tuple[str, ...] = row.values.get("code") or ""
        if not key:
            key, question = _key_without_code(sheet, row, coded)
            questions.extend(question)
        project_of[sheet, row.row_number] = numbers.setdefault(key, len(numbers))
    return Identities(project_of, tuple(questions))


def _key_without_code(
    sheet: str, row: RowRead, coded: Mapping[tuple[str, str], Mapping[str, list[tuple[str, RowRead]]]]
) -> tuple[str | tuple[str, ...], list[SameOrNot]]:
    """What a row is known by, and a question when that is not certain."""
    name, place = _name_and_place(row)
    same = coded.get((name, place), {})
    others = [found for rows in same.values() for found in rows]
    if not place:
        alone = (name, place, sheet, str(row.row_number))
        return alone, [_ask("no_place", _NO_PLACE, [(sheet, row), *others])] if others else []
    if len(same) > 1:
        return (name, place), [_ask("which_code", _WHICH_CODE, [(sheet, row), *others])]
    return next(iter(same), (name, place)), []


def _same_code(by_code: Mapping[str, list[tuple[str, RowRead]]]) -> Iterator[SameOrNot]:
    for code, rows in by_code.items():
        names = list(dict.fromkeys(row.values["name"] for _, row in rows)) if len(rows) > 1 else []
        if len({plain(name) for name in names}) > 1:
            listed = Text("、".join(names), ", ".join(names))
            yield SameOrNot("other_name", _OTHER_NAME.with_(code=code, names=listed), _cells(rows, "code"))


def _same_name(coded: Mapping[tuple[str, str], Mapping[str, list[tuple[str, RowRead]]]]) -> Iterator[SameOrNot]:
    for (_, place), by_code in coded.items():
        if len(by_code) > 1 and place:
            yield _ask("other_code", _OTHER_CODE, [found for rows in by_code.values() for found in rows])


def _ask(code: str, question: Text, rows: list[tuple[str, RowRead]]) -> SameOrNot:
    return SameOrNot(code, question.with_(name=verbatim(rows[0][1].values["name"])), _cells(rows, "name"))


def _cells(rows: Sequence[tuple[str, RowRead]], role: str) -> tuple[tuple[str, str], ...]:
    return tuple((sheet, row.cells[role]) for sheet, row in rows)


def _name_and_place(row: RowRead) -> tuple[str, str]:
    return plain(row.values["name"]), plain(row.values.get("place") or "")
