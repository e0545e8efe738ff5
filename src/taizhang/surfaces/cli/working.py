"""`taizhang work`: the one loop beside the server. It numbers entries, applies batches and sweeps what has lapsed."""

from __future__ import annotations

import argparse
import logging
import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, connections

from taizhang.basis.errors import Refused
from taizhang.basis.text import Text
from taizhang.frame import batches, claims, clock, daily, jobs, journal, signing, ticking
from taizhang.frame.away import in_a_line, is_away, storage
from taizhang.frame.models import Job
from taizhang.kernels.ledger import store
from taizhang.registers import attempts, deliveries, evidence, pictures, sending

from ..witness import pushing
from .speech import say, words

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Step:
    """Something the worker does every so many seconds; it gives True when there may be more at once.

    `alone` steps have a thread of their own: entries have to be numbered while a long batch is applied.
    """

    name: str
    every: float
    run: Callable[[], bool]
    alone: bool = False


def number_entries() -> bool:
    """Entries that wait have their numbers; nothing ever waits on SQLite."""
    return store.sequence_pending() > 0


def sign_head() -> bool:
    """The head of the tree is signed, if it has grown."""
    signing.checkpoint()
    return False


def ask_witnesses() -> bool:
    """The newest head was shown to every witness; those that did not sign have a line in the log."""
    pushing.push_all(settings.TAIZHANG_WITNESSES)
    return False


def tick() -> bool:
    """What time alone brings about has been brought about: terms that ran out, derived moves whose facts are complete."""
    ticking.tick()
    return False


def day_begins() -> bool:
    """What the modules do once on each day has been done for today."""
    daily.run_due(clock.today())
    return False


def send_messages() -> bool:
    """What waits to leave by e-mail or web hook was tried once, if it was due; true when there may be more."""
    return deliveries.queue() or sending.send_next()


def close_journal() -> bool:
    """Days that are over have an entry with the count and root of their refusals."""
    journal.close()
    return False


def sweep() -> bool:
    """Uploads and previews of which a day has passed are gone, counts of wrong passwords after a month; some older pictures known."""
    evidence.sweep()
    batches.sweep()
    claims.sweep()
    attempts.sweep()
    pictures.catch_up(evidence.path_of)
    return False


class Stopping(BaseException):
    """The worker was told to stop between two steps of a job; no `except Exception` may take it for a fault."""


class Worker:
    """Runs steps until it is told to stop; a fault of one is logged and does not end the others."""

    def __init__(self, steps: Sequence[Step], kinds: dict[str, jobs.Step]) -> None:
        self.stop = threading.Event()
        self._kinds = {kind: self._until_stopped(step) for kind, step in kinds.items()}
        self.steps = (*steps, Step("jobs", 0.5, self.one_job))

    def one_job(self) -> bool:
        """One job is run to its end, or left for the next worker when this one is stopped."""
        job = jobs.claim(list(self._kinds))
        if job is None:
            return False
        try:
            jobs.run(job, self._kinds[job.kind])
        except Stopping:
            # Nothing of the step was done: whoever comes next need not wait for the lease to run out.
            Job.objects.filter(pk=job.pk, fence=job.fence).update(leased_until=clock.now())
            raise
        return True

    def _until_stopped(self, step: jobs.Step) -> jobs.Step:
        def run(job: Job) -> int | Refused:
            if self.stop.is_set():
                raise Stopping
            return step(job)

        return run

    def once(self) -> int:
        """Every step is run until it has nothing left; gives how many failed."""
        return sum(not self._drained(step) for step in self.steps)

    def _drained(self, step: Step) -> bool:
        try:
            while step.run():
                pass
        except Exception:
            _log.exception("work: %s failed", step.name)
            return False
        return True

    def forever(self) -> None:
        """Steps are run at their pace until `stop` is set."""
        own = [threading.Thread(target=self._loop, args=([s],), name=s.name) for s in self.steps if s.alone]
        for thread in own:
            thread.start()
        self._loop([s for s in self.steps if not s.alone])
        self.stop.set()
        for thread in own:
            thread.join()

    def _loop(self, steps: Sequence[Step]) -> None:
        due = {step.name: 0.0 for step in steps}
        try:
            while not self.stop.is_set():
                for step in steps:
                    if time.monotonic() >= due[step.name]:
                        due[step.name] = 0.0 if self._ran(step) else time.monotonic() + step.every
                self.stop.wait(max(0.0, min(due.values(), default=1.0) - time.monotonic()))
        except Stopping:
            pass
        finally:
            connections.close_all()

    def _ran(self, step: Step) -> bool:
        try:
            return step.run()
        except Exception as error:
            if is_away(error):
                _log.warning("work: %s waits for the database: %s", step.name, in_a_line(error))
            elif (stuck := storage(error)) is not None:
                _log.error("work: %s: %s; %s", step.name, stuck.reason.en, stuck.remedy.en if stuck.remedy else "")
            else:
                _log.exception("work: %s failed; trying again", step.name)
            if isinstance(error, DatabaseError | InterfaceError):
                # It may be dead; the next try opens another one.
                connection.close()
        self.stop.wait(1.0)
        return False


#: What every installation needs. The sequencer has its own thread, at the pace that a reader of a fresh entry notices.
STEPS = (
    Step("numbers", 0.02, number_entries, alone=True),
    Step("checkpoint", settings.TAIZHANG_CHECKPOINT_SECONDS, sign_head),
    # A thread of its own: a witness that does not answer keeps nobody else waiting.
    Step("witnesses", settings.TAIZHANG_CHECKPOINT_SECONDS * 2 / 3, ask_witnesses, alone=True),
    Step("tick", 60.0, tick),
    # Of its own too: a hundred thousand projects take a while, and batches go on meanwhile.
    Step("daily", 60.0, day_begins, alone=True),
    # A thread of its own: a receiver that does not answer keeps nobody else waiting.
    Step("messages", 10.0, send_messages, alone=True),
    Step("sweep", 3600.0, sweep),
    Step("journal", 3600.0, close_journal),
)
KINDS: dict[str, jobs.Step] = {batches.JOB: batches.apply_chunk}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `taizhang work`."""
    parser.add_argument("--once", action="store_true", help=words(Text("做完现有的就结束", "do what there is, then end")))


def run(arguments: argparse.Namespace, more: Sequence[Step] = ()) -> int:
    """The steps have been run once, or until the process was told to stop."""
    # A database that is not there is said in one line now, not in the log for ever.
    connection.ensure_connection()
    idle = [number_entries] if connection.vendor == "sqlite" else []
    idle += [] if settings.TAIZHANG_WITNESSES else [ask_witnesses]
    idle += [] if deliveries.channels_on() else [send_messages]
    steps = [s for s in (*STEPS, *more) if s.run not in idle]
    worker = Worker(steps, KINDS)
    if arguments.once:
        return 1 if worker.once() else 0
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: worker.stop.set())
    say(Text("后台处理已启动", "The worker is running"))
    worker.forever()
    say(Text("后台处理已停止", "The worker has stopped"))
    return 0
