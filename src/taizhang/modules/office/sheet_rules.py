"""How CSV files of firms and of administrative divisions are read: rows that can go in, and what is wrong by row and column.

A blocking problem holds its row back. A notice lets the row in and says what it goes without: a district that no address
names is not guessed, a date that cannot be read is left out. Nothing here knows the database: a process of its own reads.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from taizhang.basis.address import AddressReader, Locality, Located
from taizhang.basis.capital import Unread, read_capital
from taizhang.basis.civil_dates import CivilDate, read_date
from taizhang.basis.errors import BadInput
from taizhang.basis.identifiers import credit_code
from taizhang.basis.text import Text

#: Problems that are told one by one; of more than these only the counts are.
MOST_TOLD = 10_000
#: A file with more rows than this is not a register of one city; a cell longer than this is not a cell.
MOST_ROWS, LONGEST_CELL = 400_000, 20_000
_ABSENT = frozenset({"", "-", "--", "—", "/", "N/A", "NA", "NULL", "无"})

#: Columns of the register of firms, by their headings, and how long each may be.
FIRM_COLUMNS: dict[str, tuple[str, int]] = {
    "企业名称": ("name", 200),
    "统一社会信用代码": ("uscc", 40),
    "注册日期": ("registered_on", 40),
    "企业类型": ("kind", 80),
    "注册资金": ("capital", 80),
    "经营范围": ("scope", LONGEST_CELL),
    "注册地址": ("address", 300),
}
_NEEDED = ("企业名称", "统一社会信用代码")


#: What a kind of problem is called, by its code.
CODE_WORDS: dict[str, Text] = {
    "cells": Text("格数与表头不符", "Other cells than headings"),
    "cell": Text("不能保存的字符", "Characters that cannot be kept"),
    "too_long": Text("过长", "Too long"),
    "no_name": Text("没有名称", "No name"),
    "bad_name": Text("名称不合要求", "Unfit name"),
    "bad_code": Text("代码有误", "Wrong code"),
    "bad_parent": Text("上级代码有误", "Wrong code above"),
    "no_parent": Text("没有上级区划", "No place above"),
    "duplicate": Text("代码重复", "The same code twice"),
    "same_name": Text("同名", "The same name"),
    "outside": Text("不在所选区划内", "Outside the chosen place"),
    "bad_date": Text("日期不完整", "Not a full date"),
    "address_empty": Text("没有地址", "No address"),
    "address_not_named": Text("地址未写明区县", "No district in the address"),
    "address_elsewhere": Text("地址在本市以外", "Address outside the city"),
    "address_several": Text("地址写了几个区县", "Several districts in the address"),
    "capital_negative": Text("资金为负数", "Negative capital"),
    "capital_unreadable": Text("资金无法识别", "Capital not readable"),
    "capital_unknown_currency": Text("币种无法识别", "Unknown currency"),
    "capital_finer_than_minor_unit": Text("资金细于最小单位", "Capital finer than its unit"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One cell and what is wrong with it: row as an office program numbers it, letter and heading of the column."""

    file: str
    row: int
    letter: str
    column: str
    code: str
    zh: str
    en: str
    shown: str
    blocking: bool


@dataclass(frozen=True, slots=True)
class Where:
    """The place that files are read for: its path and code, the city's name and localities, and known codes below it."""

    path: str
    code: str = ""
    city: str = ""
    localities: tuple[Locality, ...] = ()
    known: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(slots=True)
class Found:
    """What has been found so far: lines in all and of other places, problems to be told, counts of all of them."""

    total: int = 0
    outside: int = 0
    blocking: int = 0
    problems: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    held: set[tuple[str, int]] = field(default_factory=set)

    def say(self, problem: Problem) -> None:
        """The problem is counted, and told unless there are too many."""
        self.counts[problem.code] += 1
        if problem.blocking:
            self.blocking += 1
            self.held.add((problem.file, problem.row))
        if len(self.problems) < MOST_TOLD:
            self.problems.append(problem)


