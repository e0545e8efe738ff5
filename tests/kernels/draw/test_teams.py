"""Teams: the cheapest assignment there is, its proof checked without a solver, and what cannot be staffed is named."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import permutations, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.kernels.draw.teams import Demand, Inspector, Understaffed, assign, cost

VERIFIER = Path(__file__).resolve().parents[3] / "verify/teams_verify.py"
SEED = "3WLtUpIHaL_782wivSMoD7Ydil3rx2d3"


def demand(visits: int, inspectors: int, leads: int, conflicts: set[tuple[str, str]] = frozenset()) -> Demand:
    return Demand([f"V{n}" for n in range(visits)], [Inspector(f"I{n}", n < leads) for n in range(inspectors)], conflicts)


def total(members: dict[tuple[str, str], str], seed: str = SEED) -> int:
    return sum(cost(seed, v, s, i) for (v, s), i in members.items())


def cheapest(of: Demand) -> int:
    """By trying everything."""
    names, leads = [i.key for i in of.inspectors], {i.key for i in of.inspectors if i.may_lead}
    teams = [pair for pair in permutations(names, 2) if pair[0] in leads]
    best = None
    for chosen in product(teams, repeat=len(of.visits)):
        loads = [sum(name in team for team in chosen) for name in names]
        if max(loads) - min(loads) > 1 or any((v, i) in of.conflicts for v, team in zip(of.visits, chosen, strict=True) for i in team):
            continue
        price = total({(v, s): i for v, team in zip(of.visits, chosen, strict=True) for s, i in zip(of.places, team, strict=True)})
        best = price if best is None else min(best, price)
    return best


@pytest.mark.parametrize(("visits", "inspectors", "leads"), [(1, 2, 1), (2, 3, 2), (3, 4, 2), (4, 4, 3), (3, 5, 3)])
def test_no_assignment_that_keeps_the_rules_is_cheaper(visits, inspectors, leads):
    conflicts = {("V0", "I0")} if inspectors > 3 else set()
    of = demand(visits, inspectors, leads, conflicts)
    assert total(assign(of, SEED).members) == cheapest(of)


@given(st.integers(3, 25), st.integers(4, 12), st.randoms(use_true_random=False))
def test_every_rule_holds_and_nobody_meets_whom_they_must_not(visits, inspectors, chance):
    leads = max(2, inspectors // 2)
    conflicts = {(f"V{chance.randrange(visits)}", f"I{chance.randrange(inspectors)}") for _ in range(visits // 3)}
    of = demand(visits, inspectors, leads, conflicts)
    try:
        teams = assign(of, f"{SEED}{chance.random()}")
    except Understaffed as refused:
        assert refused.places > refused.room or len(refused.inspectors) < inspectors
        return
    loads = [list(teams.members.values()).count(i.key) for i in of.inspectors]
    assert max(loads) - min(loads) <= 1
    assert not {(v, i) for (v, _), i in teams.members.items()} & conflicts
    assert all(len({teams.members[v, s] for s in of.places}) == 2 for v in of.visits)
    assert all(int(i[1:]) < leads for (_, s), i in teams.members.items() if s == "lead")


def verified(document: dict[str, object], folder: Path) -> subprocess.CompletedProcess[str]:
    path = folder / "teams.json"
    path.write_text(json.dumps(document), "utf-8")
    return subprocess.run([sys.executable, "-S", "-I", str(VERIFIER), str(path)], capture_output=True, text=True, check=False)


def test_the_proof_is_checked_without_a_solver_and_a_swap_is_found(tmp_path):
    of = demand(60, 14, 8, {(f"V{n}", f"I{n % 14}") for n in range(0, 60, 4)})
    proof = assign(of, SEED).certificate(of, SEED)
    ran = verified(proof, tmp_path)
    assert ran.returncode == 0 and ran.stdout.startswith("VERIFIED: 60 visits"), ran.stderr
    swapped = json.loads(json.dumps(proof))
    # The second members of the first two visits change places.
    swapped["members"][1][2], swapped["members"][3][2] = swapped["members"][3][2], swapped["members"][1][2]
    ran = verified(swapped, tmp_path)
    assert ran.returncode == 1 and "NOT VERIFIED" in ran.stderr
    lazy = proof | {"prices": proof["prices"] | {"inspectors": dict.fromkeys(proof["prices"]["inspectors"], 0)}}
    assert "NOT VERIFIED" in verified(lazy, tmp_path).stderr


def test_where_those_who_may_lead_just_suffice_and_many_places_move_the_proof_still_holds(tmp_path):
    of = demand(150, 30, 15, {(f"V{n}", f"I{n % 30}") for n in range(0, 150, 7)})
    teams = assign(of, SEED)
    ran = verified(teams.certificate(of, SEED), tmp_path)
    assert ran.returncode == 0 and "10 to 10 places each" in ran.stdout, ran.stderr
    # Whoever may lead has to lead every time.
    assert all((place == "lead") == (int(who[1:]) < 15) for (_, place), who in teams.members.items())


def test_the_order_of_the_lists_makes_no_difference():
    of = demand(20, 7, 4)
    turned = Demand(of.visits[::-1], of.inspectors[::-1], of.conflicts)
    assert dict(assign(of, SEED).members) == dict(assign(turned, SEED).members)


def test_too_few_who_may_lead_are_named_and_nothing_is_relaxed():
    with pytest.raises(Understaffed) as refused:
        assign(demand(6, 6, 1), SEED)
    assert refused.value.inspectors == ["I0"] and refused.value.places > refused.value.room


def test_a_visit_that_everybody_has_an_interest_in_is_named():
    with pytest.raises(Understaffed) as refused:
        assign(demand(3, 4, 4, {("V1", f"I{n}") for n in range(4)}), SEED)
    assert refused.value.visits == ["V1"] and refused.value.inspectors == []


def test_a_team_of_one_is_no_team():
    with pytest.raises(ValueError, match="at least two"):
        Demand(["V"], [Inspector("I", True)], places=("lead",))
