"""Single rows that actions look for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.db.models import Q

from taizhang.frame import clock
from taizhang.frame.models import Outbox
from taizhang.kernels.ledger import moment, parse_text, store
from taizhang.kernels.ledger.models import Entry
from taizhang.registers import pictures
from taizhang.registers.models import Place

from ..models import Document, Item, Membership, Plan, Project, ProjectList, Report, StatFigure


def district_of(place: Place) -> Place:
    """The county-level place a place belongs to; itself when it is one or stands above."""
    at: Place | None = place
    while at is not None and at.kind not in ("county", "zone"):
        at = at.parent
    return at or place


def on_list(project: Project, project_list: ProjectList, day: date) -> Membership | None:
    """The membership by which a project stands on a list on a day."""
    return (
        Membership.objects.filter(project=project, list=project_list, valid_from__lte=day)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day))
        .first()
    )


def plan_of(project: Project, role: str, year: int) -> Plan | None:
    """The planned amount of a project in a role and year."""
    return Plan.objects.filter(project=project, role=role, year=year).first()


def newest_document(project: Project, kind: str, besides: Document | None = None) -> Document | None:
    """The newest document of a kind on a project's file that was not withdrawn."""
    found = Document.objects.filter(project=project, kind=kind, withdrawn_on__isnull=True)
    if besides is not None:
        found = found.exclude(pk=besides.pk)
    return found.order_by("-dated", "-id").first()


def photo_alike(project: Project, sha256: str) -> tuple[Document, int] | None:
    """The document of another project whose photo looks most like a content, and the bits in which they differ."""
    near = dict(pictures.near(sha256))
    found = (
        Document.objects.filter(kind="works_photo", evidence__sha256__in=near, withdrawn_on__isnull=True)
        .exclude(project=project)
        .select_related("evidence")
        .order_by("id")
    )
    alike = [(doc, near[doc.evidence.sha256]) for doc in found if doc.evidence is not None]
    return min(alike, key=lambda each: each[1], default=None)


def lines_of_kind(project: Project, kind: str, state: str) -> list[Item]:
    """The checklist's lines that ask for a kind of document and are in a state; none for papers that no line asks for."""
    return list(Item.objects.filter(project=project, kind=kind, state=state).order_by("id"))


def item_kinds(project: Project) -> set[str]:
    """The kinds of line that a project's checklist has, dropped ones included: those were dropped on purpose."""
    return set(Item.objects.filter(project=project).exclude(kind="").values_list("kind", flat=True))


def by_code(code: str) -> Project | None:
    """The project of a code, wherever it is: a code is taken in the whole installation."""
    return Project.objects.filter(code=code).first()


def stat_figure(project: Project, period: str) -> StatFigure | None:
    """The certified figure of a project and month."""
    return StatFigure.objects.filter(project=project, period=period).first()


def reminders(organs: Sequence[int], period: str) -> Mapping[int, int]:
    """How often each project's unit was reminded of a month, by project."""
    sent = Outbox.objects.filter(channel="inbox", to__in=[f"organ:{o}" for o in organs]).order_by("-id")[:500]
    found: dict[int, int] = defaultdict(int)
    for payload in sent.values_list("payload", flat=True):
        if payload.get("kind") == "report_reminder" and payload.get("period") == period:
            found[payload["project"]] += 1
    return found


def reminded_on(project: Project, period: str, day: date) -> bool:
    """Whether the project's unit was reminded of a month on a day of the city, by anybody."""
    since = moment(clock.end_of(day - timedelta(days=1)))
    done = Entry.objects.filter(subject=f"projects.project:{project.pk}", action="projects.remind", at__gte=since)
    said = store.disclosures(list(done.values_list("key", flat=True)))
    return any(part == "p" and parse_text(d.payload).get("period") == period for (_, part), d in said.items())


def reported_periods(project: Project) -> list[str]:
    """Months for which a report stands, returned ones included: those are corrected, not reported again."""
    return list(Report.objects.filter(project=project).exclude(state="superseded").values_list("period", flat=True))
