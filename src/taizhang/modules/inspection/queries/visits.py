"""Who sees what of visits, and what holds of a firm, a team or a result on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from taizhang.basis.predicate import Answer, Known
from taizhang.basis.text import Text
from taizhang.frame import clock
from taizhang.frame.actor import Actor
from taizhang.registers import scope
from taizhang.registers.calendar import calendar
from taizhang.registers.models import Enterprise, Place

from .. import terms
from ..models import (
    FirmRequest,
    FollowUp,
    InspectedObject,
    InspectionItem,
    Inspector,
    Interest,
    Visit,
    VisitInspector,
    VisitItem,
)
from ..rules import visits as rules
from ..terms import visit_words as words
from .rosters import of_regulators

_SOURCE: Final = Text("检查台账", "Register of visits")
#: What keeps no firm out of a draw, and no drawn visit from approval: what was cancelled, and what somebody has only logged so far.
#: Else one person alone could use up the caps of a firm, let it be left out by the rule, and cancel.
NOT_COUNTED: Final = Q(state="cancelled") | Q(state="assigned", batch__isnull=True)
#: States in which a firm has been told of a visit, or visited.
TOLD: Final = ("notified", "entered", "recorded", "completed", "published", "withheld")
UNDER_WAY: Final = ("entered", "recorded")

# -- scopes ---------------------------------------------------------------------------------------------------------------

visible_visit: Final = of_regulators()


def of_visit(column: str = "visit") -> scope.Scope:
    """Rows of the visits that somebody sees."""

    def visible(actor: Actor) -> Q:
        return scope.ALL if actor.machine else Q(**{f"{column}__in": Visit.objects.filter(visible_visit(actor)).values("pk")})

    return visible


def visible_follow(actor: Actor) -> Q:
    """What follows from the visits that somebody sees, and what was handed to their own organ."""
    if actor.machine:
        return scope.ALL
    seen = VisitItem.objects.filter(visit__in=Visit.objects.filter(visible_visit(actor)).values("pk")).values("pk")
    return Q(visit_item__in=seen)


def visible_request(actor: Actor) -> Q:
    """What firms asked, for those who approve or answer in the departments that make the visit, and nobody else's."""
    if actor.machine:
        return scope.ALL
    found = scope.NONE
    for right in (terms.APPROVE, terms.ASK):
        if actor.may(right):
            able = actor.with_right(right)
            found |= Q(visit__in=Visit.objects.filter(scope.in_place()(able) & made_by(able.organs)).values("pk"))
    return found


# -- what holds of a firm ---------------------------------------------------------------------------------------------------


def is_of_place(firm: Enterprise, place: Place) -> bool:
    """Whether a firm lies in a place, or stands in its roster."""
    lies = firm.place is not None and firm.place.path.startswith(place.path)
    return lies or InspectedObject.objects.filter(enterprise=firm, place__path__startswith=place.path).exists()


def visits_in_year(enterprise: int, year: int, *, besides: int | None = None) -> list[rules.Counted]:
    """The visits to a firm in a calendar year as the caps count them; without the one that is `besides`.

    Whoever logs a new one counts those that are only logged as well; one that is there (`besides`) does not give way to them.
    """
    rows = Visit.objects.filter(enterprise=enterprise, window_from__year=year).exclude(_out(besides))
    rows = rows if besides is None else rows.exclude(pk=besides)
    return [
        rules.Counted(rules.level_of(row.organ.place.kind), row.organ_id, row.window_from, rules.is_exempt(row.ground, row.ground_proof_id is not None))
        for row in rows.select_related("organ__place").order_by("window_from", "id")
    ]


def _out(besides: int | None) -> Q:
    return Q(state="cancelled") if besides is None else NOT_COUNTED


def counts_in_year(enterprises: Collection[int], year: int) -> dict[int, list[rules.Counted]]:
    """The same for many firms at once, in one statement."""
    found: dict[int, list[rules.Counted]] = {key: [] for key in enterprises}
    rows = Visit.objects.filter(window_from__year=year).exclude(NOT_COUNTED)
    rows = rows.filter(enterprise__in=list(enterprises)) if len(found) <= 500 else rows
    names = ("enterprise_id", "organ__place__kind", "organ_id", "window_from", "ground", "ground_proof_id")
    for key, kind, organ, day, ground, proof in rows.order_by("id").values_list(*names):
        if key in found:
            found[key].append(rules.Counted(rules.level_of(kind), organ, day, rules.is_exempt(ground, proof is not None)))
    return found


def number_in_year(enterprise: int, year: int) -> int:
    """How many visits a firm has had or been told of in a year, whatever for: what its notice says."""
    return Visit.objects.filter(enterprise=enterprise, window_from__year=year, state__in=TOLD).count()


