"""100,000 tasks of a city: the first page of the tree of responsibilities and of the progress wall, and the weekly meeting.

Promise: at most 8 queries for the first page of the tree and of the wall, p95 of server time 1 s for whoever sees the whole
city. The peer in the same run is a bare SQL group-by of the same table, which is the least that a page of counts can take.
Processor time stands beside the time on the clock, which on a busy machine is longer; on PostgreSQL that of its server is added.

    python -m benchmarks.commitments
    scripts/with-postgres python -m benchmarks.commitments

Measured with 100,000 tasks on two processors that others used too; milliseconds of the clock, then of the processor (here + in the
database server), medians of nine, for whoever sees the whole city | one district:

                     SQLite, load 3.8                     PostgreSQL, load 2.5
    tree by document   92: 92   |  203: 203     8 queries   200: 81+110  | 306: 70+440
    tree by leader     75: 75   |  136: 136     8           119: 39+120  | 336: 32+390
    tree by organ      90: 89   |  489: 151     8           202: 79+170  | 542: 65+460
    wall              216: 213  | 1145: 235     7           341: 133+270 | 400: 151+310
    meeting           322: 321  |  653: 211    12           296: 112+180 | 342: 156+170
    register          178: 177  |  359: 193    17           230: 75+160  | 382: 63+360
    tree and wall, p95: 1172, of processor time 267          555, of processor time 577

On SQLite a browser test ran on the same two processors from the second half on: the clock broke the promise there, the processor
did not come near it. On PostgreSQL the register took 676 (62+590) before the keys of a page were looked up first.
"""

from __future__ import annotations

import os
import random
import statistics
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.machine import load

ROWS = int(os.environ.get("TAIZHANG_BENCH_TASKS", "100000"))
PROMISED_MS, PROMISED_QUERIES = 1000, 8
ROUNDS = int(os.environ.get("TAIZHANG_BENCH_ROUNDS", "9"))
PAGES = {
    "tree by document": "/commitments/tree/?by=source",
    "tree by leader": "/commitments/tree/?by=leader",
    "tree by organ": "/commitments/tree/?by=lead",
    "wall": "/commitments/wall/",
    "meeting": "/commitments/meeting/",
    "register": "/list/commitments.tasks/?standing=overdue",
}


def main() -> None:
    """Prints one line per scope and page, then the p95 of the tree and the wall beside the bare group-by."""
    folder = tempfile.mkdtemp(prefix="taizhang-bench-")
    os.environ.update(DJANGO_SETTINGS_MODULE="taizhang.site.settings", TAIZHANG_VAR=folder, TAIZHANG_PLAIN_HTTP="1")
    import django

    django.setup()
    _measure()


def _measure() -> None:
    from django.db import connection, connections
    from django.test.utils import CaptureQueriesContext

    clients = _city()
    bare = statistics.median(_bare() for _ in range(ROUNDS)) * 1000
    first: list[tuple[float, float, float]] = []
    worst = 0
    for scope, client in clients.items():
        for name, url in PAGES.items():
            client.get(url)
            with CaptureQueriesContext(connection) as captured:
                answer = client.get(url)
            assert answer.status_code == 200, (url, answer.status_code)
            statements = list(captured.captured_queries)
            took = sorted(_timed(client, url) for _ in range(ROUNDS))
            clock, processor, server = (statistics.median(t[i] for t in took) * 1000 for i in (0, 1, 2))
            if name.startswith(("tree", "wall")):
                first += took
                worst = max(worst, len(statements))
            slowest = max(statements, key=lambda q: float(q["time"]))["sql"][:90]
            print(f"{scope:10} {name:17} {clock:7.0f} ms, processor {processor:6.0f} + {server:5.0f} ms, {len(statements)} queries, ratio {clock / bare:5.1f}; slowest: {slowest}")
    print(f"tasks {ROWS:,} on {connection.vendor}; {load()}")
    p95, busy95 = (sorted(each)[int(len(first) * 0.95)] * 1000 for each in ([t[0] for t in first], [t[1] + t[2] for t in first]))
    middle = statistics.median(t[0] for t in first) * 1000
    print(f"first pages of tree and wall: p95 {p95:.0f} ms (promised {PROMISED_MS}), of processor time {busy95:.0f} ms; median {middle:.0f} ms")
    print(f"most queries {worst} (promised {PROMISED_QUERIES}); bare group-by {bare:.0f} ms, ratio of the median page {middle / bare:.1f}")
    connections.close_all()


