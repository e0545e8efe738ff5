"""Tables of the schedule: nodes, what they wait for, approved plans, and what somebody expects.

Dates that follow from these rows (finish, slack, critical path) are computed whenever they are asked for and stand in no table.
"""

from __future__ import annotations

from django.db import models

from taizhang.frame.records import Recorded, history_of
from taizhang.registers.models import Organ, Person

from .project import Document, Project


class Node(Recorded):
    """A piece of work of a project, or with a duration of 0 a milestone. It is closed on a proof, by another than reported it.

    `least_working_days` is how short it can be made; None: nobody has said that it can. `team` is the kind of crew it needs.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="nodes")
    key = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=240, blank=True)
    state = models.CharField(max_length=12, default="planned")
    duration_working_days = models.IntegerField()
    least_working_days = models.IntegerField(null=True)
    not_before = models.DateField(null=True)
    weight_points = models.IntegerField(default=0)
    amount_fen = models.BigIntegerField(null=True)
    designed_quantity = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    quantity_unit = models.CharField(max_length=12, blank=True)
    done_quantity = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    team = models.CharField(max_length=20, blank=True)
    started_on = models.DateField(null=True)
    finished_on = models.DateField(null=True)
    remaining_working_days = models.IntegerField(null=True)
    proof = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "key"], name="node_once"),
            models.CheckConstraint(condition=models.Q(duration_working_days__gte=0), name="node_duration_not_negative"),
        ]
        indexes = [
            models.Index(fields=["organ", "state"], name="node_organ"),
            models.Index(fields=["person", "state"], name="node_person"),
            models.Index(fields=["state", "id"], name="node_state"),
        ]

    def __str__(self) -> str:
        return self.title


NodeHistory = history_of(Node, index=(("project",),))


class Link(Recorded):
    """What a node waits for: the finish or start of another one of its project, then a lag, which keeps its unit."""

    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="links")
    before = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="followers")
    type = models.CharField(max_length=2, default="FS")
    lag = models.IntegerField(default=0)
    lag_unit = models.CharField(max_length=12, default="working")
    most_overlap_days = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["node", "before", "type"], name="link_once")]


LinkHistory = history_of(Link, index=(("node",),))


class Baseline(Recorded):
    """A plan that was put forward, and once approved is never changed: an adjustment is the next version.

    `sha256` is the digest of everything that was approved; it is written once, with the approval.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="baselines")
    version = models.IntegerField()
    state = models.CharField(max_length=12, default="proposed")
    reason = models.CharField(max_length=400)
    calendar_version = models.CharField(max_length=80, blank=True)
    proposed_on = models.DateField()
    approved_at = models.DateTimeField(null=True)
    approver = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    decision = models.CharField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "version"], name="baseline_version_once")]
        indexes = [models.Index(fields=["state", "project"], name="baseline_state")]

    def __str__(self) -> str:
        return f"{self.version}"


BaselineHistory = history_of(Baseline, index=(("project",),))


class BaselineNode(Recorded):
    """A node as it was frozen: two dates, a weight, an amount and the way its progress is measured."""

    baseline = models.ForeignKey(Baseline, on_delete=models.PROTECT, related_name="nodes")
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="frozen")
    title = models.CharField(max_length=200)
    start = models.DateField()
    finish = models.DateField()
    provisional = models.BooleanField(default=False)
    weight_points = models.IntegerField(default=0)
    amount_fen = models.BigIntegerField(null=True)
    designed_quantity = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    quantity_unit = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["baseline", "node"], name="baseline_node_once")]
        indexes = [models.Index(fields=["finish", "id"], name="baseline_node_finish")]


BaselineNodeHistory = history_of(BaselineNode, index=(("baseline",),))


class Forecast(Recorded):
    """When somebody expected a node to be finished, said at a time. The next forecast is another row."""

    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="forecasts")
    expected_finish = models.DateField()
    made_at = models.DateTimeField()
    maker = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=400)

    class Meta:
        indexes = [models.Index(fields=["node", "made_at"], name="forecast_newest")]


ForecastHistory = history_of(Forecast, index=(("node",),))


class Feed(Recorded):
    """A calendar address of a person, for what they answer for or for one project. Closed, the address is dead for good.

    The address is not in here: it is made from the key of the row and the secret of the installation.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, related_name="+")
    language = models.CharField(max_length=2, default="zh")
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)


FeedHistory = history_of(Feed)
