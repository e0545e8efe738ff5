"""What stands on the page of a task: its words in their sentence, who, when, what is missing, its parts and projects."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from taizhang.basis.errors import NotFound
from taizhang.basis.text import Text
from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.frame.catalogue import installed
from taizhang.frame.declare import Panel

from .. import queries, rules, terms
from .records import COOPERATOR, EXTENSION, FEEDBACK, SOURCE, TASK, TIE

#: Parts, projects and words that a panel shows; the tabs below it have them all.
_SHOWN = 20


def _of_task(actor: Actor, row: Any, at: date | None, lang: str) -> Mapping[str, Any] | None:
    """The task as a clerk reads it, now or as it was known on a day."""
    if not reading.is_staff(actor):
        return None
    today = at or clock.today()
    task = next(iter(queries.with_standing([row], at)))
    parts = list(reading.rows(actor, TASK, at=at).filter(parent=row.id).order_by("due", "id")[:_SHOWN])
    words = dict(queries.STANDING_SHOWN)
    told = list(reading.rows(actor, FEEDBACK, at=at).filter(task=row.id).order_by("-said_on", "-id")[:3])
    return {
        "sentence": _sentence(actor, row),
        "path": [line for line in (row.path or "").splitlines() if line],
        "standing": task.standing,
        "word": words[task.standing],
        "late": (today - row.due).days if task.standing == "overdue" else None,
        "lead": row.lead,
        "helpers": [c.organ for c in reading.rows(actor, COOPERATOR, at=at).filter(task=row.id)[:_SHOWN]],
        "leader": row.leader,
        "person": row.person,
        "due": row.due,
        "due_from": dict(terms.DEADLINE_FROM).get(row.due_from),
        "stated_deadline": row.stated_deadline,
        "stated_owners": row.stated_owners,
        "speaker_organ": row.speaker_organ,
        "object": row.object,
        "object_rule": row.object_rule,
        "places": row.places,
        "places_rule": row.places_rule,
        "missing": _missing(row, told, bool(parts)),
        "parts": [(p, words[p.standing]) for p in queries.with_standing(parts, at)],
        "told": told,
        "asked": reading.rows(actor, EXTENSION, at=at).filter(task=row.id, state="asked").first(),
        "projects": [_project(tie, lang) for tie in reading.rows(actor, TIE, at=at).filter(task=row.id)[:_SHOWN]],
        "not_stated": terms.NOT_STATED,
    }


def _sentence(actor: Actor, row: Any) -> dict[str, Any]:
    """The words in the sentence of their document; alone where there is none, or where the document is not for this actor."""
    if row.source_id is None or row.start is None:
        return {"words": row.words}
    try:
        source = reading.one(actor, SOURCE, row.source_id)
    except NotFound:
        return {"words": row.words, "unseen": True}
    begin, stop = rules.sentence_around(source.text, row.start, row.end)
    return {
        "before": source.text[begin : row.start].lstrip(),
        "words": source.text[row.start : row.end],
        "after": source.text[row.end : stop].rstrip(),
        "title": source.title,
        "fragment": rules.fragment(source.text[row.start : row.end]),
        "key": source.pk,
        "start": row.start,
        "end": row.end,
    }


def _missing(row: Any, told: list[Any], parts: bool) -> list[Text]:
    """What a task lacks that somebody has to give, in the order of its way."""
    if row.state not in terms.OPEN:
        return []
    found = []
    if row.lead is None:
        found.append(
            Text("没有牵头单位：由督查机构交办", "No leading organ: the supervision office has to give it out")
        )
    if row.due is None:
        found.append(
            Text(
                "没有时限：原文未写明，可在交办或更正时设定",
                "No deadline: the text states none; it may be set when the task is given out",
            )
        )
    if row.leader is None:
        found.append(Text("没有责任领导", "No leader in charge"))
    if row.state in ("signed", "under_way") and not told and not parts:
        found.append(Text("还没有反馈：由牵头单位填报", "No word yet: its leading organ has to tell how far it is"))
    if row.state == "reported" and row.proof is None:
        found.append(Text("有报无证：没有办结佐证", "Reported without proof"))
    return found


def _project(tie: Any, lang: str) -> dict[str, Any]:
    """A project that the task is about, with the stage that is proved of it and what makes the task done."""
    record = installed().record_of(type(tie.project))
    way = record.lifecycle(tie.project)
    stage = way.track("stage").label_of(tie.project.stage).in_(lang) if way is not None else ""
    return {
        "kind": record.kind,
        "key": tie.project_id,
        "name": record.name_of(tie.project, lang),
        "stage": stage,
        "awaits": dict(terms.AWAITS).get(tie.awaits) if tie.awaits else None,
    }


PANELS = (Panel(TASK, "commitments/task_panel.html", _of_task),)
