"""How a sheet of a list or roster is read: rows that can go in, and what is wrong by cell; a wrong cell holds its row back whole.

Nothing here knows the database: what has to be known of it is told as `Known`. Cells come as text, an error value as None.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from taizhang.basis.civil_dates import CivilDate, read_date
from taizhang.basis.errors import BadInput
from taizhang.basis.identifiers import credit_code
from taizhang.basis.text import Text

from .. import terms
from .rosters import TOP, item_code, reckons, visible

#: In how many rows from the top the headings are looked for.
_HEADING_ROWS: Final = 10
_ABSENT: Final = frozenset({"", "-", "--", "—", "/", "无", "N/A", "NULL"})
_YES: Final = frozenset({"是", "Y", "YES", "TRUE", "1", "√", "✓"})
_NO: Final = frozenset({"否", "N", "NO", "FALSE", "0", "×"})

Line = Sequence[str | None]
#: A reader gives the canonical text of a cell, or says why it cannot.
Reader = Callable[[str], str | Text]


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its name, and its rows from row 1 and column A on."""

    name: str
    rows: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet: the key of its value, its headings (the first is the usual one), how it is read."""

    key: str
    headings: tuple[str, ...]
    read: Reader
    needed: bool = False
    longest: int = 200

    def heading(self, lang: str) -> str:
        """The usual heading in a language: the last one is English."""
        return self.headings[-1] if lang == "en" else self.headings[0]


@dataclass(frozen=True, slots=True)
class Problem:
    """One cell and what is wrong with it: sheet, row and letter as an office program shows them."""

    sheet: str
    row: int
    letter: str
    column: str
    code: str
    zh: str
    en: str
    shown: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the register has: credit codes of firms, those in the roster, those of other places, how many people and inspectors have a name, names of organs."""

    firms: frozenset[str] = frozenset()
    listed: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()
    people: Mapping[str, int] = field(default_factory=dict)
    inspectors: Mapping[str, int] = field(default_factory=dict)
    organs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Parsed:
    """One row: where it stands, its cells as they are, and its values by key."""

    sheet: str
    row: int
    raw: tuple[str, ...]
    values: Mapping[str, str]


@dataclass(slots=True)
class Read:
    """What some sheets hold: rows in order, headings as they were found, and problems by cell."""

    kind: str
    rows: list[Parsed] = field(default_factory=list)
    headings: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    #: Letter and heading of each column that was recognised, by (sheet, key).
    places: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)

    def say(self, row: Parsed, key: str, code: str, why: Text) -> None:
        """Something is wrong with a cell of a row, which is held back."""
        letter, heading = self.places.get((row.sheet, key), ("A", ""))
        self.problems.append(Problem(row.sheet, row.row, letter, heading, code, why.zh, why.en, row.values.get(key, "")[:60]))

    @property
    def held(self) -> dict[tuple[str, int], list[Problem]]:
        """The rows that are held back, with what is wrong with them."""
        found: dict[tuple[str, int], list[Problem]] = {}
        for problem in self.problems:
            found.setdefault((problem.sheet, problem.row), []).append(problem)
        return found

    @property
    def accepted(self) -> list[dict[str, str]]:
        """The rows that can go in, with where each stands."""
        held = self.held
        return [{**row.values, "at": f"{row.sheet}!{row.row}"[:60]} for row in self.rows if (row.sheet, row.row) not in held]

    def held_lines(self) -> Iterator[list[str]]:
        """The rows that are held back as they came, each with its place and the reason: nothing is lost."""
        held = self.held
        for row in self.rows:
            if found := held.get((row.sheet, row.row)):
                yield [row.sheet, str(row.row), "；".join(f"{p.letter}{p.row} {p.zh}" for p in found), *row.raw]


# -- readers of cells ---------------------------------------------------------------------------------------------------------


def _text(cell: str) -> str | Text:
    return _FORMULA if reckons(visible(cell)) else visible(cell)


def _item_code(cell: str) -> str | Text:
    return _FORMULA if reckons(visible(cell)) else item_code(cell)


_FORMULA: Final = Text("不能以 = + - @ 开头（会被当作公式）", "may not begin with = + - @: it would be taken for a formula")


def _code(cell: str) -> str | Text:
    try:
        return credit_code(cell).code
    except BadInput as refused:
        return refused.reason


