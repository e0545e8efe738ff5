"""Verbs of the checklist: items added, assigned, completed, dropped, their dates recomputed."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from taizhang.basis.errors import BadInput, Conflict
from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand, not_future
from taizhang.registers import calendar as days

from .. import queries, rules, terms
from ..models import Item, Project
from .inputs import Lead, Note, Reason, ResponsibleOrgan


def add_item(
    project: Project,
    by: Hand,
    *,
    list: Annotated[str, Ask(Text("清单", "List"), choices=terms.LISTS, example="problem")],
    title: Annotated[str, Ask(Text("事项", "Item"), example="示例事项")],
    organ: ResponsibleOrgan = None,
    person: Lead = None,
    due: Annotated[
        date | None,
        Ask(
            Text("完成时限", "Due"),
            help=Text("没有时限的留空，显示为“未明确时限”", "Leave empty where none is set; it shows as ‘not stated’"),
        ),
    ] = None,
    source: Annotated[str, Ask(Text("来源", "Source"))] = "",
) -> Item:
    """The checklist has one more line.

    Raises:
        BadInput: without words.
    """
    if not title.strip():
        raise BadInput(Text("请写明事项", "Say what the item is"), code="missing", field="title")
    return by.put(Item(project=project, list=list, title=title, organ=organ, person=person, due=due, source=source))


def lay_out_checklist(project: Project, by: Hand) -> None:
    """The five lists have every line that the template of the project's kind and trade names today; none is doubled.

    Raises:
        Conflict: nothing is missing.
    """
    there = queries.item_kinds(project)
    missing = [item for item in queries.first_items(project, by.today) if item.kind not in there]
    if not missing:
        raise Conflict(
            Text("清单已经齐全", "The checklist is complete already"),
            code="complete",
            law=terms.LEDGER_RULE,
            remedy=Text("另有事项的，用“新增清单事项”", "Use “Add a checklist item” for anything else"),
        )
    papers = {paper.kind: paper.dated for paper in queries.papers(project)}
    for item in missing:
        if item.kind in papers:
            item.state, item.done_on = "done", papers[item.kind]
    by.put_new(missing)


def assign_item(
    item: Item,
    by: Hand,
    *,
    organ: ResponsibleOrgan = None,
    person: Lead = None,
    due: Annotated[date | None, Ask(Text("完成时限", "Due"))] = None,
) -> None:
    """The line has this organ, person and due date.

    Raises:
        Conflict: the line is closed.
    """
    _open(item)
    item.organ, item.person, item.due = organ, person, due
    by.put(item)


def complete_item(
    item: Item,
    by: Hand,
    *,
    on: Annotated[date, Ask(Text("完成日期", "Done on"), example="2026-01-20")],
    note: Note = "",
) -> None:
    """The line is done.

    Raises:
        Conflict: it is closed already. BadInput: a day that has not come.
    """
    _open(item)
    not_future(on, by, "on")
    item.state, item.done_on, item.note = "done", on, note
    by.put(item)


def drop_item(item: Item, by: Hand, *, reason: Reason) -> None:
    """The line is no longer needed, with the reason.

    Raises:
        Conflict: it is closed already.
    """
    _open(item)
    item.state, item.note = "dropped", reason
    by.put(item)


def recompute_deadlines(by: Hand) -> None:
    """Open lines whose date comes from a legal term have the date that the calendar now in force gives."""
    calendar = days.calendar()
    moved = []
    for item in Item.objects.filter(state="open").exclude(clock="").exclude(clock_from=None).order_by("id"):
        assert item.clock_from is not None
        due = rules.clock_due(item.clock, item.clock_from, calendar)
        if due is not None and (due.date, due.provisional) != (item.due, item.provisional):
            moved.append([item.pk, item.due, due.date])
            item.due, item.provisional = due.date, due.provisional
            by.put(item)
    by.say(calendar=calendar.version, moved=moved)


def _open(item: Item) -> None:
    if item.state != "open":
        raise Conflict(
            Text("该事项已经办结", "This item is closed"),
            code="closed",
            remedy=Text("如需重提，请新增一项", "Add a new item to raise it again"),
        )