def items_as_ruled(items: Sequence[InspectionItem], enterprise: int, year: int, besides: int | None = None) -> list[rules.Item]:
    """Items with how often each was inspected at the firm in the year; visits on a ground of their own do not count."""
    rows = VisitItem.objects.filter(visit__enterprise=enterprise, visit__window_from__year=year, visit__ground="")
    rows = rows.exclude(visit__in=Visit.objects.filter(_out(besides)).values("pk")).exclude(visit=besides)
    times = dict(rows.order_by().values_list("item__code").annotate(n=Count("id")).values_list("item__code", "n"))
    return [
        rules.Item(i.name, i.organ_id, i.published_on, i.valid_from, i.valid_to, i.yearly_limit, times.get(i.code, 0)) for i in items
    ]


def barred(inspectors: Collection[int], enterprise: int, day: date) -> list[Inspector]:
    """Those of some inspectors who must not meet a firm on a day: an interest is the person's, in whichever department they stand."""
    held = Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))
    known = Interest.objects.filter(held, enterprise=enterprise).values("inspector__person")
    return list(Inspector.objects.filter(pk__in=list(inspectors), person__in=known).select_related("person").order_by("pk"))


# -- the team of a visit ----------------------------------------------------------------------------------------------------


def team(visit: int) -> list[VisitInspector]:
    """Those who come, the lead first; whoever was replaced is not among them."""
    rows = VisitInspector.objects.filter(visit=visit, replaced_why="").select_related("inspector__person", "inspector__organ")
    return sorted(rows, key=lambda r: (r.slot != rules.LEAD, r.slot, r.pk))


def member(inspector: Inspector, slot: str, day: date) -> rules.Member:
    """An inspector in a slot as the rules read it."""
    listed = inspector.listed_to is None or day < inspector.listed_to
    return rules.Member(
        inspector.pk, inspector.person.name, slot, inspector.organ_id, inspector.standing, inspector.certificate, inspector.certificate_until,
        inspector.may_lead, listed,
    )  # fmt: skip


def members(visit: int, day: date) -> list[rules.Member]:
    """The team of a visit as the rules read it."""
    return [member(row.inspector, row.slot, day) for row in team(visit)]


def people_of(visit: int) -> list[str]:
    """Whom the personal inputs of a visit are about: everybody who was ever in its team."""
    rows = VisitInspector.objects.filter(visit=visit).order_by("id").values_list("inspector__person", flat=True)
    return [f"registers.person:{key}" for key in dict.fromkeys(rows)]


def own_inspector(visit: int, person: int | None) -> Inspector | None:
    """Who somebody is in the team of a visit; None when they are not in it."""
    if person is None:
        return None
    row = VisitInspector.objects.filter(visit=visit, replaced_why="", inspector__person=person).select_related("inspector").first()
    return row.inspector if row else None


def comes(visit: int, inspector: int) -> bool:
    """Whether an inspector is in the team of a visit still."""
    return VisitInspector.objects.filter(visit=visit, inspector=inspector, replaced_why="").exists()


def last_recorded(visit: int) -> datetime | None:
    """When an item of a visit was recorded last."""
    found: datetime | None = VisitItem.objects.filter(visit=visit).aggregate(last=Max("recorded_at"))["last"]
    return found


def organs_of(visit: int) -> list[int]:
    """The departments whose items a visit has."""
    return sorted(set(VisitItem.objects.filter(visit=visit).values_list("organ", flat=True)))


def is_internal(visit: Visit) -> bool:
    """Whether the visit is of divisions of one bureau that come as one (内部综合)."""
    return visit.batch is not None and visit.batch.mode == "internal"


def made_by(organs: Collection[int]) -> Q:
    """Visits that one of some organs makes, alone or with its items."""
    return Q(organ__in=organs) | Q(pk__in=VisitItem.objects.filter(organ__in=organs).values("visit"))


def items(visit: int) -> list[VisitItem]:
    """The items of a visit by department, in the order of their codes."""
    rows = VisitItem.objects.filter(visit=visit).select_related("item", "organ", "recorder__person", "proof")
    return list(rows.order_by("organ__id", "item__code", "id"))


def open_requests(visit: int) -> QuerySet[FirmRequest]:
    """Requests for avoidance that nobody has decided yet."""
    return FirmRequest.objects.filter(visit=visit, kind="avoidance", state="received")


def visit_facts(visit: Visit, day: date, ask: Any) -> Mapping[str, Answer]:
    """What the gates of a visit ask: every item is recorded."""
    rows = VisitItem.objects.filter(visit=visit)
    whole = rows.exists() and not rows.filter(outcome="").exists()
    return {"visit.items_recorded": Known(whole, _SOURCE, day)}


