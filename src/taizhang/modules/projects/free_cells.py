"""Cells of free columns that come with a ledger: each goes to the column of its name on the list of its sheet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from taizhang.frame.actor import Actor
from taizhang.frame.hand import Hand

from . import extra_columns, terms
from .models import ExtraColumn, ExtraValue, Project, ProjectList
from .queries.extra import standing_columns
from .terms.extra import FILLER_RIGHTS


@dataclass
class FreeCells:
    """What one chunk needs to know of free columns: which a sheet names, which stand on its lists, and what their cells say."""

    named: Mapping[str, ExtraColumn] = field(default_factory=dict)
    standing: Sequence[ExtraColumn] = ()
    there: dict[tuple[int, int], ExtraValue] = field(default_factory=dict)
    may_fill: frozenset[str] = frozenset()
    new: list[ExtraValue] = field(default_factory=list)
    changed: dict[int, ExtraValue] = field(default_factory=dict)

    def take(self, project: Project, project_list: int, row: Mapping[str, Any], *, sheet_decides: bool) -> list[str]:
        """The free cells of a row are those of the project; the keys of those that say something else, or have no column to go to."""
        differs = []
        for key in row.keys() & self.named.keys():
            column = self._column(self.named[key], project, project_list)
            if column is None or not self._filled(column, project, extra_columns.text_of(column, row[key]), sheet_decides):
                differs.append(key)
        return sorted(differs)

    def _column(self, named: ExtraColumn, project: Project, project_list: int) -> ExtraColumn | None:
        """The column of that name and kind on the list, which the actor may fill in and which is for the project's place."""
        path = project.district.path
        return next(
            (
                c
                for c in self.standing
                if c.list_id == project_list
                and (c.name, c.kind, c.unit) == (named.name, named.kind, named.unit)
                and c.filler in self.may_fill
                and path.startswith(c.place.path)
            ),
            None,
        )

    def _filled(self, column: ExtraColumn, project: Project, value: str, sheet_decides: bool) -> bool:
        cell = self.there.get((project.pk, column.pk))
        if cell is None:
            cell = ExtraValue(column=column, project=project, value=value)
            self.there[project.pk, column.pk] = cell
            self.new.append(cell)
        elif cell.value != value:
            if cell.value and not sheet_decides:
                return False
            cell.value = value
            if cell.pk is not None:
                self.changed[cell.pk] = cell
        return True

    def put(self, by: Hand) -> None:
        """What was taken is written."""
        by.put_new(self.new)
        for cell in self.changed.values():
            by.put(cell)


def prepared(by: Hand, rows: Sequence[Mapping[str, Any]], lists: Iterable[ProjectList], projects: Collection[int]) -> FreeCells:
    """What a chunk needs; no statement where its rows name no free column, three where they do."""
    keys = {key for row in rows for key in row if key.startswith(extra_columns.ROLE)}
    if not keys:
        return FreeCells()
    numbers = {int(key.removeprefix(extra_columns.ROLE)): key for key in keys}
    named = {numbers[c.pk]: c for c in ExtraColumn.objects.filter(id__in=numbers)}
    standing = [c for c in standing_columns([row.pk for row in lists], by.today) if not c.monthly]
    cells = ExtraValue.objects.filter(project__in=projects, column__in=[c.pk for c in standing], period="")
    return FreeCells(named, standing, {(v.project_id, v.column_id): v for v in cells}, _may_fill(by.actor))


def _may_fill(actor: Actor) -> frozenset[str]:
    if actor.machine or actor.may(terms.EDIT):
        return frozenset(FILLER_RIGHTS)
    return frozenset(filler for filler, right in FILLER_RIGHTS.items() if actor.may(right))
