"""A backup is made under way, checked, restored and carried on; into PostgreSQL as well, with every entry the same to the byte."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from taizhang.kernels.ledger import parse_vkey
from taizhang.surfaces.witness.keeping import Witness
from taizhang.surfaces.witness.serving import server
from tests.deployment import OWNER, ROOT, RUNTIME, Deployment, deployed
from tests.examples import LONG
from tests.ledger import files

#: A city in which things have happened: evidence, a refusal, an item removed, a person's number, two languages, JSON.
CITY = """
from tests.city_fixture import City
from taizhang.basis.errors import Refused
from taizhang.registers import evidence
from taizhang.modules.projects.models import Project
if not Project.objects.exists():
    city = City()
    project = city.project(name="示例 “工程”\\\\N\\t一号")
    paper = evidence.receive(city.clerk, "批复.pdf", [b"%PDF-1.7\\n", b"example\\n"])
    city.document(project, "proposal_approval", file=paper.pk)
    try:
        city.do(city.reporter, "projects.approve_proposal", project)
    except Refused:
        pass
    city.do(city.clerk, "projects.approve_proposal", project)
"""
#: So many more items, by the clerk of the city that is there.
MORE = """
import json
import sys
from taizhang.frame import signing
from taizhang.frame.perform import perform
from taizhang.kernels.ledger import store
from taizhang.modules.projects.models import Project
from taizhang.registers import people
from taizhang.registers.models import Person
clerk = people.actor_of(Person.objects.get(name="clerk（示例）"))
project = Project.objects.order_by("id").first()
for n in range(int(sys.argv[1])):
    perform("projects.add_item", project.pk, clerk, {"list": "problem", "title": f"事项{n}"})
store.sequence_pending()
signing.checkpoint()
print(json.dumps({"size": store.size()}))
"""
LEDGER = ("ledger_entry", "ledger_payload", "ledger_seq", "ledger_node", "ledger_checkpoint", "ledger_cosignature")
ORDER = {"ledger_entry": "key", "ledger_payload": "entry, part", "ledger_seq": "seq", "ledger_node": "level, idx", "ledger_checkpoint": "size", "ledger_cosignature": "size, witness"}


class Place:
    """An installation on SQLite: a folder, and the command line in it."""

    def __init__(self, var: Path) -> None:
        self.var = var

    def taizhang(self, *arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
        return self._run(["-m", "taizhang", *map(str, arguments)], more)

    def python(self, code: str, *arguments: object) -> Any:
        done = self._run(["-c", f"import django; django.setup()\n{code}", *map(str, arguments)], {})
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout.splitlines()[-1])

    def ledger(self) -> dict[str, str]:
        """The hash of what each table of the ledger holds."""
        with sqlite3.connect(self.var / "taizhang.sqlite3") as raw:
            found = {t: hashed(raw.execute(f"SELECT * FROM {t} ORDER BY {ORDER[t]}")) for t in LEDGER}
        raw.close()
        return found

    def _run(self, words: list[str], more: dict[str, str]) -> subprocess.CompletedProcess[str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("TAIZHANG_")}
        environment = kept | {
            "TAIZHANG_VAR": str(self.var), "TAIZHANG_PLAIN_HTTP": "1", "TAIZHANG_LANG": "en", "LANG": "en",
            "DJANGO_SETTINGS_MODULE": "taizhang.site.settings", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        } | more  # fmt: skip
        return subprocess.run([sys.executable, *words], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def hashed(rows: Any) -> str:
    """Every value of every row: text as it is, bytes as they are."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(repr([bytes(v) if isinstance(v, (bytes, memoryview)) else v for v in row]).encode() + b"\n")
    return digest.hexdigest()


def ledger_of(found: Deployment) -> dict[str, str]:
    """As `Place.ledger`, for PostgreSQL."""
    return {t: hashed(found.sql(f"SELECT * FROM {t} ORDER BY {ordered(t)}")) for t in LEDGER}


