"""The same draw inside a database: one statement of standard SQL and, for each engine, its way of writing SHA-256 as hexadecimal digits.

Hexadecimal tickets of 64 digits sort as the numbers do, so every engine finds the same sample; none is ever asked for a random number.
DuckDB is an optional extra and is looked for when it is used. What is not SQL here is the standard library, which is the measure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final, Literal

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text

from .manifest import Stratum
from .sample import Sample

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
select stratum, id from (
  select a.stratum, a.id, a.ticket, row_number() over (partition by a.stratum order by a.ticket{bytes}, a.id{bytes}) as rn
  from (select stratum, id, {hash} as ticket from {table}) a) b
where {wanted} order by stratum{bytes}, rn"""


def statement(engine: Engine, seed: str, wanted: Mapping[str, int], table: str = "frame") -> str:
    """The draw as one statement over a table with `stratum` and `id`, neither ever empty: how many of each stratum are wanted.

    Raises:
        ValueError: a seed or name of a table that would have to be quoted.
    """
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", seed) or not re.fullmatch(r"[a-z_][a-z0-9_.]*", table):
        raise ValueError("a seed of letters, digits, - and _, and a plain name of a table")
    each = [f"(stratum = {_quoted(name)} and rn <= {int(n)})" for name, n in sorted(wanted.items())]
    hash_ = HASHES[engine].format(x=f"'{seed}|' || id")
    return _STATEMENT.format(hash=hash_, table=table, wanted=" or ".join(each) or "1 = 0", bytes=_BYTES.get(engine, ""))


def by_sql(
    engine: Engine, fetch: Callable[[str], Iterable[tuple[str, str]]], strata: Mapping[str, Stratum], seed: str, table: str = "frame"
) -> list[Sample]:
    """The sample of a frame that lies in an engine; `fetch` runs a statement there and gives back its rows.

    Raises:
        ValueError: the frame in the engine has other strata, or strata of other sizes, than were committed.
    """
    found = {name: int(n) for name, n in fetch(f"select stratum, count(*) from {table} group by stratum")}
    if found != {name: stratum.size for name, stratum in strata.items() if stratum.size}:
        raise ValueError("the strata in the engine have other sizes than those that were committed")
    drawn: dict[str, list[str]] = {name: [] for name in strata}
    for name, each in fetch(statement(engine, seed, {name: s.take + s.substitutes for name, s in strata.items()}, table)):
        drawn[name].append(each)
    return [Sample(name, s.size, tuple(drawn[name][: s.take]), tuple(drawn[name][s.take :])) for name, s in sorted(strata.items())]


def duckdb_is_installed() -> bool:
    """Whether `by_duckdb` can be asked here; looked for without loading it."""
    return find_spec("duckdb") is not None


def by_duckdb(rows: Iterable[tuple[str, str]] | str, strata: Mapping[str, Stratum], seed: str, memory: str = "1GB") -> list[Sample]:
    """The sample by DuckDB, of rows of (id, stratum) or of the Parquet files that a path or pattern names.

    Raises:
        BadInput: `duckdb` is not installed (`needs_duckdb`). ValueError: strata of other sizes than were committed.
    """
    connection = _duckdb().connect(config={"memory_limit": memory})
    try:
        if isinstance(rows, str):
            connection.execute(f"create view frame as select id, stratum from read_parquet({_quoted(rows)})")
        else:
            _fill(connection, rows)
        return by_sql("duckdb", lambda asked: connection.execute(asked).fetchall(), strata, seed)
    finally:
        connection.close()


def _fill(connection: Any, rows: Iterable[tuple[str, str]]) -> None:
    """The rows stand in the table; two lists at a time, because single rows are slow to hand over."""
    connection.execute("create table frame (id varchar not null, stratum varchar not null)")
    source = iter(rows)
    while part := [row for _, row in zip(range(100_000), source, strict=False)]:
        names, layers = zip(*part, strict=True)
        connection.execute("insert into frame select unnest(?::varchar[]), unnest(?::varchar[])", [list(names), list(layers)])


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _duckdb() -> Any:
    try:
        return import_module("duckdb")
    except ImportError:
        raise BadInput(
            Text("用 DuckDB 抽取需另装 duckdb", "Drawing by DuckDB needs duckdb, which is not installed"),
            code="needs_duckdb",
            remedy=Text("安装：pip install duckdb；或用标准库抽取，结果相同", "pip install duckdb, or draw by the standard library: the result is the same"),
        ) from None
