"""Free columns of lists: which of them a project has, what their cells say, and who sees both; comments on a unit's month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from taizhang.basis.text import Text, joined
from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Record
from taizhang.registers import scope
from taizhang.registers.models import Organ

from ..extra_columns import shown_cell
from ..models import (
    Commentary,
    ExtraColumn,
    ExtraColumnHistory,
    ExtraValue,
    ExtraValueHistory,
    Membership,
    Project,
    ProjectList,
    Report,
)
from ..terms.extra import MOST_COLUMNS
from .scope import known_on


def standing_columns(lists: Iterable[int], day: date) -> list[ExtraColumn]:
    """Columns of lists that have not ended by a day, in their order; one statement."""
    found = ExtraColumn.objects.filter(list__in=list(lists), added_on__lte=day).filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day))
    return list(found.select_related("list", "place").order_by("order", "id")[: 5 * MOST_COLUMNS])


def columns_of(projects: Sequence[Project], day: date) -> Mapping[int, tuple[ExtraColumn, ...]]:
    """The columns of each project: of the lists it stands on, added for a place that it lies in. Two statements, however many projects."""
    keys = [p.pk for p in projects]
    members = Membership.objects.filter(project__in=keys, valid_from__lte=day).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day))
    lists: dict[int, set[int]] = {}
    for project, project_list in members.values_list("project_id", "list_id"):
        lists.setdefault(project, set()).add(project_list)
    if not lists:
        return {}
    columns = standing_columns(set().union(*lists.values()), day)
    return {
        p.pk: tuple(c for c in columns if c.list_id in lists[p.pk] and p.district.path.startswith(c.place.path))
        for p in projects
        if p.pk in lists
    }


def ledger_columns(actor: Actor) -> list[ExtraColumn]:
    """Standing columns that have one value for a project and concern the places of the actor's posts, the newest list first."""
    paths = [p.place_path for p in actor.posts if p.place_path]
    found = ExtraColumn.objects.filter(monthly=False, added_on__lte=clock.today()).filter(Q(ended_on__isnull=True) | Q(ended_on__gt=clock.today()))
    rows = found.select_related("list", "place").order_by("-list__year", "list_id", "order", "id")[:2000]
    return [c for c in rows if any(c.place.path.startswith(p) or p.startswith(c.place.path) for p in paths)]


def labels_of(columns: Iterable[int]) -> dict[int, Text]:
    """What stands above columns, by their numbers."""
    return {c.pk: label_of(c) for c in ExtraColumn.objects.filter(id__in=list(columns))}


def extra_values(projects: Iterable[int], periods: Iterable[str]) -> Mapping[tuple[int, int, str], ExtraValue]:
    """The cells of projects in months, and those that belong to no month, by project, column and month."""
    found = ExtraValue.objects.filter(project__in=list(projects), period__in=["", *periods])
    return {(v.project_id, v.column_id, v.period): v for v in found}


def column_names(project_list: ProjectList, place: int) -> list[str]:
    """The names of the standing columns that a place has added to a list."""
    standing = Q(ended_on__isnull=True) | Q(ended_on__gt=clock.today())
    return list(ExtraColumn.objects.filter(standing, list=project_list, place=place).values_list("name", flat=True))


def label_of(column: ExtraColumn) -> Text:
    """What stands above a column."""
    return Text(str(column), f"{column.name_en or column.name} ({column.unit})" if column.unit else column.name_en or column.name)


def beside_reports(reports: Sequence[int]) -> Mapping[int, Text]:
    """What the free columns say of reports, as one text for each: 'name: value; …'. Two statements."""
    rows = {pk: (project, period) for pk, project, period in Report.objects.filter(pk__in=reports).values_list("pk", "project_id", "period")}
    return _beside(rows, None)


def with_free_columns(rows: QuerySet[Any], day: date | None) -> list[Any]:
    """Reports with `extra`, what the free columns of their lists say in that month, now or as known on a day.

    One statement beside the rows' own.
    """
    found = list(rows)
    said = _beside({row.id: (row.project_id, row.period) for row in found}, day if day is not None and day < clock.today() else None)
    for row in found:
        row.extra = said.get(row.id, "")
    return found


def _beside(rows: Mapping[int, tuple[int, str]], day: date | None) -> Mapping[int, Text]:
    """The cells of projects in months, by the key of what stands beside them; of a past day with the columns' names of then."""
    values: QuerySet[Any] = ExtraValue.objects.all() if day is None else _with_names(known_on(ExtraValueHistory, day), day)
    values = values.filter(project__in={p for p, _ in rows.values()}, period__in={m for _, m in rows.values()}).exclude(value="")
    told: dict[tuple[int, str], list[Text]] = {}
    for v in values.select_related("column").order_by("column__order", "column_id"):
        if day is not None:
            v.column.name, v.column.name_en = v.named or v.column.name, v.named_en or ""
        cell, label = shown_cell(v.column.kind, v.value), label_of(v.column)
        told.setdefault((v.project_id, v.period), []).append(Text(f"{label.zh}：{cell}", f"{label.en}: {cell}"))
    return {key: joined(told[place], "；", "; ") for key, place in rows.items() if place in told}


def _with_names(values: QuerySet[Any], day: date) -> QuerySet[Any]:
    then = known_on(ExtraColumnHistory, day).filter(id=OuterRef("column_id"))
    return values.annotate(named=Subquery(then.values("name")[:1]), named_en=Subquery(then.values("name_en")[:1]))


def actors_organ(actor: Actor) -> Organ | None:
    """The organ in whose name somebody acts, with its place."""
    return Organ.objects.select_related("place").filter(pk=actor.posts[0].organ).first() if actor.posts else None


# -- comments ---------------------------------------------------------------------------------------------------------


def of_visible_commentary(actor: Actor) -> Q:
    """Comments of the districts of the actor's posts, and those about the actor's own organ."""
    if actor.machine or not actor.posts:
        return scope.ALL if actor.machine else scope.NONE
    return scope.in_place("place")(actor) | Q(unit__in=actor.organs)


def commentary_there(unit: Organ, period: str, place: int) -> bool:
    """Whether a place has commented on a unit's month already."""
    return Commentary.objects.filter(unit=unit, period=period, place=place).exists()


def commentaries(actor: Actor, record: Record, period: str, units: Iterable[int] | None = None) -> Mapping[int, list[Any]]:
    """The comments of a month that the actor may see, by unit; one statement."""
    found = reading.rows(actor, record).filter(period=period)
    if units is not None:
        found = found.filter(unit__in=list(units))
    told: dict[int, list[Any]] = {}
    for row in found.select_related("organ").order_by("place_id", "id")[:500]:
        told.setdefault(row.unit_id, []).append(row)
    return told
