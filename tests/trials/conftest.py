"""The trials are installed beside the product's own modules, for these tests alone."""

from __future__ import annotations

import pytest

from taizhang.frame.catalogue import Catalogue, install, installed
from taizhang.registers import people
from taizhang.site.installed import MODULES
from tests.city_fixture import City
from tests.trials import consent, draw, sighting

TRIALS = (draw.MODULE, sighting.MODULE, consent.MODULE)


@pytest.fixture
def trials():
    old = installed()
    install(Catalogue((*MODULES, *TRIALS), people.actor_by_key))
    yield installed()
    install(old)


@pytest.fixture
def city(trials, db):
    return City()
