"""Many records by one decision. Accepted once, with a root over its rows; applied in chunks, each one entry.

An intake is what was read from a file; accepting it is an action like any other, whose subject is the batch. Then a job
applies chunk after chunk: one transaction, one entry with the digests of its rows. A chunk that was applied is not applied
again: its number is the job's step. Before each chunk it is checked again that whoever accepted still may, and there.

What a kind of batch declares as personal never stands in a row that stays: the root is over commitments, the values lie beside
them until they are applied, and with the salts gone nobody can try out which value it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from hashlib import sha256
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Q

from taizhang.basis.errors import Conflict, NotAllowed, Refused
from taizhang.basis.text import Text
from taizhang.basis.uuid7 import uuid7
from taizhang.kernels.ledger import canonical_json, rows_root

from . import clock, jobs
from .actor import MACHINE, Actor
from .away import Overtaken
from .catalogue import BoundAction, installed
from .declare import Field, Record
from .following import keep_up
from .hand import Hand
from .models import Batch, BatchHistory, Intake, IntakeRow, Job
from .rights import holds_right, within_reach
from .unguessable import some_bytes
from .writing import history_lines, write_entry

JOB = "batch.apply"
#: How long a preview is kept.
KEEP = timedelta(hours=24)
#: Under this name the reading of a sheet has the rows that were held back, as they came.
HELD_ROWS = "held_rows"

STATES = (
    ("accepted", Text("已受理", "Accepted")),
    ("done", Text("已完成", "Done")),
    ("cancelled", Text("已暂停", "Stopped")),
    ("withdrawn", Text("余下部分已撤回", "Rest withdrawn")),
)


def _own_batches(actor: Actor) -> Q:
    if actor.machine:
        return Q()
    return Q(accepted_by=actor.person) if actor.person is not None else Q(id__in=[])


BATCH = Record(
    "frame.batch",
    Text("批次", "Batch"),
    Batch,
    BatchHistory,
    visible=_own_batches,
    fields=(
        Field("name", Text("名称", "Name")),
        Field("kind", Text("种类", "Kind")),
        Field("rows_count", Text("行数", "Rows")),
        Field("state", Text("状态", "State"), choices=STATES),
        Field("file_sha256", Text("文件哈希", "Hash of the file")),
        Field("rows_root", Text("各行的汇总哈希", "Hash over all its rows")),
        Field("accepted_at", Text("受理时间", "Accepted at")),
    ),
    title=lambda row: row.name,
)


def _own_intakes(actor: Actor) -> Q:
    if actor.machine:
        return Q()
    if actor.person is None:
        return Q(id__in=[])
    return Q(person=actor.person, at__gt=clock.now() - KEEP)


#: Previews. No history: they are not in the ledger until an action accepts them.
INTAKE = Record(
    "frame.intake",
    Text("待受理的表", "Sheet to be accepted"),
    Intake,
    None,  # type: ignore[arg-type]
    visible=_own_intakes,
    fields=(Field("name", Text("名称", "Name")), Field("rows_count", Text("行数", "Rows"))),
    title=lambda row: row.name,
)


def take_in(
    kind: str,
    actor: Actor,
    name: str,
    file_sha256: str,
    rows: Sequence[Mapping[str, Any]],
    *,
    template: str = "",
    reading: Mapping[str, Any] | None = None,
    problems: Sequence[Mapping[str, Any]] = (),
) -> Intake:
    """The rows lie ready to be accepted by the person who brought them, for 24 hours."""
    private = installed().batching(kind).personal
    parted = [_parted(row, private) if private else (row, None) for row in rows]
    with transaction.atomic():
        intake = Intake.objects.create(
            kind=kind,
            person=actor.person,
            name=name[:200],
            file_sha256=file_sha256,
            template=template,
            reading=dict(reading or {}),
            problems=list(problems),
            rows_count=len(rows),
            rows_root=root_of([content for content, _ in parted]),
            at=clock.now(),
        )
        made = (IntakeRow(intake=intake.pk, index=i, content=dict(content), personal=own) for i, (content, own) in enumerate(parted))
        while some := list(islice(made, 2000)):
            # Not all at once: Django would hold an object for each row of the largest register.
            IntakeRow.objects.bulk_create(some)
    return intake


def _parted(row: Mapping[str, Any], private: Sequence[str]) -> tuple[Mapping[str, Any], dict[str, list[Any]] | None]:
    """A row with commitments in place of what is somebody's own, and the salts and values that they stand for."""
    own = {name: [some_bytes(16).hex(), row[name]] for name in private if row.get(name)}
    return dict(row) | {name: _commitment(*pair) for name, pair in own.items()}, own or None


def _commitment(salt: str, value: Any) -> str:
    return sha256(canonical_json([salt, value])).hexdigest()


def whole(row: IntakeRow, private: Sequence[str]) -> dict[str, Any]:
    """A row as it was brought; what was somebody's own is '' once the row was applied.

    Raises:
        Conflict: a value that is not the one that was accepted.
    """
    own = row.personal or {}
    if not own and row.outcome is None:
        # Nothing in it is somebody's own, or it lay ready before its kind of batch had such columns.
        return dict(row.content)
    if any(_commitment(*pair) != row.content[name] for name, pair in own.items()):
        raise _changed()
    return dict(row.content) | {name: own[name][1] if name in own else "" for name in private if row.content.get(name)}


