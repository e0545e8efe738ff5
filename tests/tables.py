"""A new database's tables made of the models: so in the database of TAIZHANG_DB or TAIZHANG_VAR, which has no table yet.

    python -m tests.tables
"""

from __future__ import annotations


def main() -> None:
    """The database of the settings has its tables, and migrating it has nothing left to do."""
    import django

    django.setup()
    from django.db import connection

    from taizhang.kernels.ledger import guard
    from taizhang.surfaces.cli import fresh

    with guard.suspended():
        fresh.make_tables(connection)


if __name__ == "__main__":
    main()
