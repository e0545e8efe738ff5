"""Test databases get the ledger's guard after their tables are made; the city fixtures build on one another.

What runs where. What a database could answer differently runs on both: statements, locks, transactions, derivations, the
modules. The surfaces and pages, which read through them, run on one of the two, file by file, and on the other one the next day;
without PostgreSQL SQLite runs them all. What meets no database (`ONCE` in scripts/test) is not run again on PostgreSQL, nor
on a push what is marked `once`: documents, workbooks and pictures, how pages read, refusals that no statement decides. What
is dear and rarely wrong is asked by turns (tests/examples.py); `make test-long` leaves nothing out.
"""

from __future__ import annotations

import gc
import os
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.examples import TURN, examples, not_today

#: Where the databases seldom differ, and what this stands on is asked of both on each push.
#: Exports are not run on PostgreSQL at all.
ALIKE = re.compile(r"tests/(surfaces/(?!exports/)|site/|city/|security/|modules/test_\w*(page|screen)s?\.py)")

# How long an example takes says how busy the machine is: it is measured in benchmarks, and is no test's business.
settings.register_profile("here", deadline=None, max_examples=examples(100), suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("here")


def pytest_report_header() -> str:
    """The number that repeats this run's turns another day."""
    return f"turn: TAIZHANG_TURN={TURN}"


def pytest_collection_finish() -> None:
    """Whatever was read in stays to the end: looking through it again and again for garbage took a twentieth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def pytest_collection_modifyitems(config, items) -> None:
    """In `make test` what has its turn on another day is left out, and what has it on the other database today.

    The first is marked `by_turns(days)`; those who share what is dear to prepare have their turn `together`. The other is marked
    `either`, or is of a file in ALIKE: where both databases are asked (TAIZHANG_BY_TURNS=two), each is asked on one of them.
    Who starts pytest by hand leaves nothing out.
    """
    if not os.environ.get("TAIZHANG_BY_TURNS"):
        return
    left_out = {item: None for item in items if _of_another_day(item)}
    if left_out:
        config.hook.pytest_deselected(items=list(left_out))
        items[:] = [item for item in items if item not in left_out]


def _of_another_day(item) -> bool:
    mark = item.get_closest_marker("by_turns")
    if mark and not_today(mark.args[0], mark.kwargs.get("together", item.nodeid)):
        return True
    if os.environ["TAIZHANG_BY_TURNS"] != "two" or item.get_closest_marker("once"):
        # There is no other database to ask today.
        return False
    file = item.nodeid.partition("::")[0]
    if item.get_closest_marker("either"):
        return not_today(2, item.nodeid)
    return bool(ALIKE.match(file)) and not_today(2, file)


SHARED = Path(__file__).resolve().parents[2] / "shared"


def shared(relative: str) -> Path:
    """A file of the shared data, or the test is skipped with the reason."""
    path = SHARED / relative
    if not path.exists():
        pytest.skip(f"../shared/{relative} is not here")
    return path


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Each worker of xdist has its own database: pytest-django appends the worker's name."""


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker, django_db_modify_db_settings_parallel_suffix):
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    from taizhang.kernels.ledger import guard
    from taizhang.surfaces.cli.fresh import as_migrated, tables_of_models

    if connection.vendor == "sqlite":
        # pytest-django adds the worker's name to the path of engines it does not know; each process has its own memory.
        connection.settings_dict["TEST"]["NAME"] = None
    with django_db_blocker.unblock(), guard.suspended():
        with tables_of_models():
            old = setup_databases(verbosity=0, interactive=False)
        as_migrated(connection)
        # A test that sends requests through the real WSGI application would otherwise lose its connection after a minute.
        connection.settings_dict["CONN_MAX_AGE"] = None
        connection.close_at = None
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            connection.connection.set_authorizer(guard.authorize)
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite" and connection.connection is not None:
            connection.connection.set_authorizer(None)
        teardown_databases(old, verbosity=0)


@pytest.fixture
def city(db):
    """A small city: one city, two districts with a street each, their organs, and people in every role."""
    from tests.city_fixture import City

    return City()
