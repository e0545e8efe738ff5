"""The cells of free columns in a sheet: typed into a draft of their own, sent as one entry for each project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from taizhang.basis.errors import BadInput, Refused
from taizhang.frame import clock, drafts
from taizhang.frame.actor import Actor
from taizhang.frame.models import Draft
from taizhang.frame.perform import perform

from .. import extra_columns, queries, terms
from ..models import ExtraColumn
from ..queries import grid as sheets
from ..queries.extra import label_of
from ..terms.extra import FILL, FILLER_RIGHTS

FILL_COLUMNS = "projects.fill_columns"


def box_of(column: ExtraColumn) -> str:
    """The name of a column in boxes, workbooks and answers."""
    return f"x{column.pk}"


@dataclass
class Cells:
    """The free cells of one project: what they say, what is typed, and which of them the person may fill in."""

    project: int
    period: str
    columns: Sequence[ExtraColumn]
    was: Mapping[str, str]
    last: Mapping[str, str]
    typed: dict[str, str]
    open: frozenset[str]
    draft: Draft | None = None
    refused: Sequence[Refused] = ()

    @property
    def changed(self) -> dict[ExtraColumn, str]:
        """The columns whose cell says something else than the ledger."""
        return {c: self.typed.get(b, "") for c in self.columns if (b := box_of(c)) in self.open and self.typed.get(b, "") != self.was.get(b, "")}

    def was_sent(self, sent: Mapping[str, str]) -> bool:
        """Whether a request has boxes of these cells."""
        return any(f"p{self.project}-{name}" in sent for name in self.open)

    def type(self, sent: Mapping[str, str]) -> None:
        """The boxes hold what was sent."""
        for name in self.open:
            value = sent.get(f"p{self.project}-{name}")
            if value is not None:
                self.typed[name] = " ".join(value.split())

    def keep(self, actor: Actor) -> None:
        """What differs from the ledger is a draft of the person's own; where nothing does there is none."""
        if self.changed:
            self.draft = drafts.keep(actor, FILL_COLUMNS, self.project, {"period": [self.period], "cells": [self._lines()]}, self.draft)
        else:
            drafts.drop(self.draft)
            self.draft = None

    def problems(self) -> tuple[Refused, ...]:
        """What cannot be read, each with its box."""
        found = []
        for column, text in self.changed.items():
            try:
                extra_columns.read_cell(extra_columns.cell_of(column), text)
            except BadInput as refused:
                found.append(BadInput(refused.reason, code=refused.code, field=box_of(column)))
        return tuple(found)

    def send(self, actor: Actor, nonce: str | None) -> str:
        """The entry by which the cells are filled in; '' where nothing changed or it was refused, and `refused` says why."""
        if not self.changed:
            return ""
        self.refused = self.problems()
        if self.refused:
            return ""
        raw = {"period": self.period, "cells": self._lines()}
        try:
            entry = perform(FILL_COLUMNS, self.project, actor, raw, idempotency_key=f"{nonce}-x" if nonce else None).entry
        except Refused as refused:
            self.refused = refused.details or (refused,)
            return ""
        drafts.drop(self.draft)
        return entry

    def shown(self, all_columns: Sequence[ExtraColumn], lang: str, problems: Mapping[str | None, str]) -> list[dict[str, Any]]:
        """A cell for each column of the sheet; one of another list is empty."""
        own = {box_of(c) for c in self.columns}
        return [
            {
                "name": box_of(c),
                "label": label_of(c).in_(lang),
                "here": box_of(c) in own,
                "open": box_of(c) in self.open,
                "number": c.kind in ("number", "amount"),
                "choices": extra_columns.choices_of(c.choices) if c.kind == "choice" else (),
                "value": self.typed.get(box_of(c), ""),
                "text": extra_columns.shown_cell(c.kind, self.was.get(box_of(c), "")),
                "last": extra_columns.shown_cell(c.kind, self.last.get(box_of(c), "")),
                "problem": problems.get(box_of(c), ""),
            }
            for c in all_columns
        ]

    def _lines(self) -> str:
        return extra_columns.as_lines((c.pk, text) for c, text in self.changed.items())


def cells_of(actor: Actor, period: str, before: str, lines: Sequence[sheets.GridRow]) -> Mapping[int, Cells]:
    """The free cells of a sheet by project, with the person's drafts in them. Four statements, however many projects."""
    projects = [r.project for r in lines]
    columns = queries.columns_of(projects, clock.today())
    keys = [k for k, found in columns.items() if found]
    if not keys:
        return {}
    values = queries.extra_values(keys, [period, before])
    kept: dict[int, Draft] = {}
    for draft in drafts.drafts_of(actor, FILL_COLUMNS, keys):
        if draft.raw.get("period") == [period] and draft.target is not None:
            kept.setdefault(draft.target, draft)
    reach = {p.project.pk for p in lines if p.mine or actor.may(terms.EDIT)}
    return {key: _cells(actor, key, period, before, columns[key], values, kept.get(key), key in reach) for key in keys}


def _cells(
    actor: Actor,
    project: int,
    period: str,
    before: str,
    columns: Sequence[ExtraColumn],
    values: Mapping[tuple[int, int, str], Any],
    draft: Draft | None,
    reached: bool,
) -> Cells:
    was: dict[str, str] = {}
    last: dict[str, str] = {}
    may: set[str] = set()
    for c in columns:
        for told, month in ((was, period if c.monthly else ""), (last, before)):
            value = values.get((project, c.pk, month))
            if value is not None and (told is was or c.monthly):
                told[box_of(c)] = value.value
        if reached and actor.may(FILL) and (actor.may(FILLER_RIGHTS[c.filler]) or actor.may(terms.EDIT)):
            may.add(box_of(c))
    typed = dict(was)
    if draft is not None:
        # A draft about a column that has ended since says nothing any more.
        with suppress(BadInput):
            typed |= {f"x{key}": text for key, text in extra_columns.read_lines((draft.raw.get("cells") or [""])[0], columns).items()}
    return Cells(project, period, columns, was, last, typed, frozenset(may), draft)


def columns_of_sheet(cells: Mapping[int, Cells]) -> list[ExtraColumn]:
    """The free columns of a sheet, each once, in their order."""
    found = {c.pk: c for row in cells.values() for c in row.columns}
    return sorted(found.values(), key=lambda c: (c.order, c.pk))
