"""The index of a record as a projection: made anew from the rows, and checked against them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from typing import Any

from django.db import connection, transaction

from taizhang.basis.grams import VERSION
from taizhang.basis.text import Text

from ..declare import Projection, Record
from ..models import Derived
from .column import SOUGHT, Sought, index_of, sought_of, vector
from .tables import is_whole, make, triggers

_BATCH = 2000
_Row = tuple[int, str | None, str]


def projection_of(record: Record) -> Projection:
    """The index of a record that can be searched."""
    label = Text("检索索引：{l}", "Search index: {l}").with_(l=record.label)
    return Projection(f"search:{record.kind}", label, partial(rebuild, record), partial(verify, record))


def _sought(record: Record) -> Sought:
    found = sought_of(record.model)
    assert found is not None
    return found


def shape(record: Record) -> str:
    """By which rule the index of a record is made: another one means that it has to be made anew."""
    sought = _sought(record)
    return f"{VERSION} {' '.join(sought.columns)}{' *' if sought.when else ''}"


def is_current(record: Record) -> bool:
    """True when the index is there and was made by the present rule; by no rule yet, when no row waits for it."""
    if not is_whole(record.model._meta.db_table):
        return False
    made = Derived.objects.filter(key=record.kind).values_list("shape", flat=True).first()
    return made == shape(record) if made is not None else not _waiting(record)


def _waiting(record: Record) -> bool:
    return bool(record.model._default_manager.filter(**{f"{SOUGHT}__isnull": True}).exists())


def bring_up_to_date(records: Iterable[Record]) -> list[Record]:
    """Indexes that are absent or made by another rule are made anew, and it is written down by which; gives their records."""
    stale = []
    for record in records:
        if is_current(record):
            _made(record)
        else:
            rebuild(record)
            stale.append(record)
    return stale


def _made(record: Record) -> None:
    Derived.objects.update_or_create(key=record.kind, defaults={"shape": shape(record)})


def rebuild(record: Record) -> int:
    """Every row has the grams of what it says and the index those of the rows; gives how many rows had others."""
    table = record.model._meta.db_table
    with transaction.atomic():
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                # Without triggers, which would take out of the index what may never have been in it.
                for name in triggers(table):
                    cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')
            changed = 0
            for rows in _batches(record):
                different = [(key, right) for key, said, right in rows if said != right]
                _write(cursor, table, different)
                changed += len(different)
            if connection.vendor == "sqlite" or not is_whole(table):
                for statement in make(connection.vendor, table):
                    cursor.execute(statement)
            if connection.vendor == "sqlite":
                index = index_of(record.model)
                cursor.execute(f'INSERT INTO "{index}" ("{index}") VALUES (%s)', ["rebuild"])  # noqa: S608
        _made(record)
    return changed


def _write(cursor: Any, table: str, rows: Sequence[tuple[int, str]]) -> None:
    if not rows:
        return
    if connection.vendor == "sqlite":
        cursor.executemany(f'UPDATE "{table}" SET {SOUGHT} = %s WHERE id = %s', [(right, key) for key, right in rows])  # noqa: S608
        return
    sql = f'UPDATE "{table}" t SET {SOUGHT} = v.right FROM unnest(%s::bigint[], %s::text[]) AS u (key, said), LATERAL (SELECT u.said::tsvector AS right) v WHERE t.id = u.key'  # noqa: E501, S608
    cursor.execute(sql, [[key for key, _ in rows], [vector(right) for _, right in rows]])


def _batches(record: Record) -> Iterator[list[_Row]]:
    """(key, grams as kept, grams as they have to be) of every row, in order of the keys.

    On PostgreSQL a vector is not told apart from another by its text: there the second is the third when they are equal.
    """
    sought = _sought(record)
    after = 0
    while True:
        rows = list(record.model._default_manager.filter(id__gt=after).order_by("id")[:_BATCH])
        if not rows:
            return
        right = [(row.id, sought.said(row)) for row in rows]
        kept = {row.id: getattr(row, SOUGHT) for row in rows}
        if connection.vendor == "postgresql":
            same = _same(record.model._meta.db_table, right)
            yield [(key, said if key in same else None, said) for key, said in right]
        else:
            yield [(key, kept[key], said) for key, said in right]
        after = rows[-1].id


def _same(table: str, rows: Sequence[tuple[int, str]]) -> set[int]:
    """Keys of the rows whose vector is that of the grams."""
    sql = (
        f'SELECT t.id FROM unnest(%s::bigint[], %s::text[]) AS u (key, said) JOIN "{table}" t ON t.id = u.key'  # noqa: S608
        f" WHERE t.{SOUGHT} = u.said::tsvector"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [[key for key, _ in rows], [vector(said) for _, said in rows]])
        return {key for (key,) in cursor.fetchall()}


def verify(record: Record) -> list[Text]:
    """What is wrong: the index is incomplete, rows have other grams than they should, the index has others than the rows."""
    if not is_whole(record.model._meta.db_table):
        return [Text("索引或其触发器缺失；运行 taizhang migrate", "The index or what keeps it in step is absent; run taizhang migrate")]
    wrong: list[int] = []
    expected = [0, 0]
    for rows in _batches(record):
        for key, said, right in rows:
            if said != right:
                wrong.append(key)
            if connection.vendor == "sqlite":
                _add(expected, key, said)
    found = []
    if wrong:
        text = Text("{n} 行的检索内容不符，如 {k}；运行 taizhang rebuild", "{n} row(s) are found by other words than theirs, such as {k}; run taizhang rebuild")
        found.append(text.with_(n=len(wrong), k=", ".join(map(str, wrong[:5]))))
    if connection.vendor == "sqlite" and expected != _indexed(index_of(record.model)):
        found.append(Text("索引与各行不一致；运行 taizhang rebuild", "The index is not that of the rows; run taizhang rebuild"))
    return found


# -- SQLite: a sum over (gram, row, place), the same from the rows and from the index ----------------------------------

_PRIME = 1_000_003
_WEIGHTS = (7, 131, 8191, 65_521)


@lru_cache(maxsize=100_000)
def _weight(gram: str) -> int:
    return sum(w * ord(c) for w, c in zip(_WEIGHTS, gram, strict=False)) % _PRIME


def _add(sums: list[int], key: int, said: str | None) -> None:
    for place, gram in enumerate((said or "").split()):
        sums[0] += 1
        sums[1] += _weight(gram) * ((key * 31 + place) % _PRIME) % _PRIME


def _indexed(index: str) -> list[int]:
    weight = " + ".join(f"{w} * ifnull(unicode(substr(term, {i}, 1)), 0)" for i, w in enumerate(_WEIGHTS, 1))
    words = f"{index}_words"
    with connection.cursor() as cursor:
        # A table of this connection alone: looking at the index changes nothing that others see.
        cursor.execute(f'DROP TABLE IF EXISTS temp."{words}"')
        cursor.execute(f"CREATE VIRTUAL TABLE temp.\"{words}\" USING fts5vocab('main', '{index}', 'instance')")
        try:
            cursor.execute(
                f"SELECT count(*), ifnull(sum((({weight}) %% {_PRIME}) * ((doc * 31 + offset) %% {_PRIME}) %% {_PRIME}), 0)"  # noqa: S608
                f' FROM temp."{words}"',
                [],
            )
            return list(cursor.fetchone())
        finally:
            cursor.execute(f'DROP TABLE temp."{words}"')
