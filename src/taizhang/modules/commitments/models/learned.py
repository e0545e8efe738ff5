"""Tables of what an office teaches the reader: words of its own, and corrections kept as labelled examples."""

from __future__ import annotations

from django.db import models

from taizhang.frame.records import Recorded, history_of
from taizhang.registers.models import Place

from .source import Source


class LexiconWord(Recorded):
    """A word of an office's own in the lexicon of a place, from a day until a day; it adds to the program's lexicon or takes a word out."""

    kind = models.CharField(max_length=20)
    word = models.CharField(max_length=40)
    detail = models.CharField(max_length=40, blank=True)
    effect = models.CharField(max_length=10, default="adds")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    ground = models.CharField(max_length=200, blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "word", "id"], name="commitments_word_kind"),
            models.Index(fields=["place", "valid_from"], name="commitments_word_place"),
        ]

    def __str__(self) -> str:
        return self.word


LexiconWordHistory = history_of(LexiconWord)


class Example(Recorded):
    """A clerk's correction of what was read at a place of a document; read again it shows whether the reader is better or worse.

    `start` and `end` count characters of the document's text. `field` and `value` say what of a task is what, where only that was
    wrong. `agreed` is whether the reader agreed when that was last kept: what was right and is wrong now is a step back.
    """

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="examples")
    start = models.IntegerField()
    end = models.IntegerField()
    kind = models.CharField(max_length=12)
    field = models.CharField(max_length=12, blank=True)
    value = models.CharField(max_length=400, blank=True)
    note = models.CharField(max_length=400, blank=True)
    said_on = models.DateField()
    agreed = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["source", "start", "id"], name="commitments_example_source"),
            models.Index(fields=["kind", "id"], name="commitments_example_kind"),
        ]


ExampleHistory = history_of(Example, index=(("source",),))
