"""What inspections cost the firms, as rules of values."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

from taizhang.modules.inspection.rules.burden import Drawing, burden, independent


def test_firms_disturbed_by_independent_draws_are_the_mean_over_all_pairs_of_samples():
    one, other = frozenset("abcde"), frozenset("cdefgh")
    pairs = [(set(x), set(y)) for x in combinations(one, 2) for y in combinations(other, 3)]
    mean = Fraction(sum(len(x | y) for x, y in pairs), len(pairs))
    assert independent([Drawing("甲", "S1", one, 2), Drawing("乙", "S1", other, 3)]) == mean


def test_coming_together_saves_visits_and_a_cap_brings_some_of_them_back():
    firms = frozenset(f"F{n}" for n in range(10))
    drawings = [Drawing(name, "S1", firms, 4) for name in ("甲", "乙", "丙")]
    together = burden(drawings, dict.fromkeys(("F1", "F2", "F3", "F4"), 1))
    assert (together.drawn, together.firms, together.visits, together.saved, together.twice) == (12, 4, 4, 8, 0)
    assert together.independent == 10 * (1 - Fraction(6, 10) ** 3) and together.percent_of_independent == 51
    capped = burden(drawings, {"F1": 2, "F2": 2, "F3": 2, "F4": 2})
    assert (capped.saved, capped.twice) == (4, 4)


def test_a_batch_that_draws_nobody_costs_nothing_and_is_a_share_of_nothing():
    nothing = burden([Drawing("甲", "S1", frozenset(), 0)], {})
    assert nothing.firms == nothing.visits == nothing.saved == 0 and nothing.percent_of_independent is None
