"""Which projects, and what belongs to them, an actor sees."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from taizhang.frame import clock
from taizhang.frame.actor import Actor
from taizhang.frame.search import found_by
from taizhang.registers import scope
from taizhang.registers.models import Place

from ..models import Document, Project, Report


def visible(actor: Actor) -> Q:
    """Projects of the places below a person's posts and those their organ answers for; for everybody else the published ones.

    Staff do not see the published projects of other places here: their own totals and rounds would count them.
    """
    if actor.machine:
        return scope.ALL
    found = Q(published=True) if not actor.posts else _in_places(actor) | _of_organs(actor)
    for kind, key in actor.granted:
        if kind == "projects.project":
            found |= Q(id=key)
    return found


def _in_places(actor: Actor) -> Q:
    """Projects below the places of the posts; one condition where it will do, because an OR takes the index away."""
    if actor.over_everything():
        return scope.ALL
    above = [p.place_path for p in actor.posts if p.place_path and p.place_kind not in _BELOW_COUNTY]
    below = [p.place_path for p in actor.posts if p.place_path and p.place_kind in _BELOW_COUNTY]
    found = scope.NONE
    if above:
        found |= Q(district__in=Place.objects.filter(scope.below(above), kind__in=_COUNTY).values("pk"))
    if below:
        found |= Q(place__in=Place.objects.filter(scope.below(below)).values("pk"))
    return found


def below_posts(actor: Actor) -> Q:
    """Projects below the places of the posts, without those that the actor's organ only answers for."""
    return _in_places(actor)


def _of_organs(actor: Actor) -> Q:
    """Projects of the organs in which somebody has a post without a place of its own: a project unit's reporter."""
    organs = [p.organ for p in actor.posts if not p.place_path]
    return Q(organ__in=organs) | Q(unit__in=organs) if organs else scope.NONE


#: Levels at which a project's district stands, and those below it.
_COUNTY, _BELOW_COUNTY = ("province", "city", "county", "zone"), ("street", "community")


def of_visible_project(actor: Actor) -> Q:
    """What belongs to a project that a signed-in person may see; nothing of it is public as such."""
    if actor.machine or actor.over_everything():
        # A list of every project would say the same, and takes the index of the rows away.
        return scope.ALL
    if not actor.posts and not actor.granted:
        return scope.NONE
    return Q(project__in=Project.objects.filter(visible(actor)).values("pk"))


def of_visible_report(actor: Actor) -> Q:
    """Physical quantities of a report that the person may see."""
    if actor.machine or actor.over_everything():
        return scope.ALL
    return Q(report__in=Report.objects.filter(of_visible_project(actor)).values("pk"))


def known_on(history: Any, day: date) -> QuerySet[Any]:
    """The rows of a history as they were known at the end of a day, whoever may see them: for what stands beside rows in scope."""
    end = clock.end_of(day)
    known = Q(recorded_from__lt=end) & (Q(recorded_to__isnull=True) | Q(recorded_to__gte=end))
    found: QuerySet[Any] = history.objects.filter(known, op="w", erased=False)
    return found


def of_named_project(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    """What belongs to a project that is found by these words now: by its name in either language, its code or its owner."""
    return rows.filter(project__in=Project.objects.filter(found_by(Project, words, ("name", "name_en", "code", "owner"))).values("pk"))


def of_owner(rows: QuerySet[Any], name: str) -> QuerySet[Any]:
    """Projects of the owner of exactly this name; '-' for those of which no owner is stated."""
    return rows.filter(owner="" if name == "-" else name)


def stirred(day: date) -> Q:
    """Projects on which a day can have an effect by itself: a paper of theirs has lapsed and is still counted."""
    lapsed = Document.objects.filter(valid_until__lt=day, withdrawn_on__isnull=True).values("project")
    return Q(permits__in=("partial", "complete"), id__in=lapsed)
