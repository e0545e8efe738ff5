"""Tables of the project itself, the lists it stands on, its checklist and its documents."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from taizhang.frame.records import Recorded, history_of
from taizhang.frame.search import Sought
from taizhang.registers.models import Evidence, Organ, Person, Place


class Project(Recorded):
    """A project from reserve to hand-over. `stage` is proved, `claimed_stage` is what somebody said."""

    code = models.CharField(max_length=24, null=True, unique=True)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=240, blank=True)
    kind = models.CharField(max_length=12)
    lifecycle = models.CharField(max_length=20)
    stage = models.CharField(max_length=20)
    standing = models.CharField(max_length=20, default="normal")
    land = models.CharField(max_length=20, default="none")
    permits = models.CharField(max_length=20, default="none")
    library = models.CharField(max_length=20, default="none")
    library_applied_on = models.DateField(null=True)
    entered_on = models.DateField(null=True)
    stars = models.CharField(max_length=20, default="none")
    star_level = models.IntegerField(null=True)
    publicised_on = models.DateField(null=True)
    claimed_stage = models.CharField(max_length=20, blank=True)
    claimed_start = models.DateField(null=True)
    started_on = models.DateField(null=True)
    origin = models.CharField(max_length=12, default="entered")
    category = models.CharField(max_length=20, blank=True)
    source = models.CharField(max_length=12, blank=True)
    year_class = models.CharField(max_length=12, blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    district = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Organ, on_delete=models.PROTECT, null=True, related_name="+")
    owner = models.CharField(max_length=200, blank=True)
    lead = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    summary = models.TextField(blank=True)
    remark = models.TextField(blank=True)
    total_investment_fen = models.BigIntegerField(null=True)
    planned_start = models.CharField(max_length=10, blank=True)
    planned_finish = models.CharField(max_length=10, blank=True)
    published = models.BooleanField(default=False)
    registered_on = models.DateField()
    sought = Sought("name", "name_en", "code", "owner")

    #: Columns that came with the second version of the lifecycles, and what they hold in a row written before.
    LATER: ClassVar[dict[str, object]] = {
        "permits": "none",
        "library": "none",
        "library_applied_on": None,
        "entered_on": None,
        "stars": "none",
        "star_level": None,
        "publicised_on": None,
    }

    class Meta:
        # Every sort of the list ends in `id`, so that a page boundary never shows a row twice; `district` first serves
        # the scope of a district's people.
        indexes = [
            models.Index(fields=["name", "id"], name="project_name"),
            models.Index(fields=["total_investment_fen", "id"], name="project_total"),
            models.Index(fields=["planned_start", "id"], name="project_start"),
            models.Index(fields=["stage", "id"], name="project_stage"),
            models.Index(fields=["district", "name", "id"], name="project_d_name"),
            models.Index(fields=["district", "total_investment_fen", "id"], name="project_d_total"),
            models.Index(fields=["district", "planned_start", "id"], name="project_d_start"),
            models.Index(fields=["district", "stage", "id"], name="project_d_stage"),
            # The choices above a street's list are read from this one alone.
            models.Index(fields=["place", "organ", "district"], name="project_p_choices"),
            models.Index(fields=["place", "total_investment_fen", "id"], name="project_p_total"),
            models.Index(fields=["organ", "id"], name="project_organ"),
            models.Index(fields=["unit", "id"], name="project_unit"),
            models.Index(fields=["category", "id"], name="project_category"),
            models.Index(fields=["owner", "district", "organ", "unit", "total_investment_fen"], name="project_owner"),
            models.Index(fields=["published", "id"], name="project_published"),
            # Counts and sums over what a filter leaves are read from this one: a fifth of the bytes of the table.
            models.Index(
                fields=["district", "stage", "standing", "category", "kind", "source", "year_class", "organ", "unit", "total_investment_fen"],
                name="project_filters",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(total_investment_fen__isnull=True) | models.Q(total_investment_fen__gte=0),
                name="project_total_not_negative",
            )
        ]

    def __str__(self) -> str:
        return self.name


ProjectHistory = history_of(Project)


class ProjectList(Recorded):
    """A dated list (口径) such as 2025年重点项目. Lists overlap: their totals are never added together."""

    key = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    year = models.IntegerField()
    plan_role = models.CharField(max_length=20, default="annual_plan")
    stated_period = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return self.name


ProjectListHistory = history_of(ProjectList)


class Membership(Recorded):
    """A project stands on a list from a day until a day."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="memberships")
    list = models.ForeignKey(ProjectList, on_delete=models.PROTECT, related_name="memberships")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["list", "project"], name="membership_list")]


MembershipHistory = history_of(Membership, index=(("list", "project"),))


class Plan(Recorded):
    """A planned amount of a project in a role: this year's plan, planned completion, a target. Roles are never added."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="plans")
    role = models.CharField(max_length=20)
    year = models.IntegerField()
    amount_fen = models.BigIntegerField()
    ground = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "role", "year"], name="plan_once"),
            models.CheckConstraint(condition=models.Q(amount_fen__gte=0), name="plan_not_negative"),
        ]
        indexes = [models.Index(fields=["role", "year", "project"], name="plan_role")]


PlanHistory = history_of(Plan, index=(("role", "year", "project"),))


class Item(Recorded):
    """One line of the checklist: procedure, factor, money, problem or duty, with who answers for it and until when.

    Where a legal term sets the due date, `clock` names it and `clock_from` is the day that set it off; the date is
    provisional while it crosses a year whose holidays are not announced.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="items")
    list = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=240, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    due = models.DateField(null=True)
    provisional = models.BooleanField(default=False)
    clock = models.CharField(max_length=30, blank=True)
    clock_from = models.DateField(null=True)
    source = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=12, default="open")
    done_on = models.DateField(null=True)
    note = models.TextField(blank=True)
    #: Lines that every checklist begins with have a kind: a hundred thousand projects have the same ones.
    sought = Sought("title", "title_en", when=lambda row: not row.kind)

    class Meta:
        indexes = [
            models.Index(fields=["state", "due"], name="item_due"),
            models.Index(fields=["organ", "state", "due"], name="item_organ"),
        ]


ItemHistory = history_of(Item, index=(("project",),))


class Document(Recorded):
    """A paper, photo or record that proves something of a project. Withdrawn ones prove nothing any more.

    `similar_to` is another project's document whose photo looks like this one's: it counts once `similar_why` says why both
    are right. `day_typed` marks a photo that does not say itself when it was taken.
    """

    LATER: ClassVar[dict[str, object]] = {"similar_to_id": None, "similar_why": None, "day_typed": None}

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=30)
    number = models.CharField(max_length=80, blank=True)
    issuer = models.CharField(max_length=120, blank=True)
    dated = models.DateField()
    valid_until = models.DateField(null=True)
    amount_fen = models.BigIntegerField(null=True)
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, related_name="+")
    located = models.BooleanField(default=False)
    note = models.CharField(max_length=400, blank=True)
    withdrawn_on = models.DateField(null=True)
    similar_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    similar_why = models.TextField(null=True)
    day_typed = models.BooleanField(null=True)
    sought = Sought("number")

    class Meta:
        indexes = [
            models.Index(fields=["project", "kind"], name="document_kind"),
            models.Index(fields=["valid_until", "id"], name="document_until"),
        ]


DocumentHistory = history_of(Document, index=(("project", "kind"),))
