"""The frame's own tables: what makes a write happen once, and what is still to be done after it."""

from __future__ import annotations

from django.db import models

from .records import Recorded, history_of


class Claim(models.Model):
    """An idempotency key that was used: the same key and inputs give the stored outcome, kept for 90 days."""

    actor = models.CharField(max_length=120)
    key = models.CharField(max_length=80)
    inputs = models.CharField(max_length=64)
    entry = models.CharField(max_length=32)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "key"], name="frame_claim_once")]


class Refusal(models.Model):
    """The journal of refusals: who was refused what and by which rule; never what was typed."""

    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=120)
    action = models.CharField(max_length=120)
    target = models.CharField(max_length=160, blank=True)
    code = models.CharField(max_length=60)
    status = models.IntegerField()
    law = models.CharField(max_length=300, blank=True)


class Outbox(models.Model):
    """A message that leaves after the commit: reminder, web hook, e-mail."""

    at = models.DateTimeField()
    entry = models.CharField(max_length=32)
    channel = models.CharField(max_length=30)
    to = models.CharField(max_length=160)
    payload = models.JSONField()
    sent_at = models.DateTimeField(null=True, db_index=True)
    attempts = models.IntegerField(default=0)


class Draft(models.Model):
    """A form that was begun and not submitted: free to change, not in the ledger."""

    person = models.BigIntegerField(db_index=True)
    action = models.CharField(max_length=120)
    target = models.BigIntegerField(null=True)
    raw = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "action", "target"], name="frame_draft_place")]


class SavedView(models.Model):
    """A list as somebody wants to find it again: a named address, for themselves or for their organ. It states nothing.

    Under no name it is how the person's list opens: the columns they chose, and in `first` the view it begins with.
    """

    person = models.BigIntegerField()
    organ = models.BigIntegerField(null=True)
    listing = models.CharField(max_length=80)
    name = models.CharField(max_length=60, blank=True)
    query = models.CharField(max_length=2000, blank=True)
    first = models.BigIntegerField(null=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "listing", "name"], name="frame_view_once")]
        indexes = [models.Index(fields=["organ", "listing"], name="frame_view_shared")]


class Number(models.Model):
    """The last document number of an organ in a year: the next one is taken under its lock, so there are no gaps."""

    organ = models.BigIntegerField()
    year = models.IntegerField()
    series = models.CharField(max_length=40)
    last = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organ", "year", "series"], name="frame_number_once")]


class Derived(models.Model):
    """By which rule a stored derivation was made last; by another one it has to be made anew."""

    key = models.CharField(max_length=80, unique=True)
    shape = models.CharField(max_length=400)


class Intake(models.Model):
    """Rows that were read from a file and not yet accepted: a preview, kept for 24 hours, not in the ledger.

    `reading` is how the file was understood (columns, units, templates), `problems` the rows that are held back, by cell.
    """

    kind = models.CharField(max_length=60)
    person = models.BigIntegerField(null=True, db_index=True)
    name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    template = models.CharField(max_length=80, blank=True)
    reading = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    rows_count = models.IntegerField(default=0)
    rows_root = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(db_index=True)


class IntakeRow(models.Model):
    """One canonical row of an intake; after it was applied, what became of it (a key, or why it was refused).

    `personal` has, by column, the salt and the value of which `content` holds a commitment; it is gone once the row was applied.
    """

    intake = models.BigIntegerField()
    index = models.IntegerField()
    content = models.JSONField()
    outcome = models.JSONField(null=True)
    personal = models.JSONField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["intake", "index"], name="frame_intake_row_once")]


class Batch(Recorded):
    """Many records by one decision: accepted once with a root over its rows, then applied chunk by chunk."""

    kind = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    intake = models.BigIntegerField()
    file_sha256 = models.CharField(max_length=64, blank=True)
    template = models.CharField(max_length=80, blank=True)
    rows_count = models.IntegerField()
    rows_root = models.CharField(max_length=64)
    state = models.CharField(max_length=20, default="accepted")
    accepted_by = models.BigIntegerField(null=True)
    place = models.BigIntegerField(null=True)
    settings = models.JSONField(default=dict)
    accepted_at = models.DateTimeField()

    class Meta:
        # Two people who accept one preview at the same moment: the database decides which of them did.
        constraints = [models.UniqueConstraint(fields=["intake"], name="frame_batch_once")]
        indexes = [
            models.Index(fields=["accepted_by", "-accepted_at"], name="frame_batch_mine"),
            models.Index(fields=["accepted_at", "id"], name="frame_batch_newest"),
        ]


BatchHistory = history_of(Batch)


class Job(models.Model):
    """Work that outlives a request. The worker holds a lease with a fencing number; a stale one cannot write."""

    kind = models.CharField(max_length=60)
    subject = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=120)
    person = models.BigIntegerField(null=True)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=12, default="waiting", db_index=True)
    step = models.IntegerField(default=0)
    steps = models.IntegerField(default=0)
    fence = models.IntegerField(default=0)
    attempts = models.IntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    cancel = models.BooleanField(default=False)
    error = models.JSONField(null=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "subject"], name="frame_job_subject")]
