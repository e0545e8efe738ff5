"""The full check: clean when only `perform` has written, and it names what somebody changed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from taizhang.basis.uuid7 import uuid7
from taizhang.frame import clock, content, erasure, fsck, signing
from taizhang.frame.actor import MACHINE
from taizhang.frame.catalogue import installed
from taizhang.frame.hand import Hand
from taizhang.frame.writing import history_lines, write_entry
from taizhang.kernels.ledger import store
from taizhang.modules.projects.models import Item, ItemHistory
from taizhang.registers.evidence_check import check_evidence
from taizhang.registers.models import Person, PersonHistory

from . import files
from .conftest import WITNESSES, made_up, witness_once

RECORDS = [kind for kind, record in installed().records.items() if record.history is not None]
#: In how many rounds every column of every record is changed.
ROUNDS = 5


def codes(report: fsck.Report) -> set[str]:
    return {finding.code for finding in report.findings}


def check(**given) -> fsck.Report:
    return fsck.check(installed(), clock.now(), **given)


@pytest.mark.django_db
def test_a_city_that_only_perform_has_written_is_clean(city, numbered, var):
    project = city.project()
    city.document(project, "proposal_approval")
    city.do(city.clerk, "projects.approve_proposal", project)
    waiting = check()
    assert waiting.clean, waiting.findings
    assert len(waiting.pending) == store.pending()
    numbered()
    head = signing.checkpoint()
    report = check(log_key=signing.signer().key)
    assert report.clean, report.findings
    assert (report.entries, report.checkpoints, report.pending) == (head.size, 1, ())
    assert report.rows > report.entries


@pytest.mark.django_db
def test_the_window_is_what_came_after_the_last_size_that_enough_witnesses_signed(city, numbered, var):
    numbered()
    size = signing.checkpoint().size
    policy = signing.set_policy(tuple(w.key for w in WITNESSES), 2)
    now = int(clock.now().timestamp())
    witness_once({}, WITNESSES[0], now - 90)
    assert check(policy=policy).window.witnessed == 0
    witness_once({}, WITNESSES[1], now - 60)
    city.project()
    numbered()
    window = check(policy=policy).window
    assert (window.witnessed, window.entries) == (size, 1)
    assert 60 <= window.seconds < 90


@pytest.mark.django_db
def test_a_checkpoint_signed_with_another_key_is_found(city, numbered, var):
    numbered()
    signing.checkpoint()
    assert codes(check(log_key=WITNESSES[0].key)) == {"checkpoint"}


@pytest.mark.django_db
def test_an_erased_payload_and_past_are_explained_by_the_entry_that_erased_them(city, numbered, var):
    person = Person.objects.order_by("id").last()
    enrolled = PersonHistory.objects.filter(id=person.pk).first().entry

    def erase(action: str) -> None:
        now = clock.now()
        hand = Hand(MACHINE, uuid7(now), now, installed())
        person.name = "（已删除）"
        hand.put(person)
        erasure.erase_payload(hand, enrolled, "restricted")
        erasure.erase_past(hand, person)
        write_entry(
            hand, action=action, law="", subject=f"registers.person:{person.pk}", matter=None,
            lines=history_lines(installed(), hand), public=b"{}", restricted=b"{}", cause=None,
        )  # fmt: skip

    erase("office.erase_person")
    numbered()
    report = check()
    assert report.clean, report.findings
    assert store.disclosure(enrolled, "r") is None
    assert not PersonHistory.objects.filter(id=person.pk, erased=True).exclude(name=None).exists()


@pytest.mark.django_db
def test_a_payload_deleted_without_an_entry_is_found(city, numbered):
    entry = PersonHistory.objects.order_by("history_id").last().entry
    store.erase(entry, "r")
    numbered()
    assert codes(check()) == {"payload_missing"}


@pytest.mark.django_db
def test_an_item_changed_past_perform_names_its_columns_and_its_last_writer(city, numbered):
    item = Item.objects.filter(project=city.project()).first()
    Item.objects.filter(pk=item.pk).update(title="偷改", state="done")
    numbered()
    (finding,) = check().findings
    assert (finding.code, finding.where) == ("explained_differently", f"projects.item:{item.pk}")
    assert "title, state" in finding.text.en
    assert city.clerk.key in finding.text.en and "projects.register" in finding.text.en


@pytest.mark.django_db
def test_times_that_decide_what_was_known_when_are_bound_too(city, numbered):
    item = Item.objects.filter(project=city.project()).first()
    city.do(city.clerk, "projects.complete_item", item, on="2026-01-20")
    numbered()
    ItemHistory.objects.filter(id=item.pk, recorded_to=None).update(recorded_from=clock.now())
    assert codes(check()) == {"version_time"}


# -- every record ----------------------------------------------------------------------------------------------------


def test_the_prepared_file_is_clean_as_its_own_process_finds(prepared, trial, tmp_path):
    (tmp_path / "policy.json").write_text(str(prepared.policy))
    (tmp_path / "seen.note").write_text(str(prepared.seen[0]))
    report = files.fsck(trial, "--policy", str(tmp_path / "policy.json"), "--seen", str(tmp_path / "seen.note"), "--evidence")
    assert report["clean"], report["findings"]
    assert report["window"]["entries"] == 5
    assert not prepared.check(trial).findings


def test_a_row_updated_behind_performs_back_is_found_in_every_record_and_column(prepared, trial, tmp_path):
    tables = [installed().record(kind) for kind in RECORDS]
    columns = {r.kind: [f for f in r.model._meta.concrete_fields if f.attname in content.columns(r.model)] for r in tables}
    # A few columns of each row at a time: every one of them has to be named.
    for nth in range(ROUNDS):
        copy = files.copied(prepared.path, tmp_path / "copy.sqlite3")
        with files.insider(copy) as raw:
            touched = {r.kind: [_alter(raw, r, column) for column in columns[r.kind][nth::ROUNDS]] for r in tables}
        found = {f.where: f for f in prepared.check(copy).findings}
        for kind, changes in touched.items():
            for key, column in changes:
                assert f"{kind}:{key}" in found, f"{kind}.{column} was changed and nobody noticed"
                assert re.search(rf"\b{column}\b", found[f"{kind}:{key}"].text.en), (kind, column, found[f"{kind}:{key}"].text.en)


def test_a_row_that_names_another_entry_is_found_in_every_record(prepared, trial):
    with files.insider(trial) as raw:
        touched = {kind: _alter(raw, installed().record(kind), installed().record(kind).model._meta.get_field("entry")) for kind in RECORDS}
    found = {f.where: f for f in prepared.check(trial).findings}
    for kind, (key, _) in touched.items():
        assert "entry" in found[f"{kind}:{key}"].text.en, kind


def _alter(raw, record, field) -> tuple[int | None, str]:
    table = record.model._meta.db_table
    key, value = raw.execute(f'SELECT id, "{field.column}" FROM {table} ORDER BY id DESC LIMIT 1').fetchone()
    if isinstance(value, int):
        other = 1 - value if field.get_internal_type() == "BooleanField" else value + 1
    elif value is None:
        other = {"DateField": "2026-03-03", "DateTimeField": "2026-03-03 00:00:00"}.get(field.get_internal_type(), 3)
        other = "三" if field.get_internal_type() in ("CharField", "TextField") else other
    elif field.get_internal_type() in ("DateField", "DateTimeField"):
        other = value.replace("20", "19", 1)
    elif field.get_internal_type() == "JSONField":
        other = '{"other": 1}'
    else:
        other = f"{value}。" if isinstance(value, str) else value + 1
    raw.execute(f'UPDATE {table} SET "{field.column}" = ? WHERE id = ?', [other, key])
    return key, field.attname


def test_a_row_deleted_behind_performs_back_is_found_in_every_record(prepared, trial):
    gone = {}
    with files.insider(trial) as raw:
        for kind in RECORDS:
            table = installed().record(kind).model._meta.db_table
            (gone[kind],) = raw.execute(f"SELECT max(id) FROM {table}").fetchone()
            raw.execute(f"DELETE FROM {table} WHERE id = ?", [gone[kind]])
    found = {(f.code, f.where) for f in prepared.check(trial).findings}
    assert {("row_missing", f"{kind}:{key}") for kind, key in gone.items()} <= found


def test_a_row_inserted_behind_performs_back_is_found_in_every_record(prepared, trial):
    put, kinds = {}, {installed().record(kind).model: kind for kind in RECORDS}
    with files.opened(trial):
        for kind in RECORDS:
            row = made_up(installed().record(kind).model)
            if kind == "projects.link":
                # The made-up one of this type is there already, and two nodes are linked once in each way.
                row.type = "SF"
            if kind == "projects.light_choice":
                row.valid_from = row.valid_from.replace(month=2)  # one choice a day
            if kind == "projects.baseline_node":
                row.node_id = put["projects.node"]
            if kind in ("commitments.cooperator", "commitments.tie", "commitments.tag"):
                row.task_id = put["commitments.task"]  # each stands beside a task once
            if kind.startswith("inspection."):
                # Each firm, person and department stands once in a roster, a batch or a visit: beside rows that were put in here.
                for field in row._meta.concrete_fields:
                    if field.is_relation and (beside := kinds.get(field.related_model)) in put:
                        setattr(row, field.attname, put[beside])
            row.entry = store.read(Item.objects.first().entry).key
            row.save()
            put[kind] = row.pk
    found = {(f.code, f.where) for f in prepared.check(trial).findings}
    assert {("no_entry_explains", f"{kind}:{key}") for kind, key in put.items()} <= found


def test_a_version_changed_added_or_taken_away_is_found_in_every_record(prepared, trial, tmp_path):
    for edit in (
        "UPDATE {t} SET salt = randomblob(16) WHERE history_id = {h}",
        "UPDATE {t} SET digest = randomblob(32) WHERE history_id = {h}",
        "DELETE FROM {t} WHERE history_id = {h}",
        "UPDATE {t} SET line = line + 1000 WHERE history_id = {h}",
        "UPDATE {t} SET op = 'd' WHERE history_id = {h}",
        "UPDATE {t} SET erased = 1 WHERE history_id = {h}",
    ):
        copy = files.copied(prepared.path, tmp_path / "copy.sqlite3")
        entries = {}
        with files.insider(copy) as raw:
            for kind in RECORDS:
                table = installed().record(kind).history._meta.db_table
                number, key, entry = raw.execute(f"SELECT history_id, id, entry FROM {table} ORDER BY history_id LIMIT 1").fetchone()
                raw.execute(edit.format(t=table, h=number))
                entries[kind] = {entry, f"{kind}:{key}"}
        found = {f.where for f in prepared.check(copy).findings}
        missed = [kind for kind, places in entries.items() if not places & found]
        assert not missed, f"{edit}: {missed}"


def test_a_live_value_and_its_version_changed_together_are_found(prepared, trial):
    with files.insider(trial) as raw:
        raw.execute("UPDATE projects_project SET total_investment_fen = 1")
        raw.execute("UPDATE projects_projecthistory SET total_investment_fen = 1")
    assert "version" in codes(prepared.check(trial))


@pytest.mark.parametrize(("damage", "code"), [(lambda p: p.write_bytes(b"%PDF-x"), "evidence"), (lambda p: p.unlink(), "evidence_missing")])
def test_evidence_whose_file_is_gone_or_altered_is_found(prepared, trial, damage, code):
    path = next(p for p in Path(settings.MEDIA_ROOT).rglob("*") if p.is_file() and not p.name.startswith("."))
    kept = path.read_bytes()
    damage(path)
    try:
        with files.opened(trial):
            report = fsck.check(installed(), clock.now(), policy=prepared.policy, further=(check_evidence,))
    finally:
        path.write_bytes(kept)
    assert codes(report) == {code}


def test_the_check_says_a_table_is_unreadable_and_goes_on(prepared, trial):
    with files.insider(trial) as raw:
        raw.execute("UPDATE registers_holidaynotice SET published_on = '2026-13-45'")
        raw.execute("UPDATE projects_item SET title = 'x' WHERE id = 1")
    found = prepared.check(trial).findings
    assert ("unreadable", "registers.holiday_notice") in {(f.code, f.where) for f in found}
    assert ("explained_differently", "projects.item:1") in {(f.code, f.where) for f in found}


@pytest.mark.django_db
@pytest.mark.by_turns(3)
def test_the_check_uses_as_many_statements_however_many_entries_there_are(city, numbered):
    def statements() -> int:
        numbered()
        with CaptureQueriesContext(connection) as captured:
            assert check().entries == store.size()
        return len(captured)

    project = city.project()
    before, size = statements(), store.size()
    for n in range(2 * size):
        city.do(city.clerk, "projects.add_item", project, list="problem", title=f"事项{n}")
    after = statements()
    # The tree is three times as large: at most two levels higher, a statement for each.
    assert store.size() == 3 * size
    assert after <= before + 2