def root_of(rows: Iterable[Mapping[str, Any]]) -> str:
    """The Merkle root over canonical rows, as 64 hexadecimal digits."""
    return rows_root([canonical_json(dict(row)) for row in rows]).hex()


def root_kept(batch: Batch) -> str:
    """The root over the rows of a batch as they are kept now; that of its entry, as long as nobody touched them."""
    return root_of(IntakeRow.objects.filter(intake=batch.intake).order_by("index").values_list("content", flat=True).iterator())


def accept(by: Hand, intake: Intake, *, place: int | None, settings: Mapping[str, Any] | None = None) -> Batch:
    """The intake is a batch, with its hash, count and root in this entry, and a job to apply it waits.

    Raises:
        Conflict: there is nothing in it, or it was accepted before.
    """
    if intake.rows_count == 0:
        raise Conflict(
            Text("没有可以导入的行", "There is no row to import"),
            code="empty_batch",
            remedy=Text("先更正被暂缓的行，再重新上传", "Correct the rows that are held back and send the file again"),
        )
    if Batch.objects.filter(intake=intake.pk).exists():
        raise Conflict(Text("这份表已经受理过", "This sheet was accepted before"), code="accepted_before")
    batch = Batch(
        kind=intake.kind,
        name=intake.name,
        intake=intake.pk,
        file_sha256=intake.file_sha256,
        template=intake.template,
        rows_count=intake.rows_count,
        rows_root=intake.rows_root,
        accepted_by=by.actor.person,
        place=place,
        settings=dict(settings or {}),
        accepted_at=by.now,
    )
    by.put(batch)
    by.say(file=intake.file_sha256, template=intake.template, rows=intake.rows_count, root=intake.rows_root)
    jobs.enqueue(JOB, batch.pk, by.actor.person, by.actor.key)
    return batch


def stop(by: Hand, batch: Batch) -> None:
    """No further chunk is applied; what was applied stays."""
    if batch.state != "accepted":
        raise Conflict(Text("这个批次没有在进行", "This batch is not under way"), code="not_running")
    jobs.cancel(JOB, batch.pk)
    batch.state = "cancelled"
    by.put(batch)


def go_on(by: Hand, batch: Batch) -> None:
    """The chunks that were not applied are applied after all, from where it stopped."""
    if batch.state != "cancelled":
        raise Conflict(Text("这个批次没有暂停", "This batch is not stopped"), code="not_stopped")
    batch.state = "accepted"
    by.put(batch)
    # Not under the old number: the worker that may still hold it has to find its fence gone.
    Job.objects.filter(kind=JOB, subject=batch.pk, state__in=("waiting", "running")).update(state="cancelled")
    step = applied_chunks(batch)
    job = jobs.enqueue(JOB, batch.pk, by.actor.person, by.actor.key)
    Job.objects.filter(pk=job.pk).update(step=step)


def withdraw(by: Hand, batch: Batch) -> None:
    """What was not applied never will be."""
    if batch.state != "cancelled":
        raise Conflict(Text("请先暂停批次", "Stop the batch first"), code="not_stopped")
    batch.state = "withdrawn"
    by.put(batch)
    IntakeRow.objects.filter(intake=batch.intake, personal__isnull=False).update(personal=None)


def intake_of(batch: Batch) -> Intake | None:
    """The preview that a batch was accepted from, while it is kept."""
    return Intake.objects.filter(pk=batch.intake).first()


