"""Readers and writers together on PostgreSQL: what is answered, how fast, what is refused; and afterwards nothing is lost.

Run: python -m benchmarks.load_postgres [seconds]. The product runs as it is deployed: a durable server of its own, an owner
and a runtime role, `taizhang serve` with three processes, `taizhang work` beside it, and half-way a workbook that comes in
again and overwrites projects on which clerks work. The peer in the same run is pgbench on the same server: one durable
insert per transaction, from as many connections as there are clerks. Exits 1 when a promise does not hold: no 500, no
deadlock, no acknowledged entry lost or doubled, no gap in the sequence, and a full check that finds nothing.
"""

from __future__ import annotations

import json
import os
import random
import re
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.machine import line, load
from benchmarks.workbook_apply import workbook
from tests.deployment import Client, Deployment, Said, deployed, until

SERVERS, READERS, CLERKS, PROJECTS, ROWS = 3, 4, 6, 40, 600

#: Beside the small city of the tests: a browser's session for readers, and a token for a clerk of the other district.
CITY = """
import json, sys
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from tests.city_fixture import City
from taizhang.registers import accounts, tokens
from taizhang.registers.models import Person
city = City()
projects = [city.project(name=f"示例工程{n}").pk for n in range(int(sys.argv[1]))]
people = {}
for name in ("clerk", "chief", "city_clerk", "other_clerk"):
    people[name], _ = accounts.open_by_operator(Person.objects.get(pk=city.actors[name].person), name)
    people[name].must_change = False
    people[name].save(update_fields=["must_change"])
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY] = str(people["clerk"].pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = people["clerk"].get_session_auth_hash()
session.create()
print(json.dumps({
    "projects": projects, "district": city.district.pk, "other": city.other_district.pk, "session": session.session_key,
    "tokens": {name: tokens.issue(account, "load")[1] for name, account in people.items()},
}))
"""


@dataclass
class Tally:
    """What every request of the run got: seconds and status by kind, refusals by code, and the entries that were acknowledged."""

    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    refusals: Counter[tuple[int, str]] = field(default_factory=Counter)
    acknowledged: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, kind: str, seconds: float, said: Said) -> None:
        """One answer."""
        with self._lock:
            self.took[kind].append(seconds)
            self.statuses[kind][said.status] += 1
            if said.status >= 500:
                self.wrong.append(f"{kind}: {said.status} {said.text[:300]}")
            elif said.status >= 400:
                self.refusals[said.status, said.json["code"] if said.body[:1] == b"{" else "page"] += 1
            elif said.body[:9] == b'{"entry":' and not said.json["repeated"]:
                self.acknowledged.append(said.json["entry"])

    def not_so(self, what: str) -> None:
        """Something that must not happen has happened."""
        with self._lock:
            self.wrong.append(what)


class Desk:
    """One person at work: asks, and notes what came of it."""

    def __init__(self, city: Any, port: int, tally: Tally, number: int, who: str) -> None:
        self.city, self.tally, self.number, self.count = city, tally, number, 0
        self.chance = random.Random(number)
        self.api = Client(port, city["tokens"][who], timeout=60)
        self.page = Client(port, cookie=f"taizhang={city['session']}", timeout=60)
        self.own = city["projects"][number % PROJECTS]
        self.shared = city["projects"][-1]

    def fresh(self) -> str:
        """A name that nothing else in this run has."""
        self.count += 1
        return f"d{self.number}-{self.count}"

    def look(self, kind: str, path: str) -> Said:
        """A page or list is read."""
        return self._timed(f"read {kind}", lambda: (self.api if path.startswith("/api/") else self.page).get(path))

    def do(self, kind: str, action: str, key: int, of: str = "projects.project", /, *, submission: str = "", version: str = "", **raw: Any) -> Said:
        """An action is sent."""
        headers = ({"Idempotency-Key": submission} if submission else {}) | ({"If-Match": version} if version else {})
        return self._timed(f"write {kind}", lambda: self.api.act(action, of, key, raw, headers))

    def _timed(self, kind: str, ask: Callable[[], Said]) -> Said:
        begun = time.perf_counter()
        said = ask()
        self.tally.note(kind, time.perf_counter() - begun, said)
        return said


def read(desk: Desk) -> None:
    """What somebody who only looks opens next."""
    project = desk.chance.choice(desk.city["projects"])
    kind, path = desk.chance.choice(
        [
            ("my work", "/work/"),
            ("list", "/list/projects.projects/?sort=-total_investment_fen"),
            ("record", f"/r/projects.project/{project}/"),
            ("public", "/public/"),
            ("API list", "/api/records/projects.project/?size=50"),
            ("API row", f"/api/records/projects.project/{project}/"),
        ]
    )
    if desk.look(kind, path).status != 200:
        desk.tally.not_so(f"{path} cannot be read")


def own_row(desk: Desk) -> None:
    """A clerk works on a project of their own: an item is added and completed."""
    added = desk.do("own row", "projects.add_item", desk.own, list="problem", title=desk.fresh())
    desk.do("own row", "projects.complete_item", added.json["subject"]["id"], "projects.item", on="2026-01-20")


