"""A register of real firms becomes a roster of objects: a sheet is read, accepted and applied, and the roster frozen twice.

The file is given as TAIZHANG_BENCH_FIRMS (columns 企业名称, 统一社会信用代码, 注册地址, ...). The peer in the same run is Django's own
bulk_create of as many rows of the roster, without history, digests or ledger.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

from benchmarks.machine import load

FIRMS = Path(os.environ.get("TAIZHANG_BENCH_FIRMS", Path(__file__).resolve().parents[2] / "shared/data/enterprises/zhengzhou_companies.csv"))


def main() -> None:
    """Prints seconds of reading, applying, listing and freezing, and the ratio to bare inserts."""
    if not FIRMS.exists():
        print(f"skipped: no file of firms at {FIRMS}")
        return
    folder = tempfile.mkdtemp(prefix="taizhang-bench-")
    os.environ.update(DJANGO_SETTINGS_MODULE="taizhang.site.settings", TAIZHANG_VAR=folder, TAIZHANG_PLAIN_HTTP="1")
    import django

    django.setup()
    _measure()


def _measure() -> None:
    from django.core.management import call_command
    from django.db import connection, transaction
    from tests.city_fixture import City

    from taizhang.frame import batches, clock
    from taizhang.kernels.ledger import guard
    from taizhang.modules.inspection.models import InspectedObject
    from taizhang.modules.inspection.pages import roster_reading
    from taizhang.modules.inspection.queries import rosters
    from taizhang.modules.office import register_sheets

    with guard.suspended():
        call_command("migrate", verbosity=0)
        connection.close()
    city, content = City(), FIRMS.read_bytes()
    firms = register_sheets.lay_ready(city.administrator, register_sheets.read_enterprises(FIRMS.name, content, city.place), city.place)
    city.do(city.administrator, "office.accept_register", city.place, intake=firms.pk)
    batches.run_waiting()
    with _Timed("read, compared with the register, laid ready"):
        intake = roster_reading.laid_ready(city.planner, "objects", FIRMS.name, content, city.district)
    print(f"{intake.rows_count:,} rows can go in, {intake.reading['held']:,} are held back: {intake.reading['counts']}")
    with _Timed("accepted and applied in chunks") as applied:
        city.do(city.planner, "inspection.accept_roster", city.district, intake=intake.pk)
        batches.run_waiting()
    count = InspectedObject.objects.count()
    with _Timed("the firms from which a draw is made"):
        assert len(rosters.firm_rows(city.district, clock.today(), {})) == count
    for _ in range(2):
        with _Timed("a version frozen"):
            version = city.do(city.planner, "inspection.freeze_roster", city.district, kind="objects").key
    rows = list(InspectedObject.objects.all())
    with transaction.atomic():
        InspectedObject.objects.all().delete()
        for row in rows:
            row.pk = None
        with _Timed("bare bulk_create") as bare:
            InspectedObject.objects.bulk_create(rows, batch_size=500)
        transaction.set_rollback(True)
    print(f"{count:,} firms on {connection.vendor}, version {version}: {count / applied.took:,.0f} a second, {applied.took / bare.took:.1f} x bare; {load()}")


class _Timed:
    """Says how long what stands in it took."""

    def __init__(self, what: str) -> None:
        self.what, self.took = what, 0.0

    def __enter__(self) -> _Timed:
        self._begun = time.perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        self.took = time.perf_counter() - self._begun
        print(f"{self.what}: {self.took:.1f} s", flush=True)


if __name__ == "__main__":
    main()
