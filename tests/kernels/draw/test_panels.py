"""Panels: quotas hold in every one of them, weights are whole numbers, and the least likely person is as likely as can be."""

from __future__ import annotations

import csv
import json
import random
from collections import Counter
from fractions import Fraction
from math import exp, log
from pathlib import Path

import pytest

from taizhang.basis.errors import BadInput
from taizhang.kernels.draw import leximin as solver
from taizhang.kernels.draw.panels import (
    WHOLE,
    Lottery,
    NoPanel,
    Pool,
    Quota,
    column_of,
    hidden,
    picked,
    plain,
    whole_weights,
)

SEED = "3WLtUpIHaL_782wivSMoD7Ydil3rx2d3"
PUBLISHED = Path(__file__).resolve().parents[4] / "shared/data/draw"


def experts(civil: int = 12, electrical: int = 4, seats: int = 5) -> Pool:
    people = {f"C{n}": {"trade": "civil"} for n in range(civil)} | {f"E{n}": {"trade": "electrical"} for n in range(electrical)}
    return Pool(people, [Quota("trade", "civil", 2, 3), Quota("trade", "electrical", 2, 3)], seats)


# Three columns over two types of 12 and 4: (3, 2) twice as often as (2, 3).
LOTTERY = Lottery(("trade",), (("civil",), ("electrical",)), (12, 4), ((3, 2), (2, 3)), (2 * WHOLE // 3, WHOLE - 2 * WHOLE // 3))


def test_a_plain_draw_keeps_the_quotas_and_every_panel_is_as_likely():
    pool = Pool({"a": {"x": "1"}, "b": {"x": "1"}, "c": {"x": "2"}, "d": {"x": "2"}}, [Quota("x", "1", 1, 1), Quota("x", "2", 1, 1)], 2)
    found = Counter(frozenset(plain(pool, f"seed{n}")[1]) for n in range(800))
    # Four panels, 200 of 800 each; five standard errors are 61.
    assert len(found) == 4 and all(139 <= count <= 261 for count in found.values())
    attempt, drawn = plain(experts(), SEED)
    assert experts().broken(drawn) == [] and plain(experts(), SEED) == (attempt, drawn)


def test_quotas_that_cannot_be_kept_are_named():
    with pytest.raises(NoPanel, match="electrical: 1 people for at least 2"):
        plain(experts(electrical=1), SEED)
    assert experts(seats=3).impossible() == ["trade: at least 4 for 3 seats"]
    assert experts(seats=7).impossible() == ["trade: at most 6 for 7 seats"]
    with pytest.raises(NoPanel, match="too narrow"):
        plain(Pool({f"P{n}": {"x": str(n > 0)} for n in range(2000)}, [Quota("x", "False", 1, 1), Quota("x", "True", 1, 1)], 2), SEED, 3)
    with pytest.raises(ValueError, match="no quota names"):
        Pool({"a": {"trade": "poet"}}, [Quota("trade", "civil", 0, 1)], 1)


def test_one_number_picks_the_column_and_tickets_the_people():
    drawn = [picked(LOTTERY, experts(), f"seed{n}") for n in range(300)]
    assert all(experts().broken(panel) == [] for panel in drawn)
    assert 160 <= sum(panel[2][0] == "C" for panel in drawn) <= 240
    assert LOTTERY.chances()["electrical",] == Fraction(2 * LOTTERY.weights[0] + 3 * LOTTERY.weights[1], 4 * WHOLE)
    # The label of the hash is part of the rule: another one would be another draw.
    assert [column_of([WHOLE // 4] * 4, f"seed{n}") for n in range(8)] == [0, 2, 0, 1, 1, 0, 3, 3]


def test_a_column_that_breaks_a_quota_is_not_drawn_from():
    broken = Lottery(LOTTERY.features, LOTTERY.kinds, LOTTERY.sizes, ((4, 1),), (WHOLE,))
    with pytest.raises(ValueError, match="civil: 4 and not 2 to 3"):
        picked(broken, experts(), SEED)
    assert LOTTERY.faults(experts(civil=11)) == ["the types are not those of the pool"]
    with pytest.raises(ValueError, match="sum to"):
        Lottery(LOTTERY.features, LOTTERY.kinds, LOTTERY.sizes, ((3, 2),), (WHOLE - 1,))


def test_weights_are_whole_and_sum_to_what_they_have_to():
    assert whole_weights([1.0, 1.0, 1.0]) == [WHOLE // 3 + 1, WHOLE // 3, WHOLE // 3]
    assert sum(whole_weights([0.1, 0.7, 0.2000001, -1e-12])) == WHOLE


def test_names_are_hidden_until_the_key_is_known():
    assert hidden(b"k" * 32, "X") != hidden(b"l" * 32, "X") and len(hidden(b"k" * 32, "X")) == 64
    with pytest.raises(ValueError, match="32 bytes"):
        hidden(b"short", "X")


def test_without_the_solver_it_is_said_what_is_missing():
    if solver.is_installed():
        pytest.skip("highspy is installed here")
    with pytest.raises(BadInput) as refused:
        solver.leximin(experts())
    assert refused.value.code == "needs_highspy"


def test_the_fairest_lottery_of_experts_is_the_one_that_can_be_computed_by_hand():
    pytest.importorskip("highspy", reason="highspy, an optional extra, is not installed")
    found = solver.leximin(experts())
    # Twelve civil engineers share at most three seats; the two or three others then have more.
    assert {k: round(float(p), 6) for k, p in found.lottery.chances().items()} == {("civil",): 0.25, ("electrical",): 0.5}
    nobody = Pool(experts().people | {"X": {"trade": "poet"}}, [*experts().quotas, Quota("trade", "poet", 0, 0)], 5)
    assert solver.leximin(nobody).unreachable == (("poet",),)


def test_the_small_published_pool_has_its_published_chances():
    pytest.importorskip("highspy", reason="highspy, an optional extra, is not installed")
    folder = PUBLISHED / "example_small_20"
    if not folder.exists():
        pytest.skip("the published pools are not on this machine")
    with (folder / "categories.csv").open() as quotas, (folder / "respondents.csv").open() as people:
        rules = [Quota(row["category"], row["feature"], int(row["min"]), int(row["max"])) for row in csv.DictReader(quotas)]
        pool = Pool({f"P{n}": row for n, row in enumerate(csv.DictReader(people))}, rules, 20)
    lottery = solver.leximin(pool).lottery
    chances = [float(p) for p, size in zip(lottery.chances().values(), lottery.sizes, strict=True) for _ in range(size)]
    expected = json.loads((PUBLISHED / "expected_leximin.json").read_text("utf-8"))["example_small_20"]
    mean = exp(sum(map(log, chances)) / len(chances))
    assert (min(chances), max(chances), mean) == pytest.approx((expected["min"], expected["max"], expected["gm"]), abs=5e-6)


def test_quotas_that_cross_each_other_are_kept_by_whole_panels_although_divided_seats_could_do_more():
    pytest.importorskip("highspy", reason="highspy, an optional extra, is not installed")
    # Any two of A, B and C exclude each other, so one of them sits at most; halves of them would give each a half.
    people = {"A": "101", "B": "110", "C": "011", "D": "000", "E": "000", "F": "000"}
    pool = Pool({name: dict(zip("xyz", bits, strict=True)) for name, bits in people.items()}, [Quota(f, v, 0, 3 - 2 * int(v)) for f in "xyz" for v in "01"], 3)
    found = {"".join(kind): round(float(p), 6) for kind, p in solver.leximin(pool).lottery.chances().items()}
    assert found == {"000": 0.666667, "011": 0.333333, "101": 0.333333, "110": 0.333333}


def test_a_pool_that_hardly_can_keep_its_quotas_gives_those_who_have_to_sit_their_seats():
    pytest.importorskip("highspy", reason="highspy, an optional extra, is not installed")
    found = solver.leximin(experts(electrical=2)).lottery
    assert {kind: round(float(p), 6) for kind, p in found.chances().items()} == {("civil",): 0.25, ("electrical",): 1.0}


@pytest.mark.long
def test_the_short_way_and_the_long_one_find_the_same_chances(monkeypatch):
    pytest.importorskip("highspy", reason="highspy, an optional extra, is not installed")
    short, chance, compared = solver._short_way, random.Random(1), 0
    for _ in range(60):
        people = {f"P{n:02}": {f: str(chance.randrange(chance.choice((2, 3)))) for f in "xyz"} for n in range(chance.randint(6, 18))}
        count = {(f, v): sum(p[f] == v for p in people.values()) for f in "xyz" for v in "012"}
        least = {key: min(n, chance.randint(0, 1)) for key, n in count.items()}
        pool = Pool(people, [Quota(f, v, n, n + chance.randint(1, 3)) for (f, v), n in least.items()], chance.randint(3, 6))
        found = []
        for way in (short, lambda *_: (None, set())):
            monkeypatch.setattr(solver, "_short_way", way)
            try:
                each = solver.leximin(pool)
            except NoPanel:
                found.append((None, {}))
            else:
                found.append((each.unreachable, {kind: float(p) for kind, p in each.lottery.chances().items()}))
        assert found[0][0] == found[1][0] and found[0][1] == pytest.approx(found[1][1], abs=1e-5)
        compared += bool(found[0][1])
    assert compared > 20
