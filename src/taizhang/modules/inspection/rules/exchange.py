"""Files exchanged with a provincial platform: one header, one hash, rows by fixed columns, as JSON or as CSV. What is read in is checked whole.

The hash is over the canonical table (UTF-8, LF, heading, rows in order), the same for both forms. docs/how-to/rosters.md describes it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text

from . import rosters

FORMAT: Final = "taizhang-exchange"
VERSION: Final = 1
#: Columns by kind. What this side sends: versions of list and rosters, what was drawn, what was found.
SENT: Final[Mapping[str, tuple[str, ...]]] = {
    **rosters.COLUMNS,
    "draws": ("batch", "commitment", "department", "uscc", "name", "number", "substitute"),
    "results": ("visit", "batch", "uscc", "name", "department", "item", "outcome", "completed_on"),
}
#: What it reads in: scores from which classes follow; the list and rosters of another installation; tasks from above.
RECEIVED: Final[Mapping[str, tuple[str, ...]]] = {
    "scores": ("uscc", "score", "scored_on", "overrides", "class"),
    "items": ("code", "name", "basis", "kind", "method", "applies_to", "yearly_limit"),
    "objects": ("uscc", "name", "sector", "park", "tags", "zero_report_year"),
    "tasks": ("number", "title", "department", "mode", "scope", "quantity", "begins_on", "ends_on"),
}
_MOST_ROWS: Final = 100_000
#: Signs that begin a cell, a row or a list, in a file of so many rows: with more a small file would fill the memory when it is read.
_MOST_SIGNS: Final = 3_000_000


@dataclass(frozen=True, slots=True)
class Exchange:
    """One file: what it holds, of where, as of which day, and its rows by column."""

    kind: str
    place: str
    as_of: date
    columns: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]

    @property
    def table(self) -> str:
        """The canonical table over which the hash is."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows(sorted(tuple(row.get(name, "") for name in self.columns) for row in self.rows))
        return out.getvalue()

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.table.encode()).hexdigest()

    @property
    def header(self) -> dict[str, Any]:
        """What stands before the rows in both forms."""
        return {
            "format": FORMAT, "version": VERSION, "kind": self.kind, "place": self.place, "as_of": self.as_of.isoformat(), "sha256": self.sha256,
        }  # fmt: skip

    def as_json(self) -> str:
        """The file as JSON: the header's names and `rows`, a list of objects."""
        lines = list(csv.DictReader(io.StringIO(self.table, newline="")))
        return json.dumps({**self.header, "rows": lines}, ensure_ascii=False, indent=1) + "\n"

    def as_csv(self) -> str:
        """The file as CSV: the header's values in a first line that begins with '#', then the canonical table."""
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerow(["#" + FORMAT, *(str(v) for k, v in self.header.items() if k != "format")])
        return out.getvalue() + self.table


def sent(kind: str, place: str, as_of: date, rows: Iterable[Mapping[str, object]]) -> Exchange:
    """A file of this side.

    Raises:
        KeyError: a kind that is not sent, or a row without one of its columns.
    """
    columns = SENT[kind]
    return Exchange(kind, place, as_of, columns, tuple({name: rosters.cell(row[name]) for name in columns} for row in rows))


def received(content: bytes) -> Exchange:
    """The file, when its header, its columns and its hash are right.

    Raises:
        BadInput: it is not of the format, of another version or kind, or was changed on the way.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refused("encoding", Text("文件不是 UTF-8 编码", "The file is not UTF-8")) from None
    if sum(map(text.count, "[{,\n")) > _MOST_SIGNS:
        raise _refused("rows", Text("行数超过{n}", "More than {n} rows").with_(n=_MOST_ROWS))
    header, rows = _from_json(text) if text.lstrip().startswith("{") else _from_csv(text)
    if header.get("format") != FORMAT or str(header.get("version")) != str(VERSION):
        raise _refused("format", Text("不是第{v}版交换文件", "Not an exchange file of version {v}").with_(v=VERSION))
    kind = str(header.get("kind"))
    if kind not in RECEIVED:
        raise _refused("kind", Text("不接收“{k}”类文件", "Files of the kind “{k}” are not read in").with_(k=kind[:20]))
    found = _exchange(kind, header, rows)
    if found.sha256 != header.get("sha256"):
        raise _refused("hash", Text("内容与哈希不符，文件在途中被改动", "The content does not give its hash: the file was changed on its way"))
    return found


def _exchange(kind: str, header: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> Exchange:
    columns = RECEIVED[kind]
    if len(rows) > _MOST_ROWS:
        raise _refused("rows", Text("行数超过{n}", "More than {n} rows").with_(n=_MOST_ROWS))
    for number, row in enumerate(rows, 1):
        if set(row) != set(columns) or not all(isinstance(v, str) and "\x00" not in v for v in row.values()):
            words = Text("第{n}行的列应为：{c}，值均为文本", "Row {n} has to have the columns {c}, all of them text")
            raise _refused("columns", words.with_(n=number, c=", ".join(columns)))
    try:
        day = date.fromisoformat(str(header.get("as_of")))
    except ValueError:
        raise _refused("as_of", Text("日期应为 2026-01-31 的形式", "The day has to be like 2026-01-31")) from None
    return Exchange(kind, str(header.get("place", ""))[:80], day, columns, tuple(dict(row) for row in rows))


def _from_json(text: str) -> tuple[Mapping[str, Any], Sequence[Mapping[str, Any]]]:
    try:
        found = json.loads(text, object_pairs_hook=_each_once)
        # JSON can name half a character, which is none: it could be neither hashed nor kept nor shown.
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise _refused("json", Text("不是可读的 JSON", "It cannot be read as JSON")) from None
    rows = found.get("rows")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _refused("rows", Text("rows 应为对象的列表", "`rows` has to be a list of objects"))
    return found, rows


def _each_once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    # Of a name that stands twice a reader takes the last value, and a person sees the first.
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found


def _from_csv(text: str) -> tuple[Mapping[str, Any], Sequence[Mapping[str, Any]]]:
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        raise _refused("csv", Text("不是可读的 CSV", "It cannot be read as CSV")) from None
    if len(lines) < 2 or len(lines[0]) != 6 or not lines[0][0].startswith("#"):
        raise _refused("format", Text("首行应为交换文件的表头", "The first line has to be the header of an exchange file"))
    names = ("version", "kind", "place", "as_of", "sha256")
    header = {"format": lines[0][0].removeprefix("#"), **dict(zip(names, lines[0][1:], strict=True))}
    kept = [line for line in lines[2:] if line]
    # A cell that stands in no column would be lost, and the hash would not tell.
    if len(set(lines[1])) < len(lines[1]) or any(len(line) > len(lines[1]) for line in kept):
        raise _refused("columns", Text("有的行比表头长，或列名重复", "A row is longer than the heading, or a column stands twice"))
    return header, [dict(zip(lines[1], line, strict=False)) for line in kept]


def _refused(code: str, why: Text) -> BadInput:
    return BadInput(why, code=code, field="file", remedy=Text("请对方重新导出", "Ask the other side to export it anew"))
