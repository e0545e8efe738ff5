"""Visits to firms: who comes, for what, what was found item by item, what followed, and what the firm said to it."""

from __future__ import annotations

from django.db import models

from taizhang.frame.records import Recorded, history_of
from taizhang.frame.search import Sought
from taizhang.registers.models import Enterprise, Evidence, Organ, Place

from .draws import Batch
from .rosters import InspectionItem, Inspector


class Visit(Recorded):
    """One visit to one firm, by one or several departments: drawn at random in a batch, or for a cause that is stated and proved.

    `kind` is 'random' or 'cause'; `ground` the code of the cause or exemption, `ground_proof` what proves it. `code` is what the firm's
    notice shows and the inspectors scan on entry. `publish_by` is the last day for the result to be public.
    """

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="visits")
    sequence = models.IntegerField(default=1)
    number = models.CharField(max_length=60)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    ground = models.CharField(max_length=20, blank=True)
    ground_note = models.CharField(max_length=400, blank=True)
    ground_proof = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, related_name="+")
    window_from = models.DateField()
    window_to = models.DateField()
    state = models.CharField(max_length=12, default="assigned")
    code = models.CharField(max_length=40, unique=True)
    approved_on = models.DateField(null=True)
    notified_on = models.DateField(null=True)
    entered_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    signature = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, related_name="+")
    refused_why = models.CharField(max_length=200, blank=True)
    completed_on = models.DateField(null=True)
    publish_by = models.DateField(null=True)
    published_on = models.DateField(null=True)
    withheld_why = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=400, blank=True)
    sought = Sought("number")

    class Meta:
        indexes = [
            models.Index(fields=["window_from", "id"], name="inspection_visit_window"),
            models.Index(fields=["enterprise", "entered_at"], name="inspection_visit_firm"),
            models.Index(fields=["state", "publish_by"], name="inspection_visit_state"),
            models.Index(fields=["batch", "enterprise"], name="inspection_visit_batch"),
        ]

    def __str__(self) -> str:
        return self.number


VisitHistory = history_of(Visit)


class VisitInspector(Recorded):
    """An inspector of a visit, in a slot ('lead' or 'member N'); `replaced_why` says why they do not come after all."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="team")
    inspector = models.ForeignKey(Inspector, on_delete=models.PROTECT, related_name="+")
    slot = models.CharField(max_length=12)
    replaced_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "inspector"], name="inspection_team_once")]


VisitInspectorHistory = history_of(VisitInspector)


class VisitItem(Recorded):
    """One item of one department in a visit, and what was found of it; departments' results are never mixed."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="items")
    item = models.ForeignKey(InspectionItem, on_delete=models.PROTECT, related_name="+")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, blank=True)
    finding = models.TextField(blank=True)
    proof = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(null=True)
    recorder = models.ForeignKey(Inspector, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "item"], name="inspection_visit_item_once")]


VisitItemHistory = history_of(VisitItem)


class FollowUp(Recorded):
    """What follows from what was found: a correction that was ordered, a listing, a case, a transfer to another organ; until it is done."""

    visit_item = models.ForeignKey(VisitItem, on_delete=models.PROTECT, related_name="follow_ups")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    note = models.CharField(max_length=400, blank=True)
    due = models.DateField(null=True)
    state = models.CharField(max_length=12, default="open")
    result = models.CharField(max_length=400, blank=True)
    proof = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, related_name="+")
    done_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "due", "id"], name="inspection_follow_due")]


FollowUpHistory = history_of(FollowUp)


class FirmRequest(Recorded):
    """What a firm asked about a visit: that an inspector stay away (回避), or a complaint; with the answer it got."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="requests")
    kind = models.CharField(max_length=10)
    inspector = models.ForeignKey(Inspector, on_delete=models.PROTECT, null=True, related_name="+")
    words = models.TextField()
    received_at = models.DateTimeField()
    state = models.CharField(max_length=12, default="received")
    answer = models.CharField(max_length=400, blank=True)
    answered_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "received_at"], name="inspection_request_state")]


FirmRequestHistory = history_of(FirmRequest)
