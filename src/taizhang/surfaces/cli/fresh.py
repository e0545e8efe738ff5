"""A new database's tables made of the models at once, in a tenth of the time that all their migrations take.

Why, and what shows that both make the same: docs/decisions/0016-new-tables-of-the-models.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from taizhang.frame.search.column import sought_of
from taizhang.frame.search.tables import make

#: The ledger's tables are no models' of Django's: they are made by their own migration, here as everywhere.
_BY_MIGRATION = "ledger"


def is_fresh(connection: Any) -> bool:
    """Whether no table but the ledger's was made by a migration yet; also after a run that was interrupted while making them here.

    Where migrations were begun and interrupted, tables of an older shape may stand: there they go on.
    """
    return {app for app, _ in MigrationRecorder(connection).applied_migrations()} <= {_BY_MIGRATION}


def make_tables(connection: Any) -> None:
    """The tables of this version are there, and migrating them has nothing left to do."""
    with tables_of_models():
        call_command("migrate", interactive=False, verbosity=0, run_syncdb=True)
    as_migrated(connection)


@contextmanager
def tables_of_models() -> Iterator[None]:
    """Inside, the tables of a new database are made of the models; the ledger's are made by its migration."""
    before = settings.MIGRATION_MODULES
    labels = {app.label for app in apps.get_app_configs()} - {_BY_MIGRATION}
    settings.MIGRATION_MODULES = dict.fromkeys(labels)
    try:
        yield
    finally:
        settings.MIGRATION_MODULES = before


def as_migrated(connection: Any) -> None:
    """What migrations make beside the tables is there, and asked about them the database answers as one that was migrated."""
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    with transaction.atomic():
        with connection.cursor() as cursor:
            for model in apps.get_models():
                if sought_of(model) is not None:
                    for statement in make(connection.vendor, model._meta.db_table):
                        cursor.execute(statement)
        for app, name in MigrationLoader(connection).disk_migrations.keys() - recorder.applied_migrations().keys():
            recorder.record_applied(app, name)
