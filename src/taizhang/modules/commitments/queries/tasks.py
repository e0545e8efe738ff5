"""Tasks by what is shown of them on a day, with the newest that was said of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from django.db.models import Q, QuerySet

from taizhang.basis.text import Text
from taizhang.frame import clock
from taizhang.registers import calendar as days

from .. import rules, terms
from ..models import Cooperator, Feedback, Task, Tie

#: A shape for each standing, so that colour is never alone.
_SHAPES: Final = {"overdue": "■", "due_soon": "▲", "not_begun": "○", "on_course": "●", "to_check": "◆", "closed": "✓", "ended": "–"}
_ENDED: Final = Q(state__in=("merged", "dropped"))
STANDING_SHOWN: Final = tuple((key, Text(f"{_SHAPES[key]} {w.zh}", f"{_SHAPES[key]} {w.en}")) for key, w in terms.STANDINGS)


def soon_until(today: date) -> date:
    """The last deadline that counts as near on a day."""
    span = terms.DUE_SOON.on(today)
    return days.calendar().due_day(today, span.value).date if span else today


def with_standing(rows: Any, day: date | None) -> Iterable[Any]:
    """The rows with `standing` as of a day, and with the newest that was said of each by then."""
    today = day or clock.today()
    until = soon_until(today)
    found = list(rows)
    said = latest_words([row.id for row in found], today)
    helping = helpers_of([row.id for row in found])
    for row in found:
        row.helpers = helping.get(row.id)
        row.standing = rules.standing(row.state, row.due, today, until)
        newest = said.get(row.id)
        row.said = newest.progress if newest else ""
        row.said_on = newest.said_on if newest else None
    return found


def latest_words(tasks: Sequence[int], day: date) -> dict[int, Feedback]:
    """The newest feedback of each task that was given by a day."""
    found: dict[int, Feedback] = {}
    for row in Feedback.objects.filter(task__in=tasks, said_on__lte=day).order_by("said_on", "id"):
        found[row.task_id] = row
    return found


def helpers_of(tasks: Sequence[int]) -> dict[int, Text]:
    """The organs that help with each task, by their short names."""
    names: dict[int, list[tuple[str, str]]] = {}
    rows = Cooperator.objects.filter(task__in=tasks).select_related("organ").order_by("id")
    for row in rows:
        o = row.organ
        names.setdefault(row.task_id, []).append((o.short or o.name, o.short_en or o.name_en or o.short or o.name))
    return {key: Text("、".join(zh for zh, _ in each), ", ".join(en for _, en in each)) for key, each in names.items()}


def tasks_at(rows: QuerySet[Any], standing: str) -> QuerySet[Any]:
    """The tasks that are shown as this today: the same rule as `rules.standing`, as a condition of the database."""
    return rows.filter(at(standing, clock.today()))


def at(standing: str, today: date) -> Q:
    """The condition under which a task is shown as this on a day."""
    return conditions(today).get(standing, Q(pk__in=[]))


def conditions(today: date) -> dict[str, Q]:
    """The condition of each standing on a day; one statement, for the days off work."""
    until = soon_until(today)
    running = Q(state__in=terms.RUNNING)
    late, near = Q(due__lt=today), Q(due__gte=today, due__lte=until)
    calm = Q(due__isnull=True) | Q(due__gt=until)
    return {
        "overdue": running & late,
        "due_soon": running & near,
        "not_begun": Q(state__in=("confirmed", "assigned", "declined", "signed")) & calm,
        "on_course": Q(state__in=("under_way", "returned")) & calm,
        "to_check": Q(state="reported"),
        "closed": Q(state__in=("closed", "archived")),
        "ended": _ENDED,
        "alive": ~_ENDED,
    }


def unproved(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """Tasks that lack something, as the list narrows to them: a claim without proof, no deadline, no organ."""
    return rows.filter(
        {
            "proof": Q(state="reported", proof__isnull=True) & ~Q(id__in=Tie.objects.exclude(awaits="").values("task")),
            "deadline": Q(due__isnull=True, state__in=terms.OPEN),
            "lead": Q(lead__isnull=True) & ~_ENDED,
            "leader": Q(leader__isnull=True) & ~_ENDED,
            "source": Q(source__isnull=True) & ~_ENDED,
        }.get(value, Q(pk__in=[]))
    )


def parts_open(task: Task) -> bool:
    """Whether a part of a task is not done yet, be it as part of another one."""
    going_on = Q(state__in=terms.OPEN) | Q(state="merged", merged_into__state__in=terms.OPEN)
    return Task.objects.filter(going_on, parent=task).exclude(merged_into=task).exists()


def task_of(coordination: Any) -> Task | None:
    """The task of a matter that a meeting decided, None where there is none yet."""
    return Task.objects.filter(coordination=coordination).first()


def stirred(day: date) -> Q:
    """Tasks on which a day can have an effect by itself: those that await something of a project."""
    return Q(state__in=(*terms.WITH_DOER, "reported"), id__in=Tie.objects.exclude(awaits="").values("task"))