def applied_chunks(batch: Batch) -> int:
    """How many chunks have been applied."""
    chunk = installed().batching(batch.kind).chunk
    done = IntakeRow.objects.filter(intake=batch.intake, outcome__isnull=False).count()
    return -(-done // chunk)


def apply_chunk(job: Job) -> int | Refused:
    """The next chunk of a job's batch is applied in this transaction, with one entry; gives the number of chunks.

    Or the batch is stopped, with an entry that says why, and the reason is given: whoever accepted it no longer holds the
    right there, or its rows are not those that were accepted (looked at before the first chunk, and by the full check).
    """
    batch = Batch.objects.select_for_update().get(pk=job.subject or 0)
    try:
        # Of a chunk that is refused half-way nothing stays; that it was refused does.
        with transaction.atomic():
            return _applied(job, batch)
    except Overtaken:
        raise
    except Refused as refused:
        batch.refresh_from_db()
        _stopped(batch, refused)
        return refused


def _stopped(batch: Batch, refused: Refused) -> None:
    """The batch is stopped by the machine; whoever accepted it may continue it when the reason is gone, or withdraw the rest."""
    catalogue, now = installed(), clock.now()
    hand = Hand(MACHINE, uuid7(now), now, catalogue)
    said = {"code": refused.code, "why": refused.reason.zh, "state": [batch.state, "cancelled"]}
    batch.state = "cancelled"
    hand.put(batch)
    write_entry(
        hand,
        action=f"{catalogue.batching(batch.kind).accept}.stopped",
        law=refused.law.cite("zh") if refused.law else "",
        subject=f"{BATCH.kind}:{batch.pk}",
        matter=f"{BATCH.kind}:{batch.pk}",
        lines=history_lines(catalogue, hand),
        public=canonical_json(said),
        restricted=b"{}",
        cause=None,
    )
    keep_up(catalogue, (hand,), now)


def _applied(job: Job, batch: Batch) -> int:
    catalogue = installed()
    batching = catalogue.batching(batch.kind)
    size = min(batching.chunk, 500)
    total = -(-batch.rows_count // size)
    actor = _still_allowed(batch, catalogue.action(batching.accept))
    if job.step == 0 and root_kept(batch) != batch.rows_root:
        raise _changed()
    rows = list(IntakeRow.objects.filter(intake=batch.intake, index__gte=job.step * size, index__lt=(job.step + 1) * size).order_by("index"))
    now = clock.now()
    hand = Hand(actor, uuid7(now), now, catalogue)
    outcomes = batching.apply(hand, batch, [whole(row, batching.personal) for row in rows])
    for row, outcome in zip(rows, outcomes, strict=True):
        row.outcome, row.personal = dict(outcome), None
    IntakeRow.objects.bulk_update(rows, ["outcome", "personal"] if batching.personal else ["outcome"], batch_size=500)
    if job.step + 1 >= total:
        batch.state = "done"
        hand.put(batch)
    refused = sum("refused" in o for o in outcomes)
    write_entry(
        hand,
        action=f"{batching.accept}.chunk",
        law="",
        subject=f"{BATCH.kind}:{batch.pk}",
        matter=f"{BATCH.kind}:{batch.pk}",
        lines=history_lines(catalogue, hand),
        # What the rows said through the hand stands in the entry too: the document numbers that they took, above all.
        public=canonical_json({**hand.public, "chunk": job.step + 1, "of": total, "rows": len(rows), "refused": refused}),
        restricted=b"{}",
        cause=None,
    )
    keep_up(catalogue, (hand,), now)
    return total


def _changed() -> Conflict:
    return Conflict(
        Text("这批数据的行在受理之后被改动，没有导入", "The rows of this batch were changed after it was accepted; nothing went in"),
        code="rows_changed",
        remedy=Text("请审计管理员运行全量自检，并重新上传原表", "Have the auditor run the full check, and send the file again"),
    )


def _still_allowed(batch: Batch, accept: BoundAction) -> Actor:
    """Whoever accepted the batch, with the posts of today.

    Raises:
        NotAllowed: they no longer hold the right, or hold it over other places now.
    """
    if batch.accepted_by is None:
        return MACHINE
    actor = installed().person_actor(batch.accepted_by)
    if not holds_right(accept, actor):
        raise NotAllowed(
            Text("受理人已不再具有导入权限，批次停在这里", "Whoever accepted this no longer holds the right; the batch stops here"),
            code="right_lost",
            remedy=_ANEW,
        )
    place = installed().records.get(_PLACE)
    if batch.place is not None and place is not None:
        within = place.model._default_manager.filter(within_reach(accept, place, actor), pk=batch.place)
        if not within.exists():
            raise NotAllowed(
                Text(
                    "受理人的导入权限已不及于这个区划，批次停在这里",
                    "The right of whoever accepted this no longer extends to its place; the batch stops here",
                ),
                code="right_lost",
                remedy=_ANEW,
            )
    return actor


#: The kind of record that a batch's `place` is a key of.
_PLACE = "registers.place"
_ANEW = Text(
    "恢复任职后由受理人继续，或由有权限的人员重新受理",
    "Continue it once the post is theirs again, or have somebody with the right accept it anew",
)


def run_waiting() -> int:
    """Jobs that wait are run to their end by the caller; gives how many."""
    done = 0
    while jobs.run_one({JOB: apply_chunk}):
        done += 1
    return done


def sweep() -> int:
    """Previews that nobody accepted within a day are gone; gives how many. Of accepted ones with personal columns the rows held back are."""
    _forget_held_back()
    old = Intake.objects.filter(at__lt=clock.now() - KEEP).exclude(pk__in=Batch.objects.values("intake"))
    keys = list(old.values_list("pk", flat=True))
    IntakeRow.objects.filter(intake__in=keys).delete()
    return old.delete()[0]


def _forget_held_back() -> None:
    """Of a sheet with personal columns nobody can look at the rows that were held back any more: they are gone, and so is what was wrong with them."""
    kinds = [batching.kind for module in installed().modules for batching in module.batches if batching.personal]
    old = Intake.objects.filter(kind__in=kinds, at__lt=clock.now() - KEEP, pk__in=Batch.objects.values("intake")).exclude(problems=[])
    for intake in old:
        intake.reading = intake.reading | ({HELD_ROWS: []} if HELD_ROWS in intake.reading else {})
        intake.problems = []
        intake.save(update_fields=["reading", "problems"])
