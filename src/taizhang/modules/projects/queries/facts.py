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

_FIRST: dict[str, tuple[tuple[str, str], ...]] = {
    "gov": (
        ("procedure", "proposal_approval"),
        ("procedure", "feasibility_approval"),
        ("procedure", "design_approval"),
        ("money", "money_notice"),
        ("factor", "land_title"),
        ("procedure", "construction_permit"),
    ),
    "approved": (
        ("procedure", "verification_decision"),
        ("factor", "factor_statement"),
        ("factor", "land_title"),
        ("procedure", "construction_permit"),
    ),
    "promotion": (
        ("procedure", "investment_agreement"),
        ("procedure", "fair_competition_review"),
        ("procedure", "filing_certificate"),
        ("factor", "factor_statement"),
        ("procedure", "construction_permit"),
    ),
    "renewal": (
        ("procedure", "quarter_plan"),
        ("procedure", "renewal_plan_approval"),
        ("duty", "body_decision"),
        ("procedure", "construction_permit"),
    ),
    "park": (
        ("procedure", "filing_certificate"),
        ("factor", "factor_statement"),
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
