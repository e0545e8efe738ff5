"""Tables of the superiors' own forms (上级表样)."""

from __future__ import annotations

from django.db import models

from taizhang.frame.records import Recorded, history_of
from taizhang.registers.models import Evidence, Organ


class SuperiorForm(Recorded):
    """A blank form that a superior wants filled every month, and which figure goes into which of its cells."""

    name = models.CharField(max_length=80)
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, null=True, related_name="+")
    blank = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, related_name="+")
    body = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organ", "name"], name="form_once")]

    def __str__(self) -> str:
        return self.name


SuperiorFormHistory = history_of(SuperiorForm)
