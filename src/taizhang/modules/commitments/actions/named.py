"""The object or the places of a task put right by the words of its text."""

from __future__ import annotations

import re
from typing import Annotated

from taizhang.basis.errors import BadInput, Conflict
from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand

from .. import terms
from ..models import Example, Task
from ..queries.named import CLERK, SEPARATOR
from .confirming import kept_here
from .inputs import Reason

_LONGEST = {"object": 300, "places": 400}


def correct_named(
    task: Task,
    by: Hand,
    *,
    field: Annotated[str, Ask(Text("哪一项", "Which"), choices=terms.NAMED_FIELDS)],
    value: Annotated[
        str,
        Ask(
            Text("应为", "The right one"),
            help=Text(
                "照原文写；几处地点用“、”隔开；原文没有写的留空", "In the words of the text; several places parted by 、; empty where the text names none"
            ),
            multiline=True,
        ),
    ] = "",
    reason: Reason,
) -> None:
    """The task has this object, or these places; where it comes from a document, that is kept as an example for the reader.

    Raises:
        BadInput: the task's words do not say so. Conflict: it is so already, has ended, or its register is another place's.
    """
    kept_here(task, by)
    if task.state not in terms.OPEN:
        raise Conflict(Text("任务已经办结或终结", "The task is done or has ended"), code="ended")
    right = _said(task, field, value)
    if right == getattr(task, field):
        raise Conflict(Text("没有变化", "Nothing changed"), code="same", field="value")
    setattr(task, field, right)
    setattr(task, f"{field}_rule", CLERK)
    task.reason = reason[:400]
    by.put(task)
    if task.source_id is not None and task.start is not None and task.end is not None:
        place = {"source": task.source, "start": task.start, "end": task.end, "kind": "wrong_field", "field": field}
        example = Example.objects.filter(**place).first() or Example(**place)
        example.value, example.said_on, example.agreed = right, by.today, False
        by.put(example)


def _said(task: Task, field: str, value: str) -> str:
    """The value as it is kept: every name of it stands in the task's words.

    Raises:
        BadInput: one does not, or there is too much of it.
    """
    there = "".join((task.words + task.title).split())
    names = [value] if field == "object" else re.split(r"[、，,;；\n]", value)
    kept = list(dict.fromkeys(filter(None, ("".join(name.split()) for name in names))))
    for name in kept:
        if name not in there:
            raise BadInput(
                Text("这项任务的原文没有“{n}”", "The words of this task do not say “{n}”").with_(n=name[:60]), code="not_there", field="value",
                remedy=Text("照原文写；原文没有写的留空", "Write it as the text does; leave it empty where the text names none"),
            )  # fmt: skip
    right = SEPARATOR.join(kept)
    if len(right) > _LONGEST[field]:
        raise BadInput(Text("超过{n}字", "It has more than {n} characters").with_(n=_LONGEST[field]), code="too_long", field="value")
    return right
