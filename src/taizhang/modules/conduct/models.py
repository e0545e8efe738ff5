"""Tables of campaigns, of lists of prohibitions, of study, and of what was found."""

from __future__ import annotations

from django.db import models

from taizhang.frame.records import Recorded, history_of
from taizhang.frame.search import Sought
from taizhang.registers.models import Evidence, Organ, Place


class Campaign(Recorded):
    """One campaign (专项行动) of 'study, check, correct'; its name and its days are empty until somebody can state them."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, null=True, related_name="+")
    number = models.IntegerField()
    name = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=200)
    sourced_on = models.DateField(null=True)
    begins_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    sought = Sought("name", "source")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "number"], name="conduct_campaign_once")]


CampaignHistory = history_of(Campaign)


class RuleList(Recorded):
    """One list of ten prohibitions (十严禁): its subject and where it is named; the ten are `RuleItem`s, once they are stated."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    source = models.CharField(max_length=200)
    sourced_on = models.DateField(null=True)
    sought = Sought("name", "source", "name_en")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "name"], name="conduct_list_once")]


RuleListHistory = history_of(RuleList)


class RuleItem(Recorded):
    """One prohibition in the words of a document, from a day on; words that were replaced keep the day on which they ended."""

    rule_list = models.ForeignKey(RuleList, on_delete=models.PROTECT, related_name="items")
    number = models.IntegerField()
    words = models.TextField()
    source = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule_list", "number", "valid_from"], name="conduct_item_once")]


RuleItemHistory = history_of(RuleItem, index=(("rule_list",),))


class Study(Recorded):
    """One session of study (学) that an organ held in a campaign, with what proves it."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="studies")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    topic = models.CharField(max_length=200)
    attended = models.IntegerField(null=True)
    proof = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["held_on", "id"], name="conduct_study_held")]


StudyHistory = history_of(Study, index=(("campaign",),))


class Problem(Recorded):
    """A problem of conduct at an organ, described without naming anybody.

    `corrector` is the body that corrects it, empty until it was given out; `due` is empty where nobody has set a deadline.
    """

    number = models.CharField(max_length=40)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    finder = models.ForeignKey(Organ, on_delete=models.PROTECT, null=True, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, related_name="+")
    rule_list = models.ForeignKey(RuleList, on_delete=models.PROTECT, null=True, related_name="+")
    item = models.ForeignKey(RuleItem, on_delete=models.PROTECT, null=True, related_name="+")
    clue = models.CharField(max_length=20)
    concern = models.CharField(max_length=20, blank=True)
    found_on = models.DateField()
    description = models.TextField()
    state = models.CharField(max_length=12, default="found")
    examined_on = models.DateField(null=True)
    finding = models.TextField(blank=True)
    corrector = models.ForeignKey(Organ, on_delete=models.PROTECT, null=True, related_name="+")
    demand = models.TextField(blank=True)
    assigned_on = models.DateField(null=True)
    due = models.DateField(null=True)
    correction = models.TextField(blank=True)
    proof = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, related_name="+")
    reported_on = models.DateField(null=True)
    check_result = models.TextField(blank=True)
    closed_on = models.DateField(null=True)
    handed_to = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=400, blank=True)
    sought = Sought("number")

    class Meta:
        indexes = [
            models.Index(fields=["found_on", "id"], name="conduct_problem_found"),
            models.Index(fields=["due", "id"], name="conduct_problem_due"),
            models.Index(fields=["state", "due", "id"], name="conduct_problem_state"),
            models.Index(fields=["corrector", "state", "due"], name="conduct_problem_corrector"),
            models.Index(fields=["place", "state"], name="conduct_problem_place"),
        ]


ProblemHistory = history_of(Problem)
