"""The same draw inside a database: one statement of standard SQL and, for each engine, its way of writing SHA-256 as hexadecimal digits.

Hexadecimal tickets of 64 digits sort as the numbers do, so every engine finds the same sample; none is ever asked for a random number.
DuckDB is an optional extra and is looked for when it is used. What is not SQL here is the standard library, which is the measure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from typing import Any, Final, Literal

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text

from .manifest import Stratum
from .sample import Sample
from .weighted import lightest

Engine = Literal["duckdb", "spark", "postgresql", "datafusion", "sqlite"]

#: SHA-256 of a text as 64 lower-case hexadecimal digits; {x} is the text.
HASHES: Final[Mapping[Engine, str]] = {
    "duckdb": "sha256({x})",
    "spark": "sha2({x}, 256)",
    "postgresql": "encode(sha256(convert_to({x}, 'UTF8')), 'hex')",
    "datafusion": "encode(sha256({x}), 'hex')",
    "sqlite": "sha256({x})",  # a deterministic Python function of this name has to be registered
}
#: Where texts are compared by a language's rules unless they are told not to.
_BYTES: Final[Mapping[Engine, str]] = {"postgresql": ' COLLATE "C"'}
_STATEMENT: Final = """\
select stratum, {columns} from (
  select a.*, row_number() over (partition by {within} order by a.ticket{bytes}, a.id{bytes}) as rn
  from (select {given}, {hash} as ticket from {table}) a) b
where {wanted} order by stratum{bytes}, rn"""


def statement(engine: Engine, seed: str, wanted: Mapping[str, int], table: str = "frame", *, weighted: bool = False) -> str:
    """The draw as one statement over a table with `stratum` and `id`, neither ever empty: how many of each stratum are wanted.

    Gives rows of (stratum, id) in the order in which they are drawn. Where the table has a `weight` as well, it gives
    (stratum, weight, id, ticket): as many of every weight as are wanted in all, among whom the drawn ones are, because of two with the
    same weight the smaller ticket is always first. No engine has to multiply numbers of 256 bits.

    Raises:
        ValueError: a seed or name of a table that would have to be quoted.
    """
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", seed) or not re.fullmatch(r"[a-z_][a-z0-9_.]*", table):
        raise ValueError("a seed of letters, digits, - and _, and a plain name of a table")
    each = [f"(stratum = {_quoted(name, engine)} and rn <= {int(n)})" for name, n in sorted(wanted.items())]
    return _STATEMENT.format(
        hash=HASHES[engine].format(x=f"'{seed}|' || id"), table=table, wanted=" or ".join(each) or "1 = 0", bytes=_BYTES.get(engine, ""),
        columns="weight, id, ticket" if weighted else "id", given="stratum, weight, id" if weighted else "stratum, id",
        within="a.stratum, a.weight" if weighted else "a.stratum",
    )  # fmt: skip


def by_sql(
    engine: Engine, fetch: Callable[[str], Iterable[Sequence[Any]]], strata: Mapping[str, Stratum], seed: str, table: str = "frame", *, weighted: bool = False
) -> list[Sample]:
    """The sample of a frame that lies in an engine; `fetch` runs a statement there and gives back its rows.

    `weighted` says that the table has a `weight`. For a campaign every department's frame is a table, and `campaign.merged` puts
    their samples together.

    Raises:
        ValueError: the frame in the engine has other strata, or strata of other sizes, than were committed.
    """
    found = {str(name): int(n) for name, n in fetch(f"select stratum, count(*) from {table} group by stratum")}
    if found != {name: stratum.size for name, stratum in strata.items() if stratum.size}:
        raise ValueError("the strata in the engine have other sizes than those that were committed")
    wanted = {name: s.take + s.substitutes for name, s in strata.items()}
    rows = fetch(statement(engine, seed, wanted, table, weighted=weighted))
    drawn: dict[str, list[str]] = {name: [] for name in strata}
    if weighted:
        candidates: dict[str, list[tuple[int, str, int]]] = {name: [] for name in strata}
        for name, weight, each, number in rows:
            candidates[name].append((int(weight), str(each), int(number, 16)))
        drawn |= {name: lightest(own, wanted[name]) for name, own in candidates.items()}
    else:
        for name, each in rows:
            drawn[name].append(each)
    return [Sample(name, s.size, tuple(drawn[name][: s.take]), tuple(drawn[name][s.take :])) for name, s in sorted(strata.items())]


def duckdb_is_installed() -> bool:
    """Whether `by_duckdb` can be asked here; looked for without loading it."""
    return find_spec("duckdb") is not None


def by_duckdb(
    rows: Iterable[tuple[str, str] | tuple[str, str, int]] | str, strata: Mapping[str, Stratum], seed: str, memory: str = "1GB", *, weighted: bool = False
) -> list[Sample]:
    """The sample by DuckDB, of rows of (id, stratum) or of the Parquet files that a path or pattern names; with a weight where `weighted`.

    Raises:
        BadInput: `duckdb` is not installed (`needs_duckdb`). ValueError: strata of other sizes than were committed.
    """
    connection = _duckdb().connect(config={"memory_limit": memory})
    try:
        if isinstance(rows, str):
            connection.execute(f"create view frame as select * from read_parquet({_quoted(rows)})")
        else:
            _fill(connection, rows, weighted)
        return by_sql("duckdb", lambda asked: connection.execute(asked).fetchall(), strata, seed, weighted=weighted)
    finally:
        connection.close()


def _fill(connection: Any, rows: Iterable[Sequence[Any]], weighted: bool) -> None:
    """The rows stand in the table; whole columns at a time, because single rows are slow to hand over."""
    connection.execute(f"create table frame (id varchar not null, stratum varchar not null{', weight integer not null' if weighted else ''})")
    columns = ["unnest(?::varchar[])", "unnest(?::varchar[])", "unnest(?::integer[])"][: 3 if weighted else 2]
    source = iter(rows)
    while part := list(islice(source, 100_000)):
        connection.execute(f"insert into frame select {', '.join(columns)}", [list(column) for column in zip(*part, strict=True)])


def _quoted(text: str, engine: Engine = "duckdb") -> str:
    # Spark reads a backslash as the beginning of something, and two quotation marks as the seam of two texts.
    return "'" + (text.replace("\\", "\\\\").replace("'", "\\'") if engine == "spark" else text.replace("'", "''")) + "'"


def _duckdb() -> Any:
    try:
        return import_module("duckdb")
    except ImportError:
        raise BadInput(
            Text("用 DuckDB 抽取需另装 duckdb", "Drawing by DuckDB needs duckdb, which is not installed"),
            code="needs_duckdb",
            remedy=Text("安装：pip install duckdb；或用标准库抽取，结果相同", "pip install duckdb, or draw by the standard library: the result is the same"),
        ) from None
