"""Departments on the same tickets: each sample is a random one of its own, the union is small, and nobody is safe."""

from __future__ import annotations

from collections import Counter
from math import sqrt

import pytest

from taizhang.kernels import draw
from taizhang.kernels.draw.coordinated import Share, Visit, apart, memory_weight, together

SEED = "3WLtUpIHaL_782wivSMoD7Ydil3rx2d3"
FIRMS = [f"F{n:04}" for n in range(600)]
#: Three departments of which each may visit another part of the firms.
SHARES = [Share(name, "A", [f for n, f in enumerate(FIRMS) if n % 6 != out], 40) for out, name in enumerate(("fire", "market", "water"))]


def test_each_sample_is_the_one_that_the_department_would_draw_alone():
    found = together(SHARES, SEED)
    for share in SHARES:
        assert list(found.drawn[share.department, "A"]) == draw.order(SEED, share.eligible)[:40]


def test_all_that_falls_on_a_firm_is_one_visit_and_fewer_firms_are_disturbed():
    found, alone = together(SHARES, SEED), apart(SHARES, SEED)
    assert Counter(d for visit in found.visits for d in visit.departments) == {"fire": 40, "market": 40, "water": 40}
    assert len({visit.firm for visit in found.visits}) == len(found.visits) == found.firms
    assert found.firms * 100 <= 55 * alone.firms
    assert sum(len(visit.departments) for visit in alone.visits) == 120


def test_a_cap_spreads_departments_over_visits_and_drops_none():
    capped, free = together(SHARES, SEED, 2), together(SHARES, SEED)
    assert capped.drawn == free.drawn and capped.firms == free.firms
    assert max(len(visit.departments) for visit in capped.visits) == 2 < max(len(visit.departments) for visit in free.visits)
    assert Counter((v.firm, d) for v in capped.visits for d in v.departments) == Counter((v.firm, d) for v in free.visits for d in v.departments)
    one = together([Share(name, "A", ["X"], 1) for name in ("a", "b", "c")], SEED, 2)
    assert [(v.firm, v.number, len(v.departments)) for v in one.visits] == [("X", 1, 2), ("X", 2, 1)] and isinstance(one.visits[0], Visit)


def test_chances_of_a_department_are_those_of_its_ratio():
    drawn = Counter(firm for n in range(150) for firm in together(SHARES[:2], f"seed{n}").drawn["market", "A"])
    # Of 500 firms 40 are drawn each time; the first hundred together are drawn 8 % of the time, like all others.
    seen, wanted = sum(drawn[firm] for firm in SHARES[1].eligible[:100]), 150 * 100 * 40 / 500
    assert abs(seen - wanted) <= 4 * sqrt(wanted * (1 - 40 / 500)) and set(drawn) <= set(SHARES[1].eligible)


def test_who_was_visited_lately_is_drawn_seldom_and_never_never():
    assert memory_weight(3, True, True) == 3 and memory_weight(3, True, False) == memory_weight(3, False, True) == 30
    lately = set(FIRMS[:300])
    weights = {firm: memory_weight(1, firm in lately, True) for firm in FIRMS}
    share = [Share("fire", "A", FIRMS, 60)]
    drawn = [firm for n in range(40) for firm in together(share, f"seed{n}", weights=weights).drawn["fire", "A"]]
    again = sum(firm in lately for firm in drawn)
    assert 0 < again < len(drawn) / 5
    assert together(share, SEED, weights=dict.fromkeys(FIRMS, 7)).drawn == together(share, SEED).drawn


def test_what_is_no_campaign_is_refused():
    for bad in (
        lambda: together([SHARES[0], SHARES[0]], SEED),
        lambda: together(SHARES, SEED, 0),
        lambda: together(SHARES, SEED, weights={"F0001": 0}),
        lambda: Share("fire", "A", ["X"], 2),
        lambda: Share("fire", "A", ["X", "X"], 1),
        lambda: memory_weight(0, False, False),
    ):
        with pytest.raises(ValueError):
            bad()
