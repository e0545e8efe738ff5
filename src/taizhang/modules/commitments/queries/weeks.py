"""What a weekly meeting looks at, as it was known at the end of a day: what changed, what is stuck and on whom, what falls due."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import RowNumber

from taizhang.frame import clock

from .. import terms
from ..models import Feedback, TaskHistory, Tie

#: What can have happened to a task in a week, in the order in which it is told.
CHANGES: Final = ("given", "signed", "reported", "closed", "returned", "declined", "extended", "ended")
#: Why a task can be stuck, the worst first; a task stands under the first that holds.
STUCK: Final = ("overdue", "returned", "unsigned", "silent", "declined")
_INTO: Final = {
    "assigned": "given", "signed": "signed", "reported": "reported", "closed": "closed", "returned": "returned", "declined": "declined",
    "merged": "ended", "dropped": "ended",
}  # fmt: skip
#: Changes that one page can tell of; a city with more in a week looks at its organs one by one.
MOST: Final = 5000


@dataclass(frozen=True, slots=True)
class Change:
    """That a task came into a state, or was given a later deadline, on a day."""

    task: int
    lead: int | None
    what: str
    on: date


@dataclass(frozen=True, slots=True)
class Week:
    """The days looked at, both of them included, and how far ahead deadlines are told of."""

    since: date
    until: date

    @property
    def next_until(self) -> date:
        """The last day of the week that comes after."""
        return self.until + timedelta(days=7)


def changes(history: QuerySet[Any], week: Week) -> tuple[list[Change], bool]:
    """What happened to the tasks of a history in a week, in the order in which it was recorded, and whether that is not all of it.

    One statement.
    """
    earlier = TaskHistory.objects.filter(id=OuterRef("id"), recorded_from__lt=OuterRef("recorded_from")).order_by(
        "-recorded_from", "-history_id"
    )
    versions = (
        history.filter(
            op="w",
            recorded_from__gte=clock.end_of(week.since - timedelta(days=1)),
            recorded_from__lt=clock.end_of(week.until),
        )
        .order_by("recorded_from", "history_id")
        .annotate(was=Subquery(earlier.values("state")[:1]), was_due=Subquery(earlier.values("due")[:1]))
        .values_list("id", "lead", "state", "due", "due_from", "was", "was_due", "recorded_from")[: MOST + 1]
    )
    read, found = list(versions), []
    for key, lead, state, due, due_from, was, was_due, at in read[:MOST]:
        on = at.astimezone(clock.ZONE).date()
        if state != was and state in _INTO:
            found.append(Change(key, lead, _INTO[state], on))
        if due_from == "extended" and due != was_due:
            found.append(Change(key, lead, "extended", on))
    return found, len(read) > MOST


def why_stuck(day: date, silent_days: int) -> dict[str, Q]:
    """The condition under which a task is stuck, by why; each leaves out those before it."""
    running = Q(state__in=terms.RUNNING)
    told = Feedback.objects.filter(task=OuterRef("id"), said_on__gt=day - timedelta(days=silent_days), said_on__lte=day)
    derived = Tie.objects.filter(task=OuterRef("id")).exclude(awaits="")
    late = running & Q(due__lt=day)
    sent_back, refused = Q(state="returned"), Q(state="declined")
    unsigned = Q(state="assigned", sign_by__lt=day)
    quiet = (
        Q(state__in=("signed", "under_way"), coordination__isnull=True)
        & Q(signed_on__lte=day - timedelta(days=silent_days))
        & ~Q(Exists(told))
        & ~Q(Exists(derived))
    )
    on_time = ~Q(due__lt=day) | Q(due__isnull=True)
    return {
        "overdue": late,
        "returned": sent_back & on_time,
        "unsigned": unsigned & on_time,
        "silent": quiet & on_time,
        "declined": refused & on_time,
    }


def falls_due(week: Week) -> Q:
    """Tasks that are not done and fall due in the week that comes after."""
    return Q(state__in=terms.RUNNING, due__gte=week.until, due__lte=week.next_until)


def by_organ(rows: QuerySet[Any], week: Week, silent_days: int) -> dict[int | None, dict[str, int]]:
    """How many tasks of each organ are stuck, by why, and how many fall due; one statement."""
    sums = {key: Count("id", filter=condition) for key, condition in why_stuck(week.until, silent_days).items()}
    sums["next"] = Count("id", filter=falls_due(week))
    lines = rows.select_related(None).order_by().filter(state__in=terms.OPEN).values("lead").annotate(**sums)
    return {line.pop("lead"): line for line in lines}


def stuck_of(rows: QuerySet[Any], organs: Collection[int | None], week: Week, silent_days: int, most: int) -> list[Any]:
    """The first of the tasks of each organ that are stuck, with `why`: the worst reason first, and of each the earliest deadline."""
    found = _of(rows, organs).filter(state__in=terms.OPEN).annotate(why=_why(week, silent_days)).exclude(why="")
    order = Case(
        *(When(why=key, then=Value(n)) for n, key in enumerate(STUCK)),
        default=Value(len(STUCK)),
        output_field=IntegerField(),
    )
    return _first(found.annotate(order=order), most, "order")


def _why(week: Week, silent_days: int) -> Case:
    conditions = why_stuck(week.until, silent_days)
    whens = [When(condition, then=Value(key)) for key, condition in conditions.items()]
    return Case(*whens, default=Value(""), output_field=CharField(max_length=12))


def due_of(rows: QuerySet[Any], organs: Collection[int | None], week: Week, most: int) -> list[Any]:
    """The first of the tasks of each organ that fall due in the week that comes."""
    return _first(_of(rows, organs).filter(falls_due(week)), most)


def titles(rows: QuerySet[Any], keys: Collection[int]) -> dict[int, str]:
    """What some tasks are called."""
    return dict(rows.select_related(None).filter(id__in=list(keys)).values_list("id", "title")) if keys else {}


def _of(rows: QuerySet[Any], organs: Collection[int | None]) -> QuerySet[Any]:
    some = Q(lead__in=[key for key in organs if key is not None])
    return rows.select_related("lead", "person").filter(some | Q(lead__isnull=True) if None in organs else some)


def _first(rows: QuerySet[Any], most: int, *order: str) -> list[Any]:
    """So many of each organ: their keys first, so that the words of all the others are not read."""
    by: list[Any] = [*order, F("due").asc(nulls_last=True), "id"]
    place = Window(RowNumber(), partition_by=[F("lead")], order_by=by)
    keys = rows.select_related(None).annotate(place_in=place).filter(place_in__lte=most).values_list("id", flat=True)
    return list(rows.filter(id__in=list(keys)).order_by(*by))
