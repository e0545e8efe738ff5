"""From a published sheet of capital commitments to its lines: read, laid ready, accepted, applied chunk by chunk."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from taizhang.frame import batches
from taizhang.frame.actor import Actor
from taizhang.frame.hand import Hand
from taizhang.frame.models import Batch, Intake
from taizhang.surfaces.workbook.model import Workbook
from taizhang.surfaces.workbook.opening import open_workbook
from taizhang.surfaces.workbook.template import Template

from .capital_roles import CapitalSheet, canonical, review_capital
from .models import CapitalLine, CapitalPlan, SheetTemplate

KIND = "projects.capital"


def read(
    source: bytes, corrections: Mapping[str, Mapping[str, str | None]] | None = None, *, reader: Actor
) -> tuple[Workbook, list[CapitalSheet]]:
    """The workbook and how it is understood, with the templates that were saved: the reader's organs' outrank others.

    Raises:
        BadInput: the file is refused.
    """
    workbook = open_workbook(source)
    rows = SheetTemplate.objects.order_by("-id").values_list("organ_id", "body")
    saved = [Template.from_json(body) for _, body in sorted(rows, key=lambda row: row[0] in reader.organs)]
    return workbook, review_capital(workbook, saved, corrections)


def lay_ready(actor: Actor, name: str, content: bytes, sheets: Sequence[CapitalSheet]) -> Intake:
    """The lines that go in lie ready for the actor to accept; those held back are kept beside them by cell."""
    problems = [
        {"sheet": p.sheet, "row": p.row, "column": p.column, "code": p.code, "zh": p.reason.zh, "en": p.reason.en, "shown": p.shown, "blocking": p.blocking}
        for sheet in sheets
        for p in sheet.problems
    ]
    return batches.take_in(KIND, actor, name, hashlib.sha256(content).hexdigest(), canonical(sheets), problems=problems)


def apply(by: Hand, batch: Batch, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows of one chunk are lines of the snapshot; one outcome per row."""
    plan = CapitalPlan.objects.get(batch=batch.pk)
    lines = [
        CapitalLine(
            plan=plan,
            row=row["row"],
            code=str(row.get("code", ""))[:80],
            name=str(row.get("name", ""))[:300],
            organ=str(row.get("organ", ""))[:200],
            commitment_fen=row["commitment"],
            net_change_fen=row.get("net_change"),
            due=str(row.get("due", ""))[:10],
            note=str(row.get("note", ""))[:400],
        )
        for row in rows
        if "commitment" in row
    ]
    by.put_new(lines)
    made = iter(lines)
    return [{"key": next(made).pk} if "commitment" in row else {"refused": _NO_AMOUNT} for row in rows]


_NO_AMOUNT = {"code": "no_amount", "zh": "没有承诺额", "en": "There is no commitment"}
