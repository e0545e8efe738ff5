"""Who sees what of the list and the rosters, and what holds of them on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.registers import scope
from taizhang.registers.models import Place

from .. import terms
from ..models import InspectedObject, InspectionItem, Inspector, Interest, RosterVersion
from ..rules import rosters as rules

#: Whoever inspects, plans or approves: regulators, for whom classes of risk are.
REGULATORS = (terms.ROSTER, terms.PLAN, terms.APPROVE, terms.INSPECT)
#: Those who have to know why somebody must not meet a firm.
WITH_INTERESTS = (terms.ROSTER, terms.APPROVE)


# -- scopes ---------------------------------------------------------------------------------------------------------------


def visible_item(actor: Actor) -> Q:
    """What is published is for everyone; what is not yet, for those who inspect in its place."""
    return scope.ALL if actor.machine else Q(published_on__lte=clock.today()) | of_regulators()(actor)


def of_regulators(column: str = "place") -> scope.Scope:
    """Rows of the places of those who inspect; nobody else's: neither the public's, nor other offices', nor firms'."""
    within = scope.in_place(column)

    def visible(actor: Actor) -> Q:
        if actor.machine:
            return scope.ALL
        found = scope.NONE
        for right in REGULATORS:
            if actor.may(right):
                found |= within(actor.with_right(right))
        return found

    return visible


def visible_inspector(actor: Actor) -> Q:
    """Inspectors of the places of those who inspect, and of those who audit who reads personal data."""
    found = of_regulators()(actor)
    return found | scope.in_place()(actor.with_right(reading.PERSONAL)) if actor.may(reading.PERSONAL) else found


def reached_inspector(actor: Actor) -> Q:
    """Inspectors of one's own organ; the right to personal data reaches all those of a place."""
    own = scope.of_organ()(actor)
    return own | scope.in_place()(actor) if actor.may(reading.PERSONAL) else own


def visible_interest(actor: Actor) -> Q:
    """Interests of the inspectors of one's own organ, for those who keep its roster or approve its visits."""
    if actor.machine:
        return scope.ALL
    organs = [organ for right in WITH_INTERESTS for organ in actor.with_right(right).organs]
    return Q(inspector__in=Inspector.objects.filter(organ__in=organs).values("pk"))


def own_interest(actor: Actor) -> Q:
    """Interests that a right reaches, given only the posts that carry it."""
    return scope.ALL if actor.machine else Q(inspector__in=Inspector.objects.filter(organ__in=actor.organs).values("pk"))


def may_read(actor: Actor, version: RosterVersion) -> bool:
    """Whether somebody may read a version whole, and not its hash alone; of interests, where they are all of their own department's inspectors."""
    if actor.machine or version.kind in rules.PUBLIC_VERSIONS:
        return True
    rights = WITH_INTERESTS if version.kind == "interests" else REGULATORS
    if version.kind == "interests":
        named = {int(row["inspector"]) for row in rules.rows_of(version.content)}
        organs = {organ for right in rights for organ in actor.with_right(right).organs}
        if Inspector.objects.filter(pk__in=named).exclude(organ__in=organs).exists():
            return False
    paths = [path for right in rights for path in actor.with_right(right).place_paths]
    return any(version.place.path.startswith(path) for path in paths)


# -- what holds on a day --------------------------------------------------------------------------------------------------


