"""Tables of other cities' capital commitments: published snapshots and their lines, never part of the own projects' sums."""

from __future__ import annotations

from django.db import models

from taizhang.frame.records import Recorded, history_of
from taizhang.registers.models import Organ


class CapitalPlan(Recorded):
    """One published snapshot of a city's capital commitments, as it was taken in. Amounts are in hundredths of `currency`."""

    city = models.CharField(max_length=80)
    title = models.CharField(max_length=160)
    published_on = models.DateField()
    currency = models.CharField(max_length=12)
    source = models.CharField(max_length=300, blank=True)
    file_sha256 = models.CharField(max_length=64)
    batch = models.BigIntegerField()
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city", "published_on"], name="capital_plan_once")]

    def __str__(self) -> str:
        return self.title


CapitalPlanHistory = history_of(CapitalPlan)


class CapitalLine(Recorded):
    """One line of a snapshot. `commitment_fen` and `net_change_fen` may be negative, and are never turned round."""

    plan = models.ForeignKey(CapitalPlan, on_delete=models.PROTECT, related_name="lines")
    row = models.IntegerField()
    code = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=300, blank=True)
    organ = models.CharField(max_length=200, blank=True)
    commitment_fen = models.BigIntegerField()
    net_change_fen = models.BigIntegerField(null=True)
    due = models.CharField(max_length=10, blank=True)
    note = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["plan", "code"], name="capital_line_code"),
            models.Index(fields=["plan", "organ"], name="capital_line_organ"),
        ]


CapitalLineHistory = history_of(CapitalLine, index=(("plan",),))
