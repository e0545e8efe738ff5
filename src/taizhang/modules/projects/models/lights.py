"""Tables of lights: the rule that was chosen, waivers, and questions that figures have raised. Lights themselves are derived."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from taizhang.frame.records import Recorded, history_of
from taizhang.registers.models import Evidence, Organ, Person

from .project import Project


class LightChoice(Recorded):
    """Whose rule of lights holds from a day on, as somebody chose it."""

    city = models.CharField(max_length=20)
    valid_from = models.DateField(unique=True)
    reason = models.CharField(max_length=400)
    chosen_on = models.DateField()


LightChoiceHistory = history_of(LightChoice)


class Waiver(Recorded):
    """A justified reason (正当理由) that hides one light of a project until a day, asked for by one person and approved by another.

    `rule` is rule set and dimension, as in the light that it hides: 'yinchuan-2025/start'.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="waivers")
    dimension = models.CharField(max_length=20)
    rule = models.CharField(max_length=60)
    reason = models.CharField(max_length=400)
    state = models.CharField(max_length=12, default="requested")
    valid_until = models.DateField()
    requested_on = models.DateField()
    requested_by = models.ForeignKey(Organ, on_delete=models.PROTECT, null=True, related_name="+")
    proof = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, related_name="+")
    approved_on = models.DateField(null=True)
    approver = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    ended_on = models.DateField(null=True)
    answer = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "valid_until", "id"], name="waiver_until"),
            models.Index(fields=["project", "state"], name="waiver_project"),
        ]


WaiverHistory = history_of(Waiver, index=(("project",),))


class Question(Recorded):
    """Something that does not fit together in a project's figures, asked of a unit once for a check and month.

    `figures` are those that do not fit, as data: [{name, value, source}], each in both languages. Nobody but the unit changes
    its own figures: it answers, or corrects its report, and what was corrected closes the question.
    """

    LATER: ClassVar[dict[str, object]] = {"law_en": None}

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="questions")
    check_key = models.CharField(max_length=40)
    period = models.CharField(max_length=7, blank=True)
    text = models.TextField()
    text_en = models.TextField()
    figures = models.JSONField(default=list)
    law = models.CharField(max_length=200, blank=True)
    law_en = models.CharField(max_length=300, null=True)
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=12, default="asked")
    asked_on = models.DateField()
    due = models.DateField(null=True)
    provisional = models.BooleanField(default=False)
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True)
    proof = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, related_name="+")
    remark = models.CharField(max_length=400, blank=True)
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "check_key", "period"], name="question_once")]
        indexes = [
            models.Index(fields=["state", "due", "id"], name="question_due"),
            models.Index(fields=["organ", "state"], name="question_organ"),
        ]


QuestionHistory = history_of(Question, index=(("project",),))


class MonthLight(models.Model):
    """The lights of one project for one month, derived from its rows: a state for each light that the rule has, '' where it has none.

    `day` is the day on which they are looked at: the first after the month, or the day on which the newest month was made.
    """

    # Each index is written for every light: the one of the constraint finds a project's, the one below a month's.
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="month_lights", db_index=False)
    period = models.CharField(max_length=7)
    day = models.DateField()
    rule_set = models.CharField(max_length=40)
    progress = models.CharField(max_length=12, blank=True)
    start = models.CharField(max_length=12, blank=True)
    payment = models.CharField(max_length=12, blank=True)
    statistics = models.CharField(max_length=12, blank=True)
    #: The worst colour that one of them shows; without any colour, what is known instead.
    worst = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "period"], name="month_light_once")]
        indexes = [
            # The numbers of a month are read from this one alone.
            models.Index(fields=["period", "project", "progress", "start", "payment", "statistics", "worst"], name="month_light_numbers"),
        ]
