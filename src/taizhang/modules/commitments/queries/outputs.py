"""What papers are made of: an organ's tasks that are late, the facts of a paper, and those that an entry holds."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from taizhang.kernels.ledger import store
from taizhang.registers.models import Organ, Place

from .. import terms

PAPER: Final = "paper"
_MOST_NOTICES: Final = 60
SLIP_ACTION: Final = "commitments.issue_slip"
LETTER_ACTION: Final = "commitments.issue_letter"
NOTICE_ACTION: Final = "commitments.issue_notice"


def late_of(rows: QuerySet[Any], organ: int, today: date) -> QuerySet[Any]:
    """The organ's tasks that are overdue or not signed for in time, the oldest deadline first."""
    return late(rows, today).filter(lead=organ).order_by("due", "id")


def late(rows: QuerySet[Any], today: date) -> QuerySet[Any]:
    """Tasks in the hands of an organ that are overdue, or should have been signed for: one given out yesterday is no reproach."""
    return rows.filter(Q(state__in=terms.WITH_DOER, due__lt=today) | Q(state="assigned", sign_by__lt=today))


def organs_of(rows: QuerySet[Any]) -> list[tuple[Organ, int]]:
    """The leading organs of some tasks and how many each has, the most first."""
    counted = dict(rows.select_related(None).order_by().values_list("lead").annotate(n=Count("id")).values_list("lead", "n"))
    found = [(organ, counted[organ.pk]) for organ in Organ.objects.filter(pk__in=list(counted))]
    return sorted(found, key=lambda p: (-p[1], p[0].pk))


def place_of(key: int) -> Place:
    """The place of a post or an entry."""
    return Place.objects.get(pk=key)


def organ_of(key: int) -> Organ:
    """The organ of a post."""
    return Organ.objects.get(pk=key)


def facts_of(form: str, office: Organ, to: Organ, tasks: Sequence[Any], today: date) -> dict[str, Any]:
    """What a paper says of organs and tasks on a day, as plain values."""
    return {
        "form": form,
        "from": [office.name, office.name_en],
        "to": [to.name, to.name_en],
        "to_key": to.pk,
        "on": today.isoformat(),
        "tasks": [_task(t) for t in tasks],
    }


def _task(task: Any) -> dict[str, Any]:
    return {
        "key": task.pk,
        "title": task.title,
        "words": task.words[:1000],
        "source": task.source.title if task.source else "",
        "source_number": task.source.number if task.source else "",
        "leader": [task.leader.name, task.leader.name_en] if task.leader else ["", ""],
        "due": task.due.isoformat() if task.due else "",
        "sign_by": task.sign_by.isoformat() if task.sign_by else "",
        "state": task.state,
    }


def issued(entry: str) -> tuple[str, Mapping[str, Any]] | None:
    """The subject of an entry that issued a paper, and what the paper is made of; None for any other entry or an erased one."""
    head = store.read(entry)
    if head is None or head.action not in (SLIP_ACTION, LETTER_ACTION, NOTICE_ACTION):
        return None
    said = store.disclosure(entry, "r")
    facts = json.loads(said.payload).get(PAPER) if said else None
    return (head.subject or "", facts) if facts else None


def slips_of(task: int) -> list[tuple[str, str]]:
    """Entry and number of each slip that was issued for a task, oldest first."""
    return _numbers(f"commitments.task:{task}", SLIP_ACTION)


def notices_of(place: int) -> list[tuple[str, str]]:
    """Entry and number of the newest notices that were issued for a place, oldest first."""
    return _numbers(f"registers.place:{place}", NOTICE_ACTION)[-_MOST_NOTICES:]


def _numbers(subject: str, action: str) -> list[tuple[str, str]]:
    keys = [key for key, _, _ in store.acts([subject], {action})]
    said = store.disclosures(keys)
    return [(key, json.loads(said[key, "p"].payload).get("number", "—")) for key in keys if (key, "p") in said]
