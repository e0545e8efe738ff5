"""Which figure goes into which cell of a superior's form: guessed from its headings, corrected by a person, filled every month."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from taizhang.basis.errors import BadInput
from taizhang.basis.money import FEN_PER
from taizhang.basis.text import Text
from taizhang.surfaces.workbook.filling import Value
from taizhang.surfaces.workbook.model import Sheet, column_index, letter, shown

#: A form asks for at most so many projects on a page.
MOST_ROWS: Final = 2000
_HEADINGS_WITHIN: Final = 15
_UNITS: Final = ("万元", "亿元", "千元", "元")

#: What a column can hold: key, label. Amounts are 'measure.span'.
_MEASURES: Final = (("workload_fen", Text("工作量", "workload")), ("investment_fen", Text("投资量", "investment")), ("paid_fen", Text("已付", "paid")))
_SPANS: Final = (("month", Text("本月", "month:")), ("year", Text("本年累计", "year:")), ("ever", Text("开工以来累计", "all:")))
AMOUNTS: Final = tuple(
    (f"{m}.{s}", Text("{s}{m}", "{s} {m}").with_(s=span, m=measure)) for s, span in _SPANS for m, measure in _MEASURES
)
FIELDS: Final = (
    ("serial", Text("序号", "No.")),
    ("name", Text("项目名称", "Project")),
    ("code", Text("项目代码", "Code")),
    ("district", Text("区县", "District")),
    ("place", Text("建设地点", "Place")),
    ("organ", Text("责任单位", "Responsible organ")),
    ("unit", Text("填报单位", "Reporting unit")),
    ("owner", Text("建设单位", "Owner")),
    ("lead", Text("责任人", "Person in charge")),
    ("summary", Text("建设内容", "What is built")),
    ("planned_start", Text("计划开工", "Planned start")),
    ("planned_finish", Text("计划竣工", "Planned finish")),
    ("started_on", Text("认定开工", "Start (proved)")),
    ("total_investment_fen", Text("总投资", "Total investment")),
    ("annual_plan_fen", Text("年度计划投资", "Annual plan")),
    *AMOUNTS,
    ("progress", Text("形象进度", "Visible progress")),
    ("problems", Text("存在问题", "Problems")),
    ("next_steps", Text("下步计划", "Next steps")),
    ("coordination", Text("需协调事项", "To be coordinated")),
)
#: A free column of a list, by its number: what it says of the project in the month, or of the project at all.
FREE: Final = re.compile(r"free\.[1-9]\d{0,17}")
#: What a single cell above or below the rows can hold.
SINGLES: Final = (
    ("head.organ", Text("本单位名称", "Own organ")),
    ("head.period", Text("报告月份", "Month of the report")),
    ("head.today", Text("填表日期", "Date of filling in")),
    ("head.count", Text("项目个数", "Number of projects")),
    *((f"sum.{key}", Text("合计：{l}", "Sum: {l}").with_(l=label)) for key, label in AMOUNTS),
    ("sum.total_investment_fen", Text("合计：总投资", "Sum: total investment")),
    ("sum.annual_plan_fen", Text("合计：年度计划投资", "Sum: annual plan")),
)


@dataclass(frozen=True, slots=True)
class FormMap:
    """Where things go: the sheet, the rows for projects, a field for each column letter, a field for single cells."""

    sheet: str
    first_row: int
    last_row: int
    unit: str = "万元"
    columns: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)

    @property
    def free(self) -> frozenset[int]:
        """The free columns that the form asks for, by their numbers."""
        return frozenset(number_of(key) for key in self.columns.values() if FREE.fullmatch(key))

    def to_json(self) -> str:
        """The map as text, the same for the same map."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> FormMap:
        """The map, checked.

        Raises:
            BadInput: it is none, or it names a field, a unit or a cell that there is not.
        """
        try:
            said = json.loads(text)
            found = cls(
                str(said["sheet"]),
                int(said["first_row"]),
                int(said["last_row"]),
                str(said.get("unit", "万元")),
                {str(k): str(v) for k, v in said.get("columns", {}).items()},
                {str(k): str(v) for k, v in said.get("cells", {}).items()},
            )
        except (ValueError, TypeError, KeyError, AttributeError):
            raise _bad(Text("读不出对应关系", "The mapping cannot be read")) from None
        found._check()
        return found

    def _check(self) -> None:
        if not 1 <= self.first_row <= self.last_row <= 1_048_576 or self.last_row - self.first_row >= MOST_ROWS:
            raise _bad(Text("项目行从第{a}行到第{b}行，不合理", "Rows {a} to {b} cannot be right").with_(a=self.first_row, b=self.last_row))
        if self.unit not in _UNITS:
            raise _bad(Text("金额单位“{u}”不认识", "The unit “{u}” is not known").with_(u=self.unit[:20]))
        if not self.columns:
            raise _bad(Text("还没有指定任何一列", "No column was given a meaning"))
        fields, singles = dict(FIELDS), dict(SINGLES)
        for column, key in self.columns.items():
            if not re.fullmatch(r"[A-Z]{1,3}", column) or not (key in fields or FREE.fullmatch(key)):
                raise _bad(Text("列{c}的内容“{k}”不认识", "Column {c}: “{k}” is not known").with_(c=column[:8], k=key[:40]))
        for cell, key in self.cells.items():
            if not re.fullmatch(r"[A-Z]{1,3}[1-9]\d{0,6}", cell) or key not in singles:
                raise _bad(Text("单元格{c}的内容“{k}”不认识", "Cell {c}: “{k}” is not known").with_(c=cell[:12], k=key[:40]))


