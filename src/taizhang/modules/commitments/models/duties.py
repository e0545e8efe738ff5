"""Table of the duty catalogue: which organ answers for which matters, as an office has it on paper."""

from __future__ import annotations

from django.db import models

from taizhang.frame.records import Recorded, history_of
from taizhang.frame.search import Sought
from taizhang.registers.models import Organ, Place


class Duty(Recorded):
    """What an organ answers for (职责), from a day until a day: the words by which a task is known to be of it, joined by '、'.

    It is a reason to propose the organ, never to give it a task.
    """

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=400)
    says = models.TextField(blank=True)
    ground = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=400, blank=True)
    sought = Sought("words", "says")

    class Meta:
        indexes = [
            models.Index(fields=["organ", "id"], name="commitments_duty_organ"),
            models.Index(fields=["place", "id"], name="commitments_duty_place"),
        ]

    def __str__(self) -> str:
        return self.words


DutyHistory = history_of(Duty, index=(("organ",),))
