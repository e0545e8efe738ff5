"""That one frame and one manifest give one result from every engine, in whatever order rows come; that vectors hold; and the real roster.

Promises: the sample of the standard library, its stream, merged shards, SQLite and every engine that is installed are the same, rows shuffled
anew for each; 100 % of the published vectors; 300 of the real firms of a city in exact quotas, replayed by verify/draw_verify.py. The time of
each engine is printed beside that of the standard library, the verifier's beside the program's own. Exits 1 when one is broken.
Run: python -m benchmarks.draw_agreement [ids]. Without the folder of shared data the vectors and the real firms are said to be missing.
"""

from __future__ import annotations

import csv
import hashlib
import json
import random
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.machine import line, load

from taizhang.kernels import draw
from taizhang.kernels.draw import beacon, campaign, engines
from taizhang.kernels.draw.elsewhere import consistent_fraction, consistent_order, rivest_numbers
from taizhang.kernels.draw.tickets import smallest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared/data"
VECTORS, FIRMS = SHARED / "draw", SHARED / "enterprises/zhengzhou_companies.csv"
SEED = "3WLtUpIHaL_782wivSMoD7Ydil3rx2d3"
LAYERS, TAKEN, SHARDS = ("A", "B", "C", "D"), 250, 5
#: What R calls 0.001 + .Machine$double.eps^0.5, and what its package calls the designs.
ALPHA = Fraction(1, 1000) + Fraction(1, 2**26)
DESIGNS = {"sps": "sequential_poisson", "pareto": "pareto", "successive": "successive"}
#: Synthetic class, the scores below which it is, and the per cent of it that its part of the sample is made by.
CLASSES = (("S1", 60, 1), ("S2", 85, 2), ("S3", 95, 10), ("S4", 100, 30))
REAL_FIRMS, SAMPLED = 29_570, 300
Rows = list[tuple[str, str]]


def took(work: Callable[[], Any]) -> tuple[float, Any]:
    begin = perf_counter()
    made = work()
    return perf_counter() - begin, made


# -- engines ----------------------------------------------------------------------------------------------------------------


def by_stream(rows: Rows, strata: dict[str, draw.Stratum]) -> list[draw.Sample]:
    return draw.sample_stream(lambda: iter(rows), strata, SEED)


def by_shards(rows: Rows, strata: dict[str, draw.Stratum]) -> list[draw.Sample]:
    """The smallest tickets of each piece of the rows, merged."""
    held: dict[str, list[Any]] = {name: [] for name in strata}
    for piece in (rows[at::SHARDS] for at in range(SHARDS)):
        for name, stratum in strata.items():
            own = [each for each, layer in piece if layer == name]
            held[name].append(smallest(SEED, own, min(len(own), stratum.take), len(own)))
    return [draw.Sample(name, s.size, tuple(i for _, i in draw.merged(held[name], s.take))) for name, s in sorted(strata.items())]


def by_sqlite(rows: Rows, strata: dict[str, draw.Stratum]) -> list[draw.Sample]:
    connection = sqlite3.connect(":memory:")
    connection.create_function("sha256", 1, lambda text: hashlib.sha256(text.encode()).hexdigest(), deterministic=True)
    connection.execute("create table frame (id text not null, stratum text not null)")
    connection.executemany("insert into frame values (?, ?)", rows)
    found = engines.by_sql("sqlite", lambda asked: connection.execute(asked).fetchall(), strata, SEED)
    connection.close()
    return found


def by_datafusion(rows: Rows, strata: dict[str, draw.Stratum]) -> list[draw.Sample]:
    session = import_module("datafusion").SessionContext()
    session.from_pydict({"id": [i for i, _ in rows], "stratum": [s for _, s in rows]}, name="frame")
    return engines.by_sql("datafusion", lambda asked: [tuple(r.values()) for r in session.sql(asked).to_pylist()], strata, SEED)


