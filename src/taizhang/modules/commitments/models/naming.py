"""Tables of the terms (提法) that documents use for a set of things, what each set holds, and which tasks they are about."""

from __future__ import annotations

from django.db import models

from taizhang.frame.records import Recorded, history_of
from taizhang.frame.search import Sought
from taizhang.registers.models import Place

from .source import Source
from .task import Task


class Term(Recorded):
    """A term as it is printed (三标, 六项机制), from a day until a day, with where it comes from.

    `meaning` and the days are empty where no document and no office has stated them; a term without items says so.
    """

    name = models.CharField(max_length=60)
    meaning = models.TextField(blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, related_name="terms")
    ground = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=400, blank=True)
    sought = Sought("name", "meaning")

    class Meta:
        indexes = [
            models.Index(fields=["name", "id"], name="commitments_term_name"),
            models.Index(fields=["place", "name"], name="commitments_term_place"),
        ]

    def __str__(self) -> str:
        return self.name


TermHistory = history_of(Term)


class TermItem(Recorded):
    """One thing of the set that a term names, with the words that say so: a document's or an office's."""

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="items")
    number = models.IntegerField()
    text = models.CharField(max_length=400)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, related_name="+")
    ground = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["term", "number"], name="commitments_term_item_once")]


TermItemHistory = history_of(TermItem, index=(("term",),))


class Tag(Recorded):
    """A term that a task is about."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="tags")
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="tags")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "term"], name="commitments_tag_once")]


TagHistory = history_of(Tag, index=(("task",), ("term",)))
