"""What stands on the page of a sample check: what comes next, and of each drawn task what the second look found."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Panel

from .. import terms
from .records import TASK
from .spot import DRAWN, SPOT
from .verbs import CHECK

#: Drawn tasks that the panel lists; the tab below it has them all.
_SHOWN = 60


def _of_check(actor: Actor, row: Any, at: date | None, lang: str) -> Mapping[str, Any] | None:
    """The check for somebody who has not made one before, now or as it was known on a day."""
    if not reading.is_staff(actor):
        return None
    found = list(reading.rows(actor, DRAWN, at=at).filter(check_row=row.id).order_by("number")[:_SHOWN])
    titles = dict(reading.rows(actor, TASK, at=at).select_related(None).filter(id__in=[each.task_id for each in found]).values_list("id", "title"))
    may = at is None and row.state == "drawn" and actor.may(CHECK)
    return {
        "key": row.id,
        "state": row.state,
        "waits": (at or clock.today()) < row.event_on,
        "size": row.size,
        "take": row.take,
        "event": row.event,
        "on": row.event_on.isoformat(),
        "reported": sum(bool(each.holds) for each in found),
        "drawn": [_line(each, titles, may) for each in found],
    }


def _line(each: Any, titles: Mapping[int, str], may: bool) -> dict[str, Any]:
    return {
        "number": each.number,
        "task": each.task_id,
        "seen": each.task_id in titles,
        "title": titles.get(each.task_id, f"T{each.task_id}"),
        "substitute": each.substitute,
        "verdict": dict(terms.SPOT_VERDICTS).get(each.holds),
        "report": f"/r/{DRAWN.kind}/{each.id}/do/commitments.report_spot_check/" if may else "",
    }


SPOT_PANEL = Panel(SPOT, "commitments/spot_panel.html", _of_check)
