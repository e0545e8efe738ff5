"""Tables of the documents that tasks are read from, and of the figures that stand in them."""

from __future__ import annotations

from django.db import models

from taizhang.frame.records import Recorded, history_of
from taizhang.frame.search import Sought
from taizhang.registers.models import Evidence, Organ, Place


class Source(Recorded):
    """A document (来源文件) as it was read: its words, who issued it, and the file they were taken from.

    Every offset of a task or figure counts characters of `text`, which never changes.
    """

    title = models.CharField(max_length=200)
    genre = models.CharField(max_length=20)
    number = models.CharField(max_length=120, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    issued_on = models.DateField(null=True)
    received_on = models.DateField()
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.TextField()
    file = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=12, default="open")
    reason = models.CharField(max_length=400, blank=True)
    sought = Sought("title", "number", "issuer")

    class Meta:
        indexes = [
            models.Index(fields=["received_on", "id"], name="commitments_source_received"),
            models.Index(fields=["place", "state"], name="commitments_source_place"),
        ]

    def __str__(self) -> str:
        return self.title


SourceHistory = history_of(Source)


class Figure(Recorded):
    """One figure of a document: where it stands, its exact value in its unit, and what it is said to be.

    `value` is decimal text; `fen` holds an amount of yuan in fen, so that a figure of a page can be led back to its sentence.
    """

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="figures")
    start = models.IntegerField()
    end = models.IntegerField()
    value = models.CharField(max_length=40)
    unit = models.CharField(max_length=20)
    role = models.CharField(max_length=20)
    rule = models.CharField(max_length=120)
    fen = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "start"], name="commitments_figure_once")]
        indexes = [
            models.Index(fields=["fen"], name="commitments_figure_fen"),
            models.Index(fields=["value", "unit"], name="commitments_figure_value"),
        ]


FigureHistory = history_of(Figure, index=(("source",),))