def ordered(table: str) -> str:
    # By bytes, as SQLite orders, whatever the language of the database.
    return ", ".join(f'{c} COLLATE "C"' if c in ("key", "entry", "part", "witness") else c for c in ORDER[table].split(", "))


@pytest.fixture(scope="module")
def begun(tmp_path_factory, django_db_setup) -> Place:
    """A city on SQLite, with its keys and one checkpoint; tests leave it as it is."""
    if connection.vendor != "sqlite":
        pytest.skip("about SQLite's own files")
    return city_on_sqlite(tmp_path_factory.mktemp("city") / "var", files.empty_copy)


def migrated(database: Path) -> None:
    assert Place(database.parent).taizhang("migrate").returncode == 0


def city_on_sqlite(var: Path, prepared: Callable[[Path], None] = migrated) -> Place:
    var.mkdir()
    place = Place(var)
    prepared(var / "taizhang.sqlite3")
    place.python(CITY + MORE, 3)
    return place


@pytest.fixture(scope="module")
def kept(begun, tmp_path_factory) -> Path:
    """A backup of it."""
    folder = tmp_path_factory.mktemp("backup") / "b"
    made = begun.taizhang("backup", folder)
    assert made.returncode == 0, made.stderr
    return folder


def read_only_by_owner(folder: Path) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "keys" / "log.key").stat().st_mode) == 0o600


@pytest.mark.long
def test_a_backup_holds_the_database_the_evidence_and_the_keys_and_passes_the_check(begun, kept):
    manifest = json.loads((kept / "backup.json").read_text())
    assert manifest["entries"] == begun.python(MORE, 0)["size"] and manifest["evidence"] == 1
    read_only_by_owner(kept)
    before = sorted((p.relative_to(kept), p.stat().st_mtime_ns) for p in kept.rglob("*"))
    assert begun.taizhang("backup", "--verify", kept).returncode == 0
    assert sorted((p.relative_to(kept), p.stat().st_mtime_ns) for p in kept.rglob("*")) == before, "looking changed the backup"
    assert begun.taizhang("backup", kept).returncode == 5


@pytest.mark.by_turns(2)
def test_a_restored_copy_is_the_city_and_goes_on(kept, begun, tmp_path):
    place = Place(tmp_path / "new")
    done = place.taizhang("restore", kept)
    assert done.returncode == 0 and "CLEAN" in done.stdout, done.stdout + done.stderr
    assert stat.S_IMODE((place.var / "keys" / "log.key").stat().st_mode) == 0o600
    assert place.ledger() == begun.ledger()
    assert {p.name for p in (place.var / "evidence").rglob("*") if p.is_file()} == {p.name for p in (kept / "evidence").rglob("*") if p.is_file()}
    place.python(MORE, 2)
    assert place.taizhang("ledger", "fsck", "--evidence").returncode == 0


@pytest.mark.by_turns(3)
def test_nothing_is_restored_over_a_city_that_is_there(kept, begun):
    before = begun.ledger()
    done = begun.taizhang("restore", kept)
    assert done.returncode == 5 and "is there already" in done.stderr
    assert begun.ledger() == before


@pytest.mark.long
def test_a_backup_that_was_changed_is_refused(kept, tmp_path):
    copy = tmp_path / "b"
    copy.mkdir()
    for name in ("taizhang.sqlite3", "backup.json"):
        (copy / name).write_bytes((kept / name).read_bytes())
    with (copy / "taizhang.sqlite3").open("r+b") as file:
        file.seek(5000)
        file.write(b"\x01")
    for words in (("backup", "--verify", copy), ("restore", copy)):
        done = Place(tmp_path / "new").taizhang(*words)
        assert done.returncode == 5 and "not the one its manifest names" in done.stderr, done.stderr
    assert Place(tmp_path / "new").taizhang("restore", tmp_path).returncode == 6


