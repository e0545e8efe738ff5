"""Order sampling with given numbers, to the unit as R's sps draws it, and without a float."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from taizhang.kernels import draw

VECTORS = Path(__file__).resolve().parents[4] / "shared/data/draw/sps/order_sampling.jsonl"
#: What R calls 0.001 + .Machine$double.eps^0.5.
ALPHA = Fraction(1, 1000) + Fraction(1, 2**26)


@pytest.fixture(scope="module")
def cases():
    if not VECTORS.exists():
        pytest.skip("the vectors of order sampling are not on this machine")
    return [json.loads(line, parse_float=Fraction) for line in VECTORS.read_text("utf-8").splitlines()]


def drawn(case, numbers, design):
    """The case's sample over all strata, numbered from 1, and the chances of all units."""
    chosen, chances = [], [Fraction(0)] * len(case["x"])
    for level, n in zip(case["levels"], case["alloc"], strict=True):
        places = [i for i, stratum in enumerate(case["strata"]) if stratum == level]
        own = draw.inclusion([case["x"][i] for i in places], n, ALPHA)
        for i, chance in zip(places, own, strict=True):
            chances[i] = chance
        given = [numbers[i] for i in places]
        found = draw.poisson(given, own) if design == "poisson" else draw.order_sample(given, own, n, design)
        chosen += [places[at] + 1 for at in found]
    return sorted(chosen), chances


@pytest.mark.parametrize(
    ("field", "design"), [("sps", "sequential_poisson"), ("pareto", "pareto"), ("successive", "successive"), ("poisson", "poisson")]
)
def test_every_case_is_drawn_to_the_unit(cases, field, design):
    assert [case["case"] for case in cases if drawn(case, case["prn"], design)[0] != case[field]] == []
    assert len(cases) == 40


def test_shifted_numbers_draw_the_shifted_sample(cases):
    found = [drawn(case, draw.shifted(case["prn"], Fraction(37, 100)), "sequential_poisson")[0] for case in cases]
    assert found == [case["sps_shift_0_37"] for case in cases]


def test_weights_are_the_inverse_of_the_chances(cases):
    for case in cases:
        chosen, chances = drawn(case, case["prn"], "sequential_poisson")
        assert [float(1 / chances[i - 1]) for i in chosen] == pytest.approx(list(map(float, case["sps_weights"])), rel=1e-12)


def test_totals_are_apportioned_to_strata_by_size(cases):
    for case in cases:
        sizes = [sum(x for x, s in zip(case["x"], case["strata"], strict=True) if s == level) for level in case["levels"]]
        available = [case["strata"].count(level) for level in case["levels"]]
        assert draw.allocate(case["alloc_total"], sizes, available, initial=1, ties="largest") == case["alloc"], case["case"]


def test_keys_that_agree_in_sixty_digits_are_told_apart():
    near = Fraction(1, 3) + Fraction(1, 10**90)
    assert draw.order_sample([near, Fraction(1, 3)], [Fraction(1, 2)] * 2, 1, "successive") == [1]
    # Equal keys from unequal numbers: (1 - 3/4) = (1 - 1/2)^2. The place decides.
    assert draw.order_sample([Fraction(3, 4), Fraction(1, 2)], [Fraction(3, 4), Fraction(1, 2)], 1, "successive") == [0]


def test_certainty_and_nothing():
    assert draw.inclusion([100, 1, 1], 2) == [1, Fraction(1, 2), Fraction(1, 2)]
    assert draw.inclusion([1, 1], 0) == [0, 0] and draw.inclusion([1, 1], 2) == [1, 1]
    # A generous alpha never takes more than there is room for.
    assert sum(draw.inclusion([10, 10, 10], 2, Fraction(1, 2))) == 2
    with pytest.raises(ValueError, match="cannot be taken"):
        draw.inclusion([1, 0], 1)
