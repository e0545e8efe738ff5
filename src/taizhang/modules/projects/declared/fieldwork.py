"""What people report from the site of a project: the month, and photographs beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from taizhang.basis.text import Text
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Errand, Fieldwork

from .. import queries, rules
from .naming import named
from .records import PROJECT, RECORDS
from .verbs import PROVE, REPORT_RIGHT
from .worklist import not_reported

#: What the form of a month asks for on the site, the camera first.
_MONTH = (
    "photos",
    "progress",
    "quantities",
    "workload_fen",
    "investment_fen",
    "paid_fen",
    "problems",
    "next_steps",
    "coordination",
)
_PHOTO = Text("现场照片", "Site photo")
#: More than this is a list to search in, not one to walk through with a telephone.
_MOST = 100


def errands(actor: Actor, today: date) -> Sequence[Errand]:
    """The months that the person's organ has not reported, and the sites of which a photograph can be added."""
    return [*_months(actor, today), *_photos(actor)]


def _months(actor: Actor, today: date) -> list[Errand]:
    if not actor.may(REPORT_RIGHT):
        return []
    able, period = actor.with_right(REPORT_RIGHT), rules.due_period(today)
    reminded = queries.reminders(able.organs, period)
    return [
        Errand(
            named(project),
            not_reported(period, reminded.get(project.pk, 0)),
            PROJECT.kind,
            project.pk,
            "projects.report_month",
            rules.report_due(period),
            fixed={"period": period},
            asks=_MONTH,
            photo="photos",
        )
        for project in queries.to_report(able, RECORDS, period)[:_MOST]
    ]


def _photos(actor: Actor) -> list[Errand]:
    if not actor.may(PROVE):
        return []
    return [
        Errand(
            named(project),
            _ADD,
            PROJECT.kind,
            project.pk,
            "projects.add_document",
            label=_PHOTO,
            fixed={"kind": "works_photo"},
            asks=("file", "note"),
            photo="file",
            day="dated",
        )
        for project in queries.sites_near(actor.with_right(PROVE), RECORDS)[:_MOST]
    ]


_ADD = Text("月报之外的现场照片", "A photo beside the monthly report")

FIELDWORK = Fieldwork(frozenset({REPORT_RIGHT, PROVE}), errands)
