"""What the ledger holds of a project for the forms of investment statistics, now or as known at the end of a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from taizhang.basis.money import decimal_text, format_fen
from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Record

from .. import lifecycle, rules
from ..entry_checklist import Held


def held(actor: Actor, document: Record, report: Record, project: Any, at: date | None, lang: str = "zh") -> Held:
    """The facts of the project's file and what is entered of it, read through the actor's scope: two statements.

    What is entered is told in a language, where it has a name in it.
    """
    today = at or clock.today()
    months = (
        reading.rows(actor, report, at=at)
        .filter(project=project.id, period__startswith=f"{today.year}-")
        .exclude(state__in=("superseded", "returned"))
        .order_by("period")
    )
    return Held(
        project.total_investment_fen,
        project.stage in lifecycle.BUILT,
        _fields(project, list(months), lang),
        rules.document_facts(_papers(actor, document, project, at), today),
    )


def _papers(actor: Actor, document: Record, project: Any, at: date | None) -> list[rules.Paper]:
    rows = reading.rows(actor, document, at=at).filter(project=project.id, withdrawn_on__isnull=True)
    return [
        rules.Paper(
            d.kind, d.dated, d.number, d.located, d.evidence_id is not None, d.valid_until,
            day_typed=bool(d.day_typed), alike=d.similar_to_id is not None and d.similar_why is None,
        )
        for d in rows
    ]  # fmt: skip


def _fields(project: Any, months: list[Any], lang: str) -> dict[str, str]:
    """What is entered, as it is shown; absent where there is nothing."""

    def money(fen: int) -> str:
        return f"{decimal_text(fen, '万元', ',')} (10k CNY)" if lang == "en" else format_fen(fen)

    invested = [m for m in months if m.investment_fen is not None]
    progress = next((m for m in reversed(months) if m.progress.strip()), None)
    found = {
        "field.name": project.name_en or project.name if lang == "en" else project.name,
        "field.code": project.code or "",
        "field.place": (project.place.name_en or project.place.name if lang == "en" else project.place.name) if project.place else "",
        "field.owner": project.owner.strip(),
        "field.summary": " ".join(project.summary.split())[:80],
        "field.total": money(project.total_investment_fen) if project.total_investment_fen is not None else "",
        "field.planned": f"{project.planned_start} / {project.planned_finish}" if project.planned_start and project.planned_finish else "",
        "field.started": project.started_on.isoformat() if project.started_on else "",
        "field.investment": ", ".join(f"{m.period[5:]}: {money(m.investment_fen)}" for m in invested),
        "field.progress": f"{progress.period}: {' '.join(progress.progress.split())[:60]}" if progress else "",
    }
    return {key: value for key, value in found.items() if value}
