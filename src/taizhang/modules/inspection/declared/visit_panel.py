"""What stands on a visit's own page: its people, its items by department, its papers, and how often the firm was visited this year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from taizhang.basis.text import Text
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Panel

from .. import terms
from ..queries import papers
from ..queries import visits as queries
from ..rules import visits as rules
from ..terms import visit_words as words
from .visits import VISIT

_OUTCOMES = dict(terms.OUTCOMES)
_FORMS = dict(words.FORMS)


def panel(actor: Actor, visit: Any, at: date | None, lang: str) -> Mapping[str, Any] | None:
    """The whole of a visit as it is now; nothing on a page of an earlier day."""
    if at is not None:
        return None
    by_organ: dict[str, list[Any]] = {}
    for row in queries.items(visit.pk):
        name = Text(row.organ.name, row.organ.name_en or row.organ.name).in_(lang)
        by_organ.setdefault(name, []).append((row, _OUTCOMES[row.outcome].in_(lang) if row.outcome else ""))
    follow = queries.follow_ups_of(visit.pk)
    subjects = [f"inspection.visit:{visit.pk}", *queries.subjects_of(visit.pk)]
    return {
        "team": queries.team(visit.pk),
        "lead": rules.LEAD,
        "departments": list(by_organ.items()),
        "follow": [(row, dict(words.FOLLOW_KINDS)[row.kind].in_(lang), dict(words.FOLLOW_STATES)[row.state].in_(lang)) for row in follow],
        "papers": [(entry, _FORMS[form].in_(lang), number) for entry, form, number in papers.papers_of(subjects)],
        "count": queries.number_in_year(visit.enterprise_id, visit.window_from.year),
        "year": visit.window_from.year,
        "requests": queries.open_requests(visit.pk).count(),
    }


VISIT_PANEL = Panel(VISIT, "inspection/visit_panel.html", panel)
