"""One list and two rosters (一单两库): what may be inspected, whom, by whom, and who must not meet; each frozen in numbered versions."""

from __future__ import annotations

from django.db import models

from taizhang.frame.records import Recorded, history_of
from taizhang.frame.search import Sought
from taizhang.registers.models import Enterprise, Organ, Person, Place


class InspectionItem(Recorded):
    """One item of the list (随机抽查事项) that a department may inspect, from a day until a day; unpublished ones may not be inspected.

    `yearly_limit` is how often a firm may be inspected for it in a calendar year, None where the list states no limit.
    `applies_to` names the kind of firm that it is for ('食品经营'), '' for all.
    """

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=10)
    basis = models.CharField(max_length=400)
    method = models.CharField(max_length=10)
    applies_to = models.CharField(max_length=80, blank=True)
    yearly_limit = models.IntegerField(null=True)
    published_on = models.DateField(null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    sought = Sought("name", "code")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "code", "valid_from"], name="inspection_item_once")]
        indexes = [models.Index(fields=["place", "code"], name="inspection_item_code")]

    def __str__(self) -> str:
        return self.name


InspectionItemHistory = history_of(InspectionItem)


class InspectedObject(Recorded):
    """A firm in the roster of objects (检查对象名录库), with what decides whether and how often it is drawn.

    `risk_class` ('A' to 'D', '' while unknown) and `risk_score` (0 to 1000) are for regulators alone. The class follows from the
    score and the `overrides` (keys, separated by spaces) by rule; `class_ground` says from which. `sector` is a code of GB/T 4754,
    `tags` are kinds of firm ('食品经营'), separated by spaces.
    """

    enterprise = models.OneToOneField(Enterprise, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    sector = models.CharField(max_length=8, blank=True)
    park = models.CharField(max_length=80, blank=True)
    tags = models.CharField(max_length=200, blank=True)
    risk_class = models.CharField(max_length=1, blank=True)
    risk_score = models.IntegerField(null=True)
    classed_on = models.DateField(null=True)
    class_ground = models.CharField(max_length=200, blank=True)
    overrides = models.CharField(max_length=80, blank=True)
    zero_report_year = models.IntegerField(null=True)
    listed_from = models.DateField()
    listed_to = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["place", "risk_class", "id"], name="inspection_object_class"),
            models.Index(fields=["place", "id"], name="inspection_object_place"),
        ]

    def __str__(self) -> str:
        return self.enterprise.name


InspectedObjectHistory = history_of(InspectedObject)


class Inspector(Recorded):
    """Somebody in the roster of inspectors (执法检查人员名录库). Without a certificate in force nobody inspects; a grid worker never.

    `standing` says as what the person is employed; `fields` are the kinds of item they know, separated by spaces; `may_lead` that they may
    lead a team.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    standing = models.CharField(max_length=12)
    certificate = models.CharField(max_length=40, blank=True)
    certificate_until = models.DateField(null=True)
    may_lead = models.BooleanField(default=False)
    fields = models.CharField(max_length=200, blank=True)
    listed_from = models.DateField()
    listed_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organ"], condition=models.Q(listed_to__isnull=True), name="inspection_inspector_once"
            )
        ]

    def __str__(self) -> str:
        return self.person.name


InspectorHistory = history_of(Inspector)


class Interest(Recorded):
    """Why an inspector must not meet a firm (回避): a relative, an earlier employment, a share, anything declared or asked for."""

    inspector = models.ForeignKey(Inspector, on_delete=models.PROTECT, related_name="interests")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    note = models.CharField(max_length=200, blank=True)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["enterprise", "inspector"], name="inspection_interest_firm")]


InterestHistory = history_of(Interest, index=(("inspector",),))


class RosterVersion(Recorded):
    """One list or roster of a place as it was on a day: a numbered, unchangeable file; draws cite it by number and hash.

    `content` is canonical CSV (UTF-8, LF, rows in the order of their ids), `sha256` its hash, `size` how many rows it has.
    """

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=12)
    number = models.IntegerField()
    frozen_on = models.DateField()
    size = models.IntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "kind", "number"], name="inspection_version_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


RosterVersionHistory = history_of(RosterVersion)
