"""What `perform` costs beside the same row writes in one plain transaction, on a file with synchronous=FULL.

Run: python -m benchmarks.perform_statements [rounds]. Aim: not more than twice a plain Django transaction.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from time import process_time

from benchmarks.machine import fdatasync_rate, line, load, medians, scratch_database


def main(rounds: int = 400) -> None:
    """Prints the figures."""
    with scratch_database() as path:
        from django.db import connection, transaction
        from django.test.utils import CaptureQueriesContext
        from tests.city_fixture import City

        from taizhang.frame.perform import perform
        from taizhang.modules.projects.models import Item, ItemHistory, Project

        city = City()
        project = city.project()
        plain_item, item = Item.objects.filter(project=project)[:2]
        rate = fdatasync_rate(path.parent)

        def performed() -> None:
            performed.n += 1
            perform("projects.assign_item", item.pk, city.clerk, {"due": f"2026-{performed.n % 12 + 1:02}-01"}, idempotency_key=f"k{performed.n}")

        def plain(with_history: bool) -> Callable[[], None]:
            def write() -> None:
                with transaction.atomic():
                    row = Item.objects.get(pk=plain_item.pk)
                    row.note = "x"
                    row.save(force_update=True)
                    if with_history:
                        kept = ItemHistory.objects.filter(id=row.pk).order_by("-history_id").first()
                        ItemHistory.objects.filter(history_id=kept.history_id).update(recorded_to=kept.recorded_from)
                        kept.pk = None
                        kept.save(force_insert=True)

            return write

        performed.n = 0
        with CaptureQueriesContext(connection) as captured:
            performed()
        bare, kept, whole = medians(rounds, plain(False), plain(True), performed)
        line("plain transaction: read, update", f"{bare * 1e3:.2f} ms", f"{1 / bare / rate:.2f} of the fdatasync rate ({rate:,.0f}/s)")
        line("  and the history row kept", f"{kept * 1e3:.2f} ms", f"{kept / bare:.2f}")
        line("perform: claim, scope, history, entry, tree", f"{whole * 1e3:.2f} ms", f"{whole / bare:.2f} of plain, {whole / kept:.2f} with history; aim 2")
        for name, work in (("plain", plain(True)), ("perform", performed)):
            begin = process_time()
            for _ in range(100):
                work()
            line(f"  processor time of {name}", f"{(process_time() - begin) * 10:.2f} ms")
        line("statements of perform, with BEGIN and COMMIT", f"{len(captured)}")
        assert Project.objects.exists()
    print(load())


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400)