def _bad(reason: Text) -> BadInput:
    return BadInput(reason, code="bad_form_map", field="body")


def key_of(column: int) -> str:
    """The field of a free column. `number_of` reads it again.

    >>> key_of(12), number_of("free.12")
    ('free.12', 12)
    """
    return f"free.{column}"


def number_of(key: str) -> int:
    """The number of the free column that a field names."""
    return int(key.removeprefix("free."))


# -- guessing -------------------------------------------------------------------------------------------------------------


def guess(sheet: Sheet, free: Sequence[tuple[str, int]] = ()) -> FormMap:
    """The map that the headings suggest; a form in which nothing is recognised has no columns.

    `free` are names of free columns with their numbers: a heading that says nothing else and has such a name asks for it.
    """
    named = {_plain(name): key_of(number) for name, number in reversed(free) if _plain(name)}
    texts = _spread(sheet)
    best: dict[str, str] = {}
    head = 0
    for number in range(min(len(texts), _HEADINGS_WITHIN)):
        found = _columns(texts, number, named)
        if len(found) >= max(len(best) + 1, 2):
            best, head = found, number
    first = head + 1
    while first < len(texts) and _is_numbering(texts[first]):
        first += 1
    last = _last_row(texts, first)
    unit = next((u for row in texts[: first + 1] for t in row for u in _UNITS if f"单位:{u}" in t or f"({u})" in t), "万元")
    return FormMap(sheet.name, first + 1, last, unit, best, _singles(texts, head))


#: Titles and lines such as '填报单位：' stand above the headings and are none.
_ABOVE_THE_TABLE: Final = re.compile(r":|表$|^附件|^.{31,}$")