# -- reading a CSV file ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows of one file by heading, each with its number; they can be gone through once."""

    name: str
    headings: tuple[str, ...]
    lines: Iterator[tuple[int, list[str]]]

    def problem(self, row: int, heading: str, code: str, reason: Text, shown: str, *, blocking: bool = True) -> Problem:
        at = self.headings.index(heading) if heading in self.headings else 0
        return Problem(
            self.name, row, _letter(at), heading, code, reason.zh, reason.en, shown[:60].replace("\x00", ""), blocking
        )


def _letter(index: int) -> str:
    """The letter of a column: A, B, ..., Z, AA."""
    text, n = "", index + 1
    while n:
        n, rest = divmod(n - 1, 26)
        text = chr(65 + rest) + text
    return text


def _table(name: str, content: bytes) -> _Table:
    lines = _parsed(name, content)
    first = next(lines, (0, []))[1]
    return _Table(name, tuple(first), _counted(name, lines))


def _parsed(name: str, content: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(_decoded(content), newline=""), strict=True), 1):
            if any(cell.strip() for cell in cells):
                yield number, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise BadInput(
            Text("“{f}”不是可读的 CSV：{e}", "“{f}” cannot be read as CSV: {e}").with_(f=name, e=error),
            code="not_csv",
            field="file",
            remedy=Text("在办公软件里另存为 CSV（UTF-8）", "Save it as CSV (UTF-8) in your office program"),
        ) from None