# -- what is due ------------------------------------------------------------------------------------------------------------


def soon(today: date) -> date:
    """The last day that counts as near for the publication of a result."""
    return calendar().add_working_days(today, words.WARNED_WORKING_DAYS).date


def with_standing(rows: Any, at: date | None) -> Iterable[Any]:
    """Visits with how the publication of each stands on the day asked for, and whether its last day is provisional."""
    day, known = at or clock.today(), calendar()
    near = soon(day)
    for row in rows:
        row.result_standing = rules.result_standing(row.state, row.publish_by, day, near)
        provisional = row.publish_by is not None and row.completed_on is not None and known.is_provisional(row.completed_on, row.publish_by)
        row.publish_term = f"{row.publish_by.isoformat()}{'（暂定）' if provisional else ''}" if row.publish_by else ""
        yield row


def standing_at(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """Visits whose publication stands as chosen today."""
    today = clock.today()
    near, waits = soon(today), Q(state="completed")
    return rows.filter(
        {
            "overdue": waits & Q(publish_by__lt=today),
            "soon": waits & Q(publish_by__gte=today, publish_by__lte=near),
            "running": waits & Q(publish_by__gt=near),
            "done": Q(state__in=("published", "withheld", "cancelled")),
            "before": Q(state__in=("assigned", "approved", "notified", "entered", "recorded")),
        }.get(value, Q(pk__in=[]))
    )


def piled_up(rows: QuerySet[Any], year: int, least: int) -> list[tuple[Enterprise, int]]:
    """Firms that some of these visits go to and that have `least` visits or more in a year, whoever makes them; the most first."""
    visited = rows.filter(window_from__year=year).exclude(state="cancelled").order_by().values("enterprise")
    counted = Visit.objects.filter(enterprise__in=visited, window_from__year=year).exclude(state="cancelled").order_by().values_list("enterprise")
    found = dict(counted.annotate(n=Count("id")).filter(n__gte=least).values_list("enterprise", "n"))
    firms = Enterprise.objects.in_bulk(list(found))
    return sorted(((firms[key], n) for key, n in found.items()), key=lambda p: (-p[1], p[0].pk))


def waiting_days(received: Any, today: date) -> int:
    """How many days a request has waited."""
    return (today - received.astimezone(clock.ZONE).date()).days


def with_wait(rows: Any, at: date | None) -> Iterable[Any]:
    """Requests with how long each has waited, and by when it has to be decided where a rule says so."""
    day = at or clock.today()
    for row in rows:
        ended = row.answered_on or day
        row.waited = waiting_days(row.received_at, ended)
        row.decide_by = row.visit.window_from if row.kind == "avoidance" else None
        yield row


# -- what is sent to the phone ------------------------------------------------------------------------------------------------


def of_person(actor: Actor, today: date) -> list[Visit]:
    """The visits of somebody, in the places of their posts, that are to be made or under way: those under way first, then by the first day."""
    mine = VisitInspector.objects.filter(inspector__person=actor.person, replaced_why="").values("visit")
    rows = Visit.objects.filter(visible_visit(actor), pk__in=mine, state__in=("notified", *UNDER_WAY)).select_related("enterprise", "organ")
    return list(rows.order_by(F("entered_at").asc(nulls_last=True), "window_from", "id"))


def to_be_followed(organs: Collection[int]) -> QuerySet[VisitItem]:
    """What some departments found in completed visits and has to lead to something, and has led to nothing yet; the oldest first."""
    leading = [outcome for outcome, kinds in words.FOLLOWS.items() if kinds]
    rows = VisitItem.objects.filter(organ__in=organs, outcome__in=leading, visit__state__in=("completed", "published", "withheld"))
    left = rows.filter(~Exists(FollowUp.objects.filter(visit_item=OuterRef("pk"))))
    return left.select_related("visit__enterprise", "item", "organ").order_by("visit__completed_on", "id")


def follow_ups_of(visit: int) -> list[FollowUp]:
    """What followed from a visit, in order."""
    return list(FollowUp.objects.filter(visit_item__visit=visit).select_related("organ", "visit_item__item", "proof").order_by("id"))


def subjects_of(visit: int) -> list[str]:
    """Rows beside the visit whose entries issued forms of it: what followed, and what the firm asked."""
    follow = FollowUp.objects.filter(visit_item__visit=visit).order_by("id").values_list("id", flat=True)
    asked = FirmRequest.objects.filter(visit=visit).order_by("id").values_list("id", flat=True)
    return [*(f"inspection.follow_up:{key}" for key in follow), *(f"inspection.firm_request:{key}" for key in asked)]