def _spread(sheet: Sheet) -> list[list[str]]:
    """The texts of the sheet in one form of writing; what stands over merged cells stands in each of them."""
    texts = [[_plain(shown(cell)) for cell in row] for row in sheet.rows]
    for area in sheet.merged:
        top = area.first_row - 1
        if top < min(_HEADINGS_WITHIN, len(texts)) and area.first_column < sheet.width:
            text = texts[top][area.first_column]
            for row in texts[top : area.last_row]:
                row[area.first_column : area.last_column + 1] = [text] * (min(area.last_column + 1, len(row)) - area.first_column)
    return texts


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _columns(texts: Sequence[Sequence[str]], number: int, named: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for column in range(len(texts[number])):
        above = [texts[n][column] for n in range(max(number - 2, 0), number + 1)]
        here, joined = above[-1], "".join(dict.fromkeys(t for t in above if t and not _ABOVE_THE_TABLE.search(t)))
        key = _amount_of(joined) or _word_of(here) or _word_of(joined) or named.get(here)
        if key is not None and key not in found.values():
            found[letter(column)] = key
    return found


def _is_numbering(row: Sequence[str]) -> bool:
    """A line of column numbers or units under the headings."""
    filled = [t for t in row if t]
    numbers = [t for t in filled if re.fullmatch(r"\(?(?:\d{1,2}|[甲乙丙丁]|万元|亿元)\)?", t)]
    return len(filled) >= 2 and len(numbers) == len(filled)


def _last_row(texts: Sequence[Sequence[str]], first: int) -> int:
    for number in range(first, len(texts)):
        if any(re.match(r"合计|总计|小计|填表人|填报人|负责人|注[::]|备注[::]|说明[::]", t) for t in texts[number]):
            return max(number, first + 1)
    return max(len(texts), first + 30)


_WORDS: Final[tuple[tuple[str, str], ...]] = (
    (r"^序号$|^编号$", "serial"),
    (r"项目代码|项目编码", "code"),
    (r"形象进度|工程进展|进展情况|进度情况", "progress"),
    (r"存在.*问题|主要问题|困难", "problems"),
    (r"协调|需.*解决", "coordination"),
    (r"下步|下一步|工作打算|下月计划", "next_steps"),
    (r"总投资", "total_investment_fen"),
    (r"计划.*开工|拟开工", "planned_start"),
    (r"计划.*(?:竣工|完工)|拟竣工", "planned_finish"),
    (r"开工(?:时间|日期)", "started_on"),
    (r"(?:年度|年|今年)计划", "annual_plan_fen"),
    (r"建设(?:内容|规模)", "summary"),
    (r"建设地点|项目地点", "place"),
    (r"责任单位|牵头单位", "organ"),
    (r"填报单位|报送单位", "unit"),
    (r"建设单位|业主|项目单位", "owner"),
    (r"责任人|联系人|包联", "lead"),
    (r"县区|区县|所属区", "district"),
    (r"^项目(?:名称)?$|项目名称", "name"),
)


def _word_of(text: str) -> str | None:
    return next((key for pattern, key in _WORDS if re.search(pattern, text)), None) if text else None


def _amount_of(text: str) -> str | None:
    if "总投资" in text or ("计划" in text and "下" in text):
        return None
    measure = (
        "workload_fen"
        if re.search(r"工作量|产值", text)
        else "paid_fen"
        if re.search(r"支付|已付|付款|拨付", text)
        else "investment_fen"
        if "投资" in text and re.search(r"完成|累计|本月|当月", text)
        else None
    )
    if measure is None:
        return None
    if re.search(r"开工.*累计|自开工|开累|项目累计", text):
        return f"{measure}.ever"
    if re.search(r"年.*累计|年初|1-\d*月|本年|今年", text):
        return f"{measure}.year"
    return f"{measure}.month" if re.search(r"本月|当月|月", text) else None


def _singles(texts: Sequence[Sequence[str]], head: int) -> dict[str, str]:
    found: dict[str, str] = {}
    for number in range(head):
        seen: set[str] = set()
        for column, text in enumerate(texts[number]):
            if not text or text in seen:
                continue
            seen.add(text)
            for pattern, key in (
                (r"^(?:填报|填表|报送)(?:单位|部门)[::(]", "head.organ"),
                (r"^(?:填报|填表|报送)(?:时间|日期)[::]", "head.today"),
                (r"^(?:报告期|统计月份|月份|报告月份)[::]", "head.period"),
            ):
                if re.match(pattern, text) and key not in found.values():
                    found[f"{letter(column)}{number + 1}"] = key
    return found


# -- filling --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a form is filled in for: the organ's name, the month, the day."""

    organ: str
    period: str
    today: date


Row = Mapping[str, Any]


def cells_for(form: FormMap, sheet: Sheet, rows: Sequence[Row], occasion: Occasion) -> dict[str, Value]:
    """Every cell and what goes into it. A form that lists its projects by name gets each in its own row.

    `rows` hold amounts in fen, other numbers, dates and texts by field key; what is None or absent leaves its cell as it is.

    Raises:
        BadInput: there are more projects than rows, or a project that the form's own list does not have.
    """
    found: dict[str, Value] = {}
    for number, row in _placed(form, sheet, rows):
        for column, key in form.columns.items():
            if key == "serial":
                value: Value | None = Decimal(number - form.first_row + 1) if not _named(form, sheet) else None
            else:
                value = _value(row.get(key), form.unit)
            if value is not None:
                found[f"{column}{number}"] = value
    for cell, key in form.cells.items():
        single = _single(key, rows, occasion, form.unit)
        if single is not None:
            found[cell] = _beside_label(shown(sheet.at(cell)), single)
    return found


def _placed(form: FormMap, sheet: Sheet, rows: Sequence[Row]) -> list[tuple[int, Row]]:
    named = _named(form, sheet)
    if named:
        lost = [str(r.get("name", "")) for r in rows if _plain(str(r.get("name", ""))) not in named]
        if lost:
            raise BadInput(
                Text("表样里没有这些项目：{n}", "The form does not list: {n}").with_(n="、".join(lost[:5])),
                code="not_on_the_form",
                remedy=Text("请上级在表样里补上，或换用空白行的表样", "Have them added to the form, or use one with empty rows"),
            )
        return sorted(((named[_plain(str(r["name"]))], r) for r in rows), key=lambda pair: pair[0])
    room = form.last_row - form.first_row + 1
    if len(rows) > room:
        raise BadInput(
            Text("表样只有 {a} 行，项目有 {b} 个", "The form has {a} rows for {b} projects").with_(a=room, b=len(rows)),
            code="too_few_rows",
            remedy=Text("在表样里多插几行后重新上传", "Insert rows into the blank form and send it again"),
        )
    return list(enumerate(rows, form.first_row))


def _named(form: FormMap, sheet: Sheet) -> dict[str, int]:
    """The rows of a form that lists its projects already, by name; empty for a form with empty rows."""
    column = next((c for c, key in form.columns.items() if key == "name"), None)
    if column is None:
        return {}
    at = column_index(column)
    rows = enumerate(sheet.rows[form.first_row - 1 : form.last_row], form.first_row)
    return {text: n for n, row in rows if at < len(row) and (text := _plain(shown(row[at])))}


def _value(value: Any, unit: str) -> Value | None:
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int):
        return Decimal(value) / FEN_PER[unit]  # type: ignore[index]
    return str(value)


def _single(key: str, rows: Sequence[Row], occasion: Occasion, unit: str) -> Value | None:
    heads: Mapping[str, Callable[[], Value]] = {
        "head.organ": lambda: occasion.organ,
        "head.period": lambda: f"{occasion.period[:4]}年{int(occasion.period[5:7])}月",
        "head.today": lambda: f"{occasion.today.year}年{occasion.today.month}月{occasion.today.day}日",
        "head.count": lambda: Decimal(len(rows)),
    }
    if key in heads:
        return heads[key]()
    given = [v for r in rows if (v := r.get(key.removeprefix("sum."))) is not None]
    return _value(sum(given), unit) if given else None


def _beside_label(there: str, value: Value) -> Value:
    """A cell that says '填报单位：' keeps its label before what is filled in."""
    label = re.match(r"^(.{1,20}?[：:])", there.strip())
    return f"{label[1]}{value}" if label else value
