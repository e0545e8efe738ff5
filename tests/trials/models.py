"""Tables of the three trials. Keys to the registers are not enforced: an app without migrations is made before they are."""

from __future__ import annotations

from typing import Any

from django.db import models

from taizhang.frame.records import Recorded, history_of
from taizhang.registers.models import Organ, Place


def _key(model: type[models.Model], **more: Any) -> Any:
    return models.ForeignKey(model, on_delete=models.PROTECT, related_name="+", db_constraint=False, **more)


class Draw(Recorded):
    """A draw: its list is fixed before anybody can know the seed, its names are sealed until a time."""

    name = models.CharField(max_length=80)
    place = _key(Place)
    size = models.IntegerField()
    opens_at = models.DateTimeField()
    state = models.CharField(max_length=12, default="planned")
    list_root = models.CharField(max_length=64, blank=True)
    count = models.IntegerField(null=True)
    seed = models.CharField(max_length=64, blank=True)
    announced_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["opens_at", "id"], name="trials_draw_opens")]


DrawHistory = history_of(Draw)


class Candidate(Recorded):
    """One line of a draw's list; `rank` is its place when it was drawn."""

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="candidates")
    number = models.IntegerField()
    name = models.CharField(max_length=80)
    opens_at = models.DateTimeField()
    rank = models.IntegerField(null=True)


CandidateHistory = history_of(Candidate, index=(("draw",),))


class Beacon(Recorded):
    """The public randomness that arrived for a draw."""

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="beacons")
    round = models.IntegerField()
    value = models.CharField(max_length=64)


BeaconHistory = history_of(Beacon)


class Sighting(Recorded):
    """What somebody saw in the street and reported from a phone, and what became of it."""

    place = _key(Place)
    text = models.CharField(max_length=400)
    contact = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=12, default="filed")
    filed_at = models.DateTimeField()
    due_at = models.DateTimeField()
    taken_on = models.DateField(null=True)
    return_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "due_at", "id"], name="trials_sighting_due")]


SightingHistory = history_of(Sighting)


class Statement(Recorded):
    """Figures of a firm that only its own people see, and whoever it consents to."""

    organ = _key(Organ)
    year = models.IntegerField()
    turnover_fen = models.BigIntegerField()


StatementHistory = history_of(Statement)


class Consent(Recorded):
    """An organ elsewhere may read a statement from a day until a day, unless it is revoked before."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="consents")
    organ = _key(Organ)
    purpose = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_to = models.DateField()
    revoked_on = models.DateField(null=True)


ConsentHistory = history_of(Consent)
