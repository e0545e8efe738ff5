"""Documents that are about to lapse: permits and approvals whose end falls within a dated number of working days."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Record
from taizhang.registers import calendar as days

from .. import terms
from ..models import Document


def last_soon_day(today: date) -> date:
    """The last day on which what lapses is pointed out today; the day itself where the parameter is silent."""
    span = terms.EXPIRING_SOON.on(today)
    return today if span is None else days.calendar().due_day(today, span.value).date


def expiring(rows: QuerySet[Any], today: date) -> QuerySet[Any]:
    """Of these documents those that lapse soon and still matter, the first to lapse first.

    A document matters no more where another one of its kind counts longer, or where it only had to last until a start that was made.
    """
    longer = Document.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=OuterRef("valid_until")),
        project=OuterRef("project"),
        kind=OuterRef("kind"),
        withdrawn_on__isnull=True,
    )
    return (
        rows.filter(valid_until__gte=today, valid_until__lte=last_soon_day(today), withdrawn_on__isnull=True)
        .exclude(kind__in=terms.UNTIL_START, project__started_on__isnull=False)
        .filter(~Exists(longer))
        .order_by("valid_until", "id")
    )


def expiring_of(actor: Actor, record: Record, today: date) -> QuerySet[Any]:
    """The same, of the projects that the actor holds: those of their organ, and those that they lead."""
    organs = actor.organs
    held = Q(project__unit__in=organs) | Q(project__unit__isnull=True, project__organ__in=organs)
    if actor.person is not None:
        held |= Q(project__lead=actor.person)
    rows = reading.rows(actor, record).filter(held, project__standing__in=("normal", "adjusted"))
    return expiring(rows, today).select_related("project")


def until(rows: QuerySet[Any], chosen: str) -> QuerySet[Any]:
    """The documents of a list that lapse soon, that have lapsed, that still count, or that state no end."""
    today = clock.today()
    if chosen == "soon":
        return expiring(rows, today)
    there = rows.filter(withdrawn_on__isnull=True)
    if chosen == "lapsed":
        return there.filter(valid_until__lt=today)
    return there.filter(valid_until__gte=today) if chosen == "counts" else there.filter(valid_until__isnull=True)
