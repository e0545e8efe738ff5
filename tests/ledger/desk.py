"""Clerks at a deployment who send each item until it is acknowledged, and what has to hold once the server was lost."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from tests import deployment
from tests.deployment import Client, Deployment, until

WRITERS = 4


@dataclass
class Desk:
    """Clerks who enter items, each with a key of its own that is sent again until it is acknowledged."""

    deployment: Deployment
    projects: list[int]
    token: str
    acknowledged: dict[str, str] = field(default_factory=dict)
    seen: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def write(self, who: str) -> None:
        """Items, one after the other, until told to stop."""
        client = Client(self.deployment.port, self.token, timeout=20)
        for n in count():
            if self.stop.is_set():
                return
            self._enter(client, self.projects[n % len(self.projects)], f"{who}-{n}")

    def _enter(self, client: Client, project: int, title: str) -> None:
        while not self.stop.is_set():
            try:
                said = client.act("projects.add_item", "projects.project", project, {"list": "problem", "title": title}, {"Idempotency-Key": title})
            except OSError as error:
                self.wrong.append(repr(error))
                return
            self.seen[said.status] += 1
            if said.status == 201:
                self.acknowledged[title] = said.json["entry"]
                return
            if said.status != 503 or not said.headers.get("Retry-After"):
                self.wrong.append(f"{said.status} {said.text[:200]}")
                return
            self.stop.wait(0.2)

    @contextmanager
    def working(self) -> Iterator[None]:
        threads = [threading.Thread(target=self.write, args=(f"w{n}",)) for n in range(WRITERS)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.stop.set()
            for thread in threads:
                thread.join(60)

    def acknowledges(self, more: int, seconds: float = 60) -> None:
        """Nothing, once so many more items are acknowledged."""
        before = len(self.acknowledged)
        until(lambda: len(self.acknowledged) >= before + more or bool(self.wrong), "nothing more is acknowledged", seconds)
        assert not self.wrong, self.wrong


def opened(found: Deployment, projects: int = 3) -> Desk:
    """A city, its server and its worker, and clerks who are about to begin."""
    city = found.python(deployment.CITY, projects)
    found.serve()
    found.work()
    until(lambda: "is running" in found.said(), "the worker does not start")
    return Desk(found, city["projects"], city["tokens"]["clerk"])


def kept(desk: Desk) -> set[str]:
    """Acknowledged entries that the database still holds."""
    rows = desk.deployment.sql("SELECT key FROM ledger_entry")
    return {key for (key,) in rows} & set(desk.acknowledged.values())


def whole(desk: Desk) -> None:
    """Nothing acknowledged is lost or doubled, every entry has its number, and the full check finds nothing."""
    found = desk.deployment
    assert kept(desk) == set(desk.acknowledged.values())
    until(lambda: found.sql("SELECT count(*) FROM ledger_pending") == [(0,)], "entries are left without a number")
    numbers, most, entries = found.sql("SELECT count(*), max(seq) + 1, (SELECT count(*) FROM ledger_entry) FROM ledger_seq")[0]
    assert numbers == most == entries
    titles = Counter(title for (title,) in found.sql("SELECT title FROM projects_item WHERE title LIKE 'w%%-%%'"))
    assert set(desk.acknowledged) <= set(titles) and set(titles.values()) == {1}
    checked = found.taizhang("ledger", "fsck", "--json")
    assert checked.returncode == 0, checked.stdout[:3000] + checked.stderr[-3000:]


def process(folder: Path) -> int:
    return int((folder / "postmaster.pid").read_text().splitlines()[0])


def killed(found: Deployment) -> None:
    """`kill -9` of the server; its other processes end by themselves when they notice."""
    data = found.server.data
    os.kill(process(data), signal.SIGKILL)
    # They hold the shared memory that the next start needs.
    until(lambda: not any(_works_in(data, seen) for seen in Path("/proc").glob("[0-9]*/cwd")), "an old process stays")
    # Where nobody reaps the dead process, its number looks alive to the next start.
    for left in (data / "postmaster.pid", found.server.folder / ".s.PGSQL.5432.lock"):
        left.unlink(missing_ok=True)
    time.sleep(1)


def _works_in(folder: Path, link: Path) -> bool:
    try:
        return Path(os.readlink(link)) == folder
    except OSError:
        return False