def holding(day: date, begins: str = "listed_from", ends: str = "listed_to") -> Q:
    """Rows that hold on a day: from their first day on, until the day before their last."""
    return Q(**{f"{begins}__lte": day}) & (Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gt": day}))


def items_on(place: Place, day: date) -> QuerySet[InspectionItem]:
    """The list of a place on a day: published items in force. What is not published may not be inspected."""
    held = holding(day, "valid_from", "valid_to")
    return InspectionItem.objects.filter(held, place=place, published_on__lte=day).select_related("organ").order_by("code")


def objects_on(place: Place, day: date) -> QuerySet[InspectedObject]:
    """The firms of the roster in a place and below it on a day; one that was merged into another is gone."""
    below = Place.objects.filter(scope.below([place.path])).values("pk")
    return InspectedObject.objects.filter(holding(day), place__in=below, enterprise__merged_into__isnull=True)


def inspectors_on(place: Place, day: date) -> QuerySet[Inspector]:
    """Everybody in the roster of inspectors of a place and below it on a day, whether or not they may inspect."""
    below = Place.objects.filter(scope.below([place.path])).values("pk")
    return Inspector.objects.filter(holding(day), place__in=below).select_related("person", "organ").order_by("pk")


def certified_on(place: Place, day: date) -> list[Inspector]:
    """Those who count as inspectors on a day: officers with a certificate in force."""
    return [i for i in inspectors_on(place, day) if rules.certified(i.standing, i.certificate, i.certificate_until, day)]


def interests_on(place: Place, day: date) -> QuerySet[Interest]:
    """Why inspectors of a place must not meet firms on a day."""
    known = inspectors_on(place, day).order_by().select_related(None).values("pk")
    return Interest.objects.filter(holding(day, "since", "until"), inspector__in=known).select_related("enterprise").order_by("pk")


_FIRM = (
    "pk", "enterprise_id", "enterprise__uscc", "enterprise__name", "place__path", "sector", "park", "tags", "risk_class", "zero_report_year",
)  # fmt: skip


def firm_rows(place: Place, day: date, chosen: Mapping[str, Sequence[str]] | None = None) -> list[rules.FirmRow]:
    """The firms from which a draw in a place is made on a day, in the order of their codes; `chosen` narrows them.

    `chosen` may name 'sectors', 'parks', 'tags', 'classes' and 'places' (paths); see `rules.rosters.fits`.

    Raises:
        KeyError: `chosen` names something else.
    """
    narrowed = chosen or {}
    rules.check_choice(narrowed)
    rows = objects_on(place, day).order_by("enterprise__uscc").values_list(*_FIRM)
    firms = (
        rules.FirmRow(key, firm, code, name, path, sector, park, tuple(tags.split()), risk_class, zero)
        for key, firm, code, name, path, sector, park, tags, risk_class, zero in rows.iterator(chunk_size=5_000)
    )
    return [firm for firm in firms if rules.fits(firm, narrowed)]


def class_counts(place: Place, day: date) -> dict[str, int]:
    """Firms of the roster of a place and below it on a day, by class; '' for those without one."""
    return dict(objects_on(place, day).order_by().values_list("risk_class").annotate(n=Count("pk")))


# -- versions -------------------------------------------------------------------------------------------------------------


def version_rows(place: Place, kind: str, day: date) -> Iterable[Mapping[str, Any]]:
    """What a version of a list or roster says of a place on a day, by the columns of its kind."""
    return {"items": _items, "objects": _objects, "inspectors": _inspectors, "interests": _interests}[kind](place, day)


def _items(place: Place, day: date) -> Iterable[Mapping[str, Any]]:
    plain = [n for n in rules.COLUMNS["items"] if n != "organ"]
    return ({**{n: getattr(i, n) for n in plain}, "organ": i.organ.name} for i in items_on(place, day))


def _objects(place: Place, day: date) -> Iterable[Mapping[str, Any]]:
    from_columns = {"uscc": "enterprise__uscc", "name": "enterprise__name", "place": "place__name"}
    names = rules.COLUMNS["objects"]
    rows = objects_on(place, day).order_by().values_list(*(from_columns.get(n, n) for n in names))
    return (dict(zip(names, row, strict=True)) for row in rows.iterator(chunk_size=5_000))


def _inspectors(place: Place, day: date) -> Iterable[Mapping[str, Any]]:
    for i in inspectors_on(place, day):
        yield {
            "inspector": i.pk, "name": i.person.name, "organ": i.organ.name, "standing": i.standing, "certificate": rules.masked(i.certificate),
            "certificate_until": i.certificate_until, "may_lead": i.may_lead, "fields": i.fields, "listed_from": i.listed_from,
        }  # fmt: skip


def _interests(place: Place, day: date) -> Iterable[Mapping[str, Any]]:
    for i in interests_on(place, day):
        yield {"inspector": i.inspector_id, "uscc": i.enterprise.uscc, "kind": i.kind, "since": i.since, "until": i.until}


def latest_version(place: Place, kind: str) -> RosterVersion | None:
    """The newest version of a kind that was frozen for a place."""
    return RosterVersion.objects.filter(place=place, kind=kind).order_by("-number").first()


# -- what lists show beside the columns ---------------------------------------------------------------------------------------


def with_item_standing(rows: Any, at: date | None) -> Iterable[Any]:
    """Items with how each stands on the day asked for."""
    day = at or clock.today()
    for row in rows:
        row.standing = item_standing(row, day)
        yield row


def item_standing(row: InspectionItem, day: date) -> str:
    """Whether an item may be inspected on a day, and if not why."""
    if row.valid_to is not None and row.valid_to <= day:
        return "ended"
    if row.published_on is None or row.published_on > day:
        return "to_publish"
    return "in_force" if row.valid_from <= day else "to_come"


def item_standing_at(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """Items that stand as chosen today."""
    day = clock.today()
    ended, published, begun = Q(valid_to__lte=day), Q(published_on__lte=day), Q(valid_from__lte=day)
    alive = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    unpublished = Q(published_on__isnull=True) | Q(published_on__gt=day)
    return rows.filter(
        {
            "ended": ended,
            "to_publish": alive & unpublished,
            "to_come": alive & published & Q(valid_from__gt=day),
            "in_force": alive & published & begun,
        }.get(value, Q(pk__in=[]))
    )


def with_counts(rows: Any, at: date | None) -> Iterable[Any]:
    """Inspectors with whether each counts on the day asked for, and the ends of the certificate's number."""
    day = at or clock.today()
    for row in rows:
        row.counts, row.certificate_ends = counting(row, day), rules.masked(row.certificate)
        yield row


def counting(row: Inspector, day: date) -> str:
    """Whether somebody may inspect on a day, and if not why."""
    if row.standing != "official":
        return "not_an_officer"
    if not row.certificate or row.certificate_until is None:
        return "no_certificate"
    return "certified" if day <= row.certificate_until else "expired"


def counting_at(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """Inspectors who stand as chosen today."""
    day, officer = clock.today(), Q(standing="official")
    without = Q(certificate="") | Q(certificate_until__isnull=True)
    return rows.filter(
        {
            "not_an_officer": ~officer,
            "no_certificate": officer & without,
            "expired": officer & ~Q(certificate="") & Q(certificate_until__lt=day),
            "certified": officer & ~Q(certificate="") & Q(certificate_until__gte=day),
        }.get(value, Q(pk__in=[]))
    )