def agree(count: int) -> bool:
    rows = [(f"91410100MA{n:08d}", LAYERS[n & 3]) for n in range(count)]
    strata = {layer: draw.Stratum(len(range(at, count, 4)), TAKEN) for at, layer in enumerate(LAYERS)}
    frame = draw.frame_of(rows)
    plain, expected = took(lambda: draw.sample(frame, strata, SEED))
    line(f"{count:,} ids, four strata, {4 * TAKEN:,} drawn", f"{plain:.2f} s", load())
    ways: dict[str, Callable[[Rows, dict[str, draw.Stratum]], list[draw.Sample]]] = {
        "frame made anew": lambda some, of: draw.sample(draw.frame_of(some), of, SEED), "stream": by_stream, f"{SHARDS} shards merged": by_shards, "SQLite": by_sqlite,
    }  # fmt: skip
    if engines.duckdb_is_installed():
        ways["DuckDB"] = lambda some, of: engines.by_duckdb(some, of, SEED)
    if find_spec("datafusion"):
        ways["DataFusion"] = by_datafusion
    chance, kept = random.Random(20260926), True
    for name, way in ways.items():
        chance.shuffle(rows)
        spent, found = took(lambda: way(rows, strata))  # noqa: B023
        kept &= found == expected
        line(f"  {name}, rows shuffled", f"{spent:.2f} s", f"{spent / plain:.1f}x as long; {'the same' if found == expected else 'ANOTHER SAMPLE'}")
    missing = [name for name in ("DuckDB", "DataFusion") if name not in ways]
    print(f"  not installed here: {', '.join(missing) or 'nothing'}; PostgreSQL and Spark Connect: the tests of tests/draw and tests/kernels/draw")
    return kept


# -- vectors ----------------------------------------------------------------------------------------------------------------


def read(name: str) -> Any:
    return json.loads((VECTORS / name).read_text("utf-8"))


