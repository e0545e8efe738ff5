"""Tables of workbooks: how sheets with certain headings are read."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from taizhang.frame.records import Recorded, history_of
from taizhang.registers.models import Organ


class SheetTemplate(Recorded):
    """How sheets with certain headings are read, as a clerk of an organ corrected it once: it is that organ's to change."""

    LATER: ClassVar[dict[str, None]] = {"organ_id": None}

    name = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64, db_index=True)
    body = models.TextField()
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organ", "fingerprint"], name="template_once")]

    def __str__(self) -> str:
        return self.name


SheetTemplateHistory = history_of(SheetTemplate)
