"""What stands on the page of a late node: since when, why, who has to act, and the ways to act on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Panel

from .. import queries
from ..queries import leading
from .coordination import ASK
from .nodes import FORECAST, NODE


def _of_node(actor: Actor, row: Any, at: date | None, lang: str) -> Mapping[str, Any] | None:
    """Nothing for a node that is not late; a past day shows the row alone, since lateness is that of today."""
    if at is not None or not reading.is_staff(actor):
        return None
    today = clock.today()
    late = queries.late_nodes(actor, NODE, today).filter(pk=row.pk).select_related("project__organ", "project__lead").first()
    if late is None:
        return None
    forecast = leading.newest_forecasts(actor, FORECAST, [row.pk]).get(row.pk)
    return {
        "due": late.due,
        "days": (today - late.due).days,
        "by_baseline": late.baseline_finish is not None,
        "forecast": forecast,
        "passed": forecast is not None and forecast.expected_finish < today,
        "organ": late.organ or late.project.organ,
        "person": late.person or late.project.lead,
        "project": late.project_id,
        "may_ask": actor.may(ASK),
        "lang": lang,
    }


LATE_PANEL = Panel(NODE, "projects/late_panel.html", _of_node)
