"""Batches and the jobs that apply them: killed, doubled, stopped, continued, withdrawn, and left without a right."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist
from tests.trials import draw, models
from tests.trials.reading_entries import entries, said

from taizhang.basis.errors import Conflict
from taizhang.frame import batches, clock, jobs
from taizhang.frame.models import Batch, IntakeRow, Job
from taizhang.registers.models import Appointment

pytestmark = pytest.mark.django_db
COUNT = 1200
STEPS = {batches.JOB: batches.apply_chunk}


@pytest.fixture
def batch(city):
    """A batch of 1,200 rows, accepted and waiting: three chunks."""
    plan = city.do(city.clerk, "draw.plan", city.district, name="示例", size=3, opens_at="2030-12-01T09:00+08:00")
    rows = [{"number": n, "name": f"示例{n:04d}"} for n in range(COUNT)]
    intake = batches.take_in(draw.KIND, city.clerk, "示例名单", "0" * 64, rows)
    city.do(city.clerk, "draw.commit", plan.key, intake=intake.pk)
    return Batch.objects.get()


def numbers():
    return sorted(models.Candidate.objects.values_list("number", flat=True))


def test_every_row_is_applied_once_with_one_entry_for_a_chunk(batch):
    assert batches.run_waiting() == 1
    assert numbers() == list(range(COUNT))
    assert [said(e) for e in entries("draw.commit.chunk")] == [
        {"chunk": 1, "of": 3, "rows": 500, "refused": 0},
        {"chunk": 2, "of": 3, "rows": 500, "refused": 0},
        {"chunk": 3, "of": 3, "rows": 200, "refused": 0},
    ]
    batch.refresh_from_db()
    assert batch.state == "done"
    assert batches.run_waiting() == 0


def test_a_list_is_accepted_once(city, batch):
    plan = city.do(city.clerk, "draw.plan", city.district, name="另一个", size=3, opens_at="2030-12-01T09:00+08:00")
    with pytest.raises(Conflict) as refused:
        city.do(city.clerk, "draw.commit", plan.key, intake=batch.intake)
    assert refused.value.code == "accepted_before"


def test_a_killed_workers_job_is_taken_up_by_the_next_where_it_stood(batch):
    killed = jobs.claim([batches.JOB])
    jobs.run_step(killed, batches.apply_chunk)
    assert jobs.claim([batches.JOB]) is None
    with clock.at(clock.now() + jobs.LEASE + timedelta(seconds=1)):
        assert jobs.run_one(STEPS)
    assert numbers() == list(range(COUNT))
    assert len(entries("draw.commit.chunk")) == 3


def test_a_worker_that_was_taken_for_dead_can_write_nothing(batch):
    stale = jobs.claim([batches.JOB])
    with clock.at(clock.now() + jobs.LEASE + timedelta(seconds=1)):
        fresh = jobs.claim([batches.JOB])
        assert fresh.pk == stale.pk and fresh.fence == stale.fence + 1
        with pytest.raises(jobs.Stale):
            jobs.run_step(stale, batches.apply_chunk)
        assert numbers() == [] and entries("draw.commit.chunk") == []
        jobs.run(fresh, batches.apply_chunk)
    assert numbers() == list(range(COUNT))


def test_stopping_holds_between_chunks_and_the_rest_can_be_continued(city, batch):
    job = jobs.claim([batches.JOB])
    jobs.run_step(job, batches.apply_chunk)
    city.do(city.clerk, "office.stop_batch", batch, reason="示例")
    jobs.run(job, batches.apply_chunk)
    assert numbers() == list(range(500))
    assert Job.objects.get(pk=job.pk).state == "cancelled"
    assert batches.run_waiting() == 0
    city.do(city.clerk, "office.resume_batch", batch)
    batches.run_waiting()
    assert numbers() == list(range(COUNT))
    assert [said(e)["chunk"] for e in entries("draw.commit.chunk")] == [1, 2, 3]


def test_a_worker_still_holding_the_stopped_job_cannot_join_in_again(city, batch):
    held = jobs.claim([batches.JOB])
    city.do(city.clerk, "office.stop_batch", batch, reason="示例")
    city.do(city.clerk, "office.resume_batch", batch)
    with pytest.raises(jobs.Stale):
        jobs.run_step(held, batches.apply_chunk)
    batches.run_waiting()
    assert numbers() == list(range(COUNT))


def test_the_rest_of_a_stopped_batch_is_withdrawn_for_good(city, batch):
    job = jobs.claim([batches.JOB])
    jobs.run_step(job, batches.apply_chunk)
    with pytest.raises(Conflict):
        city.do(city.clerk, "office.withdraw_batch", batch, reason="示例")
    city.do(city.clerk, "office.stop_batch", batch, reason="示例")
    city.do(city.clerk, "office.withdraw_batch", batch, reason="示例")
    with pytest.raises(Conflict):
        city.do(city.clerk, "office.resume_batch", batch)
    batches.run_waiting()
    assert numbers() == list(range(500))


def test_a_right_lost_in_the_middle_stops_the_batch_there(city, batch):
    job = jobs.claim([batches.JOB])
    jobs.run_step(job, batches.apply_chunk)
    Appointment.objects.filter(person=city.clerk.person).update(valid_to=clock.today() - timedelta(days=1))
    jobs.run(job, batches.apply_chunk)
    job = Job.objects.get(pk=job.pk)
    assert job.state == "refused" and job.error["zh"]["code"] == "right_lost"
    assert numbers() == list(range(500))
    batch.refresh_from_db()
    (stopped,) = entries("draw.commit.stopped")
    assert batch.state == "cancelled" and stopped.actor == "system"
    assert said(stopped) | {"why": ""} == {"code": "right_lost", "why": "", "state": ["accepted", "cancelled"]}


def test_a_fault_of_the_program_leaves_its_chunk_undone_and_is_tried_three_times(batch):
    tries = []

    def faulty(job):
        tries.append(job.step)
        batches.apply_chunk(job)
        raise ObjectDoesNotExist("a fault after the work was done")

    while jobs.run_one({batches.JOB: faulty}):
        pass
    assert tries == [0, 0, 0]
    assert Job.objects.get().state == "failed" and Job.objects.get().error["en"]["reason"]
    assert numbers() == [] and entries("draw.commit.chunk") == []
    assert not IntakeRow.objects.filter(outcome__isnull=False).exists()
