"""Accounts, tokens, the check, the server's way in, the worker: what an operator types, and one line when it cannot be."""

from __future__ import annotations

import io
import socket
import sys
from pathlib import Path

import pytest
from django.db import DatabaseError, OperationalError

from taizhang.frame import batches
from taizhang.frame.models import Job
from taizhang.registers import people as register
from taizhang.registers import tokens
from taizhang.site import cli, commands
from taizhang.site.running import stands_in_the_way
from taizhang.surfaces.cli import serving, working

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.django_db
def test_an_account_begins_with_a_one_time_password(city, taizhang):
    said = taizhang("account", "create", "li", "--person", city.clerk.person)
    account = register.find("li")
    password = said.out.split(": ")[1].split(" ")[0]
    assert said.code == 0 and account.must_change and account.check_password(password)
    assert taizhang("account", "create", "li", "--person", city.reviewer.person).code == 5
    assert taizhang("account", "create", "wang", "--person", 10**9).code == 4
    assert taizhang("account", "create", "a b", "--person", city.reviewer.person).code == 6


@pytest.mark.django_db
def test_a_new_password_ends_every_token(people, taizhang):
    secret = taizhang("token", "issue", "clerk", "--days", 1).out.strip()
    assert tokens.account_of(secret).username == "clerk"
    assert taizhang("password", "clerk").code == 0
    assert tokens.account_of(secret) is None
    assert "revoked" in taizhang("token", "list", "clerk").out
    assert taizhang("token", "issue", "nobody").code == 4
    assert taizhang("token", "issue", "clerk", "--days", 0).code == 6


@pytest.mark.django_db
def test_a_token_is_revoked_by_its_number(people, taizhang):
    key = taizhang("token", "issue", "clerk", "--json").json["id"]
    assert taizhang("token", "revoke", "reporter", key).code == 4
    assert taizhang("token", "revoke", "clerk", key).code == 0


@pytest.mark.django_db
def test_the_installation_is_established_once(taizhang):
    given = ("appoint", "--first", "--place", "示例市", "--kind", "city", "--organ", "示例市人民政府", "--administrator", "甲")
    said = taizhang(*given)
    assert said.code == 0 and "One-time password of admin" in said.out
    assert register.actor_for(register.find("admin")).may("office.people")
    assert taizhang(*given).code == 5


@pytest.mark.django_db
def test_what_cannot_be_asked_has_to_be_given(taizhang, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO())
    said = taizhang("appoint", "--first")
    assert said.code == 6 and "--place" in said.err


@pytest.mark.django_db
def test_a_busy_port_is_one_line_that_names_another(taizhang, monkeypatch):
    monkeypatch.setattr(serving, "check", lambda: 0)
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        said = taizhang("serve", "--port", port)
    assert said.code == 5
    assert str(port) in said.err and str(port + 1) in said.err


@pytest.mark.django_db(transaction=False)
def test_the_check_finds_nothing_in_a_database_as_it_should_be(taizhang, monkeypatch):
    # The suite's own PostgreSQL is a throw-away: its owner runs the tests, and it need not survive a crash.
    monkeypatch.setenv("TAIZHANG_ALLOW_OWNER", "1")
    monkeypatch.setenv("TAIZHANG_ALLOW_LOSS", "1")
    said = taizhang("check")
    assert said.code == 0, said.out


@pytest.mark.django_db
def test_the_worker_applies_what_waits(city, taizhang, settings, tmp_path):
    settings.VAR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "evidence"
    intake = batches.take_in("office.organs", city.administrator, "x", "0" * 64, [{"name": "新机构", "kind": "bureau", "path": []}])
    city.do(city.administrator, "office.accept_register", city.district, intake=intake.pk)
    assert taizhang("work", "--once").code == 0
    assert Job.objects.get().state == "done"


@pytest.mark.django_db
def test_a_worker_that_is_stopped_gives_its_job_back_at_once(city):
    worker = working.Worker([], {"test": lambda job: 2})
    worker.stop.set()
    job = Job.objects.create(kind="test", actor="system", created_at="2026-01-01T00:00:00Z")
    with pytest.raises(working.Stopping):
        worker.one_job()
    job.refresh_from_db()
    assert (job.step, job.state) == (0, "running")
    assert working.jobs.claim(["test"]).pk == job.pk


def test_a_step_that_fails_does_not_end_the_others(caplog):
    done = []

    def broken() -> bool:
        raise RuntimeError("broken")

    worker = working.Worker([working.Step("a", 1, broken), working.Step("b", 1, lambda: bool(done.append(1)))], {})
    worker.steps = worker.steps[:2]
    assert (worker.once(), done) == (1, [1])
    assert "a failed" in caplog.text


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("no such table: frame_job", "migrate"),
        ('relation "frame_job" does not exist\nLINE 1: ...', "migrate"),
        ("database is locked", "locked"),
        ("unable to open database file", "TAIZHANG_VAR"),
    ],
)
def test_what_stands_in_the_way_is_one_line(said, line):
    assert line in stands_in_the_way(OperationalError(said)).en


def test_a_fault_of_the_program_is_not_talked_away():
    assert stands_in_the_way(DatabaseError("UNIQUE constraint failed")) is None


def test_an_old_python_is_told_so(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit) as ended:
        cli.main([])
    assert "3.11" in str(ended.value) and "3.9.2" in str(ended.value)


def test_every_word_is_explained():
    assert {name for name, _, _ in commands.COMMANDS} == set(commands.WORDS)


@pytest.mark.django_db
def test_djangos_own_migrate_is_refused_because_the_guard_would_hold_it(taizhang):
    assert taizhang("manage", "migrate").code == 5