def _day(cell: str) -> str | Text:
    found = read_date(cell.removesuffix(" 00:00:00"))
    if isinstance(found, CivilDate) and found.precision == "day":
        return found.first_day.isoformat()
    return Text("不是完整的日期", "not a full date")


def _month(cell: str) -> str | Text:
    found = read_date(cell.removesuffix(" 00:00:00"))
    if isinstance(found, CivilDate) and found.precision != "year":
        return found.first_day.isoformat()
    return Text("不是月份或日期", "neither a month nor a date")


def _number(least: int, most: int) -> Reader:
    def read(cell: str) -> str | Text:
        if cell.isascii() and cell.isdigit() and len(cell) < 7 and least <= int(cell) <= most:
            return str(int(cell))
        return Text("应为 {a} 到 {b} 的整数", "has to be a whole number from {a} to {b}").with_(a=least, b=most)

    return read


def _choice(words: terms.Words) -> Reader:
    known = {name.upper(): key for key, label in words for name in (key, label.zh, label.en)}

    def read(cell: str) -> str | Text:
        shown = "、".join(label.zh for _, label in words), ", ".join(label.en for _, label in words)
        return known.get(visible(cell).upper()) or Text("应为：{w}", "has to be one of: {w}").with_(w=Text(*shown))

    return read


def _flag(cell: str) -> str | Text:
    word = cell.strip().upper()
    return "1" if word in _YES else "" if word in _NO else Text("应为“是”或“否”", "has to be yes or no")


def _overrides(cell: str) -> str | Text:
    known = {name: key for key, label in terms.OVERRIDES for name in (key, label.zh, label.en)}
    parts = [part.strip() for part in cell.replace("；", "、").replace(";", "、").split("、") if part.strip()]
    unknown = [part for part in parts if part not in known]
    if unknown:
        return Text("没有“{u}”这种情形", "there is no override “{u}”").with_(u=unknown[0])
    return " ".join(sorted({known[part] for part in parts}))


_CODE = Column("uscc", ("统一社会信用代码", "信用代码", "Unified social credit code"), _code, needed=True)
_LISTED_NAME = Column("firm", ("企业名称", "经营主体", "Firm"), _text, longest=200)
_WHO = Column("name", ("姓名", "检查人员", "Name"), _text, needed=True, longest=60)
_LETTERS: Final = tuple((key, Text(key, key)) for key, _ in terms.CLASSES)

