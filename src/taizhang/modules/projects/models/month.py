"""Tables of the month: reports, physical quantities, certified figures."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from taizhang.frame.records import Recorded, history_of
from taizhang.registers.models import Organ, Person

from .project import Project


class Report(Recorded):
    """One project's month: four quantities kept apart, none derived from another. Corrected by a superseding report.

    `lifecycle` is the version of the lifecycle that it was sent under; reports from before there were two have none and keep the first.
    """

    LATER: ClassVar[dict[str, object]] = {"lifecycle": None}

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="reports")
    period = models.CharField(max_length=7)
    state = models.CharField(max_length=12, default="submitted")
    workload_fen = models.BigIntegerField(null=True)
    investment_fen = models.BigIntegerField(null=True)
    paid_fen = models.BigIntegerField(null=True)
    progress = models.TextField(blank=True)
    problems = models.TextField(blank=True)
    next_steps = models.TextField(blank=True)
    coordination = models.TextField(blank=True)
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, null=True, related_name="+")
    reporter = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_on = models.DateField()
    return_reason = models.CharField(max_length=400, blank=True)
    supersedes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    lifecycle = models.CharField(max_length=12, null=True)

    class Meta:
        indexes = [
            models.Index(fields=["period", "state"], name="report_period"),
            models.Index(fields=["period", "id"], name="report_newest"),
            models.Index(fields=["project", "period"], name="report_project"),
        ]


ReportHistory = history_of(Report, index=(("project", "period"),))


class Quantity(Recorded):
    """One physical quantity done in a month, in its own unit (实物量)."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="quantities")
    measure = models.CharField(max_length=60)
    unit = models.CharField(max_length=12)
    done = models.DecimalField(max_digits=18, decimal_places=4)


QuantityHistory = history_of(Quantity, index=(("report",),))


class StatFigure(Recorded):
    """What the statistics office certifies for a project and period (纳统): in the library or not, and how much."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="stat_figures")
    period = models.CharField(max_length=7)
    in_library = models.BooleanField()
    investment_fen = models.BigIntegerField(null=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "period"], name="stat_once")]
        indexes = [models.Index(fields=["period", "project"], name="stat_period")]


StatFigureHistory = history_of(StatFigure, index=(("project", "period"),))