def same_row(desk: Desk) -> None:
    """Everybody at the same project: versions that are out of date, states that somebody else has left, one plan of a year."""
    version = desk.api.get(f"/api/records/projects.project/{desk.shared}/").json["version"]
    doing = desk.chance.randrange(4)
    if doing == 0:
        desk.do("same row", "projects.amend", desk.shared, version=version, name=f"示例工程{desk.fresh()}", reason="示例")
    elif doing == 1:
        verb = desk.chance.choice(["projects.suspend", "projects.resume"])
        desk.do("same row", verb, desk.shared, reason="示例")
    elif doing == 2:
        desk.do("same row", "projects.plan", desk.shared, role="annual_plan", year=2026, amount_fen=desk.chance.randrange(10**6) * 100)
    else:
        desk.do("same row", "projects.add_item", desk.shared, list="problem", title=desk.fresh())


def same_code(desk: Desk) -> None:
    """A project with the code that somebody else registers at this moment, in either district."""
    code = f"2026-410103-99-01-{int(time.time() * 2) % 10**6:06d}"
    district = desk.city["other" if desk.number % 2 else "district"]
    desk.do("same code", "projects.register", district, "registers.place", name=desk.fresh(), kind="gov", code=code)


def imported_row(desk: Desk) -> None:
    """A change to a project that a workbook overwrites at the same time."""
    row = desk.chance.choice(desk.city["imported"][:60])
    desk.do("imported row", "projects.amend", row["id"], name=row["name"], code=row["code"], owner=desk.fresh(), reason="示例")


def again(desk: Desk) -> None:
    """A client whose line broke: the same submission twice at once, once more later, and then other inputs under its key."""
    key, other = f"again-{desk.fresh()}", Desk(desk.city, desk.api.port, desk.tally, desk.number, "clerk")
    said: list[Said] = []
    raw = {"list": "problem", "title": key}
    both = [
        threading.Thread(target=lambda d=d: said.append(d.do("again", "projects.add_item", desk.own, submission=key, **raw)))
        for d in (desk, other)
    ]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    said.append(desk.do("again", "projects.add_item", desk.own, submission=key, **raw))
    if len({s.json.get("entry") for s in said}) != 1 or sum(not s.json.get("repeated", True) for s in said) != 1:
        desk.tally.not_so(f"{key} was not done exactly once: {[s.text for s in said]}")
    if desk.do("again", "projects.add_item", desk.own, submission=key, list="problem", title="another").status != 409:
        desk.tally.not_so(f"{key} was taken for other inputs")


def write(desk: Desk) -> None:
    """What a clerk does next."""
    desk.chance.choices((own_row, same_row, same_code, imported_row), (4, 3, 1, 2))[0](desk)


@contextmanager
def at_work(desks: list[tuple[Desk, Callable[[Desk], None]]]) -> Iterator[None]:
    """Everybody does one thing after the other until the block ends."""
    over = threading.Event()

    def go_on(desk: Desk, doing: Callable[[Desk], None]) -> None:
        while not over.is_set():
            try:
                doing(desk)
            except Exception as error:
                desk.tally.not_so(f"{doing.__name__}: {error!r}")
                return

    threads = [threading.Thread(target=go_on, args=pair) for pair in desks]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join(120)


def bring_in(found: Deployment, path: Path) -> str:
    """A workbook goes in by the command line, as a clerk, and decides where it differs; gives what went wrong."""
    done = found.taizhang("projects", "import", path, "--as", "clerk", "--place", "甲区", "--year", 2026, "--sheet-decides", seconds=600)
    return "" if done.returncode == 0 else done.stderr[-500:] + done.stdout[-500:]


def bare_inserts(found: Deployment, seconds: int = 5) -> float:
    """Transactions a second of pgbench: one durable insert each."""
    found.sql("CREATE TABLE IF NOT EXISTS bare (id bigserial PRIMARY KEY, said text)", database="postgres")
    script = found.var / "bare.sql"
    script.write_text("INSERT INTO bare (said) VALUES ('示例');\n")
    found.var.chmod(0o755)
    said = found.server.tool(
        "pgbench", "-h", found.server.folder, "-U", "tz", "-n", "-f", script, "-c", CLERKS, "-j", 2, "-T", seconds, "postgres"
    )
    rate = re.search(r"tps = ([\d.]+)", said)
    assert rate, said
    return float(rate[1])


#: Versions that a workbook wrote and in which a column it does not have is not what it was before.
TAKEN_BACK = """
SELECT count(*) FROM (SELECT e.action, h.owner, lag(h.owner) OVER (PARTITION BY h.id ORDER BY h.history_id) AS before
FROM projects_projecthistory h JOIN ledger_entry e ON e.key = h.entry) v
WHERE action = 'projects.accept_workbook.chunk' AND owner <> before
"""


