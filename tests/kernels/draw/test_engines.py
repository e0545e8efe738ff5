"""Every engine draws the samples that the standard library draws: plain, weighted, and of a campaign."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path

import pytest
from tests.draw_rows import (
    FRAME,
    GOLDEN,
    GOLDEN_WEIGHTED,
    ROWS,
    SEED,
    STRATA,
    WEIGHTED,
    WEIGHTED_FRAME,
    columns_of,
    golden_in,
    hash_of,
)

from taizhang.basis.errors import BadInput
from taizhang.kernels import draw
from taizhang.kernels.draw import engines

WHOLE = draw.sample(FRAME, STRATA, SEED)
HEAVY = draw.sample(WEIGHTED_FRAME, STRATA, SEED)


def sqlite() -> sqlite3.Connection:
    opened = sqlite3.connect(":memory:")
    opened.create_function("sha256", 1, lambda text: hashlib.sha256(text.encode()).hexdigest(), deterministic=True)
    return opened


def filled(opened, name: str, rows) -> None:
    """The rows stand in a table of a library that speaks to Python's rules of databases, and in no order that helps."""
    opened.execute(f"create table {name} ({columns_of(rows)})")
    opened.executemany(f"insert into {name} values ({', '.join('?' * len(rows[0]))})", list(reversed(rows)))


def test_the_samples_are_the_golden_ones_and_those_of_plain_sorting():
    assert (hash_of(WHOLE), hash_of(HEAVY)) == (GOLDEN, GOLDEN_WEIGHTED)
    for samples, rows in ((WHOLE, [(name, stratum, 1) for name, stratum in ROWS]), (HEAVY, WEIGHTED)):
        for each in samples:
            keys = sorted((Fraction(draw.ticket(SEED, name), weight), name) for name, stratum, weight in rows if stratum == each.stratum)
            assert [*each.chosen, *each.substitutes] == [name for _, name in keys[: STRATA[each.stratum].take + 4]]


def test_sqlite_finds_them():
    opened = sqlite()
    golden_in("sqlite", lambda asked: opened.execute(asked).fetchall(), lambda name, rows: filled(opened, name, rows))
    opened.execute("delete from frame where id = 'E0000'")
    with pytest.raises(ValueError, match="other sizes"):
        engines.by_sql("sqlite", lambda asked: opened.execute(asked).fetchall(), STRATA, SEED)


def test_duckdb_finds_them_in_rows_and_in_parquet(tmp_path):
    duckdb = pytest.importorskip("duckdb", reason="duckdb, an optional extra, is not installed")
    assert engines.by_duckdb(reversed(ROWS), STRATA, SEED) == WHOLE
    assert engines.by_duckdb(reversed(WEIGHTED), STRATA, SEED, weighted=True) == HEAVY
    opened = duckdb.connect()
    golden_in("duckdb", lambda asked: opened.execute(asked).fetchall(), lambda name, rows: filled(opened, name, rows))
    for name, weighted, samples in (("frame", False, WHOLE), ("weighted", True, HEAVY)):
        opened.execute(f"copy {name} to '{tmp_path}/{name}.parquet' (format parquet)")
        assert engines.by_duckdb(f"{tmp_path}/{name}*.parquet", STRATA, SEED, weighted=weighted) == samples


def test_datafusion_finds_them():
    datafusion = pytest.importorskip("datafusion", reason="datafusion, which nothing here needs, is not installed")
    opened = datafusion.SessionContext()

    def fill(name, rows):
        opened.from_pydict({column: list(held) for column, held in zip(("id", "stratum", "weight"), zip(*rows, strict=True), strict=False)}, name)

    golden_in("datafusion", lambda asked: [tuple(row.values()) for row in opened.sql(asked).to_pylist()], fill)


@pytest.mark.long
def test_a_spark_connect_server_finds_them():
    """Asks Sail, a server that speaks Spark Connect; TAIZHANG_SPARK_PYTHON names a Python that has pysail and pyspark-client."""
    python = os.environ.get("TAIZHANG_SPARK_PYTHON") or (sys.executable if find_spec("pysail") and find_spec("pyspark") else "")
    if not python:
        pytest.skip("pysail and pyspark-client are not installed, and TAIZHANG_SPARK_PYTHON names no Python that has them")
    side = subprocess.Popen([python, str(Path(__file__).with_name("spark_side.py"))], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert side.stdin and side.stdout

    def asked(*what):
        side.stdin.write(json.dumps(what) + "\n")
        side.stdin.flush()
        return json.loads(side.stdout.readline())

    try:
        assert side.stdout.readline() == "ready\n"
        golden_in(
            "spark", lambda statement: asked("fetch", statement), lambda name, rows: asked("fill", name, ["id", "stratum", "weight"][: len(rows[0])], rows)
        )
        side.stdin.close()
        assert side.wait(60) == 0
    finally:
        side.kill()
        side.wait()


def test_without_duckdb_it_is_said_what_is_missing():
    if engines.duckdb_is_installed():
        pytest.skip("duckdb is installed here")
    with pytest.raises(BadInput) as refused:
        engines.by_duckdb(ROWS, STRATA, SEED)
    assert refused.value.code == "needs_duckdb"


def test_nothing_that_would_have_to_be_quoted_gets_into_a_statement():
    for seed, name in (("a'b", "frame"), ("a|b", "frame"), (SEED, "frame; drop table frame"), (SEED, "")):
        with pytest.raises(ValueError, match="plain name"):
            engines.statement("spark", seed, {"x": 1}, name)
    assert "''" in engines.statement("sqlite", SEED, {"it's": 1}) and "1 = 0" in engines.statement("spark", SEED, {})
    assert r"'it\'s \\ '" in engines.statement("spark", SEED, {"it's \\ ": 1})
