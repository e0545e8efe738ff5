"""Which documents and tasks an actor sees, and which of them are theirs to act on."""

from __future__ import annotations

from django.db.models import Q

from taizhang.frame.actor import Actor, within
from taizhang.registers import scope
from taizhang.registers.models import Organ, Place

from ..models import Cooperator, Source, SpotCheck, Task

#: Documents of the places over which somebody has a post: the whole of one is for those who take it apart.
visible_source = scope.in_place()


def of_visible_source(actor: Actor) -> Q:
    """What belongs to a document that the actor sees."""
    return scope.ALL if actor.machine else Q(source__in=Source.objects.filter(visible_source(actor)).values("pk"))


def visible_task(actor: Actor) -> Q:
    """Tasks of the actor's places, those led by an organ of these places, those that an organ of theirs leads or helps with, and their parts."""
    if actor.machine or actor.over_everything():
        return scope.ALL
    if not actor.posts:
        return scope.NONE
    below = Place.objects.filter(scope.place_ids(actor)).values("pk")
    helped = Cooperator.objects.filter(organ__in=actor.organs).values("task")
    return (
        Q(place__in=below)
        | Q(lead__in=Organ.objects.filter(Q(place__in=below) | Q(pk__in=actor.organs)).values("pk"))
        | Q(id__in=helped)
        | Q(parent__in=Task.objects.filter(lead__in=actor.organs).values("pk"))
    )


def of_visible_task(actor: Actor) -> Q:
    """What belongs to a task that the actor sees."""
    if actor.machine or actor.over_everything():
        return scope.ALL
    return Q(task__in=Task.objects.filter(visible_task(actor)).values("pk")) if actor.posts else scope.NONE


def keeps(actor: Actor, task: Task) -> bool:
    """Whether a task stands in the register of a place that one of the actor's posts is over."""
    return actor.machine or within(actor.place_paths, task.place.path)


def in_hand(actor: Actor, task: Task) -> bool:
    """Whether one of the actor's organs leads a task."""
    return actor.machine or task.lead_id in actor.organs


def of_visible_spot(actor: Actor) -> Q:
    """Drawn tasks of the sample checks of the actor's places."""
    return scope.ALL if actor.machine else Q(check_row__in=SpotCheck.objects.filter(scope.in_place()(actor)).values("pk"))