def _counted(name: str, lines: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    count = 0
    for count, line in enumerate(lines, 1):
        if count >= MOST_ROWS:
            break
        yield line
    if not 1 <= count < MOST_ROWS:
        raise BadInput(
            Text("“{f}”没有数据行，或行数超过{n}", "“{f}” has no rows of data, or more than {n}").with_(
                f=name, n=MOST_ROWS
            ),
            code="no_rows",
            field="file",
        )


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput(
        Text("文件既不是 UTF-8 也不是 GB18030 编码", "The file is neither UTF-8 nor GB18030"),
        code="bad_encoding",
        field="file",
        remedy=Text("另存为 CSV（UTF-8）", "Save it as CSV (UTF-8)"),
    )


def _need_columns(table: _Table, wanted: Iterable[str]) -> None:
    absent = [h for h in wanted if h not in table.headings]
    if absent:
        raise BadInput(
            Text("“{f}”缺少列：{c}", "“{f}” lacks the columns: {c}").with_(f=table.name, c="、".join(absent)),
            code="no_column",
            field="file",
            remedy=Text("首行应为列名", "The first line has to name the columns"),
        )


def _cells(table: _Table, row: int, cells: Sequence[str], found: Found) -> dict[str, str] | None:
    """The cells of a line by heading, None when it has other cells than the file has headings."""
    if len(cells) != len(table.headings):
        words = Text("这一行有{n}格，表头有{m}格", "This line has {n} cells, the first line {m}").with_(
            n=len(cells), m=len(table.headings)
        )
        found.say(table.problem(row, table.headings[0], "cells", words, ""))
        return None
    by_heading = dict(zip(table.headings, cells, strict=True))
    for heading, cell in by_heading.items():
        if "\x00" in cell or len(cell) > LONGEST_CELL:
            words = Text(
                "这一格含有不能保存的字符，或过长", "This cell has a character that cannot be kept, or is too long"
            )
            found.say(table.problem(row, heading, "cell", words, cell))
            return None
    return by_heading


# -- firms ----------------------------------------------------------------------------------------------------------------


def firms(name: str, content: bytes, where: Where, found: Found) -> Iterator[dict[str, Any]]:
    """The canonical rows of the firms of a file that can go in; each one's district is the one that its address names.

    Raises:
        BadInput: not a CSV file, or a column that is needed is absent.
    """
    table = _table(name, content)
    _need_columns(table, _NEEDED)
    reader = _Firms(table, where, found)
    for row, cells in table.lines:
        found.total += 1
        by_heading = _cells(table, row, cells, found)
        canonical = reader.read(row, by_heading) if by_heading is not None else None
        if canonical is not None:
            yield canonical


class _Firms:
    """One file of firms while it is read: which codes and names came before, and the reader of addresses."""

    def __init__(self, table: _Table, where: Where, found: Found) -> None:
        self.table, self.where, self.found = table, where, found
        self.reader = AddressReader(where.city, where.localities)
        self.codes: dict[str, int] = {}
        self.names: dict[str, int] = {}

    def read(self, row: int, cells: Mapping[str, str]) -> dict[str, Any] | None:
        """The canonical row, None when it is held back."""
        given = {key: _present(cells.get(h, "")) for h, (key, _) in FIRM_COLUMNS.items()}
        before = self.found.blocking
        too_long = [h for h, (key, most) in FIRM_COLUMNS.items() if len(given[key]) > most]
        for heading in too_long:
            words = Text("超过{n}个字符", "longer than {n} characters").with_(n=FIRM_COLUMNS[heading][1])
            self._say(row, heading, "too_long", words, cells[heading])
        if not given["name"]:
            self._say(row, "企业名称", "no_name", Text("没有名称", "no name"), "")
        given["uscc"] = self._code(row, given["uscc"])
        path = self._path(row, given["address"])
        if self.found.blocking > before:
            return None
        self._same_name(row, given["name"])
        given["registered_on"] = self._day(row, given["registered_on"])
        self._capital(row, given["capital"])
        plain: dict[str, Any] = {key: value for key, value in given.items() if value}
        return plain if path is None else plain | {"path": path}

    def _say(self, row: int, heading: str, code: str, reason: Text, shown: str, *, blocking: bool = True) -> None:
        self.found.say(self.table.problem(row, heading, code, reason, shown, blocking=blocking))

    def _code(self, row: int, raw: str) -> str:
        heading = "统一社会信用代码"
        try:
            code = credit_code(raw).code
        except BadInput as refused:
            self._say(row, heading, "bad_code", refused.reason, raw)
            return ""
        first = self.codes.setdefault(code, row)
        if first != row:
            words = Text("与第{n}行的代码相同", "The same code as in row {n}").with_(n=first)
            self._say(row, heading, "duplicate", words, raw)
        return code

    def _same_name(self, row: int, name: str) -> None:
        first = self.names.setdefault(name, row)
        if first != row:
            words = Text("与第{n}行同名，代码不同", "The same name as in row {n}, with another code").with_(n=first)
            self._say(row, "企业名称", "same_name", words, name, blocking=False)

    def _path(self, row: int, address: str) -> list[str] | None:
        """Keys from the place down to the district that the address names; None for an address outside the city."""
        heading = "注册地址"
        found = self.reader.locate(address)
        if isinstance(found, Located):
            if found.key.startswith(self.where.path):
                return (
                    found.key.removeprefix(self.where.path).strip("/").split("/")
                    if found.key != self.where.path
                    else []
                )
            words = Text("“{w}”不在导入的区划内", "“{w}” is not within the place of this import").with_(w=found.word)
            self._say(row, heading, "outside", words, address)
            return None
        self._say(row, heading, f"address_{found.code}", found.reason, address, blocking=False)
        return None if found.code == "elsewhere" else []

    def _day(self, row: int, raw: str) -> str:
        found = read_date(raw) if raw else None
        if isinstance(found, CivilDate) and found.precision == "day":
            return date(found.year, found.month or 1, found.day or 1).isoformat()
        if raw:
            words = Text("不是完整的日期，未导入", "not a full date; left out")
            self._say(row, "注册日期", "bad_date", words, raw, blocking=False)
        return ""

    def _capital(self, row: int, raw: str) -> None:
        found = read_capital(raw)
        if raw and isinstance(found, Unread) and found.code != "not_stated":
            self._say(row, "注册资金", f"capital_{found.code}", found.reason, raw, blocking=False)


def _present(cell: str) -> str:
    """What a cell says; nothing where it says that there is nothing."""
    return "" if cell.upper() in _ABSENT else cell


# -- divisions ------------------------------------------------------------------------------------------------------------

_KINDS = {2: "province", 4: "city", 6: "county", 9: "street", 12: "community"}
_PARENTS = {"streetCode": 9, "areaCode": 6, "cityCode": 4, "provinceCode": 2}


def divisions(sheets: Sequence[tuple[str, bytes]], where: Where, found: Found) -> Iterator[dict[str, Any]]:
    """The canonical rows of the divisions of some files below a place, those above first; others are counted and passed over.

    Raises:
        BadInput: not a CSV file, or a column that is needed is absent.
    """
    lines = [line for name, content in sheets for line in _lines(_table(name, content), found)]
    below = [line for line in lines if line.code.startswith(where.code) and line.code != where.code]
    found.outside = len(lines) - len(below)
    tree = _Tree(where, found)
    # Codes of a level are longer than those of the level above.
    for line in sorted(below, key=lambda each: (len(each.code), each.code)):
        row = tree.add(line)
        if row is not None:
            yield row


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a file of divisions."""

    table: _Table
    row: int
    code: str
    name: str
    parent: str


def _lines(table: _Table, found: Found) -> Iterator[_Line]:
    _need_columns(table, ("code", "name"))
    above = next((h for h in _PARENTS if h in table.headings), None)
    for row, raw in table.lines:
        found.total += 1
        cells = _cells(table, row, raw, found)
        if cells is None:
            continue
        code, name = cells["code"], cells["name"]
        parent = cells[above] if above else ""
        if not code.isdigit() or not code.isascii() or len(code) not in _KINDS:
            words = Text("代码应为2、4、6、9或12位数字", "A code is 2, 4, 6, 9 or 12 digits")
            found.say(table.problem(row, "code", "bad_code", words, code))
        elif above and (len(parent) != _PARENTS[above] or not code.startswith(parent)):
            words = Text("上级代码与本级代码不一致", "The code above does not begin this one")
            found.say(table.problem(row, above, "bad_parent", words, parent))
        elif not 1 <= len(name) <= 80:
            words = Text("名称为空或超过80个字符", "The name is empty or longer than 80 characters")
            found.say(table.problem(row, "name", "bad_name", words, name))
        else:
            yield _Line(table, row, code, name, parent)


class _Tree:
    """The places below one as the register has them and the files add to them: keys from the top down, by code."""

    def __init__(self, where: Where, found: Found) -> None:
        self.found = found
        self.paths: dict[str, list[str]] = {where.code: [], **{code: list(keys) for code, keys in where.known.items()}}
        self.seen: dict[str, tuple[str, int]] = {}

    def add(self, line: _Line) -> dict[str, Any] | None:
        """The canonical row, None when it is held back."""
        first = self.seen.setdefault(line.code, (line.table.name, line.row))
        if first != (line.table.name, line.row):
            words = Text("与“{f}”第{n}行的代码相同", "The same code as in “{f}”, row {n}").with_(f=first[0], n=first[1])
            self.found.say(line.table.problem(line.row, "code", "duplicate", words, line.code))
            return None
        above = self.paths.get(line.parent or next((line.code[:n] for n in (9, 6, 4, 2) if n < len(line.code)), ""))
        if above is None:
            words = Text(
                "上级区划不在登记簿里，也不在这些文件里",
                "The place above is neither in the register nor in these files",
            )
            self.found.say(line.table.problem(line.row, "code", "no_parent", words, line.code))
            return None
        path = self.paths.setdefault(line.code, [*above, line.code])
        return {"path": path, "name": line.name, "kind": _kind(line.code), "code": line.code}


def _kind(code: str) -> str:
    # Statistics number development zones from 71 on among the county-level units.
    return "zone" if len(code) == 6 and "71" <= code[4:] <= "80" else _KINDS[len(code)]
