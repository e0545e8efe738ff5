"""Draws of others by their own rules, as their own vectors say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from taizhang.kernels.draw.elsewhere import consistent_fraction, consistent_order, rivest_numbers

VECTORS = Path(__file__).resolve().parents[4] / "shared/data/draw/vectors"


def vectors(name):
    path = VECTORS / name
    if not path.exists():
        pytest.skip(f"{name} is not on this machine")
    return json.loads(path.read_text("utf-8"))


def test_numbers_of_ballot_audits_are_those_of_their_authors():
    cases = vectors("rivest2011.json")
    assert [rivest_numbers(**case["data"]) for case in cases] == [case["expected"] for case in cases]
    assert len(cases) == 5


def test_the_consistent_sampler_orders_its_examples_as_it_says():
    *orders, fraction = vectors("consistent_sampler.json")
    assert [consistent_order(case["seed"], case["ids"]) for case in orders] == [case["order"] for case in orders]
    assert consistent_fraction(*fraction["first_fraction"]) == fraction["value"]