# -- what witnesses have signed -----------------------------------------------------------------------------------------


def witness_of(place: Any, folder: Path) -> Witness:
    """A witness of another body that follows the log of a place, and the place's policy that names it."""
    witness = Witness("discipline.example/w1", folder, [parse_vkey((place.var / "keys" / "log.vkey").read_text().strip())])
    assert place.taizhang("ledger", "policy", "--witness", str(witness.signer.key), "-k", "1").returncode == 0
    assert shown(place, witness).returncode == 0
    return witness


def shown(place: Any, witness: Witness) -> subprocess.CompletedProcess[str]:
    """The newest checkpoint of a place has been sent to the witness."""
    with server(witness, 0) as serving:
        thread = threading.Thread(target=serving.serve_forever)
        thread.start()
        try:
            return place.taizhang("ledger", "witness", "push", f"http://127.0.0.1:{serving.server_address[1]}")
        finally:
            serving.shutdown()
            thread.join()


def refuses_a_fork(place: Any, copy: Any, witness: Witness, folder: Path) -> None:
    """Work went on at a place after the backup that `copy` comes from: the copy lacks it, and may not take its place."""
    place.python(MORE, 5)
    assert shown(place, witness).returncode == 0
    (folder / "seen.note").write_text(witness.last_seen(witness_log(place)) or "")
    found = copy.taizhang("ledger", "fsck", "--seen", folder / "seen.note")
    assert found.returncode == 1 and "[cut]" in found.stdout, found.stdout
    refused = shown(copy, witness)
    assert refused.returncode == 1 and "entries are gone" in refused.stderr, refused.stderr
    copy.python(MORE, 9)
    refused = shown(copy, witness)
    # An honest loss and a cover-up look alike: what a witness has signed cannot be unsigned.
    assert refused.returncode == 1 and "history was rewritten" in refused.stderr, refused.stderr
    # Only the body that runs the witness can let it go on, and keeps what proves the loss.
    (witness.folder / "seen.json").rename(folder / "kept.json")
    assert shown(copy, witness).returncode == 1
    witness.restore([], never_seen=[witness_log(place)])
    assert shown(copy, witness).returncode == 0


def witness_log(place: Any) -> str:
    return (place.var / "keys" / "log.vkey").read_text().partition("+")[0]


@pytest.mark.long
def test_a_copy_that_lacks_what_a_witness_saw_is_found_and_not_signed(tmp_path, begun):
    place = city_on_sqlite(tmp_path / "var")
    witness = witness_of(place, tmp_path / "witness")
    assert place.taizhang("backup", tmp_path / "b").returncode == 0
    copy = Place(tmp_path / "copy")
    assert copy.taizhang("restore", tmp_path / "b").returncode == 0
    refuses_a_fork(place, copy, witness, tmp_path)
    # The witness goes on with the copy. Where no work was lost another copy is the city: the witness signs what it adds.
    assert copy.taizhang("backup", tmp_path / "later").returncode == 0
    last = Place(tmp_path / "last")
    assert last.taizhang("restore", tmp_path / "later").returncode == 0
    last.python(MORE, 1)
    assert shown(last, witness).returncode == 0


# -- PostgreSQL ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def on_postgres(tmp_path_factory, django_db_setup):
    if connection.vendor != "postgresql":
        pytest.skip("about a PostgreSQL server; runs with the suite on PostgreSQL")
    # Of all deployments this is the one whose tables every migration made, one after the other, in the long run.
    with deployed(tmp_path_factory.mktemp("deployed"), by_migrations=LONG) as found:
        yield found


def another(found: Deployment, name: str, var: Path) -> Deployment:
    """An empty database on the same server, with a folder of its own."""
    found.sql(f"CREATE DATABASE {name} OWNER {OWNER} ENCODING 'UTF8' TEMPLATE template0", database="postgres")
    var.mkdir()
    fresh = Deployment(found.server, var)
    fresh.database = name
    return fresh


