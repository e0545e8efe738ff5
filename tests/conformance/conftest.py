"""The product's modules and the trials, installed together, with a row of everything."""

from __future__ import annotations

import pytest

from taizhang.frame.catalogue import Catalogue, install, installed
from taizhang.registers import people
from tests.city_fixture import City
from tests.conformance.samples import Samples
from tests.conformance.test_declared import CATALOGUE as DECLARED


@pytest.fixture
def everything(db):
    """Rows of every kind in a small city, under every module that is declared."""
    old = installed()
    install(Catalogue(DECLARED.modules, people.actor_by_key))
    yield Samples(installed(), City())
    install(old)
