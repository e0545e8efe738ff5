"""A small real city in a file, with its keys, two witnesses that are not on its disk, and a tail nobody has witnessed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, connections, models
from django.test import override_settings

from taizhang.basis.uuid7 import uuid7
from taizhang.frame import clock, fsck, signing
from taizhang.frame.actor import MACHINE
from taizhang.frame.catalogue import installed
from taizhang.frame.hand import Hand
from taizhang.frame.writing import history_lines, write_entry
from taizhang.kernels.ledger import (
    COSIGNATURE,
    Ed25519Signer,
    Note,
    Policy,
    add_checkpoint,
    cosign,
    format_add_checkpoint,
    parse_checkpoint,
    parse_signatures,
    store,
    tables,
)
from taizhang.registers import evidence
from tests.city_fixture import City

from . import files

WITNESSES = (Ed25519Signer("discipline.example/w1", b"1" * 32, COSIGNATURE), Ed25519Signer("district.example/w2", b"2" * 32, COSIGNATURE))
TAIL = 5
_NUMBERS = count(7)


@pytest.fixture
def var(tmp_path: Path) -> Iterator[Path]:
    """Keys and policy of this test alone."""
    with override_settings(VAR=tmp_path / "var"):
        yield tmp_path / "var"


@pytest.fixture
def numbered():
    """A function after which every entry has its number, on both databases."""
    return store.sequence_pending


@dataclass(frozen=True)
class Prepared:
    """A database file, the policy that judges it, and what the witnesses themselves remember."""

    path: Path
    policy: Policy
    seen: tuple[Note, ...]
    var: Path

    def check(self, path: Path, *, seen: bool = True) -> fsck.Report:
        """The full check of a copy, in this process."""
        with files.opened(path):
            return fsck.check(installed(), clock.now(), policy=self.policy, seen=self.seen if seen else ())


@pytest.fixture(scope="session")
def sqlite_only(django_db_setup, django_db_blocker) -> None:
    """Tests of SQLite's own files run once, with the suite on SQLite."""
    with django_db_blocker.unblock():
        if connection.vendor != "sqlite":
            pytest.skip("about SQLite's own files")


@pytest.fixture(scope="session")
def prepared(sqlite_only, django_db_blocker, tmp_path_factory) -> Iterator[Prepared]:
    """Every record has rows with history; two witnesses signed; five entries came afterwards."""
    folder = tmp_path_factory.mktemp("prepared")
    with django_db_blocker.unblock(), override_settings(VAR=folder / "var", MEDIA_ROOT=folder / "var" / "evidence"):
        files.empty_copy(folder / "city.sqlite3")
        with files.opened(folder / "city.sqlite3"):
            city = City()
            project = _some_life(city)
            _a_row_of_every_record()
            for projection in installed().projections:
                projection.rebuild()
            policy = signing.set_policy(tuple(w.key for w in WITNESSES), 2)
            head = signing.checkpoint()
            for n, witness in enumerate(WITNESSES):
                line = str(cosign(head.text, witness, int(clock.now().timestamp()) + n)) + "\n"
                signing.accept_cosignatures(head.size, line)
            seen = signing.newest_note()
            for n in range(TAIL):
                city.do(city.clerk, "projects.add_item", project, list="problem", title=f"尾部{n}")
            signing.checkpoint()
        yield Prepared(folder / "city.sqlite3", policy, (seen,), folder / "var")


@pytest.fixture
def trial(prepared: Prepared, tmp_path: Path, django_db_blocker) -> Iterator[Path]:
    """A copy of the prepared file to do anything to."""
    with django_db_blocker.unblock(), override_settings(VAR=prepared.var, MEDIA_ROOT=prepared.var / "evidence"):
        yield files.copied(prepared.path, tmp_path / "trial.sqlite3")


