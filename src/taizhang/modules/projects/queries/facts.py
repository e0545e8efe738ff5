"""Facts of a project that gates and derived moves look at, and the checklist it begins with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from taizhang.basis.predicate import Answer, Known, Unknown
from taizhang.basis.text import Text
from taizhang.registers import calendar as days

from .. import rules, terms
from ..models import Document, Item, Project, Report


def first_items(project: Project, day: date, asked_only: bool = False) -> list[Item]:
    """The lines that the five lists of a project begin with; `asked_only` for those that a stage will ask for."""
    return [
        Item(
            project=project,
            list=line.list,
            kind=line.kind,
            title=line.title.zh,
            title_en=line.title.en,
            source=line.law.cite() if line.law else "",
        )
        for line in terms.lines_for(project.kind, project.category, day, asked_only)
    ]


def papers(project: Project) -> list[rules.Paper]:
    """Documents of a project that still count."""
    found = Document.objects.filter(project=project, withdrawn_on__isnull=True).values_list(
        "kind", "dated", "number", "located", "evidence", "valid_until", "evidence__taken_at", "evidence__accuracy_m",
        "similar_to", "similar_why",
    )  # fmt: skip
    return [
        rules.Paper(
            kind, dated, number, located, evidence is not None, until,
            day_typed=taken is None, alike=alike is not None and why is None, place_stated=accuracy is not None,
        )
        for kind, dated, number, located, evidence, until, taken, accuracy, alike, why in found
    ]  # fmt: skip


def start_papers(project: Project) -> list[str]:
    """The documents that prove a start, as 'kind:key', for the entry."""
    kinds = ("construction_permit", "start_report", "contract", "works_photo", "first_payment", "supervision_log")
    found = Document.objects.filter(project=project, withdrawn_on__isnull=True, kind__in=kinds).order_by("id")
    return [f"projects.document:{key} {kind}" for key, kind in found.values_list("id", "kind")]


def facts(project: Project, day: date, ask: Any) -> Mapping[str, Answer]:
    """The facts of a project that gates and derived moves look at."""
    there = papers(project)
    found = rules.document_facts(there, day)
    # A permit that lapsed after the start does not undo the start: what proved it counts as it was.
    fallen = project.started_on is not None and not rules.start_is_proved(rules.document_facts(there))
    found["standing.active"] = Known(project.standing in ("normal", "adjusted"), Text("项目状态", "Standing"), day)
    found["start.fallen"] = Known(fallen, Text("项目材料", "Documents of the project"), day)
    return found | _reported(project, day) | _entry(project, day) | _stars(project, day)


def _reported(project: Project, day: date) -> dict[str, Answer]:
    """Whether a month after the start is accepted, and whether none of those months stands any more."""
    source = Text("月报", "Monthly reports")
    if project.stage not in ("started", "building"):
        return {"report.accepted": Known(False, source, day), "report.fallen": Known(False, source, day)}
    after = rules.month_of(project.started_on) if project.started_on else ""
    states = set(
        Report.objects.filter(project=project, period__gte=after).order_by().values_list("state", flat=True).distinct()
    )
    # A month that is being corrected or looked at still stands: construction does not vanish while somebody reads.
    standing = states - {"superseded", "returned"}
    return {
        "report.accepted": Known(bool(states & {"accepted", "forwarded"}), source, day),
        "report.fallen": Known(not standing, source, day),
    }


def _entry(project: Project, day: date) -> dict[str, Answer]:
    """What the statistics entry asks of the description: a total of the counted size, and what is built."""
    source = Text("项目基本情况", "Description of the project")
    span = terms.ENTRY_FROM_FEN.on(day)
    total = project.total_investment_fen
    within: Answer = Unknown(terms.DRC)
    if span is not None and total is not None:
        within = Known(total >= span.value, source, day)
    return {"entry.in_scope": within, "entry.content": Known(bool(project.summary.strip()), source, day)}


def _stars(project: Project, day: date) -> dict[str, Answer]:
    """Whether the publicity of a park's recognition is over."""
    if project.publicised_on is None:
        return {"stars.publicity_ended": Known(False, Text("认定公示", "Publicity of the recognition"), day)}
    due = rules.clock_due("park_publicity", project.publicised_on, days.calendar())
    return {"stars.publicity_ended": Known(due is not None and day > due.date, Text("认定公示", "Publicity"), day)}
