"""Tables of a stored derivation: what became known on which day, per project and month, and summed over placings.

Nothing here is a record. Every row says by how much figures *changed* on a day of the city, so the figure as of any day is
a sum over the rows up to that day, and two writers add to one row without waiting for each other's reading.
"""

from __future__ import annotations

from typing import Final

from django.db import models

#: Amounts in fen, and of how many (project, month)s each is known: absent is not zero.
#: `planned` is the investment of projects that have a plan for the year: what a share of the plan is made of.
AMOUNTS: Final = ("workload", "investment", "paid", "certified", "plan", "total", "planned")
#: Columns that are summed, in the order in which statements have them.
SUMMED: Final = ("projects", *(f"{a}_{part}" for a in AMOUNTS for part in ("fen", "known")))
#: What a sum may be grouped by, and a reader's scope is asked of. 0 and '' where a project has none.
PLACING: Final = ("district", "place", "organ", "unit", "source")


class _Changes(models.Model):
    """By how much each figure changed. `period` is 'YYYY-MM', 'YYYY' for a year's plan, '' for the project itself."""

    period = models.CharField(max_length=7)
    day = models.DateField()
    projects = models.IntegerField()
    workload_fen = models.BigIntegerField()
    workload_known = models.IntegerField()
    investment_fen = models.BigIntegerField()
    investment_known = models.IntegerField()
    paid_fen = models.BigIntegerField()
    paid_known = models.IntegerField()
    certified_fen = models.BigIntegerField()
    certified_known = models.IntegerField()
    plan_fen = models.BigIntegerField()
    plan_known = models.IntegerField()
    total_fen = models.BigIntegerField()
    total_known = models.IntegerField()
    planned_fen = models.BigIntegerField()
    planned_known = models.IntegerField()

    class Meta:
        abstract = True


class MonthFigure(_Changes):
    """What became known on a day of one project's month."""

    project = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "period", "day"], name="month_figure_once")]


class FigureSum(_Changes):
    """What became known on a day of all projects that stood under one placing then; a project that moves takes its figures along."""

    district = models.BigIntegerField()
    place = models.BigIntegerField()
    organ = models.BigIntegerField()
    unit = models.BigIntegerField()
    source = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["period", "day", "district", "place", "organ", "unit", "source"], name="figure_sum_once"
            )
        ]


class Placing(models.Model):
    """Where a project's figures are summed now, and since which day."""

    project = models.BigIntegerField(unique=True)
    district = models.BigIntegerField()
    place = models.BigIntegerField()
    organ = models.BigIntegerField()
    unit = models.BigIntegerField()
    source = models.CharField(max_length=12)
    since = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["since"], name="placing_since")]
