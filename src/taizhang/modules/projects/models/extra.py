"""Tables of what stands beside the core tables: free columns of a list with their values, and comments on a unit's month."""

from __future__ import annotations

from django.db import models

from taizhang.frame.records import Recorded, history_of
from taizhang.registers.models import Organ, Place

from .project import Project, ProjectList


class ExtraColumn(Recorded):
    """A column that somebody wants on a list: for the projects of that list in the place whose organ added it.

    `kind` says how a cell is read, `unit` in what, `choices` (one a line) which texts are allowed. A monthly column has a value
    for each month, any other one value for a project. A column that has ended keeps its values.
    """

    list = models.ForeignKey(ProjectList, on_delete=models.PROTECT, related_name="columns")
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=8)
    unit = models.CharField(max_length=12, blank=True)
    choices = models.TextField(blank=True)
    filler = models.CharField(max_length=8, default="unit")
    monthly = models.BooleanField(default=True)
    order = models.IntegerField(default=0)
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, null=True, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    added_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["list", "ended_on", "order", "id"], name="extra_column_list")]

    def __str__(self) -> str:
        return f"{self.name}（{self.unit}）" if self.unit else self.name


ExtraColumnHistory = history_of(ExtraColumn)


class ExtraValue(Recorded):
    """What a cell of such a column says for a project, in a month or (period '') at all; '' where it was emptied again."""

    column = models.ForeignKey(ExtraColumn, on_delete=models.PROTECT, related_name="values")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="extra_values")
    period = models.CharField(max_length=7, blank=True)
    value = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "period", "column"], name="extra_once")]


ExtraValueHistory = history_of(ExtraValue, index=(("project", "period"),))


class Commentary(Recorded):
    """What a district says to a unit about its month (点评), beside the arithmetic of the ranking."""

    unit = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=7)
    text = models.TextField()
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, null=True, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    written_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["period", "unit", "place"], name="commentary_once")]


CommentaryHistory = history_of(Commentary, index=(("unit", "period"),))
