"""Every engine draws the sample that the standard library draws."""

from __future__ import annotations

import hashlib
import sqlite3

import pytest

from taizhang.basis.errors import BadInput
from taizhang.kernels import draw
from taizhang.kernels.draw import engines

SEED = "3WLtUpIHaL_782wivSMoD7Ydil3rx2d3"
ROWS = [(f"E{n:04}", ("甲类", "乙类", "丙'类")[n % 3]) for n in range(900)]
FRAME = draw.frame_of(ROWS)
STRATA = {name: draw.Stratum(size, take, 4) for take, (name, size) in zip((5, 9, 20), FRAME.sizes().items(), strict=True)}
WHOLE = draw.sample(FRAME, STRATA, SEED)
#: The hash of the sample that every engine has to find.
GOLDEN = "137fbda489ae76786b014369ae1dc6b4b801a61d091f14f97de25b0559ff4894"


def table(opened) -> None:
    opened.execute("create table frame (id varchar not null, stratum varchar not null)")
    opened.executemany("insert into frame values (?, ?)", ROWS)


def test_the_sample_is_the_golden_one():
    text = "\n".join(f"{s.stratum} {' '.join(s.chosen)} | {' '.join(s.substitutes)}" for s in WHOLE)
    assert hashlib.sha256(text.encode()).hexdigest() == GOLDEN


def test_sqlite_finds_it():
    opened = sqlite3.connect(":memory:")
    opened.create_function("sha256", 1, lambda text: hashlib.sha256(text.encode()).hexdigest(), deterministic=True)
    table(opened)
    assert engines.by_sql("sqlite", lambda asked: opened.execute(asked).fetchall(), STRATA, SEED) == WHOLE
    opened.execute("delete from frame where id = 'E0000'")
    with pytest.raises(ValueError, match="other sizes"):
        engines.by_sql("sqlite", lambda asked: opened.execute(asked).fetchall(), STRATA, SEED)


def test_duckdb_finds_it_in_rows_and_in_parquet(tmp_path):
    duckdb = pytest.importorskip("duckdb", reason="duckdb, an optional extra, is not installed")
    assert engines.by_duckdb(reversed(ROWS), STRATA, SEED) == WHOLE
    opened = duckdb.connect()
    table(opened)
    opened.execute(f"copy frame to '{tmp_path}/frame.parquet' (format parquet)")
    assert engines.by_duckdb(f"{tmp_path}/*.parquet", STRATA, SEED) == WHOLE


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
    assert "''" in engines.statement("spark", SEED, {"it's": 1}) and "1 = 0" in engines.statement("spark", SEED, {})
