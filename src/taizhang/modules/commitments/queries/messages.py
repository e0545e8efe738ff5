"""What was sent to an organ about tasks: the messages of the outbox that stay inside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from taizhang.basis.text import Text

from .. import terms
from ..models import Task
from .tasks import soon_until

#: What a day says by itself of a task in an organ's hands.
BY_CLOCK: Final = (
    ("task_due_soon", Text("任务临期", "The deadline is near")),
    ("task_overdue", Text("任务已逾期", "The deadline has passed")),
    ("task_unsigned", Text("任务未按时签收", "Not signed for in time")),
)
#: What each kind of message says. A kind that is not here is another module's.
KINDS: Final[Mapping[str, Text]] = {
    "task_assigned": Text("交办给你单位牵头", "Given to your organ to lead"),
    "task_to_help": Text("请你单位配合", "Your organ is asked to help"),
    "task_reminder": Text("催办", "A reminder"),
    "task_slip": Text("督办单", "A supervision slip"),
    "task_letter": Text("督办函", "A supervision letter"),
    "task_notice": Text("通报", "A notice"),
    "task_returned": Text("核查退回", "Returned by the check"),
    "task_taken_away": Text("已改交其他单位", "Given to another organ"),
    "task_dropped": Text("任务已撤销", "The task was dropped"),
    "extension_approved": Text("延期已批准", "The extension was approved"),
    "extension_refused": Text("延期未批准", "The extension was refused"),
    **dict(BY_CLOCK),
}
#: So long after the day the same reminder is held back by the key under which it was sent, which lives ninety days.
_TOLD_WITHIN: Final = timedelta(days=60)


def pointed_out(today: date) -> Iterator[tuple[str, int, date]]:
    """Why, which task and by which deadline: each task in an organ's hands that a reminder is due for on a day."""
    held = Task.objects.filter(state__in=terms.WITH_DOER, lead__isnull=False).order_by("id")
    since = today - _TOLD_WITHIN
    unsigned = held.filter(state="assigned", sign_by__lt=today, sign_by__gte=since)
    for why, rows, column in (
        ("task_due_soon", held.filter(due__gte=today, due__lte=soon_until(today)), "due"),
        ("task_overdue", held.filter(due__lt=today, due__gte=since), "due"),
        ("task_unsigned", unsigned, "sign_by"),
    ):
        for key, day in list(rows.values_list("pk", column)):
            yield why, key, day
