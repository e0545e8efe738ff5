"""What a 通报 is made of: how the tasks of a place, a document or a period stand on a day, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from taizhang.frame.actor import Actor
from taizhang.registers.models import Organ, Place

from .. import terms
from ..models import Source, Task
from ..outputs.issued import NOTICE
from ..outputs.tables import MOST_ROWS
from . import counting
from .scope import visible_task
from .tasks import with_standing


@dataclass(frozen=True, slots=True)
class About:
    """What a notice is about: a document, or the tasks due in some days; with neither, all that there is."""

    source: Source | None = None
    since: date | None = None
    until: date | None = None


def of_place(place: Place) -> Q:
    """Tasks of the register of a place or of those below it, and those that an organ there leads."""
    return Q(place__path__startswith=place.path) | Q(lead__place__path__startswith=place.path)


def tasks_of(actor: Actor, place: Place) -> QuerySet[Task]:
    """The tasks that somebody who keeps the register of a place can report on."""
    return Task.objects.filter(visible_task(actor)).filter(of_place(place))


def narrowed(rows: QuerySet[Any], about: About) -> QuerySet[Any]:
    """The tasks that a notice is about."""
    rows = rows.filter(source=about.source.id) if about.source is not None else rows
    rows = rows.filter(due__gte=about.since) if about.since is not None else rows
    return rows.filter(due__lte=about.until) if about.until is not None else rows


def facts_of(rows: QuerySet[Any], about: About, office: Organ | None, today: date) -> dict[str, Any]:
    """All that a notice on some tasks says on a day; `rows` are those that it is about already."""
    tallies = counting.counted(rows, today, "lead")["lead"]
    organs = {o.pk: [o.name, o.name_en] for o in Organ.objects.filter(pk__in=[key for key in tallies if key is not None])}
    order = sorted(tallies.items(), key=lambda p: (p[0] is None, -p[1].n["overdue"], -p[1].all, p[0] or 0))
    alive = counting.alive(rows).order_by("due", "id")
    shown = list(with_standing(alive.select_related("lead")[:MOST_ROWS], today))
    words = dict(terms.STANDINGS)
    over = counting.summed(tallies.values())
    return {
        "form": NOTICE,
        "from": [office.name, office.name_en] if office is not None else ["", ""],
        "on": today.isoformat(),
        "document": about.source.title if about.source is not None else "",
        "since": about.since.isoformat() if about.since else "",
        "until": about.until.isoformat() if about.until else "",
        # With their words: another wording some day does not change a paper that was issued.
        "standings": [[key, words[key].zh, words[key].en] for key in counting.COUNTED],
        "counts": dict(over.n),
        "organs": [[organs.get(key or 0, ["", ""]), dict(tally.n)] for key, tally in order],
        "tasks": [_task(row) for row in shown],
        "left": over.all - len(shown),
        "to_keys": sorted(organs),
    }


def _task(row: Any) -> dict[str, Any]:
    lead = [row.lead.name, row.lead.name_en] if row.lead is not None else ["", ""]
    return {"title": row.title, "lead": lead, "due": row.due.isoformat() if row.due else "", "standing": row.standing}
