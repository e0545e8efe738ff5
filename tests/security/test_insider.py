"""Somebody with access to the database changes what no digest of a row is taken of."""

from __future__ import annotations

import pytest

from taizhang.basis.uuid7 import uuid7
from taizhang.frame import batches, clock, erasure, fsck
from taizhang.frame.actor import MACHINE
from taizhang.frame.catalogue import installed
from taizhang.frame.hand import Hand
from taizhang.frame.models import IntakeRow, Job
from taizhang.frame.writing import history_lines, write_entry
from taizhang.modules.projects import imports
from taizhang.modules.projects.models import Project
from taizhang.registers.models import Appointment, Person, PersonHistory

pytestmark = pytest.mark.django_db


def _found() -> set[tuple[str, str]]:
    return {(f.code, f.where) for f in fsck.check(installed(), clock.now()).findings}


def _erased(person: Person) -> None:
    now = clock.now()
    hand = Hand(MACHINE, uuid7(now), now, installed())
    person.name = "（已删除）"
    hand.put(person)
    erasure.erase_past(hand, person)
    write_entry(
        hand, action="office.erase_person", law="", subject=f"registers.person:{person.pk}", matter=None,
        lines=history_lines(installed(), hand), public=b"{}", restricted=b"{}", cause=None,
    )  # fmt: skip


def test_a_row_whose_past_was_erased_cannot_be_rewritten_under_the_same_excuse(city):
    person = Person.objects.order_by("id").last()
    _erased(person)
    assert not _found()
    # The last version is marked as erased too, and says with the row itself what it never said.
    Person.objects.filter(pk=person.pk).update(name="偷改")
    PersonHistory.objects.filter(id=person.pk, recorded_to=None).update(name="偷改", erased=True, salt=None)
    # The search still finds the person by what the name was before.
    assert _found() == {("version", f"registers.person:{person.pk}"), ("projection", "search:registers.person")}


def test_an_emptied_version_in_which_something_was_written_is_found(city):
    person = Person.objects.order_by("id").last()
    _erased(person)
    PersonHistory.objects.filter(id=person.pk, erased=True).update(name="偷改")
    assert _found() == {("version", f"registers.person:{person.pk}")}


def _accepted(city):
    row = {"sheet": "重点项目", "row": 2, "same": 0, "name": "示例工程", "total_investment": 100}
    intake = batches.take_in(imports.KIND, city.clerk, "a.xlsx", "0" * 64, [row], reading={"sheets": ["重点项目"]})
    batch = city.do(city.clerk, "projects.accept_workbook", city.district, intake=intake.pk, year=2026).key
    return batch, row


def test_rows_that_were_changed_after_a_batch_was_accepted_do_not_go_in(city):
    batch, row = _accepted(city)
    assert not _found()
    IntakeRow.objects.update(content=row | {"total_investment": 99_999})
    batches.run_waiting()
    assert not Project.objects.exists()
    assert Job.objects.get().state == "refused"
    assert _found() == {("batch_rows", f"frame.batch:{batch}")}


def test_a_batch_is_not_applied_to_a_place_from_which_its_clerk_has_moved_away(city):
    _accepted(city)
    post = Appointment.objects.get(person=city.clerk.person)
    city.do(city.administrator, "office.revoke", post, last_day="2025-12-31", reason="示例")
    city.do(
        city.administrator,
        "office.appoint",
        city.organs["乙区发展改革委"],
        person=city.clerk.person,
        role="drc.clerk",
        place=city.other_district.pk,
        valid_from="2026-01-01",
    )
    batches.run_waiting()
    assert not Project.objects.exists()
    assert Job.objects.get().state == "refused"
