"""The product's modules and the trials, installed together, with a row of everything."""

from __future__ import annotations

import pytest

from tests.city_fixture import City
from tests.conformance.samples import Samples
from tests.trials.beside import trials_beside


@pytest.fixture
def everything(db):
    """Rows of every kind in a small city, under every module that is declared."""
    with trials_beside() as catalogue:
        yield Samples(catalogue, City())
