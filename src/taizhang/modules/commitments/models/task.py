"""Tables of tasks: what is to be done by whom until when, and what was said and proved of it."""

from __future__ import annotations

from django.db import models

from taizhang.frame.records import Recorded, history_of
from taizhang.frame.search import Sought
from taizhang.registers.models import Evidence, Organ, Person, Place

from .source import Source


class Task(Recorded):
    """One task (任务), tied to its words in a document, to a meeting's decision, or entered by hand where neither exists.

    `due` is empty where nobody has set a deadline, which is shown as 'not stated'; `due_from` says who set it. `stage`,
    `intensity`, `conditions`, `object`, `places` and the `stated_` columns are the document's own words, joined by '、'; the `_rule`
    columns say by which rule of the reader they were found, 'clerk' where somebody put them right.
    """

    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, related_name="tasks")
    coordination = models.OneToOneField("projects.Coordination", on_delete=models.PROTECT, null=True, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="parts")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    start = models.IntegerField(null=True)
    end = models.IntegerField(null=True)
    words = models.TextField()
    title = models.CharField(max_length=300)
    path = models.TextField(blank=True)
    verb = models.CharField(max_length=40, blank=True)
    stage = models.CharField(max_length=20, blank=True)
    intensity = models.CharField(max_length=120, blank=True)
    conditions = models.CharField(max_length=200, blank=True)
    object = models.CharField(max_length=300, blank=True)
    object_rule = models.CharField(max_length=120, blank=True)
    places = models.CharField(max_length=400, blank=True)
    places_rule = models.CharField(max_length=120, blank=True)
    speaker_organ = models.CharField(max_length=200, blank=True)
    stated_owners = models.CharField(max_length=400, blank=True)
    stated_deadline = models.CharField(max_length=120, blank=True)
    rule = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=12, default="confirmed")
    lead = models.ForeignKey(Organ, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    leader = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    due = models.DateField(null=True)
    due_from = models.CharField(max_length=12, blank=True)
    sign_by = models.DateField(null=True)
    assigned_on = models.DateField(null=True)
    signed_on = models.DateField(null=True)
    reported_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    result = models.TextField(blank=True)
    proof = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, related_name="+")
    finding = models.TextField(blank=True)
    reason = models.CharField(max_length=400, blank=True)
    reminded = models.IntegerField(default=0)
    reminded_on = models.DateField(null=True)
    sought = Sought("title")

    class Meta:
        indexes = [
            models.Index(fields=["state", "due", "id"], name="commitments_task_due"),
            models.Index(fields=["due", "id"], name="commitments_task_by_due"),
            models.Index(fields=["source", "start"], name="commitments_task_source"),
            models.Index(fields=["place", "state"], name="commitments_task_place"),
            # Few tasks name a place: the choices of the filter walk these and no others.
            models.Index(fields=["places"], name="commitments_task_named", condition=~models.Q(places="")),
            # With all that tasks are counted by and seen by, so that a page of counts walks an index and reads no task's words.
            models.Index(fields=["lead", "state", "due", "parent", "place"], name="commitments_task_by_lead"),
            models.Index(fields=["leader", "state", "due", "parent", "place", "lead"], name="commitments_task_by_leader"),
            models.Index(fields=["source", "state", "due", "parent", "place", "lead"], name="commitments_task_by_source"),
        ]

    def __str__(self) -> str:
        return self.title


TaskHistory = history_of(Task, index=(("source",), ("lead",), ("parent",), ("recorded_from",)))


class Cooperator(Recorded):
    """An organ that helps the leading one (配合单位)."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="cooperators")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "organ"], name="commitments_cooperator_once")]


CooperatorHistory = history_of(Cooperator, index=(("task",),))


class Feedback(Recorded):
    """What an organ says of its task on a day (反馈): how far it is, what is in the way, what comes next, with proof where there is."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="feedback")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, null=True, related_name="+")
    said_on = models.DateField()
    progress = models.TextField()
    problem = models.TextField(blank=True)
    next_step = models.TextField(blank=True)
    proof = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["task", "-said_on", "-id"], name="commitments_feedback_task")]


FeedbackHistory = history_of(Feedback, index=(("task",),))


class Extension(Recorded):
    """A later deadline that an organ asks for (延期), with its reason and what was decided."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="extensions")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, null=True, related_name="+")
    asked_on = models.DateField()
    due = models.DateField()
    earlier_due = models.DateField(null=True)
    reason = models.CharField(max_length=400)
    state = models.CharField(max_length=12, default="asked")
    decided_on = models.DateField(null=True)
    remark = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "id"], name="commitments_extension_state")]


ExtensionHistory = history_of(Extension, index=(("task",),))


class Tie(Recorded):
    """A project that a task is about, and what of it makes the task done."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="ties")
    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="+")
    awaits = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "project"], name="commitments_tie_once")]


TieHistory = history_of(Tie, index=(("task",),))