def test_a_backup_of_postgresql_is_restored_with_roles_and_triggers(on_postgres, tmp_path):
    place = on_postgres
    place.python(CITY + MORE, 3)
    # As the runtime role, which owns nothing.
    done = place.taizhang("backup", tmp_path / "b")
    assert done.returncode == 0, done.stderr
    before = ledger_of(place)
    read_only_by_owner(tmp_path / "b")
    listed = place.taizhang("backup", "--verify", tmp_path / "b")
    assert listed.returncode == 0 and "tables" in listed.stdout, listed.stderr

    copy = another(place, "copy", tmp_path / "copy")
    done = copy.taizhang("restore", tmp_path / "b", "--grant-to", RUNTIME, user=OWNER)
    assert done.returncode == 0, done.stdout + done.stderr
    assert ledger_of(copy) == before
    assert copy.taizhang("check").returncode == 0, "protecting triggers or the rights of the runtime role are not as they were"
    assert copy.taizhang("restore", tmp_path / "b", user=OWNER).returncode == 5


@pytest.mark.long
def test_a_copy_of_postgresql_that_lacks_what_a_witness_saw_is_found_and_not_signed(on_postgres, tmp_path):
    place = on_postgres
    place.python(CITY + MORE, 3)
    witness = witness_of(place, tmp_path / "witness")
    assert place.taizhang("backup", tmp_path / "b").returncode == 0
    copy = another(place, "forked", tmp_path / "copy")
    done = copy.taizhang("restore", tmp_path / "b", "--grant-to", RUNTIME, user=OWNER)
    assert done.returncode == 0, done.stdout + done.stderr
    refuses_a_fork(place, copy, witness, tmp_path)


@pytest.mark.long
def test_an_installation_on_sqlite_moves_to_postgresql_with_every_entry_the_same_to_the_byte(on_postgres, tmp_path):
    place = city_on_sqlite(tmp_path / "var")
    witness = witness_of(place, tmp_path / "witness")
    bundle = place.taizhang("ledger", "proof", place.python(NEWEST)["entry"]).stdout
    assert place.taizhang("backup", tmp_path / "b").returncode == 0

    grown = another(on_postgres, "grown", tmp_path / "grown")
    done = grown.taizhang("restore", tmp_path / "b", "--grant-to", RUNTIME, user=OWNER)
    assert done.returncode == 0, done.stdout + done.stderr
    assert ledger_of(grown) == place.ledger()
    assert {name: rows for name, rows in counted(grown).items() if rows} == {name: rows for name, rows in counted(place).items() if rows}
    # Work goes on under the runtime role, in numbers after those that came along, and the witness signs it.
    grown.python(MORE, 4)
    assert shown(grown, witness).returncode == 0
    assert grown.taizhang("ledger", "fsck", "--evidence").returncode == 0
    # A bundle that was handed out before the move still verifies.
    (tmp_path / "bundle.json").write_text(bundle)
    said = grown.taizhang("ledger", "verify", tmp_path / "bundle.json")
    assert said.returncode == 0 and "VERIFIED" in said.stdout, said.stdout + said.stderr
    assert grown.taizhang("restore", tmp_path / "b", user=OWNER).returncode == 5


NEWEST = """
import json
from taizhang.kernels.ledger.models import Number
print(json.dumps({"entry": Number.objects.order_by("-seq").first().entry}))
"""
COUNTED = """
import json
from django.apps import apps
models = [m for m in apps.get_models(include_auto_created=True) if m._meta.managed and m._meta.db_table != "django_session"]
print(json.dumps({m._meta.db_table: m._base_manager.count() for m in models}))
"""


def counted(place: Any) -> dict[str, int]:
    """How many rows each model has."""
    found: dict[str, int] = place.python(COUNTED)
    return found
