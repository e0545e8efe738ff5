"""Tables of the sandbox: the firms in it, and the contacts that stand in place of visits."""

from __future__ import annotations

from django.db import models

from taizhang.frame.records import Recorded, history_of
from taizhang.frame.search import Sought
from taizhang.frame.unguessable import SEAL_LENGTH
from taizhang.registers.models import Enterprise, Evidence, Organ, Place


class Member(Recorded):
    """One time of one firm in a sandbox (沙盒企业), under one scheme, for one defect or on one ground. For regulators alone.

    `triggered_on` sets off the clock of the law, `listing_due` is its end; both stay whatever becomes of the sandbox. `returning` when it
    was proposed within the stated time after an earlier exit. `code_seal` is all
    that is kept of the code on the letter by which the firm itself may answer: it cannot be read from here, nor from an entry.
    """

    number = models.CharField(max_length=60)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    scheme = models.CharField(max_length=16)
    lifecycle = models.CharField(max_length=24)
    defect = models.CharField(max_length=16, blank=True)
    ground = models.CharField(max_length=16, blank=True)
    facts = models.TextField(blank=True)
    report_year = models.IntegerField(null=True)
    arose_on = models.DateField(null=True)
    triggered_on = models.DateField(null=True)
    listing_due = models.DateField(null=True)
    listing_provisional = models.BooleanField(default=False)
    found_on = models.DateField()
    returning = models.BooleanField(default=False)
    state = models.CharField(max_length=12, default="eligible")
    entered_on = models.DateField(null=True)
    period_ends = models.DateField(null=True)
    class_at_entry = models.CharField(max_length=1, blank=True)
    letter_number = models.CharField(max_length=80, blank=True)
    guided_on = models.DateField(null=True)
    demand = models.TextField(blank=True)
    correct_by = models.DateField(null=True)
    code_seal = models.CharField(max_length=SEAL_LENGTH, null=True, unique=True)
    corrected_on = models.DateField(null=True)
    correction = models.TextField(blank=True)
    corrected_by = models.CharField(max_length=8, blank=True)
    proof = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, related_name="+")
    verified_on = models.DateField(null=True)
    finding = models.TextField(blank=True)
    violation = models.CharField(max_length=400, blank=True)
    out_on = models.DateField(null=True)
    reason = models.CharField(max_length=400, blank=True)
    listed_on = models.DateField(null=True)
    listing_number = models.CharField(max_length=80, blank=True)
    sought = Sought("number")

    class Meta:
        indexes = [
            models.Index(fields=["found_on", "id"], name="sandbox_member_found"),
            models.Index(fields=["listing_due", "id"], name="sandbox_member_listing"),
            models.Index(fields=["period_ends", "id"], name="sandbox_member_period"),
            models.Index(fields=["state", "period_ends", "id"], name="sandbox_member_state"),
            models.Index(fields=["enterprise", "scheme", "out_on"], name="sandbox_member_firm"),
            models.Index(fields=["place", "scheme", "entered_on"], name="sandbox_member_place"),
            models.Index(fields=["organ", "state"], name="sandbox_member_organ"),
        ]

    def __str__(self) -> str:
        return self.number


MemberHistory = history_of(Member)


class Contact(Recorded):
    """One contact with a firm in the sandbox: guidance by letter, a call, a video, papers received; `replaces_visit` when nobody had to go there."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="contacts")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8)
    sender = models.CharField(max_length=8, default="office")
    made_on = models.DateField()
    content = models.TextField(blank=True)
    replaces_visit = models.BooleanField(default=False)
    proof = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["made_on", "id"], name="sandbox_contact_made")]


ContactHistory = history_of(Contact, index=(("member",),))
