"""The stage is built once for a module; what a test does on it is taken back by a savepoint."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings

from tests.access.stage import Stage


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever is written inside is gone afterwards. `perform` is durable, which Django allows only in a test's own block."""
    block = transaction.atomic()
    block._from_testcase = True
    with block:
        try:
            yield
        finally:
            transaction.set_rollback(True)


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker, tmp_path_factory):
    # Hashed names exist only after collectstatic, and files of a test belong in a folder of the test.
    changed = override_settings(
        MEDIA_ROOT=tmp_path_factory.mktemp("evidence"),
        VAR=tmp_path_factory.mktemp("var"),
        STORAGES=settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
    )
    with changed, django_db_blocker.unblock(), taken_back():
        yield Stage()