def _some_life(city: City):
    project = city.project()
    other = city.project(name="示例道路工程")
    paper = evidence.receive(city.clerk, "批复.pdf", [b"%PDF-1.7\n", b"example\n"])
    city.document(project, "proposal_approval", file=paper.pk)
    city.do(city.clerk, "projects.approve_proposal", project)
    city.do(city.clerk, "projects.amend", other, name="示例道路工程（一期）", reason="分期", lead=city.chief.person)
    for n in range(12):
        city.do(city.clerk, "projects.add_item", project, list="problem", title=f"事项{n}，共{n * 7}处")
    return project


def _a_row_of_every_record() -> None:
    """One entry that writes a row of each record, with made-up values; two versions of each, so that there is a past."""
    for _ in range(2):
        now = clock.now()
        hand = Hand(MACHINE, uuid7(now), now, installed())
        for record in installed().records.values():
            if record.history is not None:
                row = record.model._default_manager.filter(entry__gt="").order_by("id").last()
                hand.put(row if row is not None else made_up(record.model))
        write_entry(
            hand, action="test.every_record", law="", subject=None, matter=None,
            lines=history_lines(installed(), hand), public=b'{"made":"up"}', restricted=b'{"too":1}', cause=None,
        )  # fmt: skip


def made_up(model: type[models.Model]) -> models.Model:
    """An unsaved row whose required columns hold something that the database accepts."""
    values = {}
    for field in model._meta.concrete_fields:
        if field.primary_key or field.null or field.has_default() or field.attname == "entry":
            continue
        if isinstance(field, models.ForeignKey):
            values[field.name] = field.related_model._default_manager.order_by("id").first()
            assert values[field.name] is not None, f"no {field.related_model} to refer to"
        elif isinstance(field, models.DateTimeField):
            values[field.name] = clock.now()
        elif isinstance(field, models.DateField):
            values[field.name] = date(2026, 1, 2)
        elif isinstance(field, models.BooleanField):
            values[field.name] = True
        elif isinstance(field, (models.IntegerField, models.DecimalField)):
            values[field.name] = next(_NUMBERS)
        elif isinstance(field, models.JSONField):
            values[field.name] = {"made": ["up", 1]}
        elif field.name == "period":
            values[field.name] = f"{1950 + next(_NUMBERS) % 250}-01"
        else:
            values[field.name] = f"{next(_NUMBERS)}{model._meta.model_name}"[: field.max_length or 20]
    return model(**values)


@pytest.fixture
def real_commits(django_db_setup, django_db_blocker, var) -> Iterator[None]:
    """Everything commits for good, from several threads; afterwards the test database is empty and protected again."""
    with django_db_blocker.unblock():
        if connection.vendor != "postgresql":
            pytest.skip("about PostgreSQL's transactions; SQLite has one writer")
        try:
            yield
        finally:
            _empty_for_good()


def _empty_for_good() -> None:
    ledger_tables = [t for t in connection.introspection.table_names() if t.startswith("ledger_")]
    others = [m._meta.db_table for m in apps.get_models() if m._meta.managed and m._meta.app_label not in ("contenttypes", "auth")]
    with connection.cursor() as cursor:
        for table in ledger_tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {', '.join([*ledger_tables, *others])} RESTART IDENTITY CASCADE")
        for table in ledger_tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        for statement in tables.protect("postgresql"):
            cursor.execute(statement)
    assert not store.missing_triggers()
    connections["default"].close()


def witness_once(seen: dict, signer: Ed25519Signer, now: int) -> dict:
    """One witness is shown the newest checkpoint and its signature is stored; gives what it has seen from now on."""
    note = signing.newest_note()
    head = parse_checkpoint(note.text)
    old = seen[head.origin].size if head.origin in seen else 0
    proof = store.consistency_proof(old, head.size) if 0 < old < head.size else []
    answer = add_checkpoint(seen, format_add_checkpoint(old, proof, note), {head.origin: [signing.signer().key]}, signer, now)
    assert answer.status == 200, answer
    assert parse_signatures(answer.body)
    signing.accept_cosignatures(head.size, answer.body)
    return dict(answer.state)