COLUMNS: Final[Mapping[str, tuple[Column, ...]]] = {
    "items": (
        Column("code", ("事项编码", "编码", "Code"), _item_code, needed=True, longest=40),
        Column("name", ("事项名称", "抽查事项", "Item"), _text, needed=True),
        Column("basis", ("检查依据", "依据", "Legal basis"), _text, needed=True, longest=400),
        Column("kind", ("事项类别", "Kind"), _choice(terms.ITEM_KINDS)),
        Column("method", ("检查方式", "Method"), _choice(terms.ITEM_METHODS)),
        Column("applies_to", ("检查对象", "For which firms"), _text, longest=80),
        Column("yearly_limit", ("年度频次上限", "频次上限", "At most a year"), _number(1, 365)),
        Column("valid_from", ("施行日期", "In force from"), _day),
        Column("name_en", ("英文名称", "Name in English"), _text, longest=300),
    ),
    "objects": (
        _CODE,
        _LISTED_NAME,
        Column("sector", ("行业代码", "Sector"), _text, longest=8),
        Column("park", ("所在园区", "园区", "Park"), _text, longest=80),
        Column("tags", ("标签", "Tags"), _text),
        Column("zero_report_year", ("年报全零年度", "Year of an all-zero report"), _number(2013, 2199)),
    ),
    "scores": (
        _CODE,
        _LISTED_NAME,
        Column("score", ("风险分值", "分值", "Score of risk"), _number(0, TOP), needed=True),
        Column("scored_on", ("分值日期", "月份", "Scored on"), _month, needed=True),
        Column("overrides", ("直接判定情形", "Overrides"), _overrides),
        Column("class", ("信用风险分类", "Class of risk"), _choice(_LETTERS)),
    ),
    "inspectors": (
        _WHO,
        Column("standing", ("人员身份", "身份", "Employed as"), _choice(terms.STANDINGS), needed=True),
        Column("certificate", ("执法证号", "Certificate no."), _text, longest=40),
        Column("certificate_until", ("证件有效期至", "有效期至", "Certificate valid until"), _day),
        Column("may_lead", ("可任组长", "May lead"), _flag),
        Column("fields", ("业务领域", "Fields"), _text),
    ),
    "interests": (
        _WHO,
        _CODE,
        _LISTED_NAME,
        Column("kind", ("回避事由", "Why"), _choice(terms.INTEREST_KINDS), needed=True),
        Column("since", ("开始日期", "Since"), _day),
        Column("note", ("说明", "Note"), _text),
    ),
    "tasks": (
        Column("number", ("任务编号", "Task no."), _text, longest=60),
        Column("title", ("批次名称", "任务名称", "Name of the batch"), _text, needed=True, longest=120),
        Column("department", ("发起部门", "Initiating department"), _text, needed=True, longest=120),
        Column("mode", ("抽查方式", "Mode"), _choice(terms.MODES), needed=True),
        Column("scope", ("抽查范围", "Whom it concerns"), _text, needed=True),
        Column("quantity", ("抽查数量", "How many"), _text, needed=True, longest=120),
        Column("begins_on", ("开始日期", "Begins on"), _day, needed=True),
        Column("ends_on", ("结束日期", "Ends on"), _day, needed=True),
    ),
}
#: What tells the rows of a sheet apart: a second row of the same is held back.
KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "items": ("code",),
    "objects": ("uscc",),
    "scores": ("uscc",),
    "inspectors": ("name",),
    "interests": ("name", "uscc", "kind"),
    "tasks": ("title", "begins_on"),
}
CODE_WORDS: Final[Mapping[str, Text]] = {
    "cell": Text("格式不对", "Not of the right form"),
    "lost": Text("公式出错或没有值", "An error value, or a formula without a value"),
    "missing": Text("没有填", "Not given"),
    "too_long": Text("过长", "Too long"),
    "duplicate": Text("重复", "The same row twice"),
    "no_firm": Text("登记簿里没有", "Not in the register of firms"),
    "not_listed": Text("不在名录库里", "Not in the roster"),
    "elsewhere": Text("登记在别的区划", "Registered in another place"),
    "no_person": Text("没有这个人", "Nobody of this name"),
    "several": Text("有重名", "Several of this name"),
    "half": Text("证号和有效期缺一", "Certificate or expiry missing"),
    "not_an_officer": Text("不能任组长", "May not lead"),
    "no_organ": Text("没有这个机构", "No such organ"),
    "other_class": Text("分类与分值不符", "Class and score disagree"),
}


def read(kind: str, tables: Sequence[Table]) -> Read:
    """What the sheets of a workbook hold of a kind; sheets without its headings are passed over.

    Raises:
        BadInput: no sheet has the headings that are needed.
    """
    found = Read(kind)
    for table in tables:
        at = _heading_row(kind, table)
        if at is not None:
            _read_table(found, table, at)
    if not found.headings:
        needed = [c for c in COLUMNS[kind] if c.needed]
        called = Text("、".join(c.heading("zh") for c in needed), ", ".join(c.heading("en") for c in needed))
        raise BadInput(
            Text("没有找到表头：{c}", "The headings were not found: {c}").with_(c=called), code="no_column", field="file",
            remedy=Text("首行写列名，或下载空白表填写", "Put the names of columns in the first row, or fill in the blank sheet"),
        )  # fmt: skip
    return found


def _columns_of(kind: str, line: Line) -> dict[str, int]:
    by_heading = {_plain(cell): i for i, cell in reversed(list(enumerate(line))) if cell}
    found = {c.key: next((by_heading[_plain(h)] for h in c.headings if _plain(h) in by_heading), -1) for c in COLUMNS[kind]}
    return {key: i for key, i in found.items() if i >= 0}


def _plain(heading: str) -> str:
    return "".join(heading.split()).rstrip("*＊").upper()


def _heading_row(kind: str, table: Table) -> int | None:
    needed = {c.key for c in COLUMNS[kind] if c.needed}
    return next((i for i, line in enumerate(table.rows[:_HEADING_ROWS]) if needed <= set(_columns_of(kind, line))), None)


def _read_table(found: Read, table: Table, at: int) -> None:
    headings, where = table.rows[at], _columns_of(found.kind, table.rows[at])
    found.headings = found.headings or tuple(cell or "" for cell in headings)
    for key, index in where.items():
        found.places[table.name, key] = (_letter(index), headings[index] or "")
    columns = [(c, where[c.key]) for c in COLUMNS[found.kind] if c.key in where]
    for number, line in enumerate(table.rows[at + 1 :], at + 2):
        if any(cell is None or cell.strip() for cell in line):
            _read_row(found, table.name, number, line, columns)


