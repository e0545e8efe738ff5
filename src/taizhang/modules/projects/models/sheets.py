"""Tables of workbooks: how sheets with certain headings are read."""

from __future__ import annotations

from django.db import models

from taizhang.frame.records import Recorded, history_of


class SheetTemplate(Recorded):
    """How sheets with certain headings are read, as a clerk corrected it once."""

    name = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64, unique=True)
    body = models.TextField()

    def __str__(self) -> str:
        return self.name


SheetTemplateHistory = history_of(SheetTemplate)
