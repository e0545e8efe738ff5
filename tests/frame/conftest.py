"""The frame is tested with the trials: modules whose shapes the product's own do not all have yet."""

from __future__ import annotations

import pytest
from tests.city_fixture import City
from tests.trials.beside import trials_beside


@pytest.fixture
def trials():
    with trials_beside() as catalogue:
        yield catalogue


@pytest.fixture
def city(trials, db):
    return City()
