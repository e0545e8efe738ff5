"""Tables of what has to be coordinated (提请协调)."""

from __future__ import annotations

from django.db import models

from taizhang.frame.records import Recorded, history_of
from taizhang.registers.models import Organ, Person

from .month import Report
from .project import Project


class Coordination(Recorded):
    """A problem that a unit cannot solve alone: asked, decided at a meeting, a task with a day, closed by somebody else."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="coordinations")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="+")
    period = models.CharField(max_length=7, blank=True)
    matter = models.TextField()
    asked_by = models.ForeignKey(Organ, on_delete=models.PROTECT, null=True, related_name="+")
    asked_on = models.DateField()
    state = models.CharField(max_length=12, default="asked")
    meeting = models.CharField(max_length=120, blank=True)
    met_on = models.DateField(null=True)
    decision = models.TextField(blank=True)
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    due = models.DateField(null=True)
    result = models.TextField(blank=True)
    done_on = models.DateField(null=True)
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "due", "id"], name="coordination_due"),
            models.Index(fields=["organ", "state"], name="coordination_organ"),
            models.Index(fields=["project", "period"], name="coordination_project"),
        ]


CoordinationHistory = history_of(Coordination, index=(("project",),))
