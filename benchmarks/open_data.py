"""Open data: 100,000 published projects with two papers each as one OC4IDS package, kept as a file for everybody.

Promises: 0 faults against the published schema and the additional checks in every hundredth project; the process grows by less than
64 MB while the package is made; whoever asks after that costs less than 0.5 s of processor, and less than 0.35 s when told that nothing has
changed. The peer in the same run is the bare rows written as JSON, as a database dump would be.
Run: python -m benchmarks.open_data. TAIZHANG_BENCH_PROJECTS sets the number of projects.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import process_time

from benchmarks.machine import line, load, scratch_database, seconds

PROJECTS = int(os.environ.get("TAIZHANG_BENCH_PROJECTS", "100000"))
GROWS_MB, AGAIN, UNCHANGED = 64, 0.5, 0.35
_CHUNK = 5_000


def main() -> int:
    """Prints the figures; 1 when a promise is broken."""
    with scratch_database():
        return _measure()


def _measure() -> int:
    from tests.city_fixture import City

    from taizhang.frame import reading
    from taizhang.frame.actor import PUBLIC
    from taizhang.modules.projects.declared.records import PROJECT
    from taizhang.modules.projects.open_data import package
    from taizhang.modules.projects.open_data.oc4ids_check import project_findings

    line("rows put in", f"{PROJECTS:,} projects", f"{seconds(lambda: _build(City())):.0f} s")
    rows = reading.rows(PUBLIC, PROJECT)
    most = [before := _own_mb()]
    each = package.each

    def watched(rows: object) -> Iterator[tuple[int, str]]:
        for number, found in enumerate(each(rows)):
            if not number % 1_000:
                most.append(_own_mb())
            yield found

    package.each = watched
    made, first = _asked()
    package.each = each
    found = []
    for number, (_, text) in enumerate(each(rows)):
        if not number % 100:
            found += project_findings(json.loads(text.removeprefix(",\n")))
    begin = process_time()
    for row in rows.order_by("id").values().iterator(chunk_size=500):
        json.dumps(row, default=str, ensure_ascii=False)
    bare = process_time() - begin
    grown = max(most) - before
    line("the first who asks: it is made", f"{made:.1f} s of processor", f"{first.size / 2**20:.0f} MB, {made / bare:.1f} x the bare rows")
    line("  the process grew by", f"{grown:.0f} MB", f"promised: less than {GROWS_MB}")
    line("faults in every hundredth project", f"{len(found)}", "promised: 0")
    again, unchanged = _asked()[0], _asked(HTTP_IF_NONE_MATCH=first.tag)[0]
    line("whoever asks then", f"{again:.3f} s of processor", f"promised: less than {AGAIN}")
    line("whoever has it already", f"{unchanged:.3f} s of processor", f"promised: less than {UNCHANGED}")
    print(load())
    return 1 if found or grown >= GROWS_MB or again >= AGAIN or unchanged >= UNCHANGED else 0


@dataclass(frozen=True)
class Answer:
    size: int
    tag: str


def _asked(**headers: str) -> tuple[float, Answer]:
    """Seconds of processor that one request costs, read to its end, and what it gave."""
    from django.test import Client

    begin = process_time()
    answer = Client().get("/api/oc4ids/", SERVER_NAME="127.0.0.1", **headers)
    size = sum(map(len, answer.streaming_content)) if answer.streaming else len(answer.content)
    assert answer.status_code in (200, 304), answer.status_code
    return process_time() - begin, Answer(size, answer["ETag"])


def _build(city: object) -> None:
    from taizhang.modules.projects.models import Document, Project

    place, organ = city.district, city.organs["甲区城投公司"]  # type: ignore[attr-defined]
    for start in range(0, PROJECTS, _CHUNK):
        made = Project.objects.bulk_create(
            Project(
                entry=f"{0x019B00000000 + n:012x}" + "0" * 20, name=f"示例工程{n}号", kind="gov", lifecycle="gov/2", stage="building",
                category="education", place=place, district=place, organ=organ, owner="示例建设公司", summary="新建教学楼及附属设施",
                total_investment_fen=10**10 + n, planned_start="2026-03", planned_finish="2028-12", started_on=date(2026, 4, 1),
                published=True, registered_on=date(2026, 1, 5), code=f"2026-410103-48-01-{n:06d}",
            )
            for n in range(start, min(start + _CHUNK, PROJECTS))
        )  # fmt: skip
        Document.objects.bulk_create(
            Document(entry="0" * 32, project=p, kind=kind, number=f"示发改〔2026〕{p.pk}号", dated=date(2026, 1, 9))
            for p in made
            for kind in ("feasibility_approval", "construction_permit")
        )


def _own_mb() -> float:
    """Memory of the process itself: pages of the database that SQLite maps in belong to the system and are given back."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return next(int(row.split()[1]) for row in status.splitlines() if row.startswith("RssAnon")) / 1024


if __name__ == "__main__":
    sys.exit(main())
