"""The frame is tested with the trials: modules whose shapes the product's own do not all have yet."""

from __future__ import annotations

import pytest
from tests.city_fixture import City
from tests.conformance.test_declared import CATALOGUE

from taizhang.frame.catalogue import Catalogue, install, installed
from taizhang.registers import people


@pytest.fixture
def trials():
    old = installed()
    install(Catalogue(CATALOGUE.modules, people.actor_by_key))
    yield installed()
    install(old)


@pytest.fixture
def city(trials, db):
    return City()
