"""Tables of sample checks (抽核): which closed tasks are looked at once more, drawn so that anybody can draw them again."""

from __future__ import annotations

from django.db import models

from taizhang.frame.records import Recorded, history_of
from taizhang.registers.models import Organ, Place

from .task import Task


class SpotCheck(Recorded):
    """One draw among the tasks that were closed in a period. `frame` and `manifest` are the published files, byte by byte.

    `commitment` is the hash of the manifest, on record before `event` (on `event_on`) had happened; `seed` comes from both.
    """

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=120)
    since = models.DateField()
    until = models.DateField()
    percent = models.IntegerField()
    size = models.IntegerField()
    take = models.IntegerField()
    event = models.CharField(max_length=120)
    event_on = models.DateField()
    frame = models.TextField()
    manifest = models.TextField()
    commitment = models.CharField(max_length=64)
    state = models.CharField(max_length=12, default="committed")
    committed_on = models.DateField()
    drawn_on = models.DateField(null=True)
    revealed = models.TextField(blank=True)
    seed = models.CharField(max_length=32, blank=True)
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = [models.Index(fields=["committed_on", "id"], name="commitments_spot_committed")]

    def __str__(self) -> str:
        return self.title


SpotCheckHistory = history_of(SpotCheck)


class SpotTask(Recorded):
    """A drawn task with its place in the order of tickets, and what the second look found; a substitute stands ready behind them."""

    check_row = models.ForeignKey(SpotCheck, on_delete=models.PROTECT, related_name="drawn")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()
    substitute = models.BooleanField(default=False)
    holds = models.CharField(max_length=8, blank=True)
    finding = models.TextField(blank=True)
    looked_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["check_row", "number"], name="commitments_spot_task_once")]


SpotTaskHistory = history_of(SpotTask, index=(("check_row",),))