def verify10() -> Iterator[bool]:
    ran = subprocess.run(
        [sys.executable, "-S", "-I", str(ROOT / "verify/draw_verify.py"), *(str(VECTORS / f"verify10_{name}") for name in ("frame.csv", "manifest.json"))],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    theirs = subprocess.run([sys.executable, "verify10.py", "verify10_frame.csv", "verify10_manifest.json"], cwd=VECTORS, capture_output=True, text=True, check=False)
    yield ran.returncode == 0 and f"seed {SEED}" in ran.stdout
    drawn = [said.split(": ")[-1].split() for said in ran.stdout.splitlines()[2:]]
    yield theirs.returncode == 0 and all(name in theirs.stdout for names in drawn for name in names)


def rounds() -> Iterator[bool]:
    for each in read("vectors/drand_quicknet.json")["rounds"]:
        own = draw.Beacon(each["round"])
        yield own.at == each["time"] and draw.randomness(own, draw.Revealed(signature=each["signature"])) == each["randomness"]
        if beacon.is_installed():
            yield beacon.verified(own, each["signature"])


def peers_orders() -> Iterator[bool]:
    *orders, fraction = read("vectors/consistent_sampler.json")
    yield from (consistent_order(case["seed"], case["ids"]) == case["order"] for case in orders)
    yield consistent_fraction(*fraction["first_fraction"]) == fraction["value"]


def allocations() -> Iterator[bool]:
    for case in read("vectors/sps_allocation.json"):
        given = {"initial": case.get("initial", 0), "ties": case.get("ties", "largest")}
        yield draw.allocate(case["n"], case["strata_sum"], case["avail"], **given) == case["expect"]


def order_sampling() -> Iterator[bool]:
    for said in (VECTORS / "sps/order_sampling.jsonl").read_text("utf-8").splitlines():
        case = json.loads(said, parse_float=Fraction)
        shifted = draw.shifted(case["prn"], Fraction(37, 100))
        for field, design in DESIGNS.items():
            yield _drawn(case, case["prn"], design) == case[field]
        yield _drawn(case, shifted, "sequential_poisson") == case["sps_shift_0_37"]
        yield _drawn(case, case["prn"], "") == case["poisson"]


def _drawn(case: dict[str, Any], numbers: Sequence[Fraction], design: Any) -> list[int]:
    """The case's sample over all strata, numbered from 1."""
    chosen: list[int] = []
    for level, n in zip(case["levels"], case["alloc"], strict=True):
        places = [i for i, stratum in enumerate(case["strata"]) if stratum == level]
        chances, given = draw.inclusion([case["x"][i] for i in places], n, ALPHA), [numbers[i] for i in places]
        chosen += [places[at] + 1 for at in (draw.order_sample(given, chances, n, design) if design else draw.poisson(given, chances))]
    return sorted(chosen)


def vectors() -> bool:
    if not VECTORS.exists():
        print("the published vectors are not on this machine")
        return True
    kept = True
    for name, cases in (
        ("verify10: frame and manifest as they stand", verify10()), ("drand_quicknet: rounds", rounds()), ("consistent_sampler", peers_orders()),
        ("rivest2011", (rivest_numbers(**case["data"]) == case["expected"] for case in read("vectors/rivest2011.json"))),
        ("sps_allocation", allocations()), ("order_sampling: five designs of 40 cases", order_sampling()),
    ):  # fmt: skip
        held = list(cases)
        kept &= bool(held) and all(held)
        line(f"  {name}", f"{sum(held)} of {len(held)}", "" if all(held) else "BROKEN")
    return kept


# -- the real roster ----------------------------------------------------------------------------------------------------------


def real_roster() -> bool:
    if not FIRMS.exists():
        print("the real firms are not on this machine")
        return True
    with FIRMS.open(encoding="utf-8-sig") as file:
        codes = [row["统一社会信用代码"] for row in csv.DictReader(file)]
    frame = draw.frame_of(((code, _synthetic(code)) for code in codes), "credit_code")
    sizes = frame.sizes()
    takes = draw.allocate(SAMPLED, [sizes[name] * percent for name, _, percent in CLASSES], list(sizes.values()), initial=1, ties="largest")
    strata = {name: draw.Stratum(size, take, 2) for take, (name, size) in zip(takes, sizes.items(), strict=True)}
    keys = draw.chain_of(hashlib.sha256(b"benchmark").digest(), 2)
    committed = campaign.CampaignManifest("示例抽查", [campaign.Part("示例局", frame, strata)], draw.ChainState("示例链", 0, keys[0]).source())
    document, shown = committed.document(), {"seed": keys[1]}
    own, drawn = took(lambda: campaign.redraw({"示例局": frame.content}, document, draw.Revealed(**shown)))
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "FRAME.csv").write_bytes(frame.content)
        (Path(folder) / "MANIFEST.json").write_bytes(draw.canonical({"manifest": document, "manifest_sha256": draw.commitment(committed), "revealed": shown}))
        command = [sys.executable, "-S", "-I", str(ROOT / "verify/draw_verify.py"), f"{folder}/FRAME.csv", f"{folder}/MANIFEST.json"]
        spent, ran = took(lambda: subprocess.run(command, capture_output=True, text=True, check=False))
    samples = drawn.samples["示例局"]
    quotas = [len(s.chosen) for s in samples] == takes and sum(takes) == SAMPLED and len(frame.ids) == REAL_FIRMS
    replayed = ran.returncode == 0 and all(" ".join(s.chosen) in ran.stdout for s in samples)
    line(f"{SAMPLED} of {len(frame.ids):,} real firms, synthetic classes", f"{own:.2f} s", f"{' + '.join(map(str, takes))}; {'exact' if quotas else 'NOT EXACT'}")
    line("  the stand-alone verifier, its start included", f"{spent:.2f} s", f"{spent / own:.1f}x as long; {'the same list' if replayed else 'ANOTHER LIST'}")
    return quotas and replayed


def _synthetic(code: str) -> str:
    score = int.from_bytes(hashlib.sha256(f"synthetic score|{code}".encode()).digest()[:4], "big") % 100
    return next(name for name, below, _ in CLASSES if score < below)


def main(count: int) -> int:
    kept = [agree(count), vectors(), real_roster()]
    print(f"promised: one result, 100 % of the vectors, exact quotas replayed; {'kept' if all(kept) else 'BROKEN'}")
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000))
