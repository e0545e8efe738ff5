"""A workbook of a list or roster is opened by a process of its own, read, compared with the register, and laid ready."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from datetime import date
from typing import Final

from taizhang.frame import batches, clock
from taizhang.frame.actor import Actor
from taizhang.frame.models import Intake
from taizhang.registers.models import Place
from taizhang.surfaces.workbook.model import Cell, CellError, shown
from taizhang.surfaces.workbook.opening import Limits, open_workbook

from .. import terms
from ..actions.roster_imports import kind_of_batch
from ..queries import roster_imports as queries
from ..rules import exchange
from ..rules import roster_sheets as sheets
from ..rules import rosters as rules

#: A register of one city has some ten thousand firms: three times the largest at hand.
MOST_BYTES: Final = 32 << 20
LIMITS: Final = Limits(file_bytes=MOST_BYTES, rows=100_000, memory_bytes=384 << 20, cpu_seconds=20, wall_seconds=60)
#: Problems that are kept one by one; the rows that are held back are kept all.
MOST_TOLD: Final = 5_000


def laid_ready(actor: Actor, kind: str, name: str, content: bytes, place: Place) -> Intake:
    """The rows of a workbook lie ready for the actor to accept for a place; those held back are kept beside them as they came.

    Raises:
        BadInput: the file is refused, or no sheet has the headings.
    """
    workbook = open_workbook(content, LIMITS)
    tables = [sheets.Table(sheet.name, [[_cell(cell) for cell in row] for row in sheet.rows]) for sheet in workbook.sheets]
    return lay_ready(actor, sheets.read(kind, tables), name, hashlib.sha256(content).hexdigest(), place)


def lay_ready(actor: Actor, found: sheets.Read, name: str, sha256: str, place: Place) -> Intake:
    """What was read lies ready, once it was compared with the register."""
    today = clock.today()
    organs = actor.with_right(terms.ROSTER).organs
    sheets.against(found, queries.known_for(found, place, organs[0] if organs else None, today), class_of)
    held, rows = list(found.held_lines()), found.accepted
    counts: dict[str, int] = {}
    for problem in found.problems:
        counts[problem.code] = counts.get(problem.code, 0) + 1
    return batches.take_in(
        kind_of_batch(found.kind),
        actor,
        name,
        sha256,
        rows,
        reading={
            "place": place.pk, "kind": found.kind, "total": len(found.rows), "held": len(held), "counts": counts,
            "headings": list(found.headings), batches.HELD_ROWS: held,
        },
        problems=[asdict(problem) for problem in found.problems[:MOST_TOLD]],
    )  # fmt: skip


def table_of(found: exchange.Exchange) -> sheets.Table:
    """A file of the exchange as a sheet with the usual headings."""
    usual = {column.key: column.headings[0] for column in sheets.COLUMNS[found.kind]}
    # Rosters of the other side call the firm's name 'name'.
    keys = [("firm" if name == "name" and found.kind == "objects" else name) for name in found.columns]
    rows = [[row[name] for name in found.columns] for row in found.rows]
    return sheets.Table(found.kind, [[usual[key] for key in keys], *rows])


def class_of(score: int, day: date, overrides: str) -> str:
    """The class that the rule makes of a score of a day and overrides."""
    bands, floors = terms.CLASS_BANDS.on(day) or terms.CLASS_BANDS.spans[0], terms.CLASS_FLOORS.on(day)
    return rules.classed(score, overrides.split(), dict(floors.value) if floors else {}, bands.value).letter


def _cell(cell: Cell) -> str | None:
    return None if isinstance(cell, CellError) else shown(cell)
