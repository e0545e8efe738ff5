"""Two clerks press at once: exactly one of them does it. With real commits, on both databases."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from tests.city_fixture import City
from tests.ledger import files
from tests.ledger.conftest import real_commits, var  # noqa: F401 - fixtures
from tests.trials.reading_entries import entries

from taizhang.basis.errors import Conflict
from taizhang.frame.models import Refusal
from taizhang.frame.perform import perform
from taizhang.modules.projects.models import Project, ProjectHistory

#: Waits for the starting signal, presses `times` times, prints what came of each.
PRESS = """
import django, sys, json
django.setup()
from taizhang.basis.errors import Refused
from taizhang.frame.perform import perform
from taizhang.registers import people
from taizhang.registers.models import Person
actor = people.actor_of(Person.objects.get(name=sys.argv[2]))
print("ready", flush=True)
sys.stdin.readline()
try:
    perform("projects.suspend", int(sys.argv[1]), actor, {"reason": "示例"}, idempotency_key=sys.argv[3] or None)
    print("done")
except Refused as refused:
    print(refused.code)
"""


def _race(path, project, presses):
    """What two processes of the product were told, started by the same signal."""
    running = [
        subprocess.Popen([sys.executable, "-c", PRESS, str(project), who, key], env=files.environment(path), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for who, key in presses
    ]
    for each in running:
        assert each.stdout.readline() == "ready\n"
    for each in running:
        each.stdin.write("go\n")
        each.stdin.flush()
    return sorted(each.communicate(timeout=60)[0].strip() for each in running)


@pytest.fixture
def path(tmp_path, django_db_setup, django_db_blocker):
    """A database file of its own, in which everything commits for good."""
    if connection.vendor != "sqlite":
        pytest.skip("the same with threads, below")
    with django_db_blocker.unblock():
        files.empty_copy(tmp_path / "city.sqlite3")
        yield tmp_path / "city.sqlite3"


def test_of_two_clerks_one_suspends_the_project_and_the_other_is_told(path):
    with files.opened(path):
        project = City().project().pk
    assert _race(path, project, [("clerk（示例）", ""), ("chief（示例）", "")]) == ["done", "wrong_state"]
    with files.opened(path):
        assert len(entries("projects.suspend")) == 1
        assert ProjectHistory.objects.filter(id=project, standing="suspended").count() == 1
        assert Refusal.objects.filter(action="projects.suspend").count() == 1
        assert Project.objects.get(pk=project).entry == entries("projects.suspend")[0].key
    assert json.loads(files.ledger(path, "fsck", "--json").stdout)["findings"] == []


def test_a_form_that_is_sent_twice_at_once_is_done_once(path):
    with files.opened(path):
        project = City().project().pk
    assert _race(path, project, [("clerk（示例）", "k1"), ("clerk（示例）", "k1")]) == ["done", "done"]
    with files.opened(path):
        assert len(entries("projects.suspend")) == 1


def _together(*calls):
    """What each call gave, all of them started at the same moment in threads of their own."""
    start = Barrier(len(calls))

    def run(call):
        try:
            start.wait(20)
            return call()
        except Conflict as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result(60) for future in [pool.submit(run, call) for call in calls]]


def test_of_many_clerks_in_threads_one_moves_the_case(real_commits):  # noqa: F811
    city = City()
    project = city.project().pk
    clerks = [city.clerk, city.chief, city.city_clerk] * 2
    told = _together(*[lambda who=who: perform("projects.suspend", project, who, {"reason": "示例"}) for who in clerks])
    assert sorted(t for t in told if isinstance(t, str)) == ["wrong_state"] * 5
    assert len(entries("projects.suspend")) == 1
    assert ProjectHistory.objects.filter(id=project, standing="suspended").count() == 1


def test_the_same_key_in_threads_is_done_once(real_commits):  # noqa: F811
    city = City()
    project = city.project().pk
    told = _together(*[lambda: perform("projects.suspend", project, city.clerk, {"reason": "示例"}, idempotency_key="k1")] * 5)
    assert len({t.entry for t in told}) == 1 and sum(not t.repeated for t in told) == 1
    assert len(entries("projects.suspend")) == 1
