"""A batch goes on only as long as whoever accepted it may, and there; else it is stopped, with the reason, for all to see."""

from __future__ import annotations

from datetime import timedelta

import pytest

from taizhang.frame import batches, clock, fsck, jobs
from taizhang.frame.catalogue import installed
from taizhang.frame.models import Batch, IntakeRow, Job
from taizhang.kernels.ledger import parse_text, store
from taizhang.kernels.ledger.models import Entry
from taizhang.modules.office import imports as registers
from taizhang.modules.projects import imports as workbooks
from taizhang.modules.projects.models import Project
from taizhang.registers import people
from taizhang.registers.models import Appointment, Person, Place

pytestmark = pytest.mark.django_db

#: A chunk and one row more: the right is lost between the two.
ROWS = 501


def _lose(person: int) -> None:
    Appointment.objects.filter(person=person).update(valid_to=clock.today() - timedelta(days=1))


def _move_away(city, person: int) -> None:
    Appointment.objects.filter(person=person).update(place=city.other_district)


def _projects(city) -> tuple[Batch, int]:
    rows = [{"sheet": "重点项目", "row": i, "same": 0, "name": f"示例工程{i}"} for i in range(ROWS)]
    intake = batches.take_in(workbooks.KIND, city.clerk, "a.xlsx", "0" * 64, rows, reading={"sheets": ["重点项目"]})
    made = city.do(city.clerk, "projects.accept_workbook", city.district, intake=intake.pk, year=2026)
    return Batch.objects.get(pk=made.key), city.clerk.person


def _places(city) -> tuple[Batch, int]:
    organ = city.organs["甲区发展改革委"]
    person = city.do(city.administrator, "office.enrol", organ, name="区管理员（示例）").key
    post = {"person": person, "role": "admin.system", "place": city.district.pk, "valid_from": "2025-01-01"}
    city.do(city.administrator, "office.appoint", organ, **post)
    actor = people.actor_of(Person.objects.get(pk=person))
    rows = [{"path": [f"街道{i}"], "name": f"街道{i}", "kind": "street"} for i in range(ROWS)]
    intake = batches.take_in(registers.PLACES, actor, "a.csv", "0" * 64, rows, reading={"place": city.district.pk})
    made = city.do(actor, "office.accept_register", city.district, intake=intake.pk)
    return Batch.objects.get(pk=made.key), person


COUNTS = {_projects: lambda: Project.objects.count(), _places: lambda: Place.objects.filter(kind="street", name__startswith="街道").count()}


@pytest.mark.parametrize("lose", [lambda city, who: _lose(who), _move_away], ids=["the post ended", "the post is elsewhere now"])
@pytest.mark.parametrize("begin", COUNTS, ids=["projects", "places"])
@pytest.mark.by_turns(2)
def test_a_right_lost_in_the_middle_stops_the_batch_with_the_reason(city, begin, lose):
    batch, person = begin(city)
    job = jobs.claim([batches.JOB])
    jobs.run_step(job, batches.apply_chunk)
    lose(city, person)
    jobs.run(job, batches.apply_chunk)
    batch.refresh_from_db()
    job = Job.objects.get(pk=job.pk)
    assert (batch.state, job.state, job.error["en"]["code"]) == ("cancelled", "refused", "right_lost")
    assert COUNTS[begin]() == 500 and IntakeRow.objects.filter(outcome__isnull=True).count() == 1
    stopped = Entry.objects.get(action__endswith=".stopped")
    assert (stopped.actor, stopped.subject) == ("system", f"frame.batch:{batch.pk}")
    said = parse_text(store.disclosure(stopped.key, "p").payload)
    assert said["code"] == "right_lost" and "批次停在这里" in said["why"]


def test_it_goes_on_when_the_post_is_theirs_again(city):
    batch, person = _projects(city)
    Appointment.objects.filter(person=person).update(place=city.other_district)
    batches.run_waiting()
    batch.refresh_from_db()
    assert batch.state == "cancelled" and Project.objects.count() == 0
    Appointment.objects.filter(person=person).update(place=city.district)
    city.do(city.clerk, "office.resume_batch", batch)
    batches.run_waiting()
    batch.refresh_from_db()
    assert batch.state == "done" and Project.objects.count() == ROWS


def test_a_chunk_that_is_refused_half_way_leaves_nothing_and_the_batch_stopped(city):
    batch, _ = _projects(city)
    IntakeRow.objects.filter(intake=batch.intake, index=0).update(content={"sheet": "重点项目", "row": 0, "same": 0, "name": "偷改"})
    batches.run_waiting()
    batch.refresh_from_db()
    assert batch.state == "cancelled" and Project.objects.count() == 0
    assert [f.code for f in fsck.check(installed(), clock.now()).findings] == ["batch_rows"]
