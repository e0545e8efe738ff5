"""Test databases get the ledger's guard after their tables are made; the city fixtures build on one another.

What runs where. SQLite runs everything. PostgreSQL runs again what a database could answer differently: statements, locks,
transactions, derivations, every action, record and page once, all modules; of the surfaces, which read through them, half the
files, the other half on the next day. What meets no database (`ONCE` in scripts/test) is not run again, nor on a push what
is marked `once`: documents, workbooks and pictures, how pages read, refusals that no statement decides. What is dear and
rarely differs is asked by turns (tests/examples.py); `make test-long` leaves nothing out.
"""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.examples import TURN, examples, not_today

#: Where PostgreSQL seldom answers otherwise than SQLite, and what it stands on is asked of it on each push.
ALIKE = ("tests/surfaces/", "tests/site/", "tests/city/", "tests/security/")

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
    """On a push, whose turn is on another day is left out: what is marked `by_turns`, and on PostgreSQL every second file of ALIKE.

    Who starts pytest by hand leaves nothing out. Those who share what is dear to prepare have their turn `together`.
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
    file = item.nodeid.partition("::")[0]
    return os.environ.get("TAIZHANG_DB", "").startswith("postgres") and file.startswith(ALIKE) and not_today(2, file)


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
