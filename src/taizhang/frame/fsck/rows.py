"""The rows: each version against the entry that wrote it, each row as it is now against its last version."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any, NamedTuple

from django.db import connection

from taizhang.basis.text import Text
from taizhang.kernels.ledger import RowLine, moment, row_digest, row_line, rows_root, store

from ..catalogue import Catalogue
from ..content import columns, content_of, plain
from ..declare import Record
from .findings import Findings
from .payloads import Erased
from .snapshot import all_of, stream

Progress = Callable[[str, int], None]
_BATCH = 2000


def check_rows(catalogue: Catalogue, found: Findings, erased: Erased, progress: Progress) -> int:
    """Every row of every record is what its entries say; gives how many versions were read."""
    kept = _with_rows([record for record in catalogue.records.values() if record.history is not None])
    read = _check_versions(kept, found, erased, progress)
    for record in kept:
        try:
            _check_present(record, found)
        except (TypeError, ValueError, ArithmeticError) as error:
            # A table that cannot be read is a finding, not the end of the check.
            _unreadable(record, found, error)
        progress(record.kind, read)
    return read


def _with_rows(records: Sequence[Record]) -> list[Record]:
    """The records that have a row or a version of one: of a young city many have neither, and one statement says which."""
    if not records:
        return []
    asked = (
        f"SELECT {place} WHERE EXISTS (SELECT 1 FROM {_quoted(record.model)}) OR EXISTS (SELECT 1 FROM {_quoted(record.history)})"  # noqa: S608
        for place, record in enumerate(records)
    )
    return [records[place] for (place,) in sorted(all_of(" UNION ALL ".join(asked)))]


def _quoted(model: Any) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _unreadable(record: Record, found: Findings, error: Exception) -> None:
    text = Text("表中有无法读取的值：{e}", "The table holds a value that cannot be read: {e}")
    found.add("unreadable", record.kind, text.with_(e=f"{type(error).__name__} {error}"[:160]))


# -- versions against entries ----------------------------------------------------------------------------------------


class _Version(NamedTuple):
    entry: str
    line: int
    kind: str
    key: str
    op: Any
    digest: bytes
    right: bool
    at: str


def _versions(record: Record, found: Findings, erased: Erased) -> Iterator[_Version]:
    names = columns(record.model)
    wanted = ("entry", "line", "id", "op", "salt", "digest", "erased", "recorded_from", *names)
    rows = record.history._default_manager.order_by("entry", "line", "history_id").values_list(*wanted)
    try:
        for entry, line, key, op, salt, digest, gone, since, *values in rows.iterator(chunk_size=_BATCH):
            name = str(key)
            right = (
                _emptied(erased.get(f"{record.kind}:{key}"), entry, moment(since), salt, values)
                if gone
                else _digest(salt, record, name, op, values) == bytes(digest)
            )
            place = line if type(line) is int else -1
            yield _Version(entry, place, record.kind, name, op, bytes(digest), right, moment(since))
    except (TypeError, ValueError, ArithmeticError, AttributeError) as error:
        _unreadable(record, found, error)


def _emptied(by: tuple[str, str] | None, entry: str, since: str, salt: Any, values: Sequence[Any]) -> bool:
    """A version without content: an entry erased it afterwards, and nothing stands in its place."""
    return by is not None and since <= by[0] and entry != by[1] and salt is None and all(v is None for v in values)


def _digest(salt: Any, record: Record, key: str, op: Any, values: Sequence[Any]) -> bytes | None:
    try:
        return row_digest(bytes(salt), record.kind, key, op, content_of(record.model, values) if op == "w" else b"")
    except (TypeError, ValueError):
        return None


def _check_versions(kept: Sequence[Record], found: Findings, erased: Erased, progress: Progress) -> int:
    versions = heapq.merge(*(_versions(record, found, erased) for record in kept), key=itemgetter(0, 1))
    groups = groupby(versions, key=itemgetter(0))
    group = next(groups, None)
    read = 0
    for key, at, count, committed in stream("SELECT key, at, rows_count, rows_root FROM ledger_entry ORDER BY key"):
        while group is not None and group[0] < key:
            _unexplained(found, group)
            group = next(groups, None)
        lines = list(group[1]) if group is not None and group[0] == key else []
        if group is not None and group[0] == key:
            group = next(groups, None)
        read += len(lines)
        _check_entry(found, key, at, count, committed, lines)
        if read % 8192 < len(lines):
            progress("rows", read)
    while group is not None:
        _unexplained(found, group)
        group = next(groups, None)
    return read


def _unexplained(found: Findings, group: tuple[str, Iterator[_Version]]) -> None:
    for version in group[1]:
        text = Text("历史版本所指条目{e}不存在", "A version names the entry {e}, which is not there").with_(e=version.entry)
        found.add("no_entry", f"{version.kind}:{version.key}", text)


def _check_entry(found: Findings, key: str, at: str, count: int, committed: Any, lines: list[_Version]) -> None:
    for version in lines:
        where = f"{version.kind}:{version.key}"
        if not version.right:
            text = Text("条目{e}写入的版本后来被改", "The version written by entry {e} was changed afterwards")
            found.add("version", where, text.with_(e=key))
        if version.at != at:
            text = Text("版本的记录时间不是条目{e}的时间", "The version does not begin at the time of entry {e}")
            found.add("version_time", where, text.with_(e=key))
    try:
        same = len(lines) == count and [v.line for v in lines] == list(range(count)) and _root(lines) == bytes(committed)
    except (TypeError, ValueError):
        same = False
    if not same:
        text = Text("条目写入 {n} 行，现存 {m} 个版本，行根不符", "The entry wrote {n} rows; the {m} versions kept do not give its root")
        found.add("rows", key, text.with_(n=count, m=len(lines)))


def _root(lines: Sequence[_Version]) -> bytes:
    return rows_root([row_line(RowLine(v.kind, v.key, v.op, v.digest)) for v in lines])


# -- the present against its last version ----------------------------------------------------------------------------


class _Kept(NamedTuple):
    entry: str
    op: str
    since: datetime
    until: datetime | None
    values: list[Any]


def _check_present(record: Record, found: Findings) -> None:
    names = columns(record.model)
    live = record.model._default_manager.order_by("id").values_list("id", "entry", *names).iterator(chunk_size=_BATCH)
    wanted = ("id", "entry", "op", "recorded_from", "recorded_to", *names)
    past = record.history._default_manager.order_by("id", "history_id").values_list(*wanted).iterator(chunk_size=_BATCH)
    row = next(live, None)
    for key, versions in groupby(past, key=itemgetter(0)):
        while row is not None and row[0] < key:
            _no_entry(record, found, row[0])
            row = next(live, None)
        present = row if row is not None and row[0] == key else None
        _check_row(record, found, key, [_Kept(e, op, a, b, v) for _, e, op, a, b, *v in versions], present)
        if present is not None:
            row = next(live, None)
    while row is not None:
        _no_entry(record, found, row[0])
        row = next(live, None)


def _no_entry(record: Record, found: Findings, key: int) -> None:
    found.add("no_entry_explains", f"{record.kind}:{key}", Text("没有条目说明这一行从何而来", "No entry explains this row"))


def _check_row(record: Record, found: Findings, key: int, versions: list[_Kept], row: tuple[Any, ...] | None) -> None:
    where = f"{record.kind}:{key}"
    for before, after in pairwise(versions):
        if before.until != after.since and before.op == "w":
            text = Text("版本之间的时间不相接（条目{e}）", "Versions do not follow one another in time (entry {e})")
            found.add("version_time", where, text.with_(e=after.entry))
    last = versions[-1]
    if last.op == "d":
        if last.until != last.since:
            found.add("version_time", where, Text("删除的时间不符", "The time of the deletion is not its entry's"))
        if row is not None:
            found.add("removed_but_there", where, Text("已删除的行又出现了", "A row that was removed is there"))
        return
    if last.until is not None:
        found.add("version_time", where, Text("最后一个版本被标为已结束", "The last version is marked as ended"))
    if row is None:
        text = Text("该行不见了，没有删除记录；最后由{by}写入", "The row is gone without a deletion; last written {by}")
        found.add("row_missing", where, text.with_(by=_last_writer(last.entry)))
        return
    differing = [n for n, a, b in zip(columns(record.model), row[2:], last.values, strict=True) if a != b and _plain(a) != _plain(b)]
    if row[1] != last.entry:
        differing.append("entry")
    if differing:
        text = Text("与记录不符的列：{c}；最后由{by}写入", "Explained differently in {c}; last written {by}")
        found.add("explained_differently", where, text.with_(c=", ".join(differing), by=_last_writer(last.entry)))


def _plain(value: Any) -> Any:
    try:
        return plain(value)
    except TypeError:
        return repr(value)


def _last_writer(entry: str) -> Text:
    try:
        read = store.read(entry)
    except (TypeError, ValueError):
        read = None
    if read is None:
        return Text("（条目{e}不存在）", "(entry {e} is not there)").with_(e=entry)
    return Text("{a}于{t}（{n}，条目{e}）", "by {a} at {t} ({n}, entry {e})").with_(a=read.actor, t=read.at, n=read.action, e=entry)
