"""Plans and their batches: what was announced, what was frozen, committed and drawn."""

from __future__ import annotations

from django.db import models

from taizhang.frame.records import Recorded, history_of
from taizhang.frame.search import Sought
from taizhang.registers.models import Enterprise, Organ, Place

from .rosters import RosterVersion


class Plan(Recorded):
    """The inspections of a year (年度抽查计划) of a place: drawn up, filed with the level above, published, perhaps changed by another one."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    year = models.IntegerField()
    title = models.CharField(max_length=120)
    number = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=12, default="draft")
    filed_with = models.CharField(max_length=120, blank=True)
    filed_on = models.DateField(null=True)
    published_on = models.DateField(null=True)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    reason = models.CharField(max_length=400, blank=True)
    sought = Sought("title", "number")

    class Meta:
        indexes = [models.Index(fields=["year", "id"], name="inspection_plan_year")]

    def __str__(self) -> str:
        return self.title


PlanHistory = history_of(Plan)


class PlanLine(Recorded):
    """One batch as the plan announces it: by whom, whom, how many, when. The `mode` is alone, internal or joint."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="lines")
    number = models.IntegerField()
    title = models.CharField(max_length=120)
    mode = models.CharField(max_length=10)
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=200)
    quantity = models.CharField(max_length=120)
    begins_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="inspection_line_once")]

    def __str__(self) -> str:
        return self.title


PlanLineHistory = history_of(PlanLine, index=(("plan",),))


class SeedChain(Recorded):
    """Seeds of a year's routine draws (每日种子链), committed all at once by the first of them and revealed one a day.

    The secret that they come from is nowhere here. `last` is the seed that was revealed last, `used` how many were.
    """

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    keeper = models.CharField(max_length=120)
    length = models.IntegerField()
    head = models.CharField(max_length=64)
    last = models.CharField(max_length=64)
    used = models.IntegerField(default=0)
    set_up_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "name"], name="inspection_chain_once")]

    def __str__(self) -> str:
        return self.name


SeedChainHistory = history_of(SeedChain)


class Batch(Recorded):
    """One draw of a plan (抽查批次): frozen, committed, drawn, and then visited. Files are kept byte by byte as published.

    `manifest` is the committed document (RFC 8785) and `commitment` its hash, on record before the chance exists at `draw_at`.
    `revealed` and `seed` come afterwards. `certificate` proves the teams. `most_departments` caps who comes with one visit.
    `strata` says which class stands behind each opaque name of the public frames, for regulators alone. `excluded` is the list of
    those left out with the reason of each, `alarms` what is odd about the pool. `seal_key` opens every envelope of the frames: no entrance
    shows it.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="batches")
    plan_line = models.ForeignKey(PlanLine, on_delete=models.PROTECT, null=True, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    mode = models.CharField(max_length=10)
    window_from = models.DateField()
    window_to = models.DateField()
    state = models.CharField(max_length=12, default="prepared")
    most_departments = models.IntegerField(null=True)
    team_size = models.IntegerField(default=2)
    items_version = models.ForeignKey(RosterVersion, on_delete=models.PROTECT, null=True, related_name="+")
    objects_version = models.ForeignKey(RosterVersion, on_delete=models.PROTECT, null=True, related_name="+")
    inspectors_version = models.ForeignKey(RosterVersion, on_delete=models.PROTECT, null=True, related_name="+")
    interests_version = models.ForeignKey(RosterVersion, on_delete=models.PROTECT, null=True, related_name="+")
    frozen_on = models.DateField(null=True)
    seal_key = models.CharField(max_length=64, blank=True)
    strata = models.JSONField(default=dict)
    excluded = models.TextField(blank=True)
    alarms = models.JSONField(default=list)
    chain = models.ForeignKey(SeedChain, on_delete=models.PROTECT, null=True, related_name="batches")
    event = models.CharField(max_length=120, blank=True)
    draw_at = models.DateTimeField(null=True)
    manifest = models.TextField(blank=True)
    commitment = models.CharField(max_length=64, blank=True)
    committed_at = models.DateTimeField(null=True)
    revealed = models.TextField(blank=True)
    seed = models.CharField(max_length=32, blank=True)
    drawn_at = models.DateTimeField(null=True)
    certificate = models.TextField(blank=True)
    completed_on = models.DateField(null=True)
    redraw_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="redraws")
    reason = models.CharField(max_length=400, blank=True)
    sought = Sought("title")

    class Meta:
        indexes = [
            models.Index(fields=["window_from", "id"], name="inspection_batch_window"),
            models.Index(fields=["state", "draw_at"], name="inspection_batch_state"),
        ]

    def __str__(self) -> str:
        return self.title


BatchHistory = history_of(Batch)


class BatchPart(Recorded):
    """What one department (or division) draws in a batch: its items, its ratios by stratum, and the frame that came of them.

    `items` are codes of the frozen list; `ratios` maps a risk class to [p, q] (p of q are drawn, rounded up); `full` names groups that are
    taken whole ('zero'); `chosen` narrows the roster ({"tags": […], "sectors": […], "parks": […], "places": [path]}). `strata` has the
    sizes by the public names of the strata. An `attached` part draws nobody: its items are looked at where the initiating department comes.
    """

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="parts")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    items = models.JSONField()
    ratios = models.JSONField()
    full = models.JSONField(default=list)
    chosen = models.JSONField(default=dict)
    attached = models.BooleanField(default=False)
    strata = models.JSONField(default=dict)
    frame = models.TextField(blank=True)
    frame_sha256 = models.CharField(max_length=64, blank=True)
    size = models.IntegerField(default=0)
    take = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "organ"], name="inspection_part_once")]


BatchPartHistory = history_of(BatchPart)


class DrawnObject(Recorded):
    """A firm that one department drew, at its place in the order of tickets; a substitute stands ready until one before it falls out.

    `envelope` is the name under which it stands in the public frame.
    """

    part = models.ForeignKey(BatchPart, on_delete=models.PROTECT, related_name="drawn")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    stratum = models.CharField(max_length=40)
    number = models.IntegerField()
    envelope = models.CharField(max_length=26, blank=True)
    substitute = models.BooleanField(default=False)
    fell_out = models.CharField(max_length=200, blank=True)
    called_up_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "stratum", "number"], name="inspection_drawn_once")]


DrawnObjectHistory = history_of(DrawnObject, index=(("part",),))