def _read_row(found: Read, sheet: str, number: int, line: Line, columns: Sequence[tuple[Column, int]]) -> None:
    values: dict[str, str] = {}
    wrong: list[tuple[str, str, Text]] = []
    for column, index in columns:
        cell = line[index] if index < len(line) else ""
        if cell is None:
            wrong.append((column.key, "lost", Text("公式出错或没有值", "an error value, or a formula without a value")))
            continue
        given = "" if cell.strip().upper() in _ABSENT else cell.strip()
        values[column.key] = given
        if "\x00" in given or len(given) > column.longest:
            wrong.append((column.key, "too_long", Text("超过{n}个字符", "longer than {n} characters").with_(n=column.longest)))
        elif not given and column.needed:
            wrong.append((column.key, "missing", Text("没有填", "not given")))
        elif given:
            answer = column.read(given)
            if isinstance(answer, Text):
                wrong.append((column.key, "cell", answer))
            else:
                values[column.key] = answer
    row = Parsed(sheet, number, tuple(_raw(cell) for cell in line), {k: v for k, v in values.items() if v})
    found.rows.append(row)
    for key, code, why in wrong:
        found.say(row, key, code, why)


def _raw(cell: str | None) -> str:
    return "#" if cell is None else cell.replace("\x00", "")


def _letter(index: int) -> str:
    text, n = "", index + 1
    while n:
        n, rest = divmod(n - 1, 26)
        text = chr(65 + rest) + text
    return text


# -- against what the register has ----------------------------------------------------------------------------------------


def against(found: Read, known: Known, letter_of: Callable[[int, date, str], str]) -> None:
    """Rows that can be read and that the register does not bear out are held back too.

    `letter_of` says the class of a score, a day and overrides.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    told = {(p.sheet, p.row) for p in found.problems}
    for row in found.rows:
        if (row.sheet, row.row) in told:
            continue
        key = tuple(row.values.get(name, "") for name in KEYS[found.kind])
        seen[key] += 1
        if seen[key] > 1 and all(key):
            found.say(row, KEYS[found.kind][0], "duplicate", Text("与前面一行重复", "the same as a row above"))
        for name, code, why in _unborne(found.kind, row.values, known, letter_of):
            found.say(row, name, code, why)


def _unborne(kind: str, row: Mapping[str, str], known: Known, letter_of: Callable[[int, date, str], str]) -> Iterator[tuple[str, str, Text]]:
    code = row.get("uscc", "")
    if kind in ("objects", "interests") and code and code not in known.firms:
        yield "uscc", "no_firm", Text("登记簿里没有这个代码", "no firm of the register has this code")
    if kind == "objects" and code in known.elsewhere:
        yield "uscc", "elsewhere", Text("该主体登记在别的区划", "the firm is registered in another place")
    if kind == "scores" and code and code not in known.listed:
        yield "uscc", "not_listed", Text("不在本地名录库里", "not in the roster of this place")
    if kind in ("inspectors", "interests") and row.get("name"):
        count = (known.people if kind == "inspectors" else known.inspectors).get(row["name"], 0)
        if count == 0:
            yield "name", "no_person", Text("本地没有这个人，或不在名录库里", "nobody of this name here, or not in the roster")
        elif count > 1:
            yield "name", "several", Text("有{n}个同名的人，请在页面上登记", "{n} people have this name: enter them on a page").with_(n=count)
    if kind == "inspectors":
        if bool(row.get("certificate")) != bool(row.get("certificate_until")):
            yield "certificate", "half", Text("执法证号和有效期应一并填写", "a certificate is given with its expiry")
        if row.get("may_lead") and row.get("standing") != "official":
            yield "may_lead", "not_an_officer", Text("只有执法人员可任组长", "only an officer leads a team")
    if kind == "tasks" and row.get("department") and row["department"] not in known.organs:
        yield "department", "no_organ", Text("没有这个机构", "there is no organ of this name")
    if kind == "scores" and row.get("class") and row.get("score") and row.get("scored_on"):
        letter = letter_of(int(row["score"]), date.fromisoformat(row["scored_on"]), row.get("overrides", ""))
        if letter != row["class"]:
            yield "class", "other_class", Text("按规则应为{l}类", "by the rule it is {l}").with_(l=letter)
