"""The PostgreSQL server is killed while clerks work: nothing acknowledged is lost, and the program finds it again by itself.

The same crash must lose entries where the server acknowledges what is not on its disk. Over HTTP, with the processes of a
deployment; the servers are the test's own.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest
from django.db import connection

from tests import deployment
from tests.deployment import Client, Deployment, deployed

from .desk import Desk, kept, killed, opened, whole


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    if connection.vendor != "postgresql":
        pytest.skip("about a PostgreSQL server; runs with the suite on PostgreSQL")
    return tmp_path


def stopped_at_once(found: Deployment) -> None:
    """An immediate shutdown: every transaction that runs is given up."""
    found.server.stop("immediate")
    time.sleep(1)


def crashes(desk: Desk, rounds: int) -> None:
    """Killed, stopped at once, and one backend killed (the server then restarts itself), so many times each."""
    found = desk.deployment
    for _ in range(rounds):
        for down in (killed, stopped_at_once):
            desk.acknowledges(20)
            down(found)
            found.server.start()
        desk.acknowledges(20)
        ((backend,),) = found.sql("SELECT pid FROM pg_stat_activity WHERE usename = 'taizhang' AND backend_type = 'client backend' LIMIT 1")
        os.kill(backend, signal.SIGKILL)
    desk.acknowledges(20)


def test_a_server_killed_three_times_loses_nothing_and_is_found_again(folder):
    with deployed(folder) as found:
        desk = opened(found)
        with desk.working():
            crashes(desk, 1)
        assert not desk.wrong and desk.seen[503] > 0, desk.seen
        whole(desk)
        says_so(found)
        assert "Traceback" not in found.said(), found.said()[-3000:]


def says_so(found: Deployment) -> None:
    """Without a database every page that needs one says what is going on, in the reader's language, and when to come again."""
    found.server.stop("immediate")
    for language, words in (("zh-CN", "数据库暂时连不上"), ("en", "The database cannot be reached")):
        page = Client(found.port, language=language).get("/public/")
        assert (page.status, page.headers["Retry-After"]) == (503, "5") and words in page.text
        answer = Client(found.port, language=language).get("/api/records/projects.project/")
        assert (answer.status, answer.headers["Retry-After"]) == (503, "5") and words in answer.json["reason"]


@pytest.mark.long
def test_a_server_killed_thirty_times_loses_nothing(folder):
    with deployed(folder) as found:
        desk = opened(found)
        with desk.working():
            crashes(desk, 10)
        assert not desk.wrong, desk.wrong
        print(f"{len(desk.acknowledged)} acknowledged, answers {dict(desk.seen)}")
        whole(desk)


@pytest.mark.long
def test_the_same_kill_does_lose_entries_where_a_commit_does_not_wait_for_the_disk(folder):
    careless = (*deployment.DURABLE, "synchronous_commit=off", "wal_writer_delay=10s", "wal_writer_flush_after=64MB")
    with deployed(folder, careless) as found:
        refused = found.taizhang("check")
        assert refused.returncode == 1 and "synchronous_commit" in refused.stdout
        found.more["TAIZHANG_ALLOW_LOSS"] = "1"
        desk = opened(found)
        # Anything else that flushes the log of the server in that moment saves them: then once more.
        for _ in range(5):
            with desk.working():
                desk.acknowledges(40)
                killed(found)
            found.server.start()
            if len(desk.acknowledged) > len(kept(desk)):
                return
        pytest.fail(f"all {len(desk.acknowledged)} are there")
