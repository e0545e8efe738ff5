"""The primary is lost and a standby takes over: what may be lost when the standby only follows, and nothing when commits wait for it.

The program is told of both servers once; it finds whichever takes writes by itself.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests import deployment
from tests.deployment import Deployment, deployed, until

from .desk import kept, killed, opened, whole


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    if connection.vendor != "postgresql":
        pytest.skip("about PostgreSQL servers; runs with the suite on PostgreSQL")
    return tmp_path


@contextmanager
def standby(found: Deployment) -> Iterator[Any]:
    """A second server that follows the first, known to the program from now on."""
    place = Path(tempfile.mkdtemp(prefix="taizhang-pg2-", dir="/tmp"))
    second = deployment.servers.Server(found.server.programs, place, found.server.settings)
    try:
        second.tool("pg_basebackup", "-D", second.data, "-h", found.server.folder, "-U", "tz", "-R", "-X", "stream", "-c", "fast")
        second.start()
        found.hosts.append(str(place))
        yield second
    finally:
        second.stop()
        shutil.rmtree(place, ignore_errors=True)


def caught_up(found: Deployment) -> None:
    """The standby has all that the primary has written."""
    until(
        lambda: found.sql("SELECT bool_and(replay_lsn >= pg_current_wal_flush_lsn()) FROM pg_stat_replication") == [(True,)],
        "the standby does not follow",
    )


def cut_off(found: Deployment, second: Any) -> None:
    """The standby hears nothing more of the primary."""
    second.tool("psql", "-h", second.folder, "-U", "tz", "postgres", "-c", "ALTER SYSTEM SET primary_conninfo = ''", "-c", "SELECT pg_reload_conf()")
    until(lambda: found.sql("SELECT count(*) FROM pg_stat_replication") == [(0,)], "the standby still follows")


def take_over(found: Deployment, second: Any) -> None:
    """The primary is dead and the standby is primary."""
    killed(found)
    second.tool("pg_ctl", "-D", second.data, "-w", "promote")
    found.hosts.remove(str(found.server.folder))


@pytest.mark.long
def test_what_was_acknowledged_after_the_standby_lost_touch_is_lost_when_it_takes_over(folder):
    with deployed(folder) as found, standby(found) as second:
        desk = opened(found)
        with desk.working():
            desk.acknowledges(20)
            caught_up(found)
            before = set(desk.acknowledged.values())
            cut_off(found, second)
            desk.acknowledges(20)
            take_over(found, second)
            desk.acknowledges(20)
        lost = set(desk.acknowledged.values()) - kept(desk)
        assert len(lost) >= 20 and not lost & before
        assert found.taizhang("ledger", "fsck").returncode == 0


@pytest.mark.long
def test_nothing_acknowledged_is_lost_where_commits_wait_for_the_standby(folder):
    with deployed(folder) as found, standby(found) as second:
        found.sql("ALTER SYSTEM SET synchronous_standby_names = '*'")
        found.sql("SELECT pg_reload_conf()")
        desk = opened(found)
        with desk.working():
            desk.acknowledges(20)
            cut_off(found, second)
            # What the standby has not got is not acknowledged: everything waits.
            time.sleep(1)
            waiting = len(desk.acknowledged)
            time.sleep(2)
            assert len(desk.acknowledged) == waiting
            take_over(found, second)
            desk.acknowledges(20)
        assert not desk.wrong and desk.seen[503] > 0, desk.seen
        whole(desk)