def faults(found: Deployment, tally: Tally) -> list[str]:
    """Promises that do not hold after the run."""
    wrong = [*tally.wrong[:10], *([f"... {len(tally.wrong)} in all"] if len(tally.wrong) > 10 else [])]
    until(lambda: found.sql("SELECT count(*) FROM ledger_pending") == [(0,)], "entries are left without a number")
    kept = {key for (key,) in found.sql("SELECT key FROM ledger_entry")}
    if lost := set(tally.acknowledged) - kept:
        wrong.append(f"{len(lost)} acknowledged entries are lost")
    if len(set(tally.acknowledged)) != len(tally.acknowledged):
        wrong.append("one entry was acknowledged to two")
    if found.sql("SELECT count(*), coalesce(max(seq) + 1, 0) FROM ledger_seq") != [(len(kept), len(kept))]:
        wrong.append("the sequence has a gap")
    ((deadlocks,),) = found.sql("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
    if deadlocks:
        wrong.append(f"{deadlocks} deadlocks")
    ((taken_back,),) = found.sql(TAKEN_BACK)
    if taken_back:
        wrong.append(f"the import took back {taken_back} changes of clerks")
    checked = found.taizhang("ledger", "fsck", "--json", seconds=900)
    wrong += [f"fsck: {finding['en']} ({finding['where']})" for finding in json.loads(checked.stdout)["findings"][:10]]
    if "Traceback" in found.said():
        wrong.append("a trace in the log: " + found.said().partition("Traceback")[2][:2000])
    return wrong


def processor_seconds(found: Deployment) -> dict[str, float]:
    """Seconds of processor time so far of the site's processes, of the worker, and of the database server; Linux alone tells."""
    spent = {"site": 0.0, "worker": 0.0, "PostgreSQL": 0.0}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words, where = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(), os.readlink(process / "cwd")
            times = (process / "stat").read_text().rpartition(") ")[2].split()
        except OSError:
            continue
        whose = "PostgreSQL" if where == str(found.server.data) else "" if where != str(found.var) else "worker" if " work" in words else "site"
        if whose:
            spent[whose] += (int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK")
    return spent


def report(tally: Tally, seconds: float, bare: float, spent: dict[str, float]) -> None:
    """Figures by kind, refusals by code, processor time, and the ratio to the peer."""
    for kind in sorted(tally.took):
        took = sorted(tally.took[kind])
        p50, p95 = (took[int(len(took) * share)] * 1000 for share in (0.5, 0.95))
        answers = ", ".join(f"{status}: {n}" for status, n in sorted(tally.statuses[kind].items()))
        line(kind, f"{len(took) / seconds:,.1f}/s", f"p50 {p50:,.0f} ms, p95 {p95:,.0f} ms; {answers}")
    print("refusals:", ", ".join(f"{status} {code} {n}" for (status, code), n in tally.refusals.most_common()) or "none")
    requests = sum(map(len, tally.took.values()))
    shares = ", ".join(f"{whose} {used / requests * 1000:,.1f} ms" for whose, used in spent.items())
    line("processor time of a request, whatever the load", f"{sum(spent.values()) / requests * 1000:,.0f} ms", shares)
    entries = len(tally.acknowledged) / seconds
    line("entries acknowledged", f"{entries:,.1f}/s", f"{entries / bare:.3f} of bare durable inserts ({bare:,.0f}/s, {CLERKS} connections)")


def run(seconds: float, folder: Path) -> list[str]:
    """The whole run; gives the promises that do not hold."""
    with deployed(folder) as found:
        city = found.python(CITY, PROJECTS)
        sheet, changed = folder / "a.xlsx", folder / "b.xlsx"
        sheet.write_bytes(workbook(ROWS))
        changed.write_bytes(workbook(ROWS, more=1))
        if wrong := bring_in(found, sheet):
            return [wrong]
        rows = found.sql("SELECT id, name, code FROM projects_project WHERE origin = 'imported'")
        city["imported"] = [{"id": k, "name": name, "code": code} for k, name, code in rows]
        bare = bare_inserts(found)
        found.serve(workers=SERVERS)
        found.work()
        tally, names = Tally(), ("clerk", "chief", "city_clerk")
        desks = [(Desk(city, found.port, tally, n, "clerk"), read) for n in range(READERS)]
        desks += [(Desk(city, found.port, tally, 10 + n, names[n % 3]), write) for n in range(CLERKS)]
        desks += [(Desk(city, found.port, tally, 30, "clerk"), again), (Desk(city, found.port, tally, 31, "other_clerk"), same_code)]
        before, begun = processor_seconds(found), time.perf_counter()
        with at_work(desks):
            time.sleep(seconds / 3)
            if wrong := bring_in(found, changed):
                tally.not_so(f"import: {wrong}")
            time.sleep(max(0, seconds - (time.perf_counter() - begun)))
        took = time.perf_counter() - begun
        spent = {whose: used - before[whose] for whose, used in processor_seconds(found).items()}
        report(tally, took, bare, spent)
        return faults(found, tally)


def main(seconds: float = 60) -> int:
    """0 when every promise holds."""
    with tempfile.TemporaryDirectory(prefix="taizhang-bench-") as name:
        try:
            wrong = run(seconds, Path(name))
        except LookupError as error:
            print(f"SKIPPED: {error}")
            return 0
    for each in wrong:
        print("NOT SO:", each)
    print(load())
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*map(float, sys.argv[1:2])))
