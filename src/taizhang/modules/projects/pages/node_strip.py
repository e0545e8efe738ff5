"""The strip of a project's nodes on its sheet: where each bar lies, in per cent of the whole time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from taizhang.frame.actor import Actor

from .. import queries
from ..declared.nodes import SCHEDULE_RECORDS
from .drawing import cut

MOST_NODES = 40


def strip_of(actor: Actor, project: Any, at: date | None, lang: str) -> dict[str, Any]:
    """The nodes of the schedule in per cent of its length, the late and open ones first kept when there are many."""
    shown = queries.shown(actor, SCHEDULE_RECORDS, project, at)
    plan = shown.plan
    if not plan.rows:
        return {"rows": [], "hidden": 0, "today": None}
    days = [d for n in plan.dates.values() for d in (n.start.date, n.finish.date)]
    days += [d for f in shown.frozen.values() for d in (f.start, f.finish)]
    first, last = min(days), max(days) + timedelta(days=1)
    span = max((last - first).days, 1)

    def per_cent(day: date) -> float:
        return round(100 * (day - first).days / span, 2)

    rows = []
    for key, row in list(plan.rows.items())[:MOST_NODES]:
        dates, frozen = plan.dates[key], shown.frozen.get(str(row.id))
        left, right = per_cent(dates.start.date), per_cent(dates.finish.date + timedelta(days=1))
        done = row.state in ("reported", "closed")
        rows.append(
            {
                "title": cut(row.title_en if lang == "en" and row.title_en else row.title, 17 if lang != "en" else 30),
                "left": left,
                "width": round(right - left, 2),
                "ghost": [per_cent(frozen.start), round(per_cent(frozen.finish + timedelta(days=1)) - per_cent(frozen.start), 2)] if frozen else None,
                "done": done,
                "late": not done and frozen is not None and frozen.finish < plan.today,
                "finish": dates.finish.date.isoformat(),
            }
        )
    today = per_cent(plan.today) if first <= plan.today <= last else None
    return {"rows": rows, "hidden": len(plan.rows) - len(rows), "today": today}
