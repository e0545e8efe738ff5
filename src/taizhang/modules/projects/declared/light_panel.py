"""What stands on the page of a project about its lights, and on that of a question about its figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from taizhang.basis.text import Text
from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Panel

from ..lights import light as lights
from ..lights.terms import STATE_WORDS
from ..queries import lights as known
from ..queries import questions
from .lights import WAIVER
from .questions import QUESTION
from .records import PROJECT, RECORDS


def project_lights(actor: Actor, project: int, at: date | None = None) -> known.ProjectLights | None:
    """The lights of a project as the actor may know them, now or at the end of a day."""
    waivers = reading.rows(actor, WAIVER, at=at).filter(project=project, approved_on__isnull=False)
    return known.project_lights(known.seen(actor, RECORDS, at), project, waivers, at or clock.today())


def light_line(light: lights.Light, trend: tuple[str, ...] = (), months: tuple[str, ...] = ()) -> dict[str, Any]:
    """One light as pages show it: a state, its words, and everything that made it."""
    change = light.next_change
    return {
        "key": light.dimension.key,
        "label": light.dimension.label,
        "state": light.state,
        "words": STATE_WORDS[light.state],
        "waiver": light.waiver,
        "reason": light.reason,
        "law": light.law,
        "note": light.dimension.note,
        "figures": light.figures,
        "thresholds": light.thresholds,
        "change": change,
        "change_words": STATE_WORDS[change.to] if change and change.to else _ENDS,
        "steps": light.follow_up,
        "months": light.months,
        "trend": [(p, s, STATE_WORDS[s]) for p, s in zip(months, trend, strict=True)],  # type: ignore[index]
    }


_ENDS = Text("规则到期", "the rule ends")


def _of_project(actor: Actor, row: Any, at: date | None, lang: str) -> Mapping[str, Any] | None:
    if not reading.is_staff(actor):
        return None
    found = project_lights(actor, row.id, at)
    asked = reading.rows(actor, QUESTION, at=at).filter(project=row.id, state__in=questions.OPEN).order_by("due", "id")
    waiting = reading.rows(actor, WAIVER, at=at).filter(project=row.id, state="requested").order_by("id")
    return {
        "rule_set": found.rule_set if found else None,
        "lines": [light_line(x, found.trend[x.dimension.key], found.months) for x in found.lights] if found else [],
        "covered": found.lights[0].covered if found and found.lights else None,
        "period": known.due_period(at or clock.today()),
        "day": at or clock.today(),
        "questions": list(asked[:5]),
        "waiting": list(waiting[:5]),
        "lang": lang,
    }


def _of_question(actor: Actor, row: Any, at: date | None, lang: str) -> Mapping[str, Any] | None:
    law = row.law_en or row.law if lang == "en" else row.law
    return {"figures": questions.figures_shown(row, lang), "text": Text(row.text, row.text_en), "law": law, "lang": lang}


PANELS = (Panel(PROJECT, "projects/lights_panel.html", _of_project), Panel(QUESTION, "projects/question_panel.html", _of_question))
