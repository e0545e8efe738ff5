"""The product's own modules with the trials beside them: one catalogue for all tests, as the running program has one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from taizhang.frame.catalogue import Catalogue, install, installed
from taizhang.registers import people
from taizhang.site.installed import MODULES
from tests.trials import consent, draw, sighting

CATALOGUE = Catalogue((*MODULES, draw.MODULE, sighting.MODULE, consent.MODULE), people.actor_by_key)


@contextmanager
def trials_beside() -> Iterator[Catalogue]:
    """Inside, the trials are installed too."""
    before = installed()
    install(CATALOGUE)
    try:
        yield CATALOGUE
    finally:
        install(before)
