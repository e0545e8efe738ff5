"""A workbook of 100,000 projects is accepted and applied in chunks, stopped once in the middle and resumed.

The peer in the same run is Django's own bulk_create of as many rows of the same table, without history, digests or ledger.
"""

from __future__ import annotations

import io
import os
import tempfile
import time
from datetime import date
from typing import Any

ROWS = int(os.environ.get("TAIZHANG_BENCH_APPLY_ROWS", "100000"))


def main() -> None:
    """Prints seconds of reading, accepting and applying, rows a second, and the ratio to bare inserts."""
    folder = tempfile.mkdtemp(prefix="taizhang-bench-")
    os.environ.update(DJANGO_SETTINGS_MODULE="taizhang.site.settings", TAIZHANG_VAR=folder, TAIZHANG_PLAIN_HTTP="1")
    import django

    django.setup()
    _measure()


def workbook(rows: int, more: int = 0) -> bytes:
    """One sheet of projects with codes, names, places, amounts in 万元 and dates; `more` is added to every amount."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True})
    sheet = book.add_worksheet("重点项目")
    sheet.write_row(
        0,
        0,
        [
            "项目名称",
            "项目代码",
            "建设地点",
            "总投资（万元）",
            "年度计划投资（万元）",
            "开工时间",
            "竣工时间",
            "当前阶段",
        ],
    )
    for i in range(rows):
        code = f"2026-410103-{i // 10000 % 100:02d}-01-{i % 1000000:06d}"
        sheet.write_row(
            i + 1, 0, [f"项目{i}号", code, "一街道", 1000 + i % 5000 + more, 100 + i % 500 + more, "2026-03", "2027-10", "在建"]
        )
    book.close()
    return buffer.getvalue()


def _measure() -> None:
    from django.core.management import call_command
    from django.db import connection
    from tests.city_fixture import City

    from taizhang.frame import batches, jobs
    from taizhang.frame.models import Batch, Job
    from taizhang.kernels.ledger import guard
    from taizhang.modules.projects import imports
    from taizhang.modules.projects.models import Project

    with guard.suspended():
        call_command("migrate", verbosity=0)
        connection.close()
    city = City()
    content = workbook(ROWS)
    begun = time.perf_counter()
    _, review = imports.read(content)
    read = time.perf_counter() - begun
    begun = time.perf_counter()
    intake = imports.lay_ready(city.clerk, "bench.xlsx", content, review)
    laid = time.perf_counter() - begun
    begun = time.perf_counter()
    outcome = city.do(city.clerk, "projects.accept_workbook", city.district, intake=intake.pk, year=2026)
    accepted = time.perf_counter() - begun
    applied, chunks = _apply(jobs, batches, outcome.key, ROWS // 1000)
    city.do(city.clerk, "office.stop_batch", Batch.objects.get(pk=outcome.key), reason="bench")
    left = Job.objects.filter(subject=outcome.key).latest("id")
    stopped_at = Project.objects.count()
    batches.run_waiting()
    assert Project.objects.count() == stopped_at, "a stopped batch went on"
    city.do(city.clerk, "office.resume_batch", Batch.objects.get(pk=outcome.key))
    begun = time.perf_counter()
    batches.run_waiting()
    applied += time.perf_counter() - begun
    assert Project.objects.count() == ROWS and Batch.objects.get(pk=outcome.key).state == "done"
    bare = _bare(Project, city)
    print(f"rows {ROWS:,}; read and checked {read:.1f} s, laid ready {laid:.1f} s, accepted {accepted:.2f} s")
    print(
        f"stopped after {stopped_at:,} rows (job {left.state}), resumed, applied in {applied:.1f} s: {ROWS / applied:,.0f} rows/s"
    )
    print(
        f"bare bulk_create of the projects alone {bare:.1f} s; ratio {applied / bare:.1f} (a row is a project, a membership, a plan and six items)"
    )
    _ = chunks


def _apply(jobs: Any, batches: Any, batch: int, chunks: int) -> tuple[float, int]:
    begun = time.perf_counter()
    job = jobs.claim([batches.JOB])
    for _ in range(chunks):
        jobs.run_step(job, batches.apply_chunk)
    return time.perf_counter() - begun, chunks


def _bare(model: Any, city: Any) -> float:
    from django.db import transaction

    rows = [
        model(
            entry="0" * 32,
            name=f"裸{i}",
            kind="gov",
            lifecycle="gov/1",
            stage="reserve",
            place=city.district,
            district=city.district,
            registered_on=date(2026, 1, 5),
        )
        for i in range(ROWS)
    ]
    begun = time.perf_counter()
    for start in range(0, ROWS, 500):
        with transaction.atomic():
            model.objects.bulk_create(rows[start : start + 500])
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
