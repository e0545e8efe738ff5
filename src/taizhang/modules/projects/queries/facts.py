"""Facts of a project that gates and derived moves look at, and the checklist it begins with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from taizhang.basis.predicate import Answer, Known
from taizhang.basis.text import Text

from .. import rules, terms
from ..models import Document, Item, Project, Report

_FIRST: dict[str, tuple[tuple[str, str], ...]] = {
    "gov": (
        ("procedure", "proposal_approval"),
        ("procedure", "feasibility_approval"),
        ("procedure", "design_approval"),
        ("money", "money_notice"),
        ("factor", "land_title"),
        ("procedure", "construction_permit"),
    ),
    "filed": (
        ("procedure", "filing_certificate"),
        ("factor", "factor_statement"),
        ("factor", "land_title"),
        ("procedure", "construction_permit"),
    ),
}


def first_items(project: Project) -> list[Item]:
    """The lines a checklist begins with: what the stages of this kind will ask for."""
    words = {key: (text, law) for key, text, _, law in terms.DOCUMENTS}
    return [
        Item(
            project=project,
            list=which,
            kind=kind,
            title=words[kind][0].zh,
            title_en=words[kind][0].en,
            source=words[kind][1].cite() if words[kind][1] else "",  # type: ignore[union-attr]
        )
        for which, kind in _FIRST[project.kind]
    ]


def papers(project: Project) -> list[rules.Paper]:
    """Documents of a project that still count."""
    found = Document.objects.filter(project=project, withdrawn_on__isnull=True).values_list(
        "kind", "dated", "number", "located", "evidence", "valid_until"
    )
    return [
        rules.Paper(kind, dated, number, located, evidence is not None, until)
        for kind, dated, number, located, evidence, until in found
    ]


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
    if project.stage == "started":
        after = rules.month_of(project.started_on) if project.started_on else ""
        reported = Report.objects.filter(
            project=project, state__in=("accepted", "forwarded"), period__gte=after
        ).exists()
        found["report.accepted"] = Known(reported, Text("月报", "Monthly reports"), day)
    else:
        found["report.accepted"] = Known(False, Text("月报", "Monthly reports"), day)
    return found
