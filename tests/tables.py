"""A new database's tables made of the models, in a tenth of the time that the migrations take.

    python -m tests.tables          so in the database of TAIZHANG_DB or TAIZHANG_VAR, which has no table yet

That both make the same is tested (tests/surfaces/cli/test_running.py), by migrations that run from nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def tables_of_models() -> Iterator[None]:
    """Inside, the tables of a new database are made of the models; the ledger's are made by its migration."""
    from django.apps import apps
    from django.test import override_settings

    labels = {app.label for app in apps.get_app_configs()} - {"ledger"}
    with override_settings(MIGRATION_MODULES=dict.fromkeys(labels)):
        yield


def as_migrated(connection: Any) -> None:
    """What migrations make beside the tables is there, and asked about them the database answers as one that was migrated."""
    from django.apps import apps
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.recorder import MigrationRecorder

    from taizhang.frame.search.column import sought_of
    from taizhang.frame.search.tables import make

    with connection.cursor() as cursor:
        for model in apps.get_models():
            if sought_of(model) is not None:
                for statement in make(connection.vendor, model._meta.db_table):
                    cursor.execute(statement)
    recorder = MigrationRecorder(connection)
    for app, name in MigrationLoader(connection).disk_migrations.keys() - recorder.applied_migrations().keys():
        recorder.record_applied(app, name)


def main() -> None:
    """The database of the settings has its tables, and migrating it has nothing left to do."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from taizhang.kernels.ledger import guard

    with guard.suspended(), tables_of_models():
        call_command("migrate", interactive=False, verbosity=0, run_syncdb=True)
    as_migrated(connection)


if __name__ == "__main__":
    main()
