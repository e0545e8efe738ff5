"""Work that outlives a request, on a record of its own: steps, a lease with a fencing number, progress, cancel.

One step is one transaction, in which the job's row is locked and its fence compared: a worker that was taken for dead and
comes back cannot write. A killed worker's job is taken up by the next one when its lease has run out.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from taizhang.basis.errors import Refused
from taizhang.basis.text import Text

from . import clock
from .away import Overtaken, is_away, is_overtaken
from .models import Job

#: A step has to be done within this time, or another worker takes the job.
LEASE = timedelta(seconds=60)
#: How often a job that ended with a fault of the program is tried before it stays failed.
TRIES = 3

_log = logging.getLogger(__name__)

#: One step of a job; it runs inside the job's transaction and says how many steps there are in all. A refusal that it gives
#: back (instead of raising it) ends the job, and what the step wrote about that is kept.
Step = Callable[[Job], int | Refused]


class Stale(Exception):
    """The worker was taken for dead: another one holds the job now. Nothing of this step is kept."""


def enqueue(kind: str, subject: int | None, person: int | None, actor: str, **arguments: Any) -> Job:
    """The job waits; called inside the transaction that causes it, so that a rollback takes it back."""
    return Job.objects.create(kind=kind, subject=subject, person=person, actor=actor, arguments=arguments, created_at=clock.now())


def claim(kinds: list[str]) -> Job | None:
    """The oldest job that waits, or whose worker's lease ran out, is leased to the caller under a new fencing number."""
    now = clock.now()
    ready = Q(state="waiting") | Q(state="running", leased_until__lt=now)
    with transaction.atomic():
        job = Job.objects.select_for_update(skip_locked=True).filter(ready, kind__in=kinds).order_by("id").first()
        if job is None:
            return None
        job.state, job.fence, job.leased_until = "running", job.fence + 1, now + LEASE
        job.save(update_fields=["state", "fence", "leased_until"])
    return job


def run_step(job: Job, step: Step) -> bool:
    """One step is done and counted; False when the job has ended (all steps, cancelled, or refused).

    Raises:
        Stale: another worker holds the job.
    """
    with transaction.atomic():
        held = Job.objects.select_for_update().get(pk=job.pk)
        if held.fence != job.fence or held.state != "running":
            raise Stale
        if held.cancel:
            held.state, held.finished_at = "cancelled", clock.now()
            held.save(update_fields=["state", "finished_at"])
            return False
        result = step(held)
        if isinstance(result, Refused):
            held.state, held.error, held.finished_at, held.leased_until = "refused", _said(result), clock.now(), None
            held.save()
            return False
        held.steps = result
        held.step += 1
        held.leased_until = clock.now() + LEASE
        if held.step >= held.steps:
            held.state, held.finished_at = "done", clock.now()
        held.save()
    job.step, job.steps, job.state = held.step, held.steps, held.state
    return held.state == "running"


def run(job: Job, step: Step) -> None:
    """The claimed job is run to its end, or is left to the next worker if this one is stopped in between."""
    try:
        while run_step(job, step):
            pass
    except Stale:
        _log.warning("job %s is held by another worker now", job.pk)
    except Overtaken:
        _retry(job)
    except Refused as refused:
        _end(job, "refused", _said(refused))
    except Exception as error:
        if is_away(error) and not is_overtaken(error):
            # No fault of the job, so no try of it is used up: it is taken up again when its lease has run out.
            raise
        _log.exception("job %s (%s) stopped at step %s", job.pk, job.kind, job.step)
        _retry(job)


def cancel(job_kind: str, subject: int) -> int:
    """Jobs of a kind and subject stop before their next step; gives how many were asked to."""
    return Job.objects.filter(kind=job_kind, subject=subject, state__in=("waiting", "running")).update(cancel=True)


def run_one(steps: dict[str, Step]) -> bool:
    """One job, if there is one that waits; True when there was."""
    job = claim(list(steps))
    if job is None:
        return False
    run(job, steps[job.kind])
    return True


def _said(refused: Refused) -> dict[str, Any]:
    return {"zh": refused.in_("zh"), "en": refused.in_("en")}


def _end(job: Job, state: str, error: dict[str, Any]) -> None:
    Job.objects.filter(pk=job.pk, fence=job.fence).update(state=state, error=error, finished_at=clock.now(), leased_until=None)


def _retry(job: Job) -> None:
    fault = Text("程序在第{s}步出错，已记录", "The program failed at step {s}; it has been logged").with_(s=job.step + 1)
    held = Job.objects.filter(pk=job.pk, fence=job.fence).first()
    if held is None:
        return
    if held.attempts + 1 < TRIES:
        Job.objects.filter(pk=job.pk, fence=job.fence).update(state="waiting", attempts=held.attempts + 1, leased_until=None)
    else:
        _end(job, "failed", {"zh": {"reason": fault.zh}, "en": {"reason": fault.en}})
