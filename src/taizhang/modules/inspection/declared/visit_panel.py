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
_DECIDE = Text("检查审批人答复企业的回避申请", "the approver of inspections answers the firm's request for avoidance")
#: Who does what next with a visit, by its state.
_NEXT = {
    "assigned": Text("检查审批人审批", "the approver of inspections approves it"),
    "approved": Text("双随机经办人发检查通知书", "the clerk of random inspections gives notice"),
    "notified": Text("检查组到场，在手机“上报”页凭检查码进企", "the team enters with the code of the notice, on “Report” of a telephone"),
    "entered": Text("检查组逐项记录结果", "the team records each item"),
    "recorded": Text("企业签字；拒签的，由检查组写明理由和见证人", "the firm signs; where it refuses, the team states why and who saw it"),
    "completed": Text("双随机经办人在{d}前公示结果", "the clerk of random inspections publishes the result by {d}"),
}


def panel(actor: Actor, visit: Any, at: date | None, lang: str) -> Mapping[str, Any] | None:
    """The whole of a visit as it is now; nothing on a page of an earlier day."""
    if at is not None:
        return None
    by_organ: dict[str, list[Any]] = {}
    for row in queries.items(visit.pk):
        name = Text(row.organ.name, row.organ.name_en or row.organ.name).in_(lang)
        by_organ.setdefault(name, []).append((row, _OUTCOMES[row.outcome].in_(lang) if row.outcome else ""))
    follow = queries.follow_ups_of(visit.pk)
    asked = queries.open_requests(visit.pk).count()
    subjects = [f"inspection.visit:{visit.pk}", *queries.subjects_of(visit.pk)]
    return {
        "team": queries.team(visit.pk),
        "lead": rules.LEAD,
        "departments": list(by_organ.items()),
        "follow": [(row, dict(words.FOLLOW_KINDS)[row.kind].in_(lang), dict(words.FOLLOW_STATES)[row.state].in_(lang)) for row in follow],
        "papers": [(entry, _FORMS[form].in_(lang), number) for entry, form, number in papers.papers_of(subjects)],
        "count": queries.number_in_year(visit.enterprise_id, visit.window_from.year),
        "year": visit.window_from.year,
        "next": _next(visit, asked, lang),
        "open_items": list(queries.to_be_followed(actor.organs).filter(visit=visit.pk)),
        "requests": asked,
    }


def _next(visit: Any, asked: int, lang: str) -> str:
    """Who does what next, '' where nobody has to; what the firm asked comes before anybody's visit."""
    if asked and visit.state == "notified":
        return _DECIDE.in_(lang)
    return _NEXT[visit.state].with_(d=visit.publish_by).in_(lang) if visit.state in _NEXT else ""


VISIT_PANEL = Panel(VISIT, "inspection/visit_panel.html", panel)