def _timed(client: Any, url: str) -> tuple[float, float, float]:
    """Seconds on the clock, of the processor here, and of the processor in the database server, which on SQLite is here too."""
    begun, busy, there = time.perf_counter(), time.process_time(), _in_server()
    client.get(url)
    return time.perf_counter() - begun, time.process_time() - busy, _in_server() - there


def _in_server() -> float:
    """Seconds of processor that PostgreSQL has spent on this connection, parallel workers that ended included; nought on SQLite."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    own = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    above = Path(f"/proc/{own[1]}/stat").read_text().rpartition(") ")[2].split()
    ticks = int(own[11]) + int(own[12]) + int(above[13]) + int(above[14])
    return ticks / os.sysconf("SC_CLK_TCK")


def _bare() -> float:
    """What the database alone takes to count the tasks by organ and state."""
    from django.db import connection

    begun = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT lead_id, state, count(*) FROM commitments_task GROUP BY lead_id, state")
        cursor.fetchall()
    return time.perf_counter() - begun


def _city() -> dict[str, Any]:
    """Tasks of 400 documents in 300 organs of 14 districts, one in ten a part of another; one signed-in client per scope."""
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from tests.city_fixture import City

    from taizhang.kernels.ledger import guard
    from taizhang.modules.commitments.models import Source, Task
    from taizhang.registers.models import Account, Organ, Person, Place

    with guard.suspended():
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        connection.close()
    city = City()
    city._post("office", "supervision.clerk", "甲区督查室", city.district)
    city._post("city_office", "supervision.clerk", "市督查室", city.place)
    districts = [city.district, city.other_district]
    districts += [Place.objects.get(pk=city.do(city.administrator, "office.add_place", city.place, name=f"第{n}区", kind="county").key) for n in range(12)]
    blank = "0" * 32
    Organ.objects.bulk_create(Organ(entry=blank, name=f"第{n}局", kind="bureau", place=districts[n % 14]) for n in range(300))
    organs = list(Organ.objects.order_by("id"))
    people = list(Person.objects.order_by("id"))
    text = "示例正文。" * 600
    Source.objects.bulk_create(
        Source(entry=blank, title=f"第{n}号文件", genre="work_report", received_on=date(2026, 1, 5), place=districts[n % 14], text=text) for n in range(400)
    )
    sources = list(Source.objects.order_by("id").defer("text"))
    chance = random.Random(2026)
    today = date.today()
    states = ["confirmed", "assigned", "signed", "under_way", "under_way", "under_way", "returned", "reported", "closed", "closed", "archived", "dropped"]
    words = "加快推进示例道路建设，确保年底前建成通车，" * 4

    def task(n: int) -> Task:
        source = chance.choice(sources)
        due = today + timedelta(days=chance.randrange(-90, 200)) if chance.random() < 0.8 else None
        given = today - timedelta(days=chance.randrange(1, 120))
        return Task(
            entry=blank, source=source, start=n, end=n + 80, place=source.place, words=words, title=f"{words[:40]}{n}", path="一、\n（一）", state=chance.choice(states),
            lead=chance.choice(organs), leader=chance.choice(people), person=chance.choice(people), due=due, assigned_on=given, signed_on=given, sign_by=given,
        )  # fmt: skip

    Task.objects.bulk_create((task(n) for n in range(ROWS - ROWS // 10)), batch_size=2000)
    whole = list(Task.objects.order_by("id").values_list("id", "source")[: ROWS // 10])

    def part(key: int, source: int) -> Task:
        found = task(key)
        found.parent_id, found.source_id = key, source
        return found

    Task.objects.bulk_create((part(key, source) for key, source in whole), batch_size=2000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    clients = {}
    for scope in ("city_office", "office"):
        account = Account.objects.create(username=scope, person=Person.objects.get(pk=city.actors[scope].person), password="!")
        clients[scope] = Client(headers={"accept-language": "zh-hans"}, SERVER_NAME="127.0.0.1")
        clients[scope].force_login(account)
    return clients


if __name__ == "__main__":
    main()
