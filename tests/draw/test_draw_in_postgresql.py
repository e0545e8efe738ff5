"""PostgreSQL finds the samples of the kernel of draws by the kernel's own statement; tests/kernels meets no database."""

from __future__ import annotations

import pytest
from django.db import connection
from tests.draw_rows import columns_of, golden_in


@pytest.mark.django_db
def test_postgresql_finds_the_golden_samples():
    if connection.vendor != "postgresql":
        pytest.skip("this run is not on PostgreSQL: scripts/with-postgres pytest tests/draw")
    with connection.cursor() as cursor:

        def fetch(statement):
            cursor.execute(statement)
            return cursor.fetchall()

        def fill(name, rows):
            cursor.execute(f"create temporary table {name} ({columns_of(rows)})")
            cursor.executemany(f"insert into {name} values ({', '.join(['%s'] * len(rows[0]))})", list(reversed(rows)))

        golden_in("postgresql", fetch, fill)
