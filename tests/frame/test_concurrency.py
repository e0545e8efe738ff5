"""Two clerks press at once: exactly one of them does it. With real commits, on both databases."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, pairwise
from threading import Barrier, Event, Timer

import pytest
from django.db import connection, transaction
from tests.city_fixture import City
from tests.ledger import files
from tests.ledger.conftest import real_commits, var  # noqa: F401 - fixtures
from tests.trials.reading_entries import entries

from taizhang.basis.errors import Refused
from taizhang.frame import batches, clock
from taizhang.frame.away import Overtaken
from taizhang.frame.catalogue import installed
from taizhang.frame.hand import Hand
from taizhang.frame.models import Refusal
from taizhang.frame.perform import perform
from taizhang.kernels.ledger.models import Entry
from taizhang.modules.projects import imports
from taizhang.modules.projects.models import Project, ProjectHistory

#: Forks a process for each one who presses; each gets ready and waits for the starting signal. Prints what came of each.
PRESS = """
import django, os, sys, json
django.setup()
from django.db import connection
from taizhang.basis.errors import Refused
from taizhang.frame.perform import perform
from taizhang.registers import people
from taizhang.registers.models import Person
def press(project, who, key):
    actor = people.actor_of(Person.objects.get(name=who))
    os.write(ready, b".")
    os.read(go, 1)
    try:
        perform("projects.suspend", project, actor, {"reason": "示例"}, idempotency_key=key or None)
        return "done"
    except Refused as refused:
        return refused.code
connection.close()
waiting, ready = os.pipe()
go, starting = os.pipe()
answers, told = os.pipe()
presses = json.loads(sys.argv[2])
children = []
for who, key in presses:
    child = os.fork()
    if not child:
        try:
            os.write(told, press(int(sys.argv[1]), who, key).encode() + b"\\n")
        finally:
            os._exit(0)
    children.append(child)
for _ in presses:
    os.read(waiting, 1)
os.write(starting, b"." * len(presses))
for child in children:
    os.waitpid(child, 0)
os.close(told)
print(json.dumps(os.read(answers, 4096).decode().split()))
"""


def _race(path, project, presses):
    """What two processes of the product were told, started by the same signal."""
    done = subprocess.run(
        [sys.executable, "-c", PRESS, str(project), json.dumps(presses)], env=files.environment(path), capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return sorted(json.loads(done.stdout))


@pytest.fixture
def path(tmp_path, django_db_setup, django_db_blocker):
    """A database file of its own, in which everything commits for good."""
    if connection.vendor != "sqlite":
        pytest.skip("the same with threads, below")
    with django_db_blocker.unblock():
        files.empty_copy(tmp_path / "city.sqlite3")
        yield tmp_path / "city.sqlite3"


@pytest.mark.either
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


@pytest.mark.either
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
        except Refused as refused:
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


def test_of_two_who_take_the_same_code_at_once_one_is_told_that_it_is_taken(real_commits):  # noqa: F811
    city = City()
    written, may_commit = Event(), Event()
    code = "2026-410103-01-01-000001"

    def first():
        # Stands for a perform that has written and not yet committed.
        with transaction.atomic():
            project = city_project(city, city.district, code)
            project.save(force_insert=True)
            written.set()
            assert may_commit.wait(20)

    def second():
        assert written.wait(20)
        Timer(0.5, may_commit.set).start()
        raw = {"name": "后到的", "kind": "gov", "code": code}
        return perform("projects.register", city.other_district.pk, city.other_clerk, raw)

    told = _together(first, second)
    assert told == [None, "code_taken"], told
    assert Project.objects.filter(code=code).count() == 1


def city_project(city, place, code):
    return Project(
        entry="0" * 32, name="先到的", code=code, kind="gov", lifecycle="gov/1", stage="reserve", place=place, district=place, registered_on="2026-01-05"
    )


def test_an_import_takes_nothing_back_that_a_clerk_wrote_meanwhile(real_commits):  # noqa: F811
    city = City()
    row = {"sheet": "重点项目", "place": "一街道", "total_investment": 100}
    rows = [row | {"name": f"导入{n}", "code": f"2026-410103-01-01-{n:06d}"} for n in range(100)]

    def bring_in(extra):
        intake = batches.take_in(imports.KIND, city.clerk, "示例", "0" * 64, [r | extra for r in rows], reading={"sheets": ["重点项目"]})
        city.do(city.clerk, "projects.accept_workbook", city.district, intake=intake.pk, year=2026, sheet_decides=True)
        batches.run_waiting()

    bring_in({})
    keys = list(Project.objects.order_by("-id").values_list("pk", "name", "code")[:10])
    done = Event()

    def overwrite():
        try:
            for n in range(1, 3):
                bring_in({"total_investment": 100 + n})
        finally:
            done.set()

    def amend():
        for n, (key, name, code) in enumerate(cycle(keys)):
            if done.is_set():
                return n
            perform("projects.amend", key, city.clerk, {"name": name, "code": code, "owner": f"业主{n}", "reason": "示例"})

    _, written = _together(overwrite, amend)
    assert written > 2
    overwritten = 0
    for key, _, _ in keys:
        versions = list(ProjectHistory.objects.filter(id=key).order_by("history_id"))
        by = {e.key: e.action for e in Entry.objects.filter(key__in=[v.entry for v in versions])}
        for before, after in pairwise(versions):
            if by[after.entry] == "projects.accept_workbook.chunk":
                overwritten += bool(before.owner)
                assert after.owner == before.owner, f"the import made {before.owner} into {after.owner}"
    assert overwritten > 0


@pytest.mark.django_db
def test_a_row_that_somebody_else_wrote_meanwhile_is_neither_written_over_nor_removed(city):
    project = city.project()
    stale, also_stale = Project.objects.get(pk=project.pk), Project.objects.get(pk=project.pk)
    city.do(city.clerk, "projects.amend", project, name="新名称", reason="示例")
    hand = Hand(city.clerk, "0" * 32, clock.now(), installed())
    stale.owner = "旧人"
    with pytest.raises(Overtaken):
        hand.put(stale)
    with pytest.raises(Overtaken):
        hand.remove(also_stale)
    now = Project.objects.get(pk=project.pk)
    assert (now.name, now.owner) == ("新名称", "")
    now.owner = "新人"
    hand.put(now)
    assert Project.objects.get(pk=project.pk).owner == "新人"
