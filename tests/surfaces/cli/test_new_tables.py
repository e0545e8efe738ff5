"""A new database's tables are made of the models in a second, and are those to which the migrations lead."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState
from django.utils import translation

from taizhang.frame.search.column import sought_of
from taizhang.frame.search.tables import SoughtIndex
from taizhang.surfaces.cli.fresh import is_fresh
from tests.migrated import schema, sources, written

ROOT = Path(__file__).resolve().parents[3]
FREEZE = "a migration was added or changed: python -m tests.migrated --freeze"


def _taizhang(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k != "TAIZHANG_DB"} | {"TAIZHANG_VAR": str(folder), "TAIZHANG_PLAIN_HTTP": "1", "TAIZHANG_LANG": "en"}
    return subprocess.run([sys.executable, "-m", "taizhang", *arguments], env=environment | {"PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True, cwd=ROOT, timeout=180)


@pytest.mark.django_db
def test_the_tables_of_the_models_are_those_that_the_migrations_make():
    if connection.vendor != "sqlite":
        pytest.skip("the schema is compared where it is one file")
    where_migrations_lead = written()
    with connection.cursor() as cursor:
        here = schema(cursor.execute)
    assert sources() == where_migrations_lead["sources"], FREEZE
    assert len(here) > 400 and here == where_migrations_lead["schema"], FREEZE


@pytest.mark.once
@pytest.mark.by_turns(3)
def test_a_new_folder_gets_these_tables_also_where_their_making_was_cut_short(tmp_path):
    file = tmp_path / "taizhang.sqlite3"
    assert _taizhang(tmp_path, "migrate").returncode == 0
    with closing(sqlite3.connect(file)) as made, made:
        # As if it had been ended after the tables were made and before it was noted that they are.
        made.execute("DELETE FROM django_migrations WHERE app != 'ledger'")
    assert _taizhang(tmp_path, "migrate").returncode == 0
    with closing(sqlite3.connect(file)) as made:
        assert schema(made.execute) == written()["schema"], FREEZE
        on_record = set(made.execute("SELECT app, name FROM django_migrations").fetchall())
    assert on_record >= {key for key in MigrationLoader(None).disk_migrations if key[0] != "trials"}


@pytest.mark.django_db
@pytest.mark.parametrize(("applied", "new"), [((), True), (("ledger",), True), (("contenttypes", "ledger"), False), (("registers",), False)])
def test_where_migrations_were_begun_they_go_on(applied, new):
    recorder = MigrationRecorder(connection)
    recorder.migration_qs.all().delete()
    for app in applied:
        recorder.record_applied(app, "0001_initial")
    assert is_fresh(connection) is new


@pytest.mark.long
@pytest.mark.django_db
def test_what_is_written_down_is_where_the_migrations_lead(tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("the schema is compared where it is one file")
    done = _taizhang(tmp_path, "migrate", "--one-by-one")
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(tmp_path / "taizhang.sqlite3")) as migrated:
        assert schema(migrated.execute) == written()["schema"], FREEZE


@pytest.mark.long
def test_an_empty_folder_becomes_a_database_that_passes_the_check(tmp_path):
    before = _taizhang(tmp_path, "list", "office.places")
    assert before.returncode == 1 and before.stderr.count("\n") == 1 and "taizhang migrate" in before.stderr
    # A second time changes nothing.
    assert [_taizhang(tmp_path, "migrate").returncode for _ in range(2)] == [0, 0]
    assert _taizhang(tmp_path, "check").returncode == 0


@pytest.mark.once
@pytest.mark.django_db
def test_migrations_lead_to_the_models_and_make_every_index_of_the_search():
    loader = MigrationLoader(connection)
    # As the command does: words that a language translates are not compared.
    with translation.override(None):
        missing = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(graph=loader.graph)
    assert missing == {}
    made = {(key[0], op.model_name.lower()) for key, m in loader.disk_migrations.items() for op in m.operations if isinstance(op, SoughtIndex)}
    found = {(m._meta.app_label, m._meta.model_name) for m in apps.get_models() if sought_of(m) is not None}
    assert len(found) > 3 and {key for key in found if key[0] != "trials"} == made
